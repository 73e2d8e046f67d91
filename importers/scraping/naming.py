"""Names of those who comment, out of a theme's own words: "Anna muttered...", "Goccia di Anna", "Hung out by Anna"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from importers.scraping.arranging import Item
from importers.scraping.bylines import behind_by
from importers.scraping.lines import Line
from importers.scraping.phrases import looks_like_a_name

_SAYING = re.compile(r"\s?(?::|\.{3}|…)$")
_LONGEST_SAYING = 9  # words


def name_in(text: str) -> str:
    """Return the name that a line gives which its class says gives one, a verb behind it; nothing for a statement."""
    said = _SAYING.sub("", text)
    is_one = looks_like_a_name(said) or (said != text and len(said) <= 60 and len(said.split()) <= _LONGEST_SAYING)
    return said.strip(" :\u00a0") if is_one else ""


def cut_sayings(items: Sequence[Item]) -> None:
    """Cut off the names what all of them end in, "Anna muttered...": a verb that no table has, before its colon."""
    lines = [item.name_line.text.strip() if item.name_line else "" for item in items]
    told = [item for item, line in zip(items, lines, strict=True) if " " in item.name and _is_said(item.name, line)]
    names = [item.name.rstrip(_CLOSING).split() for item in told]
    for item, name in zip(told, names, strict=True):
        others = [other for other in names if other[0] != name[0]]
        alone = int(any(word[0].isupper() for word in name[:-1]) and name[-1].islower())
        count = min((_shared_end(name, other) for other in others), default=alone)
        item.name = " ".join(name[: max(len(name) - count, 1)])


_BY = frozenset(["by", "from", "par", "de", "da", "di", "do", "por", "von", "van", "door"])


def behind_link(line: Line, span: tuple[int, int]) -> str:
    """Return a name without the "Pinned up by" before it: where only what follows is linked, or "by" is surely that."""
    name = line.found(*span)
    for link in line.marks.inlines if line.marks and line.offsets is None else ():
        before = line.text[span[0] : link.start].lower().rstrip(" :").split()
        if link.tag == "a" and link.end == span[1] and link.start > span[0] and before and before[-1] in _BY:
            return line.text[link.start : link.end]
    return behind_by(name) or name


def cut_openings(items: Sequence[Item]) -> None:
    """Cut off the names what all of them begin with, "Goccia di Anna": words that no table has, and one for "by"."""
    names = [item.name.split() for item in items]
    first = names[0] if names else []
    count = next((n for n in range(min(3, len(first) - 1), 0, -1) if first[n].lower() in _BY), 0) + 1
    shared = {tuple(name[:count]) for name in names}
    several = len({tuple(name) for name in names}) >= _SEVERAL and all(name[count:] for name in names)
    if count > 1 and len(shared) == 1 and several:
        for item, name in zip(items, names, strict=True):
            item.name = " ".join(name[count:])


_SEVERAL = 3  # different names: two may be of one family
_CLOSING = " .…:\u00a0"


def _is_said(name: str, line: str) -> bool:
    """Say whether a name is all of a line that a colon, or dots, end."""
    return line.endswith((":", "...", "…")) and line.rstrip(_CLOSING) == name.rstrip(_CLOSING)


def _shared_end(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1] and pair[0].islower(), pairs))
