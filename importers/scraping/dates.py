"""Dates as blogs print them, in eight languages. Only what is printed is returned; nothing is made up.

A numeric date whose order is open ("06/04/09") is returned with both readings; `ordering` chooses for a page.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from importers.records import FoundDate

_MONTHS = {
    1: "january jan janvier janv gennaio gen genn januar jänner jän enero ene janeiro januari",
    2: "february feb février fevrier févr fév fevr fev febbraio febbr februar febrero fevereiro februari",
    3: "march mar mars marzo märz mär maerz mrz março marco maart mrt",
    4: "april apr avril avr aprile abril abr",
    5: "may mai maggio mag mayo maio mei maj",
    6: "june jun juin giugno giu juni junio junho",
    7: "july jul juillet juil luglio lug juli julio julho",
    8: "august aug août aout agosto ago augustus augusti",
    9: "september sep sept septembre settembre sett set septiembre setiembre setembro",
    10: "october oct octobre ottobre ott oktober okt octubre outubro out",
    11: "november nov novembre noviembre novembro",
    12: "december dec décembre déc decembre dicembre dic dezember dez diciembre dezembro",
}
_WEEKDAYS = (
    "monday mon lundi lun lunedì lunedi montag lunes segunda segunda-feira seg maandag ma måndag",
    "tuesday tue tues mardi martedì martedi dienstag di martes mar terça terça-feira ter dinsdag tisdag",
    "wednesday wed mercredi mer mercoledì mercoledi mittwoch mi miércoles miercoles mié quarta quarta-feira woensdag wo"
    " onsdag",
    "thursday thu thur thurs jeudi jeu giovedì giovedi gio donnerstag do jueves jue quinta quinta-feira qui donderdag"
    " torsdag",
    "friday fri vendredi ven venerdì venerdi freitag fr viernes vie sexta sexta-feira sex vrijdag vr fredag",
    "saturday sat samedi sam sabato sab samstag sonnabend sa sábado sabado sáb zaterdag za lördag",
    "sunday sun dimanche dim domenica dom sonntag so domingo zondag zo söndag",
)
MONTHS = {name: number for number, names in _MONTHS.items() for name in names.split()}
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}

_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_WEEKDAY_BEFORE = re.compile(rf"\b({_DAYS})\b\.?,?\s{{0,3}}$", re.IGNORECASE)
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|ª|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]\d\d)(?!\d)"
_TIME = re.compile(
    r"(?P<hour>[01]?\d|2[0-4])(?:(?P<colon>[:.]|\s?h\s?)(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?)?(?!\d)"
    r"(?:\s{0,2}(?:(?P<half>[ap])\.?m\b\.?|(?P<tag>vor|nach)m(?:\.|ittags\b)))?(?P<clock>\s{0,2}(?:uhr|h\b|hs\b|hrs\b))?",
    re.IGNORECASE,
)
# What stands between a date and its time.
_LINK = re.compile(
    r"[\s,;|@·•:.()\[\]/–—-]{0,6}"
    r"(?:(?:a las|a la|alle ore|alle|ore|um|om|am|en|em|op|at|às|as|à|a|kl\.?|t)(?=[\s\d]))?[\s:]{0,3}",
    re.IGNORECASE,
)
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        # A name may end in digits of its own right before it: "peter7714 March 2005".
        rf"(?:(?<!\d)|(?<=[^\W\d_]\d)|(?<=[^\W\d_]\d\d))(?<!\d[.,/:-])(?P<day>\d{{1,2}}){_ORDINAL}[\s-]{{0,2}}(?:de\s|of\s|d['’])?(?P<month>{_NAMES})\b\.?,?"
        rf"[\s-]{{0,2}}(?:de\s|del\s)?{_YEAR}",
        # Themes put name and date side by side and part them by their style sheet: "AnnaMay 12, 2009".
        rf"(?:\b|(?<=(?-i:[\da-zà-ÿ.)]))(?=(?-i:[A-Z])))(?P<month>{_NAMES})\b\.?"
        rf"\s{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[,.]?\s{{1,2}}{_YEAR}",
        # Over-blog: the number of the weekday, then "09 /02 /Fév /2010".
        rf"(?<![\d./-])(?:[0-7]\s)?(?P<day>\d{{1,2}})\s?/\s?\d{{1,2}}\s?/\s?(?P<month>{_NAMES})\.?\s?/\s?{_YEAR}",
        r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        r"(?<![\d./-])(?P<first>\d{1,2})(?P<sep>[/.-])(?P<other>\d{1,2})(?P=sep)(?P<year>(?:19|20)?\d\d)"
        r"(?![\d/]|[.-]\d)",
    )
]
_PARTIAL = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?P<day>\d{{1,2}}){_ORDINAL}\s(?:de\s)?(?P<month>{_NAMES})\b\.?",
        rf"\b(?P<month>{_NAMES})\b\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![\s,]*\d{{3,}})",
    )
]
_MONTH_ONLY = re.compile(rf"\s*(?:«\s*)?(?P<month>{_NAMES})\.?,?\s+(?:de\s)?{_YEAR}(?:\s*»)?\s*", re.IGNORECASE)
_HALF = re.compile(r"[ap]\.?m\b", re.IGNORECASE)
_CHEAP = re.compile(r"\d")
# A year, or the separators of a numeric date: without one of them there is no date with a year.
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d|['’]\d\d|\d[/.-]\d{1,2}[/.-]\d")

# What stands before the day on which a post was changed: not that on which it was published.
CHANGED = re.compile(
    r"\b(?:updated|modified|edited|mise? à jour|modifiée?|aktualisiert|geändert|bearbeitet|aktualisierung"
    r"|aggiornat[oa]|modificat[oa]|actualizad[oa]|atualizad[oa]|modificad[oa]|editad[oa]|bijgewerkt|gewijzigd|aangepast"
    r"|last (?:update|modification|edit)|dernière modification|ultim[oa] (?:aggiornamento|modifica)"
    r"|letzte (?:änderung|bearbeitung)|última (?:actualización|modificación|edición|atualização|alteração|modificação)"
    r"|laatste (?:wijziging|update|aanpassing))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date in a line: where, and what it says. `other` is the second reading of an open numeric date."""

    start: int
    end: int
    date: FoundDate | None
    other: FoundDate | None = None
    weekday: int | None = None
    month_day: tuple[int, int] | None = None  # a date without its year
    order: int = 0  # 1 for a numeric date that can only be day first, -1 for month first


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in a line."""

    start: int
    end: int
    time: dt.time


def find_dates(text: str, limit: int = 4) -> list[Printed]:
    """Return the dates printed in a line, in order. Day first where an open numeric date is read at all."""
    if len(text) > 2_000 or not _YEAR_LIKE.search(text):
        return []
    return list(_found(text)[:limit])


@lru_cache(maxsize=2048)
def _found(text: str) -> tuple[Printed, ...]:
    found: list[Printed] = []
    for form in _FORMS:
        for match in form.finditer(text):
            printed = _read(text, match)
            if printed is not None and not any(p.start < printed.end and printed.start < p.end for p in found):
                found.append(printed)
            if len(found) >= 4:
                break
    return tuple(sorted(found, key=lambda printed: printed.start))


def timed(text: str, printed: Printed) -> Printed:
    """Add the time of day that the same line prints apart from the date ("4 juin 2009 | Anna | 10:12")."""
    if printed.date is None or printed.date.time is not None:
        return printed
    clock = find_time(text[: printed.start]) or find_time(text, printed.end)
    if clock is None:
        return printed
    other = replace(printed.other, time=clock.time) if printed.other else None
    return replace(printed, date=replace(printed.date, time=clock.time), other=other)


def find_yearless(text: str) -> Printed | None:
    """Return a date printed without its year ("Jun 04, 10:12"), if the line has one."""
    if not _CHEAP.search(text) or len(text) > 200:
        return None
    for form in _PARTIAL:
        match = form.search(text)
        if match is None:
            continue
        month, day = MONTHS[match["month"].lower()], int(match["day"])
        if 1 <= day <= 31:
            clock = _clock_after(text, match.end())
            end = clock.end if clock else match.end()
            fill = FoundDate(2000, month, day, clock.time) if clock else None
            weekday = _weekday(match)
            start = weekday[0] if weekday else match.start()
            return Printed(start, end, None, fill, weekday[1] if weekday else None, (month, day))
    return None


def closing_yearless(text: str) -> Printed | None:
    """Return a date without its year that ends a text: "On 5 December we shall know" goes on."""
    printed = find_yearless(text)
    return printed if printed and len(text[printed.end :].split()) < 2 else None


def find_month(text: str) -> FoundDate | None:
    """Return the month when the line is nothing but a month and a year (a calendar's caption, an archive link)."""
    match = _MONTH_ONLY.fullmatch(text)
    return FoundDate(_year(match["year"]), MONTHS[match["month"].lower()]) if match else None


def find_time(text: str, start: int = 0) -> Clock | None:
    """Return the first time of day ("5:14 PM", "17h14", "17.14 Uhr") from `start` on."""
    for match in _TIME.finditer(text, start, start + 200):
        if match["colon"] is None and match["half"] is None:
            continue
        if match["colon"] == "." and not (match["half"] or match["clock"] or _after_word(text, match.start())):
            continue
        if match.start() and text[match.start() - 1] in "0123456789:/.-":
            continue
        if (time := _time(match)) is not None:
            return Clock(match.start(), match.end(), time)
    return None


def weekday_name(word: str) -> int | None:
    """Return 0 for Monday … 6 for Sunday, in any of the languages; one- and two-letter forms are not known."""
    return WEEKDAYS.get(word.lower().strip(".,")) if len(word) > 2 else None


def chosen(printed: Printed, day_first: bool | None) -> FoundDate | None:
    """Return the reading of a printed date that the page's order allows; None for an open one without an order."""
    if printed.date is None or printed.other is None:
        return printed.date
    return None if day_first is None else printed.date if day_first else printed.other


def with_year(printed: Printed, earliest: FoundDate | None) -> FoundDate | None:
    """Give a date without year the year that puts it on or after `earliest`; None without an earliest day."""
    if printed.month_day is None or earliest is None or earliest.month is None or earliest.day is None:
        return None
    month, day = printed.month_day
    year = earliest.year + ((month, day) < (earliest.month, earliest.day))
    time = printed.other.time if printed.other else None
    return _checked(year, month, day, time)


def day_of(date: FoundDate | None) -> dt.date | None:
    """Return the calendar day; None when it is not known."""
    if date is None or date.month is None or date.day is None:
        return None
    return dt.date(date.year, date.month, date.day)


def on_the_wall(stamp: FoundDate, printed: FoundDate | None) -> FoundDate:
    """Return what a machine's date says on the wall clock of the page, which prints the same moment for its readers.

    "2009-05-04T22:14:00Z" beside "May 5, 2009 12:14 AM" was two hours east of UTC; beside "May 5" it was that day.
    """
    instant = stamp.instant
    if printed is None or instant is None:
        return stamp
    if printed.local is None:
        one, other = day_of(printed), day_of(stamp)
        return printed if one and other and abs((one - other).days) == 1 else stamp
    seconds = instant.replace(tzinfo=None) - instant.replace(tzinfo=None, second=0)
    local = printed.local if printed.local.second else printed.local + seconds
    found = FoundDate.between(local, instant.replace(tzinfo=None))
    is_half = found is not None and found.offset is not None and abs(found.offset - (stamp.offset or 0)) == 12 * 60
    return stamp if found is None or is_half else found  # "10:32" without its half of the day


def parse_iso(text: str) -> FoundDate | None:
    """Read a machine-readable date (datetime attributes, JSON-LD, meta tags), offset included."""
    text = text.strip()
    if len(text) < 8 or len(text) > 40:
        return None
    try:
        return FoundDate.of(dt.datetime.fromisoformat(text)) if len(text) > 10 else _day_only(text)
    except (ValueError, OverflowError):
        found = find_dates(text, 1)
        return found[0].date if found and found[0].other is None else None


def _day_only(text: str) -> FoundDate:
    day = dt.date.fromisoformat(text)
    return FoundDate(day.year, day.month, day.day)


def _read(text: str, match: re.Match[str]) -> Printed | None:
    groups = match.groupdict()
    clock = _clock_after(text, match.end()) or _clock_before(text, match.start())
    time = clock.time if clock else None
    weekday = _weekday(match)
    start = min(match.start(), clock.start if clock else match.start(), weekday[0] if weekday else match.start())
    end = max(match.end(), clock.end) if clock else match.end()
    year = _year(groups["year"])
    if groups.get("first"):
        return _numeric(match, year, time, start, end, weekday[1] if weekday else None)
    raw = groups["month"]
    month = MONTHS[raw.lower()] if raw.lower() in MONTHS else int(raw)
    date = _checked(year, month, int(groups["day"]), time)
    return Printed(start, end, date, weekday=weekday[1] if weekday else None) if date else None


def _numeric(
    match: re.Match[str], year: int, time: dt.time | None, start: int, end: int, weekday: int | None
) -> Printed | None:
    first, other = int(match["first"]), int(match["other"])
    day_first = _checked(year, other, first, time)
    month_first = _checked(year, first, other, time)
    american = _HALF.search(match.string, match.end(), end)
    if match["sep"] == "." and not american:  # day first wherever dots are used, but for Haloscan's "06.04.09 10:12 am"
        month_first = None if day_first else month_first
    if match["sep"] == "-" and len(match["year"]) == 2:
        return None
    if day_first is None and month_first is None:
        return None
    if day_first is None or month_first is None or first == other:
        order = 0 if first == other or match["sep"] == "." else 1 if day_first else -1
        return Printed(start, end, day_first or month_first, weekday=weekday, order=order)
    return Printed(start, end, day_first, month_first, weekday=weekday)


def _clock_after(text: str, place: int) -> Clock | None:
    link = _LINK.match(text, place)
    if link is None:
        return None
    match = _TIME.match(text, link.end())
    if match is None or (match["colon"] is None and match["half"] is None):
        return None
    if link.end() == place and not link.group() and match.start() == place:
        return None
    time = _time(match)
    return Clock(match.start(), match.end(), time) if time else None


def _clock_before(text: str, place: int) -> Clock | None:
    """Read "10:12 am, June 4, 2009" and "10:12 - 4 giugno 2009"."""
    for match in _TIME.finditer(text, max(0, place - 16), place):
        between = text[match.end() : place]
        if (match["colon"] or "").strip() in (":", "h") and len(between) <= 5 and not between.strip(" ,-–—·|on"):
            time = _time(match)
            return Clock(match.start(), match.end(), time) if time else None
    return None


def _after_word(text: str, place: int) -> bool:
    return bool(re.search(r"\b(?:alle|ore|um|om|kl\.?|as|às|at|à)\s*$", text[max(0, place - 8) : place], re.IGNORECASE))


def _time(match: re.Match[str]) -> dt.time | None:
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    half = match["half"] or {"vor": "a", "nach": "p"}.get((match["tag"] or "").lower())
    if half:
        if not 1 <= hour <= 12:
            return None if hour > 23 or (hour == 0 and half in "pP") else dt.time(hour, minute, second)
        hour = hour % 12 + (12 if half in "pP" else 0)
    return dt.time(hour, minute, second) if hour < 24 else None


def _checked(year: int, month: int, day: int, time: dt.time | None) -> FoundDate | None:
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    return FoundDate(year, month, day, time) if 1970 <= year <= 2100 else None


def _year(text: str) -> int:
    digits = text.lstrip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 70 else 1900 + int(digits)


def _weekday(match: re.Match[str]) -> tuple[int, int] | None:
    """Return (start, number) of the weekday's name that stands before a date."""
    start = max(0, match.start() - 20)
    found = _WEEKDAY_BEFORE.search(match.string[start : match.start()])
    return (start + found.start(), WEEKDAYS[found[1].lower()]) if found else None


def weekday_of(date: FoundDate) -> int:
    """Return 0 for a Monday … 6 for a Sunday."""
    return dt.date(date.year, date.month or 1, date.day or 1).weekday()
