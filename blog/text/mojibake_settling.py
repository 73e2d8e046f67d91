"""Where readings make different characters of one garbled form, what stands around it settles which of them it is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from blog.text.levels import Level
from blog.text.mojibake_forms import explains


class Found(NamedTuple):
    """A garbled form in a passage, from `start` to `end`. `weak` ones need company; one without `after` is clean.

    `rivals` are what readings that explain it as well make of it, (truth, reading) of each.
    """

    start: int
    end: int
    after: str
    reading: str
    level: Level
    weak: bool = False
    rivals: tuple[tuple[str, str], ...] = ()


def around(found: Iterable[tuple[str, Iterable[Found]]]) -> frozenset[tuple[str, str]]:
    """Return the forms that are damage whatever reading they come from, each with what it was."""
    return frozenset(
        (text[item.start : item.end], item.after)
        for text, items in found
        for item in items
        if not item.rivals and item.level is not Level.GUESS
    )


def settled(item: Found, forms: frozenset[tuple[str, str]], proved: frozenset[str]) -> Found:
    """Let the forms around one, (garbled, truth) of each, choose among its rivals; what nothing chooses is a guess.

    A reading is chosen for a form that it alone explains; `proved` counts where nothing around does.
    """
    if not item.rivals:
        return item
    chosen = _choice(item.rivals, forms, proved)
    if chosen is None:
        return item._replace(weak=False, level=Level.GUESS)
    return item._replace(weak=False, after=chosen[0], reading=chosen[1], level=Level.LIKELY)


@lru_cache(maxsize=256)
def _choice(
    rivals: tuple[tuple[str, str], ...], forms: frozenset[tuple[str, str]], proved: frozenset[str]
) -> tuple[str, str] | None:
    fits = [{form for form in forms if explains(reading, *form)} for _, reading in rivals]
    best = [rival for rival, fit in zip(rivals, fits, strict=True) if all(fit >= other for other in fits)]
    if len(dict(best)) != 1:
        best = [(truth, reading) for truth, reading in best if family(reading) in proved]
    return best[0] if len(dict(best)) == 1 else None


@lru_cache(maxsize=256)
def family(reading: str) -> str:
    """What two readings that vouch for each other share: how often and with what losses does not matter."""
    return reading.partition(",")[0]
