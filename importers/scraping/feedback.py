"""Comments out of the feedback region: every layout is tried, and the page's own checksums choose.

A layout says where the line with the name and the date stands: before the text, after it, on both sides, name and
date on two lines, a subject above. The page checks it: the count it states, dates that rise, no comment without
text, no line left over. The distance to the second best is the confidence.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from importers.records import FoundDate
from importers.scraping.dates import Clock, Printed, chosen, day_of, with_year
from importers.scraping.features import Anchor, Features
from importers.scraping.lines import Line, normalized
from importers.scraping.phrases import looks_like_a_name, numbering

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
    date: FoundDate | None = None
    source_id: str = ""
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """What the page says that its comments must agree with."""

    stated: int | None
    posted: FoundDate | None
    day_first: bool
    names: frozenset[str] = frozenset()
    usual: str = ""  # the layout of most pages of the batch


@dataclass(frozen=True, slots=True)
class Reading:
    """The comments under one layout, its score, and the distance to the second best layout."""

    layout: str
    items: tuple[Item, ...]
    unused: tuple[Line, ...]
    score: float
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # anchor, noise, text
    seen: Features
    anchor: Anchor | None = None


def read_comments(region: Sequence[Features], checks: Checks) -> Reading | None:
    """Return the best reading of the region's lines; None when no layout finds a comment."""
    tokens = [_token(seen) for seen in region]
    readings = []
    for name, layout in _LAYOUTS.items():
        items, unused = layout(tokens)
        if items:
            _take_subjects(items)
            for item in items:
                item.date = dated(item, checks)
            readings.append(Reading(name, tuple(items), tuple(unused), _score(name, items, unused, tokens, checks)))
    if not readings:
        return None
    readings.sort(key=lambda reading: -reading.score)
    best = readings[0]
    others = [reading for reading in readings[1:] if _substance(reading) != _substance(best)]
    margin = best.score - others[0].score if others else 99.0
    return Reading(best.layout, best.items, best.unused, best.score, margin)


def _token(seen: Features) -> _Token:
    if seen.anchor is not None and (seen.anchor.name or seen.anchor.printed) and len(seen.view) <= 160:
        return _Token("anchor", seen, seen.anchor)
    if (seen.roles & NOISE or seen.kind in _FURNITURE) and seen.short:
        return _Token("noise", seen)
    if not seen.words and len(seen.view.strip()) <= 6:
        return _Token("noise", seen)
    if seen.words == 1 and numbering(seen.view.strip() + " ") == seen.view.strip(" #.()[]:"):
        return _Token("noise", seen)
    return _Token("text", seen)


def _start(token: _Token) -> Item:
    item = Item()
    _head(item, token)
    return item


def _head(item: Item, token: _Token) -> None:
    """Add what an anchor says to an item."""
    anchor = token.anchor
    assert anchor is not None
    item.heads.append(token.seen.line)
    if anchor.name and not item.name:
        item.name = token.seen.line.found(*anchor.name).strip(" \t\u00a0\"'“”")
        item.name_line = token.seen.line
    item.printed = item.printed or anchor.printed
    item.clock = item.clock or anchor.clock
    item.ping = item.ping or anchor.ping
    item.trace = item.trace or numbering(token.seen.view)
    if anchor.parent:
        item.answers = token.seen.line.found(*anchor.parent).strip()


def _name(item: Item, token: _Token) -> None:
    item.name = token.seen.line.text.strip(" \t\u00a0:,")
    item.name_line = token.seen.line
    item.trace = numbering(token.seen.view)
    if item.trace:
        item.name = item.name.split(None, 1)[-1]
    item.heads.append(token.seen.line)


def _may_be_name(token: _Token) -> bool:
    view = token.seen.view
    closed = token.seen.ends and not _INITIAL.search(view)
    return token.kind == "text" and token.seen.words <= 5 and not closed and looks_like_a_name(view)


Tokens = Sequence[_Token]
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
    dates = [index for index, token in enumerate(solid) if token.anchor and not token.anchor.name]
    names = {
        index + name_at: index
        for index in dates
        if 0 <= index + name_at < len(solid) and _may_be_name(solid[index + name_at])
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


def _text_name_date(tokens: Tokens) -> Parsed:
    """The text, then a line with the name, then a line with the date."""
    solid = [token for token in tokens if token.kind != "noise"]
    items: list[Item] = []
    pending: list[Line] = []
    for index, token in enumerate(solid):
        after = solid[index + 1] if index + 1 < len(solid) else None
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
    solid = [token for token in tokens if token.kind != "noise"]
    for index, token in enumerate(solid):
        after = solid[index + 1] if index + 1 < len(solid) else None
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
    opened: _Token | None = None
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
    solid = [token for token in tokens if token.kind != "noise"]
    for index, token in enumerate(solid):
        after = solid[index + 1] if index + 1 < len(solid) else None
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


def _take_subjects(items: Sequence[Item]) -> None:
    """Take the first line of a text for its subject where it repeats how the text begins: Drupal makes it of that."""
    for item in items:
        if len(item.lines) < 2 or item.subject:
            continue
        first, second = (normalized(line.text).strip(" .…,:;!?") for line in item.lines[:2])
        if first and len(first) <= 80 and second.startswith(first):
            item.subject = item.lines[0].text.strip()
            item.heads.append(item.lines.pop(0))


_LAYOUTS: dict[str, Callable[[Tokens], Parsed]] = {
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
# Where a line closes each comment, what follows the last one is none; it may be a form, in whatever words.
_CLOSED = frozenset({"both", "date-text-name"})
_STANDS = {"after": "after", "text-name-date": "after", "date-text-name": "after"}


def _score(layout: str, items: Sequence[Item], unused: Sequence[Line], tokens: Tokens, checks: Checks) -> float:
    count = len(items)
    score = 0.0
    if checks.stated is not None:
        score += 12.0 if count == checks.stated else -3.0 * min(abs(count - checks.stated), 5)
    score -= 5.0 * sum(not item.lines and not item.ping for item in items) / math.sqrt(count)
    last = max(line.number for item in items for line in (*item.heads, *item.lines))
    below = sum(line.number > last for line in unused) if layout in _CLOSED else 0
    score -= 1.5 * min(len(unused) - below, 20) + 0.4 * min(below, 20)
    score += 4.0 * sum(bool(item.name) for item in items) / count
    score += 3.0 * sum(item.printed is not None for item in items) / count
    days = [day for item in items if (day := day_of(item.date)) is not None]
    rising = sum(later >= earlier for earlier, later in itertools.pairwise(days))
    score += 2.0 * rising / max(len(days) - 1, 1) - 0.5 * min(len(days) - 1 - rising, 6) if days else 0.0
    posted = day_of(checks.posted)
    score -= 2.0 * sum(posted is not None and (posted - day).days > 1 for day in days) / count
    score += 1.0 * sum(item.name.casefold() in checks.names for item in items) / count
    score -= 3.0 * sum(_names_its_text(item) for item in items) / count
    used = {line.number for item in items for line in item.heads}
    swallowed = [t for t in tokens if t.anchor and t.seen.line.number not in used]
    score -= 2.5 * min(len(swallowed), 8)
    stands = _STANDS.get(layout, "before")
    against = [t for t in tokens if t.anchor and t.anchor.side not in ("either", "date", stands)]
    score -= 3.0 * len(against) / count
    score += 2.0 if layout == checks.usual else 0.0
    return score - (0.6 if layout == "subject" else 0.0)


def _names_its_text(item: Item) -> bool:
    """Say whether an item's name is how its text begins: then it is a subject, and the reading is wrong."""
    text = normalized(item.lines[0].text) if item.lines else ""
    return bool(item.name) and len(item.name) > 2 and text.startswith(normalized(item.name).strip(" .…,:;!?"))


def _substance(reading: Reading) -> list[tuple[str, tuple[int, ...]]]:
    return [(item.name, tuple(line.number for line in item.lines)) for item in reading.items]


def dated(item: Item, checks: Checks) -> FoundDate | None:
    """Return the reading of an item's date that agrees with the page; None when it cannot be completed."""
    if item.printed is None:
        return None
    return chosen(item.printed, checks.day_first) or with_year(item.printed, checks.posted)
