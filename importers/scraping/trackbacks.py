"""Trackbacks and pingbacks: how many, where to send them, and the list of those that came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from importers.records import FoundDate
from importers.scraping.arranging import Item
from importers.scraping.dates import Printed, chosen, with_year
from importers.scraping.features import Features
from importers.scraping.lines import Line
from importers.scraping.phrases import languages, numbering, wordings
from importers.scraping.states import State

_ADDRESS = re.compile(r"https?://[^\s<>\"'|)\]]+")
_PING_PATH = re.compile(r"trackback|mt-tb|/tb\b", re.IGNORECASE)
_FROM = re.compile(r"\s(?:from|depuis|de|da|di|von|desde|van|do|@)\s", re.IGNORECASE)
_ARROW = re.compile(r"^\s*[»>•]\s*")
_DOTS = re.compile(r"^\s*(?:\[?(?:\.{3}|…)\]?)\s*\S.*(?:\[?(?:\.{3}|…)\]?)\s*$", re.DOTALL)
_WITH_PING_URL = frozenset(
    {
        State.DATELINE, State.TITLE, State.BYLINE, State.FOOT, State.COMMENT_HEAD, State.COMMENT, State.FORM,
        State.TRACKBACK_HEAD, State.TRACKBACK,
    }
)  # fmt: skip
_CLOSES = frozenset({"trackback-url", "chrome", "closed", "form"})  # stands below the list
_ENDS = (".", "!", "?", "…", ")", "]", "»", "”", '"')  # of what stands before a link to the whole text
_LONGEST_TAIL = 60
_JOINTS = " ,–—-|·"  # between title, blog and date


@dataclass(slots=True)
class Ping:
    """A mention by another site, as found."""

    kind: str = "trackback"
    title: str = ""
    blog: str = ""
    url: str = ""
    printed: Printed | None = None
    lines: list[Line] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)
    date: FoundDate | None = None
    source_id: str = ""

    @property
    def said(self) -> str:
        """All that the lines below the head say."""
        return " ".join(line.text.strip() for line in self.lines)

    @property
    def excerpt(self) -> str:
        """What is quoted: without the link to the whole text."""
        return without_tail(self.said)


def without_tail(excerpt: str) -> str:
    """Cut off the link to the whole text: "… [Read More]". In brackets, with a capital, or after a sentence."""
    found = _tails().search(excerpt[-_LONGEST_TAIL:])
    if found is None:
        return excerpt
    before = excerpt[: max(len(excerpt) - _LONGEST_TAIL, 0) + found.start()].rstrip()
    told = found["open"] or found["words"][0].isupper() or not before or before.endswith(_ENDS)
    return before if told else excerpt


@cache
def _tails() -> re.Pattern[str]:
    """Return what finds, at the end of an excerpt, a link to the whole text in any of the languages."""
    tails = {text.strip("[]") for code in languages() for text in wordings(code).get("trackback-tail", ())}
    worded = sorted((re.escape(tail) for tail in tails if "{" not in tail), key=len, reverse=True)
    words = "|".join(worded).replace(r"\ ", r"\s")
    return re.compile(
        rf"(?:^|\s|(?<=[.…!?\]]))(?P<open>[\[(]?)(?P<words>{words})[\])]?[\s.…»>→:]{{0,9}}$", re.IGNORECASE
    )


def find_ping_url(page: Sequence[Features], states: Sequence[State]) -> tuple[str, list[Line]]:
    """Return the address that a page gives for trackbacks, from the wording's line or the one below."""
    for index, (seen, state) in enumerate(zip(page, states, strict=True)):
        if state not in _WITH_PING_URL or not any(hit.role == "trackback-url" for hit in seen.matches):
            continue
        for candidate in (seen, *page[index + 1 : index + 2]):
            address = _ADDRESS.search(candidate.view)
            if address and (candidate is seen or candidate.kind == "url"):
                return candidate.line.found(*address.span()).rstrip(".,;"), [seen.line, candidate.line]
        if href := _href(seen):
            return href, [seen.line]
    return _printed_among_pings(page, states)


def _printed_among_pings(page: Sequence[Features], states: Sequence[State]) -> tuple[str, list[Line]]:
    """Return the address that ends a line, or is one, where a class says trackbacks stand, in none of them."""
    for seen, state in zip(page, states, strict=True):
        marks = seen.line.marks
        if marks is None or marks.item is not None or state not in (State.TRACKBACK, State.TRACKBACK_HEAD):
            continue
        address = _ADDRESS.search(seen.view)
        ends = address is not None and not seen.view[address.end() :].strip(" .")
        label = seen.view[: address.start()].strip() if address else ""
        if address and ends and (not label or label.endswith(":")) and not any(link.href for link in marks.inlines):
            return seen.line.found(*address.span()).rstrip(".,;"), [seen.line]
    for seen, state in zip(page, states, strict=True):
        marks = seen.line.marks
        for link in marks.inlines if marks and marks.item is None and state in _WITH_PING_URL else ():
            if link.href.startswith(("http://", "https://")) and _PING_TARGET.search(link.href):
                return link.href, [seen.line]
    return "", []


# Where platforms take trackbacks, whatever the link to it is called.
_PING_TARGET = re.compile(
    r"/trackback/?$|/(?:wp-trackback|mt-tb|tb|trackback)\.(?:php|cgi)\b(?!.*__mode)", re.IGNORECASE
)


def is_ping(item: Item, text: str) -> bool:
    """Say whether a comment is a pingback: it says so, or it is nothing but a cut-out passage of another page."""
    return item.ping or bool(len(text) < 1_000 and _DOTS.match(text) and ("[" in text[:3] or "[" in text[-4:]))


def from_item(item: Item) -> Ping:
    """Turn a comment that is a ping into one: its author is the blog, or "Blog » Title"."""
    if (item.trackback or _tells_trackback(item.heads)) and len(item.lines) > 1 and len(item.lines[0].text) <= 160:
        title, lines, heads = item.lines[0].text.strip(), item.lines[1:], [*item.heads, item.lines[0]]
        return Ping("trackback", title, item.name, item.url, item.printed, lines, heads, item.date, item.source_id)
    blog, title = _halves(item.name)
    if not title and item.subject:
        blog, title = item.name, item.subject
    return Ping(
        "pingback",
        title.strip() or item.name,
        blog.strip() if title else "",
        item.url,
        item.printed,
        item.lines,
        item.heads,
        item.date,
        item.source_id,
    )


_ARROWS = re.compile(r"\s»\s")


def _halves(name: str) -> tuple[str, str]:
    """Part "Blog » Title"; of more than two parts nobody says which is the blog's."""
    parts = _ARROWS.split(name)
    return (parts[0], parts[1]) if len(parts) == 2 else (name, "")


def _tells_trackback(heads: Sequence[Line]) -> bool:
    return any(line.view.lstrip().lower().startswith("trackback") for line in heads)


def read_pings(page: Sequence[Features], states: Sequence[State]) -> list[Ping]:
    """Read the list of trackbacks: an item's head, its excerpt, its date."""
    pings: list[Ping] = []
    closed = True
    titles_first = False
    waiting: list[Features] = []  # lines before the one that names the blog: Serendipity puts the title first
    for seen, state in zip(page, states, strict=True):
        if state is not State.TRACKBACK:
            closed = closed or state is State.TRACKBACK_HEAD
            waiting = []
            continue
        head = head_of(seen)
        if head is not None:
            if not head.title and waiting:
                head.title = waiting[0].line.text.strip()
                head.heads.insert(0, waiting[0].line)
                titles_first = True
                head.lines = [line.line for line in waiting[1:]]
            pings.append(head)
            closed, waiting = False, []
        elif pings and not closed:
            if "trackback-date" in seen.roles or _is_dateline(seen):
                printed = seen.dates[0] if seen.dates else seen.anchor.printed if seen.anchor else None
                pings[-1].printed = pings[-1].printed or printed
                pings[-1].blog = pings[-1].blog or seen.group("trackback-date", "blog") or ""
                pings[-1].heads.append(seen.line)
                closed = titles_first
            elif "trackback-tail" in seen.roles and seen.words <= 3:
                pings[-1].heads.append(seen.line)
            elif seen.roles & _CLOSES and seen.short:
                closed = True
            else:
                pings[-1].lines.append(seen.line)
        elif not (seen.roles & _CLOSES and seen.short):
            waiting.append(seen)
    for ping in pings:
        _take_title(ping)
    return pings


def _is_dateline(seen: Features) -> bool:
    """Say whether a line is nothing but a date, or a word, a colon and a date: "Aufgenommen: Feb 04, 08:15"."""
    anchor = seen.anchor
    if anchor is None or anchor.printed is None:
        return False
    label = seen.view[: anchor.printed.start].strip()
    return anchor.side == "date" or (label.endswith(":") and len(label.split()) == 1)


def _take_title(ping: Ping) -> None:
    """Take the first of several lines for the title that the head does not give: Dotclear prints it so."""
    if not ping.title and len(ping.lines) >= 2 and len(ping.lines[0].text) <= 160:
        ping.title = ping.lines[0].text.strip()
        ping.heads.append(ping.lines.pop(0))


def date_pings(pings: Sequence[Ping], posted: FoundDate | None, day_first: bool | None) -> None:
    """Give each mention the reading of its date that agrees with the page; a missing year is the post's or the next."""
    for ping in pings:
        if ping.printed and ping.date is None:
            ping.date = chosen(ping.printed, day_first) or with_year(ping.printed, posted)


def head_of(seen: Features) -> Ping | None:
    """Read the line that opens an item: "Title from Blog on date", "» Title from Blog", a numbered "de Blog"."""
    for hit in seen.matches:
        if hit.role == "trackback-item" and "blog" in hit:
            title = seen.line.found(*hit.groups["title"]).strip() if "title" in hit else ""
            if title.strip(" #.()").isdecimal():
                continue  # "1 From Tea Weekly on May 4, 2009"
            title, blog = title.rstrip(_JOINTS), seen.line.found(*hit.groups["blog"]).strip().rstrip(_JOINTS)
            return Ping("trackback", title, blog, _href(seen), seen.dates[0] if seen.dates else None, [], [seen.line])
        if hit.role == "pingback":
            name = seen.group("pingback", "title") or seen.group("pingback", "blog") or ""
            blog, title = _halves(name)
            return Ping("pingback", title or name, blog if title else "", _href(seen), None, [], [seen.line])
    anchor = seen.anchor
    if (
        anchor and anchor.name and anchor.printed and numbering(seen.view)
    ):  # "1. Monday, May 4 2009, 10:00 by Tea Weekly"
        name = _linked(seen, anchor.name) or seen.line.found(*anchor.name)
        return Ping("trackback", "", name, _href(seen), anchor.printed, [], [seen.line])
    arrow = _ARROW.match(seen.view)
    if arrow:
        joint = _joint(seen, arrow.end())
        if joint:
            title = seen.line.found(arrow.end(), joint.start()).strip()
            blog = seen.line.found(joint.end(), len(seen.view)).strip()
            return Ping("trackback", title, blog, _href(seen), None, [], [seen.line])
    return None


def _linked(seen: Features, name: tuple[int, int]) -> str:
    """Return the text of the link that ends where a name does, but begins before it: "El desván" is called so."""
    if seen.line.marks is None or seen.line.offsets is not None:
        return ""
    links = (inline for inline in seen.line.marks.inlines if inline.href and inline.start < name[0])
    return next((seen.line.text[link.start : link.end].strip() for link in links if link.end == name[1]), "")


def _joint(seen: Features, start: int) -> re.Match[str] | None:
    """Return the "from" between title and blog: the one behind the title's link, else the first before a capital."""
    joints = list(_FROM.finditer(seen.view, start))
    ends = [inline.end for inline in seen.line.marks.inlines if inline.href] if seen.line.marks else []
    linked = [joint for joint in joints if any(abs(joint.start() - end) <= 1 for end in ends[:1])]
    named = [joint for joint in joints if seen.view[joint.end() : joint.end() + 1].isupper()]
    return next(iter([*linked, *named[:1], *joints[-1:]]), None)


def _href(seen: Features) -> str:
    marks = seen.line.marks
    links = [inline for inline in marks.inlines if inline.href.startswith(("http://", "https://"))] if marks else []
    told = [inline for inline in links if "trackback" in inline.rel.lower().split() or _PING_PATH.search(inline.href)]
    return next((inline.href for inline in [*told, *links]), "")
