"""Who an item is, from run to run: its id at the source, else its address, else its place in the folder.

Plain functions; two readers of the same blog give the same post the same identity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from blog.text import paths
from importers import json_text
from importers.found_dates import FoundDate
from importers.records import AttachmentRecord, AuthorRecord, CommentRecord, PostRecord, TrackbackRecord

MAX_LENGTH = 500
_KEPT = 300
_BESIDE_ANOTHER = re.compile(r"#[^#~]*~[0-9a-f]{16}\Z")


@dataclass(frozen=True, slots=True)
class Recognized:
    """A record with what it is known by: its kind, its identity, and the hash that tells whether it changed."""

    record: PostRecord | AttachmentRecord
    kind: str
    identity: str
    content_hash: str


def digest(*parts: str | bytes) -> str:
    """Return 32 hexadecimal digits that stand for the parts, in their order."""
    said = blake2b(digest_size=16)
    for part in parts:
        piece = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        said.update(b"%d:%b" % (len(piece), piece))
    return said.hexdigest()


def bounded(identity: str) -> str:
    """Return an identity that fits its column; a long one keeps its head and a digest of the whole."""
    identity = identity.replace("\x00", "")
    return identity if len(identity) <= _KEPT else f"{identity[:_KEPT]}…{digest(identity)}"


def recognize(record: PostRecord | AttachmentRecord, context: str) -> Recognized:
    """Return the record with its identity and hash; `context` is what else bears on its preparation."""
    if isinstance(record, AttachmentRecord):
        return Recognized(record, "attachment", of_attachment(record), content_hash(record, context))
    return Recognized(record, record.kind, of_post(record), content_hash(record, context))


def of_address(url: str) -> str:
    """Return the identity that an address gives; the same for all its spellings."""
    host, path, query = paths.legacy_key(url)
    return bounded(f"url:{host}{path}" + (f"?{query}" if query else ""))


def of_id(source_id: str) -> str:
    """Return the identity that an id at the source gives."""
    return bounded(f"id:{source_id}")


def of_post(record: PostRecord) -> str:
    """Return a post's or page's identity."""
    if record.source_id:
        return of_id(record.source_id)
    if record.original_url:
        return of_address(record.original_url)
    return bounded(f"path:{record.place or record.origin}")


def of_attachment(record: AttachmentRecord) -> str:
    """Return an attachment's identity."""
    if record.source_id:
        return of_id(record.source_id)
    return of_address(record.url) if record.url else bounded(f"path:{record.origin}")


def content_hash(record: PostRecord | AttachmentRecord, context: str) -> str:
    """Return what tells whether an item changed at the source: its bytes, and what else bears on its preparation."""
    beside: tuple[str, ...] = ()
    if isinstance(record, PostRecord) and record.reader == "front_matter" and record.translation_group:
        beside = (record.translation_group, record.language)  # its bytes do not tell them
    return digest(record.raw or repr(record), context, *beside)


def of_feedback(post: str, records: tuple[CommentRecord, ...] | tuple[TrackbackRecord, ...]) -> list[str]:
    """Return the identities of a post's comments or trackbacks, in their order.

    Without an id: a hash of who, when and what, with an ordinal, since two readers may write the same "Thanks!".
    An id that stands twice is one identity twice where both say the same, and two comments where they do not: a
    table that lost its key gives one number to many.
    """
    prefix = post if len(post) <= _KEPT - 60 else digest(post)
    seen: dict[str, int] = {}
    first: dict[str, CommentRecord | TrackbackRecord] = {}
    identities = []
    for record in records:
        own = f"#{record.source_id}" if record.source_id else f"#~{_said(record)}"
        if record.source_id:
            earlier = first.setdefault(own, record)
            if earlier is not record and _said(earlier) != _said(record):
                own = f"{own}~{_said(record)}"
            identities.append(bounded(prefix + own))
            continue
        ordinal = seen[own] = seen.get(own, 0) + 1
        identities.append(bounded(prefix + own if ordinal == 1 else f"{prefix}{own}-{ordinal}"))
    return identities


def of_answered(own: str, source_id: str) -> str:
    """Return the identity of another comment of the same post, by the id that a comment says it answers."""
    return bounded(f"{own.rpartition('#')[0]}#{source_id}")


def shares_its_number(name: str, source_id: str) -> bool:
    """Say whether the identity of feedback tells it from another of its post that bears the same id."""
    return bool(source_id) and _BESIDE_ANOTHER.search(name) is not None


def marks_of_feedback(post: str, found: PostRecord, parents: Iterable[int | None]) -> tuple[tuple[str, str], ...]:
    """Return identity and content hash of each of a post's comments, then of its trackbacks, as found.

    `parents` are the places of what the comments answer.
    """
    comments, trackbacks = of_feedback(post, found.comments), of_feedback(post, found.trackbacks)
    answered = ["" if parent is None else comments[parent] for parent in parents] + [""] * len(trackbacks)
    parts: tuple[CommentRecord | TrackbackRecord, ...] = (*found.comments, *found.trackbacks)
    marked = zip((*comments, *trackbacks), parts, answered, strict=True)
    return tuple((own, feedback_hash(part, parent, post)) for own, part, parent in marked)


def part_name(kind: str, source_id: str, index: int) -> str:
    """Return what a comment or trackback is called in issues: by its id at the source, else by its place."""
    return f"{kind}-{source_id[:100]}" if source_id else f"{kind}@{index + 1}"


def _said(record: CommentRecord | TrackbackRecord) -> str:
    if isinstance(record, CommentRecord):
        when = record.submitted.iso() if record.submitted else ""
        return digest(record.author.name, when, record.body)[:16]
    when = record.received.iso() if record.received else ""
    return digest(record.url, record.title, when, record.excerpt)[:16]


def feedback_hash(record: CommentRecord | TrackbackRecord, parent: str, context: str) -> str:
    """Return what tells whether a comment or trackback changed; `parent` is the identity of what it answers."""
    said = _of_comment(record) if isinstance(record, CommentRecord) else record
    return digest(json_text.for_hashing(said), parent, context)


_FLAT = attrgetter(*(part.name for part in fields(CommentRecord) if part.name not in ("author", "submitted")))
_WHO, _WHEN = (attrgetter(*(part.name for part in fields(kind))) for kind in (AuthorRecord, FoundDate))


def _of_comment(record: CommentRecord) -> tuple[Any, ...]:
    """Return all that a comment holds without the names of its fields: most of what is hashed are comments."""
    return *_FLAT(record), _WHO(record.author), _WHEN(record.submitted) if record.submitted else None
