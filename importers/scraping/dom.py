"""HTML to lines: one for each block element, `<br>` splits. No tree is built, so no depth is too deep.

The tokens of `blog.text.fragments` are walked once with a stack; elements become nodes that know their parent. The walk
leaves a list of events, from which `cutting` cuts a body or a comment out of the source.
"""

from __future__ import annotations

import html as references
import re
from collections import Counter

from blog.text.fragments import VOID_ELEMENTS, Kind, Token, tokens
from importers.scraping import hints
from importers.scraping.boxes import mark_boxes
from importers.scraping.documents import Document, Event, Node, attributes, list_around
from importers.scraping.lines import Inline, Line, Marks, make_line
from importers.scraping.phrases import words
from importers.scraping.several import tell_apart

_BLOCKS = words("blocks")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENDS_P = _BLOCKS - {"option", "select", "button", "label", "object", "noscript"}
# An opening tag ends these, up to the element that bounds them.
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr", "td", "th"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_BOUNDS_OF_P = frozenset({"td", "th", "li", "div", "blockquote", "table"})
_UNSEEN = frozenset({"head", "noscript", "template", "svg", "select", "object", "map", "button"})
_WRITERS = frozenset({"author", "vcard", "fn", "byline", "published"})
_MOMENTS = frozenset({"datetime", "date", "time", "timestamp", "published", "comment-date", "comment-time"})
_PIECES = re.compile(r"[^\n]+\n?|\n")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_TOKEN = re.compile(r"[\w-]+")
# A page has some thousand elements; from here on tags only split lines.
_MOST_NODES = 100_000


def parse(source: str) -> Document:
    """Walk a page's tokens once; linear, and nothing makes it fail."""
    walk = _Walk(source)
    for token in tokens(source):
        walk.step(token)
    return walk.document()


class _Walk:
    def __init__(self, source: str) -> None:
        self._source = source
        self._nodes = [Node(-1, "")]
        self._stack = [0]
        self._open: Counter[str] = Counter()
        self._events: list[Event] = []
        self._buffer: list[str] = []
        self._length = 0
        self._first = 0  # the first event of the line that is being filled
        self._inlines: list[list[int]] = []  # node, start, end; end is -1 while it is open
        self._spots: dict[int, int] = {}
        self._gap = 0
        self._lines: list[tuple[str, int, int, list[list[int]]]] = []
        self._scripts: list[str] = []
        self._metas: list[dict[str, str]] = []
        self._title = ""
        self._place = 0  # the node of the text in the buffer
        self._terms: dict[int, int | None] = {}  # the term that opens a comment, by the list that it stands in

    def step(self, token: Token) -> None:
        """Take the next token."""
        match token.kind:
            case Kind.OPEN if token.name in VOID_ELEMENTS:
                self._void(token)
            case Kind.OPEN:
                self._opened(token)
            case Kind.CLOSE if len(self._nodes) < _MOST_NODES:
                self._closed(token.name, token.start, token.end)
            case Kind.TEXT:
                self._text(token)
            case Kind.RAW:
                self._raw(token)
            case _:
                pass

    def document(self) -> Document:
        """Close what is open and give everything its part of the page."""
        self._cut()
        while len(self._stack) > 1:
            self._pop(len(self._source), len(self._source))
        self._resolve()
        mark_boxes(self._nodes)
        posts = tell_apart(self._nodes, [(text, place) for text, place, _, _ in self._lines], self._title)
        lines = [self._line(number, *found) for number, found in enumerate(self._lines, start=1)]
        return Document(self._source, self._nodes, lines, self._events, self._scripts, self._metas, self._title, posts)

    def _void(self, token: Token) -> None:
        if token.name in ("br", "hr"):
            self._cut()
            self._gap += 1 if token.name == "br" else 2
            self._events.append(Event("void", len(self._lines), token.start, token.end))
        elif token.name == "img":
            self._events.append(Event("image", self._stack[-1], token.start, token.end))
        elif token.name in ("meta", "link") and len(self._metas) < 300:
            self._metas.append(attributes(self._source[token.start : token.end]) | {"": token.name})

    def _opened(self, token: Token) -> None:
        name = token.name
        if name in _IMPLIED:
            self._imply(*_IMPLIED[name], token.start)
        if name in _ENDS_P and self._open["p"]:
            self._imply(frozenset({"p"}), _BOUNDS_OF_P, token.start)
        if name == "td" and self._labelled():
            self._append(" ", token.start, token.start)
        elif name in _BLOCKS:
            self._cut()
            self._gap = max(self._gap, 2)
        if len(self._nodes) < _MOST_NODES:
            self._push(token)

    def _push(self, token: Token) -> None:
        bare = token.end - token.start <= len(token.name) + 2
        found = {} if bare else attributes(self._source[token.start : token.end])
        classes = frozenset(_TOKEN.findall(found.get("class", "")[:500]))
        kept: dict[str, str] = {
            key: found[key] for key in ("href", "rel", "datetime", "title", "itemprop") if key in found
        }
        moment = token.name == "time" or classes & _MOMENTS
        if moment and token.name not in _BLOCKS and self._buffer and not self._buffer[-1].endswith(" "):
            self._append(" ", token.start, token.start)  # themes put name and time side by side and part them by CSS
        if token.name not in _BLOCKS and (moment or classes & _WRITERS) and self._is_under_title():
            self._cut()  # Textpattern says who and when inside the heading
        self._nodes.append(Node(self._stack[-1], token.name, classes, found.get("id", ""), kept))
        index = len(self._nodes) - 1
        self._stack.append(index)
        self._open[token.name] += 1
        self._events.append(Event("open", index, token.start, token.end))
        if token.name not in _BLOCKS and (classes or kept or token.name in ("cite", "time")):
            self._spots[index] = len(self._inlines)
            self._inlines.append([index, self._length, -1])

    def _is_under_title(self) -> bool:
        """Say whether the line so far is a link in a heading of the class of titles: what follows it is none of it."""
        if not self._inlines or not any(self._open[name] for name in _HEADINGS):
            return False
        places = (index for index in reversed(self._stack[-6:]) if self._nodes[index].tag in _HEADINGS)
        node = self._nodes[next(places, 0)]
        named = hints.part(node.tag, node.tokens) == "title"
        return named and any(end >= 0 and self._nodes[index].tag == "a" for index, _, end in self._inlines)

    def _imply(self, ended: frozenset[str], bounds: frozenset[str], place: int) -> None:
        """Close what an opening tag ends, unless the element that bounds it stands between."""
        for depth in range(len(self._stack) - 1, max(len(self._stack) - 40, 0), -1):
            tag = self._nodes[self._stack[depth]].tag
            if tag in bounds:
                return
            if tag in ended:
                while len(self._stack) > depth:
                    self._pop(place, place)
                return

    def _closed(self, name: str, start: int, end: int) -> None:
        if not self._open[name]:
            return
        while len(self._stack) > 1:
            done = self._nodes[self._stack[-1]].tag == name
            self._pop(start, end)
            if done:
                return

    def _pop(self, start: int, end: int) -> None:
        index = self._stack.pop()
        node = self._nodes[index]
        self._open[node.tag] -= 1
        if node.tag in _BLOCKS and not (node.tag == "td" and self._labelled()):
            self._cut()
            self._gap = max(self._gap, 2)
        elif index in self._spots:
            self._inlines[self._spots.pop(index)][2] = self._length
        self._events.append(Event("close", index, start, end))

    def _labelled(self) -> bool:
        """Say whether the line so far is a label, "From:", that the next cell of a table belongs to."""
        return 0 < self._length <= 20 and "".join(self._buffer).rstrip().endswith(":")

    def _text(self, token: Token) -> None:
        raw = self._source[token.start : token.end]
        if self._open["pre"]:
            self._preformatted(token.start, raw)
            return
        text = _SPACES.sub(" ", references.unescape(raw) if "&" in raw else raw)
        if not self._buffer:
            text = text.lstrip(" ")
        elif text.startswith(" ") and self._buffer[-1].endswith(" "):
            text = text[1:]
        self._append(text, token.start, token.end)

    def _preformatted(self, start: int, raw: str) -> None:
        for piece in _PIECES.findall(raw):
            last = self._events[-1]
            if not piece.strip() and not self._buffer and last.kind == "text" and last.ref and last.end == start:
                self._events[-1] = last._replace(end=start + len(piece))  # a blank line goes with the one above it
            else:
                self._append(references.unescape(piece.rstrip("\n")), start, start + len(piece))
            start += len(piece)
            if piece.endswith("\n"):
                self._cut()
                self._gap += 1

    def _append(self, text: str, start: int, end: int) -> None:
        if not text:
            return
        if not self._buffer:
            self._first = len(self._events)
            self._place = self._stack[-1]
        self._buffer.append(text)
        self._length += len(text)
        self._events.append(Event("text", len(self._lines) + 1, start, min(end, len(self._source))))

    def _raw(self, token: Token) -> None:
        raw = self._source[token.start : token.end]
        if token.name == "title" and not self._title:
            self._title = _SPACES.sub(" ", references.unescape(raw[:1_000])).strip()
        elif token.name == "script" and len(self._scripts) < 20 and "{" in raw[:2_000]:
            self._scripts.append(raw[:200_000])

    def _cut(self) -> None:
        if not self._buffer:
            if len(self._inlines) > 20:
                self._carry()
            return
        text = "".join(self._buffer).rstrip(" ")
        if text.strip():
            inlines = [[node, start, self._length if end < 0 else end] for node, start, end in self._inlines[-60:]]
            self._lines.append((text, self._place, self._gap, inlines))
            self._gap = 0
        else:
            for place in range(self._first, len(self._events)):
                if self._events[place].kind == "text":
                    self._events[place] = self._events[place]._replace(ref=0)
        self._buffer, self._length = [], 0
        self._carry()

    def _carry(self) -> None:
        """Take inline elements that are still open over to the next line."""
        open_still = [[node, 0, -1] for node, _, end in self._inlines if end < 0][-20:]
        self._inlines = open_still
        self._spots = {found[0]: place for place, found in enumerate(open_still)}

    def _resolve(self) -> None:
        """Give every node its part of the page; parents come before children."""
        for text, index, _, _ in self._lines:
            self._nodes[index].size += len(text)
        for index in range(len(self._nodes) - 1, 0, -1):
            node = self._nodes[index]
            self._nodes[node.parent].size += node.size
        whole = max(self._nodes[0].size, 1)
        for index, node in enumerate(self._nodes[1:], start=1):
            self._mark(index, node, self._nodes[node.parent], whole)

    def _mark(self, index: int, node: Node, parent: Node, whole: int) -> None:
        names = node.tokens | ({node.ident} if node.ident else frozenset())
        own = "" if self._is_source(index) else hints.part(node.tag, names)
        if node.tag == "footer" and not own and parent.hint in ("", "body"):
            own = "foot" if self._is_in_article(node.parent) else "footer"
        if own in hints.STRONG and (node.size > 0.6 * whole or (names & hints.HEADS and self._is_in_post(node.parent))):
            own = ""
        node.unseen = parent.unseen or node.tag in _UNSEEN
        node.hint = _combined(own, parent.hint, node.tag)
        inside = node.hint in hints.FEEDBACK
        node.item = parent.item
        if node.item is not None and self._nodes[node.item].tokens & {"comment", "trackback"}:
            node.hint = node.hint.removesuffix("-head")  # a subject
        if inside and hints.is_item(node.tag, node.tokens, node.ident) and not self._same_item(node, parent):
            node.item = index
            node.piece = ""
        elif inside and node.tag in ("dt", "dd") and (opening := self._opening(index, node)) is not None:
            node.item = opening
            node.piece = hints.piece(node.tag, names) or ("meta" if node.tag == "dt" else "")
        elif inside:
            node.piece = hints.piece(node.tag, names, parent.piece)
        if node.attributes.get("rel") == "tag" and node.hint in ("", "body"):
            node.hint = "foot"

    def _opening(self, index: int, node: Node) -> int | None:
        """Return the term of a list that opens the comment which this term or description is part of; None for none."""
        outer = self._nodes[node.parent].item
        if node.tag == "dt":
            number = hints.item_number(frozenset(), node.ident)
            above = hints.item_number(self._nodes[outer].tokens, self._nodes[outer].ident) if outer is not None else ""
            is_new = number not in ("", above) or (outer is None and hints.opens_item(node.tokens))
            self._terms[node.parent] = index if is_new else None
        return self._terms.get(node.parent)

    def _is_source(self, index: int) -> bool:
        """Say whether an element is the caption of a figure that holds a quotation: it names who said it."""
        node = self._nodes[index]
        beside = (other for other in self._nodes[max(index - 20, 0) : index] if other.parent == node.parent)
        return node.tag == "figcaption" and any(other.tag == "blockquote" for other in beside)

    def _is_in_post(self, index: int) -> bool:
        """Say whether an element stands in a post: what it calls the head of a page, as Joomla does, is the post's."""
        for _ in range(6):
            if index <= 0:
                return False
            if self._nodes[index].tag == "article" or self._nodes[index].tokens & hints.POSTS:
                return True
            index = self._nodes[index].parent
        return False

    def _is_in_article(self, index: int) -> bool:
        for _ in range(40):
            if index <= 0:
                return False
            if self._nodes[index].tag in ("article", "main", "section", "blockquote"):
                return True
            index = self._nodes[index].parent
        return True

    def _same_item(self, node: Node, parent: Node) -> bool:
        """Say whether an element repeats the comment that it stands in ("div-comment-12" in "comment-12")."""
        if parent.item is None:
            return False
        outer = self._nodes[parent.item]
        own, above = (hints.item_number(n.tokens, n.ident) for n in (node, outer))
        if not own and not above:  # Drupal's "comment-wrapper" holds them all
            return not ("comment" in node.tokens and "comment" not in outer.tokens)
        return own == above or not own

    def _line(self, number: int, text: str, index: int, gap: int, spans: list[list[int]]) -> Line:
        node = self._nodes[index]
        inlines = tuple(self._inline(*span) for span in spans if span[2] > span[1])
        linked = sum(inline.end - inline.start for inline in inlines if inline.tag == "a")
        share = min(linked / max(len(text), 1), 1.0)
        marks = Marks(
            index,
            self._block_tag(index),
            self._hint(index, text, spans),
            share,
            inlines,
            node.item,
            node.piece,
            self._near(index),
            list_around(self._nodes, index),
        )
        return make_line(number, text, "\n", 1 if gap >= 2 else 0, marks)

    def _hint(self, index: int, text: str, spans: list[list[int]]) -> str:
        """Return a line's part; a word for screen readers at its beginning does not decide for all of it."""
        node = self._nodes[index]
        if node.tag in _BLOCKS or node.hint not in hints.STRONG:
            return node.hint
        covered = max((end - start for place, start, end in spans if place == index), default=len(text))
        return node.hint if covered > 0.6 * len(text) else self._nodes[node.parent].hint

    def _inline(self, index: int, start: int, end: int) -> Inline:
        node = self._nodes[index]
        found = node.attributes
        names = node.tokens | frozenset(found.get("itemprop", "").split())
        when = found.get("datetime", "") or (found.get("title", "") if node.tag in ("abbr", "time", "span") else "")
        return Inline(start, end, node.tag, names, found.get("href", ""), found.get("rel", ""), when)

    def _near(self, index: int) -> frozenset[str]:
        found: set[str] = set()
        for _ in range(4):
            node = self._nodes[index]
            found |= node.tokens | {node.ident}
            if node.parent < 0:
                break
            index = node.parent
        return frozenset(token.lower() for token in found if token)

    def _block_tag(self, index: int) -> str:
        for _ in range(8):
            tag = self._nodes[index].tag
            if tag in _BLOCKS or index <= 0:
                return tag
            index = self._nodes[index].parent
        return ""


def _combined(own: str, above: str, tag: str) -> str:
    """Return an element's part from what it says and what it stands in."""
    if above in hints.STRONG:
        return "form" if own == "form" and above != "chrome" else above
    if above in hints.FEEDBACK:
        if own in ("form", "related", "sidebar", "footer"):
            return own
        if own == "trackback":
            return "trackback"
        base = above.removesuffix("-head")
        return f"{base}-head" if tag in _HEADINGS else base
    if own in hints.FEEDBACK and tag in _HEADINGS:
        return f"{own}-head"
    return own or above
