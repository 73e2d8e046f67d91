"""Bodies that did not change at the source, while what they take in did: reusable blocks, attachments they show.

Such a body is made anew from what its item's raw source says, and settled again: the base of the merge is what it was
after settling, so what a person edited since stays, and is told where a block of it changed. Asked only when a run
changed a block or an attachment, or when the run before it was killed and may have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import Q, QuerySet

from blog.models import Post, Source
from importers.loading import merging
from importers.loading.finding import POSTS
from importers.models import ImportedItem
from importers.noting import Setting
from importers.packing import unpacked
from importers.preparing import prepare
from importers.readers import wxr
from importers.records import Issue
from importers.settling.bodies import CHUNK, REWRITERS, BodySettler, Work, bounded
from importers.settling.media import Known, MediaSettler, MediaWish

_BLOCK = re.compile(r'\[block ref="(\d{1,20})"\]')

# What changed at the source, by the rewriter that takes it in: ids there.
Changed = Mapping[str, set[str]]


@dataclass(slots=True)
class RenewedBodies(BodySettler):
    """Makes bodies anew. `changed` says what for; all that may be concerned are looked at."""

    changed: Changed = field(default_factory=dict)
    setting: Setting = field(default_factory=Setting)

    def settle(self, beat: Callable[[], None]) -> list[Issue]:
        """Renew what can be; return what there is to say about it."""
        source = Source.objects.get(pk=self.source_id)
        media = MediaSettler(self.run, self.source_id, MediaWish())
        media.source, media.known = source, Known.of(source)
        self.rewriters = {**REWRITERS, "media": media.gather}
        for items in self._chunks():
            beat()
            with transaction.atomic():
                self.rewrite(items)
        return self.issues

    def _chunks(self) -> Iterator[list[ImportedItem]]:
        last = 0
        while items := list(self._concerned().filter(pk__gt=last)[:CHUNK]):
            last = items[-1].pk
            yield from bounded(items)

    def _concerned(self) -> QuerySet[ImportedItem]:
        wanted = Q()
        for name in self.changed:
            wanted |= Q(points_to__body__icontains=name)
        posts = ImportedItem.objects.filter(
            wanted, source=self.source_id, reader="wxr", kind__in=POSTS, object_id__isnull=False
        )
        return posts.defer("provenance").order_by("pk")

    def _work(self, item: ImportedItem, post: Post) -> Work:
        work = BodySettler._work(self, item, post)
        work.missing = item.unsettled
        found = self._as_found(item)
        if found is None:
            return work
        if merging.same(item.written, "body", work.before):
            work.body.text, work.html, work.words_changed = found, "", True
            work.body.again = False
        elif self.changed.get("blocks", set()) & set(_BLOCK.findall(found)):
            message = "a reusable block that it shows changed at the source; the editor's text was kept"
            work.issues.append(Issue("conflict", item.origin, message))
        return work

    def _as_found(self, item: ImportedItem) -> str | None:
        """Return the body as it was loaded; None when the raw source does not give just that any more."""
        record = wxr.read_again(unpacked(item.raw), item.origin, self.setting.language)
        if record is None:
            return None
        body = prepare(replace(record, comments=(), trackbacks=()), self.setting).record
        stated = item.written.get("body_as_found", item.written.get("body"))
        return body.body if merging.fingerprint([body.body_format, body.body]) == stated else None

    def _wants(self, work: Work, name: str) -> bool:
        return work.is_changed if name == "media" else BodySettler._wants(self, work, name)

    def _store(self, works: Sequence[Work]) -> None:
        for work in works:
            if not work.is_changed:
                work.issues = [issue for issue in work.issues if issue.code == "conflict"]
        BodySettler._store(self, works)
