"""Attributions that no name tells: what stands again and again in the same words, at the same place, names someone.

People sign as "the man who sold the world", as an address, as a snowman. A line of a known wording attributes where a
date belongs to it; one of an unknown wording where others end in the same words above a date.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from importers.scraping.features import WHO, Features, told
from importers.scraping.phrases import Match, attributing, fold

_LONGEST = 160
_WORDS = 16  # of a line that says who wrote a comment
_NUMBERS = re.compile(r"\d+")
_BRACKETS = re.compile(r"\s?[(\[][^()\[\]]{0,40}[)\]]")
_LAST_WORD = re.compile(r"\s(?P<word>[a-zà-ÿ]{3,20})$")  # where nobody else is named: texts stand above dates, too
_CLOSING = re.compile(r"\s(?P<word>[^\W\d_]{2,20}\s?(?::|\.{3}|…))$")


def family_of(seen: Features) -> str:
    """Return what is left of a line that names someone without the name, the date and all numbers."""
    anchor = seen.anchor
    if anchor is None or anchor.name is None:
        return ""
    view, parts = seen.view, [(*anchor.name, "{name}")]
    if anchor.printed is not None:
        parts.append((anchor.printed.start, anchor.printed.end, "{date}"))
    for start, end, place in sorted(parts, reverse=True):
        view = view[:start] + place + view[end:]
    return " ".join(_NUMBERS.sub("0", _BRACKETS.sub("", fold(view))).split())


def carry_attributions(page: list[Features]) -> list[Features]:
    """Return the page with the lines told that name someone although no test of names would say so."""
    found = list(page)
    for finder in (_with_dates, _dated_alike, _bare_alike, _alike, _unknown):
        for place, hit in [*finder(found)]:
            if _says_more(hit, page[place]):
                found[place] = told(page[place], hit)
    return found


def _says_more(hit: Match, seen: Features) -> bool:
    """Say whether a wording names someone where none was seen, or tells better which words are the name.

    "Submitted by ☃" loses words, "par le fantôme" gains one; what stands behind a bar or a colon is none.
    """
    if seen.anchor is None or seen.anchor.name is None:
        return True
    (start, end), (first, last) = seen.anchor.name, hit.groups["name"]
    plain = all(char.isalnum() or char in " .'’-" for char in seen.view[first:last])
    return start <= first < last <= end or (plain and first <= start < end <= last)


def _may_name(seen: Features) -> bool:
    named = seen.anchor is not None and seen.anchor.name is not None and not seen.roles.isdisjoint(WHO)
    return not named and len(seen.view) <= _LONGEST and seen.words <= _WORDS


def _is_date(seen: Features) -> bool:
    return seen.anchor is not None and seen.anchor.name is None and seen.anchor.printed is not None


def _with_dates(page: Sequence[Features]) -> Iterator[tuple[int, Match]]:
    """Give the lines that attribute by their wording and have a date: on them, or alone on the line below."""
    for place, seen in enumerate(page):
        if not _may_name(seen):
            continue
        below = place + 1 < len(page) and _is_date(page[place + 1])
        if below if not seen.dates else not _is_alone(seen):
            yield from ((place, hit) for hit in itertools.islice(attributing(seen.view.rstrip()), 1))


def _is_alone(seen: Features) -> bool:
    return seen.anchor is not None and seen.anchor.side == "date"


def _dated_alike(page: Sequence[Features]) -> Iterator[tuple[int, Match]]:
    """Give the lines with a date that say the same around a name and it as one that surely attributes."""
    frames = [frame for frame in dict.fromkeys(map(_frame, page)) if frame is not None]
    for place, seen in enumerate(page):
        if not (frames and seen.dates and _may_name(seen)) or _is_alone(seen):
            continue
        for named_first, frame in frames:
            date = seen.dates[-1 if named_first else 0]
            start, end = (0, date.start) if named_first else (date.end, len(seen.view))
            if name := re.fullmatch(frame, seen.view[start:end], re.IGNORECASE):
                span = start + name.start("name"), start + name.end("name")
                yield place, _who("comment-head", seen.view, span)
                break


def _bare_alike(page: Sequence[Features]) -> Iterator[tuple[int, Match]]:
    """Give the lines of a few words and a date with its time, where others are a name and such a date: "Rita 2000"."""
    bare = [place for place, seen in enumerate(page) if _is_bare(seen)]
    known = [place for place in bare if (anchor := page[place].anchor) and anchor.name and not page[place].roles & WHO]
    if len(known) < _ALIKE:
        return
    for place in bare:
        seen = page[place]
        name = seen.view[: seen.dates[0].start].strip()
        if place > known[0] and _may_name(seen) and not _is_alone(seen) and seen.anchor is None:
            start = seen.view.index(name)
            yield place, _who("comment-head", seen.view, (start, start + len(name)))


_ALIKE = 2  # lines that are a name and a date


def _is_bare(seen: Features) -> bool:
    """Say whether a line is at most five words, and behind them a date with its time."""
    if len(seen.dates) != 1 or len(seen.view) > _LONGEST:
        return False
    (printed,) = seen.dates
    before = seen.view[: printed.start].strip()
    timed = printed.date is not None and printed.date.time is not None
    closes = not seen.view[printed.end :].strip(" .:")
    return timed and closes and 0 < len(before.split()) <= 5 and not before.endswith((".", ":", ",", "?", "!"))


_NAME = r"(?P<name>\S.{0,79})"


def _frame(seen: Features) -> tuple[bool, str] | None:
    """Return whether a line names someone before its date, and the pattern of what stands on that side of it."""
    anchor = seen.anchor
    if anchor is None or anchor.name is None or anchor.printed is None or not seen.roles & _WORDED:
        return None
    (start, end), date = anchor.name, anchor.printed
    first = end <= date.start
    before = seen.view[:start] if first else seen.view[date.end : start]
    after = seen.view[end : date.start] if first else seen.view[end:]
    if not any(map(str.isalpha, before + after)):
        return None
    parts = (_NUMBERS.sub(r"\\d{1,4}", re.escape(_BRACKETS.sub("", part))) for part in (before, after))
    return first, _NAME.join(parts)


_WORDED = frozenset({"posted", "comment-before", "comment-after", "comment-head"})


def _alike(page: Sequence[Features]) -> Iterator[tuple[int, Match]]:
    """Give the lines worded as one that surely attributes, where a date or an attribution stands above, as there."""
    known = [place for place, seen in enumerate(page) if _attributes(seen) and not seen.dates]
    families = {family_of(page[place]) for place in known}
    above = {family_of(page[place]) for place in known if place and _is_date(page[place - 1])}
    if not families:
        return
    for place, seen in enumerate(page[1:], start=1):
        if place < known[0] or seen.dates or not _may_name(seen) or not _is_date(page[place - 1]):
            continue
        for hit in attributing(seen.view.rstrip()):
            if family_of(told(seen, hit)) in above | (families if len(known) > 1 else set()):
                yield place, hit
                break


def _attributes(seen: Features) -> bool:
    return seen.anchor is not None and seen.anchor.name is not None and "comment-before" in seen.roles


def _unknown(page: Sequence[Features]) -> Iterator[tuple[int, Match]]:
    """Give the lines right above a date that end in the same words, which no table has, behind different names."""
    endings: dict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    known = any(map(_attributes, page))
    for place, (seen, below) in enumerate(itertools.pairwise(page)):
        if not _may_name(seen) or seen.roles or not _is_date(below):
            continue
        closing = _CLOSING.search(seen.view.rstrip())
        if closing is None and not known and seen.words <= 5:
            closing = _LAST_WORD.search(seen.view.rstrip())
        if closing:
            endings[fold(closing["word"])].append((place, closing))
    for found in endings.values():
        names = [page[place].view[: closing.start()].split() for place, closing in found]
        if len({" ".join(name) for name in names}) >= 2:
            shared = _shared_ending(names)
            for (place, _), name in zip(found, names, strict=True):
                view = page[place].view
                start, last = len(view) - len(view.lstrip()), name[len(name) - shared - 1]
                yield place, _who("comment-before", view, (start, view.index(last, start) + len(last)))


def _shared_ending(names: Sequence[Sequence[str]]) -> int:
    """Return how many words all names end in, none of which is all of a name; brothers share a capitalized one."""
    count = 0
    brothers = len({" ".join(name) for name in names}) <= 2
    while all(len(name) > count + 1 for name in names) and len({name[-1 - count] for name in names}) == 1:
        if brothers and names[0][-1 - count][0].isupper():
            break
        count += 1
    return count


def _who(role: str, view: str, name: tuple[int, int]) -> Match:
    return Match(role, "any", 0, len(view), {"name": name})
