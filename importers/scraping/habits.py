"""How the pages of a batch are laid out: what wins clearly on most of them speaks, a little, on those in doubt.

A habit is a short text whose first word says of what: "comments after" (how comments and names follow each other),
"title h1.entry-title", "body div.entry-content" (how the place in the markup is marked).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from blog.text.levels import Level
from importers.records import PostRecord
from importers.scraping.layouts import mark_of
from importers.scraping.lines import Line
from importers.scraping.ordering import proved_order
from importers.scraping.states import State

if TYPE_CHECKING:  # a page asks what is usual
    from importers.scraping.pages import Page

_MARKED = {"title": State.TITLE, "body": State.BODY}


def habits_of(page: Page, record: PostRecord) -> Iterator[str]:
    """Give the habits that a page shows; none where something of it is in doubt."""
    if record.status != "published":
        return
    comments = record.fields.get("comments")
    if comments is not None and comments.level is Level.LIKELY and comments.rule != "layout-elements":
        yield f"comments {comments.rule.removeprefix('layout-')}"
    order = proved_order([date for seen in page.features for date in seen.dates])
    if order is not None:
        yield "dates day-first" if order else "dates month-first"
    for name, state in _MARKED.items():
        marks = Counter(mark for seen in page.of(state) if not (mark := mark_of(seen.line)).endswith("."))
        if mark := next((mark for mark, _ in marks.most_common(1) if mark), ""):
            yield f"{name} {mark}"


def usual_layout(habits: Collection[str]) -> str:
    """Return the layout that the comments of the batch mostly have."""
    return next((habit.partition(" ")[2] for habit in sorted(habits) if habit.startswith("comments ")), "")


def usual_states(habits: Collection[str], lines: Collection[Line]) -> Mapping[int, State]:
    """Return, by number, the lines that stand where title and text of the batch mostly stand."""
    marks = {habit.partition(" ")[2]: _MARKED[name] for habit in habits if (name := habit.partition(" ")[0]) in _MARKED}
    return {line.number: marks[mark] for line in lines if (mark := mark_of(line)) in marks} if marks else {}
