"""A header and a body become a post or a page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from blog.text.languages import normalize_language
from blog.text.levels import Level
from importers.decoding import SiteFolder, Tongue, decode_references
from importers.readers.front_matter.addresses import address_of, addresses_of, original_url, parts_of
from importers.readers.front_matter.bodies import format_of, parted, written_out
from importers.readers.front_matter.feedback import read_feedback
from importers.readers.front_matter.header import Header
from importers.readers.front_matter.places import Place, is_listing, place_of
from importers.readers.front_matter.site import Site, site_of
from importers.readers.front_matter.values import (
    Dated,
    first,
    folded,
    is_hidden,
    is_unlisted,
    issue_of,
    read_author,
    read_chains,
    read_date,
    read_published,
    read_terms,
    text,
    truth,
)
from importers.records import (
    FieldSource,
    FoundDate,
    ImageRecord,
    Issue,
    NoteRecord,
    PostRecord,
    Severity,
    SiteRecord,
    Skipped,
    TermRecord,
)
from importers.wordpress import POST_STATUS

MOST_LINES = 40  # of a header whose first or last line is damaged
NOTE_KINDS = frozenset({"remark", "question", "context", "wordplay", "error"})

# What has a field of its own, or says how the old site was built; the rest goes into source_meta.
_NAMES = """
title slug author author_login author_email author_url status published draft date date_gmt published_at created_at
pubdate modified modified_gmt last_modified_at updated date_modified categories category tags tag excerpt description
summary language lang locale image featured_image thumbnail comments trackbacks pingbacks comment_status permalink
wordpress_id wordpress_url redirect_from aliases alias excerpt_separator taxonomies guid sticky pinned parent menu_order
publishdate password post_password type layout translation_of translation_notes
"""
_KNOWN = frozenset(_NAMES.split())
_SHARED_KEYS = ("ref", "lang-ref", "lang_ref", "translation_id")  # of posts that translate each other
_PASSWORDS = ("password", "post_password")
_PASSWORD_LINES = re.compile(
    r"^([\"']?(?:post_)?password[\"']?[ \t]*:)[^\n]*(?:\n[ \t]+[^\n]*)*", re.MULTILINE | re.IGNORECASE
)


_HIDDEN = re.compile(
    r"(?:^\W{0,9}|\")(?:draft[\"']?\s{0,9}[:=]\s{0,9}(?:true|yes|on)|published[\"']?\s{0,9}[:=]\s{0,9}(?:false|no|off))\b",
    re.IGNORECASE,
)
_UNTOLD = Tongue()
_OPENS, _CLOSES = ("publishdate",), ("expirydate", "unpublishdate")  # Hugo shows a page from here, to there


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

    def says_hidden(self) -> bool:
        """Say whether a line of the header says that the page is not public: a broken one may end below its end."""
        return any(_HIDDEN.search(line) for line in self.text.split("\n")[: max(self.header_end, MOST_LINES)])

    def span(self, *names: str) -> tuple[int, int] | None:
        """Return the lines from the first to the last of these keys."""
        lines = [self.header.lines[name] for name in names if name in self.header.lines]
        return (min(line[0] for line in lines), max(line[1] for line in lines)) if lines else None


def read_post(
    page: Page, folder: SiteFolder | None = None, now: dt.datetime | None = None, tongue: Tongue = _UNTOLD
) -> PostRecord | Skipped:
    """Read a page's values under all the names that static sites give them; `now` tells what is still to come."""
    known = site_of(folder)
    site, place = known or Site(), place_of(page.origin, folder, known, tongue)
    _take_defaults(page, site, folder, place)
    kind = _kind(values := page.values, place)
    why_not = place.why_not or ("lists other pages" if place.kind == "page" and is_listing(page.body) else "")
    if why_not:
        return Skipped(kind, Issue("item-skipped", page.origin, f"{why_not}; no text of its own", Severity.INFO))
    status = _status(page, place)
    dated = _published(page, place)
    if status == "published":
        status = _status_of_public(page, kind, dated.date, site, now)
    feedback = read_feedback(values, page.origin)
    title, title_source = _title(page, place.name)
    page.issues += feedback.issues
    told = _text(page, site)
    categories = _categories(values, place, site)
    return PostRecord(
        reader="front_matter",
        origin=page.origin,
        kind=kind,
        **_identity(values, kind, known, address_of(values, known, place, categories, dated.date)),
        status=status,
        title=title,
        slug=_slug(values, place.name if place.day or kind == "page" or known else ""),
        published=dated.date,
        **_stated(values),
        **_translated(values, site, tongue),
        categories=categories,
        **told,
        comments=tuple(feedback.comments),
        trackbacks=tuple(feedback.trackbacks),
        fields=_fields(page, title_source, dated),
        meta=_meta(values, place),
        issues=tuple(page.issues),
        raw=_raw(page),
    )


def _take_defaults(page: Page, site: Site, folder: SiteFolder | None, place: Place) -> None:
    """Add to a page's values those that its site gives all of a kind, as far as they mean something here."""
    kind = "draft" if place.is_draft else place.section or place.kind
    given = site.defaults(folder.place if folder else "", kind)
    page.header.values = {name: given[name] for name in given.keys() & _KNOWN} | page.header.values


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields for which the header alone speaks."""
    return {
        "author": read_author(values),
        "modified": _modified(values),
        "tags": read_terms(_terms(values, "tags"), values.get("tag", ""), "tag"),
        "comments_open": any(truth(values.get(key)) for key in ("comments", "comment_status")),
        "sticky": any(truth(values.get(key)) for key in ("sticky", "pinned")),
        "translation_of": first(values, "translation_of"),
        "translation_notes": _notes(values),
        "images": _images(values),
    }


def _translated(values: Mapping[str, Any], site: Site, tongue: Tongue) -> dict[str, Any]:
    """Return the language, and what all translations of the post share: Hugo's key in the header, what sites of Jekyll
    call it beside the language, or the names."""
    key = folded(values, "translationkey")
    stated = normalize_language(first(values, "language", "lang", "locale"))
    shared = first(values, *_SHARED_KEYS) if stated and not key else ""
    group = f"key:{key}" if key else f"ref:{shared}" if shared else f"place:{tongue.group}" if tongue.group else ""
    default = normalize_language(first(site.values, "defaultContentLanguage", "defaultcontentlanguage"))
    return {
        "language": stated or tongue.language,
        "translation_group": group[:200],
        "translation_from": default if group else "",
    }


def _kind(values: Mapping[str, Any], place: Place) -> str:
    said = {text(values.get("layout")), text(values.get("type"))}
    if "page" in said:
        return "page"
    return "post" if "post" in said else place.kind or "post"


def _text(page: Page, site: Site) -> dict[str, Any]:
    """Return the excerpt and the body, and note what is to be said of it."""
    stated = first(page.values, "excerpt", "description", "summary")
    separator = first(page.values, "excerpt_separator") or site.separator
    body_format = format_of(PurePosixPath(page.origin).suffix.lower(), page.body)
    body, issues = written_out(page.body, site, page.values, page.origin)
    page.issues += issues
    body, before = parted(body, separator, body_format)
    return {"excerpt": stated or before, "body_format": body_format, "body": body}


def _terms(values: Mapping[str, Any], plural: str) -> Any:
    """Return a list of names, which Hugo also keeps one level down."""
    below = values.get("taxonomies")
    return values.get(plural) or (below.get(plural, "") if isinstance(below, dict) else "")


def _categories(values: Mapping[str, Any], place: Place, site: Site) -> tuple[TermRecord, ...]:
    """Return the categories that the header states, after those of the folders above a folder of posts."""
    listed = _terms(values, "categories")
    if site.maker == "hexo" and isinstance(listed, list):
        stated = read_chains(listed)
    else:
        stated = read_terms(listed, values.get("category", ""), "category")
    folders = read_terms(list(place.folders), "", "category")
    return tuple({term.slug or term.name: term for term in (*folders, *stated)}.values())


def _is_to_come(date: FoundDate, site: Site, now: dt.datetime) -> bool:
    """Say whether a date is still to come; where its zone is not known, in the site's own."""
    if date.month is None or date.day is None:
        return False
    moment = date.instant
    if moment is None:
        local = date.local or dt.datetime(date.year, date.month, date.day)
        try:
            zone: dt.tzinfo = ZoneInfo(first(site.values, "timezone") or "UTC")
        except (ValueError, OSError, KeyError):
            zone = dt.UTC
        moment = local.replace(tzinfo=zone)
    return moment > now


def _identity(values: Mapping[str, Any], kind: str, site: Site | None, address: str) -> dict[str, Any]:
    """Return what the post was called where it came from: ids and addresses."""
    stated = first(values, "wordpress_id", "post_id")
    source_id = "" if stated == "0" else stated
    wordpress = _site(values)
    return {
        "source_id": source_id,
        "original_url": original_url(values),
        "guid": first(values, "guid"),
        "legacy_urls": tuple(dict.fromkeys(addresses_of(values, kind, source_id, wordpress, site, address))),
        "parent_id": first(values, "parent"),
        "site": wordpress,
    }


def _status(page: Page, place: Place) -> str:
    """Return the status; "published: false" and a folder of drafts make a draft of what would be public."""
    values = page.values
    stated = first(values, "status").lower()
    status = POST_STATUS.get(stated or "published", "")
    if not status:
        status = "draft"
        page.issues.append(Issue("status-unknown", page.origin, f"“{stated}” is not a status; it is a draft now"))
    if stated == "future":
        page.issues.append(Issue("scheduled-draft", page.origin, "was scheduled; it is a draft now"))
    if status == "published" and (is_hidden(values) or place.is_draft or (page.header.broken and page.says_hidden())):
        status = "draft"
    if status == "published" and is_unlisted(values):
        status = "private"
    if first(values, *_PASSWORDS):
        status = "private" if status == "published" else status
        page.issues.append(Issue("private-password", page.origin, f"was protected by a password; it is {status} now"))
    return status


def _status_of_public(page: Page, kind: str, date: FoundDate | None, site: Site, now: dt.datetime | None) -> str:
    """Return the status of what would be public: with a date that is still to come it is a draft."""
    if date is None and kind == "post":
        page.issues.append(Issue("date-missing", page.origin, "says nowhere when it was published"))
    opens, closes = (read_date(folded(page.values, *names)) for names in (_OPENS, _CLOSES))
    if now is None or site.shows_future:
        return "published"
    for day in (date, opens):
        if day is not None and _is_to_come(day, site, now):
            message = f"its date, {day.iso()}, is still to come; it is a draft now"
            page.issues.append(Issue("scheduled-draft", page.origin, message))
            return "draft"
    if closes is not None and not _is_to_come(closes, site, now):
        message = f"it was shown until {closes.iso()} only; it is a draft now"
        page.issues.append(Issue("expired-draft", page.origin, message))
        return "draft"
    return "published"


def _title(page: Page, name_slug: str) -> tuple[str, FieldSource]:
    stated = text(page.values.get("title"))
    if stated:
        return decode_references(stated), FieldSource(stated, "title", span=page.span("title"))
    # Jekyll shows the file's name where there is no title.
    shown = " ".join(name_slug.replace("-", " ").replace("_", " ").split()).capitalize()
    return shown, FieldSource(name_slug, "file name", Level.LIKELY)


def _published(page: Page, place: Place) -> Dated:
    dated = read_published(page.values, page.span("date", "date_gmt"))
    page.issues += issue_of(dated, page.origin)
    if dated.date is None and place.day and (day := read_date(place.day)):
        return Dated(day, FieldSource(place.day, "file name"))
    return dated


def _modified(values: Mapping[str, Any]) -> FoundDate | None:
    stated = {"date": first(values, "modified", "last_modified_at", "updated", "date_modified")}
    return read_published(stated | {"date_gmt": values.get("modified_gmt", "")}, None).date


def _slug(values: Mapping[str, Any], named: str) -> str:
    """Return the slug; a page is called as its file, a post only where the file's name has the form of a post's."""
    slug = first(values, "slug") or named
    return unquote(slug) if "%" in slug else slug


def _site(values: Mapping[str, Any]) -> SiteRecord | None:
    url = first(values, "wordpress_url")
    parts = parts_of(url)
    if parts is None:
        return None
    return SiteRecord(url=f"{parts[0]}://{parts[1]}", platform="wordpress")


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


def _meta(values: Mapping[str, Any], place: Place) -> dict[str, Any]:
    meta = {key: value for key, value in values.items() if key not in _KNOWN and value not in ("", None, [])}
    if place.kind == "page" and place.section:
        meta["collection"] = place.section
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
