"""What findings say, in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.ruling.registry import KINDS

# What no kind of rule says: that one failed, and what `blog.mentions` found at the page that a mention comes from.
SOURCE = "source"
SOURCE_CHANGED = "source_changed"  # tells of words that came later and were not written over a person's
# What the journal names in place of a rule.
NO_RULES = {
    SOURCE: gettext_lazy("page that mentions"),
    "author": gettext_lazy("its author"),
    "retention": gettext_lazy("emptying of what is old"),
}
_BESIDE_RULES = {
    "crashed": gettext_lazy("The rule failed (%(error)s) and was skipped."),
    "source_waits": gettext_lazy("The page that mentions the post has not been looked at yet."),
    "source_without_link": gettext_lazy("The page that is said to mention the post does not link to it."),
    "source_unread": gettext_lazy("The page that is said to mention the post could not be read."),
    SOURCE_CHANGED: gettext_lazy("The source says something else now, and what was edited here is kept: “%(text)s”"),
}


def reason_of(finding: Mapping[str, Any]) -> str:
    """Return the sentence of a stored finding; its code where nothing says it any more."""
    code = str(finding.get("code", ""))
    sentence = _BESIDE_RULES.get(code) or _sentences().get(code)
    if sentence is None:
        return code
    params = {name: _listed(value) for name, value in (finding.get("params") or {}).items()}
    try:
        return str(sentence % params)
    except (KeyError, TypeError, ValueError):
        return code


def english_of(finding: Mapping[str, Any]) -> str:
    """Return the finding's sentence in English, for the journal, which has one text for all readers."""
    with translation.override("en"):
        return reason_of(finding)


def reason_of_event(event: Any) -> str:
    """Return why an event of the journal was: a rule's reason in the reader's language, a person's as it was typed."""
    if event.reason and event.rule and event.by_id is None and event.feedback is not None:
        for finding in event.feedback.findings:
            if finding.get("rule") == event.rule and english_of(finding)[: len(event.reason)] == event.reason:
                return reason_of(finding)
    return str(event.reason)


def name_of(rule: str) -> str:
    """Return what a rule is called: its kind's name in the reader's language, unless moderators gave it their own.

    The second of a kind that was given no name of its own is called "blocked_words 2".
    """
    if rule in NO_RULES:
        return str(NO_RULES[rule])
    kind, _space, number = rule.partition(" ")
    if kind not in KINDS or is_own_name(rule, kind):
        return rule or _("no rule")
    return f"{KINDS[kind].label} {number}".rstrip()


def is_own_name(rule: str, kind: str) -> bool:
    """Say whether moderators gave a rule of this kind its name."""
    name, space, number = rule.partition(" ")
    return name != kind or bool(space and not number.isdecimal())


def _sentences() -> dict[str, Any]:
    return {code: sentence for kind in KINDS.values() for code, sentence in kind.sentences.items()}


def _listed(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
