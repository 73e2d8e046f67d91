"""The comments, pingbacks and trackbacks of one item."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from importers.decoding import decode_references, with_pairs
from importers.readers.wxr.clock import Clock
from importers.readers.wxr.dates import found_date
from importers.readers.wxr.parsing import WP, local_name, text_of, unwrapped
from importers.records import EMPTY, AuthorRecord, CommentRecord, Issue, TrackbackRecord
from importers.threads import SHOWN_COMMENT_TYPES, held_back, parents_of, place_of, shown_status
from importers.wordpress import COMMENT_STATUS, TRACKBACK_TYPES, split_trackback

KEYS = {
    WP + name: name.removeprefix("comment_")
    for name in (
        "comment_id",
        "comment_author",
        "comment_author_email",
        "comment_author_url",
        "comment_author_IP",
        "comment_date",
        "comment_date_gmt",
        "comment_content",
        "comment_approved",
        "comment_type",
        "comment_parent",
        "comment_user_id",
    )
}
_COMMENTMETA = WP + "commentmeta"
_META_KEY, _META_VALUE = WP + "meta_key", WP + "meta_value"


@dataclass(slots=True)
class Feedback:
    """What readers and other sites sent to one item, in the order of the file."""

    comments: list[CommentRecord] = field(default_factory=list)
    trackbacks: list[TrackbackRecord] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_feedback(
    elements: list[etree._Element], origin: str, clock: Clock | None = None, *, is_broken: bool = False
) -> Feedback:
    """Read an item's comment elements; threads are resolved whatever their order.

    Of an item that `is_broken`, a comment that does not say its type waits: it may have been none that was shown.
    """
    clock = clock or Clock()
    feedback = Feedback()
    rows = [_values(element) for element in elements]
    answers = [row for row in rows if row.get("type", "") not in TRACKBACK_TYPES]
    parents = _parents(rows, answers, origin, feedback.issues) if answers else []
    place = 0
    held: dict[str, list[str]] = {}
    for ordinal, row in enumerate(rows, start=1):
        where = place_of(origin, row.get("id", ""), ordinal)
        kind = row.get("type", "")
        status = _status(row, where, feedback.issues)
        if kind in TRACKBACK_TYPES:
            feedback.trackbacks.append(_trackback(row, status, where, feedback.issues, clock))
            continue
        if kind not in SHOWN_COMMENT_TYPES and (shown := shown_status(kind, status)) != status:
            held.setdefault(kind, []).append(row.get("id", ""))
            status = shown
        if is_broken and "type" not in row and status == "approved":
            message = "its type is lost with what is damaged; it waits for a moderator"
            feedback.issues.append(Issue("status-unknown", where, message))
            status = "pending"
        feedback.comments.append(_comment(row, status, parents[place], where, feedback.issues, clock))
        place += 1
    feedback.issues += held_back(held, origin)
    return feedback


def _status(row: dict[str, Any], where: str, issues: list[Issue]) -> str:
    stated = row.get("approved", "")
    status = COMMENT_STATUS.get(stated.lower())
    if status is None:
        issues.append(Issue("status-unknown", where, f"“{stated}” is not a comment's status; it waits for a moderator"))
    return status or "pending"


def read_meta(element: etree._Element) -> list[str]:
    """Read a postmeta, commentmeta or termmeta element as [key, value]."""
    key = value = ""
    for child in element:
        if child.tag == _META_KEY:
            key = (child.text or "").strip()
        elif child.tag == _META_VALUE:
            value = text_of(child)
    return [key, value]


def _values(element: etree._Element) -> dict[str, Any]:
    """Return a comment's fields by their names in the export, without "comment_"; the rest under "other"."""
    values: dict[str, Any] = {}
    for child in element:
        tag = child.tag
        key = KEYS.get(tag)
        if key == "content":
            values[key] = with_pairs(unwrapped(text_of(child)))
        elif key is not None:
            values[key] = (child.text or "").strip()
            if key == "id" and values[key] == "0":  # of a table that lost its key: the number of many, or of none
                values[key] = ""
        elif tag == _COMMENTMETA:
            values.setdefault("meta", []).append(read_meta(child))
        elif isinstance(tag, str) and (text := text_of(child)).strip():
            values.setdefault("other", []).append([local_name(tag), text])
    if (kind := values.get("type")) and kind.lower() in TRACKBACK_TYPES:
        values["type"] = kind.lower()
    return values


def _parents(
    rows: list[dict[str, Any]], answers: list[dict[str, Any]], origin: str, issues: list[Issue]
) -> list[int | None]:
    stated = [row.get("parent", "0") for row in answers]
    if not any(parent not in ("", "0") for parent in stated):
        return [None] * len(answers)
    others = {row["id"]: row["type"] for row in rows if row.get("type", "") in TRACKBACK_TYPES and row.get("id")}
    return parents_of([row.get("id", "") for row in answers], stated, origin, issues, others)


def _comment(
    row: dict[str, Any], status: str, parent: int | None, where: str, issues: list[Issue], clock: Clock
) -> CommentRecord:
    submitted, fault = found_date(row.get("date", ""), row.get("date_gmt", ""))
    if fault:
        issues.append(Issue(fault[0], where, fault[1]))
    return CommentRecord(
        source_id=row.get("id", ""),
        author=AuthorRecord(
            name=decode_references(row.get("author", "")),
            email=row.get("author_email", ""),
            url=row.get("author_url", ""),
        ),
        address=row.get("author_IP", ""),
        body=row.get("content", ""),
        submitted=clock.hinted(submitted),
        parent=parent,
        status=status,
        meta=_meta(row, parent),
    )


def _trackback(row: dict[str, Any], status: str, where: str, issues: list[Issue], clock: Clock) -> TrackbackRecord:
    received, fault = found_date(row.get("date", ""), row.get("date_gmt", ""))
    if fault:
        issues.append(Issue(fault[0], where, fault[1]))
    title, blog_name, excerpt = split_trackback(row["type"], row.get("author", ""), row.get("content", ""))
    return TrackbackRecord(
        source_id=row.get("id", ""),
        kind=row["type"],
        title=decode_references(title),
        blog_name=decode_references(blog_name),
        url=row.get("author_url", ""),
        email=row.get("author_email", ""),
        address=row.get("author_IP", ""),
        excerpt=excerpt,
        received=clock.hinted(received),
        status=status,
        meta=_meta(row),
    )


def _meta(row: dict[str, Any], parent: int | None = None) -> dict[str, Any]:
    """Keep what has no field: the account, an unusual type, what it answers where that is no comment here, the
    export's metadata."""
    meta: dict[str, Any] = {}
    if parent is None and row.get("parent", "0") not in ("", "0"):
        meta["parent"] = row["parent"]
    if row.get("user_id", "0") not in ("", "0"):
        meta["user_id"] = row["user_id"]
    if row.get("type", "") not in ("", "comment", *TRACKBACK_TYPES):
        meta["type"] = row["type"]
    if "meta" in row:
        meta["commentmeta"] = row["meta"]
    if "other" in row:
        meta["other"] = row["other"]
    return meta or EMPTY  # type: ignore[return-value]
