"""Which number of a page's numeric dates is the day. "06/04/09" does not say; other dates of page and batch may.

What none of them decides stays open. English is written in both orders; only a country tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from importers.records import FoundDate
from importers.scraping.dates import Printed, day_of, weekday_of

_MONTH_FIRST = frozenset({"en-us", "en-ph"})
_EITHER = frozenset({"", "en", "en-ca"})
_NEAR = ((3, 20), (45, 75))  # so many days from another date, where the other reading is more than so many away
_VALUES = 3  # of the number that is the day where the other stays the same


def resolve_order(
    dates: Iterable[Printed], language: str, known: Collection[FoundDate] = (), habits: Collection[str] = ()
) -> bool | None:
    """Say whether open numeric dates are day first; None when nothing tells.

    By what is impossible, by weekdays, by the dates that are `known`, by the `habits` of the batch, by the language.
    """
    printed = list(dates)
    proved = proved_order(printed, known)
    if proved is not None:
        return proved
    usual = {habit.partition(" ")[2] for habit in habits if habit.startswith("dates ")}
    if len(usual) == 1:
        return usual == {"day-first"}
    tag = language.lower().replace("_", "-")
    return None if tag in _EITHER else tag not in _MONTH_FIRST


def proved_order(printed: Sequence[Printed], known: Collection[FoundDate] = ()) -> bool | None:
    """Say what the dates themselves prove of their order; None when they do not, or contradict each other."""
    votes = sum(map(_vote, printed))
    votes = votes or _by_nearness(printed, known) or _by_what_varies(printed)
    return None if votes == 0 else votes > 0


def _vote(printed: Printed) -> int:
    """Return 1 for a date that can only be day first, -1 for one that can only be month first."""
    if printed.date is None:
        return 0
    if printed.other is None:
        return printed.order
    if printed.weekday is None:
        return 0
    return (weekday_of(printed.date) == printed.weekday) - (weekday_of(printed.other) == printed.weekday)


def _open(printed: Sequence[Printed]) -> list[tuple[FoundDate, FoundDate]]:
    return [(one.date, one.other) for one in printed if one.date is not None and one.other is not None]


def _by_nearness(printed: Sequence[Printed], known: Collection[FoundDate]) -> int:
    """Vote for the reading that lies near a date in words, where the other one is far from all of them."""
    worded = [one.date for one in printed if one.date is not None and one.other is None and not one.order]
    days = [day for date in (*worded, *known) if (day := day_of(date)) is not None]
    votes = 0
    for readings in _open(printed) if days else ():
        first, other = (
            min(abs((own - day).days) for day in days) if (own := day_of(reading)) else 0 for reading in readings
        )
        votes += _is_nearer(first, other) - _is_nearer(other, first)
    return votes


def _is_nearer(one: int, other: int) -> bool:
    return any(one <= near and other > far for near, far in _NEAR)


def _by_what_varies(printed: Sequence[Printed]) -> int:
    """Vote for the number that varies while the other one stays the same: days follow each other, months do not."""
    pairs = {(date.day, date.month) for date, _ in _open(printed)}
    first, other = ({pair[place] for pair in pairs} for place in (0, 1))
    return (len(first) >= _VALUES and len(other) == 1) - (len(other) >= _VALUES and len(first) == 1)


def is_open(printed: Printed, day_first: bool | None) -> bool:
    """Say whether a date has two readings and nothing chooses between them."""
    return day_first is None and printed.date is not None and printed.other is not None


def readings(printed: Printed) -> tuple[FoundDate, ...]:
    """Return the days that an open date may be."""
    return tuple(replace(date, time=None) for date in (printed.date, printed.other) if date is not None)
