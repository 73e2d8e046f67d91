"""Comments of an HTML page whose theme gives each its own element: no layout has to be guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importers.records import ImageRecord
from importers.scraping import hints
from importers.scraping.arranging import NOISE, Item
from importers.scraping.cutting import cut_out, images_in
from importers.scraping.dates import Printed, find_yearless, parse_iso
from importers.scraping.documents import Document
from importers.scraping.features import Features
from importers.scraping.lines import Inline, Line
from importers.scraping.naming import behind_link, cut_openings, cut_sayings, name_behind, name_in
from importers.scraping.phrases import looks_like_a_name, numbering, words
from importers.scraping.signatures import without_mark
from importers.scraping.trackbacks import Ping, head_of

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_NAMING = frozenset(
    {
        "fn",
        "comment-author",
        "author",
        "commenter",
        "nickname",
        "comment-author-link",
        "commentauthor",
        "username",
        "comment_source_author",
        "comment_author",
        "comment-name",
        "comment_name",
        "commenter-name",
        "commenter_name",
        "comment-poster",
        "author-name",
        "poster",
        "url",
    }
)


@dataclass(frozen=True, slots=True)
class DocumentElements:
    """What the elements of one page tell `building` beyond its lines."""

    document: Document

    def items(self, region: Sequence[Features]) -> list[Item]:
        """Return the comments that have an element of their own."""
        return read_items(self.document, region)

    def pings(self, region: Sequence[Features]) -> list[Ping]:
        """Return the trackbacks that have an element of their own."""
        return read_ping_elements(self.document, region)

    def images(self, lines: Sequence[Line]) -> list[ImageRecord]:
        """Return the images among lines."""
        return images_in(self.document, lines)

    def join(self, lines: Sequence[Line]) -> str:
        """Return the markup of lines."""
        return cut_out(self.document, lines, images=True)


def read_items(document: Document, region: Sequence[Features]) -> list[Item]:
    """Return a comment for each element that holds one, in the page's order, with parents from their nesting."""
    groups: dict[int, list[Features]] = {}
    for seen in region:
        marks = seen.line.marks
        if marks is not None and marks.item is not None:
            groups.setdefault(marks.item, []).append(seen)
    found = {index: _item(document, index, lines) for index, lines in groups.items()}
    kept = {index: item for index, item in found.items() if _is_comment(item)}
    cut_sayings(list(kept.values()))
    cut_openings([item for item in kept.values() if not item.ping])
    _nest(document, kept)
    return list(kept.values())


def _is_comment(item: Item) -> bool:
    """Say whether an element holds a comment: a text and who or when; without text, all of number, who and when.

    Themes since 2010 print no more of a mention than its name.
    """
    if item.ping and item.name:
        return True
    if item.lines:
        return bool(item.name or item.printed)
    return bool(item.source_id and item.name and item.printed)


def _item(document: Document, index: int, lines: Sequence[Features]) -> Item:
    node = document.nodes[index]
    item = Item(source_id=hints.item_number(node.tokens, node.ident))
    item.ping = bool(node.tokens & {"pingback", "trackback"})
    texts = any(_piece(seen) == "text" for seen in lines)
    signed = any(_piece(seen) in ("author", "meta") and _is_dated(seen) for seen in lines)
    for seen in lines:
        heading = _is_heading(seen.line)
        told = bool(item.subject or item.lines)  # a heading below is the writer's own
        named = _piece(seen) == "author" or _named(seen.line) is not None
        if heading and not told and not named and seen.anchor is None and len(lines) > 2:
            item.subject = seen.line.text.strip()
            item.heads.append(seen.line)
        elif _piece(seen) == "text" and (signed or not _is_head(seen, item)):
            item.lines.append(seen.line)
        elif (
            _is_head(seen, item)
            or _piece(seen) in ("author", "meta")
            or ((seen.dates or heading) and _named(seen.line) and not item.name)
        ):
            _read_head(item, seen)
        elif not texts and not (seen.roles & NOISE and seen.short) and _piece(seen) != "noise":
            item.lines.append(seen.line)
    if not item.name and item.printed and looks_like_a_name(item.subject):
        item.name, item.subject = item.subject, ""  # a heading that is all there is to say who
    item.trackback = "trackback" in node.tokens or _is_sent(document, item)
    item.ping = item.ping or item.trackback
    return item


def _is_heading(line: Line) -> bool:
    """Say whether a line is a heading, or marked for one as SPIP marks the subjects of messages."""
    marks = line.marks
    if marks is None:
        return False
    return marks.tag in _HEADINGS or any("forum-titre" in inline.tokens for inline in marks.inlines)


_CUT = re.compile(r"(?:\.{3}|…)\s?\]?\s*$")
_BOLD = frozenset({"strong", "b"})


def _is_sent(document: Document, item: Item) -> bool:
    """Say whether a comment is as WordPress keeps a trackback: the title in bold, an excerpt cut off, an address."""
    if len(item.lines) < 2 or not item.url or not _CUT.search(item.lines[-1].text[-20:]):
        return False
    marks = item.lines[0].marks
    return marks is not None and document.nodes[marks.node].tag in _BOLD


def _is_dated(seen: Features) -> bool:
    """Say whether a line names someone and gives a date: then what stands in the text is the writer's own."""
    return seen.anchor is not None and seen.anchor.name is not None and seen.anchor.printed is not None


def _piece(seen: Features) -> str:
    return seen.line.marks.piece if seen.line.marks else ""


def _is_head(seen: Features, item: Item) -> bool:
    """Say whether a line says who or when: as a whole, before there is text or after it."""
    anchor = seen.anchor
    if anchor is None or not (anchor.name or anchor.printed):
        return False
    if item.printed is not None and item.name:
        return False
    return not (anchor.side == "before" and item.name)


def _read_head(item: Item, seen: Features) -> None:
    line, anchor = seen.line, seen.anchor
    before = _known(item)
    named = _named(line)
    if anchor is not None and anchor.ping and anchor.name and not item.name:
        link = next(iter(_links(line)), None)
        name = line.text[link.start : link.end] if link else line.found(*anchor.name)
        item.name, item.ping, item.name_line = name.strip(), True, line
        item.url = link.href if link else ""
    elif named is not None and not item.name:
        start = _name_starts(seen, named)
        item.name, item.url = without_mark(_said_by(seen, line.text[start : named.end]).strip(" :\u00a0")), named.href
        item.name_line = line
        item.url = item.url or _link_of(line, named)
    item.trace = item.trace or numbering(seen.view)
    if anchor is not None:
        if anchor.name and not item.name:
            item.name = without_mark(behind_link(line, anchor.name).strip(" \u00a0\"'"))
            item.name_line = line
        if anchor.parent:
            item.answers = line.found(*anchor.parent).strip()
        item.ping = item.ping or anchor.ping
        item.printed = item.printed or anchor.printed
    may_name = not item.name and not seen.roles - {"anonymous"}
    name = name_in(_without_verb(line)) if may_name and _piece(seen) == "author" else ""
    if may_name and _piece(seen) and (name := name or name_behind(seen)):
        item.name, item.name_line = without_mark(name), line
    item.printed = item.printed or (seen.dates[0] if seen.dates else None)
    if (stamped := _machine(line)) and _is_fuller(stamped, item.printed):
        item.printed = stamped
    if item.name and not item.url and item.name_line is line:
        item.url = line.link_of(item.name)
    if _known(item) != before:  # what tells nothing of the comment is left over
        item.heads.append(line)


def _said_by(seen: Features, text: str) -> str:
    """Return the name in the text of an element of names, where the words behind it are in there: "Anna said:"."""
    anchor = seen.anchor
    name = seen.line.found(*anchor.name).strip() if anchor and anchor.name and text.rstrip().endswith(":") else ""
    return name if text.lstrip().startswith(name) and name else text


def _without_verb(line: Line) -> str:
    """Return a line without the verb at its end that is marked for one: "says", in whatever words."""
    verbs = (inline.start for inline in line.marks.inlines if inline.tokens & _VERBS) if line.marks else ()
    return line.text[: min(verbs, default=len(line.text))].strip()


_VERBS = frozenset({"says", "said"})


def _known(item: Item) -> tuple[object, ...]:
    return item.name, item.url, item.trace, item.answers, item.ping, item.printed


def _named(line: Line) -> Inline | None:
    """Return the inline element that marks the author's name; the innermost is the shortest."""
    inlines = line.marks.inlines if line.marks else ()
    marked = [inline for inline in inlines if inline.tokens & _NAMING or inline.tag == "cite"]
    texts = {inline: line.text[inline.start : inline.end].strip(" :") for inline in marked}
    marked = [inline for inline in marked if looks_like_a_name(texts[inline]) or " » " in texts[inline]]
    return min(marked, key=lambda inline: inline.end - inline.start) if marked else None


def _name_starts(seen: Features, named: Inline) -> int:
    """Return where the name begins in the element that marks it: behind its "Posted by", if it has one."""
    name = seen.anchor.name if seen.anchor else None
    if name is None or seen.line.offsets is not None or not named.start < name[0] < name[1] <= named.end:
        return named.start
    before = seen.view[named.start : name[0]].lower().split()
    is_article = len(before) == 1 and before[0] in _ARTICLES
    return name[0] if before and before[-1].strip(":") in words("around") and not is_article else named.start


_ARTICLES = frozenset(
    ["le", "la", "les", "il", "lo", "el", "los", "las", "der", "die", "das", "het", "the"]
)  # of nicknames


def _link_of(line: Line, named: Inline) -> str:
    inside = [i for i in _links(line) if named.start <= i.start and i.end <= named.end]
    return inside[0].href if inside else ""


def _links(line: Line) -> list[Inline]:
    return [i for i in (line.marks.inlines if line.marks else ()) if i.href.startswith(("http://", "https://"))]


def _machine(line: Line) -> Printed | None:
    """Return the date of a `<time datetime>` or an `<abbr title>`, with its seconds and its zone."""
    for inline in line.marks.inlines if line.marks else ():
        if inline.when and (date := parse_iso(inline.when)):
            return Printed(inline.start, inline.end, date)
    return None


def _is_fuller(stamped: Printed, printed: Printed | None) -> bool:
    """Say whether a machine's date says what is printed, and more; where they differ, what readers saw counts."""
    if printed is None or printed.other or printed.date is None:
        return True
    shown, date = printed.date, stamped.date
    if date is None or (shown.year, shown.month, shown.day) != (date.year, date.month, date.day):
        return False
    return shown.time is None or (date.time is not None and shown.time == date.time.replace(second=0, microsecond=0))


def _indented(document: Document, index: int) -> int:
    """Return the depth that wrappers of class "indented" or "children" around a comment give it, from one on."""
    depth = 1
    for _ in range(60):
        index = document.nodes[index].parent
        if index <= 0:
            break
        depth += "indented" in document.nodes[index].tokens
    return depth


def _first_of_list_item(document: Document, index: int, firsts: dict[int, int]) -> int:
    """Return the comment that opens the list item in which a list holds this one, as in SPIP's forums; -1 for none."""
    lists = 0
    place = document.nodes[index].parent
    for _ in range(200):
        if place <= 0:
            break
        lists += document.nodes[place].tag in ("ul", "ol")
        if document.nodes[place].tag == "li" and firsts.setdefault(place, index) != index:
            return firsts[place] if lists else -1
        place = document.nodes[place].parent
    return -1


def _nest(document: Document, items: dict[int, Item]) -> None:
    """Set parents: the comment whose element holds this one's, else the last one a "depth-N" less deep."""
    order = {index: number for number, index in enumerate(items)}
    trail: dict[int, int] = {}
    firsts: dict[int, int] = {}  # the comment that opens each list item
    for index, item in items.items():
        above = document.nodes[index].parent
        for _ in range(200):
            if above <= 0 or above in order:
                break
            holder = document.nodes[above].item  # a description belongs to the term above it
            above = holder if holder in order and holder != index else document.nodes[above].parent
        depth = hints.depth(document.nodes[index].tokens)
        if depth is None:
            depth = _indented(document, index) or None
        if above not in order:
            above = _first_of_list_item(document, index, firsts)
        if above in order:
            item.parent = order[above]
        elif depth is not None and depth > 1:
            item.parent = trail.get(depth - 1)
        if depth is not None:
            trail = {level: number for level, number in trail.items() if level < depth}
            trail[depth] = order[index]


def read_ping_elements(document: Document, region: Sequence[Features]) -> list[Ping]:
    """Return a trackback for each element that holds one: its first link is the title's."""
    groups: dict[int, list[Features]] = {}
    for seen in region:
        marks = seen.line.marks
        if marks is not None and marks.item is not None:
            groups.setdefault(marks.item, []).append(seen)
    return [ping for index, lines in groups.items() if (ping := _ping(document, index, lines)).title]


def _ping(document: Document, index: int, lines: Sequence[Features]) -> Ping:
    node = document.nodes[index]
    ping = Ping("pingback" if "pingback" in node.tokens else "trackback")
    ping.source_id = hints.item_number(node.tokens, node.ident)
    for seen in lines:
        head = head_of(seen)
        links = _links(seen.line)
        printed = seen.dates[0] if seen.dates else None
        if head is not None:
            ping.title, ping.blog, ping.url = ping.title or head.title, ping.blog or head.blog, ping.url or head.url
            ping.heads.append(seen.line)
        elif links and not ping.title:
            ping.title = seen.line.text[links[0].start : links[0].end].strip()
            ping.url = links[0].href
            ping.heads.append(seen.line)
        elif (
            printed
            or "trackback-date" in seen.roles | seen.parts
            or ("trackback-tail" in seen.roles and seen.words <= 3)
        ):
            ping.heads.append(seen.line)
        else:
            ping.lines.append(seen.line)
        ping.blog = ping.blog or seen.group("trackback-date", "blog") or ""
        ping.printed = ping.printed or printed or (head.printed if head else None) or find_yearless(seen.view)
    return ping
