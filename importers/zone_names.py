"""Time zones by name, as dates print them: what a name means by RFC 822, or by every clock of the world that bore it.

Where the clocks that did disagree, as they do on "IST", nothing is said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

# RFC 822, 5.1: of the United States. Elsewhere some of these letters mean other zones.
_RFC = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6}
_RFC |= {"PST": -8, "PDT": -7}
_BEHIND = re.compile(
    r"(?:(?<=\d)[ \t]{0,9}|(?<=[mM.])[ \t]{1,9})\(?([A-Za-z]{1,20}|[A-Za-z_]{2,20}(?:/[A-Za-z_+-]{2,30}){1,2})\)?\Z"
)
_HALVES = frozenset({"AM", "PM", "A", "P", "M", "T"})


def parted(stated: str) -> tuple[str, str]:
    """Part a date from the name of a zone behind it, "" where there is none."""
    found = _BEHIND.search(stated, max(0, len(stated) - 100))
    if found is None or found[1].upper() in _HALVES:
        return stated, ""
    return stated[: found.start()], found[1]


def unknown(name: str) -> tuple[str, str]:
    """Return the code of an issue and what it says of a name that means nothing for sure."""
    return "zone-unknown", f"“{name[:40]}” is not for sure the name of one time zone; the time stands without it"


def offset_of(name: str, local: dt.datetime) -> int | None:
    """Return how many minutes east of UTC a zone of this name is when its clock shows `local`, None when not sure."""
    if "/" in name:
        return _by_place(name, local)
    letters = name.upper()
    if letters in _RFC:
        return _RFC[letters] * 60
    bearers = _bearers(letters, local.year)
    # A summer's name may stand behind a winter's date: it means what it means in that year.
    found = _offsets(letters, bearers, (local.replace(tzinfo=None),)) or _offsets(letters, bearers, _months(local.year))
    return found.pop() if len(found) == 1 else None


def _by_place(name: str, local: dt.datetime) -> int | None:
    try:
        zone = ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None
    return _minutes(local.replace(tzinfo=zone))


def _offsets(letters: str, zones: Iterable[ZoneInfo], moments: Iterable[dt.datetime]) -> set[int]:
    return {minutes for zone in zones for minutes in _offsets_of(letters, zone, moments)}


def _offsets_of(letters: str, zone: ZoneInfo, moments: Iterable[dt.datetime]) -> Iterator[int]:
    for moment in moments:
        for fold in (0, 1):  # an hour that comes twice has two names
            here = moment.replace(tzinfo=zone, fold=fold)
            if here.tzname() == letters and (minutes := _minutes(here)) is not None:
                yield minutes


def _months(year: int) -> tuple[dt.datetime, ...]:
    return tuple(dt.datetime(year, month, 15) for month in range(1, 13))


@lru_cache(maxsize=1024)
def _bearers(letters: str, year: int) -> tuple[ZoneInfo, ...]:
    """Return the zones that bore a name in a year: asking all of the world's for every date takes long."""
    months = _months(year)
    return tuple(zone for zone in _zones() if next(_offsets_of(letters, zone, months), None) is not None)


def _minutes(moment: dt.datetime) -> int | None:
    delta = moment.utcoffset()
    return None if delta is None else int(delta.total_seconds() // 60)


@cache
def _zones() -> tuple[ZoneInfo, ...]:
    return tuple(ZoneInfo(name) for name in sorted(available_timezones()))
