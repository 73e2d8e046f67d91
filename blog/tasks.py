"""Slow work of the blog that a worker does; each only calls what commands call too."""

import datetime as dt
import logging
from smtplib import SMTPException
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from blog import feedback_search, notices, reply_notices, retention, retrieving
from blog.learning import backlog, keeping, training

PORTION = 60.0  # seconds after which other work may come in between
INDEXED_AT_ONCE = 50_000  # feedback to a portion: some seconds
ATTEMPTS = 5  # at sending a letter
AGAIN = dt.timedelta(minutes=1)  # times four, for each attempt
DAILY = dt.timedelta(days=1)
FORGOTTEN = dt.timedelta(hours=2)  # since its begin: the worker of such a portion was killed

logger = logging.getLogger(__name__)


def ready(work: Any) -> QuerySet[DBTaskResult]:
    """Return what was asked for of such work and no worker has taken yet."""
    return DBTaskResult.objects.filter(task_path=work.module_path, status=TaskResultStatus.READY)


def _asked(work: Any) -> QuerySet[DBTaskResult]:
    """Return what waits of such work or is being done, as far as its worker may still be alive."""
    running = DBTaskResult.objects.filter(task_path=work.module_path, status=TaskResultStatus.RUNNING)
    return ready(work) | running.filter(started_at__gt=timezone.now() - FORGOTTEN)


@task()
def fetch_media(source: int | None = None) -> dict[str, Any]:
    """Fetch the files that are wanted, of one source or of all, portion by portion.

    Whoever waits for files hears of them once, when the last portion is done: of all that ever came, since what a
    portion fetched before its worker was killed nobody noted but the files themselves.
    """
    result = retrieving.fetch_wanted(source, seconds=PORTION, tell=False)
    # Each was tried once: what is still wanted did not fit in, or came meanwhile.
    if not result.error and retrieving.wanted_of(source).exists():
        fetch_media.enqueue(source)
    else:
        retrieving.tell_of(retrieving.with_fetched(source))
    return dict(result.counts) | ({"error": result.error} if result.error else {})


def want_media(source: int | None = None) -> bool:
    """Have the files that are wanted fetched, unless a worker is at it or will be; say whether it was asked for."""
    for asked in _asked(fetch_media).values_list("args_kwargs", flat=True):
        if (asked["args"] or [asked["kwargs"].get("source")])[0] in (None, source):
            return False
    fetch_media.enqueue(source)
    return True


@task()
def index_feedback() -> int:
    """Put the words of feedback into the index, portion by portion."""
    done = feedback_search.index(INDEXED_AT_ONCE)
    if done == INDEXED_AT_ONCE:
        index_feedback.enqueue()
    return done


def want_index() -> bool:
    """Have what waits indexed, unless a worker will; say whether it was asked for."""
    return ask_for(index_feedback)


@task()
def tell_of_replies(replies: list[int], attempt: int = 1) -> int:
    """Tell of answers to comments; what the mail server does not take now is tried again, later and later."""
    told, failed = 0, []
    for reply in replies:
        try:
            told += reply_notices.tell(reply)
        except (OSError, SMTPException):
            logger.warning("could not tell of reply %d", reply, exc_info=True)
            failed.append(reply)
    if failed and attempt < ATTEMPTS and tell_of_replies.get_backend().supports_defer:
        later = timezone.now() + AGAIN * 4**attempt
        tell_of_replies.using(run_after=later).enqueue(failed, attempt + 1)
    return told


@task()
def train_filter() -> dict[str, Any]:
    """Train the learned filter on all decisions; say why not where it cannot be."""
    try:
        row = keeping.train()
    except (training.NotEnough, training.ExtraMissing) as error:
        return {"error": str(error)}
    return {"filter": row.pk, "precision": row.report["measured"]["precision"]}


@task()
def sweep_backlog() -> dict[str, Any]:
    """Look through what was approved long ago, and propose what the learned filter takes for spam."""
    try:
        return {"proposed": backlog.sweep().proposed}
    except backlog.NoFilter as error:
        return {"error": str(error)}


def waits(work: Any) -> bool:
    """Say whether such work, which takes no arguments, waits for a worker or is being done."""
    return _asked(work).exists()


def ask_for(work: Any) -> bool:
    """Have such work done unless it will be anyway; say whether it was asked for."""
    if waits(work):
        return False
    work.enqueue()
    return True


@task()
def send_notices() -> int:
    """Tell the moderators who want to hear of it what waits."""
    return notices.send_due()


@task()
def retain() -> dict[str, int]:
    """Delete and mask what is old enough."""
    return retention.run().as_dict()


def want_recurring() -> list[str]:
    """Have done what is done again and again, where it is due and no worker will; a worker asks every minute or so.

    Return the names of what was asked for.
    """
    asked = []
    if notices.due() and ask_for(send_notices):
        asked.append("send_notices")
    lately = DBTaskResult.objects.filter(task_path=retain.module_path, enqueued_at__gt=timezone.now() - DAILY)
    if retention.is_wanted() and not lately.exists() and ask_for(retain):
        asked.append("retain")
    return asked
