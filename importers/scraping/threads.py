"""Who answers whom, from structure only: trace numbers, and "replied to comment from"."""

from __future__ import annotations

from collections.abc import Sequence

from importers.scraping.arranging import Item


def link_replies(items: Sequence[Item]) -> None:
    """Set each item's parent, an index into `items`, where the page says it; others stay as they are."""
    traces: dict[str, int] = {}
    for index, item in enumerate(items):
        if item.trace:
            above = item.trace.rpartition(".")[0]
            if item.parent is None and above in traces:
                item.parent = traces[above]
            traces.setdefault(item.trace, index)
        if item.answers and item.parent is None:
            item.parent = _last_by(items[:index], item.answers)


def _last_by(earlier: Sequence[Item], name: str) -> int | None:
    for index in range(len(earlier) - 1, -1, -1):
        if earlier[index].name.casefold() == name.casefold():
            return index
    return None
