"""What the blog's clock said: where a date stands without its UTC, others of the same file prove the offset.

Nearly every item and comment stands there by both clocks. The time zones of the world that agree with all of them say
what the clock showed at any other time; where they disagree, nothing is said.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from importers.decoding import Opener
from importers.found_dates import FoundDate

LOOKED_AT = 1 << 26  # bytes of a file in which pairs are looked for
CHUNK = 1 << 20
PER_MONTH = 2  # pairs of one month and offset that are kept
NEAR = dt.timedelta(days=31)

_MOMENT = rb"\s{0,9}(?:<!\[CDATA\[)?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\]\]>)?\s{0,9}</"
_PAIR = re.compile(rb"_date>" + _MOMENT + rb"[\w:]{1,40}_date>\s{0,40}<[\w:]{1,40}_date_gmt>" + _MOMENT)
_LONGEST = 400  # bytes of a pair

Pair = tuple[dt.datetime, int]  # by the blog's clock, and minutes east of UTC


@dataclass(slots=True)
class Clock:
    """The clock of one file's blog; the file is looked through when something asks for the first time."""

    opener: Opener | None = None
    _pairs: list[Pair] | None = None
    _zones: list[ZoneInfo] = field(default_factory=list)

    def hinted(self, found: FoundDate | None) -> FoundDate | None:
        """Return a date with the offset that others prove, as a hint; one that needs none as it is."""
        if found is None or found.offset is not None or (local := found.local) is None:
            return found
        offset = self.offset_at(local)
        return found if offset is None else replace(found, hint=offset)

    def offset_at(self, local: dt.datetime) -> int | None:
        """Return how many minutes east of UTC the clock was, None where that is not proved."""
        if self._pairs is None:
            self._pairs = sorted(pairs_in(self.opener)) if self.opener else []
            self._zones = zones_of(self._pairs)
        if self._zones:
            offsets = {_offset(zone, local) for zone in self._zones}
            return offsets.pop() if len(offsets) == 1 else None
        # No zone is as this blog was: its clock was set by hand. Its neighbours on both sides must agree.
        place = bisect(self._pairs, (local, 0))
        near = {offset for when, offset in self._pairs[max(0, place - 1) : place + 1] if abs(when - local) <= NEAR}
        return near.pop() if len(near) == 1 and 0 < place < len(self._pairs) else None


def pairs_in(opener: Opener) -> set[Pair]:
    """Return pairs of a file that prove an offset: a few of each month."""
    kept: dict[tuple[int, int, int], set[Pair]] = {}
    with opener() as stream:
        carried, taken = b"", 0
        while taken < LOOKED_AT and (chunk := stream.read(CHUNK)):
            taken += len(chunk)
            data = carried + chunk
            for written, utc in _PAIR.findall(data):
                local, there = _moment(written), _moment(utc)
                found = FoundDate.between(local, there) if local and there else None
                if found is not None and local is not None and found.offset is not None:
                    group = kept.setdefault((local.year, local.month, found.offset), set())
                    if len(group) < PER_MONTH:
                        group.add((local, found.offset))
            carried = data[-_LONGEST:]
    return set().union(*kept.values())


def zones_of(pairs: Iterable[Pair]) -> list[ZoneInfo]:
    """Return the time zones whose clocks agree with all pairs; none without pairs.

    Of an hour that a clock leaves out, WordPress takes the offset before.
    """
    instants = [(local - dt.timedelta(minutes=offset), local, offset) for local, offset in pairs]
    if not instants:
        return []
    found = []
    for name in _zone_names():
        zone = ZoneInfo(name)
        if all(_shown(zone, utc) == offset or _offset(zone, local) == offset for utc, local, offset in instants):
            found.append(zone)
    return found


@cache
def _zone_names() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def _shown(zone: ZoneInfo, utc: dt.datetime) -> int | None:
    delta = utc.replace(tzinfo=dt.UTC).astimezone(zone).utcoffset()
    return None if delta is None else round(delta.total_seconds() / 60)


def _offset(zone: ZoneInfo, local: dt.datetime) -> int | None:
    delta = local.replace(tzinfo=zone).utcoffset()
    return None if delta is None else round(delta.total_seconds() / 60)


def _moment(written: bytes) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(written.decode())
    except ValueError:
        return None
    return moment if 1 < moment.year < 9999 else None
