"""Where posts answer: their path here, and the old addresses that lead to them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from django.db.models import Q

from blog.models import LegacyURL
from blog.text import paths
from importers.records import Issue, PostRecord
from importers.validating import is_web_address

Key = tuple[str, str, str]

_LENGTHS = (255, 700, 255)  # of host, path and query


def wanted_path(record: PostRecord) -> str:
    """Return the path that kind, date and slug ask for, free or not. Parent pages are settled later."""
    slug = paths.slugify(record.slug) or paths.slugify(record.title) or "untitled"
    if record.kind == "page":
        return slug
    found = record.published
    if found is None:
        return paths.post_path(None, None, None, slug).strip("/")
    return paths.post_path(found.year, found.month, found.day, slug).strip("/")


def legacy_keys(record: PostRecord, base_url: str) -> list[Key]:
    """Return the keys of a post's old addresses. One without a host is of the source's; without that, none."""
    keys = []
    for url in (record.original_url, record.guid, *record.legacy_urls):
        if url.startswith("/") and base_url:
            url = urljoin(base_url, url)
        if not is_web_address(url):
            continue
        key = paths.legacy_key(url)
        # The front page of the old blog is no post's address.
        if key[0] and (key[1] != "/" or key[2]) and all(map(_fits, key, _LENGTHS)):
            keys.append(key)
    return list(dict.fromkeys(keys))


def _fits(value: str, length: int) -> bool:
    return len(value) <= length and "\x00" not in value


def owners(keys: Iterable[Key]) -> dict[Key, int | None]:
    """Return to which post each of these keys leads now; those that lead nowhere are missing."""
    queried: set[tuple[str, str]] = set()
    plain: set[tuple[str, str]] = set()
    for _, path, query in keys:
        (queried if query else plain).add((path, query))
    condition = Q(pk__in=[])
    if plain:
        condition |= Q(query="", path__in={path for path, _ in plain})
    if queried:
        condition |= Q(path__in={path for path, _ in queried}, query__in={query for _, query in queried})
    rows = LegacyURL.objects.filter(condition).values_list("host", "path", "query", "post_id")
    return {(host, path, query): post_id for host, path, query, post_id in rows}


class Claims:
    """Old addresses, first come, first served; a later claim by another post is an issue."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.owners: dict[Key, int | None] = dict(owners(keys))
        self.issues: list[Issue] = []

    def claim(self, keys: Iterable[Key], post_id: int, where: str) -> list[Key]:
        """Return the keys that are now this post's and were nobody's."""
        fresh = []
        for key in keys:
            if key not in self.owners:
                self.owners[key] = post_id
                fresh.append(key)
            elif self.owners[key] != post_id:
                self.issues.append(
                    Issue("address-collision", where, f"{spelled(key)} leads to another post already; that was kept")
                )
        return fresh


def spelled(key: Key) -> str:
    """Return a key as an address for a person."""
    return f"{key[0]}{key[1]}" + (f"?{key[2]}" if key[2] else "")
