"""A header and a body become a post or a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from blog.text.languages import normalize_language
from blog.text.levels import Level
from importers.decoding import decode_references
from importers.readers.front_matter.feedback import read_feedback
from importers.readers.front_matter.header import Header
from importers.readers.front_matter.values import (
    Dated,
    first,
    issue_of,
    read_author,
    read_date,
    read_published,
    read_terms,
    text,
    truth,
)
from importers.records import FieldSource, FoundDate, ImageRecord, Issue, NoteRecord, PostRecord, SiteRecord
from importers.wordpress import POST_STATUS, address_queries

MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mkdown"})
HTML = frozenset({".html", ".htm", ".xhtml"})
NOTE_KINDS = frozenset({"remark", "question", "context", "wordplay", "error"})
PLAIN = frozenset({".textile", ".rst", ".org"})

# What has a field of its own, or says how the old site was built; the rest goes into source_meta.
_NAMES = """
title slug author author_login author_email author_url status published draft date date_gmt published_at created_at
pubdate modified modified_gmt last_modified_at updated date_modified categories category tags tag excerpt description
summary language lang locale image featured_image thumbnail comments trackbacks pingbacks comment_status permalink
wordpress_id wordpress_url redirect_from aliases guid sticky pinned parent menu_order password
post_password type layout translation_of translation_notes
"""
_KNOWN = frozenset(_NAMES.split())
_PASSWORDS = ("password", "post_password")
_PASSWORD_LINES = re.compile(
    r"^([\"']?(?:post_)?password[\"']?[ \t]*:)[^\n]*(?:\n[ \t]+[^\n]*)*", re.MULTILINE | re.IGNORECASE
)
_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")
_BLOCK_TAG = re.compile(
    r"<(?:p|div|h[1-6]|ul|ol|blockquote|table|pre|section|article|figure|br)\b[^>]*>", re.IGNORECASE
)


@dataclass(slots=True)
class Page:
    """A file taken apart: `header_end` is the number of its header's last line, `body_start` of its body's first."""

    origin: str
    data: bytes
    text: str
    header: Header
    body: str
    header_end: int
    body_start: int
    issues: list[Issue] = field(default_factory=list)

    @property
    def values(self) -> Mapping[str, Any]:
        return self.header.values

    def span(self, *names: str) -> tuple[int, int] | None:
        """Return the lines from the first to the last of these keys."""
        lines = [self.header.lines[name] for name in names if name in self.header.lines]
        return (min(line[0] for line in lines), max(line[1] for line in lines)) if lines else None


def read_post(page: Page) -> PostRecord:
    """Read a page's values under all the names that Jekyll sites give them."""
    values, path = page.values, PurePosixPath(page.origin)
    named = _NAME.fullmatch(path.stem)
    name_slug = named[2] if named else path.stem
    kind = "page" if "page" in (text(values.get("layout")), text(values.get("type"))) else "post"
    status = _status(page)
    dated = _published(page, named)
    if dated.date is None and status == "published" and kind == "post":
        page.issues.append(Issue("date-missing", page.origin, "says nowhere when it was published"))
    feedback = read_feedback(values, page.origin)
    page.issues += feedback.issues
    title, title_source = _title(page, name_slug)
    return PostRecord(
        reader="front_matter",
        origin=page.origin,
        kind=kind,
        **_identity(values, kind),
        status=status,
        title=title,
        slug=_slug(values, name_slug if named or kind == "page" else ""),
        author=read_author(values),
        published=dated.date,
        modified=_modified(values),
        language=normalize_language(first(values, "language", "lang", "locale")),
        categories=read_terms(values.get("categories", ""), values.get("category", ""), "category"),
        tags=read_terms(values.get("tags", ""), values.get("tag", ""), "tag"),
        excerpt=first(values, "excerpt", "description", "summary"),
        body_format=_body_format(path.suffix.lower(), page.body),
        body=page.body,
        comments=tuple(feedback.comments),
        comments_open=any(truth(values.get(key)) for key in ("comments", "comment_status")),
        trackbacks=tuple(feedback.trackbacks),
        sticky=any(truth(values.get(key)) for key in ("sticky", "pinned")),
        translation_of=first(values, "translation_of"),
        translation_notes=_notes(values),
        images=_images(values),
        fields=_fields(page, title_source, dated),
        meta=_meta(values),
        issues=tuple(page.issues),
        raw=_raw(page),
    )


def _identity(values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return what the post was called where it came from: ids and addresses."""
    stated = first(values, "wordpress_id", "post_id")
    source_id = "" if stated == "0" else stated
    site = _site(values)
    return {
        "source_id": source_id,
        "original_url": _original_url(values),
        "guid": first(values, "guid"),
        "legacy_urls": tuple(dict.fromkeys(_addresses(values, kind, source_id, site))),
        "parent_id": first(values, "parent"),
        "site": site,
    }


def _status(page: Page) -> str:
    """Return the status; "published: false" and a folder of drafts make a draft of what would be public."""
    values = page.values
    stated = first(values, "status").lower()
    status = POST_STATUS.get(stated or "published", "")
    if not status:
        status = "draft"
        page.issues.append(Issue("status-unknown", page.origin, f"“{stated}” is not a status; it is a draft now"))
    if stated == "future":
        page.issues.append(Issue("scheduled-draft", page.origin, "was scheduled; it is a draft now"))
    hidden = truth(values.get("published")) is False or truth(values.get("draft"))
    if status == "published" and (hidden or "_drafts" in PurePosixPath(page.origin).parts):
        status = "draft"
    if first(values, *_PASSWORDS):
        status = "private" if status == "published" else status
        page.issues.append(Issue("private-password", page.origin, f"was protected by a password; it is {status} now"))
    return status


def _title(page: Page, name_slug: str) -> tuple[str, FieldSource]:
    stated = text(page.values.get("title"))
    if stated:
        return decode_references(stated), FieldSource(stated, "title", span=page.span("title"))
    # Jekyll shows the file's name where there is no title.
    shown = " ".join(name_slug.replace("-", " ").replace("_", " ").split()).capitalize()
    return shown, FieldSource(name_slug, "file name", Level.LIKELY)


def _published(page: Page, named: re.Match[str] | None) -> Dated:
    dated = read_published(page.values, page.span("date", "date_gmt"))
    page.issues += issue_of(dated, page.origin)
    if dated.date is None and named and (day := read_date(named[1])):
        return Dated(day, FieldSource(named[1], "file name"))
    return dated


def _modified(values: Mapping[str, Any]) -> FoundDate | None:
    stated = {"date": first(values, "modified", "last_modified_at", "updated", "date_modified")}
    return read_published(stated | {"date_gmt": values.get("modified_gmt", "")}, None).date


def _slug(values: Mapping[str, Any], named: str) -> str:
    """Return the slug; a page is called as its file, a post only where the file's name has the form of a post's."""
    slug = first(values, "slug") or named
    return unquote(slug) if "%" in slug else slug


def _body_format(suffix: str, body: str) -> str:
    if suffix in MARKDOWN:
        return "markdown"
    if suffix in PLAIN:
        return "text"
    return "html" if suffix in HTML or _BLOCK_TAG.search(body) else "markdown"


def _site(values: Mapping[str, Any]) -> SiteRecord | None:
    url = first(values, "wordpress_url")
    parts = _parts(url)
    if parts is None:
        return None
    return SiteRecord(url=f"{parts[0]}://{parts[1]}", platform="wordpress")


def _parts(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return (parts.scheme, parts.netloc) if parts.scheme in ("http", "https") and parts.netloc else None


def _original_url(values: Mapping[str, Any]) -> str:
    permalink = first(values, "permalink")
    return first(values, "wordpress_url") or (permalink if _parts(permalink) else "")


def _addresses(values: Mapping[str, Any], kind: str, source_id: str, site: SiteRecord | None) -> Iterator[str]:
    """Yield the addresses that led to this post; a path without a host is one of the source's own."""
    if _parts(first(values, "wordpress_url")):
        yield first(values, "wordpress_url")
    if site is not None and source_id:
        yield from (f"{site.url}/{query}" for query in address_queries(kind, source_id))
    permalink = first(values, "permalink")
    # Patterns (":year/:title") and the names of patterns ("pretty") are settings, not addresses.
    if "/" in permalink and "/:" not in permalink and not permalink.startswith(":"):
        yield permalink if _parts(permalink) else f"/{permalink.lstrip('/')}"
    for key in ("redirect_from", "aliases"):
        listed = values.get(key)
        for entry in listed if isinstance(listed, list) else [listed]:
            if address := text(entry):
                yield address if _parts(address) else f"/{address.lstrip('/')}"


def _notes(values: Mapping[str, Any]) -> tuple[NoteRecord, ...]:
    """Return the translator's notes: a list of texts, or of mappings with text, exact, kind and visibility."""
    listed = values.get("translation_notes")
    notes = []
    for entry in listed if isinstance(listed, list) else [listed]:
        said = entry if isinstance(entry, dict) else {"text": text(entry)}
        kind, visibility = first(said, "kind"), first(said, "visibility")
        if first(said, "text"):
            notes.append(
                NoteRecord(
                    text=first(said, "text"),
                    exact=first(said, "exact"),
                    kind=kind if kind in NOTE_KINDS else "remark",
                    # Nothing becomes public that does not say so.
                    visibility="public" if visibility == "public" else "private",
                )
            )
    return tuple(notes)


def _images(values: Mapping[str, Any]) -> tuple[ImageRecord, ...]:
    image = next((values[key] for key in ("image", "featured_image", "thumbnail") if values.get(key)), "")
    if isinstance(image, dict):
        filename, alt = first(image, "path", "src", "url", "feature"), first(image, "alt", "caption")
    else:
        filename, alt = text(image), ""
    return (ImageRecord(filename, alt),) if filename else ()


def _fields(page: Page, title: FieldSource, dated: Dated) -> dict[str, FieldSource]:
    last = page.body_start + page.body.rstrip("\n").count("\n")
    fields = {"title": title, "body": FieldSource("", "after the header", span=(page.body_start, last))}
    author = page.values.get("author")
    span = page.span("author", "author_login", "author_email", "author_url")
    if span:
        raw = text(author) or first(page.values, "author_login") or (str(author)[:200] if author else "")
        fields["author"] = FieldSource(raw, "author", span=span)
    if dated.source is not None:
        fields["published"] = dated.source
    return fields


def _meta(values: Mapping[str, Any]) -> dict[str, Any]:
    meta = {key: value for key, value in values.items() if key not in _KNOWN and value not in ("", None, [])}
    if first(values, "status"):
        meta["status"] = first(values, "status")
    if first(values, "excerpt") and first(values, "description", "summary"):
        meta["description"] = first(values, "description", "summary")
    if text(values.get("layout")) not in ("", "post", "page"):
        meta["layout"] = text(values.get("layout"))
    return meta


def _raw(page: Page) -> bytes:
    """Return the file's bytes; a password is masked, and the rest is then UTF-8."""
    password = first(page.values, *_PASSWORDS)
    if not password:
        return page.data
    lines = page.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    header, body = "\n".join(lines[: page.header_end]), lines[page.header_end :]
    masked, count = _PASSWORD_LINES.subn(r"\1 ***", header)
    if not count or password in masked:
        masked = masked.replace(password, "***")
    return "\n".join([masked, *body]).encode("utf-8", "replace")
