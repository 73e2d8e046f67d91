"""The stored filter: trained, kept, and loaded again by every worker when there is a newer one.

It is kept as JSON: numbers beside names, nothing that could do anything when it is read.
"""

from __future__ import annotations

import json
import logging
import threading
import zlib
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max

from blog.learning import training
from blog.learning.examples import RULE, Examples, examples, sample_of, samples
from blog.learning.scoring import Filter, Told
from blog.models import Feedback, LearnedFilter, ModerationEvent, ModerationRule

logger = logging.getLogger(__name__)

POSITION = 35  # of the rule among the others, as the migration puts it
KEPT = 3  # filters: the one in use, and those before it
LARGEST = 64 * 1024 * 1024  # bytes of a stored filter's JSON
SUSPECT = 20_000  # approved examples that a filter names because models without them took them for spam
AGAIN_AFTER = 200  # decisions of people, after which the filter is trained again

_lock = threading.Lock()
_loaded: tuple[int, Filter | None] = (0, None)


def train(check: Callable[[], None] = lambda: None) -> LearnedFilter:
    """Train on all decisions and keep the filter; see `blog.learning.training.train` for what it raises."""
    last_event = ModerationEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    known = examples()
    trained = training.train(samples(known.ids), known.decisions, known.sure, known.order, check)
    row = LearnedFilter(
        spam=trained.spam,
        approved=trained.approved,
        is_proven=trained.is_proven,
        last_event=last_event,
        report=_report(trained, known),
        weights=zlib.compress(json.dumps(trained.filter.as_json()).encode()),
    )
    with transaction.atomic():
        row.save()
        kept = list(LearnedFilter.objects.order_by("-pk").values_list("pk", flat=True)[:KEPT])
        LearnedFilter.objects.exclude(pk__in=kept).delete()
    return row


def _report(trained: training.Trained, known: Examples) -> dict[str, Any]:
    """Return the figures for people, with ids of feedback in place of numbers of examples."""
    return {
        "measured": trained.measured.as_json(),
        "as_recorded": trained.as_recorded.as_json(),
        "by_kind": {kind: measured.as_json() for kind, measured in trained.by_kind.items() if measured.spam},
        "in_order": trained.in_order,
        "threshold": round(trained.filter.threshold, 4),
        "hold": round(trained.filter.hold, 4),
        "curve": trained.curve,
        "disputed": len(trained.disputed),
        **{
            name: [known.ids[number] for number in getattr(trained, name)[: training.SHOWN]]
            for name in ("wrong", "missed", "caught")
        },
        "doubted": [known.ids[number] for number in trained.disputed[: training.SHOWN]],
        "suspect": [known.ids[number] for number in trained.suspect[:SUSPECT]],
    }


def newest() -> LearnedFilter | None:
    """Return the newest filter without its weights."""
    return LearnedFilter.objects.defer("weights").order_by("-pk").first()


def suspect() -> set[int]:
    """Return what was approved (ids) and taken for spam by models that had not learned from it."""
    row = newest()
    return set(row.report.get("suspect", ())) if row else set()


def current() -> Filter | None:
    """Return the filter in use: one small query, and its weights only when there is a newer one."""
    global _loaded
    pk = LearnedFilter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with _lock:
        known, loaded = _loaded
    if pk == known:
        return loaded
    loaded = _load(pk)
    with _lock:
        _loaded = (pk, loaded)
    return loaded


def _load(pk: int) -> Filter | None:
    row = LearnedFilter.objects.filter(pk=pk).values_list("weights", "is_proven").first()
    if row is None:
        return None
    try:
        unpacking = zlib.decompressobj()
        data = json.loads(unpacking.decompress(bytes(row[0]), LARGEST))
        return Filter.from_json(data | {"is_proven": row[1]})
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        logger.exception("The learned filter %s cannot be read; it says nothing until it is trained again", pk)
        return None


def tell(feedback: Feedback) -> tuple[Filter, Told] | None:
    """Return what the filter in use says of feedback, None without one."""
    known = current()
    return (known, known.tell(sample_of(feedback))) if known else None


def is_on() -> bool:
    """Say whether the filter decides about what comes in: whether its rule is in force."""
    return ModerationRule.objects.filter(kind=RULE, enabled=True).exists()


def switch(on: bool) -> None:
    """Put the filter's rule in force, or out of it; made anew where somebody deleted it."""
    for rule in ModerationRule.objects.filter(kind=RULE):
        rule.enabled = on
        rule.save()
    if on and not is_on():
        ModerationRule.objects.create(name=RULE, kind=RULE, verdict="spam", position=POSITION, enabled=True)


def wants_training() -> bool:
    """Say whether people have decided so much since the filter was trained that it should be trained again.

    Never before somebody trained it the first time.
    """
    last = LearnedFilter.objects.order_by("-pk").values_list("last_event", flat=True).first()
    if last is None:
        return False
    since = ModerationEvent.objects.filter(pk__gt=last, by__isnull=False)
    return since[AGAIN_AFTER - 1 : AGAIN_AFTER].exists()
