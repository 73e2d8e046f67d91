"""Cut an HTML fragment into text, tags and the rest, each with its place, so that what is not touched stays as it was.

A tokenizer, no parser: it builds no tree, resolves nothing and never fails. Every search runs forward once, whatever
the input: an unclosed comment, quote or tag costs one look to the end of the text, not one for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class Kind(Enum):
    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    RAW = "raw"  # what stands inside script, style and their like: no markup, no text
    OTHER = "other"  # comments, declarations, processing instructions


class Token(NamedTuple):
    """A piece of the fragment, from `start` to `end`. `name` is the element's, in lower case, for tags and raw text."""

    kind: Kind
    start: int
    end: int
    name: str = ""


# "textarea" and "title" hold text in which references count; nothing of them is a post's text.
RAW_ELEMENTS = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})
VOID_ELEMENTS = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)

# What nearly every tag looks like: no attributes, or quoted ones without angle brackets. Read at one look; a failing
# look ends at the next angle bracket.
_PLAIN_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*+)(?:>|([ \n]++[a-zA-Z-]++="[^"<>]*+")*+[ \n]*+/?>)""")
ATTRIBUTES = 3  # the group of a plain tag that holds the last of them
_NAME = re.compile(r"[a-zA-Z][^\s/>\x00]*")
_COMMENT_END = re.compile(r"--!?>")
_TAG_STOP = re.compile(r"[>\"']")
_LONGEST_KEPT = 200_000  # characters of a fragment whose tags are remembered
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW_ELEMENTS}


class _Scanner:
    """Searches that remember that nothing more is to be found."""

    def __init__(self, html: str) -> None:
        self.html = html
        self._absent: set[str] = set()

    def find(self, needle: str, start: int) -> int:
        if needle in self._absent:
            return -1
        found = self.html.find(needle, start)
        if found < 0:
            self._absent.add(needle)
        return found

    def tag_end(self, start: int) -> int:
        """Return the place after the tag that begins before `start`, or -1. Quotes count only after an equals sign."""
        if ">" in self._absent:
            return -1
        position = start
        while stop := _TAG_STOP.search(self.html, position):
            mark, position = stop[0], stop.end()
            if mark == ">":
                return position
            if self._after_equals(stop.start(), start):
                closing = self.find(mark, position)
                position = closing + 1 if closing >= 0 else position
        self._absent.add(">")
        return -1

    def _after_equals(self, place: int, start: int) -> bool:
        while place > start and self.html[place - 1] in " \t\r\n\f":
            place -= 1
        return place > start and self.html[place - 1] == "="


def tokens(html: str, start: int = 0) -> Iterator[Token]:
    """Yield the tokens of a fragment, from a place outside of all markup on; they join without gap or overlap."""
    scanner = _Scanner(html)
    position = text_start = start
    while (less := html.find("<", position)) >= 0:
        token = _plain_tag(html, less) or _markup(scanner, less)
        if token is None:
            position = less + 1
            continue
        if less > text_start:
            yield Token(Kind.TEXT, text_start, less)
        yield token
        position = text_start = token.end
        if token.kind is Kind.OPEN and token.name in RAW_ELEMENTS:
            ending = _RAW_END[token.name].search(html, position)
            end = ending.start() if ending else len(html)
            if end > position:
                yield Token(Kind.RAW, position, end, token.name)
            position = text_start = end
    if text_start < len(html):
        yield Token(Kind.TEXT, text_start, len(html))


def plain_tags(html: str) -> Sequence[re.Match[str]] | None:
    """Return the tags of a fragment that has no other markup than plain tags, which nearly all have: much cheaper than
    `tokens`. Groups are a slash for end tags, and the name as it is written. None where `tokens` must look closer."""
    return _looked_at(html).tags


def may_hold(html: str, names: Set[str]) -> bool:
    """Say whether a fragment may hold one of these elements, given in lower case. One look answers for all who ask."""
    if "<" not in html:
        return False
    known = _looked_at(html)
    return known.tags is None or not known.names.isdisjoint(names)


def holds_only(html: str, names: Set[str]) -> bool:
    """Say whether a fragment has plain tags of these elements, given in lower case, and no other markup."""
    if "<" not in html:
        return True
    known = _looked_at(html)
    return known.tags is not None and known.names <= names


def stated(html: str) -> str:
    """Return the tags of a fragment that have attributes, or all of it where it is long or its markup is not plain: a
    look for what only attributes say is shorter there."""
    if "<" not in html:
        return ""
    return _last_looks(html).stated if len(html) <= _LONGEST_KEPT else html


def may_have_comments(html: str) -> bool:
    """Say whether "<!--" stands in a fragment: where all tags are plain, it need not be looked for."""
    return plain_tags(html) is None and "<!--" in html


class _Look(NamedTuple):
    """The tags of a fragment, None where it holds other markup too, the names of its elements in lower case, and the
    tags with attributes, or all of it where it holds other markup."""

    tags: Sequence[re.Match[str]] | None
    names: Set[str]
    stated: str


def _looked_at(html: str) -> _Look:
    return _last_looks(html) if len(html) <= _LONGEST_KEPT else _last_looks.__wrapped__(html)


@lru_cache(maxsize=4)
def _last_looks(html: str) -> _Look:
    """Remembered, since a body is asked for its elements a dozen times on its way, mostly as it was."""
    tags = tuple(_PLAIN_TAG.finditer(html))
    names = {name.lower() for name in {tag[2] for tag in tags}}
    is_plain = len(tags) == html.count("<") and RAW_ELEMENTS.isdisjoint(names)
    if not is_plain:
        return _Look(None, names, html)
    return _Look(tags, names, "".join([tag[0] for tag in tags if tag.lastindex == ATTRIBUTES]))


def last_end(html: str, name: str, last: dict[str, int]) -> int:
    """Return where the last end tag of an element stands, -1 for none: one that nothing closes holds nothing. Who asks
    again remembers `last`."""
    if name not in last:
        ends = [html.rfind(f"</{spelled}") for spelled in (name, name.upper())]
        last[name] = max(ends)
    return last[name]


def _plain_tag(html: str, less: int) -> Token | None:
    tag = _PLAIN_TAG.match(html, less)
    if tag is None:
        return None
    return Token(Kind.CLOSE if tag[1] else Kind.OPEN, less, tag.end(), tag[2].lower())


def _markup(scanner: _Scanner, less: int) -> Token | None:
    """Read the token that begins with the "<" at `less`; None when it is only a less-than sign."""
    html = scanner.html
    following = html[less + 1 : less + 2]
    if following.isascii() and following.isalpha():
        return _tag(scanner, Kind.OPEN, less, less + 1)
    if following == "/":
        if html[less + 2 : less + 3].isascii() and html[less + 2 : less + 3].isalpha():
            return _tag(scanner, Kind.CLOSE, less, less + 2)
        return _until(scanner, ">", less, less + 2)
    if following == "!" and html.startswith("--", less + 2):
        if html.startswith(("-->", "->", ">"), less + 4) and not html.startswith("-->", less + 4):
            return Token(Kind.OTHER, less, html.index(">", less + 4) + 1)
        ending = _COMMENT_END.search(html, less + 4)
        return Token(Kind.OTHER, less, ending.end() if ending else len(html))
    if following in ("!", "?"):
        return _until(scanner, ">", less, less + 2)
    return None


def _tag(scanner: _Scanner, kind: Kind, less: int, name_start: int) -> Token | None:
    if scanner.find(">", name_start) < 0:
        return None
    name = _NAME.match(scanner.html, name_start)
    assert name is not None
    end = scanner.tag_end(name.end())
    return Token(kind, less, end, name[0].lower()) if end >= 0 else None


def _until(scanner: _Scanner, needle: str, less: int, start: int) -> Token | None:
    found = scanner.find(needle, start)
    return Token(Kind.OTHER, less, found + len(needle)) if found >= 0 else None
