"""Lines that only their neighbours explain: "Author Anna Holm" or "by", "Anna Holm" below a date."""

from __future__ import annotations

from dataclasses import replace

from importers.scraping.features import Features
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
