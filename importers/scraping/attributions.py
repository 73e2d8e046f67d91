"""Lines that say who wrote a comment, and what they make of the lines around them.

People speak in posts, too: "Nadia said:" attributes a comment only where a date or a heading says that there are any.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from importers.scraping.counts import stated_count
from importers.scraping.features import Features
from importers.scraping.phrases import numbering

_HEADINGS = ("comments-heading", "comment-count")
_TURNS = 3  # from so many on, people talk to each other
_LONG = 12  # lines of a comment
_SIGNED = frozenset({"comment-before", "comment-after", "comment-head", "comment-reply", "pingback"})


def _signature(seen: Features) -> int:
    """Weigh whether a line says who wrote a comment: 2 where it names someone so, 1 for a mere date."""
    if seen.roles & _SIGNED:
        return 2
    if seen.anchor is None or not seen.short or (seen.anchor.name is None and seen.anchor.printed is None):
        return 0
    return 2 if seen.anchor.name else 1


def weight_of_attributions(page: Sequence[Features]) -> int:
    """Add up what says who wrote comments; mere dates count where the page speaks of comments at all."""
    spoken = _spoken(page)
    told = any(map(tells, page))
    marked = any(seen.line.marks is not None and seen.line.marks.hint == "comment" for seen in page)
    weights = (_signature(seen) for seen in page if seen.line.number not in spoken)
    return sum(weight for weight in weights if weight > 1 or told or marked)


def openings(page: Sequence[Features]) -> frozenset[int]:
    """Find the lines that say who wrote a comment, and the ones right above them: a subject, a text, a date."""
    spoken = _spoken(page)
    signed = [_signature(seen) > 1 and seen.line.number not in spoken for seen in page]
    rows = zip(page, signed, [*signed[1:], False], strict=False)
    return frozenset(seen.line.number for seen, here, below in rows if here or below)


def _spoken(page: Sequence[Features]) -> frozenset[int]:
    """Find the lines that name who speaks in the post's own text.

    Comments begin at a heading, or where an attribution has a date; what names someone above that is no attribution.
    """
    prose = first_prose(page)
    names = [place for place, seen in enumerate(page) if _signature(seen) > 1]
    told = [place for place, seen in enumerate(page) if tells(seen)]
    headings = [place for place in told if place > prose]
    first = min(headings or told[:1], default=len(page))
    dated = [place for place in names if place > prose and _is_dated(page, place)]
    if not (headings and any(place > first for place in dated)):  # else the page says where comments begin
        first = min([first, *dated, *_dated_below(page, names)])
    return frozenset(
        page[place].line.number
        for place in names
        if place < first and not (_dated(page[place]) or _is_marked(page[place]))
    )


def first_prose(page: Sequence[Features]) -> int:
    """Return the place of the first line that reads as a text; the number of lines when none does."""
    return next((place for place, seen in enumerate(page) if seen.prose >= 3 or seen.words >= 30), len(page))


def speech(page: Sequence[Features]) -> frozenset[int]:
    """Find the lines that name who speaks in the post's own text, again and again, and the line below each."""
    spoken = _spoken(page)
    if len(spoken) < _TURNS:
        return frozenset()
    below = {seen.line.number for above, seen in itertools.pairwise(page) if above.line.number in spoken}
    return spoken | below


def tells(seen: Features) -> bool:
    """Say whether a line speaks of comments that there are."""
    return not seen.roles.isdisjoint(_HEADINGS) and (stated_count([seen], *_HEADINGS) or (1,))[0] > 0


def _is_dated(page: Sequence[Features], place: int) -> bool:
    """Say whether an attribution has a date, on its own line or on one beside it."""
    beside = (*page[max(place - 1, 0) : place], *page[place + 1 : place + 2])
    return _dated(page[place]) or any(_dated(seen) and _signature(seen) == 1 for seen in beside)


def _dated_below(page: Sequence[Features], names: Sequence[int]) -> list[int]:
    """Return the attributions below whose texts a date stands, where most are followed by one."""
    ends = zip(names, [*names[1:], len(page)], strict=False)
    found = [
        place
        for place, end in ends
        if any(_dated(seen) and _signature(seen) == 1 for seen in page[place + 1 : min(end, place + _LONG)])
    ]
    return found if 2 * len(found) >= len(names) else []


def _dated(seen: Features) -> bool:
    return seen.anchor is not None and (seen.anchor.printed is not None or seen.anchor.clock is not None)


def _is_marked(seen: Features) -> bool:
    return seen.line.marks is not None and seen.line.marks.hint in ("comment", "trackback")


def attributions(page: Sequence[Features]) -> list[int]:
    """Return the places of the lines that say who wrote a comment."""
    spoken = _spoken(page)
    return [place for place, seen in enumerate(page) if _signature(seen) > 1 and seen.line.number not in spoken]


def beside_attributions(page: Sequence[Features]) -> frozenset[int]:
    """Find the short lines right beside one that says who wrote a comment, where comments have dates."""
    found = _announced(page)
    if sum(_signature(seen) > 0 and seen.is_dated for seen in page) < 2:
        return frozenset(found)
    for one, other in itertools.pairwise(page):
        for place, beside in ((one, other), (other, one)):
            after = beside is other
            side = place.anchor.side if place.anchor else ""
            fits = side == "either" or side == ("before" if after else "after") or (after and side == "date")
            if _signature(place) and fits and not _signature(beside) and not beside.roles and beside.prose < 2:
                found.add(beside.line.number)
    return frozenset(found | _up_to_reply(page))


def _announced(page: Sequence[Features]) -> set[int]:
    """Find what stands right below "Anna said:" and the like, below a heading of comments."""
    found: set[int] = set()
    is_headed = False
    for seen, below in itertools.pairwise(page):
        is_headed = is_headed or tells(seen)
        names = seen.anchor is not None and seen.anchor.name is not None and "comment-before" in seen.roles
        if is_headed and names and not (below.roles or below.kind or _signature(below)):
            found.add(below.line.number)
    return found


def sole_comment(page: Sequence[Features]) -> frozenset[int]:
    """Find the lines of the one comment that the page says it has, where a bare date stands among them.

    One date says little; a heading that counts one comment, and a form, a menu or a link to answer below, say more.
    """
    prose = first_prose(page)
    for place in range(len(page) - 1, prose, -1):
        if not tells(page[place]):
            continue
        if (stated_count([page[place]], *_HEADINGS) or (0,))[0] != 1:
            break
        below = list(itertools.takewhile(_may_be_said, (seen for seen in page[place + 1 :] if not seen.kind)))
        dates = [seen for seen in below if _signature(seen)]
        if len(dates) == 1 and len(below) <= _LONG:
            return frozenset(seen.line.number for seen in below)
        break
    return frozenset()


def _may_be_said(seen: Features) -> bool:
    return seen.roles.isdisjoint({"form", "reply", "sidebar", "related", "powered", "closed"})


def pinging(page: Sequence[Features]) -> frozenset[int]:
    """Find the attributions numbered from 1 below a heading of trackbacks, or the address for them: Dotclear's."""
    found: set[int] = set()
    due = 0  # the number that the next of them has; 0 outside a list
    headed = False  # by the line above that one, or the one above it
    for above, seen in itertools.pairwise(page):
        addressed = headed and "trackback-url" in above.roles
        if "trackback-heading" in above.roles or _counts_pings(above) or addressed:
            due = 1
        headed = "trackback-heading" in above.roles
        if due and _signature(seen) > 1 and (number := numbering(seen.view)):
            due = due + 1 if number == str(due) else 0
            if due:
                found.add(seen.line.number)
        elif due == 1 or not seen.roles.isdisjoint(_HEADINGS):
            due = 0
    return frozenset(found)


def _counts_pings(seen: Features) -> bool:
    """Say whether a line counts trackbacks that there are, and nothing else."""
    counted = stated_count([seen], "trackback-count")
    return counted is not None and counted[0] > 0 and seen.roles.isdisjoint(_HEADINGS)


def listing_pings(page: Sequence[Features]) -> frozenset[int]:
    """Find the lines of a list of trackbacks that markup calls comments: from its heading to theirs.

    One of them at least says when it came. Movable Type's first templates give both lists the same class.
    """
    found: set[int] = set()
    listed: list[int] = []
    is_open = dated = False
    for seen in page:
        marks = seen.line.marks
        if "trackback-heading" in seen.roles and marks is not None:
            listed, is_open, dated = [], True, False
        elif is_open and marks is not None and marks.hint == "comment" and seen.roles.isdisjoint(_HEADINGS):
            listed.append(seen.line.number)
            dated = dated or "trackback-date" in seen.roles
            if dated:
                found.update(listed)
                listed = []
        else:
            is_open = False
    return frozenset(found)


def _up_to_reply(page: Sequence[Features]) -> set[int]:
    """Find what stands between the line that says when a comment was written and the link to answer it, or the form."""
    found: set[int] = set()
    open_now: list[int] = []
    is_headed = False  # below a heading of comments
    for seen in page:
        if not seen.roles.isdisjoint(_HEADINGS):
            is_headed, open_now = True, []
        elif _signature(seen):
            open_now = [seen.line.number] if seen.anchor and seen.anchor.side != "after" else []
        elif open_now and "trackback-url" not in seen.roles:
            open_now.append(seen.line.number)
            answers = "reply" in seen.roles
            closes = answers or ("form" in seen.roles and seen.words <= 7)
            if answers or (closes and is_headed):
                found.update(open_now[1 : None if answers else -1])
            if closes or len(open_now) > 12:
                open_now = []
    return found


def after_form(page: Sequence[Features]) -> frozenset[int]:
    """Find the lines after the heading of the form, where names signed the comments above it and none signs below."""
    signed = False
    told = False
    last = None
    for place, seen in enumerate(page):
        told = told or not seen.roles.isdisjoint(_HEADINGS)
        if told and _signature(seen) > 1:
            signed, last = True, None
        elif signed and last is None and "form" in seen.roles and seen.words <= 7:
            last = place
    return frozenset(seen.line.number for seen in page[last + 1 :]) if last is not None else frozenset()
