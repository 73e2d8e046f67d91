"""Addresses that posts gave up at the source: they lead to these posts, once all is here that may have them now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from blog.models import LegacyURL
from importers.loading.addresses import Key, keys_of, owners
from importers.loading.changing import set_aside
from importers.models import ImportChange, ImportedItem, ImportRun

FORMER = "former"  # in `points_to`: the addresses
AT_ONCE = 200


@dataclass(slots=True)
class FormerSettler:
    """Has the former addresses of one source's unsettled posts lead to them, where they lead nowhere else."""

    run: ImportRun
    source_id: int

    def settle(self, beat: Callable[[], None]) -> None:
        """Store what is new."""
        for items in self._chunks():
            beat()
            with transaction.atomic():
                self._settle(items)

    def _chunks(self) -> Iterator[list[ImportedItem]]:
        items = ImportedItem.objects.filter(
            source=self.source_id, unsettled=True, object_id__isnull=False, points_to__has_key=FORMER
        )
        last = 0
        while chunk := list(items.only("object_id", "points_to").filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
            last = chunk[-1].pk
            yield chunk

    def _settle(self, items: list[ImportedItem]) -> None:
        wanted = {item.pk: keys_of(item.points_to[FORMER], "") for item in items}
        taken = owners(dict.fromkeys(key for keys in wanted.values() for key in keys))
        fresh: dict[Key, ImportedItem] = {}
        for item in items:
            for key in wanted[item.pk]:
                if key not in taken:
                    fresh.setdefault(key, item)
        rows = [
            LegacyURL(host=host, path=path, query=query, post_id=item.object_id)
            for (host, path, query), item in fresh.items()
        ]
        # Another import may claim the same host's addresses meanwhile.
        LegacyURL.objects.bulk_create(rows, ignore_conflicts=True)
        made = made_by(self.run, {item.pk for item in fresh.values()})
        for key, item in fresh.items():
            if item.pk not in made:
                set_aside(self.run, item.pk, "addresses", [list(key)])


def made_by(run: ImportRun, items: set[int]) -> set[int]:
    """Return those of these items that the run made, or one that was killed: undoing it removes them whole."""
    changes = ImportChange.objects.filter(Q(run=run) | Q(run__state=ImportRun.State.STOPPED), item__in=items)
    return set(changes.filter(before__isnull=True).values_list("item_id", flat=True))
