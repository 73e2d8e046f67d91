"""A date as a file states it: as far as it is known, and no further."""

from __future__ import annotations

import datetime as dt

from importers.frozen import frozen


@frozen
class FoundDate:
    """A date as far as it is known: a year, or a month, or a day, or a time with or without its zone.

    `offset` is in minutes east of UTC; None means the zone is not known. `hint` is the offset that other dates of the
    file prove: it counts where nobody knows the blog's zone.
    """

    year: int
    month: int | None = None
    day: int | None = None
    time: dt.time | None = None
    offset: int | None = None
    hint: int | None = None

    @classmethod
    def of(cls, moment: dt.datetime) -> FoundDate:
        """Take over a datetime; a naive one has an unknown zone.

        The moment and the day count: by a mean time of old, seconds off, the wall clock moves to a whole minute.
        """
        delta = moment.utcoffset()
        if delta is None:
            return cls(moment.year, moment.month, moment.day, moment.time())
        minute = dt.timedelta(minutes=1)
        offset, rest = divmod(delta, minute)
        wall = moment.replace(tzinfo=None)
        if rest:
            later = wall + (minute - rest)
            wall, offset = (later, offset + 1) if later.date() == wall.date() else (wall - rest, offset)
        return cls(wall.year, wall.month, wall.day, wall.time(), offset)

    @classmethod
    def between(cls, local: dt.datetime, utc: dt.datetime) -> FoundDate | None:
        """Take the wall clock `local` with the offset that `utc` (both naive) proves; None when no zone is so far off.

        Zones lie within 14 hours of UTC and have been whole quarters of an hour as long as there were blogs.
        """
        seconds = (local - utc).total_seconds()
        if abs(seconds) > 14 * 3600 or seconds % 900:
            return None
        return cls(local.year, local.month, local.day, local.time(), int(seconds // 60))

    @property
    def local(self) -> dt.datetime | None:
        """The wall clock, naive; None when the time is unknown."""
        if self.month is None or self.day is None or self.time is None:
            return None
        return dt.datetime.combine(dt.date(self.year, self.month, self.day), self.time)

    @property
    def instant(self) -> dt.datetime | None:
        """The moment in UTC; None when time or zone is unknown."""
        month, day, time, offset = self.month, self.day, self.time, self.offset
        if month is None or day is None or time is None or offset is None:
            return None
        wall = time.hour, time.minute, time.second, time.microsecond
        moment = dt.datetime(self.year, month, day, *wall, dt.UTC)
        return moment - dt.timedelta(minutes=offset) if offset else moment

    def shown(self) -> str:
        """ISO 8601 as far as known, on the wall clock of the page, with its zone: "2009-06-03T17:14:00+02:00"."""
        if self.local is None or self.offset is None:
            return self.iso()
        sign, minutes = "-" if self.offset < 0 else "+", abs(self.offset)
        return f"{self.local.isoformat(timespec='seconds')}{sign}{minutes // 60:02}:{minutes % 60:02}"

    def iso(self) -> str:
        """ISO 8601 as far as known: "2009", "2009-06", "2009-06-03", "2009-06-03T17:14:00" or, in UTC, "…Z"."""
        try:
            instant = self.instant
        except OverflowError:
            instant = None
        if instant is not None:
            return instant.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
        if self.local is not None:
            return self.local.isoformat(timespec="seconds")
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)
