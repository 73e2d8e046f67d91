"""What earlier runs know of the items of a batch: by identity within the post's own source, and by the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from importers.identity import Recognized, bounded, digest, of_address
from importers.loading.batch import Context, StoredItem, Work
from importers.loading.sources import for_site, prepare_site
from importers.models import ImportedItem
from importers.records import AttachmentRecord, PostRecord
from importers.sites import host_of

POSTS = ("post", "page")
CAPTURE = "capture"
PAGES = ("scraped_html", "scraped_text", "pages", "review")  # readers of what visitors saw
_COLUMNS = ("pk", "kind", "object_id", "content_hash", "written", "points_to", "tombstone", "origin", "reader")

Key = tuple[int, str, str]


def key_of(work: Work) -> Key:
    """Return what an item is known by: posts and pages share their identities, since one may become the other."""
    kind = "post" if work.item.kind in POSTS else work.item.kind
    return work.source.pk, kind, work.item.identity


_CONTENT = 16  # bytes of a mark that stand for the content; four each stand for the traits


def mark_of(item: Recognized) -> bytes:
    """Return what tells whether an item that is met again in a run is the same, a version of it, or another one.

    A run keeps one of each item, so it is small.
    """
    record = item.record
    if isinstance(record, PostRecord):
        # A guid that says the number says nothing else.
        guid = record.title if record.source_id and record.guid.endswith(f"={record.source_id}") else record.guid
        traits = (record.title, guid, record.slug)
    else:
        traits = (record.title, record.original_url, record.url)
    return bytes.fromhex(item.content_hash) + b"".join((hash(trait) & 0xFFFFFFFF).to_bytes(4) for trait in traits)


def are_equal(mark: bytes, other: bytes) -> bool:
    """Say whether items have the same content."""
    return mark[:_CONTENT] == other[:_CONTENT]


def are_two(mark: bytes, other: bytes) -> bool:
    """Say whether items of one id have nothing else in common, as in a file that two blogs were joined in."""
    return all(mark[start : start + 4] != other[start : start + 4] for start in range(_CONTENT, len(mark), 4))


class Finder:
    """Finds the items of one run."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def works(self, items: Sequence[Recognized]) -> list[Work]:
        """Return a work for each item, with what is stored of it."""
        works = [self._work(item) for item in items]
        stored = self._stored(works)
        for work in works:
            captures = stored.get((*key_of(work)[:2], of_capture(work)), []) if is_page(work) else []
            self._know(work, stored.get(key_of(work), []), captures)
        self._look_by_file([work for work in works if work.is_named and not is_same(work)])
        return works

    def know_capture(self, work: Work, post: int = 0) -> None:
        """Take a page for another capture of the post that has its address; of one that is not stored yet when 0."""
        work.item = replace(work.item, identity=of_capture(work))
        work.kin, work.stored = post, None
        if not post:
            found = self._stored([work]).get(key_of(work), [])
            work.stored = found[0] if found else None

    def know_beside(self, work: Work) -> None:
        """Take an item for another one than that which bears its id: its address is what it is known by."""
        record = work.item.record
        address = record.original_url or (record.guid if isinstance(record, PostRecord) else record.url)
        if not address:
            return
        work.item = replace(work.item, identity=of_address(address))
        work.kin, work.stored = 0, None
        self._know(work, self._stored([work]).get(key_of(work), []), [])

    def _know(self, work: Work, found: list[StoredItem], captures: list[StoredItem]) -> None:
        """Find what is stored of an item among those of its identity: itself, a capture of it, another reader's."""
        if captures:
            work.item, work.stored = replace(work.item, identity=of_capture(work)), captures[0]
            return
        same = next((row for row in found if row.content_hash == work.item.content_hash), None)
        if is_page(work) and same is None:
            origin = work.item.record.origin[:1000]
            same = next((row for row in found if row.reader in PAGES and row.origin == origin), None)
        main = next((row for row in found if row.kind != CAPTURE), None)
        work.stored = stored = same or main or (found[0] if found else None)
        if same or stored is None or stored.tombstone or stored.object_id is None:
            return
        if is_page(work):
            if work.is_capturable:
                self.know_capture(work, stored.object_id)
        elif stored.reader in PAGES:
            work.kin, work.stored = stored.object_id, None

    def _work(self, item: Recognized) -> Work:
        work = Work(item, self._source(item.record))
        if item.identity.startswith("path:"):
            work.file = self.context.files.get(item.record.origin, "")
            work.is_named = work.file != "" and item.record.origin in self.context.named
        return work

    def _source(self, record: PostRecord | AttachmentRecord) -> Any:
        """Return the source of an item: the one that its page names, else the run's."""
        context = self.context
        if not isinstance(record, PostRecord) or record.site is None:
            return context.source
        name = (record.site.name, host_of(record.site.url), record.site.url)
        if name not in context.sources:
            site, _ = prepare_site(record.site, context.setting.proved)
            asked = context.is_asked_for
            context.sources[name] = for_site(context.run, site, context.source, is_asked_for=asked)
        return context.sources[name]

    def _stored(self, works: Sequence[Work]) -> dict[Key, list[StoredItem]]:
        kinds = {work.item.kind for work in works}
        names = {work.item.identity for work in works} | {of_capture(work) for work in works if is_page(work)}
        rows = ImportedItem.objects.filter(
            source__in={work.source.pk for work in works},
            kind__in=kinds | {*POSTS, CAPTURE} if kinds & set(POSTS) else kinds,
            identity__in=names,
        )
        found: dict[Key, list[StoredItem]] = {}
        # Unordered: asked for an order, SQLite reads all items of the source in it.
        for source, identity, *row in rows.order_by().values_list("source_id", "identity", *_COLUMNS):
            kind = "post" if row[1] in (*POSTS, CAPTURE) else row[1]
            found.setdefault((source, kind, identity), []).append(StoredItem(*row))
        return found

    def _look_by_file(self, works: Sequence[Work]) -> None:
        """Know a file that was named by itself as the item it was before, whatever was named beside it then.

        Its bare name says little: another file of that name is another item while the first is still in its place.
        """
        if not works:
            return
        before = ImportedItem.objects.filter(
            source__in={work.source.pk for work in works}, kind__in=POSTS, identity__startswith="path:"
        ).exclude(first_run=self.context.run)
        rows = before.filter(provenance__file__in=[work.file for work in works])
        known = {
            (source, file): (identity, StoredItem(*row))
            for source, file, identity, *row in rows.values_list("source_id", "provenance__file", "identity", *_COLUMNS)
        }
        for work in works:
            found = known.get((work.source.pk, work.file))
            if found is not None:
                work.item, work.stored = replace(work.item, identity=found[0]), found[1]
            elif work.stored is not None:
                file = ImportedItem.objects.filter(pk=work.stored.pk).values_list("provenance__file", flat=True)[0]
                work.is_another = bool(file) and file != work.file and Path(file).exists()


def is_same(work: Work) -> bool:
    """Say whether the source says of an item what it said before."""
    stored = work.stored
    same = stored is not None and stored.content_hash == work.item.content_hash
    return same and stored is not None and stored.kind in (work.item.kind, CAPTURE)


def is_page(work: Work) -> bool:
    """Say whether an item is a page that visitors saw."""
    return isinstance(work.item.record, PostRecord) and work.item.record.reader in PAGES


def only_adds(work: Work) -> bool:
    """Say whether an item leaves what is here as it is: a page, or feedback alone."""
    return is_page(work) or (isinstance(work.item.record, PostRecord) and work.item.record.adds_only)


def of_capture(work: Work) -> str:
    """Return the identity of one capture among several of an address."""
    record = work.item.record
    return bounded(f"{work.item.identity}@{digest(record.raw or repr(record))[:16]}")
