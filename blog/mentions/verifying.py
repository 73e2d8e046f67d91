"""Looks whether the pages that are said to mention a post do, and makes feedback of what they say.

Nobody's server is burdened: one look at a site at a time, none within INTERVAL of the last, whoever announces what and
however many workers there are.
"""

from __future__ import annotations

import datetime as dt
import logging
import time

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone

from blog import locking
from blog.mentions import looking, settling
from blog.mentions.looking import Found, Outcome
from blog.models import Mention
from blog.text.wording import Problem
from blog.text.wording import gettext_noop as _

logger = logging.getLogger(__name__)

INTERVAL = dt.timedelta(seconds=5)  # between two looks at one site
CLAIM = dt.timedelta(seconds=60)  # after which a worker that took one and is not heard of was killed
PORTION = 60.0  # seconds after which other work may come in between
KEPT = dt.timedelta(days=30)  # for which what was refused is shown
MAX_KEPT = 20_000


def verify_waiting(seconds: float = PORTION) -> int:
    """Look at what is due, one after the other, for about so many seconds; return at how many sources it looked."""
    _forget()
    until = time.monotonic() + seconds
    looked = 0
    while time.monotonic() < until and (mention := claim()):
        verify(mention)
        looked += 1
    return looked


def verify_now(mention: Mention) -> Mention:
    """Look at one that was just announced, unless its site was looked at a moment ago; return it as it is then."""
    claimed = claim(mention.pk)
    if claimed is not None:
        verify(claimed)
    mention.refresh_from_db()
    return mention


def verify(mention: Mention) -> None:
    """Look at the source of a claimed mention and store what came of it.

    One whose page cannot be dealt with is closed, so that it does not keep the queue from all others.
    """
    try:
        settling.settle(mention, looking.look(mention))
    except OperationalError:  # which is no fault of the page's: it is looked at again
        raise
    except Exception:
        logger.exception("The source of mention %d could not be dealt with.", mention.pk)
        settling.settle(mention, Found(Outcome.CLOSED, Problem(_("Reading the source failed here."))))


def claim(pk: int | None = None) -> Mention | None:
    """Take the next mention that is due, or this one; None when there is none, or its site must be left in peace."""
    now = timezone.now()
    with transaction.atomic():
        locking.hold("claim of a mention")
        busy = Mention.objects.filter(Q(tried_at__gt=now - INTERVAL) | Q(claimed_until__gt=now))
        due = Mention.objects.waiting().filter(next_try_at__lte=now).exclude(source_site__in=busy.values("source_site"))
        if pk is not None:
            due = due.filter(pk=pk)
        mention = due.order_by("next_try_at", "pk").select_related("post").first()
        if mention is not None:
            mention.tried_at, mention.claimed_until = now, now + CLAIM
            Mention.objects.filter(pk=mention.pk).update(tried_at=now, claimed_until=now + CLAIM)
    return mention


def next_due() -> dt.datetime | None:
    """Return when there is something to look at; None when nothing waits."""
    earliest = Mention.objects.waiting().order_by("next_try_at").values_list("next_try_at", flat=True).first()
    return max(earliest, timezone.now() + INTERVAL) if earliest else None


def _forget() -> None:
    """Delete what was refused long ago, or too many before, and has nothing to show."""
    refused = Mention.objects.filter(state=Mention.State.REFUSED, feedback=None)
    refused.filter(announced_at__lt=timezone.now() - KEPT).delete()
    last = refused.order_by("-pk").values_list("pk", flat=True)[MAX_KEPT : MAX_KEPT + 1].first()
    if last is not None:
        refused.filter(pk__lte=last).delete()
