"""Undo a run: remove what it created, restore what it changed, and keep and list what was written since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet

from blog.models import Category, Post, Source
from blog.text.wording import gettext_noop as _
from importers.interrupting import Interruption
from importers.loading import leasing, merging, sources
from importers.loading.batch import JOINED
from importers.loading.changing import forget_repairs
from importers.loading.continuing import Settled, settled_by
from importers.loading.deciding import take_back
from importers.loading.noun_values import MODELS as NAME_MODELS
from importers.loading.trouble import patient_with_locks, patiently, reason, trouble_with_all
from importers.models import ImportChange, ImportedItem, ImportIssue, ImportRun
from importers.reporting import StoppedEarly, Unusable
from importers.signals import no_tombstones
from importers.undoing import keeping
from importers.undoing.continued import give_back
from importers.undoing.filled import take_out
from importers.undoing.standing import (
    as_merged,
    load,
    merged_here,
    model_of,
    only_settled,
    present_values,
    restore_item,
    without_gone,
    write,
)

CHUNK = 200
SHARED = ("tag", "category")  # no blog's own: another that uses them needs them, and not this one's source

GONE = _("what it had before is not here any more")
# What points at others goes first.
ORDER = ("comment", "trackback", "post", "page", "capture", "attachment", "tag", "category", "author")


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that was not undone, and why."""

    kind: str
    identity: str
    reason: str


@dataclass(slots=True)
class UndoResult:
    """What undoing a run removed, restored and kept."""

    run: int
    removed: Counter[str] = field(default_factory=Counter)
    restored: Counter[str] = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)
    error: str | None = None
    stopped: bool = False

    @property
    def exit_status(self) -> int:
        """0 all undone; 2 some kept; 3 stopped early; 1 nothing done."""
        if self.stopped:
            return 3
        if self.error:
            return 1
        return 2 if self.kept else 0

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        return {
            "run": self.run,
            "removed": dict(self.removed),
            "restored": dict(self.restored),
            "kept": [{"kind": kept.kind, "identity": kept.identity, "reason": kept.reason} for kept in self.kept],
            "error": self.error,
        }

    def as_text(self) -> str:
        """Return the result for a person to read."""
        lines = [f"Removed {_counted(self.removed)}; restored {_counted(self.restored)}."]
        if self.kept:
            lines += [
                f"Kept {len(self.kept)}:",
                *(f"  {kept.kind} {kept.identity}: {kept.reason}" for kept in self.kept),
            ]
        return "\n".join(lines)


def undo_run(
    run_id: int, notice: Callable[[str], None] = lambda sentence: None, interruption: Interruption | None = None
) -> UndoResult:
    """Undo a run; what was kept is listed with the reason. Doing it again after an interrupt continues.

    Meanwhile the run holds its source's lease; `notice` is told when another import has to end first.
    """
    result = UndoResult(run_id)
    try:
        run = ImportRun.objects.filter(pk=run_id).first()
        if run is None:
            raise Unusable(f"There is no run {run_id}.")
        if run.state == ImportRun.State.UNDONE:
            raise Unusable(f"Run {run_id} was undone already.")
        if run.state == ImportRun.State.RUNNING and not leasing.is_dead(run):
            raise Unusable(f"Run {run_id} is still running.")
        if run.source is None:
            raise Unusable(f"Run {run_id} stored nothing.")
        interruption = interruption or Interruption()
        with patient_with_locks(interruption.check):
            _Undoing(run, result, interruption).undo(notice)
    except Unusable as error:
        result.error = str(error)
    except StoppedEarly as error:
        result.stopped, result.error = True, str(error)
    except KeyboardInterrupt:
        result.stopped, result.error = True, "Interrupted; undoing again continues."
    except Exception as error:
        trouble = trouble_with_all(error)
        result.stopped = bool(trouble)
        sentence = f"Undoing stopped unexpectedly ({type(error).__name__}: {reason(error)})."
        result.error = f"{trouble}; undoing again continues." if trouble else sentence
    _note(result)
    return result


def _note(result: UndoResult) -> None:
    """Keep on the run what came of undoing it."""
    runs = ImportRun.objects.filter(pk=result.run)
    try:
        for report in runs.values_list("report", flat=True):
            runs.update(report={**report, "undo": result.as_dict()}, undoing=False, cancel_wanted=False)
    except DatabaseError:
        if not result.error:
            raise  # after a full disk, say, there may be no room for this either


class _Undoing:
    def __init__(self, run: ImportRun, result: UndoResult, interruption: Interruption) -> None:
        self.run = run
        self.interruption = interruption
        self.total = self.result = result
        self.done = 0
        self.given: set[int] = set()  # items that are restored
        self.merged = merged_here()
        self.stays: dict[str, set[int]] = {}  # by kind, what the run made and what is kept

    def undo(self, notice: Callable[[str], None]) -> None:
        """Undo kind by kind, chunk by chunk."""
        state = self.run.state
        total = ImportChange.objects.filter(run=self.run).count()
        lease = leasing.take_again(self.run, notice, items_total=total, items_done=0)
        # A run that was killed has no other end than this.
        state = ImportRun.State.STOPPED if state == ImportRun.State.RUNNING else state
        try:
            self.interruption.deferred = True
            for notes, entries in settled_by(self.run):
                self._beat(lease)
                self._undo_chunk(partial(self._give_back, notes, entries))
            for kind in ORDER:
                for changes in self._chunks(kind):
                    self._beat(lease)
                    self._undo_chunk(partial(self._undo_changes, kind, changes))
                    self.done += len(changes)
            self._forget_found()
            self._undo_chunk(self._take_out)
            take_back(self.run)
            state = ImportRun.State.UNDONE
        finally:
            ImportRun.objects.filter(pk=self.run.pk).update(state=state, items_done=self.done)
        self._leave_source()

    def _beat(self, lease: leasing.Lease) -> None:
        self.interruption.check()
        if lease.beat(lambda: {"items_done": self.done}):
            self.interruption.wanted = True

    def _undo_chunk(self, undo: Callable[[], None]) -> None:
        """Undo some changes together; what came of them counts once it is stored."""
        patiently(lambda: self._undo_together(undo))
        self.total.removed.update(self.result.removed)
        self.total.restored.update(self.result.restored)
        self.total.kept += self.result.kept

    @transaction.atomic
    def _undo_together(self, undo: Callable[[], None]) -> None:
        self.result = UndoResult(self.run.pk)
        with no_tombstones():
            undo()

    def _give_back(self, notes: str, entries: list[Settled]) -> None:
        """Give back what was settled of others' items; `notes` is what is left to be given back then."""
        for item in give_back(self.run, entries, self._keep):
            self._restored(item)
        ImportRun.objects.filter(pk=self.run.pk).update(went_on=notes)

    def _take_out(self) -> None:
        """Take back what was filled in of the blogs themselves."""
        for source, given, left in take_out(self.run):
            self.result.restored["source"] += given
            self.result.kept += [Kept("source", source.slug, why) for why in left]

    def _restored(self, item: ImportedItem) -> None:
        """Count an item as restored, once."""
        if item.pk not in self.given:
            self.given.add(item.pk)
            self.result.restored[item.kind] += 1

    def _forget_found(self) -> None:
        """Forget what the run found here and did not make, authors and terms of the same name, and what it said."""
        self.run.first_items.filter(kind=ImportedItem.Kind.BLOCK).delete()
        ImportIssue.objects.filter(run=self.run).exclude(item__changes__run=self.run).delete()
        found = ImportedItem.objects.filter(first_run=self.run, kind__in=NAME_MODELS, changes=None)
        found.filter(tombstone="").delete()

    def _leave_source(self) -> None:
        """Remove the source with its runs when all of them are undone and it came with the first of them."""
        source = self.run.source
        assert source is not None
        made = source.runs.filter(options__made_source=True).exists()
        if not made or source.runs.exclude(state=ImportRun.State.UNDONE).exclude(pk__in=idle(source)).exists():
            return
        if source.items.exclude(tombstone="").exists():
            why = _("remembers what was deleted here")
        elif (
            source.items.exclude(kind__in=SHARED).exists()
            or source.posts.exists()
            or source.attachments.exists()
            or source.authors.exists()
        ):
            why = _("is still used")
        else:
            sources.remove(source)
            return
        self.total.kept.append(Kept("source", source.slug, why))

    def _chunks(self, kind: str) -> Iterator[list[ImportChange]]:
        # The newest first, so that nothing goes before what hangs on it.
        changes = ImportChange.objects.filter(run=self.run, item__kind=kind).select_related("item").order_by("-pk")
        changes = changes.defer("item__raw", "item__provenance")
        last: int | None = None
        size = None if kind == "category" else CHUNK  # they hang on each other in any order
        while chunk := list((changes if last is None else changes.filter(pk__lt=last))[:size]):
            last = chunk[-1].pk
            yield chunk

    def _undo_changes(self, kind: str, changes: list[ImportChange]) -> None:
        later = set(
            ImportChange.objects.filter(item__in=[change.item_id for change in changes], run__gt=self.run.pk)
            .exclude(run__state=ImportRun.State.UNDONE)
            .values_list("item_id", flat=True)
        )
        # Deleted here by a person: its row stays, so that no import brings it back.
        changes = [change for change in changes if not change.item.tombstone and change.item.object_id is not None]
        present = load(kind, [change.item.object_id or 0 for change in changes])
        made: list[ImportedItem] = []
        joined: list[ImportedItem] = []
        for change in changes:
            if change.item_id in later:
                self._keep(change.item, _("a later import wrote it"))
            elif change.before is None:
                (joined if JOINED in change.besides else made).append(change.item)
            else:
                self._restore(kind, change, present.get(change.item.object_id or 0))
        self._remove(kind, made, present)
        self._part(joined)

    def _part(self, items: Sequence[ImportedItem]) -> None:
        """Forget items that joined what was here, which stays, but for those whose own feedback must stay."""
        parts = ImportedItem.objects.filter(parent__in=[item.pk for item in items], tombstone="")
        needed = set(parts.values_list("parent", flat=True)) if items else set()
        for item in items:
            if item.pk in needed:
                self._keep(item, _("holds feedback that was sent or moderated here"))
        self._forget([item.pk for item in items if item.pk not in needed])

    def _keep(self, item: ImportedItem, why: str) -> None:
        self.result.kept.append(Kept(item.kind, item.identity, why))
        self.stays.setdefault(item.kind, set()).add(item.object_id or 0)

    def _remove(self, kind: str, items: Sequence[ImportedItem], present: dict[int, Any]) -> None:
        """Remove what the run made, all together, but for what must stay."""
        reasons = keeping.reasons(kind, self.run, items, present, self.stays)
        gone = []
        for item in items:
            if item.pk in reasons:
                self._keep(item, reasons[item.pk])
            else:
                gone.append(item)
        remove_objects(kind, [key for item in gone if (key := item.object_id or 0) in present])
        self._forget([item.pk for item in gone])
        self.result.removed[kind] += len(gone)

    def _forget(self, keys: list[int]) -> None:
        # What a person deleted of its feedback stays deleted when the post is imported again.
        ImportedItem.objects.filter(parent__in=keys).exclude(tombstone="").update(parent=None)
        ImportIssue.objects.filter(Q(item__in=keys) | Q(item__parent__in=keys)).delete()
        ImportedItem.objects.filter(pk__in=keys).delete()

    def _restore(self, kind: str, change: ImportChange, present: Any) -> None:
        """Give one object back what stood there before, where it still holds what the run wrote."""
        if present is None:
            return
        item = change.item
        stands = present_values(kind, present)
        before, after = (as_merged(kind, values or {}, self.merged) for values in (change.before, change.after))
        mine = {name: value for name, value in before.items() if merging.equal(stands.get(name), after.get(name))}
        others = [name for name in before if name not in mine]
        if others:
            self._keep(item, f"{keeping.CHANGED}: {', '.join(others)}")
        gone = without_gone(kind, mine)
        if gone:
            self._keep(item, f"{GONE}: {', '.join(gone)}")
        write(kind, present, mine, change.besides, only_settled(change, mine))
        besides = change.besides
        if stood := besides.get("item"):
            besides = besides | {"item": stood | {"written": as_merged(kind, stood["written"], self.merged)}}
        restore_item(item, besides, mine, [name for name in before if name.removesuffix("_id") in gone])
        ImportIssue.objects.filter(run=self.run, item=item).delete()
        change.delete()
        if mine:
            self._restored(item)


def idle(source: Source) -> QuerySet[ImportRun]:
    """Return the runs of a source that are over and wrote nothing: of those there is nothing to undo."""
    over = source.runs.filter(state__in=(ImportRun.State.FINISHED, ImportRun.State.STOPPED, ImportRun.State.FAILED))
    return over.filter(changes=None, first_items=None, went_on="")


def remove_objects(kind: str, keys: Sequence[int]) -> None:
    """Delete objects of one kind, with what hangs on them."""
    if not keys:
        return
    model = model_of(kind)
    forget_repairs(model, keys)
    if model is Category:
        # What stands below another protects it.
        paths = dict(Category.objects.filter(pk__in=keys).order_by().values_list("pk", "path"))
        for key in sorted(paths, key=lambda key: -paths[key].count("/")):
            Category.objects.filter(pk=key).delete()
        return
    model._default_manager.filter(pk__in=keys).delete()
    if model is Post:
        Post.history.filter(id__in=keys).delete()


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{number} × {kind}" for kind, number in counts.items() if number) or "nothing"
