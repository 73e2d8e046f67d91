"""What readers say a file holds: frozen values, free of the ORM.

A reader yields records in the order of the file. What it emits is as found; `preparing` makes repaired,
sanitized copies of them. What issues a report may carry says `issue_codes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from blog.text.levels import LOST, Level
from importers.found_dates import FoundDate as FoundDate
from importers.frozen import frozen
from importers.issue_codes import ISSUE_CODES

KINDS = ("post", "page", "attachment", "comment", "trackback", "author", "category", "tag")
OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed")

EMPTY: Mapping[str, Any] = MappingProxyType({})


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@frozen
class Issue:
    """A problem that did not stop the run: what, where, and what was done about it."""

    code: str
    where: str
    message: str
    level: Severity = Severity.WARNING
    item: int | None = field(default=None, compare=False)  # the ImportedItem it is stored with

    def __post_init__(self) -> None:
        assert self.code in ISSUE_CODES, self.code


@frozen
class FieldSource:
    """Where a value came from: the raw text, its place (line or character range), the rule that found it."""

    raw: str
    rule: str
    level: Level = Level.CERTAIN
    span: tuple[int, int] | None = None
    alternatives: tuple[str, ...] = ()


@frozen
class Leftover:
    """Lines (first, last; 1-based) of a scraped page that went into no field.

    `score` is by how much the lines fit the part of the page where they stand better than any other part.
    """

    lines: tuple[int, int]
    role: str
    text: str
    score: float = 0.0


@frozen
class DateHint:
    """A date that may be the post's, with the reason to think so. Never applied by itself."""

    value: str
    evidence: str


@frozen
class ImageRecord:
    filename: str
    alt: str = ""


@frozen
class SiteRecord:
    """What the file says of the blog it came from."""

    name: str = ""
    tagline: str = ""
    url: str = ""
    language: str = ""
    timezone: str = ""
    platform: str = ""


@frozen
class AuthorRecord:
    name: str = ""
    login: str = ""
    email: str = ""
    url: str = ""
    bio: str = ""
    source_id: str = ""  # the number at the source, by which old addresses name it

    @property
    def identity(self) -> str:
        """The login where there is one, else the name: what two mentions of one author share."""
        return self.login or self.name


@frozen
class TermRecord:
    """A category or a tag. Keyed by taxonomy and slug, never by name."""

    taxonomy: str  # "category" or "tag"
    slug: str
    name: str
    parent: str = ""  # slug of the parent
    description: str = ""
    declared: bool = False  # stands in the file's own list of terms, not only on a post
    meta: tuple[tuple[str, str], ...] = ()  # what else the source said; pairs, since a key may stand twice
    term_id: str = ""  # the number at the source, by which old addresses name it
    besides: tuple[tuple[str, str], ...] = ()  # what no field holds, by name
    listed_as: str = ""  # the taxonomy at the source where a person took it for one of ours: old addresses name it


@frozen
class CommentRecord:
    """What a reader of the old blog wrote under a post. `parent` is an index into the post's comments."""

    source_id: str = ""
    author: AuthorRecord = field(default_factory=AuthorRecord)
    address: str = ""
    body: str = ""
    body_format: str = "html"
    body_html: str = ""  # filled by preparing
    submitted: FoundDate | None = None
    parent: int | None = None
    title: str = ""  # a subject that its writer gave it
    status: str = "approved"  # a ModerationStatus value
    meta: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    fields: Mapping[str, FieldSource] = field(default_factory=lambda: EMPTY)


@frozen
class TrackbackRecord:
    """A mention by another site. `kind` is trackback or pingback."""

    source_id: str = ""
    kind: str = "trackback"
    title: str = ""
    blog_name: str = ""
    url: str = ""
    email: str = ""
    address: str = ""
    excerpt: str = ""
    body_html: str = ""  # filled by preparing
    received: FoundDate | None = None
    status: str = "approved"
    meta: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    fields: Mapping[str, FieldSource] = field(default_factory=lambda: EMPTY)


@frozen
class NoteRecord:
    """A translation note that a file carries. `exact` is the passage of the translation it is about; may be empty."""

    text: str
    exact: str = ""
    kind: str = "remark"  # a TranslationNote.Kind value
    visibility: str = "public"  # a TranslationNote.Visibility value


@frozen
class AttachmentRecord:
    """A media file that the old blog knew of; the file itself may be gone."""

    origin: str
    source_id: str
    url: str
    title: str = ""
    caption: str = ""
    description: str = ""
    alt: str = ""
    parent_id: str = ""
    uploaded: FoundDate | None = None
    author: AuthorRecord | None = None
    original_url: str = ""
    has_page: bool = False  # it hung on no post, and anyone could read its page
    meta: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    raw: bytes = b""
    issues: tuple[Issue, ...] = ()


@frozen
class PostRecord:
    """One post or page with its feedback: what the file says of it, or, once prepared, what will be stored."""

    reader: str
    origin: str  # "export.xml#item-370": the file, relative to what the person named, and the item in it
    kind: str = "post"
    source_id: str = ""
    status: str = "published"  # a Post.Status value
    title: str = ""
    slug: str = ""
    author: AuthorRecord | None = None
    co_authors: tuple[AuthorRecord, ...] = ()  # who wrote it besides, in order
    published: FoundDate | None = None
    modified: FoundDate | None = None
    date_hints: tuple[DateHint, ...] = ()
    language: str = ""
    categories: tuple[TermRecord, ...] = ()
    tags: tuple[TermRecord, ...] = ()
    excerpt: str = ""
    seo_title: str = ""  # what search engines are told, where that is not the title
    seo_description: str = ""
    body_format: str = "html"  # a Post.BodyFormat value, or "movable_type" as found
    body: str = ""
    body_html: str = ""  # filled by preparing
    comments: tuple[CommentRecord, ...] = ()
    comments_stated: int | None = None
    comments_open: bool = False
    trackbacks: tuple[TrackbackRecord, ...] = ()
    trackbacks_stated: int | None = None
    trackback_url: str = ""
    original_url: str = ""
    guid: str = ""
    legacy_urls: tuple[str, ...] = ()
    former_urls: tuple[str, ...] = ()  # given up at the source: they lead here unless another post has them
    sticky: bool = False
    parent_id: str = ""
    menu_order: int = 0
    featured_image_id: str = ""
    translation_group: str = ""  # what all translations of one post share; settled after the whole import
    translation_members: tuple[str, ...] = ()  # ids of the posts that the group names, where it names any
    translation_from: str = ""  # the language of the group's original, where that is told
    translation_of: str = ""  # address or source_id of the original; settled after the whole import
    translation_notes: tuple[NoteRecord, ...] = ()
    images: tuple[ImageRecord, ...] = ()
    site: SiteRecord | None = None
    related: tuple[str, ...] = ()
    layout: str = ""  # what scraped pages that are built alike share
    habits: tuple[str, ...] = ()  # how most pages of its batch are laid out, which spoke where the page did not
    encoding: str = ""  # in which a scraped page was read
    leftover: tuple[Leftover, ...] = ()
    fields: Mapping[str, FieldSource] = field(default_factory=lambda: EMPTY)
    meta: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    issues: tuple[Issue, ...] = ()
    place: str = ""  # of its file below the root of what is imported, where that is not the origin
    raw: bytes = b""
    is_cut: bool = False  # the file ends inside its fields: whatever else is here of it says more
    adds_only: bool = False  # it is no post: its feedback belongs to the one of the same moment


@frozen
class ReusableBlock:
    """A piece of text that posts name by its id, kept until their bodies take it in; no item of its own."""

    origin: str
    source_id: str
    body: str


@frozen
class Skipped:
    """An item that was left out on purpose, counted under its kind, with the reason; its author may have no other."""

    kind: str
    issue: Issue
    author: AuthorRecord | None = None
    source_id: str = ""


@frozen
class Refused:
    """An item that should have been stored and cannot be, counted as failed with the feedback it holds."""

    kind: str
    issue: Issue
    comments: int = 0
    trackbacks: int = 0


@frozen
class Occurring:
    """The types of items and the taxonomies that a file has, by the file's own names."""

    types: frozenset[str]
    taxonomies: frozenset[str]


Noun = SiteRecord | AuthorRecord | TermRecord | AttachmentRecord
Record = Noun | PostRecord | ReusableBlock | Occurring | Skipped | Refused | Issue


@frozen
class FieldRepair:
    """One step of a mojibake repair, with the place it was made.

    `target` is "post", "comment-3" or "trackback-0" (indices into the record); `field` is the record's field name;
    `prefix` and `suffix` are up to 32 characters of the repaired text on both sides (W3C TextQuoteSelector).
    `offset` is its place in the field as that would be with no step made, `origin` that text's fingerprint
    (`blog.text.placing`). A word that letters are lost from stands here too, as itself before and after.
    """

    target: str
    field: str
    before: str
    after: str
    prefix: str
    suffix: str
    reading: str
    level: str  # a Level, or LOST
    offset: int | None = None
    origin: int | None = None

    @property
    def is_applied(self) -> bool:
        """A guess is only proposed, and nothing brings back what is lost."""
        return self.level not in (Level.GUESS, LOST)
