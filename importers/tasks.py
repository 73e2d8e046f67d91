"""What the admin asks for and a worker does: imports of uploads, and undoing. Progress and outcome are on the run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from importers import uploading
from importers.interrupting import Interruption
from importers.loading import leasing
from importers.loading.deciding import apply_alike
from importers.loading.examining import open_page
from importers.loading.reviewing import ReviewRun, begin_run
from importers.models import ImportRun, PageReview
from importers.options import Options
from importers.reporting import ImportReport
from importers.running import run_import
from importers.undoing import undo_run

State = ImportRun.State
NOTED_ISSUES = 1000  # of a rehearsal, whose rows are thrown away


def prepare(path: Path, reader: str, options: Options, by: Any) -> ImportRun:
    """Make a run that waits for a worker, and tell the workers of it."""
    run = ImportRun.objects.create(
        reader=reader, paths=[str(path)], options=options.as_json(), state=State.WAITING, started_by=by
    )
    import_upload.enqueue(run.pk)
    return run


def again(run: ImportRun, by: Any, **changed: Any) -> ImportRun | None:
    """Import the file of a run that is over once more, as another run; None when the file is gone or in use."""
    if not may_go_on(run):
        return None
    if run.state == State.RUNNING:
        runs_alike(run).update(state=State.STOPPED)
    options = {name: value for name, value in run.options.items() if name != "made_source"} | changed
    new = ImportRun.objects.create(
        reader=run.reader, paths=run.paths, options=options, state=State.WAITING, started_by=by
    )
    import_upload.enqueue(new.pk)
    return new


def cancel(run: ImportRun) -> bool:
    """Ask a run, or its undoing, to end where what is stored is whole; say whether there was something to end."""
    runs = ImportRun.objects.filter(pk=run.pk)
    # What no worker has begun ends at once.
    if runs.filter(state=State.WAITING, holder="").update(state=State.STOPPED, finished_at=timezone.now()):
        return True
    if runs.filter(undoing=True).exclude(state=State.RUNNING).update(undoing=False):
        return True
    return bool(runs.filter(state__in=(State.WAITING, State.RUNNING)).update(cancel_wanted=True))


def ask_to_undo(run: ImportRun) -> bool:
    """Let a worker undo a run; say whether it may be undone."""
    if not may_undo(run):
        return False
    asked = runs_alike(run).filter(Q(undoing=False) | Q(state=State.RUNNING))
    if not asked.update(undoing=True, cancel_wanted=False, items_done=0, items_total=0):
        return False
    undo.enqueue(run.pk)
    return True


def may_undo(run: ImportRun) -> bool:
    """Say whether there is something to undo, and nobody is at it."""
    stored = run.source_id is not None and not run.options.get("dry_run") and run.state != State.UNDONE
    return stored and is_over(run) and not is_undoing(run)


def may_go_on(run: ImportRun) -> bool:
    """Say whether the file of a run is still here, and nobody reads it or will."""
    if not is_over(run) or run.undoing or not uploading.is_kept(run.paths):
        return False
    at_work = ImportRun.objects.filter(state__in=(State.WAITING, State.RUNNING), paths=run.paths)
    return not at_work.exclude(pk=run.pk).exists()


def is_over(run: ImportRun) -> bool:
    """Say whether nobody works at a run, or will: a dead worker's is over too."""
    return run.state != State.WAITING and (run.state != State.RUNNING or leasing.is_dead(run))


def was_killed(run: ImportRun) -> bool:
    """Say whether a run's process ended before it could say how."""
    return run.state in (State.RUNNING, State.STOPPED) and run.finished_at is None and is_over(run)


def is_undoing(run: ImportRun) -> bool:
    """Say whether a run's undoing waits or is on its way."""
    return run.undoing and (run.state != State.RUNNING or not leasing.is_dead(run))


def runs_alike(run: ImportRun) -> QuerySet[ImportRun]:
    """Return the run in the database, as long as it stands there as it stands here."""
    return ImportRun.objects.filter(pk=run.pk, state=run.state, heartbeat_at=run.heartbeat_at)


@task()
def import_upload(run_id: int) -> str:
    """Import what was uploaded for a run."""
    begun = {"state": State.RUNNING, "holder": leasing.holder(), "started_at": timezone.now()}
    if not ImportRun.objects.filter(pk=run_id, state=State.WAITING).update(heartbeat_at=timezone.now(), **begun):
        return "cancelled"
    run = ImportRun.objects.get(pk=run_id)
    interruption = Interruption()
    with interruption.within_task():
        report = run_import(
            run.paths, run.reader, Options.from_json(run.options), interruption=interruption, prepared=run
        )
    return _close(run_id, report)


def review_alike(review: PageReview, keys: Sequence[int], by: Any, *, at_once: bool) -> ImportRun:
    """Do to pages what was decided about another: now, or in a worker. Return the run that tells of it."""
    open_page(review)  # refuses before there is a run
    asked = {"example": review.pk, "pages": list(keys)}
    run = begin_run(review.source_id, by, [review.item.origin], **asked)
    if at_once:
        _review(run)
    else:
        review_pages.enqueue(run.pk)
    return run


@task()
def review_pages(run_id: int) -> str:
    """Do to the pages of a run what was decided about their example."""
    begun = {"holder": leasing.holder(), "started_at": timezone.now(), "heartbeat_at": timezone.now()}
    if not ImportRun.objects.filter(pk=run_id, state=State.WAITING, holder="").update(**begun):
        return "cancelled"
    run = ImportRun.objects.select_related("source").get(pk=run_id)
    interruption = Interruption()
    try:
        with interruption.within_task():
            return _review(run, interruption, waits=True)
    except KeyboardInterrupt:
        return "stopped"


def _review(run: ImportRun, interruption: Interruption | None = None, *, waits: bool = False) -> str:
    rows = PageReview.objects.select_related("item__source")
    example = open_page(rows.get(pk=run.options["example"]))
    with ReviewRun(run, interruption, waits=waits) as writing:
        changed = apply_alike(writing, example, run.options["pages"], run.started_by)
    return f"{changed} changed"


@task()
def undo(run_id: int) -> str:
    """Undo a run."""
    runs = ImportRun.objects.filter(pk=run_id, undoing=True)
    if not runs.exists():
        return "cancelled"
    interruption = Interruption()
    try:
        with interruption.within_task():
            return undo_run(run_id, interruption=interruption).error or "undone"
    finally:
        runs.update(undoing=False)


def _close(run_id: int, report: ImportReport) -> str:
    """Note the end of a run where the run itself did not; let go of a file that nobody needs any more."""
    state = {1: State.FAILED, 3: State.STOPPED}.get(report.exit_status, State.FINISHED)
    summary = {**report.as_summary(), "issues": report.as_dict()["issues"][:NOTED_ISSUES]}
    open_still = ImportRun.objects.filter(pk=run_id, state__in=(State.WAITING, State.RUNNING), undoing=False)
    open_still.filter(holder=leasing.holder()).update(state=state, report=summary, finished_at=timezone.now())
    run = ImportRun.objects.get(pk=run_id)
    if run.state == State.FINISHED and not report.dry_run:
        uploading.remove(run.paths)
    at_work = ImportRun.objects.filter(state__in=(State.WAITING, State.RUNNING))
    uploading.remove_old(path for paths in at_work.values_list("paths", flat=True) for path in paths)
    return run.state
