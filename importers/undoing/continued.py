"""Give back what a run settled of items that runs before it brought which did not come to their end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from blog.models import Post
from blog.text.wording import gettext_noop as _
from importers.loading import merging
from importers.loading.continuing import BODY, Settled, settled_by
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.undoing.keeping import CHANGED
from importers.undoing.standing import load, present_values, without_gone, write

TAKEN = _("what it had before is not here any more")
Keep = Callable[[ImportedItem, str], None]


def count_settled(run: ImportRun) -> Counter[str]:
    """Return how many items there are to give back, by kind."""
    found = {(one.kind, one.item) for _, entries in settled_by(run) for one in entries if one.before}
    noted = set(run.changes.filter(before__isnull=False).exclude(before={}).values_list("item_id", flat=True))
    return Counter(kind for kind, key in found if key not in noted)


def give_back(run: ImportRun, entries: Sequence[Settled], keep: Keep) -> list[ImportedItem]:
    """Give back what one transaction settled, inside another; return the items that got anything."""
    keys = [one.item for one in entries]
    items = ImportedItem.objects.defer("raw", "provenance").filter(tombstone="", object_id__isnull=False).in_bulk(keys)
    kinds: dict[str, list[Settled]] = defaultdict(list)
    for one in entries:
        if one.item in items:
            kinds[items[one.item].kind].append(one)
    given = []
    for kind, alike in kinds.items():
        present = load(kind, [items[one.item].object_id or 0 for one in alike])
        for one in alike:
            here = present.get(items[one.item].object_id or 0)
            if here is not None and _give(run, one, items[one.item], here, keep):
                given.append(items[one.item])
    return given


def _give(run: ImportRun, one: Settled, item: ImportedItem, here: Any, keep: Keep) -> bool:
    mine = one.values_before(present_values(item.kind, here))
    others = [name for name in one.before if name not in mine]
    if others:
        keep(item, f"{CHANGED}: {', '.join(others)}")
    gone = without_gone(item.kind, mine)
    if "path" in mine and Post.objects.filter(path=mine["path"]).exclude(pk=here.pk).exists():
        del mine["path"]
        gone.append("path")
    if gone:
        keep(item, f"{TAKEN}: {', '.join(gone)}")
    # A body's repairs are those of its file, before settling and after it.
    write(item.kind, here, mine, {"addresses": one.addresses}, [BODY] if BODY in mine else [])
    left = Settled(one.item, one.kind, mine, {}, {}, one.unsettled).names
    written = {name: value for name, value in item.written.items() if name not in left}
    written |= {name: value for name, value in one.base.items() if name in left}
    ImportedItem.objects.filter(pk=item.pk).update(written=written, unsettled=one.unsettled or item.unsettled)
    _tell_earlier(run, one, item, mine)
    return bool(mine)


def _tell_earlier(run: ImportRun, one: Settled, item: ImportedItem, mine: dict[str, Any]) -> None:
    """Have what a run before this one noted of the item say again what that one wrote."""
    notes = ImportChange.objects.filter(item=item, run__lt=run.pk, before__isnull=False)
    for note in notes.filter(run__state=ImportRun.State.STOPPED):
        same = {
            name: value
            for name, value in mine.items()
            if name in note.after and merging.same(one.after, name, note.after[name])
        }
        if same:
            note.after = {**note.after, **same}
            note.save(update_fields=["after"])
