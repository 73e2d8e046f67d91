"""Where posts answer: their path here, and the old addresses that lead to them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from django.db.models import Q

from blog.models import LegacyURL
from blog.text import paths
from importers.records import AttachmentRecord, Issue, PostRecord
from importers.validating import is_web_address
from importers.wordpress import address_queries

Key = tuple[str, str, str]
Owner = tuple[str, int]  # the column of LegacyURL that names it, and its key; ("", 0) for a path
OWNERS = ("post_id", "category_id", "tag_id", "author_id", "attachment_id")
AT_ONCE = 500  # keys that are looked up together

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
    return keys_of((record.original_url, record.guid, *record.legacy_urls), base_url)


def attachment_keys(record: AttachmentRecord, base_url: str) -> list[Key]:
    """Return the keys of an attachment's old addresses: its page's and its file's."""
    numbered = address_queries("attachment", record.source_id) if base_url and record.source_id.isdigit() else ()
    return keys_of((record.original_url, record.url, *(f"/{query}" for query in numbered)), base_url)


def keys_of(urls: Iterable[str], base_url: str) -> list[Key]:
    """Return the keys of addresses, each once. One without a host is below `base_url`; without that, none."""
    keys = []
    for url in urls:
        if url.startswith("/") and base_url:
            url = f"{base_url.rstrip('/')}{url}" if url.startswith("/?") else urljoin(base_url, url)
        # One that ends where a slug should stand is that of an archive.
        if not is_web_address(url) or url.endswith("//"):
            continue
        key = paths.legacy_key(url)
        # The front page of the old blog is no post's address.
        if key[0] and (key[1] != "/" or key[2]) and all(map(_fits, key, _LENGTHS)):
            keys.append(key)
    return list(dict.fromkeys(keys))


def _fits(value: str, length: int) -> bool:
    return len(value) <= length and "\x00" not in value


def matching(keys: Iterable[tuple[str, str]]) -> Q:
    """Return the condition for addresses of these paths and queries, and of few others: those without a query, as most
    are, are looked for by themselves."""
    queried: set[tuple[str, str]] = set()
    plain: set[str] = set()
    for path, query in keys:
        if query:
            queried.add((path, query))
        else:
            plain.add(path)
    condition = Q(query="", path__in=plain)
    if queried:
        condition |= Q(path__in={path for path, _ in queried}, query__in={query for _, query in queried})
    return condition


def owners(keys: Iterable[Key]) -> dict[Key, Owner]:
    """Return to what each of these keys leads now; those that lead nowhere are missing."""
    found: dict[Key, Owner] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), AT_ONCE):
        condition = matching((path, query) for _, path, query in wanted[start : start + AT_ONCE])
        for host, path, query, *targets in (
            LegacyURL.objects.filter(condition).order_by().values_list("host", "path", "query", *OWNERS)
        ):
            named = ((column, key) for column, key in zip(OWNERS, targets, strict=True) if key is not None)
            found[host, path, query] = next(named, ("", 0))
    return found


class Claims:
    """Old addresses, first come, first served; a later claim by another post is an issue."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.owners = owners(keys)
        self.issues: list[Issue] = []

    def claim(self, keys: Iterable[Key], owner: Owner, where: str) -> list[Key]:
        """Return the keys that are now this one's and were nobody's."""
        fresh = []
        for key in keys:
            if key not in self.owners:
                self.owners[key] = owner
                fresh.append(key)
            elif self.owners[key] != owner:
                self.issues.append(
                    Issue("address-collision", where, f"{spelled(key)} leads elsewhere already; that was kept")
                )
        return fresh


def spelled(key: Key) -> str:
    """Return a key as an address for a person."""
    return f"{key[0]}{key[1]}" + (f"?{key[2]}" if key[2] else "")
