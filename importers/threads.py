"""Comments beside each other: what answers what, what each is called, and which of them visitors saw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from importers.records import Issue, Severity
from importers.wordpress import TRACKBACK_TYPES

# Comment types that every visitor saw, those of the webmention plugin among them, and those that only people behind the
# desk did: of shops, of editors, of the block editor, of background tasks. Of others nobody can tell.
SHOWN_COMMENT_TYPES = frozenset(
    {
        "", "comment", "review", "webmention", "mention", "reply", "repost", "like", "favorite", "bookmark", "quote",
        "rsvp", "liveblog",
    }
)  # fmt: skip
INTERNAL_COMMENT_TYPES = frozenset(
    {
        "order_note", "edd_payment_note", "give_payment_note", "editorial-comment", "note", "action_log",
        "webhook_delivery", "sensei_course_status", "sensei_lesson_status", "sensei_user_answers",
    }
)  # fmt: skip
ORPHAN = "orphan-comment"
NAMED = 10  # ids in one sentence


def shown_status(kind: str, status: str) -> str:
    """Return the status of a comment of this type: what visitors may not have seen is not public here."""
    kind = kind.lower()
    if status == "spam" or kind in SHOWN_COMMENT_TYPES or kind in TRACKBACK_TYPES:
        return status
    if kind in INTERNAL_COMMENT_TYPES:
        return "trash"
    return "pending" if status == "approved" else status


def held_back(found: Mapping[str, Sequence[str]], origin: str) -> Iterator[Issue]:
    """Say which comments are not public for their type's sake; `found` are the ids of each type."""
    for kind, ids in found.items():
        named = ", ".join(ids[:NAMED]) + (" …" if len(ids) > NAMED else "")
        message = f"{len(ids)} × {kind} (comment {named}): "
        if kind in INTERNAL_COMMENT_TYPES:
            message += "a type for those behind the desk, that no visitor saw; kept in the trash"
        else:
            message += "whether visitors saw this type cannot be told; kept for a moderator"
        yield Issue("comment-type", place_of(origin, ids[0]), message, Severity.INFO)


def place_of(origin: str, comment_id: str, ordinal: int = 0) -> str:
    """Return where a comment stands: its id, or its ordinal among those of its post where it has none."""
    return f"{origin}#comment-{comment_id}" if comment_id else f"{origin}#comment@{ordinal}"


def parents_of(
    ids: Sequence[str],
    stated: Sequence[str],
    origin: str,
    issues: list[Issue],
    others: Mapping[str, str] = MappingProxyType({}),
) -> list[int | None]:
    """Return the place of each comment's parent; what answers nothing that is there stands at the top level.

    `others` are the types, by id, of what stands among the comments and is none.
    """
    parents, orphans, cut = resolve_parents(ids, stated)
    for index in orphans:
        why = f"is a {others[stated[index]]}" if stated[index] in others else "is not among the comments of its post"
        message = f"answers comment {stated[index]}, which {why}; kept at the top level"
        issues.append(Issue(ORPHAN, place_of(origin, ids[index], index + 1), message))
    for index in cut:
        issues.append(in_a_circle(place_of(origin, ids[index], index + 1), stated[index], ids[index]))
    return parents


def in_a_circle(where: str, stated: str, own: str = "", item: int | None = None) -> Issue:
    """Return what there is to say of a comment that answers itself, or one that answers it in turn."""
    whom = "itself" if stated == own else f"comment {stated}, which answers it in turn"
    return Issue("comment-cycle", where, f"answers {whom}; kept at the top level", item=item)


def resolve_parents(ids: Sequence[str], parent_ids: Sequence[str]) -> tuple[list[int | None], list[int], list[int]]:
    """Turn stated parent ids into indices; return (parents, orphans, cut), whatever the order.

    An orphan names a parent that is not among `ids`. A comment in a circle is cut loose (once per circle) and its
    index listed in `cut`. Both stay, at the top level.
    """
    place: dict[str, int] = {}
    for index, source_id in enumerate(ids):
        if source_id:
            place.setdefault(source_id, index)  # of two that bear one number, the first keeps it
    parents: list[int | None] = []
    orphans: list[int] = []
    for index, parent_id in enumerate(parent_ids):
        found = place.get(parent_id) if parent_id not in ("", "0") else None
        if found is None and parent_id not in ("", "0"):
            orphans.append(index)
        parents.append(found)
    cut: list[int] = []
    settled: set[int] = set()
    for start in range(len(parents)):
        trail: list[int] = []
        on_trail: set[int] = set()
        node: int | None = start
        while node is not None and node not in settled:
            if node in on_trail:
                parents[node] = None
                cut.append(node)
                break
            trail.append(node)
            on_trail.add(node)
            node = parents[node]
        settled.update(trail)
    return parents, orphans, cut
