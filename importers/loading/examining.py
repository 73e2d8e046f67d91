"""A scraped page that is stored here, laid open again: read from its raw source, as the import read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Protocol, cast

from django.contrib.contenttypes.models import ContentType

from blog.models import Post, Source, TextRepair
from blog.text.wording import gettext_noop as _
from importers.collecting import rare_collections
from importers.decoding import SourceFile
from importers.loading.sources import zone_of
from importers.models import ImportedItem, PageReview
from importers.noting import Setting
from importers.packing import unpacked
from importers.preparing import Prepared, prepare
from importers.readers import READERS, sniff
from importers.records import PostRecord, Refused
from importers.reporting import Unusable
from importers.scraping import decisions
from importers.scraping.decisions import Step
from importers.scraping.doubts import with_accepted
from importers.scraping.shown import Examined
from importers.surveying import Evidence
from importers.web_archives import capture_called

PAGES = ("scraped_html", "scraped_text")  # loaded when a page is opened


class PageReader(Protocol):
    """What readers of pages offer beside what all do."""

    def examine(self, file: SourceFile, evidence: Evidence, assigned: Mapping[int, str] = ...) -> Examined | Refused:
        """Lay a page open, with the parts that a person assigned to lines (by number)."""


@dataclass
class OpenPage:
    """A page laid open: `found` as the reader cuts it by itself, `decided` with the steps of its review."""

    review: PageReview
    file: SourceFile
    reader: str
    found: Examined

    @property
    def steps(self) -> list[Step]:
        return list(self.review.steps)

    @cached_property
    def assigned(self) -> dict[int, str]:
        """The part that a person assigned to each line, by its number."""
        return decisions.assigned(self.steps, decisions.lines_of(self.found))

    @cached_property
    def decided(self) -> Examined:
        """The page with what was decided about it."""
        examined = self.found
        if self.assigned:
            with rare_collections():
                again = _reader(self.reader).examine(self.file, evidence_of(self.review), self.assigned)
            assert isinstance(again, Examined), "it was read a moment ago"
            examined = again
        record = with_accepted(examined.record, decisions.accepted(self.steps))
        return replace(examined, record=replace(record, kind=self.review.item.kind))

    @cached_property
    def prepared(self) -> Prepared:
        """What would be stored."""
        item = self.review.item
        return prepare(self.decided.record, setting_of(item.source, readings_of(item)))

    @property
    def record(self) -> PostRecord:
        return self.prepared.record

    def beginning(self, comments: int) -> PostRecord:
        """Return what would be stored, with the first comments alone: what a person reads at once of a long page."""
        found = self.decided.record
        if len(found.comments) <= comments:
            return self.record
        item = self.review.item
        first = replace(found, comments=found.comments[:comments])
        return prepare(first, setting_of(item.source, readings_of(item))).record


def open_page(review: PageReview) -> OpenPage:
    """Read a page of which the raw source is kept (with its item); Unusable when it cannot be read."""
    item = review.item
    encoding = (item.provenance or {}).get("encoding", "")
    name = item.origin or item.identity
    file = SourceFile(
        name,
        content=unpacked(item.raw),
        encoding="" if encoding == "utf-8" else encoding,
        capture=capture_called(name),
    )
    reader, found = _examined(file, evidence_of(review))
    if found is None:
        raise Unusable(_("The raw source of this page is not kept here, or is no page."))
    return OpenPage(review, file, reader, found)


@lru_cache(maxsize=8)
def _examined(file: SourceFile, evidence: Evidence) -> tuple[str, Examined | None]:
    """Return a page as the reader cuts it, remembered while somebody decides about it, step by step."""
    reader = sniff(file, PAGES) if file.content else None
    if reader is None:
        return "", None
    with rare_collections():
        found = _reader(reader).examine(file, evidence)
    return reader, None if isinstance(found, Refused) else found


def _reader(name: str) -> PageReader:
    return cast("PageReader", READERS[name])


def evidence_of(review: PageReview) -> Evidence:
    """Return what is remembered of what the batch taught about a page."""
    habits = (review.item.provenance or {}).get("habits", ())
    return Evidence(furniture=frozenset(review.furniture), habits=frozenset(habits))


def setting_of(source: Source, proved: frozenset[str] = frozenset()) -> Setting:
    """Return what bears on the pages of a blog."""
    return Setting(zone_of(source.timezone), source.language, proved)


def readings_of(item: ImportedItem) -> frozenset[str]:
    """Return the misreadings that were repaired in a page's post: its batch proved them."""
    model = ContentType.objects.get_for_model(Post)
    repairs = TextRepair.objects.filter(
        object_id=item.object_id or 0, content_type=model, state=TextRepair.State.APPLIED
    )
    return frozenset(repairs.order_by().values_list("reading", flat=True).distinct())
