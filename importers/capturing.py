"""Several captures of one page, known by the sentences that they share where no address says so.

What recurs in the pages of a batch is furniture; what recurs in captures of one page is its text.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

SKETCH = 8  # so many of a page's sentences are remembered: those whose hashes are the smallest
LEAST = 3  # sentences that a page must have to be compared
SHARED = 0.8  # of the page that has fewer of them
MOST = 20_000  # pages that are remembered


class Captures:
    """Tells of each page whether another capture of it was met before."""

    def __init__(self) -> None:
        self._sketches: list[tuple[frozenset[int], bool]] = []  # and whether it is all that the page has
        self._holders: dict[int, int] = {}  # a sentence, and the last page that has it

    def met(self, sentences: Iterable[int]) -> bool:
        """Say whether a page with such sentences (their hashes) was met, and remember it where it was not."""
        found = set(sentences)
        sketch = frozenset(heapq.nsmallest(SKETCH, found))
        if len(sketch) < LEAST:
            return False
        whole = len(sketch) == len(found)
        holders = {self._holders[code] for code in sketch if code in self._holders}
        if any(_alike((sketch, whole), self._sketches[place]) for place in holders):
            return True
        if len(self._sketches) < MOST:
            self._holders.update(dict.fromkeys(sketch, len(self._sketches)))
            self._sketches.append((sketch, whole))
        return False


def _alike(one: tuple[frozenset[int], bool], other: tuple[frozenset[int], bool]) -> bool:
    """Compare two sketches up to where both are complete."""
    end = min(max(sketch) for sketch, whole in (one, other) if not whole) if not (one[1] and other[1]) else None
    first, second = ({code for code in sketch if end is None or code <= end} for sketch, _ in (one, other))
    least = min(len(first), len(second))
    return least >= LEAST and len(first & second) >= SHARED * least
