"""Lines to the body of a post or a comment: a blank line ends a paragraph, a line end is a hard break.

Some dumps hold no blank line at all. There each line is a paragraph, unless the text was wrapped at a column.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from importers.scraping.lines import Line

_FEW_GAPS = 20  # lines for each blank one: with fewer blank ones, a dump has none between paragraphs
_LEAST = 6  # lines of a dump that tell how it was made
_WIDEST = 140  # characters of a column at which texts are wrapped


def join(lines: Iterable[Line], apart: bool = False) -> str:
    """Return lines as text in our "text" format; nothing but outer blanks is changed.

    With `apart`, each line is a paragraph.
    """
    return _joined(lines, apart, frozenset())


def join_body(lines: Sequence[Line], apart: bool = False) -> str:
    """Return the lines of a post's body: the items of a list that a colon announces are a paragraph each."""
    return _joined(lines, apart, _items(lines))


def stands_apart(page: Sequence[Line], body: Sequence[Line]) -> bool:
    """Say whether each line of a dump is a paragraph: none is blank, and its text is not wrapped at a column."""
    full = [line for line in page if not line.blank]
    gaps = sum(bool(line.gap) for line in full[1:])
    return len(full) >= _LEAST and gaps * _FEW_GAPS < len(full) and not is_wrapped(body)


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Say whether a text was wrapped at a column: most lines break off where the next one's first word had no room."""
    views = [line.view.strip() for line in lines if " " in line.view.strip()]
    width = max(map(len, views), default=0)
    pairs = list(itertools.pairwise(views))
    broken = sum(
        len(one) + 1 + len(other.split(None, 1)[0]) > width and not one.endswith(_ENDS) for one, other in pairs
    )
    return width <= _WIDEST and 2 * broken > len(pairs) > 0


_ENDS = (".", "!", "?", "…", ":", "»", "”", '"', ")")


def _joined(lines: Iterable[Line], apart: bool, items: frozenset[int]) -> str:
    parts: list[str] = []
    number: int | None = None
    for line in lines:
        text = _stripped(line.text)
        if not text:
            continue
        if number is not None:
            ends = apart or line.gap or line.number != number + 1 or line.number in items
            parts.append("\n\n" if ends else "\n")
        parts.append(text)
        number = line.number
    return "".join(parts)


def _items(lines: Sequence[Line]) -> frozenset[int]:
    """Find the lines that stand together below one that ends in a colon: items, but for sentences, speech and verse."""
    found: set[int] = set()
    for place, line in enumerate(lines[1:], start=1):
        if not line.gap or not lines[place - 1].view.rstrip().endswith(":"):
            continue
        run = [line, *itertools.takewhile(lambda below: not below.gap, lines[place + 1 :])]
        if len(run) > 1 and 2 * sum(map(_is_item, run)) > len(run):
            found |= {item.number for item in run}
    return frozenset(found)


def _is_item(line: Line) -> bool:
    view = line.view.strip()
    if view[:1].islower() or view[:1].isdecimal():
        return True
    return not (view.endswith((".", "!", "?", "…", ",")) or view[:1] in "—–-")


def _stripped(text: str) -> str:
    """Strip what a line's ends cannot show; a no-break space is the author's, even there, but for a line of nothing."""
    return text.strip(" \t\v\f\r\ufeff") if not text.isspace() else ""
