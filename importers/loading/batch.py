"""What the writing of one batch shares: tables, claims, outcomes. Everything in it is given up when the batch fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model

from blog.models import Attachment, Feedback, LegacyURL, Post, Source, TaggedPost, TextRepair, TranslationNote
from blog.redirecting import OldBlogs
from importers.identity import Recognized
from importers.loading.changing import (
    REPAIR_COLUMNS,
    about,
    file_issues,
    forget_repairs,
    merge_item,
    repair_rows,
    set_aside,
)
from importers.loading.merging import Merge
from importers.loading.names import Names
from importers.loading.rows import Table, flush, reserve
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.noting import Setting
from importers.packing import packed
from importers.preparing import Prepared, PreparedAttachment
from importers.records import FieldRepair, Issue
from importers.reporting import Tally

JOINED = "joined"  # what a change notes of an item that made no object: undoing takes only the item
UPDATES = ("changed", "force", "never")


@dataclass(slots=True)
class Context:
    """What all batches of a run share."""

    run: ImportRun
    source: Source
    reader: str
    setting: Setting
    update: str
    names: Names
    beat: Callable[[], None]  # to be called now and then: the sign of life of a run that works
    files: Mapping[str, str] = field(default_factory=dict)  # where the file of an origin stands
    named: frozenset[str] = frozenset()  # origins of files that were named by themselves
    orphans: dict[tuple[int, str, str], ImportedItem] | None = None  # see `deleted_parts`
    is_asked_for: bool = False  # a person named the source
    sources: dict[tuple[str, str, str], Source] = field(default_factory=dict)  # that pages named as their own
    blogs: OldBlogs = field(default_factory=lambda: OldBlogs((), frozenset()))  # where old blogs answer, for links
    changed: dict[str, set[str]] = field(default_factory=dict)  # see `importers.settling.renewing`
    unsettling: bool = False  # something was written that settling has to look at, whatever was counted

    def deleted_parts(self) -> dict[tuple[int, str, str], ImportedItem]:
        """Return the items of feedback that a person deleted here, and whose post was undone since."""
        if self.orphans is None:
            rows = ImportedItem.objects.filter(parent=None, kind__in=("comment", "trackback")).exclude(tombstone="")
            self.orphans = {(item.source_id, item.kind, item.identity): item for item in rows}
        return self.orphans

    @property
    def force(self) -> bool:
        return self.update == "force"


@dataclass(slots=True)
class StoredItem:
    """What is known of an item from earlier runs."""

    pk: int
    kind: str
    object_id: int | None
    content_hash: str
    written: dict[str, Any]
    points_to: dict[str, Any]
    tombstone: str
    origin: str = ""
    reader: str = ""


class Elder(NamedTuple):
    """The post that is here already of which an item speaks too: its item, itself, and how that is known."""

    item: int
    post: int
    how: str


@dataclass(slots=True)
class Work:
    """One post, page or attachment on its way into the database."""

    item: Recognized
    source: Source
    stored: StoredItem | None = None
    file: str = ""  # where the file stands, for an item that is known by its place
    is_named: bool = False  # that file was named by itself
    is_another: bool = False  # what is stored came from another file of that name
    post: Prepared | None = None
    attachment: PreparedAttachment | None = None
    parts_only: bool = False  # the post is unchanged; its feedback has to be looked at
    is_older: bool = False  # another version came before it in this run; only feedback that is not here is taken of it
    kin: int = 0  # the post that bears its number or address already, from another reader or another capture
    elder: Elder | None = None

    fault: str = ""  # why it could not be prepared
    packed: bytes | None = None  # its source as it is stored, where that was made on another core

    @property
    def raw(self) -> bytes:
        """The item's source as it is stored."""
        return packed(self.item.record.raw) if self.packed is None else self.packed

    @property
    def is_capturable(self) -> bool:
        """Whether another page may be of the same post: known by an address or a number, not by its place."""
        return self.item.identity.startswith(("url:", "id:"))

    @property
    def is_new(self) -> bool:
        return self.stored is None or self.stored.object_id is None

    def take(self, result: Prepared | PreparedAttachment | str) -> None:
        """Take what became of the record when it was prepared."""
        if isinstance(result, str):
            self.fault = result
        elif isinstance(result, Prepared):
            self.post = result
        else:
            self.attachment = result


@dataclass(slots=True)
class Outcome:
    """What became of the items of a batch."""

    tally: Tally = field(default_factory=Tally)
    issues: list[Issue] = field(default_factory=list)
    repairs: Counter[str] = field(default_factory=Counter)
    shortcodes: list[Counter[str]] = field(default_factory=list)  # those of each post that nothing stands for
    styles: list[Counter[str]] = field(default_factory=list)  # those of each post that nothing is made of


class Batch:
    """The tables that a batch fills, flushed together at its end."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.outcome = Outcome()
        self.posts = Table(
            Post, "id", "kind", "path", "title", "slug", "status", "author_id", "language", "excerpt", "sticky",
            "menu_order", "comments_open", "original_url", "guid", "source_meta", "published_year", "published_month",
            "published_day", "published_at", "sort_at", "body_format", "body", "body_html", "body_html_version",
            "source_id", "original_id", "seo_title", "seo_description",
        )  # fmt: skip
        self.attachments = Table(
            Attachment, "id", "source_id", "original_id", "title", "alt", "caption", "description", "original_url",
            "has_page", "source_meta", "uploaded_at",
        )  # fmt: skip
        self.feedback = Table(
            Feedback, "id", "kind", "post_id", "parent_id", "status", "author_name", "author_email", "author_url",
            "author_address", "title", "blog_name", "body", "body_format", "body_html", "submitted_at",
            "submitted_text", "anchor", "source_id", "original_id", "source_meta",
        )  # fmt: skip
        self.tags = Table(TaggedPost, "tag_id", "content_object_id")
        self.co_authors = Table(Post.co_authors.through, "author_id", "post_id")
        self.categories = Table(Post.categories.through, "category_id", "post_id")
        self.legacy = Table(LegacyURL, "host", "path", "query", "post_id", "attachment_id", "target_path")
        self.notes = Table(TranslationNote, "post_id", "kind", "visibility", "exact", "prefix", "suffix", "text")
        self.items = Table(
            ImportedItem, "id", "source_id", "kind", "identity", "parent_id", "object_id", "origin", "reader", "raw",
            "content_hash", "provenance", "written", "points_to", "unsettled", "first_run_id",
        )  # fmt: skip
        self.changes = Table(ImportChange, "run_id", "item_id", "before", "after", "besides")
        self.repairs = Table(TextRepair, *REPAIR_COLUMNS)
        self.to_index: list[Post] = []  # changed here; search reads them again
        self.reserved: dict[type[Model], int] = {}
        self.places: dict[str, int] = {}  # what is written now, by where it was found
        self.left_groups: set[tuple[int, str]] = set()  # source, and the group of translations that a post left
        self.folded: list[tuple[int, str, str]] = []  # new: key, title and text as search takes them

    def flush(self) -> None:
        """Insert all rows, what is pointed at first."""
        self.context.unsettling |= bool(self.legacy.rows)
        flush((self.attachments, self.posts, self.feedback, self.co_authors, self.tags, self.categories))
        flush((self.legacy, self.notes))
        flush((self.items, self.changes, self.repairs))
        for source, group in self.left_groups:
            left = ImportedItem.objects.filter(source=source, object_id__isnull=False, points_to__group__0=group)
            left.update(unsettled=True)
        # What came up without its item is of a post that is written now, or of a part of one.
        places = self.places
        self.outcome.issues = [
            about(places.get(issue.where) or places.get(issue.where.rpartition(" ")[0]), [issue])[0]
            if issue.item is None
            else issue
            for issue in self.outcome.issues
        ]
        file_issues(self.context.run, self.outcome.issues)

    def reserve(self, model: type[Model], number: int) -> list[int]:
        """Return `number` primary keys that nobody has and that this batch has not handed out yet."""
        keys = reserve(model, number, self.reserved.get(model, 0))
        if keys:
            self.reserved[model] = keys[-1]
        return keys

    def say(self, code: str, where: str, message: str) -> None:
        self.outcome.issues.append(Issue(code, where, message))

    def add_item(
        self,
        pk: int,
        source: Source,
        kind: str,
        identity: str,
        object_id: int,
        content_hash: str,
        written: Mapping[str, Any],
        *,
        parent_id: int | None = None,
        origin: str = "",
        raw: bytes = b"",  # packed
        provenance: Mapping[str, Any] | None = None,
        points_to: Mapping[str, Any] | None = None,
        unsettled: bool | None = None,
        joins: bool = False,
    ) -> None:
        """Note that this run made an object of an item; `unsettled` by default where it points at anything.

        One that `joins` an object that is here already is counted by whoever joins it.
        """
        context = self.context
        unsettled = bool(points_to) if unsettled is None else unsettled
        self.items.add(
            pk, source.pk, kind, identity, parent_id, object_id, origin[:1000], context.reader,
            raw, content_hash, provenance or {}, written, points_to or {}, unsettled,
            context.run.pk,
        )  # fmt: skip
        self.changes.add(context.run.pk, pk, None, {}, {JOINED: True} if joins else {})
        if origin:
            self.places[origin] = pk
        if not joins:
            self.outcome.tally.add(kind, "created")

    def add_repairs(self, model: type[Model], object_id: int, repairs: Sequence[FieldRepair]) -> None:
        """Note the repairs of one object."""
        if not repairs:  # as with most
            return
        for row in repair_rows(model, object_id, repairs):
            self.repairs.add(*row)
        self.outcome.repairs.update(str(repair.level) for repair in repairs)

    def renew_repairs(
        self, item_id: int, model: type[Model], object_id: int, repairs: Iterable[FieldRepair], changed: Collection[str]
    ) -> None:
        """Note the repairs of an object's changed fields, instead of those of the texts that stood there before."""
        set_aside(self.context.run, item_id, "repairs", forget_repairs(model, [object_id], changed))
        self.add_repairs(model, object_id, [repair for repair in repairs if repair.field in changed])

    def merge(
        self,
        stored_id: int,
        base: Mapping[str, Any],
        present: Mapping[str, Any],
        incoming: Mapping[str, Any],
        where: str,
    ) -> Merge:
        """Merge an item that is here already."""
        context = self.context
        return merge_item(
            context.run, stored_id, base, present, incoming,
            force=context.force, where=where, issues=self.outcome.issues,
        )  # fmt: skip
