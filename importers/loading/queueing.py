"""Which scraped pages a person should look at: a row for each, written when the run that brought it is over.

Everything is taken from the provenance that the item keeps, so no page is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from importers.loading.finding import PAGES, POSTS
from importers.models import ImportChange, ImportedItem, ImportRun, PageReview
from importers.scraping.lines import line_hash

CHUNK = 200
FURNITURE = 400  # lines of a page that are remembered as those of its blog


def queue_pages(run: ImportRun, sources: Iterable[int]) -> None:
    """Note the pages of these sources that are not noted yet, and look again at those that the run changed."""
    if run.reader not in PAGES:
        return
    fresh = _pages().filter(source__in=set(sources), review=None).order_by()
    for keys in _chunks(fresh.values_list("pk", flat=True)):
        rows = _pages().filter(pk__in=keys).order_by("pk").values_list("pk", "source_id", "provenance")
        PageReview.objects.bulk_create([review_of(*row) for row in rows], ignore_conflicts=True)
    changed = ImportChange.objects.filter(run=run, before__isnull=False, item__review__isnull=False)
    if run.options.get("update") != "force":  # else what was decided is overwritten
        changed = changed.filter(item__review__decided=False)
    look_again(changed.values_list("item", flat=True).order_by())


def look_again(items: Iterable[int]) -> None:
    """Say anew what is in doubt about pages: they are as some import left them."""
    for keys in _chunks(items):
        with transaction.atomic():
            for item, source, provenance in _pages().filter(pk__in=keys).values_list("pk", "source_id", "provenance"):
                now = review_of(item, source, provenance)
                columns = {name: getattr(now, name) for name in ("state", "doubts", "layout", "furniture", "decided")}
                PageReview.objects.filter(item=item).update(**columns)


def _pages() -> QuerySet[ImportedItem]:
    return ImportedItem.objects.filter(reader__in=PAGES, kind__in=POSTS, object_id__isnull=False, tombstone="")


def _chunks(keys: Iterable[int]) -> Iterator[tuple[int, ...]]:
    waiting = iter(list(keys))
    return iter(lambda: tuple(islice(waiting, CHUNK)), ())


def review_of(item: int, source: int, provenance: Mapping[str, Any]) -> PageReview:
    """Return the row of a page, as its provenance has it; not stored."""
    review = PageReview(item_id=item, source_id=source, layout=provenance.get("layout", ""))
    review.reasons = list(provenance.get("doubts", ()))
    review.state = PageReview.State.WAITING if review.reasons else PageReview.State.SURE
    review.furniture = sorted(set(_furniture(provenance)))[:FURNITURE]
    return review


def _furniture(provenance: Mapping[str, Any]) -> Iterator[int]:
    for rest in provenance.get("leftover", ()):
        if rest.get("role") == "furniture":
            yield from (line_hash(line) for line in rest.get("text", "").split("\n") if line.strip())
