"""Paragraphs for text in which a blank line means one: what WordPress did to a body on its way to the page.

It spares what is a block already, and gives nothing new when it is run on its own result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import escape

from blog.text.fragments import Kind, plain_tags, tokens
from blog.text.plain import BLOCKS

# Inside these, text stands between paragraphs of its own; a body and a quotation even for a single one.
_FLOW = frozenset(
    {
        "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "fieldset", "figure", "footer",
        "form", "header", "li", "main", "nav", "noscript", "section", "td", "th",
    }
)  # fmt: skip
_ALWAYS_WRAPPED = frozenset({"", "blockquote", "body"})
# Text in these is a line or lines, never paragraphs.
_LINES = frozenset(
    {"address", "caption", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "p", "summary"}
)
# Whatever stands in these stays exactly as it is.
_VERBATIM = frozenset({"pre", "script", "style", "textarea", "svg", "math", "object", "select", "listing", "xmp"})
_STRUCTURE = BLOCKS | _VERBATIM

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_NEWLINE = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")
_DELIMITER = re.compile(r"<!--\s*(/?)wp:([a-z0-9]+(?:[/-][a-z0-9]+)*)")
_MARKER = re.compile(r"<!--\s*(?:more|nextpage|noteaser)\b[^>]{0,200}?-->")


def text_to_html(text: str) -> str:
    """Return plain text as HTML: escaped, blank lines between paragraphs, "<br>" for a single line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n \t")
    pieces = [piece.strip(" \t\n") for piece in _BLANK_LINE.split(text)]
    return "\n".join("<p>" + _NEWLINE.sub("<br>\n", escape(piece, quote=False)) + "</p>" for piece in pieces if piece)


def wordpress_to_html(body: str) -> str:
    """Return a WordPress body with its paragraphs; delimiters of blocks and the "more" marker are dropped."""
    body = _MARKER.sub("", body.replace("\r\n", "\n").replace("\r", "\n"))
    parts, depth, position = [], 0, 0
    for start, end, step, name in _delimiters(body):
        parts.append(body[position:start] if depth else autop(body[position:start]))
        position = end
        # A freeform block is an old body inside a new one.
        if name not in ("freeform", "core/freeform"):
            depth = max(0, depth + step)
    parts.append(body[position:] if depth else autop(body[position:]))
    return "\n".join(part.strip("\n") for part in parts if part.strip())


def _delimiters(body: str) -> Iterator[tuple[int, int, int, str]]:
    """Yield (start, end, step, name) for the comments between which blocks stand; step 0 is a block without content."""
    position = 0
    while opening := _DELIMITER.search(body, position):
        end = body.find("-->", opening.end())
        if end < 0:
            return
        position = end + (4 if body.startswith("\n", end + 3) else 3)
        step = 0 if body[end - 1] == "/" else -1 if opening[1] else 1
        yield opening.start(), position, step, opening[2]


def autop(html: str) -> str:
    """Return the fragment with "<p>" around what blank lines part and "<br />" for single line ends."""
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    out: list[str] = []
    stack = _Open()
    position = 0
    for start, end, opens, name in _structure(html):
        if start > position:
            out.append(_run(html[position:start], stack))
        out.append(html[start:end])
        stack.take(opens, name)
        position = end
    out.append(_run(html[position:], stack))
    return "".join(out).strip("\n")


def _structure(html: str) -> Iterator[tuple[int, int, bool, str]]:
    """Yield (start, end, whether it opens, name) of the tags of blocks."""
    tags = plain_tags(html)
    if tags is not None:
        for tag in tags:
            closing, name = tag.groups()
            if (name := name.lower()) in _STRUCTURE:
                yield tag.start(), tag.end(), not closing, name
        return
    for token in tokens(html):
        if token.kind in (Kind.OPEN, Kind.CLOSE) and token.name in _STRUCTURE:
            yield token.start, token.end, token.kind is Kind.OPEN, token.name


class _Open:
    """The blocks that are open, each counted under its name: no look through them all is needed."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._counts: Counter[str] = Counter()
        self.verbatim = 0

    @property
    def innermost(self) -> str:
        return self._names[-1] if self._names else ""

    def take(self, opens: bool, name: str) -> None:
        """Enter or leave a block."""
        if opens:
            # A block ends an open paragraph: nobody wrote the end tag.
            if self.innermost == "p":
                self._leave()
            if name not in ("hr", "col"):
                self._names.append(name)
                self._counts[name] += 1
                self.verbatim += name in _VERBATIM
        elif self._counts[name]:
            while self._leave() != name:
                pass

    def _leave(self) -> str:
        name = self._names.pop()
        self._counts[name] -= 1
        self.verbatim -= name in _VERBATIM
        return name


def _run(source: str, stack: _Open) -> str:
    """Lay out what stands between two block tags."""
    if not source or stack.verbatim:
        return source
    inside = stack.innermost
    if inside not in _FLOW and inside not in _LINES and inside:
        return source
    if not _shows(source):
        return "\n" if "\n" in source and not source.strip() else source
    pieces = list(_pieces(source))
    if inside == "p":
        return "</p>\n<p>".join(_lines(piece) for piece in pieces)
    if inside in _LINES or (len(pieces) == 1 and inside not in _ALWAYS_WRAPPED):
        return "".join(_lines(piece) for piece in pieces) if inside not in _LINES else _lines(source)
    return "\n" + "\n".join(f"<p>{_lines(piece)}</p>" for piece in pieces) + "\n"


def _shows(source: str) -> bool:
    """Say whether there is anything to see: text, or an element that is more than a break."""
    if "<" not in source:
        return not source.isspace()
    if source[0] != "<" and not source[0].isspace():
        return True
    return any(
        not source[token.start : token.end].isspace()
        if token.kind is Kind.TEXT
        else token.kind is Kind.OPEN and token.name != "br"
        for token in tokens(source)
    )


def _pieces(source: str) -> Iterator[str]:
    """Cut a run at the blank lines of its text; those inside a tag or a comment are none."""
    if "\n" not in source or "<" not in source:
        for piece in _BLANK_LINE.split(source) if "\n" in source else (source,):
            yield from _unless_blank([piece])
        return
    parts: list[str] = []
    for token in tokens(source):
        piece = source[token.start : token.end]
        if token.kind is not Kind.TEXT:
            parts.append(piece)
            continue
        first, *others = _BLANK_LINE.split(piece)
        parts.append(first)
        for other in others:
            yield from _unless_blank(parts)
            parts = [other]
    yield from _unless_blank(parts)


def _unless_blank(parts: list[str]) -> Iterator[str]:
    piece = "".join(parts).strip(" \t\n")
    if piece:
        yield piece


def _lines(piece: str) -> str:
    """Turn line ends into breaks, save where one stands already or a tag ends the line."""
    if "\n" not in piece:
        return piece
    lead = piece[: len(piece) - len(piece.lstrip(" \t\n"))]
    trail = piece[len(piece.rstrip(" \t\n")) :]
    parts: list[str] = []
    broken = False
    core = piece.strip(" \t\n")
    if "<" not in core:
        return lead + _NEWLINE.sub("<br />\n", core) + trail
    for token in tokens(core):
        source = core[token.start : token.end]
        if token.kind is not Kind.TEXT:
            parts.append(source)
            broken = token.name == "br"
            continue
        if broken and source.lstrip(" \t").startswith("\n"):
            rest = source.lstrip(" \t\n")
            parts.append("\n")
            source = rest
        parts.append(_NEWLINE.sub("<br />\n", source))
        broken = False
    return lead + "".join(parts) + trail
