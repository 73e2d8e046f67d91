"""Block whoever sent something: a value more in the rule of blocked senders, said in the journal."""

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


class NothingToBlock(ValueError):  # noqa: N818 - said as it is
    """The feedback names nothing of this kind by which its author could be known again."""


def block_author(
    feedback: Feedback, by: User | None, *, what: str = "", batch: uuid.UUID | None = None
) -> ModerationRule:
    """Add the author to the blocked senders and return the rule, enabled; raise NothingToBlock.

    `what` is email, domain (of a mention's address), address (an IPv6 address stands for its /64) or name; without it
    the first of these that is there.
    """
    known = known_by(feedback)
    what = what or next(iter(known), "")
    if not known.get(what):
        raise NothingToBlock(what)
    name, value = LISTS[what], known[what]
    with transaction.atomic():
        rule = _rule()
        listed = list(rule.values.get(name, ()))
        if value not in listed:
            rule.values = rule.values | {name: [*listed, value]}
        rule.enabled = True
        rule.save()
        ModerationEvent.objects.create(
            batch=batch or uuid.uuid4(),
            feedback=feedback,
            from_status=feedback.status,
            to_status=feedback.status,
            by=by,
            rule=rule.name,
            reason=f"{what}: {value}"[:500],
        )
    return rule


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
    rule = ModerationRule.objects.select_for_update().filter(kind=KIND).first()
    if rule is not None:
        return rule
    kind = KINDS[KIND]
    name = KIND if not ModerationRule.objects.filter(name=KIND).exists() else f"{KIND} {uuid.uuid4().hex[:8]}"
    return ModerationRule(
        name=name, kind=KIND, values=kind.defaults(), verdict=kind.verdict, score=kind.score, position=0
    )
