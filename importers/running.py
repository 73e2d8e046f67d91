"""A whole import, from paths to report. Commands, quickstart and the admin call `run_import` and nothing below it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from django.utils import timezone

from blog import retrieving
from blog.models import Source
from blog.statements import unspilled
from blog.tasks import want_media
from importers import preparing
from importers.asking import Met
from importers.batching import Batch
from importers.collecting import rare_collections
from importers.gathering import Gathered, bytes_of, fallback_name, gather, nothing_to_read, places_of, spelled
from importers.interrupting import Interruption
from importers.loading import Begun, Context, Loader, sources
from importers.loading.ahead import Ahead
from importers.loading.blocks import keep_block
from importers.loading.leasing import Lease, holder, take
from importers.loading.listings import Listings
from importers.loading.missing import gone_items
from importers.loading.names import Names
from importers.loading.queueing import queue_pages
from importers.loading.rehearsing import old_blogs, rehearsal
from importers.loading.trouble import patient_with_locks, reason, stop_if_full
from importers.models import ImportRun
from importers.noting import Setting
from importers.options import Options as Options
from importers.peeking import holds_something, peek, survey
from importers.reading import Order, read
from importers.records import (
    AttachmentRecord,
    AuthorRecord,
    Issue,
    Occurring,
    PostRecord,
    Record,
    Refused,
    ReusableBlock,
    SiteRecord,
    Skipped,
    TermRecord,
)
from importers.reporting import ImportReport, StoppedEarly, Tally, Unusable
from importers.settling import settle
from importers.surveying import Evidence
from importers.unpacking import held

# What a command calls its formats.
GROUPS = {"pages": ("scraped_html", "scraped_text")}

logger = logging.getLogger(__name__)


@held()
def run_import(
    paths: Sequence[str | Path],
    reader: str,
    options: Options | None = None,
    progress: Callable[[int], None] | None = None,
    notice: Callable[[str], None] | None = None,
    interruption: Interruption | None = None,
    prepared: ImportRun | None = None,
) -> ImportReport:
    """Import files and folders by one reader (or a group of GROUPS) and return the report, whatever happens.

    `progress` is told how many items were just dealt with, `notice` whatever a person should read at once;
    `interruption` says that somebody wishes to stop; `prepared` is a run that is to be this one, and is watched.
    """
    options = options or Options()
    report = ImportReport(reader, source=options.wish.slug, dry_run=options.dry_run)
    interruption = interruption or Interruption()
    started = time.monotonic()
    try:
        options.check()
        with rare_collections(), patient_with_locks(interruption.check), rehearsal(options.dry_run), unspilled():
            _Run(report, options, progress or _nobody, notice or _nobody, interruption, prepared).import_all(paths)
    except Unusable as error:
        report.error = str(error)
    except StoppedEarly as error:
        report.stopped, report.error = True, str(error)
    except KeyboardInterrupt:
        report.stopped, report.error = True, "Interrupted; what is stored is whole, and running again continues."
    except Exception as error:
        # A fault of ours: the person gets a sentence, the log the rest.
        logger.debug("import failed", exc_info=True)
        report.stopped = report.stored_some
        report.error = f"The import stopped unexpectedly ({type(error).__name__}: {reason(error)})."
    report.seconds = time.monotonic() - started
    return report


def _nobody(_: object) -> None:
    return


class _Run:
    """One run: its files, its source, its lease, and the batch that is being filled."""

    lease: Lease
    loader: Loader
    listings: Listings
    source: Source

    def __init__(
        self,
        report: ImportReport,
        options: Options,
        progress: Callable[[int], None],
        notice: Callable[[str], None],
        interruption: Interruption,
        prepared: ImportRun | None = None,
    ) -> None:
        self.prepared = prepared
        if prepared is not None:
            self.lease = Lease(prepared, prepared)
        self.report = report
        self.options = options
        self.progress = progress
        self.notice = notice
        self.interruption = interruption
        self.batch = Batch()
        self.met, self.ahead = Met(), Ahead()
        self.under_way: tuple[Begun, Tally] | None = None
        self.started = time.monotonic()
        self.posts = 0
        self.done = {"items_done": 0, "bytes_done": 0}

    def import_all(self, paths: Sequence[str | Path]) -> None:
        """Gather, survey, read, store and settle."""
        gathered = gather(paths, GROUPS.get(self.report.reader, (self.report.reader,)), self.options.encoding)
        self.report.issues += gathered.issues
        if not gathered.files:
            raise Unusable(nothing_to_read(gathered.issues))
        self.done["bytes_total"] = bytes_of(gathered)
        with self.ahead.of(self.done["bytes_total"]):
            self._import(paths, gathered)

    def _import(self, paths: Sequence[str | Path], gathered: Gathered) -> None:
        evidence = survey(gathered.files)
        order = Order(gathered.files, evidence, self.options.asked)
        records = read(order)
        peeked, site = peek(records)
        if not holds_something(peeked):
            self._refuse_all(peeked)
        self.begun = timezone.now()
        site, repairs = sources.prepare_site(site, frozenset(name for name, _ in evidence.readings))
        wish = self.options.wish
        site = sources.as_wished(site, wish, fallback_name(paths))
        self.source = sources.find_or_make(wish.slug, site, fallback_name(paths), repairs)
        self.report.source = self.source.slug
        self.lease = self._take_lease(paths, gathered)
        self.report.run = self.lease.run.pk
        if self.source.created_at >= self.begun:
            self.report.repairs.update(str(repair.level) for repair in sources.borne_by(self.source, repairs))
        try:
            self._complete_source(site)
            self.interruption.deferred = True
            self._begin(evidence, gathered)
            ahead = self.ahead.records(records, order, len(peeked), self.source, self.loader.context.setting)
            self._load(chain(peeked, ahead))
        except BaseException as error:
            self._give_up(error)
            raise
        finally:
            if hasattr(self, "loader"):
                self.loader.close()
        self._forget_source()
        self._close(ImportRun.State.FAILED if self.report.exit_status == 1 else ImportRun.State.FINISHED)
        if self.options.fetch_media and not self.options.dry_run:
            self._fetch_media()

    def _refuse_all(self, records: Iterable[Record]) -> None:
        """Say why nothing can be stored of files, before anything is."""
        for record in records:
            if isinstance(record, Refused):
                self.report.refuse(record)
            elif isinstance(record, Issue):
                self.report.issues.append(record)
        raise Unusable(self.report.why_nothing)

    def _complete_source(self, site: SiteRecord) -> None:
        """Fill in what the source does not know yet, and tell of what it knows otherwise."""
        self.source.refresh_from_db()  # another import may just have ended
        sources.complete(self.lease.run, self.source, site)
        for issue in sources.differences(self.options.wish, self.source):
            self.report.issues.append(issue)
            self.notice(f"{issue.where}: {issue.message}.")

    def _begin(self, evidence: Evidence, gathered: Gathered) -> None:
        """Make what the run's batches share."""
        report, options = self.report, self.options
        readings = frozenset(name for name, _ in evidence.readings)
        setting = Setting(
            *(sources.zone_of(self.source.timezone), self.source.language, readings),
            *(options.encoding, options.key),
            *(evidence.shortcodes, evidence.words),
        )
        names = Names(
            *(self.source, self.lease.run, report.reader, options.update == "force"),
            *(report.tally, report.issues, report.repairs),
            mapped=options.authors.logins,
        )
        self.loader = Loader(
            Context(
                *(self.lease.run, self.source, report.reader, setting, options.update, names, self._beat),
                *(places_of(gathered), frozenset(gathered.named)),
                blogs=old_blogs(),
                is_asked_for=bool(options.wish.slug),
            ),
            self.ahead,
        )
        self.listings = Listings(self.source)

    def _load(self, records: Iterable[Record]) -> None:
        """Store what the files hold, settle it, and close the books."""
        context, report = self.loader.context, self.report
        for record in records:
            if self._is_enough():
                break
            self._take(record)
        self._store_batch()
        self._store_begun()
        context.names.close()
        context.unsettling |= context.names.unsettling | self.listings.store(context.names, self.lease.run)
        report.issues += settle(
            self.lease.run,
            self._beat,
            context.sources.values(),
            news=report.stored_new or context.unsettling,
            asked=self.options.media,
            recount=lambda items: self.loader.recount(items, report.tally),
            changed=context.changed,
            setting=context.setting,
            take_back=report.issues.take_back,
        )
        queue_pages(self.lease.run, [self.source.pk, *(other.pk for other in self.loader.context.sources.values())])
        if report.reader == "wxr" and self.options.limit is None and report.issues.first_error is None:
            report.issues += gone_items(self.lease.run, self.source, self.loader.has_met)
        report.issues += sources.others(context.sources.values(), self.source)
        report.issues += report.shortcodes.summary(self.source.slug)
        report.issues += report.styles.each(self.source.slug)
        if not self._is_enough():
            report.issues += self.met.missing(self.options.asked)
        report.close_books()

    def _forget_source(self) -> None:
        """Leave no source behind of which nothing could be read."""
        made = self.source.created_at >= self.begun
        if made and not self.report.stored_some and not self.source.items.exists():
            sources.remove(self.source)
            self.report.source = ""

    def _fetch_media(self) -> None:
        """Leave the files that are wanted to a worker."""
        for source in (self.source, *self.loader.context.sources.values()):
            number = retrieving.wanted_of(source).count()
            if number:
                want_media(source.pk)
                self.notice(f"{number} media files wait for a worker; manage.py fetch_media fetches them at once.")

    def _beat(self) -> None:
        """Give a sign of life; stop here when somebody wished to."""
        self.interruption.check()
        if self.lease.beat(lambda: {"report": self.report.as_summary(), **self.done}):
            self.interruption.wanted = True

    def _is_enough(self) -> bool:
        return self.options.limit is not None and self.posts >= self.options.limit

    def _take(self, record: Record) -> None:
        """Count a record as seen and put it where it belongs."""
        names, proved = self.loader.context.names, self.loader.context.setting.proved
        if isinstance(record, AuthorRecord | TermRecord):
            self._store_begun()  # first, whether or not another core prepared it: names come in the files' order
        match record:
            case PostRecord():
                if self._is_enough():
                    return
                self.posts += 1
                self._put(record)
            case AttachmentRecord():
                self._put(record)
            case AuthorRecord():
                author = preparing.prepare_author(record, proved)
                names.notice(*author)
                self.listings.note(author[0])
            case TermRecord():
                term = preparing.prepare_term(record, proved)
                names.notice(*term)
                self.listings.note(term[0])
            case SiteRecord():
                site, _ = sources.prepare_site(record, proved)
                sources.complete(self.lease.run, self.source, site, is_late=True)
            case ReusableBlock():
                written = keep_block(self.lease.run, self.source, record)
                self.loader.context.unsettling |= bool(written)
                if written == "changed":
                    self.loader.context.changed.setdefault("blocks", set()).add(record.source_id)
            case Skipped():
                self._leave_out(record, proved)
            case Refused():
                self.report.refuse(record)
            case Occurring():
                self.met.add(record)
            case Issue():
                self.report.issues.append(record)

    def _leave_out(self, record: Skipped, proved: frozenset[str]) -> None:
        self.report.count(record.kind, "skipped", record.issue)
        self.loader.leave_out(record)
        if record.author is not None:
            self.loader.context.names.pass_over(*preparing.prepare_author(record.author, proved))

    def _put(self, record: PostRecord | AttachmentRecord) -> None:
        """Put an item into the batch, and store the batch once it is large."""
        self.batch.put(record)
        if self.batch.is_full:
            self._store_batch()

    def _store_batch(self) -> None:
        """Begin what has come together, and store it, or what was begun before it."""
        if not self.batch.records:
            return
        self._beat()
        begun = (self.loader.begin(self.batch.records), self.batch.tally)
        self.batch = Batch()
        self._store_begun()
        self.under_way = begun
        if not self.loader.is_ahead:
            self._store_begun()

    def _store_begun(self) -> None:
        """Store a batch that was begun; only then does it count as seen."""
        if self.under_way is None:
            return
        begun, tally = self.under_way
        self.under_way = None
        outcome = self.loader.finish(begun)
        batch, report = begun.records, self.report
        report.tally.update(tally)
        report.tally.update(outcome.tally)
        report.issues += outcome.issues
        report.repairs.update(outcome.repairs)
        report.shortcodes.add(outcome.shortcodes)
        report.styles.add(outcome.styles)
        self.done["items_done"] += len(batch)
        self.done["bytes_done"] += sum(len(record.raw) for record in batch)
        self.progress(len(batch))

    def _take_lease(self, paths: Sequence[str | Path], gathered: Gathered) -> Lease:
        values: dict[str, Any] = {
            "reader": self.report.reader,
            "paths": [spelled(path) for path in paths],
            "options": {**self.options.as_json(), "made_source": self.source.created_at >= self.begun},
            "bytes_total": self.done["bytes_total"],
        }
        if self.options.dry_run:
            # Nobody waits for a rehearsal, and it waits for nobody: its run never counts as running.
            run = ImportRun.objects.create(
                source=self.source, holder=holder(), state=ImportRun.State.FINISHED, **values
            )
            return Lease(run, self.prepared)
        meanwhile = self._beat if self.prepared else self.interruption.check
        return take(self.source, self.notice, self.prepared, meanwhile, **values)

    def _give_up(self, error: BaseException) -> None:
        """Note on the run that it ended early; what was noticed and not stored leaves the books."""
        if hasattr(self, "loader"):
            self.loader.context.names.forget_wanted()
        if isinstance(error, Exception):
            try:
                stop_if_full(error)
            except StoppedEarly as full:
                self.report.error = str(full)
        self.report.error = self.report.error or str(error) or "Interrupted."
        try:
            self._close(ImportRun.State.STOPPED)
        except Exception:
            # The disk may be full for this row too; the lease then ends with the process.
            logger.debug("the run's end could not be stored", exc_info=True)
        if isinstance(error, Exception):
            stop_if_full(error)

    def _close(self, state: str) -> None:
        self.report.seconds = time.monotonic() - self.started
        ImportRun.objects.filter(pk=self.lease.run.pk).update(
            state=state, report=self.report.as_summary(), finished_at=timezone.now(), heartbeat_at=timezone.now()
        )
