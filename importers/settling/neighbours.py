"""Links in posts of other blogs to what a run brought: they lead here from now on.

They are looked for in the bodies themselves, once at the end of a run that stored something: an index of all links that
led nowhere would cost every import more. A blog that is just being imported is passed over; its own run looks again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from blog.models import Post, Source
from importers.loading.finding import POSTS
from importers.loading.leasing import held_for
from importers.loading.rehearsing import is_rehearsal, old_blogs
from importers.models import ImportedItem, ImportRun
from importers.records import Issue, Severity
from importers.reporting import StoppedEarly
from importers.settling import links
from importers.settling.bodies import CHUNK, LateBodies, bounded


@dataclass(slots=True)
class NeighbourSettler:
    """Rewrites links of other blogs' posts to a run's blog, in the name of that run: undoing it undoes them too."""

    run: ImportRun
    beat: Callable[[], None]
    issues: list[Issue] = field(default_factory=list)

    def settle(self, besides: Collection[int]) -> list[Issue]:
        """Look at all blogs but the run's and those `besides`; return what there is to say about it."""
        assert self.run.source is not None
        hosts = _hosts(self.run.source)
        for source in Source.objects.exclude(pk__in={self.run.source.pk, *besides}).order_by("pk") if hosts else ():
            keys = self._linking(source, hosts)
            with _held(source.pk) if keys else nullcontext() as beat:
                if beat is not None:
                    self._settle_posts(source, keys, beat)
        return self.issues

    def _linking(self, source: Source, hosts: Collection[str]) -> list[int]:
        """Return the keys of the posts that name a host."""
        named = Q()
        for host in hosts:
            named |= Q(body__contains=host)
        return list(Post.objects.filter(named, source=source).order_by("pk").values_list("pk", flat=True))

    def _settle_posts(self, source: Source, keys: Sequence[int], beat: Callable[[], object]) -> None:
        settler = LateBodies(self.run, source.pk, rewriters={"links": links.gather})
        for start in range(0, len(keys), CHUNK):
            self.beat()
            try:
                beat()
            except StoppedEarly:
                break  # that blog's own import took over, and goes on with it
            items = ImportedItem.objects.filter(kind__in=POSTS, object_id__in=keys[start : start + CHUNK])
            for group in bounded(list(items.defer("raw", "provenance").order_by("pk"))):
                with transaction.atomic():
                    settler.rewrite(group)
        self.issues += settler.issues
        if settler.changed:
            posts = "1 post" if settler.changed == 1 else f"{settler.changed} posts"
            message = f"links in {posts} of this blog lead now to what was imported here"
            self.issues.append(Issue("links-from-other-blogs", source.slug, message, Severity.INFO))


@contextmanager
def _held(source_id: int) -> Iterator[Callable[[], object] | None]:
    """Hold another blog's lease, and give what keeps it; None where that is in use."""
    if is_rehearsal():
        yield lambda: None  # what is thrown away is in nobody's way, and nobody waits for it
        return
    with held_for(source_id, waits=False) as lease:
        yield lease.beat if lease else None


def _hosts(source: Source) -> set[str]:
    """Return the names by which links to a blog are known."""
    place = next((hosts for hosts, _, pk in old_blogs(anew=False).places if pk == source.pk), frozenset())
    return {host.removeprefix("www.") for host in place}
