"""One import of a source at a time: a running ImportRun is the lease, its heartbeat the proof of life."""

from __future__ import annotations

import datetime as dt
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Source
from importers.loading.rehearsing import outside
from importers.models import ImportRun
from importers.reporting import StoppedEarly

EXPIRES_AFTER = 60  # seconds without a heartbeat
BEATS_EVERY = 1  # seconds at least between two heartbeats, by which a page shows how far a run is
LOOKS_EVERY = 0.5  # seconds between two looks at another's lease
TRIES = 5  # when a run cannot start though nobody holds the lease


class Lease:
    """The right to import into a source, held by a run."""

    def __init__(self, run: ImportRun, watched: ImportRun | None = None) -> None:
        self.run = run
        self.watched = watched
        self._beaten = time.monotonic()

    def beat(self, values: Callable[[], dict[str, Any]] = dict) -> bool:
        """Give a sign of life when the last one is a second old, and store the run's values with it.

        Says whether somebody wants the run to end; StoppedEarly when the lease was lost. The run that is watched may
        be another than the one that works: in a rehearsal that one is seen by nobody.
        """
        now = time.monotonic()
        if now - self._beaten < BEATS_EVERY:
            return False
        self._beaten = now
        runs = ImportRun.objects.using(outside() if self.watched else None)
        mine = runs.filter(pk=(self.watched or self.run).pk)
        held = mine.filter(holder=holder()).exclude(state=ImportRun.State.STOPPED)
        if not held.update(heartbeat_at=timezone.now(), **values()):
            raise StoppedEarly("Another import took this source over, because this one gave no sign of life.")
        return mine.filter(cancel_wanted=True).exists()


def take(
    source: Source,
    waiting: Callable[[str], None],
    prepared: ImportRun | None = None,
    meanwhile: Callable[[], None] = lambda: None,
    **values: Any,
) -> Lease:
    """Start a run, or the one that is prepared; while another import of the source is alive, say so once and wait."""
    if prepared is None:
        return _wait(source, waiting, lambda: ImportRun.objects.create(source=source, holder=holder(), **values))

    def start() -> ImportRun:
        for name, value in {**values, "source": source, "state": ImportRun.State.RUNNING}.items():
            setattr(prepared, name, value)
        prepared.save(update_fields=[*values, "source", "state"])
        return prepared

    lease = _wait(source, waiting, start, meanwhile)
    return Lease(lease.run, watched=prepared)


def take_again(run: ImportRun, waiting: Callable[[str], None], **values: Any) -> Lease:
    """Let a run hold its source's lease once more, to be undone."""
    assert run.source is not None

    def start() -> ImportRun:
        alive = {"state": ImportRun.State.RUNNING, "holder": holder(), "heartbeat_at": timezone.now(), "undoing": True}
        for name, value in {**values, **alive}.items():
            setattr(run, name, value)
        run.save(update_fields=[*values, *alive])
        return run

    return Lease(_wait(run.source, waiting, start).run, watched=run)


def _wait(
    source: Source,
    waiting: Callable[[str], None],
    start: Callable[[], ImportRun],
    meanwhile: Callable[[], None] = lambda: None,
) -> Lease:
    told, tries = False, 0
    while True:
        try:
            with transaction.atomic():
                return Lease(start())
        except IntegrityError:
            other = ImportRun.objects.filter(source=source, state=ImportRun.State.RUNNING).first()
            tries = tries + 1 if other is None else 0
            # The other may have ended between two statements; but a source may be gone, too.
            if tries >= TRIES:
                raise
        if other is None:
            time.sleep(LOOKS_EVERY)
            continue
        if is_dead(other):
            ImportRun.objects.filter(
                pk=other.pk, state=ImportRun.State.RUNNING, heartbeat_at=other.heartbeat_at
            ).update(state=ImportRun.State.STOPPED)
            continue
        if not told:
            waiting(f"Another import of “{source.slug}” is running (run {other.pk}); waiting until it ends.")
            told = True
        meanwhile()
        time.sleep(LOOKS_EVERY)


@contextmanager
def held_for(source_id: int, *, waits: bool = True) -> Iterator[Lease | None]:
    """Hold a source's lease in the name of the run that last wrote it; None where there is none.

    Waits while an import, or an undoing, is at work, since each would save over what the other wrote; or gives None.
    """
    run = _borrowed(source_id, waits)
    if run is None:
        yield None
        return
    try:
        yield Lease(run)
    finally:
        mine = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING, holder=holder(), undoing=False)
        mine.update(state=run.state, holder=run.holder)


def _borrowed(source_id: int, waits: bool) -> ImportRun | None:
    while True:
        run = ImportRun.objects.filter(source=source_id).exclude(state=ImportRun.State.UNDONE).order_by("-pk").first()
        if run is None:
            return None
        alive = {"state": ImportRun.State.RUNNING, "holder": holder(), "heartbeat_at": timezone.now()}
        seen = ImportRun.objects.filter(pk=run.pk, state=run.state, heartbeat_at=run.heartbeat_at)
        if run.state == ImportRun.State.RUNNING:
            if is_dead(run):
                seen.update(state=ImportRun.State.STOPPED)
                continue
        else:
            try:
                with transaction.atomic():
                    if seen.update(**alive):
                        return run
            except IntegrityError:
                pass  # an earlier run is being undone
        if not waits:
            return None
        time.sleep(LOOKS_EVERY)


def holder() -> str:
    """Return the name of this process among all machines'; numbers are given again, so it says when it began."""
    return f"{socket.gethostname()}:{os.getpid()}:{_began(os.getpid()) or ''}"


def is_dead(run: ImportRun) -> bool:
    """Say whether a running run gives no sign of life: no heartbeat, or its process on this machine is gone."""
    return run.heartbeat_at < timezone.now() - dt.timedelta(seconds=EXPIRES_AFTER) or is_gone(run.holder)


def is_gone(name: str) -> bool:
    """Say whether the process that `holder` named is gone; of another machine's nobody knows."""
    host, _, rest = name.partition(":")
    process, _, began = rest.partition(":")
    if host != socket.gethostname() or not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    now = _began(int(process))
    return now == "" or bool(began and now and now != began)


def _began(process: int) -> str | None:
    """Return when a process of this machine began; "" for one that ended, None where nobody says (not Linux)."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
            # Behind the name, which may hold anything: state, …, and as the twentieth the time.
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return "" if fields[0] in "ZX" else fields[19]
