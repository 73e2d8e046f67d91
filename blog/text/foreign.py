"""Where the characters beyond ASCII stand in a text, and controls: found byte by byte at the speed of copying, where a
search for them takes ten times that."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

FEW = 60  # runs; with more, as in every language but English, words are looked at instead
CONTROL = ord("!")
_CONTROLS = frozenset({*range(9), 11, 12, *range(14, 32), 127})
_KINDS = bytes(CONTROL if byte in _CONTROLS else ord(" " if byte < 128 else "?") for byte in range(256))
# Written like this, and not with a plus, it is found as a literal is.
_RUN = re.compile(rb"\?\?*")
_LONGEST_KEPT = 200_000  # characters of a text that is remembered


class Spelled(NamedTuple):
    """A text in UTF-8, and for each byte a sign of its kind."""

    data: bytes
    kinds: bytes


def spelled(text: str) -> Spelled:
    """Return a text byte by byte."""
    data = text.encode("utf-8", "surrogatepass")
    return Spelled(data, data.translate(_KINDS))


_last_spelled = lru_cache(maxsize=4)(spelled)


def spelled_again(text: str) -> Spelled:
    """Return a text byte by byte; the last ones are remembered, since a body is asked on each step of its way."""
    return _last_spelled(text) if len(text) <= _LONGEST_KEPT else spelled(text)


def runs(kinds: bytes) -> list[tuple[int, int]]:
    """Return the runs (start, end) of bytes that are not ASCII, in their order."""
    return [match.span() for match in _RUN.finditer(kinds)]
