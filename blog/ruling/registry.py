"""All kinds of rules. A new one is a module and its line here."""

from __future__ import annotations

from blog.ruling import learned, sender_rules, text_rules
from blog.ruling.kinds import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        sender_rules.STAFF,
        text_rules.BLOCKED_WORDS,
        sender_rules.BLOCKED_ADDRESSES,
        learned.LEARNED,
        text_rules.LENGTH,
        sender_rules.CLOSED,
        text_rules.REPEAT,
        text_rules.SUSPECT_WORDS,
        text_rules.TOO_MANY_LINKS,
        sender_rules.DISPOSABLE,
        sender_rules.REJECTED_AUTHOR,
        sender_rules.FIRST_COMMENTS,
        sender_rules.KNOWN_AUTHOR,
        text_rules.TOTAL_SCORE,
    )
}
