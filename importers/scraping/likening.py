"""From one page that a person reviewed to another that is built alike: which of its lines are the same thing.

Three ways lead from a line to its like, the surest first: the same words; the same place in the markup, when all that
stands in such places was meant; the same place in the same stretch as the reader cut it (all of it, its first or its
last lines). What no way leads to is left to the reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from importers.scraping.decisions import assign, lines_of
from importers.scraping.lines import line_hash
from importers.scraping.shown import Examined, ShownLine
from importers.scraping.states import ATTRIBUTION, PARTS

Stretch = tuple[str, int]  # the part that the reader took it for, and the how manieth of that part it is


def liken(model: Examined, assigned: Mapping[int, str], page: Examined) -> list[dict[str, Any]]:
    """Return the steps for a page; `model` and `page` are as the reader cut them, `assigned` is what was decided."""
    found = {
        **_by_stretch(model, assigned, page),
        **_by_mark(model, assigned, page),
        **_by_words(model, assigned, page),
    }
    lines = [line for line in lines_of(page) if line.number in found and not _is_so(line, found[line.number])]
    parts = dict.fromkeys(found[line.number] for line in lines)
    return [assign(part, [line for line in lines if found[line.number] == part]) for part in parts]


def _is_so(line: ShownLine, part: str) -> bool:
    """Say whether the reader took a line for this part by itself."""
    return part != ATTRIBUTION and line.part in {state.label for state in PARTS[part]}


def _by_words(model: Examined, assigned: Mapping[int, str], page: Examined) -> dict[int, str]:
    """Follow lines that stand on both pages, where each page has them once."""
    theirs = _once(page)
    return {
        theirs[code]: assigned[number] for code, number in _once(model).items() if number in assigned and code in theirs
    }


def _once(page: Examined) -> dict[int, int]:
    """Return the numbers of the lines that stand on a page once, by what stands in them."""
    codes = [(line_hash(line.text), line.number) for line in _solid(lines_of(page))]
    counted = Counter(code for code, _ in codes)
    return {code: number for code, number in codes if counted[code] == 1}


def _by_mark(model: Examined, assigned: Mapping[int, str], page: Examined) -> dict[int, str]:
    """Follow marks under which all lines of the model were assigned to one part."""
    parts: dict[str, set[str]] = {}
    for line in _solid(lines_of(model)):
        if line.mark:
            parts.setdefault(line.mark, set()).add(assigned.get(line.number, ""))
    meant = {mark: named.pop() for mark, named in parts.items() if len(named) == 1 and "" not in named}
    return {line.number: meant[line.mark] for line in _solid(lines_of(page)) if line.mark in meant}


def _by_stretch(model: Examined, assigned: Mapping[int, str], page: Examined) -> dict[int, str]:
    """Follow what was assigned at the beginning or at the end of a stretch, or the whole of it."""
    theirs = dict(_stretches(page))
    found: dict[int, str] = {}
    for name, lines in _stretches(model):
        here = theirs.get(name, [])
        parts = [assigned.get(line.number, "") for line in lines]
        if len(set(parts)) == 1 and parts[0]:
            found.update(dict.fromkeys((line.number for line in here), parts[0]))
            continue
        for part, line in zip(_opening(parts), here[:-1], strict=False):
            found[line.number] = part
        for part, line in zip(_opening(parts[::-1]), here[:0:-1], strict=False):
            found.setdefault(line.number, part)
    return found


def _opening(parts: list[str]) -> list[str]:
    return parts[: parts.index("")] if "" in parts else parts


def _stretches(page: Examined) -> Iterator[tuple[Stretch, list[ShownLine]]]:
    counted: Counter[str] = Counter()
    for segment in page.segments:
        counted[segment.part] += 1
        if lines := _solid(segment.lines):
            yield (segment.part, counted[segment.part]), lines


def _solid(lines: Sequence[ShownLine]) -> list[ShownLine]:
    return [line for line in lines if line.text.strip()]
