"""Names of those who comment, out of a theme's own words: "Anna muttered...", "Goccia di Anna", "Hung out by Anna"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from importers.scraping.arranging import Item
from importers.scraping.bylines import behind_by
from importers.scraping.dates import find_time
from importers.scraping.features import Features
from importers.scraping.lines import Line
from importers.scraping.phrases import looks_like_a_name

_SAYING = re.compile(r"\s?(?::|\.{3}|…)$")
_LONGEST_SAYING = 9  # words


def name_in(text: str) -> str:
    """Return the name that a line gives which its class says gives one, a verb behind it; nothing for a statement."""
    said = _SAYING.sub("", text)
    is_one = looks_like_a_name(said) or (said != text and len(said) <= 60 and len(said.split()) <= _LONGEST_SAYING)
    return said.strip(" :\u00a0") if is_one else ""


def name_behind(seen: Features) -> str:
    """Return the name between the hour, or the day, and the verb of a line: "At 9:12 AM, Anna grumbled…"."""
    moment = seen.dates[0] if seen.dates else find_time(seen.view)
    text = seen.line.found(moment.end, len(seen.view)) if moment else ""
    said = text.strip().startswith(",") and _SAYING.search(text.strip())
    return name_in(text.strip(" ,")) if said else ""


def cut_sayings(items: Sequence[Item]) -> None:
    """Cut off the names what all of them end in, "Anna muttered...": a verb that no table has, before its colon."""
    lines = [item.name_line.text.strip() if item.name_line else "" for item in items]
    told = [item for item, line in zip(items, lines, strict=True) if " " in item.name and _is_said(item.name, line)]
    names = [item.name.rstrip(_CLOSING).split() for item in told]
    _cut_shared_verbs(items)
    for item, name in zip(told, names, strict=True):
        others = [other for other in names if other[0] != name[0]]
        alone = int(any(word[0].isupper() for word in name[:-1]) and name[-1].islower())
        count = min((_shared_end(name, other) for other in others), default=alone)
        item.name = " ".join(name[: max(len(name) - count, 1)])


def _cut_shared_verbs(items: Sequence[Item]) -> None:
    """Cut off all names the one small word that they end in, "Anna Holm dripped": where a capital stands before it."""
    names = [item.name.split() for item in items]
    ends = {name[-1] for name in names if name}
    is_verb = len(ends) == 1 and min(ends).isalpha() and min(ends).islower() and len({name[0] for name in names}) > 1
    if is_verb and all(len(name) > 1 and name[-2][0].isupper() for name in names):
        for item, name in zip(items, names, strict=True):
            item.name = " ".join(name[:-1])


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
    known = {opening for item in items if (opening := _opening_of(item))}
    for item in items:
        for opening in known:
            item.name = item.name.removeprefix(opening) or item.name
    names = [item.name.split() for item in items]
    first = names[0] if names else []
    count = next((n for n in range(min(3, len(first) - 1), 0, -1) if first[n].lower() in _BY), 0) + 1
    shared = {tuple(name[:count]) for name in names}
    several = len({tuple(name) for name in names}) >= _SEVERAL and all(name[count:] for name in names)
    if count > 1 and len(shared) == 1 and several:
        for item, name in zip(items, names, strict=True):
            item.name = " ".join(name[count:])


def _opening_of(item: Item) -> str:
    """Return what stands before a name on its line where it ends in a word for "by": there the others may have it."""
    before = item.name_line.text.partition(item.name)[0] if item.name_line and item.name else ""
    words = before.lower().split()
    return before if 1 < len(words) <= _LONGEST_OPENING and words[-1] in _BY else ""


_LONGEST_OPENING = 4  # words
_SEVERAL = 3  # different names: two may be of one family
_CLOSING = " .…:\u00a0"


def _is_said(name: str, line: str) -> bool:
    """Say whether a name is all of a line that a colon, or dots, end."""
    return line.endswith((":", "...", "…")) and line.rstrip(_CLOSING).endswith(name.rstrip(_CLOSING))


def _shared_end(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1] and pair[0].islower(), pairs))
