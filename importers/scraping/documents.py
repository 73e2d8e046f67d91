"""A page of HTML after the walk: its elements, its lines, and the events from which parts of it are cut out."""

from __future__ import annotations

import html as references
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from importers.scraping.lines import Line

_ATTRIBUTE = re.compile(r"([^\s=/>\"']+)(?:\s{0,9}=\s{0,9}(\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")


@dataclass(slots=True)
class Node:
    """An element, and what it says of itself."""

    parent: int
    tag: str
    tokens: frozenset[str] = frozenset()
    ident: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    hint: str = ""
    piece: str = ""
    item: int | None = None
    unseen: bool = False
    size: int = 0  # characters of text inside


class Event(NamedTuple):
    """A step of the walk: an element opens or closes (`ref` is its node), or a line gets text or a void element.

    kind is "open", "close", "text", "void" (`ref` is the line's number, 0 for none) or "image" (`ref` is the node).
    """

    kind: str
    ref: int
    start: int
    end: int


@dataclass(slots=True)
class Document:
    """A page after the walk."""

    html: str
    nodes: list[Node]
    lines: list[Line]
    events: list[Event]
    scripts: list[str]
    metas: list[dict[str, str]]
    title: str = ""
    posts: int = 1  # that claim to be the page's
    _places: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def places(self) -> dict[int, tuple[int, int]]:
        """The first and the last event that give each line its text, by the line's number."""
        if not self._places:
            for place, event in enumerate(self.events):
                if event.kind == "text":
                    self._places[event.ref] = (self._places.get(event.ref, (place, place))[0], place)
        return self._places

    def visible(self) -> list[Line]:
        """Return the lines that a reader of the page sees."""
        return [line for line in self.lines if line.marks is None or not self.nodes[line.marks.node].unseen]

    def starts(self, lines: Iterable[Line]) -> Iterator[int]:
        """Give the place in the source at which each of these lines begins: that of the first tag that opens there."""
        first: dict[int, int] = {}
        opened: int | None = None
        for event in self.events:
            if event.kind == "open" and opened is None:
                opened = event.start
            elif event.kind == "text" and event.ref:
                first.setdefault(event.ref, event.start if opened is None else opened)
                opened = None
            elif event.kind == "close":
                opened = None
        return (first[line.number] for line in lines)


def list_around(nodes: Sequence[Node], index: int) -> int:
    """Return the closest list that holds an element; 0 for none."""
    for _ in range(6):
        if index <= 0 or nodes[index].tag in ("ul", "ol", "dl"):
            return max(index, 0)
        index = nodes[index].parent
    return 0


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a tag's source, names in lower case, references resolved; the first of a name counts."""
    found: dict[str, str] = {}
    inside = tag[1:].rstrip(">").rstrip("/")
    for index, match in enumerate(_ATTRIBUTE.finditer(inside[:20_000])):
        if index:
            value = (match[2] or "").strip("\"'")
            found.setdefault(match[1].lower(), references.unescape(value) if "&" in value else value)
    return found
