"""A region's lines as comments, under each arrangement of name, date and text: which is right, `feedback` decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest

from importers.records import FoundDate
from importers.scraping.dates import Clock, Printed, find_time
from importers.scraping.features import Anchor, Features
from importers.scraping.lines import Line, normalized
from importers.scraping.phrases import looks_like_a_name, numbering
from importers.scraping.signatures import without_mark

NOISE = frozenset({"reply", "chrome", "form", "share", "closed", "newsletter", "comments-heading", "comment-count"})
_FURNITURE = frozenset({"menu", "calendar", "copyright", "furniture"})
_INITIAL = re.compile(r"\b\w\.\s*$")


@dataclass(slots=True)
class Item:
    """A comment (or a ping among comments) as one layout reads it."""

    name: str = ""
    name_line: Line | None = None
    url: str = ""
    printed: Printed | None = None
    clock: Clock | None = None
    lines: list[Line] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)
    subject: str = ""
    trace: str = ""
    answers: str = ""  # the name of the one it answers
    ping: bool = False
    trackback: bool = False  # a ping that its sender wrote: the name is the blog's, the first line the title
    date: FoundDate | None = None
    source_id: str = ""
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # anchor, noise, text
    seen: Features
    anchor: Anchor | None = None


def token_of(seen: Features) -> Token:
    if seen.anchor is not None and (seen.anchor.name or seen.anchor.printed) and len(seen.view) <= 160:
        return Token("anchor", seen, seen.anchor)
    if (seen.roles & NOISE or seen.kind in _FURNITURE) and seen.short:
        return Token("noise", seen)
    if (clock := find_time(seen.view)) and not (seen.view[: clock.start] + seen.view[clock.end :]).strip(" .|#"):
        return Token("noise", seen)  # old Blogger prints the time of a comment, and no day
    if not seen.words and len(seen.view.strip()) <= 6:
        return Token("noise", seen)
    if seen.words == 1 and numbering(seen.view.strip() + " ") == seen.view.strip(" #.()[]:"):
        return Token("noise", seen)
    return Token("text", seen)


def without_votes(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens with the numbers told that count the votes for comments: one right above most numbered names.

    JComments prints them so; a lone "+1" above a name is what somebody said.
    """
    named = [place for place, token in enumerate(tokens) if token.anchor and _NUMBERED.match(token.seen.view)]
    votes = {place - 1 for place in named if place and _VOTES.fullmatch(tokens[place - 1].seen.view.strip())}
    if 2 * len(votes) <= len(named):
        return list(tokens)
    return [Token("noise", token.seen) if place in votes else token for place, token in enumerate(tokens)]


_NUMBERED = re.compile(r"\s{0,9}#\d")
_VOTES = re.compile(r"[+\u2212-]?\d{1,4}")


def _start(token: Token) -> Item:
    item = Item()
    _head(item, token)
    return item


def _head(item: Item, token: Token) -> None:
    """Add what an anchor says to an item."""
    anchor = token.anchor
    assert anchor is not None
    item.heads.append(token.seen.line)
    if anchor.name and not item.name:
        item.name = without_mark(token.seen.line.found(*anchor.name).strip(" \t\u00a0\"'“”"))
        item.name_line = token.seen.line
        item.url = token.seen.line.link_of(item.name)
    item.printed = item.printed or anchor.printed
    item.clock = item.clock or anchor.clock
    item.ping = item.ping or anchor.ping
    item.trace = item.trace or numbering(token.seen.view)
    if anchor.parent:
        item.answers = token.seen.line.found(*anchor.parent).strip()


def _name(item: Item, token: Token) -> None:
    item.name = without_mark(token.seen.line.text.strip(" \t\u00a0:,"))
    item.name_line = token.seen.line
    item.trace = numbering(token.seen.view)
    if item.trace:
        item.name = item.name.split(None, 1)[-1]
    item.url = token.seen.line.link_of(item.name)
    item.heads.append(token.seen.line)


def _may_be_name(token: Token) -> bool:
    view = token.seen.view
    short = token.kind == "text" and token.seen.words <= 5
    return short and not (token.seen.ends and not _INITIAL.search(view)) and looks_like_a_name(view)


Tokens = Sequence[Token]
Parsed = tuple[list[Item], list[Line]]


def _before(tokens: Tokens) -> Parsed:
    """Name (and date, on this line or the next), then the text."""
    items: list[Item] = []
    unused: list[Line] = []
    for token in tokens:
        anchor = token.anchor
        if anchor and anchor.name:
            items.append(_start(token))
        elif anchor and items and items[-1].printed is None and not items[-1].lines:
            _head(items[-1], token)
        elif token.kind != "noise":
            (items[-1].lines if items else unused).append(token.seen.line)
    return items, unused


def _after(tokens: Tokens) -> Parsed:
    """The text, then name and date."""
    items: list[Item] = []
    pending: list[Line] = []
    for token in tokens:
        anchor = token.anchor
        if anchor and anchor.name:
            items.append(_start(token))
            items[-1].lines, pending = pending, []
        elif anchor and not pending and items and items[-1].printed is None:
            _head(items[-1], token)
        elif token.kind != "noise":
            pending.append(token.seen.line)
    return items, pending


def _both(tokens: Tokens) -> Parsed:
    """Name, text, date: the next comment starts at the next name."""
    items: list[Item] = []
    unused: list[Line] = []
    closed = True
    for token in tokens:
        anchor = token.anchor
        if anchor and anchor.name:
            items.append(_start(token))
            closed = False
        elif anchor and items and not closed and items[-1].lines and items[-1].printed is None:
            _head(items[-1], token)
            closed = True
        elif token.kind != "noise":
            (unused if closed else items[-1].lines).append(token.seen.line)
    return items, unused


def _name_date(tokens: Tokens) -> Parsed:
    """A line with the name, a line with the date, then the text."""
    return _around_dates(tokens, name_at=-1)


def _date_name(tokens: Tokens) -> Parsed:
    """A line with the date, a line with the name, then the text."""
    return _around_dates(tokens, name_at=1)


def _around_dates(tokens: Tokens, name_at: int) -> Parsed:
    solid = [token for token in tokens if token.kind != "noise"]
    opening = {  # a few words between the link to answer a comment and the next date, whatever they are
        token.seen.line.number
        for above, token in pairwise(tokens)
        if "reply" in above.seen.roles and token.kind == "text" and token.seen.words <= 5 and not token.seen.ends
    }
    dates = [index for index, token in enumerate(solid) if token.anchor and not token.anchor.name]
    names = {
        index + name_at: index
        for index in dates
        if 0 <= index + name_at < len(solid)
        and (_may_be_name(solid[index + name_at]) or (name_at < 0 and solid[index - 1].seen.line.number in opening))
    }
    items: list[Item] = []
    unused: list[Line] = []
    for index, token in enumerate(solid):
        if token.anchor and token.anchor.name:
            items.append(_start(token))
            continue
        starts = index in names if name_at < 0 else index in names.values()
        if starts:
            items.append(Item())
        if index in names:
            _name(items[-1], token)
        elif index in names.values() and items and items[-1].printed is None:
            _head(items[-1], token)
        else:
            (items[-1].lines if items else unused).append(token.seen.line)
    return items, unused


def _followed(tokens: Tokens) -> Iterator[tuple[Token, Token | None]]:
    """Give each token that is no noise with the next such one."""
    solid = [token for token in tokens if token.kind != "noise"]
    return zip_longest(solid, solid[1:])


def _text_name_date(tokens: Tokens) -> Parsed:
    """The text, then a line with the name, then a line with the date."""
    items: list[Item] = []
    pending: list[Line] = []
    for token, after in _followed(tokens):
        if pending and _may_be_name(token) and after and after.anchor and not after.anchor.name:
            items.append(Item(lines=pending))
            pending = []
            _name(items[-1], token)
        elif token.anchor and not token.anchor.name and items and not pending and items[-1].printed is None:
            _head(items[-1], token)
        else:
            pending.append(token.seen.line)
    return items, pending


def _date_text_name(tokens: Tokens) -> Parsed:
    """A line with the date, the text, then a line with the name alone."""
    items: list[Item] = []
    unused: list[Line] = []
    for token, after in _followed(tokens):
        last = after is None or (after.anchor is not None and not after.anchor.name)
        if token.anchor and not token.anchor.name:
            items.append(_start(token))
        elif items and not items[-1].name and items[-1].lines and last and (token.anchor or _may_be_name(token)):
            _head(items[-1], token) if token.anchor else _name(items[-1], token)
        else:
            (items[-1].lines if items else unused).append(token.seen.line)
    return items, unused


def _date_before(tokens: Tokens) -> Parsed:
    """A line with the date alone, then a line with the name in words, then the text."""
    items: list[Item] = []
    unused: list[Line] = []
    opened: Token | None = None
    for token in tokens:
        anchor = token.anchor
        if anchor and not anchor.name:
            opened = token
        elif anchor and anchor.name:
            items.append(_start(token))
            if opened is not None:
                _head(items[-1], opened)
                opened = None
        elif token.kind != "noise":
            (items[-1].lines if items else unused).append(token.seen.line)
    if opened is not None:
        unused.append(opened.seen.line)
    return items, unused


def _subject(tokens: Tokens) -> Parsed:
    """A subject, then name and date, then the text."""
    items: list[Item] = []
    unused: list[Line] = []
    for token, after in _followed(tokens):
        if token.anchor and items and _lacks(items[-1], token.anchor):
            _head(items[-1], token)
        elif token.kind == "text" and after and after.anchor and after.anchor.name and token.seen.short:
            items.append(Item(subject=token.seen.line.text.strip(), heads=[token.seen.line]))
        else:
            (items[-1].lines if items else unused).append(token.seen.line)
    return items, unused


def _lacks(item: Item, anchor: Anchor) -> bool:
    """Say whether an anchor gives a comment its name, or the date that stands on a line of its own below the name."""
    return not item.name if anchor.name else bool(item.name) and item.printed is None and not item.lines


def take_subjects(items: Sequence[Item]) -> None:
    """Take the first line of a text for its subject where it repeats how the text begins: Drupal makes it of that."""
    for item in items:
        if len(item.lines) < 2 or item.subject:
            continue
        first, second = (normalized(line.text).strip(" .…,:;!?") for line in item.lines[:2])
        if first and len(first) <= 80 and second.startswith(first):
            item.subject = item.lines[0].text.strip()
            item.heads.append(item.lines.pop(0))


def take_linked_subjects(items: Sequence[Item], tokens: Tokens) -> None:
    """Take the short first line of all texts for their subject where it follows the permalink: Drupal 7's comments."""
    solid = [(above, token) for above, token in pairwise(tokens) if token.kind == "text"]
    linked = {token.seen.line.number: token.seen for above, token in solid if "chrome" in above.seen.roles}
    firsts = [linked.get(item.lines[0].number) if len(item.lines) > 1 else None for item in items]
    if len(items) < 2 or not all(seen and seen.words <= 9 and not seen.view.rstrip().endswith(".") for seen in firsts):
        return
    for item in items:
        if not item.subject:
            item.subject = item.lines[0].text.strip()
            item.heads.append(item.lines.pop(0))


def take_numbers(items: Sequence[Item]) -> None:
    """Take the numbers of a list off texts that begin with them, one after the other from 1 on, where names follow."""
    first = [item.lines[0] if item.lines else None for item in items]
    counted = [line and line.marks is None and numbering(line.view) == str(n) for n, line in enumerate(first, start=1)]
    if len(items) < 2 or not all(counted):
        return
    for item in items:
        line = item.lines[0]
        end = line.view.index(numbering(line.view)) + len(numbering(line.view))
        end = len(line.view) - len(line.view[end:].lstrip(".): "))
        item.lines[0] = _cut(line, end)
        item.trace = item.trace or numbering(line.view)


def take_pictures(items: Sequence[Item]) -> None:
    """Take what stands for a face off texts that all begin with it: Haloscan has its picture before the first word."""
    first = [item.lines[0] if item.lines else None for item in items]
    if len(items) < 2 or not all(line and line.marks is None and _FACE.match(line.view) for line in first):
        return
    for item in items:
        face = _FACE.match(item.lines[0].view)
        item.lines[0] = _cut(item.lines[0], face.end() if face else 0)


_FACE = re.compile(r"(?:gravatar|avatar)\s+(?=\S)", re.IGNORECASE)


def _cut(line: Line, end: int) -> Line:
    """Return a line without what stands before a place of its view."""
    cut = line.offsets[end] if line.offsets else end
    offsets = tuple(place - cut for place in line.offsets[end:]) if line.offsets else None
    return replace(line, text=line.text[cut:], view=line.view[end:], offsets=offsets)


LAYOUTS: dict[str, Callable[[Tokens], Parsed]] = {
    "before": _before,
    "after": _after,
    "both": _both,
    "name-date": _name_date,
    "date-name": _date_name,
    "date-before": _date_before,
    "text-name-date": _text_name_date,
    "date-text-name": _date_text_name,
    "subject": _subject,
}
