"""What a repair is made of, and how the steps of two rounds become those of one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from blog.text.levels import Level
from blog.text.quotes import Quote, quote_at

LOST_REPLACED = "letters replaced by U+FFFD"
LOST_ASKED = "letters replaced by question marks"
LOST_KEPT = 200  # words of one text that are flagged; where more are broken, the text is


class Step(NamedTuple):
    """One repaired passage: `offset` and `before` are of the text as it was. A guess is not applied."""

    offset: int
    before: str
    after: str
    reading: str
    level: Level


class Lost(NamedTuple):
    """Letters that nothing can bring back: the word they are missing from, and its place in the repaired text."""

    offset: int
    word: str

    @property
    def reading(self) -> str:
        """What became of the letters, as a repair names its misreading."""
        return LOST_REPLACED if "\ufffd" in self.word else LOST_ASKED


class Repair(NamedTuple):
    """A text before and after; `steps` and `lost` are in the order of the text and do not overlap."""

    before: str
    after: str
    steps: tuple[Step, ...] = ()
    lost: tuple[Lost, ...] = ()


def compose(source: str, between: str, first: list[Step], second: list[Step]) -> list[Step]:
    """Return two rounds' steps as one; `between` is the text after the first, which the second's offsets are of."""
    composed: list[Step] = []
    earlier = deque(step for step in first if step.level is not Level.GUESS)
    later = deque(second)
    shift = 0  # what a place in `between` lacks to be that place in the source
    while earlier or later:
        start = later[0].offset if later else earlier[0].offset - shift
        start = min(start, earlier[0].offset - shift) if earlier else start
        end, shift_before = start + 1, shift
        ours: list[Step] = []
        theirs: list[Step] = []
        while True:
            if earlier and earlier[0].offset - shift < end:
                ours.append(step := earlier.popleft())
                end = max(end, step.offset - shift + len(step.after))
                shift += len(step.before) - len(step.after)
            elif later and later[0].offset < end:
                theirs.append(step := later.popleft())
                end = max(end, step.offset + len(step.before))
            else:
                break
        if not ours:
            composed += (step._replace(offset=step.offset + shift) for step in theirs)
        elif all(step.level is Level.GUESS for step in theirs):
            composed += ours
        else:
            last = [step for step in theirs if step.level is not Level.GUESS][-1]
            inside = [step._replace(offset=step.offset - start) for step in theirs]
            before, after = source[start + shift_before : end + shift], applied(between[start:end], inside)
            composed.append(Step(start + shift_before, before, after, last.reading, Level.LIKELY))
    return composed


def anchored(after: str, steps: Iterable[Step]) -> Iterator[tuple[Step, Quote]]:
    """Yield the steps of a repair, each with the quote by which its passage is found again in the text `after` it."""
    moved = 0
    for step in steps:
        stands = step.before if step.level is Level.GUESS else step.after
        start = step.offset + moved
        yield step, quote_at(after, start, start + len(stands))
        moved += len(stands) - len(step.before)


def flagged(after: str, lost: Iterable[Lost]) -> Iterator[tuple[Lost, Quote]]:
    """Yield the words of a repaired text that letters are lost from, each with its quote; no more than LOST_KEPT."""
    for word in islice(lost, LOST_KEPT):
        yield word, quote_at(after, word.offset, word.offset + len(word.word))


def applied(source: str, steps: Iterable[Step]) -> str:
    """Return a text with its steps made, but for guesses."""
    parts: list[str] = []
    position = 0
    for step in steps:
        if step.level is Level.GUESS:
            continue
        parts += (source[position : step.offset], step.after)
        position = step.offset + len(step.before)
    return "".join(parts) + source[position:]
