"""Comments in the order of their threads, from one flat list, without recursion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from blog.models import Feedback

MAX_DEPTH = 5  # deeper answers stand at this depth and name whom they answer


@dataclass(slots=True)
class Node:
    """A comment with its place: whether it opens a list, whether its item ends with it, how many lists end after it."""

    comment: Feedback
    depth: int
    parent: Feedback | None
    opens: bool = False
    ends_item: bool = True
    closes: int = 0

    @property
    def too_deep(self) -> bool:
        return self.parent is not None and self.depth == MAX_DEPTH

    @property
    def closing(self) -> range:
        return range(self.closes)


def thread(comments: Iterable[Feedback]) -> list[Node]:
    """Return comments as nodes, each after what it answers, siblings in the given order.

    An answer to what is not among them stands at the top; so does one comment of a circle.
    """
    comments = list(comments)
    known = {comment.pk: comment for comment in comments}
    answers: dict[int | None, list[Feedback]] = {}
    for comment in comments:
        parent_pk = comment.parent_id if comment.parent_id in known else None
        answers.setdefault(parent_pk, []).append(comment)
    nodes: list[Node] = []
    seen: set[int] = set()
    for top in (*answers.get(None, ()), *comments):
        _unfold(top, answers, known, nodes, seen)
    _mark_lists(nodes)
    return nodes


def _unfold(
    top: Feedback,
    answers: dict[int | None, list[Feedback]],
    known: dict[int, Feedback],
    nodes: list[Node],
    seen: set[int],
) -> None:
    waiting = [(top, 0)]
    while waiting:
        comment, depth = waiting.pop()
        if comment.pk in seen:
            continue
        seen.add(comment.pk)
        parent = known.get(comment.parent_id or 0) if depth else None
        nodes.append(Node(comment, min(depth, MAX_DEPTH), parent))
        waiting += [(answer, depth + 1) for answer in reversed(answers.get(comment.pk, ()))]


def _mark_lists(nodes: list[Node]) -> None:
    for place, node in enumerate(nodes):
        before = nodes[place - 1].depth if place else -1
        after = nodes[place + 1].depth if place + 1 < len(nodes) else 0
        node.opens = node.depth > before and place > 0
        node.ends_item = after <= node.depth
        node.closes = max(0, node.depth - after)
