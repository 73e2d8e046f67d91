"""The dates of an export: the blog's wall clock and UTC stand side by side, and either may be missing or zero."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from dataclasses import replace

from importers import zone_names
from importers.records import FoundDate

# MySQL's zero date, as such and as PHP's date functions print it.
_ZERO = re.compile(r"0000-00-00|-0001|-?0000-11-30")
_UTC = re.compile(r"-0000\Z")
Fault = tuple[str, str] | None  # the code of an issue and what it says
_ZERO_FEED = re.compile(r"-0001|30 Nov 1999 00:00:00|30 Nov 0{1,4} ")


def found_date(local: str, utc: str, feed: str = "") -> tuple[FoundDate | None, Fault]:
    """Return the date that WordPress's two columns tell, else the feed's own, and what is to be said of them.

    With both columns the wall clock keeps its true offset; UTC alone is kept as UTC; the wall clock alone has no
    known zone, but the feed's date may hint at one. A day without a time is no midnight.
    """
    if (day := _day(local)) is not None and _moment(utc)[0] in (None, day):
        return FoundDate(day.year, day.month, day.day), None
    here, fault = _moment(local)
    there, other_fault = _moment(utc) if utc != local else (here, fault)
    fault = fault or other_fault
    if there is not None:
        between = FoundDate.between(here, there) if here is not None else None
        return between or FoundDate.of(there.replace(tzinfo=dt.UTC)), fault
    told, feed_fault = _feed_date(feed)
    if here is not None:
        return _beside(FoundDate.of(here), here, told), fault
    return told, fault or feed_fault


def _day(text: str) -> dt.datetime | None:
    """Read "YYYY-MM-DD" that no time follows."""
    return _moment(text)[0] if len(text) == len("YYYY-MM-DD") and text[4] == text[7] == "-" else None


def _beside(found: FoundDate, here: dt.datetime, feed: FoundDate | None) -> FoundDate:
    """Return the wall clock's date with the offset that the feed's date gives it, as a hint."""
    instant = feed.instant if feed else None
    between = FoundDate.between(here, instant.replace(tzinfo=None)) if instant else None
    return replace(found, hint=between.offset) if between else found


def _moment(text: str) -> tuple[dt.datetime | None, Fault]:
    """Read "YYYY-MM-DD HH:MM:SS"; zero dates are none."""
    if not text:
        return None, None
    try:
        moment = dt.datetime.fromisoformat(text)
        return (moment.replace(tzinfo=None, microsecond=0) if moment.tzinfo or moment.microsecond else moment), None
    except ValueError:
        return None, None if _ZERO.match(text) else _unreadable(text)


def _unreadable(text: str) -> Fault:
    return "date-unreadable", f"“{text[:40]}” is not a date"


def _feed_date(text: str) -> tuple[FoundDate | None, Fault]:
    """Read RFC 822's form, or ISO 8601's; PHP's renderings of the zero date are none (a lenient parser makes years of
    them). The zone "-0000" is UTC: it only does not say where (RFC 5322, 3.3)."""
    if not text or _ZERO_FEED.search(text):
        return None, None
    stated, name = zone_names.parted(_UTC.sub("+0000", text.strip()))
    for read in (email.utils.parsedate_to_datetime, dt.datetime.fromisoformat):
        try:
            moment = read(stated)
        except (ValueError, TypeError, OverflowError):
            continue
        return _in_zone(moment.replace(microsecond=0), name) if moment.year > 1 else (None, None)
    return None, _unreadable(text)


def _in_zone(moment: dt.datetime, name: str) -> tuple[FoundDate | None, Fault]:
    """Return a moment in the zone whose name stands behind it, where it does not say its zone by a number."""
    found = FoundDate.of(moment)
    if not name or found.offset is not None:
        return found, None
    offset = zone_names.offset_of(name, moment)
    return (found, zone_names.unknown(name)) if offset is None else (replace(found, offset=offset), None)
