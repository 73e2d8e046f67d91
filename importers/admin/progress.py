"""How a run stands: a word for it, how far it has come, and what somebody may do with it now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from importers import tasks, uploading
from importers.models import ImportRun

State = ImportRun.State

PATIENCE = 20  # seconds after which a run that nobody takes up deserves a word
TONES = {
    State.WAITING: "wait",
    State.RUNNING: "wait",
    State.FINISHED: "good",
    State.STOPPED: "wait",
    State.FAILED: "bad",
}


class Standing(NamedTuple):
    """A word for a run's state, and its tone."""

    label: Any
    tone: str


def standing(run: ImportRun) -> Standing:
    """Say how a run stands; what its worker left without a word is stopped."""
    if tasks.is_undoing(run):
        return Standing(gettext_lazy("being undone"), "wait")
    if run.state == State.RUNNING and tasks.is_over(run):
        return Standing(State.STOPPED.label, TONES[State.STOPPED])
    if run.state == State.FINISHED and run.options.get("dry_run"):
        return Standing(gettext_lazy("rehearsed"), "quiet")
    return Standing(run.get_state_display(), TONES.get(State(run.state), "quiet"))


def name_of(run: ImportRun) -> str:
    """Return what a run's blog is called, as far as that is known."""
    if run.source is not None:
        return run.source.name
    return str(run.report.get("source") or run.options.get("name") or run.options.get("slug") or "…")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run, or its undoing, has come."""

    run: ImportRun

    @property
    def is_active(self) -> bool:
        """Whether something is still to come by itself."""
        return tasks.is_undoing(self.run) or not tasks.is_over(self.run)

    @property
    def is_waiting(self) -> bool:
        return self.run.state != State.RUNNING

    @property
    def stage(self) -> str:
        """Return what happens just now."""
        run = self.run
        if run.cancel_wanted:
            return _("Stops as soon as what is stored is whole.")
        if self.is_waiting:
            return _("Waits for the worker.")
        if run.undoing:
            return _("Takes back what the run wrote.")
        if run.source_id is None and (other := self.in_the_way()) is not None:
            return _("Waits until run %d of the same blog has ended.") % other
        if not run.items_done:
            return _("Looks into the file.")
        return _("Stores what the file holds.") if not run.options.get("dry_run") else _("Tries what would be stored.")

    @property
    def is_forgotten(self) -> bool:
        """Whether nobody has taken the run up for a while."""
        waited = timezone.now() - self.run.started_at > dt.timedelta(seconds=PATIENCE)
        return self.run.state == State.WAITING and waited

    def in_the_way(self) -> int | None:
        """Return the run that this one waits for."""
        slug = self.run.report.get("source")
        others = ImportRun.objects.filter(source__slug=slug, state=State.RUNNING).exclude(pk=self.run.pk)
        return others.values_list("pk", flat=True).first() if slug else None

    @property
    def percent(self) -> int | None:
        """Return how far it is, None while that is not known; the end is said by the state."""
        run = self.run
        done, total = (run.items_done, run.items_total) if run.undoing else (run.bytes_done, run.bytes_total)
        return min(99, 100 * done // total) if total and not self.is_waiting else None

    @property
    def seconds(self) -> int:
        """Return for how long it has been at work."""
        return max(0, int((timezone.now() - self.run.started_at).total_seconds()))

    @property
    def duration(self) -> str:
        """Return the time as minutes and seconds."""
        hours, rest = divmod(self.seconds, 3600)
        minutes, seconds = divmod(rest, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    @property
    def pace(self) -> int | None:
        """Return how many items a second it dealt with."""
        if self.run.undoing or not self.seconds or not self.run.items_done:
            return None
        return round(self.run.items_done / self.seconds)


@dataclass(frozen=True, slots=True)
class Possible:
    """What somebody may do with a run now."""

    cancel: bool = False
    again: bool = False
    earnest: bool = False
    undo: bool = False
    discard: bool = False


def possible(run: ImportRun) -> Possible:
    """Return what may be done with a run by who may import."""
    if Progress(run).is_active:
        return Possible(cancel=not run.cancel_wanted)
    kept = tasks.may_go_on(run)
    rehearsed = bool(run.options.get("dry_run")) and run.state == State.FINISHED
    return Possible(again=kept and not rehearsed, earnest=kept and rehearsed, undo=tasks.may_undo(run), discard=kept)


def shown_paths(run: ImportRun) -> list[str]:
    """Return the names of a run's files; where an upload lies on the disk is nobody's business."""
    return [path if uploading.folder_of(path) is None else path.rpartition("/")[2] for path in run.paths]
