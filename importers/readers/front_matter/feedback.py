"""The comments and trackbacks that a header holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from importers.decoding import decode_references
from importers.readers.front_matter.values import Dated, first, issue_of, read_author, read_published
from importers.records import EMPTY, AuthorRecord, CommentRecord, Issue, TrackbackRecord
from importers.threads import INTERNAL_COMMENT_TYPES, held_back, parents_of, place_of, shown_status
from importers.wordpress import COMMENT_STATUS, TRACKBACK_TYPES, split_trackback

_PARENT = ("parent", "parent_id", "comment_parent", "reply_to", "in_reply_to")
_KNOWN = frozenset(
    {
        "id",
        "comment_id",
        "type",
        "comment_type",
        "status",
        "approved",
        "author",
        "author_login",
        "author_email",
        "author_url",
        "author_ip",
        "ip",
        "name",
        "email",
        "url",
        "date",
        "date_gmt",
        "content",
        "body",
        "message",
        "comment",
        *_PARENT,
    }
)


@dataclass(slots=True)
class Feedback:
    """What stood under the post, in the order of the header."""

    comments: list[CommentRecord] = field(default_factory=list)
    trackbacks: list[TrackbackRecord] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_feedback(values: Mapping[str, Any], origin: str) -> Feedback:
    """Read the lists under `comments`, `trackbacks` and `pingbacks`; what is no list holds nothing (Jekyll sites also
    write `comments: true`)."""
    feedback = Feedback()
    rows: list[dict[str, Any]] = []
    for key, kind in (("comments", ""), ("trackbacks", "trackback"), ("pingbacks", "pingback")):
        entries = values.get(key)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict):
                rows.append(entry if _type(entry) or not kind else {**entry, "type": kind})
            elif entry not in ("", None):
                message = f"an entry under “{key}” is none; it is kept in the source only"
                feedback.issues.append(Issue("item-invalid", origin, message))
    answers = [row for row in rows if _type(row) not in TRACKBACK_TYPES]
    ids, stated = [_id(row) for row in answers], [first(row, *_PARENT) for row in answers]
    others = {_id(row): _type(row) for row in rows if _type(row) in TRACKBACK_TYPES and _id(row)}
    parents = parents_of(ids, stated, origin, feedback.issues, others)
    held: dict[str, list[str]] = {}
    for row in answers:
        if _shown_status(row) != _status(row):
            held.setdefault(_type(row), []).append(_id(row))
    feedback.issues += held_back(held, origin)
    place = 0
    for ordinal, row in enumerate(rows, start=1):
        where = place_of(origin, _id(row), ordinal)
        dated = read_published(row, None)
        feedback.issues += issue_of(dated, where)
        if _type(row) in TRACKBACK_TYPES:
            feedback.trackbacks.append(_trackback(row, dated))
        else:
            feedback.comments.append(_comment(row, dated, parents[place]))
            place += 1
    return feedback


def _type(row: Mapping[str, Any]) -> str:
    return first(row, "type", "comment_type").lower()


def _id(row: Mapping[str, Any]) -> str:
    return first(row, "id", "comment_id")


def _status(row: Mapping[str, Any]) -> str:
    """What a page showed was approved, unless the header says otherwise."""
    stated = first(row, "status", "approved").lower()
    if stated in ("", "true", "yes"):
        return "approved"
    return COMMENT_STATUS.get(stated, "pending")


def _shown_status(row: Mapping[str, Any]) -> str:
    """Notes behind the desk were on no page."""
    status, kind = _status(row), _type(row)
    return shown_status(kind, status) if kind in INTERNAL_COMMENT_TYPES else status


def _comment(row: Mapping[str, Any], dated: Dated, parent: int | None) -> CommentRecord:
    meta: dict[str, Any] = {key: value for key, value in row.items() if key not in _KNOWN and value not in ("", None)}
    if _type(row) not in ("", "comment"):
        meta["type"] = _type(row)
    return CommentRecord(
        source_id=_id(row),
        author=_author(row),
        address=first(row, "author_ip", "ip"),
        body=first(row, "content", "body", "message", "comment"),
        submitted=dated.date,
        parent=parent,
        status=_shown_status(row),
        meta=meta or EMPTY,
    )


def _author(row: Mapping[str, Any]) -> AuthorRecord:
    """jekyll-import writes author, author_email, author_url; comment systems of static sites name, email, url."""
    stated = read_author(row) or AuthorRecord(name=decode_references(first(row, "name")))
    return replace(stated, email=stated.email or first(row, "email"), url=stated.url or first(row, "url"))


def _trackback(row: Mapping[str, Any], dated: Dated) -> TrackbackRecord:
    kind = _type(row)
    content = first(row, "content", "body", "excerpt")
    title, blog_name, excerpt = split_trackback(kind, first(row, "author", "name"), content)
    return TrackbackRecord(
        source_id=_id(row),
        kind=kind,
        title=decode_references(first(row, "title") or title),
        blog_name=decode_references(first(row, "blog_name") or blog_name),
        url=first(row, "author_url", "url"),
        address=first(row, "author_ip", "ip"),
        excerpt=excerpt,
        received=dated.date,
        status=_status(row),
    )
