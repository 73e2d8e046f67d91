"""What earlier runs know of the items of a batch: by identity within the post's own source, and by the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from importers.identity import Recognized
from importers.loading.batch import Context, StoredItem, Work
from importers.loading.sources import for_site, host_of, prepare_site
from importers.models import ImportedItem
from importers.records import AttachmentRecord, PostRecord

POSTS = ("post", "page")
_COLUMNS = ("pk", "kind", "object_id", "content_hash", "written", "points_to", "tombstone")

Key = tuple[int, str, str]


def key_of(work: Work) -> Key:
    """Return what an item is known by: posts and pages share their identities, since one may become the other."""
    kind = "post" if work.item.kind in POSTS else work.item.kind
    return work.source.pk, kind, work.item.identity


class Finder:
    """Finds the items of one run."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def works(self, items: Sequence[Recognized]) -> list[Work]:
        """Return a work for each item, with what is stored of it."""
        works = [self._work(item) for item in items]
        stored = self._stored(works)
        for work in works:
            work.stored = stored.get(key_of(work))
        self._look_by_file([work for work in works if work.is_named and not is_same(work)])
        return works

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
            context.sources[name] = for_site(prepare_site(record.site, context.setting.proved)[0], context.source)
        return context.sources[name]

    def _stored(self, works: Sequence[Work]) -> dict[Key, StoredItem]:
        kinds = {work.item.kind for work in works}
        rows = ImportedItem.objects.filter(
            source__in={work.source.pk for work in works},
            kind__in=kinds | set(POSTS) if kinds & set(POSTS) else kinds,
            identity__in={work.item.identity for work in works},
        )
        return {
            (source, "post" if row[1] in POSTS else row[1], identity): StoredItem(*row)
            # Unordered: asked for an order, SQLite reads all items of the source in it.
            for source, identity, *row in rows.order_by().values_list("source_id", "identity", *_COLUMNS)
        }

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
    return stored is not None and stored.content_hash == work.item.content_hash and stored.kind == work.item.kind
