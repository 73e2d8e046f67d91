"""Undo a run: remove what it created, restore what it changed, and keep and list what was written since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from blog import attaching, search
from blog.models import Attachment, Author, Category, Feedback, Post, Source, Tag
from blog.text.wording import gettext_noop as _
from importers.interrupting import Interruption
from importers.loading import leasing, merging, reason, values
from importers.loading.changing import forget_repairs
from importers.loading.noun_values import MODELS as NAME_MODELS
from importers.loading.posts import write_post
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.reporting import StoppedEarly, Unusable
from importers.signals import no_tombstones

CHUNK = 200

CHANGED = _("was changed here since")
GONE = _("what it had before is not here any more")
# What points at others goes first.
ORDER = ("comment", "trackback", "post", "page", "attachment", "tag", "category", "author")


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
        _Undoing(run, result, interruption or Interruption()).undo(notice)
    except Unusable as error:
        result.error = str(error)
    except StoppedEarly as error:
        result.stopped, result.error = True, str(error)
    except KeyboardInterrupt:
        result.stopped, result.error = True, "Interrupted; undoing again continues."
    except Exception as error:
        result.error = f"Undoing stopped unexpectedly ({type(error).__name__}: {reason(error)})."
    _note(result)
    return result


def _note(result: UndoResult) -> None:
    """Keep on the run what came of undoing it."""
    runs = ImportRun.objects.filter(pk=result.run)
    for report in runs.values_list("report", flat=True):
        runs.update(report={**report, "undo": result.as_dict()}, undoing=False, cancel_wanted=False)


class _Undoing:
    def __init__(self, run: ImportRun, result: UndoResult, interruption: Interruption) -> None:
        self.run = run
        self.interruption = interruption
        self.total = self.result = result
        self.done = 0

    def undo(self, notice: Callable[[str], None]) -> None:
        """Undo kind by kind, chunk by chunk."""
        state = self.run.state
        total = ImportChange.objects.filter(run=self.run).count()
        lease = leasing.take_again(self.run, notice, items_total=total, items_done=0)
        # A run that was killed has no other end than this.
        state = ImportRun.State.STOPPED if state == ImportRun.State.RUNNING else state
        try:
            self.interruption.deferred = True
            for kind in ORDER:
                for changes in self._chunks(kind):
                    self.interruption.check()
                    if lease.beat(lambda: {"items_done": self.done}):
                        self.interruption.wanted = True
                    self._undo_chunk(kind, changes)
                    self.done += len(changes)
            self.run.first_items.filter(kind=ImportedItem.Kind.BLOCK).delete()
            state = ImportRun.State.UNDONE
        finally:
            ImportRun.objects.filter(pk=self.run.pk).update(state=state, items_done=self.done)
        self._leave_source()

    def _undo_chunk(self, kind: str, changes: list[ImportChange]) -> None:
        """Undo some changes together; what came of them counts once it is stored."""
        self.result = UndoResult(self.run.pk)
        with transaction.atomic(), no_tombstones():
            self._undo_changes(kind, changes)
        self.total.removed.update(self.result.removed)
        self.total.restored.update(self.result.restored)
        self.total.kept += self.result.kept

    def _leave_source(self) -> None:
        """Remove the source with its runs when all of them are undone and it came with the first of them."""
        self.result = self.total
        source = self.run.source
        assert source is not None
        made = source.runs.filter(options__made_source=True).exists()
        if not made or source.runs.exclude(state=ImportRun.State.UNDONE).exists():
            return
        if source.items.exclude(tombstone="").exists():
            why = _("remembers what was deleted here")
        elif source.items.exists() or source.posts.exists() or source.attachments.exists() or source.authors.exists():
            why = _("is still used")
        else:
            # The runs stay, to say what was done.
            source.runs.update(source=None)
            forget_repairs(Source, source.pk)
            source.delete()
            return
        self.total.kept.append(Kept("source", source.slug, why))

    def _chunks(self, kind: str) -> Iterator[list[ImportChange]]:
        # The newest first, so that nothing goes before what hangs on it.
        changes = ImportChange.objects.filter(run=self.run, item__kind=kind).select_related("item").order_by("-pk")
        last: int | None = None
        while chunk := list((changes if last is None else changes.filter(pk__lt=last))[:CHUNK]):
            last = chunk[-1].pk
            yield chunk

    def _undo_changes(self, kind: str, changes: list[ImportChange]) -> None:
        later = set(
            ImportChange.objects.filter(item__in=[change.item_id for change in changes], run__gt=self.run.pk)
            .exclude(run__state=ImportRun.State.UNDONE)
            .values_list("item_id", flat=True)
        )
        for change in changes:
            item = change.item
            if item.tombstone or item.object_id is None:
                # Deleted here by a person: its row stays, so that no import brings it back.
                continue
            if item.pk in later:
                self._keep(item, _("a later import wrote it"))
            elif change.before is None:
                self._remove(kind, item)
            else:
                self._restore(kind, item, change)

    def _keep(self, item: ImportedItem, why: str) -> None:
        self.result.kept.append(Kept(item.kind, item.identity, why))

    def _remove(self, kind: str, item: ImportedItem) -> None:
        present = load(kind, item.object_id)
        why = self._why_keep(kind, item, present) if present is not None else ""
        if why:
            self._keep(item, why)
            return
        if present is not None:
            forget_repairs(model_of(kind), present.pk)
            present.delete()
            if isinstance(present, Post):
                Post.history.filter(id=item.object_id).delete()
        # What a person deleted of its feedback stays deleted when the post is imported again.
        item.parts.exclude(tombstone="").update(parent=None)
        item.delete()
        self.result.removed[kind] += 1

    def _why_keep(self, kind: str, item: ImportedItem, present: Model) -> str:
        """Return why an object that the run created must stay; "" when it may go."""
        changed = touched(kind, item, present)
        if changed:
            return f"{CHANGED}: {', '.join(changed)}"
        if isinstance(present, Post):
            return self._why_keep_post(present)
        if isinstance(present, Feedback) and present.replies.exclude(pk__in=self._made("comment")).exists():
            return _("was answered here since")
        if isinstance(present, Author) and (present.user_id or present.wrote_something):
            return _("is still the author of posts, or linked to a login")
        if isinstance(present, Category) and (present.posts.exists() or present.children.exists()):
            return _("is still used")
        if isinstance(present, Tag) and present.tagged_posts.exists():
            return _("is still used")
        return ""

    def _why_keep_post(self, post: Post) -> str:
        mine = self._made("post", "page")
        if post.feedback.exists():
            return _("holds feedback that was sent or moderated here")
        if post.translations.exclude(pk__in=mine).exists():
            return _("was translated here")
        if post.children.exclude(pk__in=mine).exists():
            return _("has pages below it")
        if post.translation_notes.exclude(author=None).exists():
            return _("has notes that were written here")
        return ""

    def _made(self, *kinds: str) -> QuerySet[ImportedItem, int | None]:
        """Return the keys of what this run made: it goes too, before or after."""
        items = ImportedItem.objects.filter(kind__in=kinds, first_run=self.run, object_id__isnull=False)
        return items.values_list("object_id", flat=True)

    def _restore(self, kind: str, item: ImportedItem, change: ImportChange) -> None:
        present = load(kind, item.object_id)
        if present is None:
            return
        stands = present_values(kind, present)
        before, after = change.before or {}, change.after
        mine = {name: value for name, value in before.items() if merging.equal(stands.get(name), after.get(name))}
        others = [name for name in before if name not in mine]
        if others:
            self._keep(item, f"{CHANGED}: {', '.join(others)}")
        gone = without_gone(kind, mine)
        if gone:
            self._keep(item, f"{GONE}: {', '.join(gone)}")
        write(kind, present, mine)
        if self.run.options.get("update") != "force":
            written = {name: value for name, value in item.written.items() if name not in mine}
            item.written = written | merging.base_of(mine)
        if "body" in mine:
            # The file's word about it is news again, and so is what it speaks of.
            item.written.pop("body_as_found", None)
            item.unsettled = item.unsettled or "body" in item.points_to
        # What a forced run overwrote may have been an editor's: it must not pass for the file's word.
        # Whatever the file says next is news again.
        item.content_hash = ""
        item.kind = mine.get("kind", item.kind)
        item.save(update_fields=["kind", "written", "content_hash", "unsettled"])
        change.delete()
        if mine:
            self.result.restored[kind] += 1


def model_of(kind: str) -> type[Model]:
    """Return the model that holds a kind."""
    if kind in NAME_MODELS:
        return NAME_MODELS[kind]
    return {"attachment": Attachment, "comment": Feedback, "trackback": Feedback}.get(kind, Post)


def load(kind: str, key: int | None) -> Any:
    """Return the object, or None."""
    return model_of(kind)._default_manager.filter(pk=key or 0).first()


PRESENT: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "post": values.present_post,
    "page": values.present_post,
    "comment": values.present_feedback,
    "trackback": values.present_feedback,
    "attachment": values.present_attachment,
}
POINTERS = {
    "post": ("parent_id", "featured_image_id", "translation_of_id", "path"),
    "page": ("parent_id", "featured_image_id", "translation_of_id", "path"),
    "attachment": ("post_id",),
    "author": ("name", "email", "url", "bio"),
    "category": ("name", "description", "source_meta"),
    "tag": ("name", "description", "source_meta"),
}


RELATIONS: Mapping[str, type[Model]] = {
    "author_id": Author,
    "parent_id": Post,
    "featured_image_id": Attachment,
    "translation_of_id": Post,
    "post_id": Post,
    "co_authors": Author,
    "categories": Category,
    "tags": Tag,
}


def without_gone(kind: str, restored: dict[str, Any]) -> list[str]:
    """Take out of the values what refers to rows that are not here any more; return the names of these values."""
    gone = []
    for name in restored.keys() & RELATIONS.keys():
        model = Feedback if name == "parent_id" and kind in ("comment", "trackback") else RELATIONS[name]
        many = isinstance(restored[name], list)
        keys = set(restored[name] if many else [restored[name]]) - {None}
        here = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
        if keys <= here:
            continue
        gone.append(name.removesuffix("_id"))
        if many:
            restored[name] = [key for key in restored[name] if key in here]
        else:
            del restored[name]
    return sorted(gone)


def present_values(kind: str, present: Model) -> dict[str, Any]:
    """Return what stands in the object now, under the names of `ImportedItem.written`."""
    stands = PRESENT[kind](present) if kind in PRESENT else {}
    if isinstance(present, Attachment):
        # A file that was fetched later is nobody's own work.
        stands["file"] = "" if present.fetch == Attachment.Fetch.FETCHED else present.file.name or ""
    return stands | {name: getattr(present, name) for name in POINTERS.get(kind, ())}


def touched(kind: str, item: ImportedItem, present: Model) -> list[str]:
    """Return what a person changed since it was last written. What merely hung on something removed does not count."""
    stands = present_values(kind, present)
    names = [name for name, value in stands.items() if not merging.same(item.written, name, value)]
    return [name for name in names if not (name.endswith("_id") and stands[name] is None)]


def write(kind: str, present: Any, restored: dict[str, Any]) -> None:
    """Write values back into an object."""
    if not restored:
        return
    pointers = {name: value for name, value in restored.items() if name in POINTERS.get(kind, ())}
    rest = {name: value for name, value in restored.items() if name not in pointers}
    manager = model_of(kind)._default_manager.filter(pk=present.pk)
    if "file" in restored:
        attaching.detach(present)
    if pointers:
        manager.update(**pointers)
    forget_repairs(model_of(kind), present.pk, restored)
    if kind in ("post", "page"):
        write_post(present, rest)
        search.index([present])
    elif rest.keys() - {"file"}:
        columns = values.attachment_columns(rest) if kind == "attachment" else values.feedback_columns(rest)
        manager.update(**columns)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{number} × {kind}" for kind, number in counts.items() if number) or "nothing"
