"""What a person decided about a scraped page: steps in their order, so that the last can be undone.

A step is JSON: {"part": PART, "lines": [[NUMBER, HASH], …]} assigns lines to a part of the page, or leaves them to the
reader again where the part is empty; {"field": NAME, "value": VALUE} accepts a guess. A line is known by its number and
by what stands in it: when the page comes again and lines were added above, what was decided goes with the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from importers.scraping.lines import line_hash
from importers.scraping.shown import Examined, ShownLine
from importers.scraping.states import PARTS

Step = Mapping[str, Any]
MOST_STEPS = 1_000


def assign(part: str, lines: Iterable[ShownLine]) -> dict[str, Any]:
    """Return the step that assigns lines to a part, "" to let the reader decide; KeyError for a part that is none."""
    if part and part not in PARTS:
        raise KeyError(part)
    return {"part": part, "lines": [[line.number, line_hash(line.text)] for line in lines if line.text.strip()]}


def accept(name: str, value: str) -> dict[str, Any]:
    """Return the step that accepts a guess."""
    return {"field": name, "value": value}


def lines_of(examined: Examined) -> list[ShownLine]:
    """Return a page's lines in their order."""
    return [line for segment in examined.segments for line in segment.lines]


def assigned(steps: Sequence[Step], lines: Iterable[ShownLine]) -> dict[int, str]:
    """Return the part that a person assigned to each line, by its number as the page stands now."""
    wanted: dict[tuple[int, int], str] = {}
    for step in steps:
        for number, code in step.get("lines", ()):
            wanted[number, code] = step["part"]
    if not any(wanted.values()):
        return {}
    places: dict[int, list[int]] = {}
    for line in lines:
        if line.text.strip():
            places.setdefault(line_hash(line.text), []).append(line.number)
    found = {}
    for (number, code), part in wanted.items():
        here = places.get(code)
        if part and here:
            found[min(here, key=lambda place: abs(place - number))] = part
    return found


def accepted(steps: Sequence[Step]) -> dict[str, str]:
    """Return the guesses that a person accepted, by field."""
    return {step["field"]: step["value"] for step in steps if "field" in step}
