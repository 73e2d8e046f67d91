"""Where the characters beyond ASCII stand in a text: found at the speed of copying, where a search for them takes ten
times that."""

from __future__ import annotations

import re

FEW = 60  # runs; with more, as in every language but English, words are looked at instead

# Written like this, and not with a plus, it is found as a literal is.
_REPLACED = re.compile(rb"\?\?*")


def runs(text: str) -> list[tuple[int, int]]:
    """Return the runs (start, end) of what is not ASCII, in their order."""
    if text.isascii():
        return []
    return [match.span() for match in _REPLACED.finditer(text.replace("?", " ").encode("ascii", "replace"))]
