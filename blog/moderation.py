"""The one place where feedback changes its status. Each change is journalled with it, and can be undone.

Whoever decides, a person, a rule or an import's sweep, calls `moderate`; nobody sets `Feedback.status` otherwise.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import Max, QuerySet

from blog.models import Feedback, ModerationEvent, ModerationStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Rows per statement: within SQLite's and PostgreSQL's limits of parameters, few statements for 10,000 rows.
CHUNK = 2000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: `restored` are back where they were; `conflicts` (feedback ids) were moved again since."""

    batch: uuid.UUID
    restored: int
    conflicts: list[int] = field(default_factory=list)


def moderate(
    feedback: QuerySet[Any] | Iterable[int],
    status: str,
    *,
    by: User | None = None,
    rule: str = "",
    reason: str = "",
    batch: uuid.UUID | None = None,
) -> int:
    """Move feedback (a queryset, or ids) to a status and return how many moved; ValueError for an unknown status.

    All or none, in a bounded number of queries. What already has the status is left alone and not journalled.
    The events share one batch, `batch` or a new one, which `undo` takes back.
    """
    status = ModerationStatus(status)
    batch = batch or uuid.uuid4()
    moved = 0
    with transaction.atomic():
        for rows in _locked(feedback, status):
            _move([pk for pk, _ in rows], status)
            events = [
                ModerationEvent(
                    batch=batch,
                    feedback_id=pk,
                    from_status=before,
                    to_status=status,
                    by=by,
                    rule=rule[:80],
                    reason=reason[:500],
                )
                for pk, before in rows
            ]
            ModerationEvent.objects.bulk_create(events, batch_size=CHUNK)
            moved += len(rows)
    return moved


def approve(feedback: QuerySet[Any] | Iterable[int], **how: Any) -> int:
    """Show feedback to readers; see `moderate`."""
    return moderate(feedback, ModerationStatus.APPROVED, **how)


def hold(feedback: QuerySet[Any] | Iterable[int], **how: Any) -> int:
    """Return feedback to the queue; see `moderate`."""
    return moderate(feedback, ModerationStatus.PENDING, **how)


def mark_spam(feedback: QuerySet[Any] | Iterable[int], **how: Any) -> int:
    return moderate(feedback, ModerationStatus.SPAM, **how)


def trash(feedback: QuerySet[Any] | Iterable[int], **how: Any) -> int:
    return moderate(feedback, ModerationStatus.TRASH, **how)


def undo(batch: uuid.UUID, by: User | None = None) -> Undone:
    """Take one action back: what nobody has moved since returns to where it was, as a batch of its own.

    Undoing an undo does the action again.
    """
    undoing = uuid.uuid4()
    with transaction.atomic():
        events = list(
            ModerationEvent.objects.filter(batch=batch, feedback__isnull=False).order_by("from_status", "feedback_id")
        )
        standing = _standing(events)
        undoable = [event for event in events if event.pk in standing]
        for from_status, group in groupby(undoable, key=lambda event: event.from_status):
            _move([event.feedback_id for event in group if event.feedback_id], from_status)
        ModerationEvent.objects.bulk_create(
            [
                ModerationEvent(
                    batch=undoing,
                    undoes=batch,
                    feedback_id=event.feedback_id,
                    from_status=event.to_status,
                    to_status=event.from_status,
                    by=by,
                )
                for event in undoable
            ],
            batch_size=CHUNK,
        )
    conflicts = sorted(event.feedback_id for event in events if event.pk not in standing and event.feedback_id)
    return Undone(undoing, len(undoable), conflicts)


def _locked(feedback: QuerySet[Any] | Iterable[int], status: ModerationStatus) -> Iterator[list[tuple[int, str]]]:
    """Yield chunks of (id, present status) of what is not there yet, locked in the order of ids until the commit."""
    ids = feedback.values_list("pk", flat=True) if isinstance(feedback, QuerySet) else feedback
    for chunk in _chunks(sorted(set(ids))):
        rows = Feedback.objects.filter(pk__in=chunk).exclude(status=status).order_by("pk").select_for_update()
        found = list(rows.values_list("pk", "status"))
        if found:
            yield found


def _move(ids: list[int], status: str) -> None:
    for chunk in _chunks(ids):
        Feedback.objects.filter(pk__in=chunk).update(status=status)


def _standing(events: list[ModerationEvent]) -> set[int]:
    """Lock the feedback of these events; return those whose decision is the latest and still holds."""
    standing = set()
    for chunk in _chunks(events):
        ids = [event.feedback_id for event in chunk if event.feedback_id]
        rows = Feedback.objects.filter(pk__in=ids).order_by("pk").select_for_update()
        status = dict(rows.values_list("pk", "status"))
        decided = ModerationEvent.objects.filter(feedback__in=ids).order_by().values("feedback")
        latest = dict(decided.annotate(latest=Max("pk")).values_list("feedback", "latest"))
        standing |= {
            event.pk
            for event in chunk
            if event.feedback_id
            and status.get(event.feedback_id) == event.to_status
            and latest[event.feedback_id] == event.pk
        }
    return standing


def _chunks(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
