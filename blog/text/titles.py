"""Titles and other single lines that were kept as HTML: their text as a browser shows it."""

from __future__ import annotations

import re

from blog.text.fragments import Kind, tokens
from blog.text.plain import BLOCKS

# Other names in angle brackets are text: "Vector<int>" is no markup, nor is "<title>" in the title of a lesson.
_PHRASING = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "br", "cite", "code", "data", "del", "dfn", "em",
        "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "script",
        "small", "span", "strike", "strong", "style", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_ELEMENTS = _PHRASING | (BLOCKS - {"body", "head", "html", "main", "menu", "option", "search", "section", "select"})
_PARTING = (BLOCKS & _ELEMENTS) | {"br"}
_UNSAID = frozenset({"script", "style"})
_ALT = re.compile(r"""(?<=[\s"'])alt=(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
# White space that a line may break at. The blanks before the marks of a French sentence are no such one, and U+0085 is
# what misreadings leave of a letter or of an ellipsis, as is a no-break space at the end.
_BREAKING = re.compile(r"[^\S\x85\xa0\u202f]+")
_OF_A_LETTER = re.compile(r"[ÃÂ]\xa0 *$")


def one_line(text: str) -> str:
    """Return a text with one blank for each run of white space; blanks that do not break are the author's."""
    if "\xa0" not in text and "\u202f" not in text and "\x85" not in text:
        return " ".join(text.split())
    blanks = " " if _OF_A_LETTER.search(text) else " \xa0\u202f"
    return _BREAKING.sub(" ", text).lstrip(" \xa0\u202f").rstrip(blanks)


def name_line(text: str) -> str:
    """Return a name as one line, whichever blanks it is written with."""
    return one_line(text.replace("\xa0", " ").replace("\u202f", " "))


def without_tags(html: str) -> str:
    """Return the text between the tags of HTML elements, pictures as their alternative texts; the same string where
    there are none. References and odd angle brackets ("a < b") stay as they are."""
    if "<" not in html:
        return html
    pieces: list[str] = []
    changed = False
    for token in tokens(html):
        written = html[token.start : token.end]
        kept = written
        if token.kind is Kind.OTHER:
            kept = "" if written.startswith("<!--") else written
        elif token.kind is Kind.RAW:
            # What has no end may be a word about markup.
            kept = "" if token.name in _UNSAID and token.end < len(html) else written
        elif token.kind is not Kind.TEXT and token.name in _ELEMENTS:
            kept = _instead(token.name, written)
        changed |= kept is not written
        pieces.append(kept)
    return "".join(pieces).strip() if changed else html


def _instead(name: str, tag: str) -> str:
    if name == "img":
        found = _ALT.search(tag)
        return (found[1] or found[2] or "") if found else ""
    return " " if name in _PARTING else ""
