"""What points forward: parents of pages, featured images, the posts of attachments, originals of translations, bodies.

Runs when the whole import is stored. An item stays unsettled until everything it points at is here, so a run that was
killed, or one that brings the second half of a blog, settles what an earlier one could not. Again, it writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from blog.models import Source
from importers.loading.rehearsing import old_blogs
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.records import Issue
from importers.settling.bodies import BodySettler
from importers.settling.media import MediaSettler, MediaWish, hot_linked
from importers.settling.pointers import Settler
from importers.settling.translations import TranslationSettler

__all__ = ["MediaWish", "settle"]


def settle(
    run: ImportRun,
    beat: Callable[[], None],
    others: Iterable[Source] = (),
    *,
    news: bool = True,
    asked: MediaWish | None = None,
    recount: Callable[[Iterable[ImportedItem]], None] = lambda items: None,
) -> list[Issue]:
    """Settle the items of the run's source, and of the others that its files named as their own; see the module.

    A run that stored nothing (no `news`) has nothing to do after one that came to its end: what waited waits on.
    `recount` is told of the items that the run had not written before, and changes here.
    """
    assert run.source_id is not None, "settled before its blog is known"
    keys = dict.fromkeys((run.source_id, *(source.pk for source in others)))
    issues: list[Issue] = []
    noted = ImportChange.objects.filter(run=run).order_by("-pk").values_list("pk", flat=True).first() or 0
    hosts = old_blogs().hosts
    if news or not _is_settled(run):
        issues += _settle_items(run, keys, hosts, beat)
    if asked is not None:
        for key in keys:
            issues += MediaSettler(run, key, asked).settle(beat)
    later = ImportedItem.objects.filter(changes__run=run, changes__pk__gt=noted, changes__before__isnull=False)
    recount(later.only("source_id", "kind", "identity").order_by().iterator())
    return issues + hot_linked(keys, run.source.slug if run.source else "")


def _settle_items(run: ImportRun, keys: Iterable[int], hosts: Collection[str], beat: Callable[[], None]) -> list[Issue]:
    issues: list[Issue] = []
    waiting: set[int] = set()
    for key in keys:
        issues += TranslationSettler(run, key).settle(beat)
        pointers = Settler(run, key, waiting=waiting)
        issues += pointers.settle(beat)
    for key in keys:
        issues += BodySettler(run, key, waiting, hosts).settle(beat)
    return issues


def _is_settled(run: ImportRun) -> bool:
    """Say whether the run before this one came to its end, and with it all that was stored till then."""
    before = ImportRun.objects.filter(source=run.source_id, pk__lt=run.pk).order_by("-pk")
    return before.values_list("state", flat=True).first() == ImportRun.State.FINISHED
