"""What readers say a file holds: frozen values, free of the ORM.

A reader yields records in the order of the file. What it emits is as found; `preparing` makes repaired,
sanitized copies of them. Every table of codes that a report may carry stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from blog.text.levels import Level
from blog.text.wording import gettext_noop as _
from importers.found_dates import FoundDate as FoundDate
from importers.frozen import frozen

KINDS = ("post", "page", "attachment", "comment", "trackback", "author", "category", "tag")
OUTCOMES = ("created", "updated", "unchanged", "skipped", "failed")

EMPTY: Mapping[str, Any] = MappingProxyType({})


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


# Every issue code a report may carry, and what it tells the archivist; the admin says it in its own language.
ISSUE_CODES: Mapping[str, str] = MappingProxyType(
    {
        "address-collision": _("two posts claimed one address; the later one got a suffix"),
        "ambiguous-identity": _("two items of one identity hold different content; the first was kept"),
        "asked-in-vain": _("a type or a taxonomy was asked for by a name that the files do not have"),
        "attachments-from-bodies": _("files that bodies show and no item of the export lists; kept as attachments"),
        "author-unknown": _("the author map names a login that no file has"),
        "block-broken": _("a delimiter of the block editor fits no other or cannot be read; its content was kept"),
        "block-dynamic": _("a block held nothing of its own; WordPress filled it for every visitor"),
        "block-missing": _("a reusable block is not in the file; its place is marked"),
        "body-guessed": _("the body could not be told from its surroundings; the post is a draft"),
        "body-in-builder": _("a page builder kept the text of posts outside of their bodies"),
        "body-unsettled": _("what a body speaks of could not be settled; it stays as it is"),
        "checksum-failed": _("a count printed on the page disagrees with what was found"),
        "comment-cycle": _("comments answer each other in a circle; the circle was cut"),
        "comment-too-long": _("the comment is over 10 kB and was sanitized without linking its addresses"),
        "comment-type": _("comments of this type were not public, or may not have been; they are not public here"),
        "conflict": _("the file and an editor changed the same field; the editor's value was kept"),
        "control-characters": _("characters that no text may hold were removed"),
        "date-day-first": _("the dates of the file have the day before the month; they were read so"),
        "date-mislabelled": _("the printed time zone is wrong; the true one was derived"),
        "date-missing": _("no date could be read; the item is undated"),
        "date-unreadable": _("a date was printed but cannot be read"),
        "deleted-here": _("someone deleted the item here; it was not imported again"),
        "encoding-guessed": _("the encoding was neither declared nor UTF-8"),
        "encoding-lossy": _("some bytes could not be decoded"),
        "feedback-alone": _("feedback without its entry; it goes to the post of its moment, or waits as a draft"),
        "file-cut": _("the file ends before its end"),
        "file-empty": _("the file holds no item"),
        "file-refused": _("the file cannot be read safely"),
        "forum-private": _("the item stands in a forum that was not public; it is private"),
        "format-unknown": _("the text is written in a markup that is not read here; its signs stay as they were typed"),
        "front-matter-broken": _("the YAML header is broken; it was read line by line"),
        "front-matter-duplicate-key": _("a key stands twice in the header; the last one counts"),
        "gallery-incomplete": _("pictures or recordings that a body shows by their ids are not in the file"),
        "gone-at-source": _("an earlier run brought it and the source has it no more; it was kept"),
        "image-inline": _("a picture stands as data in the body and is not shown; its alternative text is"),
        "image-missing": _("the featured image is not here; the post was kept without it"),
        "images-hot-linked": _("pictures in bodies are not kept here yet; they are shown as links to where they were"),
        "item-failed": _("the item could not be stored"),
        "item-invalid": _("the item lacks what it needs"),
        "item-skipped": _("the item was left out on purpose"),
        "languages-in-one": _("one post held several languages; each stands in its body, marked as such"),
        "letters-lost": _("letters are missing from words and nothing can bring them back; the text was left as it is"),
        "links-from-other-blogs": _("posts of other blogs link to what this run brought; these links lead here now"),
        "markup-broken": _("the file's markup is broken here; what could be read was kept"),
        "markup-too-deep": _("the markup is nested too deeply and was kept as text"),
        "media-refused": _("a file in the folder of uploads is none that is kept here"),
        "merged-here": _("someone merged the item here; it was not imported again"),
        "number-shared": _("several items bear one number and say different things; all were kept"),
        "original-missing": _("the original of a translation is not here; the translation was kept"),
        "orphan-comment": _("the comment answers one that is not there; kept at the top level"),
        "parent-cycle": _("pages or categories stand below each other in a circle; the circle was cut"),
        "parent-missing": _("the parent is not here; the item was kept without one"),
        "part-missing": _("an export in parts lacks one of them"),
        "post-matched": _("the page is of a post that is here already; what was missing there was taken over"),
        "private-password": _("the post was password-protected; it is private now"),
        "record-damaged": _("a record of a web archive is damaged or cannot be unpacked; it was left out"),
        "reviewed-here": _("someone reviewed the page here; it was not overwritten"),
        "scheduled-draft": _("the post was scheduled; it is a draft now"),
        "shortcode-unknown": _("nothing stands for these shortcodes here; they were kept as marked text"),
        "shortcodes-in-all": _("all shortcodes of the run that nothing stands for, by name"),
        "source-differs": _("the blog is known here with another name, address, language or time zone; that was kept"),
        "status-unknown": _("the status is not a known one; the post is a draft"),
        "styles-left-out": _("styles that an editor wrote into tags and no page of ours shows"),
        "template-tag": _("tags of the old site's templates mean nothing here; they stay visible"),
        "term-shared": _("another blog has a term of this slug with other words; both blogs' words were kept"),
        "text-left-out": _("an element that is not shown here held text; the text is in the body's source only"),
        "title-guessed": _("no title could be read with certainty; the post is a draft"),
        "title-markup": _("a title held markup; its text was kept, and the whole in source_meta"),
        "translation-doubled": _("two posts of one language in a group of translations; the first is the translation"),
        "type-not-public": _("items of this type had no public address; the post is a draft"),
        "undecided-repair": _("a garbled passage has more than one possible reading; proposed, not applied"),
        "value-shortened": _("a value was too long for its field; the whole is kept in source_meta"),
    }
)


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


Record = (
    Occurring
    | SiteRecord
    | AuthorRecord
    | TermRecord
    | AttachmentRecord
    | PostRecord
    | ReusableBlock
    | Skipped
    | Refused
    | Issue
)


@frozen
class FieldRepair:
    """One step of a mojibake repair, with the place it was made.

    `target` is "post", "comment-3" or "trackback-0" (indices into the record); `field` is the record's field name;
    `prefix` and `suffix` are up to 32 characters of the repaired text on both sides (W3C TextQuoteSelector).
    """

    target: str
    field: str
    before: str
    after: str
    prefix: str
    suffix: str
    reading: str
    level: Level

    @property
    def is_applied(self) -> bool:
        """A guess is only proposed."""
        return self.level is not Level.GUESS
