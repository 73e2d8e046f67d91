"""What points forward: parents of pages, featured images, the posts of attachments, originals of translations, bodies.

Runs when the whole import is stored. An item stays unsettled until everything it points at is here, so a run that was
killed, or one that brings the second half of a blog, settles what an earlier one could not. Again, it writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from types import MappingProxyType

from blog.models import Source
from importers.loading.rehearsing import old_blogs
from importers.loading.trouble import patiently
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.noting import Setting
from importers.records import Issue
from importers.settling.bases import BaseSettler
from importers.settling.bodies import BodySettler
from importers.settling.categories import CategorySettler
from importers.settling.former import FormerSettler
from importers.settling.media import MediaSettler, MediaWish, hot_linked
from importers.settling.neighbours import NeighbourSettler
from importers.settling.pointers import Settler
from importers.settling.renewing import Changed, RenewedBodies
from importers.settling.translations import TranslationSettler
from importers.threads import ORPHAN

__all__ = ["MediaWish", "settle"]

TakeBack = Callable[[str, Collection[str]], None]


def settle(
    run: ImportRun,
    beat: Callable[[], None],
    others: Iterable[Source] = (),
    *,
    news: bool = True,
    asked: MediaWish | None = None,
    recount: Callable[[Iterable[ImportedItem]], None] = lambda items: None,
    changed: Changed = MappingProxyType({}),
    setting: Setting | None = None,
    take_back: TakeBack = lambda code, places: None,
) -> list[Issue]:
    """Settle the items of the run's source, and of the others that its files named as their own; see the module.

    A run that stored nothing (no `news`) has nothing to do after one that came to its end: what waited waits on.
    `recount` is told of the items that the run had not written before, and changes here. `changed` says which blocks
    and attachments of the run's source changed: bodies that take them in are made anew, with the run's `setting`.
    `take_back` is told of issues, by code and places, that are none any more.
    """
    assert run.source_id is not None, "settled before its blog is known"
    keys = dict.fromkeys((run.source_id, *(source.pk for source in others)))
    issues: list[Issue] = []
    noted = ImportChange.objects.filter(run=run).order_by("-pk").values_list("pk", flat=True).first() or 0
    hosts = old_blogs().hosts
    last = _last_state(run)
    if news or last != ImportRun.State.FINISHED:
        for key in keys:
            beat()
            issues += patiently(CategorySettler(run, key, recount).settle)
        issues += _settle_items(run, keys, hosts, beat, take_back)
        if last not in (None, ImportRun.State.FINISHED):
            changed = changed or {"blocks": set(), "galleries": set()}  # whatever that run changed, and told no body
        if setting is not None and changed:
            issues += RenewedBodies(run, run.source_id, hosts=hosts, changed=changed, setting=setting).settle(beat)
        issues += NeighbourSettler(run, beat).settle(keys)
    if asked is not None:
        for key in keys:
            issues += MediaSettler(run, key, asked).settle(beat)
    recount(_changed_since(run, noted))
    return issues + hot_linked(keys, run.source.slug if run.source else "")


def _settle_items(
    run: ImportRun, keys: Iterable[int], hosts: Collection[str], beat: Callable[[], None], take_back: TakeBack
) -> list[Issue]:
    issues: list[Issue] = []
    waiting: set[int] = set()
    for key in keys:
        FormerSettler(run, key).settle(beat)
        issues += TranslationSettler(run, key).settle(beat)
        pointers = Settler(run, key, waiting=waiting)
        issues += pointers.settle(beat)
        take_back(ORPHAN, pointers.threaded)
    for key in keys:
        issues += BodySettler(run, key, waiting, hosts).settle(beat)
        if BaseSettler(run, key).settle():
            issues += BodySettler(run, key, waiting, hosts).settle(beat)
    return issues


def _changed_since(run: ImportRun, noted: int) -> Iterator[ImportedItem]:
    """Return the items whose former state the run kept after its change `noted`."""
    later = ImportedItem.objects.filter(changes__run=run, changes__pk__gt=noted, changes__before__isnull=False)
    return later.only("source_id", "kind", "identity").order_by().iterator()


def _last_state(run: ImportRun) -> str | None:
    """Return how the run before this one ended, and with it whether all that was stored till then is settled."""
    before = ImportRun.objects.filter(source=run.source_id, pk__lt=run.pk).order_by("-pk")
    return before.values_list("state", flat=True).first()
