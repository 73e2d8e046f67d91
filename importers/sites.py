"""Whether two addresses, or two records, are of one blog. Plain functions."""

from __future__ import annotations

from urllib.parse import urlsplit

from blog.text import paths
from importers.records import SiteRecord


def host_of(url: str) -> str:
    """Return the host of an address without "www.", or "" when it has none."""
    try:
        return paths.normalize_host(urlsplit(url).netloc).removeprefix("www.")
    except ValueError:
        return ""


def is_another(one: SiteRecord, other: SiteRecord) -> bool:
    """Say whether two records are of two blogs: each states its address, and they differ."""
    return bool(host_of(one.url) and host_of(other.url)) and place_of(one.url) != place_of(other.url)


def place_of(url: str) -> tuple[str, str]:
    """Return host and path of a blog's address: several blogs may share a host."""
    try:
        return host_of(url), urlsplit(url).path.rstrip("/")
    except ValueError:
        return "", ""
