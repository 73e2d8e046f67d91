"""One item of an export becomes a post, a page, an attachment, or a reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from importers.decoding import decode_references
from importers.readers.wxr.dates import found_date
from importers.readers.wxr.feedback import Feedback, read_feedback, read_meta
from importers.readers.wxr.parsing import CONTENT, DC, EXCERPT, WP, local_name, text_of
from importers.readers.wxr.terms import Terms
from importers.records import (
    AttachmentRecord,
    AuthorRecord,
    FieldSource,
    FoundDate,
    Issue,
    PostRecord,
    Record,
    Refused,
    Severity,
    Skipped,
    TermRecord,
)
from importers.wordpress import POST_STATUS, SKIPPED_TYPES, address_queries

# content:encoded and excerpt:encoded share a local name; the namespace tells them apart.
TEXTS = {CONTENT + "encoded": "content", EXCERPT + "encoded": "excerpt", "description": "description"}
WORDS = {
    "title": "title",
    "link": "link",
    "pubDate": "pubDate",
    "guid": "guid",
    DC + "creator": "creator",
    WP + "author": "creator",
} | {
    WP + name: name
    for name in (
        "post_id",
        "post_date",
        "post_date_gmt",
        "post_modified",
        "post_modified_gmt",
        "comment_status",
        "ping_status",
        "post_name",
        "status",
        "post_parent",
        "menu_order",
        "post_type",
        "post_password",
        "is_sticky",
        "attachment_url",
    )
}
_COMMENT, _POSTMETA, _TERM = WP + "comment", WP + "postmeta", "category"

_PASSWORD = re.compile(rb"<(?:[\w.-]{1,30}:)?post_password(?:\s[^<>]{0,1000})?(?<!/)>")
_IN_PASSWORD = re.compile(rb"(?P<end></(?:[\w.-]{1,30}:)?post_password\s{0,20}>)|<!\[CDATA\[|<!--")


@dataclass(slots=True)
class Context:
    """What the file said before its items: where it lies, its address, authors and terms."""

    origin: str
    base_url: str = ""
    authors: dict[str, AuthorRecord] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)


@dataclass(slots=True)
class Item:
    """An item's values under WordPress's names for them."""

    values: dict[str, str] = field(default_factory=dict)
    terms: list[etree._Element] = field(default_factory=list)
    comments: list[etree._Element] = field(default_factory=list)
    postmeta: list[list[str]] = field(default_factory=list)
    other: list[list[str]] = field(default_factory=list)
    doubled: bool = False

    @classmethod
    def of(cls, element: etree._Element) -> Item:
        """Sort an element's children."""
        item = cls()
        values = item.values
        for child in element:
            tag = child.tag
            if (word := WORDS.get(tag)) is not None:
                if word in values:
                    # dc:creator, which comes first, counts; what else stands twice belongs to another item.
                    item.doubled |= word != "creator"
                    continue
                values[word] = (child.text or "").strip() if not len(child) else text_of(child).strip()
            elif tag == _COMMENT:
                item.comments.append(child)
            elif tag == _TERM:
                item.terms.append(child)
            elif tag == _POSTMETA:
                item.postmeta.append(read_meta(child))
            elif (word := TEXTS.get(tag)) is not None:
                values[word] = text_of(child)
            elif isinstance(tag, str) and (text := text_of(child)).strip():
                item.other.append([local_name(tag), text])
        return item

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def number(self, name: str) -> str:
        """Return an id; WordPress writes 0 for none."""
        value = self.values.get(name, "")
        return "" if value == "0" else value

    def meta_value(self, key: str) -> str:
        return next((value for name, value in self.postmeta if name == key), "")


def read_item(
    element: etree._Element, raw: bytes, ordinal: int, faults: list[Issue], context: Context
) -> Iterator[Record]:
    """Yield the records of one item: itself, or what says why it is left out, with its feedback accounted for."""
    item = Item.of(element)
    source_id = item.number("post_id")
    where = f"{context.origin}#item-{source_id}" if source_id else f"{context.origin}#item@{ordinal}"
    issues = [Issue(fault.code, where, fault.message, fault.level) for fault in faults]
    if item.doubled:
        issues.append(Issue("markup-broken", where, "two items seem to have run together; the first's fields count"))
    post_type = item.get("post_type") or "post"
    if not any(item.get(name) for name in ("post_id", "title", "content", "link", "guid", "attachment_url")):
        issue = Issue("item-invalid", where, "has neither id, title, text nor address", Severity.ERROR)
        trackbacks = sum(
            1 for row in item.comments if row.findtext(WP + "comment_type", "") in ("pingback", "trackback")
        )
        yield Refused("post", issue, len(item.comments) - trackbacks, trackbacks)
    elif post_type in SKIPPED_TYPES:
        yield from _skipped(item, "post", SKIPPED_TYPES[post_type], where, context)
    elif post_type == "attachment":
        yield _attachment(item, raw, where, issues, context)
        yield from _skipped_feedback(item, "sent to an attachment, which holds no feedback here", context)
    else:
        yield _post(item, post_type, raw, where, issues, context)


def _skipped(item: Item, kind: str, reason: str, where: str, context: Context) -> Iterator[Record]:
    yield Skipped(kind, Issue("item-skipped", where, f"{item.get('post_type')}: {reason}", Severity.INFO))
    yield from _skipped_feedback(item, f"sent to a {item.get('post_type')}", context)


def _skipped_feedback(item: Item, reason: str, context: Context) -> Iterator[Record]:
    feedback = read_feedback(item.comments, context.origin)
    for comment in feedback.comments:
        yield Skipped("comment", Issue("item-skipped", f"{context.origin}#comment-{comment.source_id}", reason))
    for trackback in feedback.trackbacks:
        yield Skipped("trackback", Issue("item-skipped", f"{context.origin}#comment-{trackback.source_id}", reason))


def _post(item: Item, post_type: str, raw: bytes, where: str, issues: list[Issue], context: Context) -> PostRecord:
    kind = "page" if post_type == "page" else "post"
    status = _status(item, where, issues)
    published = _published(item, status, where, issues)
    feedback = read_feedback(item.comments, context.origin) if item.comments else Feedback()
    issues += feedback.issues
    categories, tags, others = _terms(item, context)
    link = item.get("link")
    return PostRecord(
        reader="wxr",
        origin=where,
        kind=kind,
        source_id=item.number("post_id"),
        status=status,
        title=decode_references(item.get("title")),
        slug=context.terms.readable(item.get("post_name")),
        author=_author(item, context),
        published=published,
        modified=found_date(item.get("post_modified"), item.get("post_modified_gmt"))[0],
        categories=categories,
        tags=tags,
        excerpt=item.get("excerpt"),
        body_format="wordpress",
        body=item.get("content"),
        comments=tuple(feedback.comments),
        comments_open=item.get("comment_status") == "open",
        trackbacks=tuple(feedback.trackbacks),
        original_url=link,
        guid=item.get("guid"),
        legacy_urls=_addresses(item, kind, context),
        sticky=item.get("is_sticky") == "1",
        parent_id=item.number("post_parent"),
        menu_order=_integer(item.get("menu_order")),
        featured_image_id=item.meta_value("_thumbnail_id"),
        fields=_provenance(item, published),
        meta=_meta(item, post_type, others),
        issues=tuple(issues),
        raw=without_password(raw) if item.get("post_password") else raw,
    )


def _attachment(item: Item, raw: bytes, where: str, issues: list[Issue], context: Context) -> AttachmentRecord:
    uploaded, fault = found_date(item.get("post_date"), item.get("post_date_gmt"), item.get("pubDate"))
    if fault:
        issues.append(Issue("date-unreadable", where, fault))
    return AttachmentRecord(
        origin=where,
        source_id=item.number("post_id"),
        url=item.get("attachment_url") or item.get("guid"),
        title=decode_references(item.get("title")),
        caption=item.get("excerpt"),
        description=item.get("content"),
        alt=item.meta_value("_wp_attachment_image_alt"),
        parent_id=item.number("post_parent"),
        uploaded=uploaded,
        author=_author(item, context),
        original_url=item.get("link"),
        meta=_meta(item, "attachment", _terms(item, context)[2]),
        raw=without_password(raw) if item.get("post_password") else raw,
        issues=tuple(issues),
    )


def _status(item: Item, where: str, issues: list[Issue]) -> str:
    """Return what the item may be here; its own word stays in meta."""
    stated = item.get("status")
    status = POST_STATUS.get(stated, "")
    if stated == "future":
        issues.append(Issue("scheduled-draft", where, f"was scheduled for {item.get('post_date')}; it is a draft now"))
    if not status:
        status = "draft"
        message = f"“{stated}” is not a status; it is a draft now" if stated else "has no status; it is a draft now"
        issues.append(Issue("status-unknown", where, message))
    if item.get("post_password"):
        status = "private" if status == "published" else status
        issues.append(Issue("private-password", where, f"was protected by a password; it is {status} now"))
    return status


def _published(item: Item, status: str, where: str, issues: list[Issue]) -> FoundDate | None:
    # A draft's pubDate is made up by the exporter; only what was public has one.
    feed = item.get("pubDate") if status not in ("draft", "in_review") else ""
    published, fault = found_date(item.get("post_date"), item.get("post_date_gmt"), feed)
    if fault:
        issues.append(Issue("date-unreadable", where, fault))
    if published is None and status == "published":
        issues.append(Issue("date-missing", where, "was published, but when is not in the file"))
    return published


def _author(item: Item, context: Context) -> AuthorRecord | None:
    login = item.get("creator")
    if not login:
        return None
    known = context.authors.get(login)
    if known is None:
        known = context.authors[login] = AuthorRecord(name=decode_references(login), login=login)
    return known


def _terms(item: Item, context: Context) -> tuple[tuple[TermRecord, ...], tuple[TermRecord, ...], list[dict[str, str]]]:
    """Return categories, tags, and the terms of other taxonomies as plain values."""
    categories: dict[str, TermRecord] = {}
    tags: dict[str, TermRecord] = {}
    others: list[dict[str, str]] = []
    # WordPress before 3.1 names each term twice: without and with its nicename. Those with it go first.
    for element in sorted(item.terms, key=lambda term: not term.get("nicename")) if item.terms else ():
        term = context.terms.used(element)
        if term is None:
            continue
        if term.taxonomy not in ("category", "tag"):
            others.append({"taxonomy": term.taxonomy, "slug": term.slug, "name": term.name})
            continue
        group = categories if term.taxonomy == "category" else tags
        if element.get("nicename") or all(term.name != other.name for other in group.values()):
            group.setdefault(term.slug or term.name, term)
    return tuple(categories.values()), tuple(tags.values()), others


def _addresses(item: Item, kind: str, context: Context) -> tuple[str, ...]:
    """Return the addresses under which the old blog answered for this item."""
    found: list[str] = []
    source_id = item.number("post_id")
    if source_id and context.base_url:
        found += [f"{context.base_url}/{query}" for query in address_queries(kind, source_id)]
    found += [url for url in (item.get("link"), item.get("guid")) if url.startswith(("http://", "https://"))]
    return tuple(dict.fromkeys(found))


def _provenance(item: Item, published: FoundDate | None) -> dict[str, FieldSource]:
    fields = {"title": FieldSource(item.get("title"), "title"), "body": FieldSource("", "content:encoded")}
    if item.get("creator"):
        fields["author"] = FieldSource(item.get("creator"), "dc:creator")
    if published is not None:
        rule = "post_date with post_date_gmt"
        if published.offset is None:
            rule = "post_date"
        elif not item.get("post_date_gmt") or item.get("post_date_gmt").startswith("0"):
            rule = "pubDate"
        raw = item.get("pubDate") if rule == "pubDate" else item.get("post_date")
        fields["published"] = FieldSource(raw, rule)
    return fields


def _meta(item: Item, post_type: str, others: list[dict[str, str]]) -> dict[str, Any]:
    """Keep what the item says and no field holds. The password is not kept."""
    meta: dict[str, Any] = {"status": item.get("status")}
    if post_type not in ("post", "page", "attachment"):
        meta["post_type"] = post_type
    for name in ("ping_status", "description"):
        if item.get(name):
            meta[name] = item.get(name)
    if item.postmeta:
        meta["postmeta"] = item.postmeta
    if others:
        meta["terms"] = others
    if item.other:
        meta["other"] = item.other
    return meta


def without_password(raw: bytes) -> bytes:
    """Return an item's bytes with "***" for all that stands in its password elements."""
    kept: list[bytes] = []
    position = 0
    while opening := _PASSWORD.search(raw, position):
        end = _password_end(raw, opening.end())
        kept += (raw[position : opening.end()], b"***")
        position = end
    return b"".join((*kept, raw[position:]))


def _password_end(raw: bytes, position: int) -> int:
    """Return where the password's end tag stands; one in a section or a comment is none.

    What nothing closes goes on to the end.
    """
    while found := _IN_PASSWORD.search(raw, position):
        if found["end"]:
            return found.start()
        closing = b"-->" if found.group() == b"<!--" else b"]]>"
        position = raw.find(closing, found.end())
        if position < 0:
            break
    return len(raw)


def _integer(text: str) -> int:
    try:
        return int(text) if len(text) < 10 else 0
    except ValueError:
        return 0
