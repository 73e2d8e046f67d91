"""Take back what a run filled in of the blogs that it imported: their addresses, languages, time zones."""

from __future__ import annotations

from collections.abc import Iterator

from blog.models import Source
from blog.text.wording import gettext_noop as _
from importers.loading.sources import note_filled
from importers.models import ImportChange, ImportRun
from importers.undoing.keeping import CHANGED

LATER = _("a later import goes by it")


def take_out(run: ImportRun) -> Iterator[tuple[Source, bool, list[str]]]:
    """Empty what a run filled in, inside a transaction; yield each source, whether it got anything back, what stays.

    What a run after it went by stays, and is taken back with that one.
    """
    for key, values in run.filled.items():
        source = Source.objects.filter(pk=key).first()
        if source is None:
            continue
        mine = {name: value for name, value in values.items() if getattr(source, name) == value}
        changed = [name for name in values if name not in mine and getattr(source, name)]
        left = [f"{CHANGED}: {', '.join(changed)}"] if changed else []
        later = _later(run, source) if mine else None
        if later is not None:
            note_filled(later, source, mine)
            left.append(f"{LATER}: {', '.join(mine)}")
        elif mine:
            for name in mine:
                setattr(source, name, "")
            source.save(update_fields=list(mine))
        yield source, bool(mine) and later is None, left
    run.filled = {}
    run.save(update_fields=["filled"])


def _later(run: ImportRun, source: Source) -> ImportRun | None:
    """Return the first run after this one that changed something of the source and stands."""
    changes = ImportChange.objects.filter(run__gt=run.pk, item__source=source)
    standing = changes.exclude(run__state=ImportRun.State.UNDONE).order_by("run").values_list("run", flat=True)
    return ImportRun.objects.filter(pk=key).first() if (key := standing.first()) else None
