"""What undoing a run would do, counted beforehand: a few statements however large the run was."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from blog.models import ModerationEvent, Post
from importers.loading.batch import JOINED
from importers.models import ImportChange, ImportRun
from importers.undoing.continued import count_settled


@dataclass(frozen=True, slots=True)
class Forecast:
    """Numbers of items: removed and restored by kind, and those that stay with the reason why."""

    kinds: list[tuple[str, int, int]]
    later: int
    edited: int
    moderated: int
    gone: int

    @property
    def kept(self) -> int:
        return self.later + self.edited + self.moderated


def forecast(run: ImportRun) -> Forecast:
    """Count what a run created and changed, and what was written since, as far as that can be told without trying."""
    changes = ImportChange.objects.filter(run=run)
    here = changes.filter(item__tombstone="", item__object_id__isnull=False).exclude(besides__has_key=JOINED)
    created = Count("pk", filter=Q(before__isnull=True))
    # Where nothing stood in the object itself that is given back, only its item is.
    changed = Count("pk", filter=Q(before__isnull=False) & ~Q(before={}))
    kinds = here.order_by().values_list("item__kind").annotate(created=created, changed=changed)
    by_kind = {kind: (new, old) for kind, new, old in kinds}
    for kind, number in count_settled(run).items():
        new, old = by_kind.get(kind, (0, 0))
        by_kind[kind] = new, old + number
    later = ImportChange.objects.filter(run__gt=run.pk).exclude(run__state=ImportRun.State.UNDONE).values("item")
    posts = here.filter(item__kind__in=("post", "page")).values("item__object_id")
    feedback = here.filter(item__kind__in=("comment", "trackback")).values("item__object_id")
    since = run.finished_at or run.heartbeat_at
    edits = Post.history.filter(id__in=posts, history_date__gt=since)
    moderated = ModerationEvent.objects.filter(feedback__in=feedback, at__gt=since)
    return Forecast(
        sorted((kind, new, old) for kind, (new, old) in by_kind.items() if new or old),
        here.filter(item__in=later).count(),
        edits.values("id").distinct().count(),
        moderated.values("feedback").distinct().count(),
        changes.count() - here.count(),
    )
