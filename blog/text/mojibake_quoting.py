"""Text that is about mojibake: it shows a garbled form beside the character that the form stands for, and means both.

"’ appears as â€™" would say nothing once it is repaired, nor would a program that replaces one by the other. What is
shown so is a guess, for a person to decide on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from functools import lru_cache
from html.entities import codepoint2name
from string import punctuation

from blog.text.levels import Level
from blog.text.mojibake_steps import Step

REACH = 300  # characters on each side of a form in which its character is looked for
# Characters that stand between spaces in ordinary writing: words of one letter, dashes, signs beside figures.
_WORDS_BY_THEMSELVES = frozenset("àèéòóáíåöæÀÈÉÒÓÁÅÖ–—…•·«»“”€£©®™°§\xa0×†")
# What may touch a sign that stands by itself, the ends of the text among it.
_BESIDE = frozenset([*" \t\r\n\xa0“”‘’„«»‹›→", *punctuation, ""])
# What puts a sign on show: quotation marks, cells, signs of equality, and the ends of the text.
_ON_SHOW = frozenset("\"'“”‘’„«»‹›`()[]<>=|→{},;:")


def without_shown(source: str, steps: Sequence[Step], in_code: Set[int]) -> list[Step]:
    """Return the steps, as guesses those whose forms the source shows rather than suffers from.

    `in_code` are the offsets of those that stand in code.
    """
    alone = {
        start
        for start, before, _, _, level in steps
        if source[start - 1 if start else 0 : start] in _BESIDE
        and source[(end := start + len(before)) : end + 1] in _BESIDE
        and level is not Level.GUESS
    }
    if not alone:
        return list(steps)
    ends = [step.offset + len(step.before) for step in steps]
    shown = {
        step.offset
        for step in steps
        if step.offset in alone and _is_shown(source, step, steps, ends, step.offset in in_code)
    }
    return [step._replace(level=Level.GUESS) if step.offset in shown else step for step in steps]


def _is_shown(source: str, step: Step, steps: Sequence[Step], ends: Sequence[int], is_in_code: bool) -> bool:
    start, end = step.offset, step.offset + len(step.before)
    is_on_show = _is_put_on_show(source, start, end)
    if is_on_show and is_in_code:
        return True
    if step.after in _WORDS_BY_THEMSELVES and not is_on_show:
        return False
    return any(
        {source[first - 1 : first] if first else "", source[last : last + 1]} <= _BESIDE
        and (step.after not in _WORDS_BY_THEMSELVES or _is_put_on_show(source, first, last))
        and not _is_within(first, steps, ends)
        for first, last in _places(source, step.after, start - REACH, end + REACH)
    )


def _places(source: str, char: str, first: int, last: int) -> list[tuple[int, int]]:
    return [match.span() for match in _written(char).finditer(source, max(0, first), last)]


@lru_cache(maxsize=512)
def _written(char: str) -> re.Pattern[str]:
    name = codepoint2name.get(ord(char)) if len(char) == 1 else None
    return re.compile(re.escape(char) + (f"|&{name};" if name else ""))


def _is_within(place: int, steps: Sequence[Step], ends: Sequence[int]) -> bool:
    number = bisect_left(ends, place + 1)
    return number < len(steps) and steps[number].offset <= place


def _is_put_on_show(source: str, start: int, end: int) -> bool:
    """Say whether a passage stands between signs that show it, whatever spaces are between; the ends show, too."""
    before, after = source[max(0, start - 3) : start].rstrip(), source[end : end + 3].lstrip()
    is_first, is_last = not source[:start].strip(), not source[end:].strip()
    return (is_first or before[-1:] in _ON_SHOW) and (is_last or after[:1] in _ON_SHOW)
