"""The words under which an old blog listed its categories and tags, where these were its own: `/topics/sea/`.

WordPress's exports do not name them, but posts link there. A word is taken for one when posts link to at least two
addresses below it at which nothing answers, and all of these end with slugs of categories, or all with slugs of tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from blog.models import LegacyURL, Post, Source
from blog.text import paths
from importers import linking
from importers.loading.addresses import Key, owners
from importers.loading.changing import note_addresses
from importers.loading.finding import POSTS
from importers.loading.leading import asked_by
from importers.loading.rehearsing import old_blogs
from importers.models import ImportedItem, ImportRun

ENOUGH = 2  # different addresses below a word
MOST = 500  # posts that are looked at: whoever used a word of his own used it often
KINDS = ("category", "tag")
KNOWN = frozenset({*KINDS, "author", "page", "feed", "search"})


@dataclass(slots=True)
class BaseSettler:
    """Finds such words of one source, and has the addresses below them lead to its categories and tags."""

    run: ImportRun
    source_id: int
    host: str = field(init=False, default="")
    base: str = field(init=False, default="")

    def settle(self) -> bool:
        """Store the addresses; say whether there are any new ones."""
        source = Source.objects.get(pk=self.source_id)
        self.host, path, _ = paths.legacy_key(source.base_url)
        self.base = path.rstrip("/")
        lost = self._lost(source) if self.host else {}
        if all(len(found) < ENOUGH for found in lost.values()):
            return False
        terms = {kind: self._terms(kind) for kind in KINDS}
        wanted: dict[Key, tuple[str, int]] = {}
        for word, found in lost.items():
            kinds = [kind for kind in KINDS if set(found.values()) <= terms[kind].keys()]
            if len(found) >= ENOUGH and len(kinds) == 1:
                known = terms[kinds[0]]
                for address, slug in {**{f"{self.base}/{word}/{slug}": slug for slug in known}, **found}.items():
                    wanted[self.host, address, ""] = (kinds[0], known[slug])
        return self._store(wanted)

    def _lost(self, source: Source) -> dict[str, dict[str, str]]:
        """Return, by their first word, the addresses at which nothing answers that posts link to, with their slugs."""
        blogs = old_blogs(anew=False)
        hosts = blogs.hosts_of(self.host)
        lost: dict[str, dict[str, str]] = {}
        for body, body_format, page in self._bodies():
            urls = dict.fromkeys(link.url for link in linking.links(body, body_format))
            for one in asked_by(urls, page, source.base_url, blogs.hosts).values():
                if one.host in hosts and one.path.startswith(f"{self.base}/") and not one.query:
                    word, _, rest = one.path[len(self.base) + 1 :].partition("/")
                    if rest and word not in KNOWN and not word[0].isdigit():
                        lost.setdefault(word, {})[one.path] = rest.rpartition("/")[2]
        return lost

    def _bodies(self) -> Iterator[tuple[str, str, str]]:
        waiting = ImportedItem.objects.filter(
            source=self.source_id, unsettled=True, kind__in=POSTS, object_id__isnull=False
        )
        keys = [key for key in waiting.order_by("pk").values_list("object_id", flat=True)[:MOST] if key]
        posts = Post.objects.filter(pk__in=keys).order_by("pk")
        return posts.values_list("body", "body_format", "original_url").iterator(chunk_size=50)

    def _terms(self, kind: str) -> dict[str, int]:
        """Return the keys of the source's categories or tags by their slugs there."""
        place = f"{self.base}/{kind}/"
        rows = LegacyURL.objects.filter(host=self.host, path__startswith=place, **{f"{kind}__isnull": False}).order_by()
        return {path[len(place) :]: key for path, key in rows.values_list("path", f"{kind}_id")}

    def _store(self, wanted: Mapping[Key, tuple[str, int]]) -> bool:
        taken = owners(wanted)
        fresh = {key: owner for key, owner in wanted.items() if key not in taken}
        if not fresh:
            return False
        rows = [
            LegacyURL(host=host, path=path, query=query, **{f"{kind}_id": pk})
            for (host, path, query), (kind, pk) in fresh.items()
        ]
        items = ImportedItem.objects.filter(
            source=self.source_id, kind__in=KINDS, object_id__in={pk for _, pk in fresh.values()}
        )
        known = {(kind, key): pk for kind, key, pk in items.order_by().values_list("kind", "object_id", "pk")}
        with transaction.atomic():
            # Another import may claim the same host's addresses meanwhile.
            LegacyURL.objects.bulk_create(rows, ignore_conflicts=True)
            found: dict[int, list[Any]] = {}
            for key, owner in fresh.items():
                if owner in known:
                    found.setdefault(known[owner], []).append(list(key))
            note_addresses(self.run, found)
        return True
