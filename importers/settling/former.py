"""Addresses that posts gave up at the source: they lead to these posts, once all is here that may have them now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from blog.models import LegacyURL
from importers.loading.addresses import Key, keys_of, owners
from importers.loading.changing import note_addresses
from importers.models import ImportedItem, ImportRun

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
        found: dict[int, list[Any]] = {}
        for key, item in fresh.items():
            found.setdefault(item.pk, []).append(list(key))
        note_addresses(self.run, found)
