"""Where the links of bodies lead: from an address of an old blog to the one page here that it names.

Only to what the public may read: the address here of anything else would tell of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import parse_qsl, urljoin

from django.conf import settings
from django.urls import reverse

from blog.models import LegacyURL, Post
from blog.redirecting import QUERY_FORMS, Asked, OldBlogs
from blog.text import markup, paths
from importers.loading.addresses import matching

_PLAIN_PATH = re.compile(r"[a-z0-9/_-]+")

_ABSOLUTE = ("http://", "https://")
AT_ONCE = 300  # addresses that are looked up together

# Host and path here of public posts, by path and query of an old address.
Known = Mapping[tuple[str, str], Sequence[tuple[str, str]]]


def asked_by(urls: Iterable[str], page: str, base_url: str, hosts: Collection[str]) -> dict[str, Asked]:
    """Return the old addresses that the links of a page of a blog name; those that lead elsewhere are left out."""
    front = f"{base_url.rstrip('/')}/" if base_url else ""
    page = page if page.startswith(_ABSOLUTE) else urljoin(front, page)
    return {url: one for url in urls if (one := _asked(url, _base(url, page, front), hosts))}


def _base(url: str, page: str, front: str) -> str:
    """Return the address from which a relative link leads on: WordPress asked no page for an id, but the blog."""
    named = url.startswith("?") and not QUERY_FORMS.isdisjoint(dict(parse_qsl(url.partition("#")[0][1:])))
    return front if named and front else page


def _asked(url: str, base: str, hosts: Collection[str]) -> Asked | None:
    """Return the old address that a link names; None for one that leads elsewhere."""
    if not url or url.startswith(("#", settings.MEDIA_URL)):
        return None
    try:
        if not url.startswith(_ABSOLUTE):
            url = urljoin(base, url)
        if not url.startswith(_ABSOLUTE):
            return None
        # Most links lead elsewhere: that is told without taking them apart.
        host = url.split("/", 3)[2].lower()
        if host not in hosts and paths.normalize_host(host) not in hosts:
            return None
        found = Asked.of(url.partition("#")[0])
    except ValueError:
        return None
    return found if found.host in hosts else None


def with_fragment(path: str, url: str) -> str:
    """Return our address with the fragment that the link named."""
    fragment = url.partition("#")[2]
    # The place where a post went on is not marked any more.
    if not fragment or fragment.startswith("more-") or "#" in path:
        return path
    return f"{path}#{markup.fragment_here(fragment)}"


def of_posts(some: Collection[Asked], blogs: OldBlogs, fresh: Known = MappingProxyType({})) -> dict[Asked, str]:
    """Return the addresses of public posts that are known by just these keys: most links lead to such.

    `fresh` are those that are about to be stored.
    """
    known: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for host, path, query, page in _stored(some):
        known.setdefault((path, query), []).append((host, page))
    hosts = {host: blogs.hosts_of(host) for host in {one.host for one in some}}
    found: dict[Asked, str] = {}
    address = Addresses()
    for one in some:
        key = one.path, one.query
        rows = (*known.get(key, ()), *fresh.get(key, ()))
        here = {path for host, path in rows if host in hosts[one.host]}
        if len(here) == 1:
            found[one] = address.of(here.pop())
    return found


class Addresses:
    """Addresses of posts by their paths, without asking the URLconf for each: it builds them all alike."""

    def __init__(self) -> None:
        self.before, self.behind = reverse("blog:post", kwargs={"path": "-"}).split("-")

    def of(self, path: str) -> str:
        if _PLAIN_PATH.fullmatch(path):
            return f"{self.before}{path}{self.behind}"
        return reverse("blog:post", kwargs={"path": path})


def _stored(some: Collection[Asked]) -> list[tuple[str, str, str, str]]:
    """Return (host, path, query, path here) of those that lead to public posts.

    The addresses are asked for first, then their posts alone: together, databases look through all public posts.
    """
    known = LegacyURL.objects.filter(matching((one.path, one.query) for one in some), post__isnull=False)
    rows = list(known.order_by().values_list("host", "path", "query", "post_id"))
    public = Post.objects.public().filter(pk__in={post for *_, post in rows})  # type: ignore[no-untyped-call]
    paths_here = dict(public.order_by().values_list("pk", "path"))
    return [(*key, paths_here[post]) for *key, post in rows if post in paths_here]
