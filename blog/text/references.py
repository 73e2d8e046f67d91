"""The addresses that an HTML fragment's tags hold, each with its place, so that one can be replaced and no byte else.

What shows something (`src`, `poster`, the candidates of `srcset`) is told apart from what leads somewhere (`href`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import NamedTuple

from blog.text.fragments import Kind, tokens

SHOWING = {
    "img": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "source": ("src", "srcset"),
    "track": ("src",),
}
LEADING = {"a": ("href",)}
LONGEST = 8000  # characters of an address; a longer one is data, not a place

# Always takes at least a name, so that no text is looked at twice.
_ATTRIBUTE = re.compile(r"""([^\s=/>"'<]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]++))?""")
_MARKDOWN_IMAGE = re.compile(
    r"""!\[([^\]\[\n]{0,500})\]\(\s{0,9}(?:<([^<>\n]{1,2000})>|([^\s<>()]{1,2000}))(?=[\s)])"""
)
_HOSTED = re.compile(r"\s*(?:https?:)?//|\s*[^\s:?#]+(?:[/?#]|$)", re.IGNORECASE)


class Attribute(NamedTuple):
    """An attribute's value, unescaped, and where the attribute begins and ends."""

    value: str
    start: int
    end: int


class Reference(NamedTuple):
    """An address and the place of the attribute that holds it (of the address alone in Markdown)."""

    address: str
    tag: str
    name: str
    start: int
    end: int
    alt: str = ""
    is_shown: bool = True
    also: tuple[tuple[int, int], ...] = ()  # the places of attributes that make no sense beside another address


def attributes(html: str, start: int, end: int) -> Iterator[tuple[str, Attribute]]:
    """Yield the attributes of the tag at this place by their names in lower case; the first of a name counts."""
    seen = set()
    name_end = re.compile(r"</?[^\s/>]*").match(html, start, end)
    position = name_end.end() if name_end else end
    for found in _ATTRIBUTE.finditer(html, position, end):
        name = found[1].lower()
        if name not in seen:
            seen.add(name)
            yield name, Attribute(unescape((found[2] or "").strip("\"'")), found.start(), found.end())


def references(text: str, body_format: str = "html") -> Iterator[Reference]:
    """Yield what a body shows and where its links lead, in their order, Markdown's own pictures last."""
    for token in tokens(text):
        if token.kind is not Kind.OPEN or not (token.name in SHOWING or token.name in LEADING):
            continue
        found = dict(attributes(text, token.start, token.end))
        also = tuple((found[name].start, found[name].end) for name in ("srcset", "sizes") if name in found)
        alt = found["alt"].value if "alt" in found else ""
        for name in (*SHOWING.get(token.name, ()), *LEADING.get(token.name, ())):
            if name not in found:
                continue
            attribute = found[name]
            address = first_candidate(attribute.value) if name == "srcset" else attribute.value.strip()
            if name == "srcset" and "src" in found:
                continue  # goes with that
            if 0 < len(address) <= LONGEST and _HOSTED.match(address):
                others = tuple(place for place in also if place[0] != attribute.start) if name != "poster" else ()
                yield Reference(
                    address, token.name, name, attribute.start, attribute.end, alt, token.name in SHOWING, others
                )
    if body_format == "markdown" and "![" in text:
        for found_image in _MARKDOWN_IMAGE.finditer(text):
            group = 2 if found_image[2] else 3
            yield Reference(found_image[group], "", "", *found_image.span(group), alt=found_image[1])


def first_candidate(srcset: str) -> str:
    """Return the first address of a srcset: the others are the same picture in other sizes."""
    return (srcset.replace("\n", " ").strip(" ,\t").split() or [""])[0].rstrip(",")


def replace(text: str, addresses: Mapping[Reference, str]) -> str:
    """Return the text with these references leading to other addresses. What says of a picture in how many sizes it
    was to be had goes: here it is in one."""
    edits: list[tuple[int, int, str]] = []
    for reference, address in addresses.items():
        new = f'{reference.name}="{escape(address)}"' if reference.name else address
        edits.append((reference.start, reference.end, new))
        edits += [(*_with_space(text, place), "") for place in reference.also]
    pieces: list[str] = []
    position = 0
    for start, end, new in sorted(edits):
        if start >= position:
            pieces += (text[position:start], new)
            position = end
    return "".join((*pieces, text[position:]))


def _with_space(text: str, place: tuple[int, int]) -> tuple[int, int]:
    start, end = place
    return (start - 1 if start and text[start - 1] in " \t\n" else start), end
