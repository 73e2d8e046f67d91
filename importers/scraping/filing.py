"""What a post is filed under, where only a bare heading says so: "Kategorien:", and its names on the lines below.

The same heading stands in side columns, over the categories of the whole blog; these follow no text and no byline, or
other headings of the column follow them. In the midst of a text it belongs to the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from importers.scraping.features import Features

MOST_NAMES = 8
LONG = 3.0  # from here on a line is text
_HEADING = re.compile(
    r"\s{0,40}(?:categor(?:y|ies|ias?|ie)|catégories?|categorías?|kategorien?|categorieën)\s?:\s{0,40}", re.IGNORECASE
)
_SIGNING = frozenset({"posted", "byline", "entry-date"})
_COLUMN = frozenset({"chrome", "sidebar", "newsletter", "powered"})


def is_filing(seen: Features) -> bool:
    """Say whether a line is such a heading and no more."""
    return seen.line.marks is None and _HEADING.fullmatch(seen.view) is not None


def find_filed(page: Sequence[Features]) -> frozenset[int]:
    """Return the numbers of the heading and of the names under it; nothing where the post has none."""
    for index, seen in enumerate(page):
        if not index or not is_filing(seen):
            continue
        above = page[index - 1]
        if not (above.prose >= LONG or above.roles & _SIGNING):
            continue
        below = page[index + 1 : index + MOST_NAMES + 3]
        names = [one for place, one in enumerate(takewhile(_is_name, below)) if not place or not one.line.gap]
        after = next((one for one in below if one not in names), None)
        goes_on = after is not None and (_is_name(after) or (above.prose >= LONG and after.prose >= LONG))
        if 0 < len(names) <= MOST_NAMES and not goes_on and not (after and after.roles & _COLUMN):
            return frozenset(one.line.number for one in (seen, *names))
    return frozenset()


def _is_name(seen: Features) -> bool:
    return seen.words <= 4 and not (seen.roles or seen.kind or seen.anchor or seen.dates or seen.ends)


def find_listed(page: Sequence[Features]) -> frozenset[int]:
    """Find the short lines that follow a heading "Tags" without a blank line between."""
    found: set[int] = set()
    above, last = False, page[0] if page else None
    for seen in page:
        first = above and not found
        if (
            above
            and (first or not seen.line.gap or _is_in_list(seen, last))
            and seen.words <= 4
            and not seen.roles
            and not seen.ends
        ):
            found.add(seen.line.number)
            last = seen
        else:
            above = "tags-heading" in seen.roles or ("tags" in seen.roles and not any(m.groups for m in seen.matches))
    return frozenset(found)


def _is_in_list(seen: Features, last: Features | None) -> bool:
    """Say whether a line is an item of a list below the post, as the last was: markup leaves no blank lines between."""
    marks, others = seen.line.marks, last.line.marks if last else None
    same = marks is not None and others is not None and marks.listing == others.listing
    return marks is not None and same and marks.tag == "li" and marks.hint == "foot"
