"""The one place where stored feedback changes its status or its words. Each change is journalled, and can be undone.

Whoever decides, a person, a rule or an import's sweep, calls `moderate`; nobody sets `Feedback.status` otherwise.
Whoever corrects, its author or a moderator, calls `edit`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from blog import flagging, journalling, reply_notices
from blog.models import Feedback, ModerationEvent, ModerationStatus
from blog.models.moderation_event import NOT_TAKEN
from blog.ruling import blocking
from blog.ruling.reasons import SOURCE_CHANGED

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Rows per statement: within SQLite's and PostgreSQL's limits of parameters, few statements for 10,000 rows.
CHUNK = 2000

# What an edit may change, and no more.
EDITABLE = ("author_name", "author_email", "author_url", "title", "blog_name", "body")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: `restored` are back where they were; `conflicts` (feedback ids) were moved again since."""

    batch: uuid.UUID
    restored: int
    conflicts: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did: `moved` changed their status; what was `overtaken` is not what the person saw any more."""

    batch: uuid.UUID
    moved: list[int]
    overtaken: list[int]


class Overtaken(Exception):  # noqa: N818 - said as it is
    """Somebody else decided about the feedback, or changed it, since it was shown."""


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
    ids = feedback.values_list("pk", flat=True) if isinstance(feedback, QuerySet) else feedback
    event = _moving_to(status, by=by, rule=rule, reason=reason, batch=batch)
    with transaction.atomic():
        return _move_held(_hold(ids), event)


def _moving_to(
    status: str, *, by: User | None = None, rule: str = "", reason: str = "", batch: uuid.UUID | None = None
) -> ModerationEvent:
    """Return the event, not stored, that the events of one action are like."""
    to, batch = ModerationStatus(status), batch or uuid.uuid4()
    return ModerationEvent(batch=batch, to_status=to, by=by, rule=rule[:80], reason=reason[:500])


def _move_held(held: Mapping[int, str], event: ModerationEvent) -> int:
    """Move what `_hold` returned to where an event says, journalled like it; return how many moved."""
    moved = [pk for pk, before in held.items() if before != event.to_status]
    for chunk in _chunks(moved):
        journalling.write_moves(chunk, event)
        _move(chunk, event.to_status)
    if event.by is not None and moved:
        transaction.on_commit(_learn, robust=True)
    return len(moved)


def _learn() -> None:
    """Have the filter trained again when people have decided much since it was trained."""
    from blog import tasks  # which work that moderates belongs to
    from blog.learning import keeping

    if keeping.wants_training():
        tasks.ask_for(tasks.train_filter)


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


def versions(ids: Iterable[int]) -> dict[int, str]:
    """Return the version of each: its status and its latest event. Whoever decides says which version they saw."""
    found: dict[int, str] = {}
    for chunk in _chunks(sorted(set(ids))):
        events = ModerationEvent.objects.filter(feedback__in=chunk).order_by().values("feedback")
        latest = dict(events.annotate(latest=Max("pk")).values_list("feedback", "latest"))
        rows = Feedback.objects.filter(pk__in=chunk).order_by().values_list("pk", "status")
        found |= {pk: f"{status}.{latest.get(pk, 0)}" for pk, status in rows}
    return found


def decide(shown: Mapping[int, str], status: str, **how: Any) -> Decided:
    """Move what still has the version in which it was shown; see `versions` and `moderate`."""
    event = _moving_to(status, **how)
    with transaction.atomic():
        ids = sorted(shown)
        held = _hold(ids)
        present = versions(ids)
        moved = [pk for pk in ids if present.get(pk) == shown[pk]]
        _move_held({pk: held[pk] for pk in moved}, event)
    return Decided(event.batch, moved, [pk for pk in ids if present.get(pk) != shown[pk]])


def moderate_unless_later(
    ids: Iterable[int], status: str, seen: int, *, by: User | None, **how: Any
) -> tuple[int, list[int]]:
    """Move what nobody else has decided or changed after an event (`seen`, its id); see `moderate`.

    Return how many moved, and the others' ids.
    """
    ids = sorted(set(ids))
    others: set[int] = set()
    with transaction.atomic():
        held = _hold(ids)
        for chunk in _chunks(ids):
            later = ModerationEvent.objects.filter(feedback__in=chunk, pk__gt=seen).order_by()
            later = later if by is None else later.exclude(by=by)
            others.update(pk for pk in later.values_list("feedback", flat=True) if pk)
        event = _moving_to(status, by=by, **how)
        moved = _move_held({pk: before for pk, before in held.items() if pk not in others}, event)
    return moved, sorted(others)


def block(
    feedback: Feedback, by: User | None, *, what: str = "", batch: uuid.UUID | None = None, shown: str = ""
) -> None:
    """Block whoever sent feedback, and mark it as spam: one action. Raise NothingToBlock, or Overtaken as `edit` does.

    `what`: see `blocking.block_author`.
    """
    batch = batch or uuid.uuid4()
    with transaction.atomic():
        stored = _held_as(feedback.pk, shown)
        look([stored.pk], by)
        blocking.block_author(stored, by, what=what, batch=batch)
        mark_spam([stored.pk], by=by, batch=batch)


def reply(feedback: Feedback, text: str, by: User, batch: uuid.UUID | None = None, *, shown: str = "") -> Feedback:
    """Answer as a moderator: store an approved comment of the person's, and approve what it answers.

    Undone, the answer goes to the trash, and what it answers back to where it was. Raise Overtaken as `edit` does.
    """
    batch = batch or uuid.uuid4()
    answer = Feedback(
        kind=Feedback.Kind.COMMENT,
        status=ModerationStatus.APPROVED,
        post_id=feedback.post_id,
        parent=feedback if feedback.kind == Feedback.Kind.COMMENT else None,
        author_name=(by.get_full_name() or by.get_username())[:250],
        author_email=by.email,
        user=by,
        body=text,
        body_format=Feedback.BodyFormat.TEXT,
        submitted_at=timezone.now(),
        looked_at=timezone.now(),
    )
    answer.render()
    with transaction.atomic():
        _held_as(feedback.pk, shown)
        look([feedback.pk], by)
        moderate([feedback.pk], ModerationStatus.APPROVED, by=by, batch=batch)
        answer.save()
        ModerationEvent.objects.create(
            batch=batch,
            feedback=answer,
            from_status=ModerationStatus.TRASH,
            to_status=ModerationStatus.APPROVED,
            by=by,
        )
        reply_notices.want([answer.pk])
    return answer


def edit(
    feedback: Feedback,
    fields: Mapping[str, str],
    *,
    by: User | None = None,
    rule: str = "",
    reason: str = "",
    batch: uuid.UUID | None = None,
    shown: str = "",
) -> list[str]:
    """Change the words of feedback and return the names of the fields that changed, those of EDITABLE only.

    The event keeps each text before and after; `undo` takes it back like a move. What was read stays as it is but for
    these fields. ValueError for another field; that the texts are short enough is the caller's to see to.
    `shown`: the version that was edited; raise Overtaken where it is not the present one, or the feedback is gone.
    """
    if unknown := set(fields) - set(EDITABLE):
        raise ValueError(f"no field to be edited: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        stored = _held_as(feedback.pk, shown)
        look([stored.pk], by)
        changes = {name: [old, text] for name, text in fields.items() if (old := getattr(stored, name)) != text}
        if not changes:
            return []
        if by is not None:  # who saw what came since
            stored.findings = [found for found in stored.findings if found.get("code") != SOURCE_CHANGED]
        _write(stored, changes, timezone.now())
        ModerationEvent.objects.create(
            batch=batch or uuid.uuid4(),
            feedback=stored,
            from_status=stored.status,
            to_status=stored.status,
            by=by,
            rule=rule[:80],
            reason=reason[:500],
            changes=changes,
        )
    for name in (*changes, "body_html", "edited_at", "findings"):
        setattr(feedback, name, getattr(stored, name))
    return list(changes)


def decline(feedback: Feedback, changes: Mapping[str, list[str]], *, rule: str, reason: str) -> None:
    """Journal words that came (each: present, new) and were not written over a person's."""
    ModerationEvent.objects.create(
        feedback=feedback,
        from_status=feedback.status,
        to_status=feedback.status,
        rule=rule[:80],
        reason=reason[:500],
        changes=dict(changes),
        about={NOT_TAKEN: True},
    )


def look(feedback: Iterable[int], by: User | None) -> int:
    """Note that a person has seen feedback (ids); return for how many it was the first time. A rule does not look."""
    if by is None:
        return 0
    seen = 0
    now = timezone.now()
    for chunk in _chunks(sorted(set(feedback))):
        seen += Feedback.objects.filter(pk__in=chunk, looked_at=None).update(looked_at=now)
    return seen


def undo(batch: uuid.UUID, by: User | None = None, only: Collection[int] | None = None) -> Undone:
    """Take one action back: what nobody has changed since returns to what it was, as a batch of its own.

    `only` names the events (ids) to take back, where that is not all of them. Undoing an undo does the action again.
    """
    undoing = uuid.uuid4()
    with transaction.atomic():
        rows = ModerationEvent.objects.filter(batch=batch, feedback__isnull=False)
        rows = rows if only is None else rows.filter(pk__in=only)
        held = _hold(rows.order_by().values_list("feedback_id", flat=True))
        like = ModerationEvent(batch=undoing, undoes=batch, by=by)
        restored, conflicts = _undo_edits(rows, like)
        moves = rows.filter(changes={}).order_by("from_status", "feedback_id")
        for chunk in _chunks(list(moves.values_list("pk", "feedback_id", "from_status", "to_status"))):
            standing = _standing(chunk, held)
            journalling.write_returns(sorted(standing), like)
            for from_status, group in groupby(chunk, key=lambda move: move[2]):
                _move([feedback for pk, feedback, _from, _to in group if pk in standing], from_status)
            restored += len(standing)
            conflicts += [feedback for pk, feedback, _from, _to in chunk if pk not in standing]
    return Undone(undoing, restored, sorted(conflicts))


def _undo_edits(rows: QuerySet[ModerationEvent], like: ModerationEvent) -> tuple[int, list[int]]:
    """Take back the edits among an action's events, which are few, journalled like an event.

    Return how many were taken back, and the feedback of the others.
    """
    edits = list(rows.edits().order_by("from_status", "feedback_id"))  # type: ignore[attr-defined]
    standing = [event for event in edits if _take_back(event, like.batch)]
    ModerationEvent.objects.bulk_create(
        ModerationEvent(
            batch=like.batch,
            undoes=like.undoes,
            feedback_id=event.feedback_id,
            from_status=event.to_status,
            to_status=event.from_status,
            by=like.by,
            changes={name: [after, before] for name, (before, after) in event.changes.items()},
        )
        for event in standing
    )
    return len(standing), [event.feedback_id for event in edits if event not in standing and event.feedback_id]


def _hold(ids: Iterable[int]) -> dict[int, str]:
    """Lock feedback until the commit, everywhere in the order of keys; return {key: status} of what is there."""
    held: dict[int, str] = {}
    for chunk in _chunks(sorted(set(ids))):
        rows = Feedback.objects.filter(pk__in=chunk).order_by("pk").select_for_update()
        held.update(rows.values_list("pk", "status"))
    return held


def _held_as(pk: int, shown: str) -> Feedback:
    """Lock one and return it as it is stored; raise Overtaken where it is gone, or was `shown` in another version."""
    stored = Feedback.objects.select_for_update().filter(pk=pk).first()
    if stored is None or (shown and versions([pk]).get(pk) != shown):
        raise Overtaken
    return stored


def _move(chunk: list[int], status: str) -> None:
    Feedback.objects.filter(pk__in=chunk).update(status=status)
    if status == ModerationStatus.APPROVED:
        reply_notices.want(chunk)


def _standing(moves: list[tuple[int, int, str, str]], held: Mapping[int, str]) -> set[int]:
    """Return those of these events (key, feedback, from, to) whose decision is the latest and still holds.

    `held` as `_hold` returns it.
    """
    known = ModerationEvent.objects.moves().filter(feedback__in=[feedback for _pk, feedback, _from, _to in moves])
    latest = dict(known.order_by().values_list("feedback").annotate(Max("pk")))
    return {pk for pk, feedback, _from, to in moves if held.get(feedback) == to and latest.get(feedback) == pk}


def _write(stored: Feedback, changes: Mapping[str, list[str]], edited_at: dt.datetime | None) -> None:
    """Store the second text of each change; `save` renders the body anew."""
    for name, (_before, after) in changes.items():
        setattr(stored, name, after)
    stored.edited_at = edited_at
    stored.save(update_fields=[*changes, "edited_at", "findings"])
    flagging.look_again(stored, changes)


def _take_back(event: ModerationEvent, undoing: uuid.UUID) -> bool:
    """Take an edit back where all its texts still stand as it left them, or a block; say whether they did."""
    assert event.feedback_id is not None
    if blocking.BLOCKED in event.changes:
        return blocking.take_back(event, undoing)
    stored = Feedback.objects.filter(pk=event.feedback_id).first()  # which is held
    if stored is None or any(getattr(stored, name) != after for name, (_before, after) in event.changes.items()):
        return False
    _write(stored, {name: [after, before] for name, (before, after) in event.changes.items()}, _edited_before(event))
    return True


def _edited_before(event: ModerationEvent) -> dt.datetime | None:
    """Return when the feedback of an edit was edited last before it; now, when the edit is done again."""
    if event.undoes:
        return timezone.now()
    undone = ModerationEvent.objects.filter(undoes=OuterRef("batch"))
    earlier = ModerationEvent.objects.filter(feedback=event.feedback_id, pk__lt=event.pk, undoes=None)
    edits = earlier.edits().exclude(changes__has_key=blocking.BLOCKED).exclude(about__has_key=NOT_TAKEN)
    standing = edits.exclude(Exists(undone)).order_by("-pk")
    return standing.values_list("at", flat=True).first()


def _chunks(items: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
