"""The text of HTML without its markup: paragraphs for records, plain text for search, excerpts for lists."""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Iterator

from blog.text.foreign import CONTROL, spelled_again
from blog.text.fragments import RAW_ELEMENTS, Kind, plain_tags, tokens

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1",
        "h2",
        "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu",
        "nav", "noscript", "ol", "optgroup", "option", "p", "plaintext", "pre", "search", "section", "select",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
# Held by the page, not said by it: nothing in them is text of a post.
_SILENT = frozenset({"template", "svg", "math", "select", "object", "applet", "audio", "video", "canvas"})
# What reads badly on one line; an excerpt passes over it.
_NOT_PROSE = _SILENT | {"table", "pre", "listing"}

# White space as HTML folds it; a no-break space is a character like any other.
_FOLD = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_BREAK = "\x00"
_EMPTY_LINES = re.compile(r"\n[ \n\xa0]*\n")
_UNTIDY = re.compile(r"  |[\t\r\n\f\x00]")
_PREFORMATTED = frozenset({"pre", "listing"})
_SHORTCODE = re.compile(r'<span class="shortcode">[^<]*</span>')
# What XML has no way to say, and DEL: lxml and feeds refuse it, nobody means it.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# What turns the direction of all that follows it, to the end of a paragraph; marks for one letter are none of these.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SHORT = 200  # characters of a text that is a word or a line


def has_controls(text: str) -> bool:
    """Say whether a text has control characters or halves of surrogate pairs. Many times faster than a search."""
    if len(text) < _SHORT and text.isprintable():
        return False
    data, kinds = spelled_again(text)
    if CONTROL in kinds:
        return True
    return (0xEF in data and ("\ufffe" in text or "\uffff" in text)) or (0xED in data and _has_halves(text))


def _has_halves(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def without_controls(text: str, instead: str = "") -> str:
    """Return the text without control characters; tabs and line breaks stay.

    In markup that was sanitized before, let `instead` be a space: taken out without a trace, a character that parts
    "java" and "script:" would leave a working address behind.
    """
    return _CONTROLS.sub(instead, text) if has_controls(text) else text


def one_line(text: str) -> str:
    """Return a name or a title as one line: no control characters, nothing that turns the direction of its writing."""
    return " ".join(_TURNS.sub("", without_controls(text)).split())


def paragraphs(html: str, silent: frozenset[str] = _SILENT, *, parted: bool = False) -> list[str]:
    r"""Return the texts of the blocks in order: "\n" for a line break, white space folded, empty ones left out.

    `parted` says that two line breaks in a row end a paragraph, too.
    """
    texts = ((_tidy(*chunk), chunk[1]) for chunk in _chunks(html, silent))
    if parted:
        texts = ((part, kept) for text, kept in texts for part in ([text] if kept else _EMPTY_LINES.split(text)))
    return [text for text, _ in texts if text.strip(" \n\xa0")]


def _tidy(text: str, preformatted: bool) -> str:
    if preformatted:
        return text.replace("\r\n", "\n").replace(_BREAK, "\n").strip("\n")
    if not _UNTIDY.search(text):
        return text.strip(" ")
    return _AROUND_BREAK.sub("\n", _FOLD.sub(" ", text).replace(_BREAK, "\n")).strip(" \n")


def _chunks(html: str, unsaid: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Yield (text, preformatted) between the boundaries of blocks."""
    parts: list[str] = []
    silent = preformatted = 0
    for text, step, name in _pieces(html):
        if text and not silent:
            parts.append(html_module.unescape(text) if "&" in text else text)
        if not step:
            continue
        if name == "br":
            parts.append(_BREAK)
        elif name in BLOCKS:
            yield "".join(parts), preformatted > 0
            parts = []
        if name in unsaid:
            silent = max(0, silent + step)
        elif name in _PREFORMATTED:
            preformatted = max(0, preformatted + step)
    yield "".join(parts), preformatted > 0


def _pieces(html: str) -> Iterator[tuple[str, int, str]]:
    """Yield (text, step, name) for the tags and the text before each; step 1 opens, -1 closes, 0 is no tag at all."""
    tags = None if _BREAK in html else plain_tags(html)
    position = 0
    if tags is not None:
        for tag in tags:
            yield html[position : tag.start()], -1 if tag[1] else 1, tag[2].lower()
            position = tag.end()
        yield html[position:], 0, ""
        return
    for token in tokens(html):
        if token.kind is Kind.TEXT:
            yield html[token.start : token.end].replace(_BREAK, ""), 0, ""
        elif token.kind in (Kind.OPEN, Kind.CLOSE):
            yield "", 1 if token.kind is Kind.OPEN else -1, token.name


def plain_text(html: str) -> str:
    """Return the text of a body, a line to each block and line break: what search and feeds read."""
    return "\n".join(paragraphs(html))


# Tags that part no words, and those that do; what is not said goes the long way, like all that has other markup.
_WITHIN_WORDS = (
    "a abbr acronym b bdi bdo big cite code del dfn em i img ins kbd mark q rp rt ruby s samp small span strike strong"
    " sub sup time tt u var wbr"
)
_BETWEEN_WORDS = (
    "address article aside blockquote br caption center col colgroup dd details div dl dt figcaption figure footer h1"
    " h2 h3 h4 h5 h6 header hgroup hr li ol p pre section summary table tbody td tfoot th thead tr ul"
)
_INSTEAD_OF = dict.fromkeys(_WITHIN_WORDS.split(), "") | dict.fromkeys(_BETWEEN_WORDS.split(), " ")
_SANITIZED_TAG = re.compile(r"""</?([a-z][a-z0-9]*+)(?: [a-z]++="[^"<>]*+")*+>""")


def words_of(html: str) -> str:
    """Return a sanitized body's words in their order, spaced and lined up anyhow: what search needs, and cheaper than
    `plain_text`."""
    pieces = _SANITIZED_TAG.split(html)
    pieces[1::2] = [_INSTEAD_OF.get(name, "<") for name in pieces[1::2]]
    text = "".join(pieces)
    if "<" in text:
        return plain_text(html)
    return html_module.unescape(text) if "&" in text else text


def without_shortcodes(html: str) -> str:
    """Return a body without the shortcodes that are marked in it; see `blog.text.shortcodes.marked`."""
    return _SHORTCODE.sub("", html) if "shortcode" in html else html


def excerpt(html: str, words: int = 55) -> str:
    """Return the first words of a body on one line, with an ellipsis when there are more.

    Tables and preformatted text are passed over, unless there is nothing else. Writing without spaces between
    words is cut at ten characters a word. Marked shortcodes are no words of the author's.
    """
    html = without_shortcodes(html)
    text = " ".join(paragraphs(html, _NOT_PROSE) or paragraphs(html)).replace("\n", " ")
    pieces = [piece for piece in text.split(" ") if piece]
    short = " ".join(pieces[:words])
    if len(short) > words * 10:
        short = short[: words * 10].rstrip()
    return short if len(short) == len(" ".join(pieces)) else short.rstrip(",;:–—- ") + "…"


def without_raw(html: str) -> str:
    """Return the fragment without scripts, styles and their like, contents and all, and without comments."""
    if "<" not in html or plain_tags(html) is not None:
        return html
    kept = []
    for token in tokens(html):
        if token.kind in (Kind.RAW, Kind.OTHER) or token.name in RAW_ELEMENTS:
            continue
        kept.append(html[token.start : token.end])
    return "".join(kept)
