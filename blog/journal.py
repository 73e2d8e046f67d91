"""The journal of moderation as it is read: narrowed, newest first, an action of many as one. Nothing is changed here.

All lists go by keys, never by counted pages, so that a million events cost what a thousand do.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from blog.models import ModerationEvent, ModerationRule, ModerationStatus
from blog.models.moderation_event import NOT_TAKEN
from blog.ruling import blocking
from blog.ruling.blocking import BLOCKED
from blog.text.keys import key_of

ACTIONS_ON_A_PAGE = 25
EVENTS_ON_A_PAGE = 50
SHOWN = 5  # events of an action, below its line
READ = 250  # keys read at once while actions are told apart
SEARCHED = 50_000  # events that one request looks through for words
WRITTEN = 2_000  # events that an export holds in memory
NOBODY = "nobody"  # in place of a person: rules, and the system itself
LONGEST_WORDS = 200
KINDS = ("moves", "edits", "undos")
HEAVY = ("feedback__post__body", "feedback__post__body_html", "feedback__post__source_meta", "feedback__source_meta")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the journal is narrowed to; what makes no sense narrows nothing."""

    by: str = ""  # a user's key, or NOBODY
    rule: str = ""
    from_status: str = ""
    to_status: str = ""
    kind: str = ""  # one of KINDS
    since: str = ""  # days, as 2009-06-30; both are included
    until: str = ""
    post: str = ""
    source: str = ""
    batch: str = ""
    q: str = ""

    FIELDS: ClassVar[tuple[str, ...]] = (
        *("by", "rule", "from_status", "to_status", "kind", "since", "until", "post", "source", "batch", "q"),
    )

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Narrowing:
        """Read the query of an address."""
        said = {name: str(asked.get(name) or "").replace("\x00", "").strip() for name in cls.FIELDS}
        said["by"] = said["by"] if said["by"] == NOBODY else _key(said["by"])
        said["rule"] = said["rule"][:80]
        for name in ("from_status", "to_status"):
            said[name] = said[name] if said[name] in ModerationStatus.values else ""
        said["kind"] = said["kind"] if said["kind"] in KINDS else ""
        for name in ("since", "until"):
            said[name] = said[name] if _day(said[name]) else ""
        for name in ("post", "source"):
            said[name] = _key(said[name])
        said["batch"] = _batch(said["batch"])
        said["q"] = said["q"][:LONGEST_WORDS]
        return cls(**said)

    @property
    def query(self) -> str:
        """The query of an address that narrows alike."""
        return urlencode({name: value for name in self.FIELDS if (value := getattr(self, name))})

    def without(self, *names: str) -> Narrowing:
        return replace(self, **dict.fromkeys(names, ""))

    def events(self) -> QuerySet[ModerationEvent]:
        """Return the events, in no order."""
        events = ModerationEvent.objects.order_by()
        if self.by:
            events = events.filter(by=None) if self.by == NOBODY else events.filter(by=int(self.by))
        exact = {
            name: value for name in ("rule", "from_status", "to_status", "batch") if (value := getattr(self, name))
        }
        events = events.filter(**exact)
        if self.rule:
            events = events.exclude(rule="")  # says that the index, which has none of these, will do
        match self.kind:
            case "moves":
                events = events.moves().filter(undoes=None)
            case "edits":
                events = events.edits().filter(undoes=None)
            case "undos":
                events = events.exclude(undoes=None)
        if self.post:
            events = events.filter(Q(feedback__post=int(self.post)) | Q(about__post=int(self.post)))
        if self.source:
            events = events.filter(feedback__source=int(self.source))
        return self._said(self._dated(events))

    def _dated(self, events: QuerySet[ModerationEvent]) -> QuerySet[ModerationEvent]:
        """Narrow by keys, which grow with time: a database that looked by time would sort all it finds by key."""
        since, until = _day(self.since), _day(self.until)
        keys = ModerationEvent.objects.values_list("pk", flat=True)
        if since:
            first = keys.filter(at__gte=_midnight(since)).order_by("at", "pk").first()
            events = events.filter(pk__gte=first) if first else events.none()
        if until:
            last = keys.filter(at__lt=_midnight(until + dt.timedelta(days=1))).order_by("-at", "-pk").first()
            events = events.filter(pk__lte=last) if last else events.none()
        return events

    def _said(self, events: QuerySet[ModerationEvent]) -> QuerySet[ModerationEvent]:
        for word in self.q.split():
            events = events.filter(
                Q(reason__icontains=word)
                | Q(rule__icontains=word)
                | Q(by__username__icontains=word)
                | Q(feedback__author_name__icontains=word)
                | Q(feedback__body__icontains=word)
                | Q(feedback__post__title__icontains=word)
            )
        return events


@dataclass(slots=True)
class Action:
    """One action: its newest event, its first few events, what it moved from where to where, and what came of it."""

    batch: uuid.UUID
    events: list[ModerationEvent] = field(default_factory=list)
    moved: list[tuple[str, str, int]] = field(default_factory=list)  # from, to, how many
    taken_back: int = 0

    @property
    def total(self) -> int:
        return sum(number for _from, _to, number in self.moved)

    @property
    def first(self) -> ModerationEvent:
        return self.events[0]

    @property
    def is_undone(self) -> bool:
        """Whether all of it was taken back."""
        return self.taken_back >= self.total > 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of the journal; `older` is the key below which the next page begins, None on the last one.

    `searched_to` is how far back words were looked for, where that was not the whole journal.
    """

    lines: list[Any]
    older: int | None
    searched_to: dt.datetime | None = None


def actions(narrowing: Narrowing, before: int | None = None) -> Page:
    """Return a page of actions, newest first, of the events below a key."""
    floor = _floor(before) if narrowing.q else 0
    found, older = _batches(narrowing, before, floor)
    searched_to = None
    if older is None and floor:
        older = floor
        searched_to = ModerationEvent.objects.filter(pk__gte=floor).order_by("pk").values_list("at", flat=True).first()
    shown = {pk for keys in found.values() for pk in keys[:SHOWN]}
    events = {event.pk: event for event in with_feedback(ModerationEvent.objects.filter(pk__in=shown))}
    _note_later_moves(events.values())
    lines = {batch: Action(batch, [events[pk] for pk in keys[:SHOWN] if pk in events]) for batch, keys in found.items()}
    _count(lines)
    return Page([action for action in lines.values() if action.events], older, searched_to)


def action(batch: uuid.UUID) -> Action:
    """Return one action without its events."""
    lines = {batch: Action(batch)}
    _count(lines)
    return lines[batch]


def events(narrowing: Narrowing, before: int | None = None) -> Page:
    """Return a page of single events, newest first."""
    rows = narrowing.events().order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(with_feedback(rows)[: EVENTS_ON_A_PAGE + 1])
    lines = found[:EVENTS_ON_A_PAGE]
    _note_later_moves(lines)
    return Page(lines, lines[-1].pk if len(found) > len(lines) else None)


def moved_since(batch: uuid.UUID, one: int | None = None) -> int:
    """Return how much of an action, or of one event of it, was changed again since and would stay if it were undone."""
    later = ModerationEvent.objects.filter(feedback=OuterRef("feedback"), pk__gt=OuterRef("pk"))
    edited = later.edits().exclude(about__has_key=NOT_TAKEN)
    own = ModerationEvent.objects.filter(batch=batch, feedback__isnull=False, **({"pk": one} if one else {}))
    return own.moves().filter(Exists(later.moves())).count() + own.edits().filter(Exists(edited)).count()


def stands(batch: uuid.UUID) -> bool:
    """Say whether undoing an action would take anything back: what nobody has changed again since."""
    own = ModerationEvent.objects.filter(batch=batch, feedback__isnull=False)
    later = ModerationEvent.objects.moves().filter(feedback=OuterRef("feedback"), pk__gt=OuterRef("pk"))
    if own.filter(changes={}).exclude(Exists(later)).exists():
        return True
    return any(map(_edit_stands, with_feedback(own.edits())))


def _edit_stands(event: ModerationEvent) -> bool:
    """Say whether all texts are as an edit left them, or who was blocked is blocked."""
    if BLOCKED in event.changes:
        _before, blocked = event.changes[BLOCKED]
        what, _colon, value = blocked.partition(": ")
        rules = ModerationRule.objects.filter(kind=blocking.KIND)
        return any(value in blocking.listed(rule, what) for rule in rules)
    return all(getattr(event.feedback, name) == after for name, (_before, after) in event.changes.items())


def with_feedback(rows: QuerySet[ModerationEvent]) -> QuerySet[ModerationEvent]:
    """Fetch with events what is shown of them."""
    return rows.select_related("by", "feedback", "feedback__post").defer(*HEAVY)


def latest() -> int:
    """Return the key of the last event, 0 for none: what comes later, a page that is shown now does not show."""
    return ModerationEvent.objects.aggregate(last=Max("pk"))["last"] or 0


def rules() -> list[str]:
    """Return the names of the rules that decided something, however many events there are: one look for each name."""
    table = ModerationEvent._meta.db_table
    named = f"SELECT MIN(rule) FROM {table} WHERE NOT (rule = '')"  # noqa: S608 - our own table; as its index says it
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE named(rule) AS ({named}"  # noqa: S608
            f" UNION ALL SELECT ({named} AND rule > named.rule) FROM named WHERE named.rule IS NOT NULL)"
            " SELECT rule FROM named WHERE rule IS NOT NULL LIMIT 200"
        )
        return [row[0] for row in cursor.fetchall()]


def all_events(narrowing: Narrowing) -> Iterator[ModerationEvent]:
    """Yield every event, newest first, a few thousand in memory at a time."""
    rows, before = narrowing.events().order_by("-pk"), None
    while True:
        found = list(with_feedback(rows.filter(pk__lt=before) if before else rows)[:WRITTEN])
        yield from found
        if len(found) < WRITTEN:
            return
        before = found[-1].pk


def _batches(narrowing: Narrowing, before: int | None, floor: int) -> tuple[dict[uuid.UUID, list[int]], int | None]:
    """Return the batches of a page with their newest keys, and the key below which the next page begins.

    Batches of concurrent transactions may have keys in between each other: one that a page showed is left out of the
    next by its newest key.
    """
    found: dict[uuid.UUID, list[int]] = {}
    cursor = before
    while True:
        rows = narrowing.events().filter(pk__gt=floor).exclude(batch__in=list(found)).order_by("-pk")
        rows = rows.filter(pk__lt=cursor) if cursor else rows
        keys = list(rows.values_list("pk", "batch")[:READ])
        earlier = _shown_earlier(narrowing, {batch for _pk, batch in keys} - set(found), before)
        for pk, batch in keys:
            if batch in earlier:
                continue
            if batch not in found and len(found) == ACTIONS_ON_A_PAGE:
                return found, pk + 1
            found.setdefault(batch, []).append(pk)
        if len(keys) < READ:
            return found, None
        cursor = keys[-1][0]


def _shown_earlier(narrowing: Narrowing, batches: set[uuid.UUID], before: int | None) -> set[uuid.UUID]:
    if before is None:
        return set()
    newer = narrowing.events().filter(batch__in=batches, pk__gte=before)
    return set(newer.values_list("batch", flat=True).distinct())


def _floor(before: int | None) -> int:
    newest = before or (ModerationEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0) + 1
    return max(0, newest - SEARCHED)


def _count(lines: dict[uuid.UUID, Action]) -> None:
    """Count what the actions moved, and what of it was taken back: two queries."""
    rows = ModerationEvent.objects.filter(batch__in=list(lines)).order_by("batch", "from_status", "to_status")
    for batch, before, after, number in rows.values_list("batch", "from_status", "to_status").annotate(Count("pk")):
        lines[batch].moved.append((before, after, number))
    undone = ModerationEvent.objects.filter(undoes__in=list(lines)).order_by()
    for batch, number in undone.values_list("undoes").annotate(Count("pk")):
        lines[batch].taken_back = number


def _note_later_moves(events: Any) -> None:
    """Set `moved_since` on events: whether their feedback was moved again; one query."""
    keys = {event.feedback_id for event in events if event.feedback_id}
    moves = ModerationEvent.objects.moves().filter(feedback__in=keys).order_by()
    latest = dict(moves.values_list("feedback").annotate(Max("pk")))
    for event in events:
        is_move = event.from_status != event.to_status
        event.moved_since = is_move and latest.get(event.feedback_id, event.pk) > event.pk


def _key(text: str) -> str:
    return str(key_of(text) or "")


def _batch(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    # A day at the very ends has no midnight in every time zone.
    return day if 1 < day.year < 9999 else None


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
