"""Records as columns: what a post, an attachment or a comment is made of here, in the words of the models.

The same values are written, compared with what stands there, kept as the base of the next merge and restored by undo.
All are JSON: dates as ISO strings, relations as keys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from blog.models import Attachment, Feedback, Post
from blog.models.post import first_moment
from blog.text import markup, placing, rendering
from blog.text.levels import LOST
from blog.text.placing import Mark
from importers.json_text import iso
from importers.noting import legal_json
from importers.records import (
    AttachmentRecord,
    CommentRecord,
    FieldRepair,
    FieldSource,
    FoundDate,
    Leftover,
    PostRecord,
    TrackbackRecord,
)
from importers.scraping.doubts import doubts_of

LONGEST_RAW = 400  # characters of a field's raw text kept as provenance; the item's raw source holds the rest

POST_COLUMNS = (
    "kind", "title", "slug", "status", "author_id", "language", "excerpt", "sticky", "menu_order", "comments_open",
    "original_url", "guid", "source_meta", "seo_title", "seo_description",
)  # fmt: skip
FEEDBACK_COLUMNS = (
    "status", "author_name", "author_email", "author_url", "author_address", "title", "blog_name", "submitted_text",
    "parent_id", "source_meta",
)  # fmt: skip
ATTACHMENT_COLUMNS = ("title", "alt", "caption", "description", "original_url", "has_page", "source_meta")


def of_post(
    record: PostRecord, author_id: int | None, co_authors: list[int], categories: list[int], tags: list[int]
) -> dict[str, Any]:
    """Return the values of a prepared post."""
    return {
        "kind": record.kind,
        "title": record.title,
        "slug": record.slug,
        "status": record.status,
        "author_id": author_id,
        "language": record.language,
        "excerpt": record.excerpt,
        "sticky": record.sticky,
        "menu_order": record.menu_order,
        "comments_open": record.comments_open,
        "original_url": record.original_url,
        "guid": record.guid,
        "source_meta": post_meta(record),
        "seo_title": record.seo_title,
        "seo_description": record.seo_description,
        "date": date_values(record.published),
        "body": [record.body_format, record.body],
        "co_authors": [key for key in co_authors if key != author_id],
        "categories": sorted(categories),
        "tags": sorted(tags),
    }


def present_post(post: Post) -> dict[str, Any]:
    """Return the same values of a stored post (with prefetched co-authors, categories and tags)."""
    at = post.published_at
    parts = [post.published_year, post.published_month, post.published_day, at.isoformat() if at else None]
    return {name: getattr(post, name) for name in POST_COLUMNS} | {
        "date": parts if post.published_year else None,
        "body": [post.body_format, post.body],
        "co_authors": [author.pk for author in post.further_authors],
        "categories": sorted(category.pk for category in post.categories.all()),
        "tags": sorted(tagged.tag_id for tagged in post.tagged_posts.all()),
    }


def post_columns(values: Mapping[str, Any], zone: dt.tzinfo) -> dict[str, Any]:
    """Return the columns of Post that these values fill, with what follows from them; relations are left out."""
    columns = {name: values[name] for name in POST_COLUMNS if name in values}
    if "date" in values:
        columns |= date_columns(values["date"], zone)
    if "body" in values:
        columns["body_format"], columns["body"] = values["body"]
        columns["body_html"] = rendering.body_html(columns["body"], columns["body_format"])
        columns["body_html_version"] = markup.ALLOWLIST_VERSION
    return columns


def date_values(found: FoundDate | None) -> list[Any] | None:
    """Return [year, month, day, moment]: what is not known is None; no date at all is None."""
    if found is None:
        return None
    instant = found.instant
    return [found.year, found.month, found.day, iso(instant) if instant else None]


def date_columns(value: list[Any] | None, zone: dt.tzinfo) -> dict[str, Any]:
    """Return the columns that a date fills; without a time it begins with its first moment in the zone."""
    year, month, day, moment = value or (None, None, None, None)
    at = date_of(moment)
    first = first_moment(tuple(part for part in (year, month, day) if part), zone)
    return {
        "published_year": year,
        "published_month": month,
        "published_day": day,
        "published_at": at,
        "sort_at": at or first,
    }


def of_comment(record: CommentRecord, parent_id: int | None) -> dict[str, Any]:
    """Return the values of a prepared comment."""
    return {
        "status": record.status,
        "author_name": record.author.name,
        "author_email": record.author.email,
        "author_url": record.author.url,
        "author_address": record.address,
        "title": record.title,
        "blog_name": "",
        "parent_id": parent_id,
        "source_meta": dict(record.meta),
        "body": [record.body_format, record.body],
        **_sent(record.submitted),
    }


def of_trackback(record: TrackbackRecord) -> dict[str, Any]:
    """Return the values of a prepared trackback or pingback."""
    return {
        "status": record.status,
        "author_name": "",
        "author_email": record.email,
        "author_url": record.url,
        "author_address": record.address,
        "title": record.title,
        "blog_name": record.blog_name,
        "parent_id": None,
        "source_meta": dict(record.meta),
        "body": ["html", record.excerpt],
        **_sent(record.received),
    }


def present_feedback(feedback: Feedback) -> dict[str, Any]:
    """Return the same values of stored feedback."""
    return {name: getattr(feedback, name) for name in FEEDBACK_COLUMNS} | {
        "submitted_at": feedback.submitted_at.isoformat() if feedback.submitted_at else None,
        "body": [feedback.body_format, feedback.body],
    }


def feedback_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of Feedback that these values fill, the rendered body among them."""
    columns = {name: values[name] for name in FEEDBACK_COLUMNS if name in values}
    if "submitted_at" in values:
        columns["submitted_at"] = date_of(values["submitted_at"])
    if "body" in values:
        columns["body_format"], columns["body"] = values["body"]
        columns["body_html"] = rendering.feedback_html(columns["body"], columns["body_format"])
    return columns


def of_attachment(record: AttachmentRecord) -> dict[str, Any]:
    """Return the values of a prepared attachment."""
    meta = {**record.meta}
    if record.author:
        meta["author"] = record.author.login or record.author.name
    if record.original_url:
        meta["page"] = record.original_url
    moment = record.uploaded.instant if record.uploaded else None
    return {
        "title": record.title,
        "alt": record.alt,
        "caption": record.caption,
        "description": record.description,
        "original_url": record.url,
        "has_page": record.has_page,
        "source_meta": meta,
        "uploaded_at": moment.isoformat() if moment else None,
    }


def present_attachment(attachment: Attachment) -> dict[str, Any]:
    """Return the same values of a stored attachment."""
    at = attachment.uploaded_at
    return {name: getattr(attachment, name) for name in ATTACHMENT_COLUMNS} | {
        "uploaded_at": at.isoformat() if at else None
    }


def attachment_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of Attachment that these values fill."""
    columns = {name: values[name] for name in ATTACHMENT_COLUMNS if name in values}
    if "uploaded_at" in values:
        columns["uploaded_at"] = date_of(values["uploaded_at"])
    return columns


def date_of(moment: str | None) -> dt.datetime | None:
    """Return the moment that a value states."""
    return dt.datetime.fromisoformat(moment) if moment else None


def renamed(repair: FieldRepair, names: Mapping[str, str]) -> FieldRepair:
    """Return a repair under the name of the model's field."""
    return replace(repair, field=names[repair.field]) if repair.field in names else repair


def post_meta(record: PostRecord) -> dict[str, Any]:
    """Return what the source said and no field of Post holds."""
    meta = dict(record.meta)
    stated = {
        "modified": record.modified.iso() if record.modified else "",
        "comments_stated": record.comments_stated,
        "trackbacks_stated": record.trackbacks_stated,
        "trackback_url": record.trackback_url,
        "images": [asdict(image) for image in record.images],
        "related": list(record.related),
    }
    meta.update({name: value for name, value in stated.items() if value not in ("", None, [])})
    found = record.published
    if found is not None and found.time is not None and found.instant is None:
        meta["published_local"] = found.iso()
    cleaned: dict[str, Any] = legal_json(meta)
    return cleaned


def provenance(fields: Mapping[str, FieldSource], record: PostRecord | None = None, file: str = "") -> dict[str, Any]:
    """Return what the file said, field by field, what a scraped page held besides, and where the file stands."""
    result: dict[str, Any] = {"file": file} if file else {}
    if fields:
        result["fields"] = {name: field_source(source) for name, source in fields.items()}
    if record is not None:
        if record.leftover:
            result["leftover"] = [leftover(rest) for rest in record.leftover]
        if record.date_hints:
            result["date_hints"] = [asdict(hint) for hint in record.date_hints]
        if record.layout:
            result |= {"layout": record.layout, "doubts": doubts_of(record), "encoding": record.encoding}
        if record.habits:
            result["habits"] = list(record.habits)
        if record.site is not None:
            result["site"] = {name: value for name, value in asdict(record.site).items() if value}
    cleaned: dict[str, Any] = legal_json(result) if result else result
    return cleaned


def field_source(source: FieldSource, longest: int = LONGEST_RAW) -> dict[str, Any]:
    """Return a field's provenance as JSON."""
    raw = source.raw
    entry: dict[str, Any] = {
        "raw": raw if len(raw) <= longest else raw[:longest] + "…",
        "rule": source.rule,
        "level": str(source.level),
    }
    if source.span is not None:
        entry["span"] = list(source.span)
    if source.alternatives:
        entry["alternatives"] = list(source.alternatives)
    return entry


def leftover(rest: Leftover) -> dict[str, Any]:
    """Return lines that went into no field as JSON."""
    return {"lines": list(rest.lines), "role": rest.role, "text": rest.text, "score": rest.score}


def _sent(found: FoundDate | None) -> dict[str, Any]:
    """Return when feedback was sent: the moment, or as much of the date as is known."""
    instant = found.instant if found else None
    if found is None or instant is not None:
        return {"submitted_at": iso(instant) if instant else None, "submitted_text": ""}
    return {"submitted_at": None, "submitted_text": found.iso()}


def item_columns(
    content_hash: str, reader: str, record: PostRecord | AttachmentRecord, raw: bytes, file: str = ""
) -> dict[str, Any]:
    """Return the columns of ImportedItem that change when the source does."""
    post = record if isinstance(record, PostRecord) else None
    return {
        "content_hash": content_hash,
        "reader": reader,
        "origin": record.origin[:1000],
        "raw": raw,
        "provenance": provenance(post.fields, post, file) if post else {},
    }


def carried(repairs: Sequence[FieldRepair], name: str, before: str, now: str) -> list[FieldRepair]:
    """Return repairs with the places that those of one field have in a text that was rewritten since."""
    moving = [repair for repair in repairs if repair.field == name and repair.level != LOST]
    marks = [
        Mark(
            *(repair.before, repair.after, repair.is_applied, repair.prefix, repair.suffix),
            *(repair.offset, repair.origin),
        )
        for repair in moving
    ]
    moved = zip(moving, placing.moved(before, now, marks), strict=True)
    others = [repair for repair in repairs if repair.field != name or repair.level == LOST]
    return others + [replace(repair, offset=mark.offset, origin=mark.origin) for repair, mark in moved]
