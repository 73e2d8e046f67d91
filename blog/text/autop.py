"""Paragraphs for text in which a blank line means one: what WordPress did to a body on its way to the page.

It spares what is a block already, and gives nothing new when it is run on its own result.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape

from blog.text.fragments import Kind, may_hold, plain_tags, tokens
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
_WITHOUT_END = frozenset({"hr", "col"})
_STRUCTURE = BLOCKS | _VERBATIM

_BREAKS = frozenset({"br"})

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_NEWLINE = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")
_ENDS = re.compile(rf"</?(?:{'|'.join(sorted(BLOCKS))})\b[^<>]*+>\s*\Z", re.IGNORECASE)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)  # one that only ends a line
_NAMED = re.compile(r"\sid\s{0,9}=", re.IGNORECASE)
_TWO_BREAKS = re.compile(r"(?:<br\b[^<>]*>\s*|\n[ \t]*)<br\b", re.IGNORECASE)


def text_to_html(text: str) -> str:
    """Return plain text as HTML: escaped, blank lines between paragraphs, "<br>" for a single line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n \t")
    pieces = [piece.strip(" \t\n") for piece in _BLANK_LINE.split(text)]
    return "\n".join("<p>" + _NEWLINE.sub("<br>\n", escape(piece, quote=False)) + "</p>" for piece in pieces if piece)


def autop(html: str) -> str:
    """Return the fragment with "<p>" around what blank lines part and "<br />" for single line ends."""
    if "\r" in html:
        html = html.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in html:
        return _run(html, _NOTHING_OPEN).strip("\n")
    out: list[str] = []
    stack = _Open(may_hold(html, _BREAKS))
    position = paragraph = 0
    for start, end, opens, name in _structure(html):
        if start > position:
            source = html[position:start]
            # What parts most blocks.
            if run := "\n" if source == "\n\n" and not stack.innermost else _run(source, stack):
                out.append(run)
        if opens and stack.innermost == "p" and not stack.verbatim and _is_bare(out[paragraph:]):
            del out[paragraph:]  # the block ends it before anything stood in it
        if opens and name == "p":
            paragraph = len(out)
        if opens or name != "p" or stack.holds("p") or stack.verbatim or not _without_rest(out):
            out.append(html[start:end])  # else a block ended it already, and a browser would make another one of it
        stack.take(opens, name)
        position = end
    out.append(_run(html[position:], stack))
    return "".join(out).strip("\n")


def _is_bare(paragraph: list[str]) -> bool:
    """Say whether nothing stands in a paragraph so far, and nothing can lead to it."""
    tag, *rest = paragraph
    return not "".join(rest).strip() and not _NAMED.search(tag)


def _without_rest(out: list[str]) -> bool:
    """Say whether what was laid out last ends with a block, and take away the blanks behind that."""
    kept = len(out)
    while kept and out[kept - 1].isspace():
        kept -= 1
    if not kept or not _ENDS.search(out[kept - 1]):
        return False
    del out[kept:]
    out[-1] = out[-1].rstrip()
    return True


def _structure(html: str) -> Iterator[tuple[int, int, bool, str]]:
    """Yield (start, end, whether it opens, name) of the tags of blocks."""
    if "<" not in html:
        return
    tags = plain_tags(html)
    if tags is not None:
        for tag in tags:
            if (name := tag[2].lower()) in _STRUCTURE:
                yield tag.start(), tag.end(), not tag[1], name
        return
    for token in tokens(html):
        if token.kind in (Kind.OPEN, Kind.CLOSE) and token.name in _STRUCTURE:
            yield token.start, token.end, token.kind is Kind.OPEN, token.name


class _Open:
    """The blocks that are open, each counted under its name: no look through them all is needed.

    `may_break` says whether there may be a "<br" in the text.
    """

    def __init__(self, may_break: bool) -> None:
        self.may_break = may_break
        self._names: list[str] = [""]
        self._counts: defaultdict[str, int] = defaultdict(int)
        self.innermost = ""
        self.verbatim = 0

    def holds(self, name: str) -> bool:
        """Say whether such a block is open."""
        return self._counts[name] > 0

    def take(self, opens: bool, name: str) -> None:
        """Enter or leave a block."""
        if opens:
            # A block ends an open paragraph: nobody wrote the end tag.
            if self.innermost == "p":
                self._leave()
            if name not in _WITHOUT_END:
                self._names.append(name)
                self.innermost = name
                self._counts[name] += 1
                if name in _VERBATIM:
                    self.verbatim += 1
        elif self.innermost == name:
            self._leave()
        elif self._counts[name]:
            while self._leave() != name:
                pass

    def _leave(self) -> str:
        name = self._names.pop()
        self.innermost = self._names[-1]
        self._counts[name] -= 1
        if name in _VERBATIM:
            self.verbatim -= 1
        return name


_NOTHING_OPEN = _Open(may_break=False)


def _run(source: str, stack: _Open) -> str:
    """Lay out what stands between two block tags."""
    if not source or stack.verbatim:
        return source
    inside = stack.innermost
    if inside and inside not in _FLOW and inside not in _LINES:
        return source
    if stack.may_break:
        source = _without_outer_breaks(source)
    if not source or not _shows(source):
        return "\n" if "\n" in source and not source.strip() else source
    is_wrapped = inside in _ALWAYS_WRAPPED
    if "\n" not in source and not (stack.may_break and (is_wrapped or _TWO_BREAKS.search(source))):
        # One piece of one line, as most comments are, and most of what was laid out before.
        line = source.strip(" \t") if inside == "p" or inside not in _LINES else source
        return f"\n<p>{line}</p>\n" if is_wrapped else line
    pieces = [piece for piece in map(_without_outer_breaks, _pieces(source)) if piece]
    if inside == "p":
        return "</p>\n<p>".join(_lines(piece) for piece in pieces)
    if inside in _LINES or (len(pieces) == 1 and not is_wrapped and not _stands_apart(source, inside)):
        return "".join(_lines(piece) for piece in pieces) if inside not in _LINES else _lines(source)
    return "\n" + "\n".join(f"<p>{_lines(piece)}</p>" for piece in pieces) + "\n"


def _without_outer_breaks(source: str) -> str:
    """Leave out breaks at both ends of a run: a block stands there, or the end, and WordPress showed none of them."""
    if "<br" not in source and "<BR" not in source:
        return source
    words = len(source) - len(source.lstrip())
    first, end = words, len(source.rstrip())
    while found := _BREAK.match(source, first, end):
        first = found.end()
        while first < end and source[first].isspace():
            first += 1
    last = end
    while last > first and (at := source.rfind("<", first, last)) >= 0 and _BREAK.fullmatch(source, at, last):
        last = at
        while last > first and source[last - 1].isspace():
            last -= 1
    return source[:words] + source[first:last] + source[end:]


def _stands_apart(source: str, inside: str) -> bool:
    """Say whether a single piece is a paragraph of its own: a blank line parts it from the element's tag or a block."""
    return inside in ("div", "section") and source.startswith("\n\n") and source.endswith("\n\n")


def _shows(source: str) -> bool:
    """Say whether there is anything to see: text, or an element that is more than a break."""
    if source[0] != "<" and not source[0].isspace():
        return True
    if "<" not in source:
        return not source.isspace()
    return any(
        not source[token.start : token.end].isspace()
        if token.kind is Kind.TEXT
        else token.kind is Kind.OPEN and token.name != "br"
        for token in tokens(source)
    )


def _pieces(source: str) -> Iterator[str]:
    """Cut a run at the blank lines of its text; those inside a tag or a comment are none."""
    if "<" in source and _TWO_BREAKS.search(source):
        source = _with_blank_lines(source)
    if "\n" not in source or _has_whole_lines(source):
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


def _has_whole_lines(source: str) -> bool:
    """Say whether every line end stands in the text: all tags are plain, and none goes on in another line."""
    if "<" not in source:
        return True
    tags = plain_tags(source)
    return tags is not None and not any("\n" in tag[0] for tag in tags)


def _with_blank_lines(source: str) -> str:
    """Put a blank line in the place of breaks that follow each other: nobody who wrote two meant less.

    The end of a line before a break is one too.
    """
    out: list[str] = []
    breaks = since = 0  # how many stand at the end of `out`, and from where on
    for token in tokens(source):
        piece = source[token.start : token.end]
        if token.name == "br":
            since = since if breaks else len(out)
            breaks += 1
        elif token.kind is not Kind.TEXT or not piece.isspace():
            if breaks > 1:
                out[since:] = ["\n\n"]
            breaks = 0
        if token.kind is Kind.TEXT and not breaks:
            words = piece.rstrip(" \t\n")
            out.append(words)
            if "\n" in piece[len(words) :] and any(out):
                breaks, since = 1, len(out)
            piece = piece[len(words) :]
        out.append(piece)
    if breaks > 1:
        out[since:] = []
    return "".join(out)


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
    if _has_whole_lines(core) and not may_hold(core, _BREAKS):
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
