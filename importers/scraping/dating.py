"""When a post was published: by structured data, byline, footer, header or address; never by a calendar."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from blog.text.levels import Level
from importers.records import DateHint, FieldSource, FoundDate
from importers.scraping.dates import (
    CHANGED,
    MONTHS,
    Printed,
    chosen,
    day_of,
    find_month,
    find_time,
    on_the_wall,
    parse_iso,
)
from importers.scraping.features import Features
from importers.scraping.fields import source_of
from importers.scraping.ordering import is_open, readings, resolve_order
from importers.scraping.pages import Page
from importers.scraping.states import State
from importers.scraping.trackbacks import find_ping_url

_URL_DAY = re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)(?:/(?P<day>\d\d))?(?:/|$)")


@dataclass(frozen=True, slots=True)
class Dating:
    """The post's date, where it came from, hints, and whether the page's numeric dates are day first (None: open)."""

    published: FoundDate | None
    source: FieldSource | None
    hints: tuple[DateHint, ...]
    day_first: bool | None


def find_date(page: Page, language: str) -> Dating:
    """Return the date printed for the post: never a calendar's, a widget's, a copyright's or a sidebar's."""
    printed = [date for seen in page.features for date in seen.dates]
    declared = page.stated.locale if page.stated.locale.lower().startswith(language or "-") else ""
    day_first = resolve_order(printed, declared or language, _known(page), page.habits)
    hints = list(itertools.islice(_calendar_months(page), 1))
    found = (
        _stated_date(page, day_first) or _byline_date(page, day_first, hints) or _header_date(page, day_first, hints)
    )
    found = found or _badge_date(page, day_first) or _address_date(page, hints)
    if found is None:
        return Dating(None, None, tuple(dict.fromkeys(hints)), day_first)
    date, source = found
    return Dating(date, source, tuple(dict.fromkeys(hints)), day_first)


def _calendar_months(page: Page) -> Iterator[DateHint]:
    """Give the months above the weeks of a calendar."""
    for place, (seen, state) in enumerate(zip(page.features, page.states, strict=True)):
        if state not in (State.CHROME, State.SIDEBAR) or seen.kind != "calendar":
            continue
        weeks = sum(below.kind == "calendar" for below in page.features[place + 1 : place + 4])
        if weeks >= 2 and (month := find_month(seen.view)):
            yield DateHint(month.iso(), "calendar")


def _stated_date(page: Page, day_first: bool | None) -> tuple[FoundDate, FieldSource] | None:
    stated = page.stated.published
    if stated is None:
        return None
    if stated.time is not None:  # many themes and their extensions say it in UTC, whatever the blog's clock
        near = [
            date
            for seen in [*page.of(State.DATELINE, State.BYLINE), *page.of(State.FOOT)]
            for printed in _own_dates(seen, [])
            if (date := chosen(printed, day_first)) is not None and _is_near(stated, date)
        ]
        stated = on_the_wall(stated, near[0] if near else None)
    return stated, FieldSource(page.stated.published_raw, "structured-data", Level.CERTAIN)


def _is_near(stated: FoundDate, printed: FoundDate) -> bool:
    one, other = day_of(stated), day_of(printed)
    return one is not None and other is not None and abs((one - other).days) <= 1


def _known(page: Page) -> list[FoundDate]:
    """Return the days that the page says without printing them: in its structured data, in its address."""
    address = _URL_DAY.search(page.stated.url)
    told = parse_iso("-".join(address.group("year", "month", "day"))) if address and address["day"] else None
    return [date for date in (page.stated.published, told) if date is not None]


def _byline_date(page: Page, day_first: bool | None, hints: list[DateHint]) -> tuple[FoundDate, FieldSource] | None:
    """Find the date of a byline or a post footer; a line that is nothing but a date counts next to the title."""
    told = _titled(page)
    told += [seen for seen in page.of(State.DATELINE, State.BYLINE) if _tells(page, seen)]
    foot = [seen for seen in page.of(State.FOOT) if _tells(page, seen)]
    told += [seen for seen in foot if seen.matches or _marks_time(seen)]
    mere = [seen for seen in foot if not (seen.matches or _marks_time(seen))]
    marked = [
        seen
        for seen in [*page.of(State.DATELINE, State.BYLINE), *page.of(State.FOOT)]
        if seen.dates and seen.line.marks is not None and seen.line.marks.hint in ("byline", "foot") and seen.words > 6
    ]
    for seen in [*told, *marked, *_dates_after_title(page), *mere, *_bare_foot(page)]:
        own = _own_dates(seen, hints)
        if (date := _marked_time(seen)) is not None:
            page.take("published", seen.line)
            shown = next((chosen(printed, day_first) for printed in own), None)
            return on_the_wall(date, shown), source_of(seen.line, "time-element", Level.CERTAIN)
        if own and is_open(own[0], day_first):
            hints += (DateHint(date.iso(), "open-order") for date in readings(own[0]))
            return None
        if own and (date := chosen(own[0], day_first)):
            page.take("published", seen.line)
            if date.time is None and (clock := find_time(seen.view)):
                date = replace(date, time=clock.time)
            return _with_footer_time(page, date), source_of(seen.line, "byline", Level.LIKELY)
    return None


def _tells(page: Page, seen: Features) -> bool:
    """Say whether a line says when in words, beside a name or to machines."""
    return bool(
        _ROLES & (seen.roles | seen.parts)
        or (seen.anchor and (seen.anchor.name or seen.line.number in page.above))
        or any("date" in hit for hit in seen.matches)
        or _marks_time(seen)
    )


def _titled(page: Page) -> list[Features]:
    """Return the title's line where it also says who wrote the post, and when."""
    return [seen for seen in page.of(State.TITLE)[:1] if "titled" in seen.roles]


def _bare_foot(page: Page) -> Iterator[Features]:
    """Give the lines of the element below the text that are nothing but a date."""
    for seen in page.of(State.FOOT):
        foot = seen.line.marks is not None and seen.line.marks.hint == "foot"
        if foot and seen.anchor is not None and seen.anchor.side == "date":
            yield seen


def _marked_time(seen: Features) -> FoundDate | None:
    """Return the moment that an element of a line gives to machines, but for that of a change."""
    for inline in seen.line.marks.inlines if seen.line.marks else ():
        if inline.when and (date := parse_iso(inline.when)) and not _is_changed(inline.tokens):
            return date
    return None


def _is_changed(tokens: frozenset[str]) -> bool:
    return not tokens.isdisjoint(_CHANGED) and tokens.isdisjoint(_PUBLISHED)


_EDITED = frozenset({"modifydate", "modified", "last-modified", "last-updated"})
_CHANGED = frozenset({"updated", "modified", "dateModified", "dt-updated"})
_PUBLISHED = frozenset({"published", "datePublished", "dt-published", "entry-date"})


def _own_dates(seen: Features, hints: list[DateHint]) -> list[Printed]:
    """Return a line's dates but for those on which the post was changed; these are hints."""
    own: list[Printed] = []
    end = 0
    for printed in seen.dates:
        edited = seen.line.marks is not None and not seen.line.marks.near.isdisjoint(_EDITED)
        if not edited and not CHANGED.search(seen.view, end, printed.start):
            own.append(printed)
        elif printed.date is not None and printed.other is None:
            hints.append(DateHint(printed.date.iso(), "updated"))
        end = printed.end
    return own


def _marks_time(seen: Features) -> bool:
    """Say whether a line of an HTML page marks a moment by `<time>` or `<abbr title>`."""
    return seen.line.marks is not None and any(
        inline.when and inline.tag in ("time", "abbr") and not _is_changed(inline.tokens)
        for inline in seen.line.marks.inlines
    )


_ROLES = frozenset({"posted", "byline", "entry-date"})


def _dates_after_title(page: Page) -> Iterator[Features]:
    place = page.title_place
    if place is None:
        return
    for seen, state in zip(page.features[place + 1 :], page.states[place + 1 :], strict=True):
        if state in (State.STANDFIRST, State.ASIDE):  # an aside: pictures to click on, to print or to send the post
            continue
        if state is not State.BYLINE:
            return
        if seen.anchor and seen.anchor.printed:
            yield seen


def _with_footer_time(page: Page, date: FoundDate) -> FoundDate:
    """Add the time of day that the post's footer prints without a date ("Posted by X at 5:14 PM")."""
    if date.time is not None:
        return date
    for seen in [*page.of(State.FOOT), *page.of(State.DATELINE, State.BYLINE)]:
        told = _ROLES & (seen.roles | seen.parts) or any("date" in hit or "time" in hit for hit in seen.matches)
        told = told or (seen.line.marks is not None and seen.line.marks.hint in ("byline", "foot"))
        clock = find_time(seen.view) if told and not seen.dates else None
        if clock and not CHANGED.search(seen.view, 0, clock.start):
            page.take("published", seen.line)
            return replace(date, time=clock.time)
    for seen in itertools.islice(page.below_body(), 1, 2):  # Radio's items end with their hour, which links to them
        if seen.short and not seen.dates and (clock := find_time(seen.view)) and not seen.view[: clock.start].strip():
            page.take("published", seen.line)
            return replace(date, time=clock.time)
    return date


def _header_date(page: Page, day_first: bool | None, hints: list[DateHint]) -> tuple[FoundDate, FieldSource] | None:
    """Read a date above the title. Alone it may be the day of the visit: it counts when something else agrees."""
    place = page.title_place
    if not place:
        return None
    above = page.features[max(place - 4, 0) : place][::-1]
    seen = next((other for other in above if not (other.roles & _ROWS or _is_particular(other))), above[0])
    if not seen.anchor or seen.anchor.side != "date" or seen.anchor.printed is None:
        return None
    if is_open(seen.anchor.printed, day_first):
        hints += (DateHint(date.iso(), "open-order") for date in readings(seen.anchor.printed))
    date = chosen(seen.anchor.printed, day_first)
    if date is None:
        return None
    timed = _with_footer_time(page, date)
    rows = page.features[page.features.index(seen) + 1 : place]
    if timed.time is None and (clock := next(filter(None, (find_time(row.view) for row in rows)), None)):
        timed = replace(timed, time=clock.time)
    hinted = seen.line.marks is not None and seen.line.marks.hint in ("byline", "title")
    if timed.time is not None or hinted or _comments_follow(page, date, day_first):
        page.take("published", seen.line)
        return timed, source_of(seen.line, "date-header", Level.LIKELY)
    hints.append(DateHint(date.iso(), "date-above-title"))
    return None


def _is_particular(seen: Features) -> bool:
    """Say whether a line of the post's particulars gives no date: "Filed in: Attic", in whatever words."""
    marks = seen.line.marks
    return marks is not None and marks.hint == "byline" and (seen.anchor is None or seen.anchor.printed is None)


def _badge_date(page: Page, day_first: bool | None) -> tuple[FoundDate, FieldSource] | None:
    """Read a date in three lines above the title, or below it: a month, a day and a year, one word each.

    A byline or comments must bear out that it is no widget's.
    """
    place = page.title_place
    if place is None:
        return None
    for lines in (page.features[max(place - 3, 0) : place], page.features[place + 1 : place + 4]):
        words = [seen.view.strip(" .,|") for seen in lines]
        months = [word for word in words if word.lower() in MONTHS]
        days = [word for word in words if word.isdecimal() and len(word) <= 2]
        years = [word for word in words if _YEAR_ALONE.fullmatch(word)]
        if [len(months), len(days), len(years)] != [1, 1, 1]:
            continue
        date = parse_iso(f"{years[0]}-{MONTHS[months[0].lower()]:02}-{int(days[0]):02}")
        told = any(seen.group("byline", "name") for seen in page.of(State.BYLINE))
        if date is not None and (told or _comments_follow(page, date, day_first)):
            page.take("published", *(seen.line for seen in lines))
            raw = " ".join(words)
            return _with_footer_time(page, date), source_of(lines[0].line, "date-in-three-lines", Level.LIKELY, raw)
    return None


_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
_ROWS = frozenset({"categories", "tags", "reply"})  # may stand between the date and the title below it


def _comments_follow(page: Page, date: FoundDate, day_first: bool | None) -> bool:
    """Say whether the comments begin within sixty days of a date, and none stands before it."""
    start = day_of(date)
    days = [
        day
        for seen in page.of(State.COMMENT)
        for printed in seen.dates
        if seen.anchor and (day := day_of(chosen(printed, day_first)))
    ]
    return bool(days) and start is not None and 0 <= (min(days) - start).days <= 60


def _address_date(page: Page, hints: list[DateHint]) -> tuple[FoundDate, FieldSource] | None:
    address = page.stated.url or find_ping_url(page.features, page.states)[0]
    match = _URL_DAY.search(address)
    if match is None or not 1 <= int(match["month"]) <= 12:
        return None
    if not match["day"]:
        hints.append(DateHint(f"{match['year']}-{match['month']}", "address"))
        return None
    date = FoundDate(int(match["year"]), int(match["month"]), int(match["day"]))
    return date, FieldSource(address, "address", Level.LIKELY)
