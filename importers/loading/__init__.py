"""Prepared records into the database: a batch per transaction, a post never apart from its feedback.

If a batch fails it is replayed item by item under savepoints, so that one bad item never stops a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.db.models import Count, Q

from blog import search
from blog.models import Feedback, LegacyURL, Post
from importers import identity, preparing
from importers.loading.ahead import Ahead
from importers.loading.attachments import write_attachments
from importers.loading.batch import UPDATES, Batch, Context, Outcome, Work
from importers.loading.elders import Elders
from importers.loading.feedback import issues_of
from importers.loading.finding import CAPTURE, POSTS, Finder, are_equal, are_two, is_page, is_same, key_of, mark_of
from importers.loading.noun_values import MODELS
from importers.loading.posts import PostWriter, all_posts, skip_deleted
from importers.loading.rows import count, hasten
from importers.loading.trouble import patiently, reason, stop_if_full
from importers.loading.uniting import Uniter, one_of_each
from importers.models import ImportedItem, PageReview
from importers.preparing_aside import Aside, pays, prepared
from importers.records import AttachmentRecord, Issue, PostRecord, Severity, Skipped
from importers.reporting import Tally

__all__ = ["UPDATES", "Begun", "Context", "Loader", "Outcome", "reason", "stop_if_full"]


MANY = 50  # items in a batch, from which on another process is worth its start, and a count of what is here its time


@dataclass(slots=True)
class Begun:
    """A batch that is looked up: what of it has to be written, and what is unchanged or deleted here."""

    records: Sequence[PostRecord | AttachmentRecord]
    works: list[Work] = field(default_factory=list)
    settled: list[Work] = field(default_factory=list)
    older: list[Work] = field(default_factory=list)  # other versions of items that came before, with feedback
    outcome: Outcome = field(default_factory=Outcome)


class Loader:
    """Stores the items of one run, batch by batch."""

    writer = PostWriter

    def __init__(self, context: Context, ahead: Ahead | None = None) -> None:
        self.context = context
        self.ahead = ahead or Ahead()
        self.finder = Finder(context)
        self.elders = Elders(context)
        self._met: dict[int, bytes] = {}
        self._left_out: set[int] = set()  # in the files, and nothing made of them
        self._aside: Aside | None = None
        self._asked = False  # whether another core helps
        self._counted = False  # whether the database knows how much is here
        self._given: Begun | None = None  # what is prepared there now

    def has_met(self, source: int, kind: str, name: str) -> bool:
        """Say whether this run had an item of this identity, were it one that is left out."""
        key = hash((source, "post" if kind in POSTS else kind, name))
        return key in self._met or key in self._left_out

    def leave_out(self, record: Skipped) -> None:
        """Take note of an item that is left out: it is in the files all the same."""
        if record.source_id and record.kind in POSTS:
            self._left_out.add(hash((self.context.source.pk, "post", identity.of_id(record.source_id))))

    def recount(self, items: Iterable[ImportedItem], tally: Tally) -> None:
        """Count as updated those of the items that this run counted as unchanged, since they changed after all."""
        for item in items:
            if item.kind in MODELS:
                self.context.names.recount(item.kind, item.identity)
            key = hash((item.source_id, "post" if item.kind in POSTS else item.kind, item.identity))
            if key in self._met and key not in self._left_out and tally.counts[item.kind, "unchanged"]:
                tally.add(item.kind, "unchanged", -1)
                tally.add(item.kind, "updated")

    @property
    def is_ahead(self) -> bool:
        """Whether a batch is prepared on another core while the one before it is stored."""
        return self._aside is not None

    def begin(self, records: Sequence[PostRecord | AttachmentRecord]) -> Begun:
        """Look a batch up, and have it prepared on another core where one helps."""
        begun = Begun(records)
        self._look_up(begun)
        self._receive()
        ready = self.ahead.ready(records)
        for work in begun.works:
            if (one := ready.get(id(work.item.record))) is not None and one.result is not None:
                work.take(one.result)
                work.packed = one.packed
        found = [] if ready else [work.item.record for work in begun.works]
        if self._aside is not None and found and self._aside.give(found, self.context.setting):
            self._given = begun
        elif self._aside is None and not (self._asked or self.ahead.is_used) and len(found) >= MANY:
            self._asked = True
            self._aside = Aside() if pays() else None
        return begun

    def finish(self, begun: Begun) -> Outcome:
        """Store a batch; every item and every part of its feedback gets exactly one outcome."""
        outcome = begun.outcome
        if self._given is begun:
            self._receive()
        ready = [work for work in begun.works if self._is_prepared(work, outcome)]
        for work in begun.settled:
            self._notice_names(work, store=not work.is_new)
        for work in begun.works:
            self._notice_names(work)
        self.context.names.store()
        if ready:
            _add(outcome, self._write(ready))
        if not self._counted and len(ready) >= MANY:
            self._counted = True
            count(Post, LegacyURL, Feedback, ImportedItem)
        if begun.older:
            self._write_older(begun.older, outcome)
        return outcome

    def close(self) -> None:
        """Let the other process go."""
        if self._aside is not None:
            self._aside.close()
        self._aside = None

    def _receive(self) -> None:
        """Take over what was prepared on another core; where that is gone, it is prepared here."""
        begun, self._given = self._given, None
        if begun is None or self._aside is None:
            return
        results = self._aside.take()
        if results is None:
            self.close()
            return
        for work, result in zip(begun.works, results, strict=True):
            work.take(result)

    def _look_up(self, begun: Begun) -> None:
        """Recognize items; tell what has to be written, and what is unchanged or deleted here and settled already."""
        outcome = begun.outcome
        items = [identity.recognize(record, self.context.setting.key) for record in begun.records]
        found = self.finder.works(items)
        intact = self._intact([work.stored.pk for work in found if work.stored])
        reviewed = self._reviewed(found)
        for work in found:
            if self._met_before(work, outcome):
                if work.is_older:
                    begun.older.append(work)
                else:
                    outcome.issues += issues_of(work)
            elif self._is_settled(work, intact, outcome) or self._is_reviewed(work, reviewed, outcome):
                outcome.issues += issues_of(work)
                begun.settled.append(work)
            else:
                begun.works.append(work)

    def _write_older(self, works: list[Work], outcome: Outcome) -> None:
        """Take of other versions of items what feedback their first ones do not have: those are stored by now."""
        found = self.finder.works([work.item for work in works])
        ready = []
        for work in found:
            stored = work.stored
            if stored is None or stored.tombstone or stored.object_id is None:
                _count(outcome, work.item.record, "skipped")
                continue
            work.parts_only = work.is_older = True
            if self._is_prepared(work, outcome):
                ready.append(work)
        if ready:
            _add(outcome, self._write(ready))

    def _is_prepared(self, work: Work, outcome: Outcome) -> bool:
        """Give a work its prepared record; count it as failed when there is none."""
        self.context.beat()
        if work.post is None and work.attachment is None and not work.fault:
            work.take(prepared(work.item.record, self.context.setting))
        if work.fault:
            _fail(outcome, work.item.record, work.fault)
            self._left_out.add(hash(key_of(work)))
        return not work.fault

    def _intact(self, keys: list[int]) -> dict[int, int]:
        """Return how many parts each item has here; one with parts deleted here counts as -1."""
        if not keys:
            return {}
        gone = Count("pk", filter=~Q(tombstone="") | Q(object_id=None))
        parts = ImportedItem.objects.filter(parent_id__in=keys).order_by().values_list("parent_id")
        rows = parts.annotate(number=Count("pk"), gone=gone)
        return {parent: -1 if missing else number for parent, number, missing in rows}

    def _met_before(self, work: Work, outcome: Outcome) -> bool:
        """Say whether this run had an item of the same identity; never overwrite the first with the second."""
        key, mark = hash(key_of(work)), mark_of(work.item)
        if key in self._met and not self._is_met(key, mark):
            if is_page(work) and work.is_capturable:
                self.finder.know_capture(work)
            elif are_two(self._met[key], mark):
                self.finder.know_beside(work)
                message = "another item bears its number and has nothing else in common with it; both were kept"
                outcome.issues.append(Issue("number-shared", work.item.record.origin, message))
            key, mark = hash(key_of(work)), mark_of(work.item)
        if key not in self._met:
            self._met[key] = mark
            return False
        if self._is_met(key, mark):
            _count(outcome, work.item.record, "unchanged")
        else:
            work.is_older = not is_page(work) and parts_in(work.item.record) > 0
            if not work.is_older:
                _count(outcome, work.item.record, "skipped")
            message = "another item of the same identity came before and differs; that one was kept"
            if work.is_older:
                message += ", with what feedback only this one has"
            outcome.issues.append(Issue("ambiguous-identity", work.item.record.origin, message))
        return True

    def _is_met(self, key: int, mark: bytes) -> bool:
        """Say whether what was met under a key has the content of this mark."""
        return are_equal(self._met[key], mark)

    def _is_settled(self, work: Work, intact: dict[int, int], outcome: Outcome) -> bool:
        stored = work.stored
        if stored is None:
            return False
        if stored.tombstone:
            batch = Batch(self.context)
            skip_deleted(batch, work)
            _add(outcome, batch.outcome)
            return True
        if stored.object_id is not None and self._is_cut(work):
            message = "is here already and was left as it is, since the file ends inside it"
            self._leave(work, Issue("item-skipped", work.item.record.origin, message, Severity.INFO), outcome)
            return True
        if stored.object_id is None or self.context.force:
            return False
        if work.is_another:
            message = (
                f"another file of this name was imported before ({work.file} is not it); --update force overwrites"
            )
            self._leave(work, Issue("ambiguous-identity", work.item.record.origin, message), outcome)
            return True
        same = is_same(work)
        if same and intact.get(stored.pk, 0) == parts_in(work.item.record):
            _count(outcome, work.item.record, "unchanged")
            return True
        if not same and self.context.update == "never":
            message = "is here already and was not looked at again, as asked (--update never)"
            self._leave(work, Issue("item-skipped", work.item.record.origin, message, Severity.INFO), outcome)
            return True
        work.parts_only = same or stored.kind == CAPTURE
        return False

    def _reviewed(self, works: Sequence[Work]) -> set[int]:
        """Return the items whose pages a person reviewed."""
        keys = [work.stored.pk for work in works if work.stored and is_page(work)]
        rows = PageReview.objects.filter(item__in=keys, decided=True)
        return set(rows.values_list("item", flat=True)) if keys else set()

    def _is_reviewed(self, work: Work, reviewed: set[int], outcome: Outcome) -> bool:
        """Leave a page that a person reviewed as it was reviewed, unless it is to be overwritten."""
        if work.stored is None or work.stored.pk not in reviewed or self.context.force:
            return False
        if is_same(work):
            _count(outcome, work.item.record, "unchanged")
            return True
        message = "was reviewed here and was left as it is, though the page differs now; --update force overwrites"
        self._leave(work, Issue("reviewed-here", work.item.record.origin, message, Severity.INFO), outcome)
        return True

    def _is_cut(self, work: Work) -> bool:
        """Say whether the file ends inside an item, elsewhere than the one did that was stored."""
        record = work.item.record
        return isinstance(record, PostRecord) and record.is_cut and not is_same(work)

    def _leave(self, work: Work, issue: Issue, outcome: Outcome) -> None:
        """Leave what is here as it is, and say why."""
        _count(outcome, work.item.record, "skipped")
        self._left_out.add(hash(key_of(work)))
        outcome.issues.append(issue)

    def _notice_names(self, work: Work, *, store: bool = True) -> None:
        record = work.item.record
        proved = self.context.setting.proved
        if isinstance(record, AttachmentRecord):
            if record.author is not None:  # an attachment has no author here, but what it said
                self.context.names.pass_over(*preparing.prepare_author(record.author, proved))
            return
        notice = self.context.names.notice if store else self.context.names.pass_over
        for author in (record.author, *record.co_authors):
            if author is not None:
                notice(*preparing.prepare_author(author, proved))
        for term in (*record.categories, *record.tags):
            notice(*preparing.prepare_term(term, proved))

    def _write(self, works: list[Work]) -> Outcome:
        beat = self.context.beat
        try:
            return patiently(lambda: self._write_together(works), beat)
        except Exception as error:
            stop_if_full(error)
        outcome = Outcome()
        with transaction.atomic():
            for work in works:
                try:
                    written = patiently(partial(self._write_together, [work]), beat)
                except Exception as error:
                    stop_if_full(error)
                    _fail(outcome, work.item.record, reason(error))
                    self._left_out.add(hash(key_of(work)))
                else:
                    _add(outcome, written)
        return outcome

    @transaction.atomic
    def _write_together(self, works: list[Work]) -> Outcome:
        hasten()
        stale = [work.stored.pk for work in works if work.stored and work.stored.object_id is None]
        if stale:
            ImportedItem.objects.filter(pk__in=stale).delete()
        outcome = Outcome()
        waiting = works
        while waiting:
            first, waiting = self.elders.part(waiting)
            if first:
                batch = Batch(self.context)
                self.writer(batch).write(all_posts(first))
                write_attachments(batch, [work for work in first if work.attachment is not None])
                _add(outcome, _flushed(batch))
            joining, waiting = one_of_each(waiting)
            if joining:
                batch = Batch(self.context)
                Uniter(batch).unite(joining)
                _add(outcome, _flushed(batch))
        return outcome


def _flushed(batch: Batch) -> Outcome:
    batch.flush()
    search.index(batch.to_index)
    search.add_folded(batch.folded)
    return batch.outcome


def parts_in(record: PostRecord | AttachmentRecord) -> int:
    """Return how many comments and trackbacks an item holds."""
    return len(record.comments) + len(record.trackbacks) if isinstance(record, PostRecord) else 0


def _count(outcome: Outcome, record: PostRecord | AttachmentRecord, name: str) -> None:
    """Count an item with its feedback."""
    if isinstance(record, AttachmentRecord):
        outcome.tally.add("attachment", name)
        return
    outcome.tally.add(record.kind, name)
    outcome.tally.add("comment", name, len(record.comments))
    outcome.tally.add("trackback", name, len(record.trackbacks))


def _fail(outcome: Outcome, record: PostRecord | AttachmentRecord, why: str) -> None:
    _count(outcome, record, "failed")
    outcome.issues += record.issues
    message = f"could not be stored: {why}"
    outcome.issues.append(Issue("item-failed", record.origin, message, Severity.ERROR))


def _add(outcome: Outcome, other: Outcome) -> None:
    outcome.tally.update(other.tally)
    outcome.issues += other.issues
    outcome.shortcodes += other.shortcodes
    outcome.styles += other.styles
    outcome.repairs.update(other.repairs)
