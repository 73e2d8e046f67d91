"""One item of an export becomes a post, a page, an attachment, or a reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from lxml import etree

from importers.former import former_addresses
from importers.readers.wxr import forums
from importers.readers.wxr.builders import look_for_builder
from importers.readers.wxr.context import Context, Item
from importers.readers.wxr.credits import GUEST_TYPES, credited, read_guest
from importers.readers.wxr.dates import found_date
from importers.readers.wxr.enclosures import enclose
from importers.readers.wxr.engines import told_to_engines
from importers.readers.wxr.feedback import Feedback, read_feedback
from importers.readers.wxr.parsing import WP
from importers.readers.wxr.passwords import without_password, without_remnants
from importers.readers.wxr.polyglot import separate
from importers.readers.wxr.publicity import is_broken, stands_alone, status_of
from importers.readers.wxr.tongues import tongue_of
from importers.records import (
    AttachmentRecord,
    AuthorRecord,
    CommentRecord,
    FieldSource,
    FoundDate,
    Issue,
    PostRecord,
    Record,
    Refused,
    ReusableBlock,
    Severity,
    Skipped,
    TermRecord,
    TrackbackRecord,
)
from importers.threads import place_of
from importers.wordpress import SKIPPED_TYPES, TRACKBACK_TYPES, address_queries, has_markup, plain_words, web_form

# A permalink that ends where the slug should stand, with the slash behind it or without.
_NAMELESS = re.compile(r"[^:/]//$")
_DATED = re.compile(r"/\d{4}(?:/\d\d){0,2}/?$")


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
    post_type = item.word("post_type") or "post"
    context.types.add(post_type)
    if post_type in forums.TYPES:
        is_lost = is_broken(issues) and "post_parent" not in item.values  # below what it stood, nobody knows
        context.forums.note(source_id, item.number("post_parent"), "" if is_lost else item.word("status"))
    _gather_text(item, post_type, issues, where, context)
    if not any(item.get(name) for name in ("post_id", "title", "content", "link", "guid", "attachment_url")):
        issue = Issue("item-invalid", where, "has neither id, title, text nor address", Severity.ERROR)
        trackbacks = sum(
            1 for row in item.comments if row.findtext(WP + "comment_type", "").strip().lower() in TRACKBACK_TYPES
        )
        yield Refused("post", issue, len(item.comments) - trackbacks, trackbacks)
    elif post_type in GUEST_TYPES and not _is_asked_for(post_type, context):
        guest = read_guest(item, context)
        if guest is not None:
            yield guest
        yield from _skipped(item, "post", "an author who has no login; kept as an author", where, context)
    elif reason := _why_skip(item, post_type, context):
        if post_type == "wp_block" and source_id:
            yield ReusableBlock(where, source_id, item.get("content"))
        yield from _skipped(item, "post", reason, where, context)
    elif post_type == "attachment":
        attachment, feedback = _attachment(item, raw, where, issues, context)
        yield attachment
        yield from _skipped_feedback(
            feedback, "sent to an attachment; kept whole in what else its source said", context
        )
    else:
        yield _post(item, post_type, raw, where, issues, context)


def _gather_text(item: Item, post_type: str, issues: list[Issue], where: str, context: Context) -> None:
    """Take what builders and feeds keep of an item's text, and its languages apart."""
    is_written = post_type != "attachment" and post_type not in SKIPPED_TYPES
    if is_written:
        look_for_builder(item, where, context)
    separate(item, issues, where, context)
    if is_written:
        enclose(item)


def _is_asked_for(post_type: str, context: Context) -> bool:
    return context.asked.post_types is not None and post_type in context.asked.post_types


def _why_skip(item: Item, post_type: str, context: Context) -> str:
    """Return why an item of this type is left out, "" for one that is kept."""
    if post_type in ("post", "page", "attachment") or _is_asked_for(post_type, context):
        return ""
    if post_type in SKIPPED_TYPES:
        return SKIPPED_TYPES[post_type]
    if context.asked.post_types is not None:
        return "not among the types that were asked for"
    if not (item.get("content").strip() or item.builder or item.get("excerpt").strip() or item.comments):
        return "holds no text; --post-types keeps it"
    return ""


def _skipped(item: Item, kind: str, reason: str, where: str, context: Context) -> Iterator[Record]:
    post_type = item.word("post_type")
    context.left_out[post_type, reason] += 1
    author = context.author(item.get("creator")) if item.get("creator") else None
    yield Skipped(
        kind, Issue("item-skipped", where, f"{post_type}: {reason}", Severity.INFO), author, item.number("post_id")
    )
    yield from _skipped_feedback(
        read_feedback(item.comments, context.origin, context.clock), f"sent to a {post_type}", context
    )


def _skipped_feedback(feedback: Feedback, reason: str, context: Context) -> Iterator[Record]:
    sent = [("comment", comment.source_id) for comment in feedback.comments]
    sent += [("trackback", trackback.source_id) for trackback in feedback.trackbacks]
    for ordinal, (kind, source_id) in enumerate(sent, start=1):
        yield Skipped(kind, Issue("item-skipped", place_of(context.origin, source_id, ordinal), reason))


def _post(item: Item, post_type: str, raw: bytes, where: str, issues: list[Issue], context: Context) -> PostRecord:
    kind = "page" if post_type == "page" else "post"
    status = status_of(item, post_type, where, issues, context, raw)
    published = _published(item, status, where, issues, context)
    feedback = read_feedback(item.comments, context.origin, context.clock, is_broken=is_broken(issues))
    issues += feedback.issues
    categories, tags, others = _terms(item, context)
    authors = credited(item, context)
    link = _own_link(item)
    return PostRecord(
        reader="wxr",
        origin=where,
        kind=kind,
        source_id=item.number("post_id"),
        status=status,
        title=_title(item, where, issues),
        # Squarespace writes the whole path.
        slug=context.terms.readable(item.get("post_name").rstrip("/").rpartition("/")[2]),
        author=authors[0] if authors else None,
        co_authors=authors[1:],
        published=published,
        modified=found_date(item.get("post_modified"), item.get("post_modified_gmt"))[0],
        categories=categories,
        tags=tags,
        excerpt=item.get("excerpt"),
        body_format="wordpress",
        body=item.get("content"),
        comments=tuple(feedback.comments),
        trackbacks=tuple(feedback.trackbacks),
        original_url=link,
        legacy_urls=_addresses(item, kind, context),
        former_urls=former_addresses(link, item.get("post_name"), item.get("post_date"), item.postmeta),
        **_stated(item),
        **_of_plugins(item, where, issues, context),
        fields=_provenance(item, published),
        meta=_meta(item, post_type, others, authors),
        issues=tuple(issues),
        raw=_without_password(raw, item, issues),
    )


def _stated(item: Item) -> dict[str, Any]:
    """Return the fields that an element of their own states."""
    return {
        "guid": item.get("guid"),
        "comments_open": item.word("comment_status") == "open",
        "sticky": item.get("is_sticky") == "1",
        "parent_id": item.number("post_parent"),
        "menu_order": _integer(item.get("menu_order")),
        "featured_image_id": item.meta_value("_thumbnail_id"),
    }


def _of_plugins(item: Item, where: str, issues: list[Issue], context: Context) -> dict[str, Any]:
    """Return the fields that plugins keep: what search engines are told, and of what the post is a translation."""
    tongue = tongue_of(item, context)
    issues += tongue.issues(where)
    seo_title, seo_description = told_to_engines(item, context)
    return {
        "seo_title": seo_title,
        "seo_description": seo_description,
        "language": tongue.language or item.language,
        "translation_group": tongue.group,
        "translation_members": tongue.members,
        "translation_from": tongue.source_language,
        "translation_of": tongue.original,
    }


def _attachment(
    item: Item, raw: bytes, where: str, issues: list[Issue], context: Context
) -> tuple[AttachmentRecord, Feedback]:
    """Return an attachment and what readers sent to it, which it keeps in its meta."""
    uploaded, fault = found_date(item.get("post_date"), item.get("post_date_gmt"), item.get("pubDate"))
    if fault:
        issues.append(Issue(fault[0], where, fault[1]))
    feedback = read_feedback(item.comments, context.origin, context.clock) if item.comments else Feedback()
    authors = credited(item, context)
    meta = _meta(item, "attachment", _terms(item, context)[2], authors)
    if item.comments:
        meta |= {"comments": [_as_meta(comment) for comment in feedback.comments]}
        meta |= {"trackbacks": [_as_meta(trackback) for trackback in feedback.trackbacks]}
    record = AttachmentRecord(
        origin=where,
        source_id=item.number("post_id"),
        url=item.get("attachment_url") or item.get("guid"),
        title=_title(item, where, issues),
        caption=item.get("excerpt"),
        description=item.get("content"),
        alt=item.meta_value("_wp_attachment_image_alt"),
        parent_id=item.number("post_parent"),
        uploaded=context.clock.hinted(uploaded),
        author=authors[0] if authors else None,
        original_url=item.get("link"),
        has_page=stands_alone(item, issues),
        meta=meta,
        raw=_without_password(raw, item, issues),
        issues=tuple(issues),
    )
    return record, feedback


def _without_password(raw: bytes, item: Item, issues: list[Issue]) -> bytes:
    """Return an item's bytes without its password, nor what may be left of it where the item is damaged."""
    raw = without_password(raw) if item.get("post_password") else raw
    return without_remnants(raw) if is_broken(issues) else raw


def _as_meta(part: CommentRecord | TrackbackRecord) -> dict[str, Any]:
    """Return feedback as plain values, what is empty left out; a comment's parent is its place in the list."""
    stated = asdict(replace(part, meta={}, fields={}))
    sent = stated.pop("submitted", None) or stated.pop("received", None)
    when = part.submitted if isinstance(part, CommentRecord) else part.received
    stated |= {"sent": when.iso() if sent and when else "", "meta": dict(part.meta)}
    return {name: value for name, value in stated.items() if value not in ("", None, {}, [])}


def _title(item: Item, where: str, issues: list[Issue]) -> str:
    """Return the title that visitors saw: WordPress keeps HTML."""
    written = item.get("title")
    if has_markup(written):
        message = f"the title holds markup ({written[:100]}); its text was kept, and the whole in source_meta"
        issues.append(Issue("title-markup", where, message, Severity.INFO))
    return plain_words(written)


def _published(item: Item, status: str, where: str, issues: list[Issue], context: Context) -> FoundDate | None:
    # A draft's pubDate is made up by the exporter; only what was public has one.
    feed = item.get("pubDate") if status not in ("draft", "in_review") else ""
    published, fault = found_date(item.get("post_date"), item.get("post_date_gmt"), feed)
    if fault:
        issues.append(Issue(fault[0], where, fault[1]))
    if feed or status == "published":
        # For a draft's sake alone the whole file is not looked through.
        published = context.clock.hinted(published)
    if published is None and status == "published":
        issues.append(Issue("date-missing", where, "was published, but when is not in the file"))
    return published


def _terms(item: Item, context: Context) -> tuple[tuple[TermRecord, ...], tuple[TermRecord, ...], list[dict[str, Any]]]:
    """Return categories, tags, and the terms of other taxonomies as plain values."""
    categories: dict[str, TermRecord] = {}
    tags: dict[str, TermRecord] = {}
    others: list[dict[str, Any]] = []
    # WordPress before 3.1 names each term twice: without and with its nicename. Those with it go first.
    for element in sorted(item.terms, key=lambda term: not term.get("nicename")) if item.terms else ():
        term = context.terms.used(element)
        if term is None:
            continue
        if term.taxonomy not in ("category", "tag"):
            others.append(_as_values(term))
            continue
        group = categories if term.taxonomy == "category" else tags
        if element.get("nicename"):
            group.setdefault(term.slug or term.name, term)
        elif all(term.name != other.name for other in group.values()):
            context.terms.take_by_name(term)
            group.setdefault(term.slug or term.name, term)
    return tuple(categories.values()), tuple(tags.values()), others


def _as_values(term: TermRecord) -> dict[str, Any]:
    """Return a term of a taxonomy that is neither categories nor tags."""
    stated = {"taxonomy": term.taxonomy, "slug": term.slug, "name": term.name}
    more = {"parent": term.parent, "description": term.description, "termmeta": [list(pair) for pair in term.meta]}
    return stated | {name: value for name, value in more.items() if value}


def _own_link(item: Item) -> str:
    """Return the item's link; "" for one that lacks the slug, and so is that of the archive of a month, say."""
    link = item.get("link")
    is_nameless = link.endswith("//") and _NAMELESS.search(link)
    is_archive = is_nameless or (not item.get("post_name") and _DATED.search(link))
    return "" if is_archive else web_form(link)


def _addresses(item: Item, kind: str, context: Context) -> tuple[str, ...]:
    """Return the addresses under which the old blog answered for this item; where its file does not name the blog,
    below that of the others."""
    found: list[str] = []
    source_id = item.number("post_id")
    if source_id:
        found += [f"{context.base_url}/{query}" for query in address_queries(kind, source_id)]
    stated = (_own_link(item), web_form(item.get("guid")), _at_blogger(item))
    found += [url for url in stated if url.startswith(("http://", "https://"))]
    return tuple(dict.fromkeys(found))


def _at_blogger(item: Item) -> str:
    """Return the address at Blogger of a post that WordPress's own importer brought from there."""
    permalink = item.meta_value("blogger_permalink").strip()
    host = item.meta_value("blogger_blog").strip().strip("/")
    return f"http://{host}{permalink}" if host and "/" not in host and permalink.startswith("/") else permalink


def _provenance(item: Item, published: FoundDate | None) -> dict[str, FieldSource]:
    fields = {"title": FieldSource(item.get("title"), "title"), "body": FieldSource("", item.body_from)}
    if item.get("creator"):
        fields["author"] = FieldSource(item.get("creator"), "dc:creator")
    if published is not None:
        rule = "post_date with post_date_gmt"
        if published.offset is None:
            rule = "post_date" if published.hint is None else "post_date, by the clock of the file's other dates"
        elif not item.get("post_date_gmt") or item.get("post_date_gmt").startswith("0"):
            rule = "pubDate"
        raw = item.get("pubDate") if rule == "pubDate" else item.get("post_date")
        fields["published"] = FieldSource(raw, rule)
    return fields


def _meta(
    item: Item, post_type: str, others: list[dict[str, Any]], authors: tuple[AuthorRecord, ...]
) -> dict[str, Any]:
    """Keep what the item says and no field holds. The password is not kept."""
    meta: dict[str, Any] = {"status": item.get("status")}
    if has_markup(item.get("title")):
        meta["title"] = item.get("title")
    if post_type != "attachment" and not _own_link(item) and item.get("link"):
        meta["link"] = item.get("link")
    if post_type not in ("post", "page", "attachment"):
        meta["post_type"] = post_type
    if item.get("creator") not in ("", *(author.login for author in authors)):
        meta["creator"] = item.get("creator")  # who put it into WordPress, where others wrote it
    for name in ("ping_status", "description"):
        if item.get(name):
            meta[name] = item.get(name)
    if post_type == "attachment" and (order := _integer(item.get("menu_order"))):
        meta["menu_order"] = order  # in galleries
    if item.postmeta:
        meta["postmeta"] = item.postmeta
    if others:
        meta["terms"] = others
    # A damaged tag of a password is none of WordPress's.
    if strange := [pair for pair in item.other if not pair[0].lower().startswith("post_pass")]:
        meta["other"] = strange
    return meta


def _integer(text: str) -> int:
    try:
        return int(text) if len(text) < 10 else 0
    except ValueError:
        return 0
