"""Cut a body or a comment out of a page's source: the elements that hold the wanted lines, the rest left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from importers.records import ImageRecord
from importers.scraping.documents import Document, Event, attributes
from importers.scraping.lines import Line

# What may hold a body without being a part of it.
_CONTAINERS = frozenset(
    {
        "div",
        "article",
        "section",
        "main",
        "td",
        "tr",
        "tbody",
        "table",
        "body",
        "html",
        "form",
        "center",
        "span",
        "font",
    }
    | {"li", "dd", "ol", "ul", "dl", ""}
)
_INLINE_FRAMES = frozenset({"span", "font"})


def cut_out(document: Document, lines: Sequence[Line], *, images: bool = False) -> str:
    """Return the source of some lines, with the elements around them up to the one that holds them all."""
    events = _range(document, {line.number for line in lines})
    wanted = {line.number for line in lines}
    pictures = (
        {event.ref for event in events if event.kind == "image" and _is_shown(document, event)} if images else set()
    )
    nodes = {line.marks.node for line in lines if line.marks}
    kept, outer = _kept(document, nodes | pictures, nodes)
    inner = (kept | _inside(events, wanted, pictures)) - outer
    parts: list[str] = []
    open_now: list[int] = []
    for event in events:
        source = document.html[event.start : event.end]
        if event.kind == "open" and event.ref in inner:
            parts.append(source)
            open_now.append(event.ref)
        elif event.kind == "close" and open_now and open_now[-1] == event.ref:
            parts.append(f"</{document.nodes[event.ref].tag}>")
            open_now.pop()
        elif (event.kind in ("text", "void") and event.ref in wanted) or (
            event.kind == "image" and event.ref in pictures
        ):
            parts.append(source)
    parts += [f"</{document.nodes[node].tag}>" for node in reversed(open_now)]
    return "".join(parts).strip()


def _inside(events: Sequence[Event], wanted: Collection[int], pictures: Collection[int]) -> set[int]:
    """Return the elements that open among the events and hold something wanted."""
    found: set[int] = set()
    stack: list[int] = []
    for event in events:
        if event.kind == "open":
            stack.append(event.ref)
        elif event.kind == "close" and stack and stack[-1] == event.ref:
            stack.pop()
        elif (event.kind == "text" and event.ref in wanted) or (event.kind == "image" and event.ref in pictures):
            for node in reversed(stack):
                if node in found:
                    break
                found.add(node)
    return found


def images_in(document: Document, lines: Sequence[Line]) -> list[ImageRecord]:
    """Return the images that stand between the first and the last of some lines, as the page names them."""
    found = []
    for event in _range(document, {line.number for line in lines}):
        if event.kind == "image" and _is_shown(document, event):
            tag = attributes(document.html[event.start : event.end])
            found.append(ImageRecord(_file_name(tag.get("src", "")[:2_000]), tag.get("alt", "")))
    return found[:500]


def _file_name(address: str) -> str:
    try:
        return PurePosixPath(unquote(urlsplit(address).path)).name
    except ValueError:  # "http://[": a bracket that no address closes
        return ""


def _range(document: Document, wanted: Collection[int]) -> list[Event]:
    """Return the events from the element that opens on the first wanted line to the end of the last one."""
    spans = [document.places[number] for number in wanted if number in document.places]
    if not spans:
        return []
    start, last = min(first for first, _ in spans), max(last for _, last in spans)
    first = start
    while first > 0 and document.events[first - 1].kind in ("open", "image") and start - first < 40:
        first -= 1
    while last + 1 < len(document.events) and document.events[last + 1].kind == "close":
        last += 1
    return document.events[first : last + 1]


def _is_shown(document: Document, event: Event) -> bool:
    node = document.nodes[event.ref]
    return not node.unseen and node.hint in ("", "body", "title", "standfirst")


def _kept(document: Document, nodes: Collection[int], bearing: Collection[int]) -> tuple[set[int], set[int]]:
    """Return the elements that hold something wanted, and of them the mere containers that hold all of it."""
    kept: set[int] = set()
    children: Counter[int] = Counter()
    for start in nodes:
        index = start
        while index > 0 and index not in kept:
            kept.add(index)
            index = document.nodes[index].parent
            children[index] += 1
    outer: set[int] = set()
    index = 0
    bearers = set(bearing)
    below = _single_children(document, kept, children)
    while (children[index] == 1 and index not in bearers) or index == 0:
        index = below.get(index, -1)
        if index < 0 or document.nodes[index].tag not in _CONTAINERS:
            break
        outer.add(index)
        if index in bearers:
            break
    return kept, outer - {index for index in outer if document.nodes[index].tag in _INLINE_FRAMES and index in bearers}


def _single_children(document: Document, kept: Collection[int], children: Counter[int]) -> dict[int, int]:
    return {document.nodes[index].parent: index for index in kept if children[document.nodes[index].parent] == 1}
