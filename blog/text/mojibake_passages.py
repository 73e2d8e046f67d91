"""The passages of an HTML fragment in which mojibake is looked for, each with a way back to where it stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from html.entities import codepoint2name

from blog.text.fragments import Kind, Token, plain_tags, tokens
from blog.text.mojibake_forms import trie

# The table's lead characters, and those of the Cyrillic, Greek and Arabic that ftfy repairs.
LEADS = frozenset(trie().next) | frozenset("ÐÑØÙÎÏÜÝÞßàáãäåæçèéêëìíîï")


class Passage:
    """A text to repair and the places its characters have in the source."""

    __slots__ = ("only_certain", "places", "start", "text")

    def __init__(self, text: str, start: int = 0, places: list[int] | None = None, only_certain: bool = False) -> None:
        self.text = text
        self.start = start
        self.places = places  # places[i] is where character i begins, places[len] the end; None when it is plain
        self.only_certain = only_certain


_REFERENCE = re.compile(r"&(?:amp;(?=#?\w{2,31};))?(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_ATTRIBUTE = re.compile(r"""\b(?:alt|title)\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
CODE = frozenset({"pre", "code", "kbd", "samp", "tt"})


def _names(chars: Iterable[str]) -> str:
    return "|".join(sorted(codepoint2name[ord(char)] for char in chars if ord(char) in codepoint2name))


# What may stand behind a form's first character: what is not ASCII, as itself or referred to, and what losses leave.
_LOSSES = " ?\"'"
_LOSING = frozenset(char for char, node in trie().next.items() if any(loss in node.next for loss in _LOSSES))
# The references that may begin a garbled form, by name; by number all, but for markup's and typography's own.
_LEAD_REFERENCE = re.compile(
    rf"&(?:amp;)?(?:(?:{_names(LEADS - _LOSING)});(?=[^\x00-\x7f]|&)|(?:(?:{_names(_LOSING)})|"
    r"#(?!3[489];|6[02];|160;|821[12];|821[67];|822[016];|8230;|[xX]2[267];|[xX]3[cCeE];)[0-9a-fA-FxX]{1,7});"
    rf"(?=[^\x00-\x7f]|[&{_LOSSES}]))"
)


# A reference beside what it may make a garbled form with. Each begins with the sign that is rare: it is found at once.
_BEFORE_REFERENCE = re.compile(r"&(?<=[^\x00-\x7f]&)")
_BEHIND_REFERENCE = re.compile(r";(?=&|[^\x00-\x7f])")


def may_be_referred_to(fragment: str) -> bool:
    """Say whether something garbled may stand in references, wholly or in part."""
    if "&" not in fragment:
        return False
    return bool(_BEHIND_REFERENCE.search(fragment) or _LEAD_REFERENCE.search(fragment)) or (
        not fragment.isascii() and _BEFORE_REFERENCE.search(fragment) is not None
    )


def passages(fragment: str) -> Iterator[Passage]:
    """Yield what of a fragment may be garbled: text nodes and alt and title attributes; nothing at all for most."""
    if fragment.isascii() and not _LEAD_REFERENCE.search(fragment):
        return
    depth = position = 0
    for kind, first, last, name in _markup(fragment):
        if position < first and (passage := _resolved(fragment[position:first], position, depth > 0)):
            yield passage
        position = last
        if kind is Kind.OPEN:
            depth += name in CODE
            source = fragment[first:last]
            if source.isascii() and "&" not in source:
                continue
            for match in _ATTRIBUTE.finditer(source):
                start, end = match.start(1) + 1, match.end(1) - 1
                if passage := _resolved(source[start:end], first + start, False):
                    yield passage
        elif kind is Kind.CLOSE and name in CODE:
            depth = max(0, depth - 1)
    if position < len(fragment) and (passage := _resolved(fragment[position:], position, depth > 0)):
        yield passage


def _markup(fragment: str) -> Iterator[Token | tuple[Kind, int, int, str]]:
    """Yield what stands between the text nodes of a fragment: (kind, start, end, name)."""
    tags = plain_tags(fragment)
    if tags is None:
        yield from (token for token in tokens(fragment) if token.kind is not Kind.TEXT)
        return
    for tag in tags:
        yield Kind.CLOSE if tag[1] else Kind.OPEN, tag.start(), tag.end(), tag[2].lower()


@lru_cache(maxsize=2048)
def _referred_to(name: str) -> str:
    """Return the character that a reference means; nothing for one of ASCII, and for none."""
    char = unescape(f"&{name};")
    return "" if len(char) != 1 or char.isascii() else char


def _resolved(source: str, start: int, only_certain: bool) -> Passage | None:
    """Resolve the references to characters that are not ASCII; None when nothing in the source can be garbled."""
    if source.isascii() and "&" not in source:
        return None
    parts: list[str] = []
    places: list[int] = []
    position = 0
    for match in _REFERENCE.finditer(source):
        char = _referred_to(match[1])
        if not char or (only_certain and match[0].startswith("&amp;")):
            continue
        parts += (source[position : match.start()], char)
        places += range(position, match.start() + 1)
        position = match.end()
    if not parts:
        return None if source.isascii() else Passage(source, start, None, only_certain)
    parts.append(source[position:])
    places += range(position, len(source) + 1)
    return Passage("".join(parts), start, places, only_certain)
