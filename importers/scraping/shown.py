"""What a page laid open for review shows: its source in segments of lines, and the record that follows.

Apart from what makes them (`examining`), so that whoever only shows or decides need not load the reading of pages.
"""

from __future__ import annotations

from dataclasses import dataclass

from importers.records import PostRecord


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line under review. The line is `source[start:stop]`, with all that stands between it and the next one.

    `role` is the field that it became, or what kind of leftover it is (empty for a blank line); `score` is by how much
    it fits its part better than any other; `assigned` says that a person chose the part; `mark` is how its place in the
    markup is marked, the same on pages that are built alike.
    """

    number: int
    text: str
    start: int
    stop: int
    part: str
    role: str
    score: float
    assigned: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """Consecutive lines of one part: `source[start:stop]`."""

    part: str
    start: int
    stop: int
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """A page laid open. The segments' stretches follow each other and are the whole source."""

    source: str
    segments: tuple[ShownSegment, ...]
    record: PostRecord
