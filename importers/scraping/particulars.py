"""Lines that only their neighbours explain: "Author Anna Holm" or "by", "Anna Holm" below a date, "Published:"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from importers.scraping.dates import find_dates
from importers.scraping.detectors import asks_to_log_in, speaks_of_comments
from importers.scraping.features import Anchor, Features, labelled, with_hit
from importers.scraping.filing import is_filing
from importers.scraping.phrases import Match, looks_like_a_name
from importers.scraping.phrases import match as match_wordings
from importers.scraping.rows import AUTHOR, CATEGORY, LONGEST

_BY = frozenset({"by", "par", "di", "von", "por", "door"})
_NEAR = 3  # lines


def label_all(page: list[Features]) -> list[Features]:
    """Return the page with all lines told that only their neighbours explain."""
    counted = label_counts(label_headings(label_logins(label_filed(label_values(label_neighbours(page))))))
    return label_badges(counted)


def label_headings(page: list[Features]) -> list[Features]:
    """Return the page with the heading "Comment" told from the field: what is signed and dated stands below it."""
    found = list(page)
    for place, seen in enumerate(page):
        if seen.roles == _FIELD and seen.line.marks is None and seen.words == 1 and speaks_of_comments(seen.view):
            below = itertools.takewhile(lambda other: "form" not in other.roles, page[place + 1 : place + _FAR])
            if any(_says_when(other) and other.anchor and other.anchor.name for other in below):
                found[place] = replace(with_hit(seen, _HEADING), roles=frozenset({"comments-heading"}))
    return found


_FIELD = frozenset({"form"})
_FAR = 20  # lines of the first comment, which may stand above its signature
_HEADING = Match("comments-heading", "any", 0, 0, {})


def label_badges(page: list[Features]) -> list[Features]:
    """Return the page with the dates told that a theme prints as a badge: month, day and year on lines of their own.

    Its last line says all of it. A title follows; a column of months or a calendar is none.
    """
    found = list(page)
    for place, (first, second) in enumerate(itertools.pairwise(page[:_HEAD])):
        if not (_may_be_badge(first) and _may_be_badge(second)):
            continue
        for size in (4, 3, 2):
            badge = page[place : place + size]
            text = " ".join(seen.view.strip() for seen in badge)
            dates = find_dates(text) if all(map(_may_be_badge, badge)) else []
            if len(dates) == 1 and (dates[0].start, dates[0].end) == (0, len(text)) and _may_follow(page, place + size):
                printed = replace(dates[0], end=len(badge[-1].view))
                for index in range(place, place + size - 1):
                    found[index] = replace(page[index], kind="calendar", anchor=None)
                found[place + size - 1] = replace(
                    badge[-1], dates=(printed,), anchor=Anchor("date", None, printed), kind=""
                )
                break
    return found


_HEAD = 200  # lines above which a badge stands


def _may_be_badge(seen: Features) -> bool:
    plain = not (seen.dates or seen.roles) and seen.kind in ("", "calendar")
    return plain and seen.line.marks is None and seen.words <= 2 and len(seen.view.strip()) <= 12


def _may_follow(page: Sequence[Features], place: int) -> bool:
    """Say whether what stands below a badge may be a title: neither another number nor a list."""
    below = page[place : place + 1]
    return bool(below) and not (below[0].view.strip().isdecimal() or below[0].kind or below[0].roles & {"sidebar"})


def label_neighbours(page: list[Features]) -> list[Features]:
    """Return the page with the lines told that only their neighbours explain: "Author Anna Holm" below the date."""
    dated = [index for index, seen in enumerate(page) if _says_when(seen)]
    near = {place for index in dated for place in range(index - _NEAR, index + _NEAR + 1)}
    near |= {place for place, (_, below) in enumerate(itertools.pairwise(page)) if "tags" in below.roles}
    found = list(page)
    for index in sorted(near & set(range(len(page)))):
        seen = page[index]
        if seen.roles or seen.words > 9 or len(seen.view) > LONGEST:
            continue
        if match := _labelled(seen.view.strip(), len(seen.view) - len(seen.view.lstrip())):
            found[index] = with_hit(seen, match)
        elif index and page[index - 1].view.strip().lower().rstrip(":") in _BY and looks_like_a_name(seen.view):
            start = len(seen.view) - len(seen.view.lstrip())
            found[index - 1] = labelled(page[index - 1], "byline")
            found[index] = labelled(seen, "byline", name=(start, len(seen.view.rstrip())))
    return found


def label_logins(page: list[Features]) -> list[Features]:
    """Return the page with the links to log in told that close one comment after the other: Drupal's, for guests."""
    places = [place for place, seen in enumerate(page) if seen.line.marks is None and asks_to_log_in(seen.view)]
    pairs = [(above, place) for above, place in itertools.pairwise(places) if any(map(_says_when, page[above:place]))]
    found = list(page)
    if len(pairs) >= 2:
        for _, place in pairs:
            found[place] = replace(page[place], roles=frozenset({"reply"}), kind="")
    return found


def label_counts(page: list[Features]) -> list[Features]:
    """Return the page with the first heading told of what its class calls comments, where it counts: "5 voices:"."""
    found = list(page)
    for place, (seen, below) in enumerate(itertools.pairwise(page)):
        if _part(seen) == "comment" and _part(below) == "trackback" and _is_count(seen):
            others = tuple(hit for hit in seen.matches if hit.role != "comments-heading")
            found[place] = _counted(replace(seen, matches=others, roles=frozenset()), "trackback-count")
    for kind, role in (("comment", "comments-heading"), ("trackback", "trackback-count")):
        first = next((place for place, seen in enumerate(page) if _part(seen) == kind), None)
        if first is not None and not found[first].roles and _is_count(found[first]):
            found[first] = _counted(found[first], role)
    return found


def _is_count(seen: Features) -> bool:
    marks = seen.line.marks
    is_head = marks is not None and marks.item is None and marks.hint.endswith("-head")
    return is_head and not seen.dates and _COUNTING.match(seen.view) is not None


def _counted(seen: Features, role: str) -> Features:
    counted = _COUNTING.match(seen.view)
    groups = {"n": counted.span("n")} if counted else {}
    return replace(labelled(seen, role, **groups), kind="")


def _part(seen: Features) -> str:
    return seen.line.marks.hint.removesuffix("-head") if seen.line.marks else ""


_COUNTING = re.compile(
    r"\W{0,3}(?P<n>\d{1,4})\s[^\W\d_]{2,20}(?:\s[^\W\d_]{1,15}){0,3}?\s{0,2}(?::?\s{0,2}$|[“«„\"‘‹].{1,300}$)"
)


def label_filed(page: list[Features]) -> list[Features]:
    """Return the page with the names told that stand between a bare "Filed under:" and "— Anna @ 7:30 pm".

    WordPress' first theme prints all three as one row; a dump by blocks breaks it at the list of categories.
    """
    found = list(page)
    for place, seen in enumerate(page[:60]):
        if seen.line.marks is None and seen.words <= 4 and seen.view.strip().endswith(":") and _files(seen.view):
            names = [*itertools.takewhile(_is_term, page[place + 1 : place + 10])]
            below = page[place + 1 + len(names) : place + 2 + len(names)]
            if names and below and "posted" in below[0].roles:
                found[place] = labelled(seen, "categories")
                for index in range(place + 1, place + 1 + len(names)):
                    found[index] = _valued(page[index], "categories", "categories")
    return found


def _is_term(seen: Features) -> bool:
    return seen.words <= 6 and not (seen.roles or seen.kind or seen.anchor or seen.dates or seen.ends)


def _files(view: str) -> bool:
    """Say whether a line is what opens a wording of categories: "Filed under:"."""
    return any(hit.role == "categories" for hit in match_wordings(view.rstrip() + " x"))


def label_values(page: list[Features]) -> list[Features]:
    """Return the page with the values told that stand below "Published:", and beside it below "Category:" and "Tags:".

    So themes such as Hemingway close a post. Without "Published:" such headings may stand over a column of all terms.
    """
    found = list(page)
    for place, (label, value) in enumerate(itertools.pairwise(page)):
        if _PUBLISHED.fullmatch(label.view.strip()) and value.dates and value.words <= 8:
            for first, role, group in _labels_around(page, place):
                found[first] = replace(page[first], roles=frozenset({role}), anchor=None, kind="")
                found[first + 1] = _valued(page[first + 1], role, group)
    return found


_PUBLISHED = re.compile(
    r"(?:published|posted|date|publiée?|posté|pubblicato|veröffentlicht|datum|publicado|postado|fecha|data|gepubliceerd|geplaatst)"
    r"(?:\s(?:on|le|il|am|el|em|op))?\s?:",
    re.IGNORECASE,
)
_REACH = 8  # lines before and after "Published:" among which the other labels stand


def _labels_around(page: Sequence[Features], place: int) -> Iterator[tuple[int, str, str]]:
    """Give the places of the labels that have a value below them: with the role of both, and the name of the value."""
    yield place, "entry-date", ""
    for first in range(max(place - _REACH, 0), min(place + _REACH, len(page) - 1)):
        label, value = page[first], page[first + 1]
        if value.roles or value.dates or value.kind or value.ends or value.words > 9:
            continue
        if is_filing(label):
            yield first, "categories", "categories"
        elif "tags-heading" in label.roles:
            yield first, "tags", "tags"


def _valued(seen: Features, role: str, group: str) -> Features:
    start, end = len(seen.view) - len(seen.view.lstrip()), len(seen.view.rstrip())
    groups = {group: (start, end)} if group else {}
    anchor = replace(seen.anchor, side="date", name=None) if seen.anchor and seen.anchor.printed else None
    return replace(labelled(seen, role, **groups), roles=frozenset({role}), anchor=anchor)


def _says_when(seen: Features) -> bool:
    anchor = seen.anchor
    return anchor is not None and anchor.printed is not None and seen.words <= 14 and anchor.printed.date is not None


def _labelled(text: str, shift: int) -> Match | None:
    if (author := AUTHOR.fullmatch(text)) and looks_like_a_name(author["name"]):
        start, end = author.span("name")
        return Match("byline", "any", 0, shift + len(text), {"name": (shift + start, shift + end)})
    if term := CATEGORY.fullmatch(text):
        start, end = term.span("names")
        return Match("categories", "any", 0, shift + len(text), {"categories": (shift + start, shift + end)})
    return None
