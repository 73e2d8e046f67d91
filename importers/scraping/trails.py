"""Trails such as "Home » News » The old bridge opens": they name the post's title, and what it is filed under."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from importers.scraping.features import Features
from importers.scraping.phrases import fold


def title_key(text: str) -> str:
    """Fold a title for comparison: quotes and closing punctuation do not count."""
    return fold(text).strip(" \"'.:;,!?…-")


_CRUMB = re.compile(r"\s*[»›>→/|]\s+|\s{2,}")


def trails(page: Sequence[Features]) -> Iterator[tuple[int, list[str]]]:
    """Give the lines such as "Home » News » The old bridge opens" at the head of a page: place, and parts, folded."""
    for place, seen in enumerate(page[:60]):
        parts = [title_key(part) for part in _CRUMB.split(seen.view[:400].strip())]
        parts = parts if parts[1:] else _spaced(parts[0], page[place + 1 : place + 12])
        if 2 <= len(parts) <= 6 and len(parts[-1].split()) >= 3:
            yield place, parts


_HOMES = frozenset({"home", "homepage", "accueil", "startseite", "inicio", "início"})


def _spaced(trail: str, below: Sequence[Features]) -> list[str]:
    """Return the parts of "Home News The old bridge opens", where one of the lines below says which are the title."""
    home, _, rest = trail.partition(" ")
    if home not in _HOMES:
        return [trail]
    ends = (title_key(seen.view) for seen in below if 3 <= seen.words <= 25)
    end = next((end for end in ends if end and f" {rest}".endswith(f" {end}")), "")
    middle = rest.removesuffix(end).strip()
    return [part for part in (home, middle, end) if part] if end else [trail]


def trail_terms(page: Sequence[Features]) -> frozenset[int]:
    """Find what stands between title and text, and in the trail that leads to the title: what the post is filed under.

    Joomla prints so the names of section and category.
    """
    found: set[int] = set()
    for place, parts in trails(page):
        below = page[place + 1 : place + 24]
        title = next((index for index, seen in enumerate(below[:12]) if title_key(seen.view) == parts[-1]), len(below))
        for seen in itertools.takewhile(lambda seen: seen.prose < 3, below[title + 1 : title + 9]):
            if seen.line.marks is None and title_key(seen.view) in parts[1:-1]:
                found.add(seen.line.number)
    return frozenset(found)


def trailed(page: Sequence[Features]) -> set[str]:
    """Return what ends a trail and stands alone below it."""
    below = ((parts[-1], page[place + 1 : place + 12]) for place, parts in trails(page))
    return {end for end, lines in below if any(title_key(seen.view) == end for seen in lines)}
