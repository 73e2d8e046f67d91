"""What a run settles of items that runs brought which did not come to their end: undoing the run gives it back.

An import that was killed and the one that goes on with it leave what one undisturbed import leaves, ImportChange
included; so this stands with the run itself: a line for each transaction, appended in it.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat

from importers.json_text import compact
from importers.loading import merging
from importers.models import ImportedItem, ImportRun

BODY = "body"
# What an item's base holds besides the values that change.
_BESIDES = {BODY: ("body_as_found", "hot_linked", "media_elsewhere")}


@dataclass(frozen=True, slots=True)
class Settled:
    """One item: its values before, what stands for those written, and what its base and its state were."""

    item: int
    kind: str
    before: dict[str, Any]
    after: dict[str, Any]
    base: dict[str, Any]
    unsettled: bool
    body: str = field(default="", repr=False)  # packed, in words of the body that was written
    addresses: list[Any] = field(default_factory=list)  # old ones that were found for it

    @property
    def names(self) -> frozenset[str]:
        """The names in the item's base that were written."""
        return frozenset(name for one in self.before for name in (one, *_BESIDES.get(one, ())))

    def values_before(self, stands: Mapping[str, Any]) -> dict[str, Any]:
        """Return what stood there before, for those values that stand as they were written."""
        same = {name: value for name, value in self.before.items() if merging.same(self.after, name, stands.get(name))}
        if BODY in same:
            same[BODY] = [same[BODY], _unpacked(self.body, stands[BODY][1])]
        return same


def keep_settled(run: ImportRun, changes: Sequence[tuple[ImportedItem, merging.Merge]]) -> None:
    """Note what these items were, in the transaction that writes them and before it does."""
    if not changes:
        return
    rows = ImportedItem.objects.filter(pk__in=[item.pk for item, _ in changes])
    stood = {key: (base, unsettled) for key, base, unsettled in rows.values_list("pk", "written", "unsettled")}
    _append(run, [_entry(item, merge, *stood[item.pk]) for item, merge in changes])


def keep_addresses(run: ImportRun, found: Mapping[int, Sequence[Any]]) -> None:
    """Note which old addresses were found for items (by key), in the transaction that stores them."""
    if not found:
        return
    kinds = dict(ImportedItem.objects.filter(pk__in=found).values_list("pk", "kind"))
    _append(run, [(key, kinds[key], {}, {}, {}, False, "", list(keys)) for key, keys in found.items()])


def _append(run: ImportRun, entries: Sequence[tuple[Any, ...]]) -> None:
    if not entries:
        return
    line = compact(entries)
    packed = base64.b64encode(zlib.compress(line.encode())).decode("ascii")
    ImportRun.objects.filter(pk=run.pk).update(went_on=Concat("went_on", Value(f"{packed}\n")))


def settled_by(run: ImportRun) -> Iterator[tuple[str, list[Settled]]]:
    """Yield what a run noted so, the latest first, with what of its notes stands before."""
    notes = ImportRun.objects.values_list("went_on", flat=True).get(pk=run.pk)
    while notes:
        notes, _, line = notes.removesuffix("\n").rpartition("\n")
        notes += "\n" if notes else ""
        yield notes, [Settled(*entry) for entry in json.loads(zlib.decompress(base64.b64decode(line)))]


def _entry(item: ImportedItem, merge: merging.Merge, base: Mapping[str, Any], unsettled: bool) -> tuple[Any, ...]:
    before, body = dict(merge.before), ""
    if BODY in before:
        before[BODY], text = before[BODY]
        body = _packed(text, merge.changes[BODY][1])
    one = Settled(item.pk, item.kind, before, merging.base_of(merge.changes), {}, unsettled, body)
    kept = {name: base[name] for name in one.names if name in base}
    return one.item, one.kind, one.before, one.after, kept, one.unsettled, one.body


def _packed(text: str, like: str) -> str:
    """Pack a text that is almost as another one: in its words it is short."""
    packer = zlib.compressobj(zdict=like.encode() or b" ")
    return base64.b64encode(packer.compress(text.encode()) + packer.flush()).decode("ascii")


def _unpacked(packed: str, like: str) -> str:
    return zlib.decompressobj(zdict=like.encode() or b" ").decompress(base64.b64decode(packed)).decode()
