"""What a person decided about a scraped page, written into its post: merged like an import, and undone like one.

What somebody edited in the post since stays. Comments that are none any more go to the trash, where they can be found.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from blog import moderation, publishing
from blog.models import Feedback, ModerationStatus, Post
from blog.text.wording import gettext_noop as _
from importers import identity
from importers.identity import Recognized
from importers.interrupting import Interruption
from importers.loading import Begun, Context, Loader, leasing, merging, values
from importers.loading.batch import StoredItem, Work
from importers.loading.changing import merge_item
from importers.loading.examining import OpenPage, setting_of
from importers.loading.feedback import Part
from importers.loading.names import Names
from importers.loading.posts import PostWriter
from importers.models import ImportedItem, ImportRun, PageReview
from importers.preparing import Prepared
from importers.records import Issue, PostRecord, Severity
from importers.reporting import ImportReport, Unusable
from importers.scraping.doubts import doubts_of
from importers.settling import settle

READER = "review"
REASON = "the review of its page found no such comment"
# What a person does not decide here: who may see the post is the matter of publishing; where the page lay was known to
# whoever fetched it.
_NOT_OF_THE_PAGE = ("kind", "status", "comments_open", "original_url")


@dataclass(slots=True)
class Written:
    """What came of writing a page's decisions: the post as it is now, and what a person's edits held back."""

    post: Post
    changed: bool = False
    conflicts: list[Issue] = field(default_factory=list)


def begin_run(source_id: int, by: User | None, origins: Iterable[str], **options: Any) -> ImportRun:
    """Return a run that waits to write reviews."""
    return ImportRun.objects.create(
        source_id=source_id,
        reader=READER,
        paths=list(origins),
        options={"review": True, **options},
        state=ImportRun.State.WAITING,
        started_by=by,
    )


class ReviewRun:
    """A run that writes reviews, holding the lease of its blog meanwhile; Unusable when an import holds it.

    With `waits` it waits until that import has ended. Interrupted, it ends between two pages.
    """

    def __init__(self, run: ImportRun, interruption: Interruption | None = None, *, waits: bool = False) -> None:
        assert run.source is not None
        self.interruption = interruption or Interruption()
        self.done = 0
        self.run, self.source = run, run.source
        self.report = ImportReport(READER, source=run.source.slug, run=run.pk)
        self._waits = waits

    def __enter__(self) -> ReviewRun:
        self._began = time.monotonic()
        alive: dict[str, Any] = {"holder": leasing.holder(), "heartbeat_at": timezone.now()}
        try:
            self.lease = leasing.take(self.source, self._refuse, self.run, **alive)
        except Unusable:
            self.run.delete()
            raise
        report = self.report
        names = Names(self.source, self.run, READER, False, report.tally, report.issues, report.repairs)
        setting = setting_of(self.source)
        self.loader = _ReviewLoader(Context(self.run, self.source, READER, setting, "changed", names, self._beat))
        return self

    def _refuse(self, sentence: str) -> None:
        if not self._waits:
            raise Unusable(_("An import of this blog is at work. Save again when it has ended."))

    def _beat(self) -> None:
        self.interruption.check()
        if self.lease.beat(lambda: {"report": self.report.as_summary(), "items_done": self.done}):
            self.interruption.wanted = True

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is None and self.loader.context.unsettling:
            self.report.issues += settle(self.run, self._beat)
        self.report.seconds = time.monotonic() - self._began
        state = ImportRun.State.FINISHED if kind is None else ImportRun.State.STOPPED
        now = timezone.now()
        runs = ImportRun.objects.filter(pk=self.run.pk)
        runs.update(state=state, report=self.report.as_summary(), finished_at=now, heartbeat_at=now)

    def refused(self, item: ImportedItem, why: str) -> None:
        """Say of a page that nothing could be written."""
        self.report.issues.append(Issue("item-failed", item.origin, why, Severity.ERROR, item=item.pk))

    @transaction.atomic
    def write(self, page: OpenPage, by: User | None) -> Written:
        """Write one page's decisions into its post, with its history and what undo needs."""
        item = ImportedItem.objects.select_for_update(of=("self",)).get(pk=page.review.item_id)
        post = Post.objects.filter(pk=item.object_id or 0).first()
        if post is None or item.tombstone:
            raise Unusable(_("The post of this page is not here any more."))
        written = Written(post)
        self._load(page.prepared, item, written)
        self._trash(page.prepared, item, by, written)
        if written.changed:
            file = (item.provenance or {}).get("file", "")
            found = values.provenance(page.record.fields, page.record, file)
            ImportedItem.objects.filter(pk=item.pk).update(provenance=found)
            written.post = _with_history(post.pk, by, self.run)
        self.done += 1
        review = page.review
        review.decided, review.run, review.reasons = True, self.run, doubts_of(page.record)
        review.state = PageReview.State.WAITING if review.reasons else PageReview.State.SURE
        return written

    def _load(self, prepared: Prepared, item: ImportedItem, written: Written) -> None:
        work = Work(Recognized(prepared.found, item.kind, item.identity, item.content_hash), item.source)
        work.stored = StoredItem(**{column.name: getattr(item, column.name) for column in fields(StoredItem)})
        work.file = (item.provenance or {}).get("file", "")
        work.take(prepared)
        outcome = self.loader.finish(Begun([prepared.found], [work]))
        for kind in ("post", "page", "comment", "trackback"):
            done = ("created", "updated", "unchanged", "skipped", "failed")
            outcome.tally.add(kind, "seen", sum(outcome.tally.counts[kind, name] for name in done))
        self.report.tally.update(outcome.tally)
        self.report.issues += outcome.issues
        if outcome.tally.of("failed"):
            raise Unusable(outcome.issues[-1].message)
        written.changed = any(outcome.tally.of(name) for name in ("created", "updated"))
        written.conflicts += [issue for issue in outcome.issues if issue.code == "conflict"]

    def _trash(self, prepared: Prepared, item: ImportedItem, by: User | None, written: Written) -> None:
        """Move to the trash what the page, as it was reviewed, does not hold; what a person dealt with stays."""
        for part, feedback in _gone(item, prepared.found):
            present = values.present_feedback(feedback)
            touched = [name for name, value in present.items() if not merging.same(part.written, name, value)]
            if touched or feedback.status == ModerationStatus.TRASH:
                continue
            wanted = {"status": str(ModerationStatus.TRASH)}
            result = merge_item(
                self.run, part.pk, part.written, present, wanted, force=False, where=item.origin, issues=[]
            )
            moderation.moderate([feedback.pk], ModerationStatus.TRASH, by=by, reason=REASON)
            # Without a hash, what comes back with another review is looked at again.
            ImportedItem.objects.filter(pk=part.pk).update(written=result.base, content_hash="")
            for outcome in ("seen", "updated"):
                self.report.tally.add(part.kind, outcome)
            written.changed = True


class _ReviewWriter(PostWriter):
    """Writes a page that somebody reviewed: what it says no more is taken for a mistake of the reader."""

    def _values(self, record: PostRecord) -> dict[str, Any]:
        stated = super()._values(record)
        return {name: value for name, value in stated.items() if name not in _NOT_OF_THE_PAGE}

    def _miss(self, work: Work, known: Sequence[ImportedItem], parts: list[Part]) -> None:
        """Know comments of which only the text changed as those that they were."""
        assert work.stored is not None
        met = {(part.kind, part.identity) for part in parts}
        gone: dict[tuple[Any, ...], list[ImportedItem]] = {}
        for item in known:
            is_gone = item.parent_id == work.stored.pk and (item.kind, item.identity) not in met and item.object_id
            if is_gone and (told := _who_and_when(item.written)):
                gone.setdefault((item.kind, *told), []).append(item)
        for part in parts:
            alike = gone.get((part.kind, *_who_and_when(merging.base_of(part.stated()))))
            if part.stored is None and alike:
                part.stored = alike.pop(0)
                ImportedItem.objects.filter(pk=part.stored.pk).update(identity=part.identity)


class _ReviewLoader(Loader):
    writer = _ReviewWriter


def _who_and_when(written: dict[str, Any]) -> tuple[Any, ...]:
    """Return what tells comments apart when their texts were cut otherwise; nothing where nothing is known."""
    told = tuple(str(written.get(name) or "") for name in ("author_name", "title", "submitted_at", "submitted_text"))
    return told if any(told) else ()


def _gone(item: ImportedItem, record: PostRecord) -> Iterator[tuple[ImportedItem, Feedback]]:
    """Yield what was imported with a page and is not in its record any more."""
    met = {("comment", name) for name in identity.of_feedback(item.identity, record.comments)}
    met |= {("trackback", name) for name in identity.of_feedback(item.identity, record.trackbacks)}
    parts = item.parts.filter(kind__in=("comment", "trackback"), tombstone="").exclude(object_id=None).order_by("pk")
    gone = [part for part in parts.defer("raw", "provenance") if (part.kind, part.identity) not in met]
    here = Feedback.objects.in_bulk([part.object_id for part in gone])
    return ((part, here[part.object_id]) for part in gone if part.object_id in here)


def _with_history(key: int, by: User | None, run: ImportRun) -> Post:
    """Store a post once more as a person's edit, so that its history tells of the review."""
    post = Post.objects.get(pk=key)
    post._history_user = by
    post._change_reason = f"review, run {run.pk}"
    return publishing.save_post(post)
