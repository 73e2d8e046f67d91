"""The worker of django-tasks-db, for a database that others write to as well; it may end with who started it.

What a worker of this machine was at when it was killed waits again for another, a few times.
"""

import os
import signal
import threading
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from blog import retrieving, tasks
from importers import interrupting
from importers.loading import leasing

LOOKS_EVERY = 2.0  # seconds between two looks for work
BURIES_EVERY = 60.0  # seconds between two looks for what killed workers left
TRIES = 3  # of one task, each the end of its worker
WATCHES_EVERY = 0.5  # seconds between two looks at the process that it ends with


class Worker(db_worker.Worker):
    """Looks before it locks: theirs takes SQLite's exclusive lock at every look, and dies when it does not get it."""

    def run(self) -> None:
        once, self.batch = self.batch, True
        buried: float | None = None
        while self.running:
            try:
                close_old_connections()
                if buried is None or time.monotonic() - buried > BURIES_EVERY:
                    buried = time.monotonic()
                    self.take_over()
                    if not once:
                        tasks.want_recurring()
                if self.is_work_waiting():
                    super().run()
                    close_old_connections()
            except (OperationalError, InterfaceError) as problem:
                if once:
                    raise
                db_worker.logger.warning("The database cannot be used: %s", problem)
                connection.close()
            if once or self.has_done_its_share():
                return
            if self.running:
                time.sleep(self.interval)

    def is_work_waiting(self) -> bool:
        waiting = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not self.process_all_queues:
            waiting = waiting.filter(queue_name__in=self.queue_names)
        return waiting.exclude(queue_name__in=self.excluded_queue_names).exists()

    def take_over(self) -> None:
        """Let what workers that are gone had begun wait again; what ended several of them has failed."""
        for task in DBTaskResult.objects.running().filter(backend_name=self.backend_name):
            if not task.worker_ids or not leasing.is_gone(task.worker_ids[-1]):
                continue
            left = DBTaskResult.objects.running().filter(pk=task.pk, worker_ids=task.worker_ids)
            if len(task.worker_ids) < TRIES:
                left.update(status=TaskResultStatus.READY)
            elif left.update(status=TaskResultStatus.FAILED):
                task.set_failed(RuntimeError(f"Its worker was killed {TRIES} times."))

    def has_done_its_share(self) -> bool:
        return self.max_tasks is not None and self._run_tasks >= self.max_tasks

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Let the task that runs stop where what is stored is whole."""
        interrupting.stop_all()
        retrieving.stop_all()
        super().shutdown(signum, frame)


class Command(db_worker.Command):
    help = "Do the work that waits in the database: imports and undoing from the admin, fetching, verifying."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--with-process", type=int, metavar="PID", help="End when this one, which started it, ends."
        )
        parser.set_defaults(interval=LOOKS_EVERY, startup_delay=False, worker_id=leasing.holder())

    def handle(self, **options: Any) -> None:
        self.configure_logging(options["verbosity"])
        names = ("interval", "batch", "backend_name", "startup_delay", "max_tasks", "worker_id")
        worker = Worker(
            queue_names=options["queue_name"].split(","),
            excluded_queue_names=list(filter(None, options["exclude_queues"].split(","))),
            **{name: options[name] for name in names},
        )
        worker.configure_signals()
        if options["with_process"]:
            threading.Thread(target=end_with, args=[options["with_process"]], daemon=True).start()
        worker.run()


def end_with(parent: int) -> None:
    """Send this process SIGTERM once it has lost its parent, however that one ended."""
    while os.getppid() == parent:
        time.sleep(WATCHES_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
