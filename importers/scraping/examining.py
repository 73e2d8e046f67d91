"""A page laid open for review: every stretch of its source, the part it was taken for, and the record that follows.

A person may assign lines to parts; the same function reads the page again with these assignments, and the lines around
them follow. Pure: no ORM, no settings; what is shown is what an import would store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from importers.decoding import Decoded
from importers.records import PostRecord, Refused
from importers.scraping.layouts import mark_of
from importers.scraping.lines import Line
from importers.scraping.pages import Page
from importers.scraping.shown import Examined, ShownLine, ShownSegment
from importers.scraping.states import State


@dataclass(frozen=True, slots=True)
class Analysed:
    """What a reader made of a page, before it is shown: where its lines begin in the source is found when needed."""

    page: Page
    record: PostRecord
    decoded: Decoded
    starts: Callable[[], Iterable[int]]


def record_of(found: Analysed | Refused) -> PostRecord | Refused:
    """Return what an import takes of a page; what was refused stays so."""
    return found if isinstance(found, Refused) else found.record


def shown(found: Analysed | Refused) -> Examined | Refused:
    """Lay a page open: tile its source with its lines, and group them by part. What was refused stays so."""
    if isinstance(found, Refused):
        return found
    source = found.decoded.text
    starts = [0, *list(found.starts())[1 : len(found.page.lines)], len(source)]
    places = {line.number: (starts[index], starts[index + 1]) for index, line in enumerate(found.page.lines)}
    segments = []
    for segment in found.page.segments:
        lines = tuple(_shown_line(found.page, line, segment.state, *places[line.number]) for line in segment.lines)
        segments.append(ShownSegment(segment.state.label, lines[0].start, lines[-1].stop, lines))
    return Examined(source, tuple(segments), found.record)


def _shown_line(page: Page, line: Line, state: State, start: int, stop: int) -> ShownLine:
    return ShownLine(
        number=line.number,
        text=line.text,
        start=start,
        stop=stop,
        part=state.label,
        role=page.role_of(line, state),
        score=page.margins.get(line.number, 0.0),
        assigned=line.number in page.assigned,
        mark=mark_of(line),
    )
