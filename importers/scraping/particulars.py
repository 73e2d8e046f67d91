"""Lines that only their neighbours explain: "Author Anna Holm" or "by", "Anna Holm" below a date, "Published:"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from importers.scraping.features import Features
from importers.scraping.filing import is_filing
from importers.scraping.phrases import Match, looks_like_a_name
from importers.scraping.rows import AUTHOR, CATEGORY, LONGEST

_BY = frozenset({"by", "par", "di", "von", "por", "door"})
_NEAR = 3  # lines


def label_neighbours(page: list[Features]) -> list[Features]:
    """Return the page with the lines told that only their neighbours explain: "Author Anna Holm" below the date."""
    dated = [index for index, seen in enumerate(page) if _says_when(seen)]
    near = {place for index in dated for place in range(index - _NEAR, index + _NEAR + 1)}
    found = list(page)
    for index in sorted(near & set(range(len(page)))):
        seen = page[index]
        if seen.roles or seen.words > 9 or len(seen.view) > LONGEST:
            continue
        if match := _labelled(seen.view.strip(), len(seen.view) - len(seen.view.lstrip())):
            found[index] = _told(seen, match)
        elif index and page[index - 1].view.strip().lower().rstrip(":") in _BY and looks_like_a_name(seen.view):
            start = len(seen.view) - len(seen.view.lstrip())
            name = Match("byline", "any", 0, len(seen.view), {"name": (start, len(seen.view.rstrip()))})
            found[index - 1] = _told(page[index - 1], Match("byline", "any", 0, len(page[index - 1].view), {}))
            found[index] = _told(seen, name)
    return found


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
    match = Match(role, "any", 0, len(seen.view), groups)
    return replace(seen, matches=(*seen.matches, match), roles=frozenset({role}), anchor=anchor)


def _says_when(seen: Features) -> bool:
    anchor = seen.anchor
    return anchor is not None and anchor.printed is not None and seen.words <= 14 and anchor.printed.date is not None


def _told(seen: Features, match: Match) -> Features:
    return replace(seen, matches=(*seen.matches, match), roles=seen.roles | {match.role})


def _labelled(text: str, shift: int) -> Match | None:
    if (author := AUTHOR.fullmatch(text)) and looks_like_a_name(author["name"]):
        start, end = author.span("name")
        return Match("byline", "any", 0, shift + len(text), {"name": (shift + start, shift + end)})
    if term := CATEGORY.fullmatch(text):
        start, end = term.span("names")
        return Match("categories", "any", 0, shift + len(text), {"categories": (shift + start, shift + end)})
    return None
