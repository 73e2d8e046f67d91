"""What is not kept for ever: spam and trash that someone has looked at, and whole IP addresses.

Days count from when something came here, by an import or by itself. Deleting goes the way of the admin, so that imports
know what is gone and the counts stay true. The journal keeps its lines, which say what it was that is gone, without its
words and without its author.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from blog.models import Feedback, Mention, ModerationEvent, ModerationStatus, TextRepair
from blog.ruling.reasons import english_of

RULE = "retention"
EMPTIED = (ModerationStatus.SPAM, ModerationStatus.TRASH)
CHUNK = 500  # deleted, or masked, in one transaction
MOST = 200_000  # looked at in one run; the next one goes on
IPV4_BITS, IPV6_BITS = 24, 48  # that stay of an address
BLOCKED_NETWORK = "blocked-network"  # what a rule finds that tells an address
LONGEST_REASON = ModerationEvent._meta.get_field("reason").max_length


@dataclass(slots=True)
class Retained:
    """What a run did, or would do: deleted spam and trash, what stays for its replies, masked addresses."""

    spam: int = 0
    trash: int = 0
    kept_for_replies: int = 0
    addresses: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def run(*, dry_run: bool = False, check: Callable[[], None] = lambda: None, done: Retained | None = None) -> Retained:
    """Empty spam and trash, then mask addresses, as the settings say, and return `done`.

    `check` may raise to stop between portions; `done` then holds what was done so far.
    """
    done = Retained() if done is None else done
    now, gone = timezone.now(), list[int]()
    if settings.RETENTION_DAYS > 0:
        gone = _empty(now - dt.timedelta(days=settings.RETENTION_DAYS), done, dry_run, check)
    if settings.ANONYMISE_IPS_AFTER_DAYS > 0:
        before = now - dt.timedelta(days=settings.ANONYMISE_IPS_AFTER_DAYS)
        senders = Feedback.objects.filter(received_at__lt=before)
        done.addresses = _mask(senders, "author_address", dry_run, check)
        for start in range(0, len(gone), CHUNK):  # what would be deleted is not masked besides
            rows = senders.filter(pk__in=gone[start : start + CHUNK])
            done.addresses -= _mask(rows, "author_address", True, check)
        done.addresses += _mask(Mention.objects.filter(announced_at__lt=before), "sender_address", dry_run, check)
    return done


def is_wanted() -> bool:
    """Say whether the settings ask for anything."""
    return settings.RETENTION_DAYS > 0 or settings.ANONYMISE_IPS_AFTER_DAYS > 0


# --- Spam and trash ----------------------------------------------------------------------------


def overdue(before: dt.datetime) -> QuerySet[Feedback]:
    """Return spam and trash that came in, was moved and was looked at before this moment.

    That a person moved it says nothing: who acts on all that match has seen a page of it.
    """
    events = ModerationEvent.objects.filter(feedback=OuterRef("pk")).order_by()
    old = Feedback.objects.filter(looked_at__lt=before, status__in=EMPTIED, received_at__lt=before)
    return old.exclude(Exists(events.filter(at__gte=before)))


def _empty(before: dt.datetime, done: Retained, dry_run: bool, check: Callable[[], None]) -> list[int]:
    """Delete what is overdue; a dry run only counts it, and returns the keys of what would be gone."""
    doomed, kept = _doomed(before)
    done.kept_for_replies = kept
    if dry_run:
        for status, number in _by_status(doomed):
            setattr(done, status, number)
        return doomed
    try:
        for start in range(0, len(doomed), CHUNK):
            check()
            with transaction.atomic():
                rows = overdue(before).filter(pk__in=doomed[start : start + CHUNK]).order_by("pk").select_for_update()
                statuses = dict(rows.values_list("pk", "status"))
                delete(list(statuses))
            for status in statuses.values():
                setattr(done, status, getattr(done, status) + 1)
    finally:
        if number := done.spam + done.trash:
            ModerationEvent.objects.create(rule=RULE, about={"emptied": number, "spam": done.spam, "trash": done.trash})
    return []


def _doomed(before: dt.datetime) -> tuple[list[int], int]:
    """Return the keys of what goes, oldest first, and how many stay because something that answers them stays."""
    parents = dict(overdue(before).order_by("pk").values_list("pk", "parent")[:MOST])
    answers = Feedback.objects.filter(parent__in=overdue(before).values("pk")).order_by()
    waiting = [parent for pk, parent in answers.values_list("pk", "parent").iterator() if pk not in parents]
    kept: set[int] = set()
    while waiting:
        key = waiting.pop()
        if key in parents and key not in kept:
            kept.add(key)
            if above := parents[key]:
                waiting.append(above)
    return [key for key in parents if key not in kept], len(kept)


def _by_status(keys: list[int]) -> list[tuple[str, int]]:
    found = dict.fromkeys(EMPTIED, 0)
    for start in range(0, len(keys), CHUNK):
        rows = Feedback.objects.filter(pk__in=keys[start : start + CHUNK])
        for status in rows.values_list("status", flat=True):
            found[ModerationStatus(status)] += 1
    return [(status.value, number) for status, number in found.items()]


def delete(keys: list[int]) -> None:
    """Delete feedback for good, with the repairs of its words; the journal's lines say what it was."""
    with transaction.atomic():
        kind = ContentType.objects.get_for_model(Feedback)
        TextRepair.objects.filter(content_type=kind, object_id__in=keys).delete()
        _note_gone(keys)
        Feedback.objects.filter(pk__in=keys).delete()


def _note_gone(keys: list[int]) -> None:
    journalled = Exists(ModerationEvent.objects.filter(feedback=OuterRef("pk")))
    rows = Feedback.objects.filter(journalled, pk__in=keys).values_list("pk", "kind", "post", "post__title")
    for pk, kind, post, title in rows:
        about = {"kind": kind, "id": pk, "post": post, "title": title}
        events = ModerationEvent.objects.filter(feedback=pk)
        # Of an edit stays that it was one.
        events.exclude(changes={}).update(about=about | {"edited": True}, changes={})
        events.filter(about={}).update(about=about)


# --- Addresses ---------------------------------------------------------------------------------


def mask(address: str) -> str:
    """Return the network of an IP address, without what tells one household from the next; "" for what is none."""
    try:
        found = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return str(ipaddress.IPv6Network((found, IPV6_BITS), strict=False).network_address)
        found = found.ipv4_mapped
    return str(ipaddress.IPv4Network((found, IPV4_BITS), strict=False).network_address)


def _mask(rows: QuerySet[Any], column: str, dry_run: bool, check: Callable[[], None]) -> int:
    """Mask the addresses in a column of these rows; one statement for some hundred addresses. Return how many rows."""
    number = 0
    for addresses in _addresses(rows, column):
        masks = {address: masked for address in addresses if (masked := mask(address)) != address}
        concerned = rows.filter(**{f"{column}__in": list(masks)})
        if masks and dry_run:
            number += concerned.count()
        elif masks:
            check()
            if column == "author_address":
                _mask_findings(concerned)
            cases = [When(**{column: address}, then=Value(masked)) for address, masked in masks.items()]
            number += concerned.order_by().update(**{column: Case(*cases, default=F(column))})
    return number


def _mask_findings(rows: QuerySet[Any]) -> None:
    """Mask the addresses that a rule told of feedback whose own is about to be masked, in the journal's reasons too."""
    told = rows.alias(told=Cast("findings", TextField())).filter(told__contains=BLOCKED_NETWORK)
    for row in told.only("findings").order_by():
        for found in row.findings:
            if found.get("code") != BLOCKED_NETWORK:
                continue
            before = english_of(found)[:LONGEST_REASON]
            found["params"] = {name: mask_network(str(value)) for name, value in found["params"].items()}
            events = ModerationEvent.objects.filter(feedback=row, reason=before)
            events.update(reason=english_of(found)[:LONGEST_REASON])
        rows.model.objects.filter(pk=row.pk).update(findings=row.findings)


def mask_network(text: str) -> str:
    """Return a network, or the address of one, without what tells one household from the next; "" for what is none."""
    address, slash, bits = text.partition("/")
    masked = mask(address)
    if not (masked and slash and bits.isdecimal()):
        return masked
    most = IPV6_BITS if ":" in masked else IPV4_BITS
    return f"{masked}/{min(int(bits), most)}"


def _addresses(rows: QuerySet[Any], column: str) -> Iterator[list[str]]:
    """Yield the whole addresses that stand in a column, some hundred at a time."""
    last = ""
    whole = rows.exclude(**{f"{column}__endswith": ".0"}).order_by(column)
    while True:
        found = list(whole.filter(**{f"{column}__gt": last}).values_list(column, flat=True).distinct()[:CHUNK])
        if not found:
            return
        yield found
        last = found[-1]
