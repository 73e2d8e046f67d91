"""Block whoever sent something: a value more in the rule of blocked senders, said in the journal.

The rule knows which actions block somebody (`held_by`): what several did stands until the last of them is undone. Whom
somebody wrote into the rule by hand, no action blocks.
"""

from __future__ import annotations

import ipaddress
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from blog.models import Feedback, ModerationEvent, ModerationRule
from blog.ruling.hosts import host_of
from blog.ruling.registry import KINDS

if TYPE_CHECKING:
    from django.contrib.auth.models import User

KIND = "blocked_addresses"
# By what somebody can be blocked, with the list of the rule that it goes to; the surest first.
LISTS = {"email": "emails", "domain": "domains", "address": "networks", "name": "names"}

BLOCKED = "blocked"  # among the changes of an event: whom it blocked, as "email: ann@mail.example"


class NothingToBlock(ValueError):  # noqa: N818 - said as it is
    """The feedback names nothing of this kind by which its author could be known again."""


def block_author(
    feedback: Feedback, by: User | None, *, what: str = "", batch: uuid.UUID | None = None
) -> ModerationRule:
    """Add the author to the blocked senders and return the rule, enabled; raise NothingToBlock.

    `what` is email, domain (of a mention's address), address (an IPv6 address stands for its /64) or name; without it
    the first of these that is there. Whom the rule blocks by hand already is not journalled. `moderation.undo` takes it
    back.
    """
    batch = batch or uuid.uuid4()
    known = known_by(feedback)
    what = what or next(iter(known), "")
    if not known.get(what):
        raise NothingToBlock(what)
    with transaction.atomic():
        rule = _rule()
        if _list(rule, what, known[what], batch):
            ModerationEvent.objects.create(
                batch=batch,
                feedback=feedback,
                from_status=feedback.status,
                to_status=feedback.status,
                by=by,
                rule=rule.name,
                changes={BLOCKED: ["", f"{what}: {known[what]}"]},
            )
    return rule


def take_back(event: ModerationEvent, undoing: uuid.UUID) -> bool:
    """Undo what an event says under BLOCKED, within a transaction; say whether it still stood.

    `undoing`: the batch of the undo, which blocks again where the event took a block back.
    """
    before, after = event.changes[BLOCKED]
    said = after or before
    what, _colon, value = said.partition(": ")
    if what not in LISTS:
        return False
    rule = _rule()
    if not after:
        return _list(rule, what, value, undoing)
    values, holders = listed(rule, what), list(rule.held_by.get(said, ()))
    # Without any, it was blocked before actions were noted.
    if value not in values or (holders and str(event.batch) not in holders):
        return False
    others = [batch for batch in holders if batch != str(event.batch)]
    if not others:
        values.remove(value)
    rule.values = rule.values | {LISTS[what]: values}
    rule.held_by = rule.held_by | {said: others}
    save(rule)
    return True


def _list(rule: ModerationRule, what: str, value: str, batch: uuid.UUID) -> bool:
    """Put a value into its list and the rule in force, for an action; say whether the action blocks it now.

    It does not where it did before, nor where the value stands there by hand.
    """
    said, values = f"{what}: {value}", listed(rule, what)
    holders = list(rule.held_by.get(said, ())) if value in values else []
    if rule.enabled and value in values and (not holders or str(batch) in holders):
        return False
    if value not in values:
        rule.values = rule.values | {LISTS[what]: [*values, value]}
    rule.held_by = rule.held_by | {said: [*holders, str(batch)]}
    rule.enabled = True
    save(rule)
    return True


def save(rule: ModerationRule) -> None:
    """Store the rule; what stands in none of its lists any more, no action blocks."""
    held = {}
    for said, holders in rule.held_by.items():
        what, _colon, value = said.partition(": ")
        if holders and value in listed(rule, what):
            held[said] = holders
    rule.held_by = held
    rule.save()


def listed(rule: ModerationRule, what: str) -> list[str]:
    """Return whom a rule blocks by one of LISTS, as far as what is stored of it can be read."""
    return list(KINDS[KIND].readable(rule.values).get(LISTS.get(what, ""), ()))


def known_by(feedback: Feedback) -> dict[str, str]:
    """Return by what the author could be blocked, the surest first."""
    found = {
        "email": feedback.author_email.strip().lower(),
        "domain": host_of(feedback.author_url) if feedback.kind != Feedback.Kind.COMMENT else "",
        "address": network_of(feedback.author_address),
        "name": feedback.author_name.strip(),
    }
    return {what: value for what, value in found.items() if value}


def network_of(address: str) -> str:
    """Return the network that stands for a sender's address; nothing for this machine's own, which is a proxy's."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback or found.is_unspecified:
        return ""
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _rule() -> ModerationRule:
    """Return the first rule of blocked senders, locked, or a new one before all others."""
    rule, kind = ModerationRule.objects.select_for_update().filter(kind=KIND).first(), KINDS[KIND]
    if rule is not None:
        rule.values = kind.readable(rule.values)
        return rule
    name = KIND if not ModerationRule.objects.filter(name=KIND).exists() else f"{KIND} {uuid.uuid4().hex[:8]}"
    return ModerationRule(
        name=name, kind=KIND, values=kind.defaults(), verdict=kind.verdict, score=kind.score, position=0
    )
