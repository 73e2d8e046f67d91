"""The background task that looks at the sources of mentions, one at a time in the queue."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django_tasks import default_task_backend, task
from django_tasks_db.models import get_date_max

from blog import tasks
from blog.mentions import verifying


@task()
def verify_mentions() -> dict[str, int]:
    """Look at the sources of mentions that are due; what waits still has a task of its own when its time comes."""
    return {"looked": look_at_due()}


def look_at_due() -> int:
    """Look at what is due, leave a task for the rest, and return at how many sources it looked."""
    looked = verifying.verify_waiting()
    due = verifying.next_due()
    # Without a queue, as in tests, nothing can be done later.
    if due is not None and default_task_backend.supports_defer:
        want_verification(due)
    return looked


def want_verification(at: dt.datetime | None = None) -> bool:
    """Have the mentions looked at that are due, now or at a time, unless a task for that waits already."""
    # One that runs may have looked for more work for the last time. One without a time has the end of all times.
    soon = Q(run_after=get_date_max()) | Q(run_after__lte=at or timezone.now())
    if tasks.ready(verify_mentions).filter(soon).exists():
        return False
    (verify_mentions.using(run_after=at) if at else verify_mentions).enqueue()
    return True
