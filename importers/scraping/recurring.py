"""Lines that recur from page to page, and yet stand within a post or its comments; and what interrupts a text.

Readers write the same few words under many posts ("Thanks!"); an advertisement may stand between text and footer.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from importers.scraping.arranging import NOISE
from importers.scraping.attributions import attributions, first_prose, tells
from importers.scraping.features import Features

_LONGEST = 12  # lines below the last attribution that may still be its comment
_FOOT = frozenset({"posted", "byline", "entry-date", "categories", "tags", "comment-count", "comments-heading"})
FURNITURE = "furniture"


def spare_comments(page: list[Features]) -> list[Features]:
    """Return the page with the recurring lines told that are all of a comment, or a sentence of it."""
    if not any(seen.kind == FURNITURE for seen in page):
        return page
    stretches = [[place for place in stretch if _may_be_text(page[place])] for stretch in _stretches(page)]
    found = list(page)
    for stretch in stretches:
        recurring = [place for place in stretch if page[place].kind == FURNITURE]
        spared = [place for place in recurring if page[place].ends and not _in_most(page, place, stretches)]
        if not spared and recurring == stretch:
            spared = recurring[:1]
        for place in spared:
            found[place] = replace(page[place], kind="")
    for place in attributions(page):
        for beside in (place - 1, place + 1):  # whoever writes on one day has one date
            seen = page[beside] if 0 <= beside < len(page) else page[place]
            if seen.kind == FURNITURE and seen.anchor and seen.anchor.printed and seen.short:
                found[beside] = replace(seen, kind="")
    return found


def spare_text(page: list[Features]) -> list[Features]:
    """Return the page with the recurring sentences told that belong to its text: a greeting, a refrain, a signature.

    They stand between the byline and the page's own text, or in its midst; one that names the author may end it.
    """
    found = list(page)
    start = _text_begins(page)
    waiting: list[int] = []
    for place in range(start, len(page)) if start else ():
        seen = page[place]
        if seen.kind == FURNITURE and not seen.roles and seen.words >= 2:
            waiting.append(place)
            continue
        own = not (seen.kind or seen.roles or seen.anchor) and seen.prose >= _PROSE
        if own:
            spared = [one for one in waiting if page[one].ends or page[one].prose >= _PROSE]
        else:
            spared = [one for one in waiting if _names_author(page[:start], page[one])][:1]
        for one in spared:
            found[one] = replace(page[one], kind="")
        if not own:
            break
        waiting = []
    return found


_PROSE = 3.0
_SAYS_WHO = frozenset({"posted", "byline", "entry-date"})


def _text_begins(page: Sequence[Features]) -> int:
    """Return the place below the byline that stands closest above the page's first own text; 0 where none does."""
    first = _first_own(page)
    above = range(first - 1, max(first - 6, -1), -1)
    return next((place + 1 for place in above if page[place].roles & _SAYS_WHO), 0)


def _first_own(page: Sequence[Features]) -> int:
    own = (place for place, seen in enumerate(page) if seen.prose >= _PROSE and not (seen.kind or seen.roles))
    return next(own, 0)


def _names_author(head: Sequence[Features], seen: Features) -> bool:
    names = (found.group(role, "name") for found in head[-6:] for role in _SAYS_WHO)
    return any(name and name in seen.view for name in names)


def amid_post(page: Sequence[Features]) -> frozenset[int]:
    """Find the recurring lines between a post's text and the line that says who wrote it, when, or under what."""
    prose = first_prose(page)
    foot = next((place for place in range(prose + 1, len(page)) if page[place].roles & _FOOT), 0)
    found: set[int] = set()
    for place in range(foot - 1, prose, -1):
        if page[place].kind != FURNITURE:
            break
        found.add(page[place].line.number)
    return frozenset(found)


_CLOSES = frozenset(
    {"bio", "comments-heading", "comment-count", "form", "related", "powered", "trackback-heading", *_FOOT}
)


def interrupting(page: Sequence[Features], pitched: Collection[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Find the calls to subscribe, and the links to one other article, below which the text goes on.

    Return their lines, and those of the text between the first of them and the sentence with which it goes on.
    """
    found: set[int] = set()
    between: set[int] = set()
    waiting: list[Features] = []
    for seen in page[_first_own(page) :]:
        leads = seen.group("related", "title") is not None or seen.line.number in pitched
        if seen.line.marks is not None or (seen.roles & _CLOSES and not leads):
            break
        if leads or waiting:
            waiting.append(seen)
        if waiting and not leads and seen.prose >= 2 and seen.ends and _is_plain(seen):
            elsewhere = {one.line.number for one in waiting if not _is_plain(one) or one.line.number in pitched}
            found |= elsewhere
            between |= {one.line.number for one in waiting} - elsewhere
            waiting = []
    return frozenset(found), frozenset(between)


def _is_plain(seen: Features) -> bool:
    return not (seen.kind or seen.roles or seen.anchor)


def _stretches(page: Sequence[Features]) -> Iterator[range]:
    """Give what stands between the attributions of the comments, and before the first or below the last of them."""
    prose = first_prose(page)
    told = next((place for place, seen in enumerate(page) if place > prose and tells(seen)), -1)
    names = [place for place in attributions(page) if place > max(told, prose)]
    if not names:
        return
    for above, below in itertools.pairwise(names):
        yield range(above + 1, below)
    first = range(told + 1, names[0]) if told >= 0 else range(0)
    last = range(names[-1] + 1, _end_below(page, names[-1]))
    below_first = [place for place in first if _may_be_text(page[place])]
    own_below = any(_may_be_text(page[place]) and page[place].kind != FURNITURE for place in last)
    yield first if below_first and not own_below else last


def _end_below(page: Sequence[Features], name: int) -> int:
    """Return where the comment below the last attribution ends at the latest: at a form, a menu, another list."""
    for place in range(name + 1, min(name + 1 + _LONGEST, len(page))):
        if page[place].roles or page[place].kind not in ("", FURNITURE):
            return place
    return min(name + 1 + _LONGEST, len(page))


def _may_be_text(seen: Features) -> bool:
    return not (seen.roles & NOISE or seen.anchor) and seen.kind in ("", FURNITURE) and seen.words > 0


def _in_most(page: Sequence[Features], place: int, stretches: Sequence[Sequence[int]]) -> bool:
    """Say whether a line stands in two comments and in half of all, as the theme would print it."""
    times = sum(any(page[other].view == page[place].view for other in stretch) for stretch in stretches)
    return times > 1 and 2 * times >= len(stretches)
