"""Attributions that the page itself teaches: what recurs around dates names somebody, in whatever words and language.

Themes reword "Anna says:" as they like, but each of their comments is headed in the same words, with its date in the
same place; the part that varies is the name. What no date stands beside teaches nothing: people speak in posts, too.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from importers.scraping.attributions import first_prose, tells
from importers.scraping.counts import only_number
from importers.scraping.dates import Printed, find_yearless, timed
from importers.scraping.features import WHO, Anchor, Features, relabelled
from importers.scraping.phrases import Match, looks_like_a_name, numbering
from importers.scraping.signatures import without_mark

_LONGEST = 160
_WORDS = 20
_NAME_WORDS, _NAME_LENGTH = 6, 60
_AROUND = 6  # words before a name, and behind it, that are compared
_MOST = 1_500  # dated lines that are compared
_LEARNED = 250  # of them by which the words around names are learned
_FRAMES = 40  # that are tried, the ones with most lines first
_NEAR = 12  # lines from an attribution to the next one
_ABOVE = 6  # lines above the first comment among which its heading stands
_DATE = "\0"
_TOKEN = re.compile(r"\0+|[,:;]+|[^\s\0,:;]+")
_BRACKETS = re.compile(r"\[[^\[\]]{0,40}\]|\([^()]{0,40}\)")
_PLACE = re.compile(r"\s?\((?P<words>[^()]{2,40})\)")
_LINKS = frozenset(
    ["homepage", "website", "web", "url", "link", "www", "site", "mail", "email", "e-mail", "sito", "sitio", "home"]
)
_PINGED = frozenset({"trackback-heading", "trackback-count"})
_NUMBER = re.compile(r"\W{0,2}\d+(?:\.\d+)*\W{0,2}")
_NOBODY = re.compile(r"[\W\d_]{0,60}", re.ASCII)
_PING = re.compile(r"(?:track-?back|ping-?back|rétrolien|ping)(?:\s[^\W\d_]{1,4}){0,2}", re.IGNORECASE)
_EDGES = " \t·|•–—-,.@#(){}[]"
_ELSEWHERE = frozenset({"sidebar", "related", "powered"})


@dataclass(frozen=True, slots=True)
class _Head:
    """A line that may say who wrote a comment: its words with their places in the view, and the line with its date."""

    place: int
    dated: int
    words: tuple[str, ...]  # folded; the date is one
    spans: tuple[tuple[int, int], ...]
    printed: Printed | None
    ping: bool = False  # the line with the date says so: the name is a blog's, and its post's title


@dataclass(frozen=True, slots=True)
class _Frame:
    """The words that stand before the name and behind it in all lines that attribute."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    head: _Head
    first: int  # of the words that are the name
    last: int

    @property
    def span(self) -> tuple[int, int]:
        return self.head.spans[self.first][0], self.head.spans[self.last - 1][1]


def learn_attributions(page: list[Features]) -> list[Features]:
    """Return the page with the lines told that name who wrote a comment in words that only this page has."""
    start = first_prose(page) + 1
    dates = ((place, _date_of(page[place])) for place in range(start, len(page)))
    dated = list(itertools.islice(((place, printed) for place, printed in dates if printed is not None), _MOST))
    if len(dated) < 2:
        return page
    found: list[_Named] = []
    for offset in (0, -1, 1):
        names = _extended(page, _best(page, list(_heads(page, dated, offset))))
        if len(names) > len(found) and _is_proved(page, [named.head for named in names]):
            found = names
    if not found:
        return page
    known = sum(_is_worded(page[named.head.place]) for named in found)
    # Where the table knows these words, or what it knows has taught them, the page is read already.
    told = _with_places(page, found) if 2 * known >= len(found) else _told(page, found)
    return _with_heading(told, found)


def _date_of(seen: Features) -> Printed | None:
    """Return the one date of a line that is short enough to say who and when, and no more."""
    if seen.words > _WORDS or len(seen.view) > _LONGEST or seen.kind in ("calendar", "copyright", "furniture"):
        return None
    if len(seen.dates) == 1:
        return timed(seen.view, seen.dates[0])
    if seen.dates or seen.prose >= 3 or seen.ends:
        return None
    return seen.anchor.printed if seen.anchor else find_yearless(seen.view)


def _heads(page: Sequence[Features], dated: Sequence[tuple[int, Printed]], offset: int) -> Iterator[_Head]:
    """Give the lines that may name somebody: those with a date, or the ones right above or below a bare one."""
    for place, printed in dated:
        if not 0 <= place + offset < len(page) or (offset and not _is_bare(page[place].view, printed)):
            continue
        seen = page[place + offset]
        ping = bool(offset) and _PING.search(page[place].view[: printed.start]) is not None
        said = bool(offset) and (seen.dates or (_is_said(seen) and not ping))
        if len(seen.view) > _LONGEST or seen.words > _WORDS or said or _is_text(seen):
            continue
        yield _head(page, place + offset, place, printed, ping)


def _is_text(seen: Features) -> bool:
    """Say whether markup calls a line what a comment says: so it says of nobody that he wrote one."""
    return seen.line.marks is not None and seen.line.marks.piece == "text"


def _is_said(seen: Features) -> bool:
    """Say whether a line is a sentence; "Anna muttered..." is none."""
    return seen.prose >= 3 or (seen.ends and seen.words > 4 and not seen.view.rstrip().endswith(("…", "...")))


def _head(page: Sequence[Features], place: int, dated: int, printed: Printed | None, ping: bool = False) -> _Head:
    view = page[place].view
    if place == dated and printed is not None:
        view = view[: printed.start] + _DATE * (printed.end - printed.start) + view[printed.end :]
    tokens = list(_TOKEN.finditer(_BRACKETS.sub(lambda found: " " * len(found[0]), view)))
    return _Head(place, dated, tuple(map(_folded, tokens)), tuple(token.span() for token in tokens), printed, ping)


def _folded(token: re.Match[str]) -> str:
    """Return a word as words are compared: one number is as good as another."""
    return _DATE if token[0][0] == _DATE else "0" if _NUMBER.fullmatch(token[0]) else token[0].lower()


def _is_bare(view: str, printed: Printed) -> bool:
    """Say whether a line is a date, but for small words around it, or says that the mention above is a ping."""
    before, after = view[: printed.start].strip(_EDGES), view[printed.end :].strip(_EDGES)
    words = before.split() + after.split()
    small = len(words) <= 3 and all(word.islower() or not word.isalpha() for word in words)
    return small or _PING.fullmatch(before) is not None


def _best(page: Sequence[Features], heads: Sequence[_Head]) -> list[_Named]:
    """Return the names in the lines that share the most words around one, or nothing.

    A line that has these words and no name bears them out, too: "wrote on 4 May", where somebody gave none.
    """
    sample = heads[:_LEARNED]
    support = Counter(frame for head in sample for frame in _frames(head))
    nameless = Counter(head.words for head in sample)
    for frame in support:
        support[frame] += nameless[frame.before + frame.after]
    shared = sorted(
        (frame for frame, count in support.items() if count >= 2),
        key=lambda frame: (-support[frame], -len(frame.before) - len(frame.after)),
    )
    for frame in shared[:_FRAMES]:
        names = [named for head in sample if (named := _name_in(head, frame)) is not None]
        if _may_frame(page, frame, names):
            rest = (_name_in(head, frame) for head in heads[_LEARNED:])
            return [*names, *(named for named in rest if named is not None)]
    return []


def _frames(head: _Head) -> Iterator[_Frame]:
    """Give each way to see a few words of a line as a name and the others as what stands around it."""
    count = len(head.words)
    for first in range(min(_AROUND, count - 1) + 1):
        for last in range(max(first + 1, count - _AROUND), min(first + _NAME_WORDS, count) + 1):
            if last - first < count and _DATE not in head.words[first:last]:
                yield _Frame(head.words[:first], head.words[last:])


def _name_in(head: _Head, frame: _Frame) -> _Named | None:
    first, last = len(frame.before), len(head.words) - len(frame.after)
    alike = head.words[:first] == frame.before and head.words[last:] == frame.after
    return _Named(head, first, last) if alike and 0 < last - first <= (_WORDS if head.ping else _NAME_WORDS) else None


def _may_frame(page: Sequence[Features], frame: _Frame, names: Sequence[_Named]) -> bool:
    """Say whether words are a theme's and what they stand around are names: brothers share a capitalized word."""
    texts = [page[named.head.place].view[slice(*named.span)] for named in names if not named.head.ping]
    different = {named.head.words[named.first : named.last] for named in names if not named.head.ping}
    if len(different) < 2 or any(len(text) > _NAME_LENGTH or _NOBODY.fullmatch(text) for text in texts):
        return False
    if 3 * sum(map(looks_like_a_name, texts)) < 2 * len(texts):
        return False
    if _DATE in (*frame.before, *frame.after) and not any(map(_says, (*frame.before, *frame.after))):
        return False  # a name and a date: what everybody reads
    view, head, named = page[names[0].head.place].view, names[0].head, names[0]
    beside = [
        view[slice(*head.spans[place])] for place in (named.first - 1, named.last) if 0 <= place < len(head.spans)
    ]
    return len(different) > 2 or not any(word[0].isupper() for word in beside)


def _says(word: str) -> bool:
    return word != _DATE and any(map(str.isalnum, word))


def _extended(page: Sequence[Features], names: list[_Named]) -> list[_Named]:
    """Return the names with those that stand in the same words near them, but not right beside a date.

    Where a theme prints the date below the text, the first name has none above it, and the last date no name below.
    """
    if not names or names[0].head.place == names[0].head.dated:
        return names
    sample = names[0]
    frame = _Frame(sample.head.words[: sample.first], sample.head.words[sample.last :])
    if not any(sum(map(str.isalpha, word)) > 2 for word in (*frame.before, *frame.after)):
        return names
    known = {named.head.place for named in names}
    near = range(max(names[0].head.place - _NEAR, first_prose(page) + 1), min(names[-1].head.place + _NEAR, len(page)))
    lines = [place for place in near if place not in known and not page[place].dates and page[place].short]
    more = [_name_in(_head(page, place, place, None), frame) for place in lines]
    return sorted([*names, *(named for named in more if named)], key=lambda named: named.head.place)


def _is_proved(page: Sequence[Features], heads: Sequence[_Head]) -> bool:
    """Say whether the page bears out that lines head comments: it counts or numbers them, speaks of comments above,
    or three of them have a day and an hour. Each has a text, and no list of other things stands between.
    """
    bounds = [(min(head.place, head.dated), max(head.place, head.dated)) for head in heads]
    gaps = [(above[1] + 1, below[0]) for above, below in itertools.pairwise(bounds)]
    first, last = bounds[0][0], bounds[-1][1]
    listing = any(seen.roles & _PINGED and not tells(seen) for seen in page[max(first - 2, 0) : first])
    if listing or any(start >= end for start, end in gaps):
        return False
    if any(seen.roles & _ELSEWHERE and seen.short for seen in page[first:last]):
        return False
    telling = [place for place in range(first_prose(page) + 1, len(page)) if tells(page[place])]
    if telling and telling[-1] > last and not any(place < first for place in telling):
        return False  # the comments begin below: these are turns and days of the text
    heading = max((place for place in telling if place < first), default=first)
    if heading < first and not any(seen.roles & _ELSEWHERE for seen in page[heading:first]):
        return True
    dates = [head.printed for head in heads if head.printed is not None]
    if 3 * sum(date.date is not None and date.date.time is not None for date in dates) < 2 * len(dates):
        return False
    numbers = [numbering(page[head.place].view) for head in heads]
    numbered = numbers == [str(number) for number in range(1, len(heads) + 1)]
    return len(heads) >= 3 or numbered or _counting(page, first, len(heads)) is not None


def _counting(page: Sequence[Features], first: int, count: int) -> tuple[int, tuple[int, int]] | None:
    """Return the line above the first comment that gives their number, and where the number stands in it."""
    for place in range(first - 1, max(first - 1 - _ABOVE, -1), -1):
        seen = page[place]
        if seen.dates or seen.words > 12 or seen.kind in ("calendar", "copyright"):
            continue
        if seen.words >= 2 and (number := only_number(seen.view)) and int(number[0]) == count:
            return place, number.span()
    return None


def _told(page: Sequence[Features], names: Sequence[_Named]) -> list[Features]:
    """Return the page with its attributions told, and the heading above them."""
    found = list(page)
    marks = Counter(_bracket(page, named) for named in names)
    for named in names:
        head = named.head
        seen = found[head.place]
        if head.place != head.dated:
            found[head.dated] = replace(page[head.dated], anchor=Anchor("date", None, head.printed, ping=head.ping))
        bracket = _bracket(page, named)
        span = (named.span[0], named.span[1] + (len(bracket) if marks[bracket] == 1 else 0))
        if _is_worded(seen) or (seen.anchor is not None and seen.anchor.name == span):
            continue
        printed = head.printed if head.place == head.dated else None
        hit = Match("comment-head", "any", 0, len(seen.view), {"name": span})
        anchor = Anchor("either", span, printed, ping=head.ping)
        found[head.place] = replace(
            seen, matches=(*seen.matches, hit), roles=(seen.roles - WHO) | {"comment-head"}, anchor=anchor, kind=""
        )
    return found


def _with_heading(page: list[Features], names: Sequence[_Named]) -> list[Features]:
    """Return the page with the line told that counts the comments above the first of them."""
    first = min(min(named.head.place, named.head.dated) for named in names)
    counted = _counting(page, first, len(names))
    if counted is None or any(tells(seen) for seen in page[counted[0] : first]):
        return page
    place, number = counted
    found = list(page)
    found[place] = relabelled(page[place], "comments-heading", n=number)
    return found


def _is_worded(seen: Features) -> bool:
    """Say whether a wording names somebody in a line."""
    return seen.anchor is not None and seen.anchor.name is not None and not seen.roles.isdisjoint(WHO)


def _with_places(page: list[Features], names: Sequence[_Named]) -> list[Features]:
    """Return the page with the names told in full of which a wording took the bracket for a mark: "Jo (Leeds)"."""
    found = list(page)
    marks = Counter(_bracket(page, named) for named in names)
    for named in names:
        seen, bracket = page[named.head.place], _bracket(page, named)
        name = seen.anchor.name if seen.anchor else None
        if bracket and marks[bracket] == 1 and seen.anchor and name == named.span:
            longer = (name[0], name[1] + len(bracket))
            found[named.head.place] = replace(seen, anchor=replace(seen.anchor, name=longer))
    return found


def _bracket(page: Sequence[Features], named: _Named) -> str:
    """Return what stands in round brackets behind a name and may be a part of it: "Jo (Leeds)", not "Jo (Author)"."""
    line = page[named.head.place].line
    found = _PLACE.match(line.view, named.span[1])
    if found is None or (line.marks is not None and any(link.end > named.span[1] for link in line.marks.inlines)):
        return ""
    words = found["words"].split()
    may = len(words) > 1 or (words[:1] and words[0][0].isupper() and words[0].lower() not in _LINKS)
    return found[0] if may and without_mark("x" + found[0]) == "x" + found[0] else ""
