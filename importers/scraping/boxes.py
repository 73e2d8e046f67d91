"""Boxes inside a post's text that are none of it: a call to subscribe, a poll, a search, whatever they are called."""

from __future__ import annotations

from collections.abc import Sequence

from importers.scraping import hints
from importers.scraping.documents import Node

_BOXES = frozenset({"div", "section", "aside", "fieldset", "table"})
_LARGEST = 300  # characters of what stands beside a form
_SHARE = 0.3  # of the text around it


def mark_boxes(nodes: Sequence[Node]) -> None:
    """Mark the small elements of a post's text that hold a form; parents come before their children."""
    boxes = {box for node in nodes if node.tag == "form" and (box := _box(nodes, node.parent))}
    if not boxes:
        return
    inside: set[int] = set()
    for index, node in enumerate(nodes):
        if index in boxes or node.parent in inside:
            inside.add(index)
            node.hint = "form"


def _box(nodes: Sequence[Node], index: int) -> int:
    """Return the element around a form that holds little else and says nothing of itself; 0 for none."""
    node = nodes[index]
    if node.tag not in _BOXES or node.hint != "body" or nodes[node.parent].hint != "body":
        return 0
    named = hints.part(node.tag, node.tokens | ({node.ident} if node.ident else frozenset()))
    return index if not named and node.size <= min(_LARGEST, _SHARE * nodes[node.parent].size) else 0
