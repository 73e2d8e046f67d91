"""Where the repairs of a text stand in it.

Each repair knows its place in the origin: the text as it would be with none of its repairs made. From that follow the
places of all of them in every state that they can be in, however often the text repeats itself; and a fingerprint of
the origin says whether anybody wrote in the text since. Where that is not known, a repair is found by the words around
it, or not at all: never at a place that may be another's.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import blake2b
from itertools import groupby
from operator import eq
from typing import Any, NamedTuple

from blog.text import quotes

_ALIKE = 5  # fields by which marks are alike: all but the place in the origin
COMPARED = 4_000_000  # pairs of characters that are compared at once, where a text was rewritten


class Mark(NamedTuple):
    """A repair in its text: what was there, what is there when it `is_made`, its quote, and its place in the origin."""

    before: str
    after: str
    is_made: bool
    prefix: str = ""
    suffix: str = ""
    offset: int | None = None
    origin: int | None = None  # the fingerprint of the text that `offset` is a place of

    @property
    def stands(self) -> str:
        """What stands in the text now."""
        return self.after if self.is_made else self.before


def fingerprint(text: str) -> int:
    """Return the number that stands for a text: 64 bits, signed."""
    said = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(said, digest_size=8).digest(), "big", signed=True)


def starts(text: str, marks: Sequence[Mark], wanted: Collection[int] | None = None) -> list[int | None]:
    """Return where each mark's words begin in the text, None where nothing tells.

    Of marks whose text was written in since, only the `wanted` ones are looked for.
    """
    found: list[int | None] = [None] * len(marks)
    for root in sorted({mark.origin for mark in marks if mark.origin is not None}):
        group = [number for number, mark in enumerate(marks) if mark.origin == root and mark.offset is not None]
        for number, place in zip(group, _starts_in(text, [marks[number] for number in group], root), strict=False):
            found[number] = place
    lost = [number for number, start in enumerate(found) if start is None]
    pairs = {(mark.before, mark.after) for mark in marks} if lost else set()
    taken = sorted(
        (start, start + len(mark.stands)) for mark, start in zip(marks, found, strict=True) if start is not None
    )
    alike: dict[tuple[Any, ...], list[int]] = {}
    for number in lost:
        alike.setdefault(marks[number][:_ALIKE], []).append(number)
    for number in lost:
        if wanted is None or number in wanted:
            mark, others = marks[number], alike[marks[number][:_ALIKE]]
            start = found[number] = _quoted(text, mark, others.index(number), len(others), pairs, taken)
            if start is not None:
                others.remove(number)
                insort(taken, (start, start + len(mark.stands)))
    return found


def _starts_in(text: str, marks: Sequence[Mark], root: int) -> list[int]:
    """Return where marks of one origin begin; nothing when the text does not come of that origin by them."""
    placed: list[int] = [0] * len(marks)
    shift = end = 0
    for number in sorted(range(len(marks)), key=lambda number: marks[number].offset or 0):
        mark = marks[number]
        start = placed[number] = (mark.offset or 0) + shift
        if start < end or not text.startswith(mark.stands, start):
            return []
        end = start + len(mark.stands)
        shift += len(mark.stands) - len(mark.before)
    return placed if fingerprint(origin(text, marks, placed)) == root else []


def origin(text: str, marks: Sequence[Mark], placed: Sequence[int | None]) -> str:
    """Return the text as it would be with none of these repairs made."""
    known = zip(marks, placed, strict=True)
    return replaced(text, ((start, mark.stands, mark.before) for mark, start in known if start is not None))


def replaced(text: str, changes: Iterable[tuple[int, str, str]]) -> str:
    """Return a text with (start, what stands there, what shall) of each change put in; they must not overlap."""
    parts: list[str] = []
    position = 0
    for start, old, new in sorted(changes, key=lambda change: change[0]):
        parts += (text[position:start], new)
        position = start + len(old)
    return "".join(parts) + text[position:]


def _quoted(
    text: str, mark: Mark, order: int, alike: int, pairs: set[tuple[str, str]], taken: Sequence[tuple[int, int]]
) -> int | None:
    """Return the place of a mark by its quote: the only one, or by its order one of as many as there are `alike`."""
    places = quotes.find_all(
        *(text, mark.stands, mark.prefix, mark.suffix), interchangeable=pairs, to_the_ends=mark.origin is not None
    )
    free = [start for start in places if _is_free(start, start + len(mark.stands), taken)]
    return free[order] if len(free) == alike else None


def _is_free(start: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    behind = bisect_left(taken, (end, 0))
    return behind == 0 or taken[behind - 1][1] <= start


def rooted(text: str, marks: Sequence[Mark], placed: Sequence[int | None]) -> list[Mark]:
    """Return the marks with their places in the origin of a text; those that have no place in it keep what they had."""
    known = [(mark, start) for mark, start in zip(marks, placed, strict=True) if start is not None]
    known.sort(key=lambda pair: pair[1])
    root = fingerprint(origin(text, marks, placed))
    offsets: dict[int, int] = {}
    shift = 0
    for mark, start in known:
        offsets[start] = start - shift
        shift += len(mark.stands) - len(mark.before)
    return [
        mark if start is None else mark._replace(offset=offsets[start], origin=root)
        for mark, start in zip(marks, placed, strict=True)
    ]


# --- a text that was rewritten around its repairs

_TOKEN = re.compile(r"<[^<>]*>|[^<>\n]+|.", re.DOTALL)


def carried(old: str, new: str, spans: Sequence[tuple[int, int]], beside: int = 0) -> list[int | None]:
    """Return where passages (start, end) of an old text begin in the new one; None for those that were rewritten.

    So were those that do not have as many characters as before `beside` them, or all there are.
    """
    kept = sorted(block for block in _kept(old, new) if block[2])
    found: list[int | None] = []
    for start, end in spans:
        behind = bisect_left(kept, (start + 1,))
        a, b, size = kept[behind - 1] if behind else (0, 0, -1)
        left = 0 if a == b == 0 else a + beside
        right = a + size if a + size == len(old) and b + size == len(new) else a + size - beside
        found.append(b + start - a if left <= start and end <= right else None)
    return found


def moved(old: str, new: str, marks: Sequence[Mark], beside: int = 0) -> list[Mark]:
    """Return the marks of a text with their places in the one that it was rewritten to.

    Those that were made or taken back with the rewriting, and no other way, have theirs in it already. `beside` is how
    many characters on both sides must stand as they were.
    """
    if None not in starts(new, marks, ()):
        return list(marks)
    known = starts(old, marks)
    spans = [(start, start + len(mark.stands)) for start, mark in zip(known, marks, strict=True) if start is not None]
    places = iter(carried(old, new, spans, beside))
    return rooted(new, marks, [None if start is None else next(places) for start in known])


def _kept(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """Yield (place in the old text, in the new one, length) of what was not rewritten."""
    first = _alike(old, new)
    if (tag := old.rfind("<", 0, first)) > old.rfind(">", 0, first):
        first = tag  # no tag is cut
    last = _alike_at_the_end(old, new, first)
    end = len(old) - last
    if (behind := old.find(">", end) + 1) and "<" not in old[end:behind]:
        last = len(old) - behind
    yield 0, 0, first
    yield len(old) - last, len(new) - last, last
    before, after = _TOKEN.findall(old[first : len(old) - last]), _TOKEN.findall(new[first : len(new) - last])
    a_places, b_places = _places(before, first), _places(after, first)
    if len(before) == len(after) and all(map(_may_be_paired, before, after)):
        yield from _pairwise(before, after, a_places, b_places)
        return
    for what, i, i_end, j, j_end in SequenceMatcher(None, before, after).get_opcodes():
        a, a_end, b, b_end = a_places[i], a_places[i_end], b_places[j], b_places[j_end]
        if what == "equal":
            yield a, b, a_end - a
        elif what == "replace" and (a_end - a) * (b_end - b) <= COMPARED:
            inside = SequenceMatcher(None, old[a:a_end], new[b:b_end], autojunk=False)
            yield from ((a + x, b + y, size) for x, y, size in inside.get_matching_blocks() if size)


def _may_be_paired(one: str, other: str) -> bool:
    """Say whether two pieces are one, or tags: of a text in which addresses changed, all are."""
    return one == other or one[0] == other[0] == "<"


def _pairwise(
    before: Sequence[str], after: Sequence[str], a_places: Sequence[int], b_places: Sequence[int]
) -> Iterator[tuple[int, int, int]]:
    """Yield what was not rewritten of texts whose pieces stand for each other one by one."""
    number = 0
    for same, run in groupby(map(eq, before, after)):
        end = number + len(list(run))
        if same:
            yield a_places[number], b_places[number], a_places[end] - a_places[number]
        for place in () if same else range(number, end):
            one, other = before[place], after[place]
            first = _alike(one, other)
            last = _alike_at_the_end(one, other, first)
            yield a_places[place], b_places[place], first
            yield a_places[place + 1] - last, b_places[place + 1] - last, last
        number = end


def _alike_at_the_end(one: str, other: str, first: int) -> int:
    """Return how many characters two texts end with alike, of those behind the `first` ones."""
    return min(_alike(one[::-1], other[::-1]), len(one) - first, len(other) - first)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    alike, most = 0, min(len(one), len(other))
    while alike < most:  # halving what is open: texts are compared faster than characters
        place = (alike + most + 1) // 2
        if one[alike:place] == other[alike:place]:
            alike = place
        else:
            most = place - 1
    return alike


def _places(tokens: Sequence[str], start: int) -> list[int]:
    places = [start]
    for token in tokens:
        places.append(places[-1] + len(token))
    return places
