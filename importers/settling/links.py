"""Links among imported posts, rewritten to the addresses here when, and only when, they lead to something here.

A link to what the public may not read is left alone: its address here would tell of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import unquote, urldefrag, urljoin

from django.conf import settings
from django.urls import reverse

from blog.models import LegacyURL, Post, Source
from blog.redirecting import Asked, Lookup, OldBlogs
from blog.text import markup, paths
from importers import linking
from importers.loading.rehearsing import old_blogs
from importers.rewriting import Body, Rewrite, Rewritten

AT_ONCE = 300  # addresses that are looked up together
FILES = ("/wp-content/", "/files/", "/wp-includes/")  # what is no page is never waited for


def gather(bodies: Sequence[Body]) -> Rewrite:
    """Look up where the links of these bodies lead; return what rewrites one body."""
    blogs = old_blogs(anew=False)
    links = {body.post_id: linking.links(body.text, body.format) for body in bodies}
    bases = dict(Source.objects.filter(pk__in={body.source_id for body in bodies}).values_list("pk", "base_url"))
    own = {pk: blogs.hosts_of(Asked.of(base).host) if base else frozenset() for pk, base in bases.items()}
    done = _done([link.url for body in bodies if body.again for link in links[body.post_id]])
    asked: dict[int, dict[str, Asked]] = {}
    for body in bodies:
        base = urljoin(bases.get(body.source_id, ""), body.original_url)
        urls = {link.url for link in links[body.post_id]}
        settled = {url for url in urls if body.again and _path(url) in done}
        asked[body.post_id] = {url: one for url in urls - settled if (one := _asked(url, base, blogs.hosts))}
    addresses = _addresses({one for found in asked.values() for one in found.values()}, blogs)

    def rewrite(body: Body) -> Rewritten:
        found = asked[body.post_id]
        lost = [one for one in found.values() if one not in addresses]
        missing = any(one.host in own[body.source_id] and not one.path.startswith(FILES) for one in lost)
        new = {url: _with_fragment(addresses[one], url) for url, one in found.items() if one in addresses}
        times = Counter(link.url for link in links[body.post_id] if new.get(link.url, link.url) != link.url)
        text = linking.rewritten(body.text, links[body.post_id], new)
        changes = {url: (new[url], number) for url, number in times.items()}
        return Rewritten(text, missing, words_changed=False, addresses=changes)

    return rewrite


def _asked(url: str, base: str, hosts: Collection[str]) -> Asked | None:
    """Return the old address that a link names; None for one that leads elsewhere."""
    if not url or url.startswith(("#", settings.MEDIA_URL)):
        return None
    try:
        if not url.startswith(("http://", "https://")):
            url = urljoin(base, url)
        if not url.startswith(("http://", "https://")):
            return None
        # Most links lead elsewhere: that is told without taking them apart.
        host = url.split("/", 3)[2].lower()
        if host not in hosts and paths.normalize_host(host) not in hosts:
            return None
        found = Asked.of(url.partition("#")[0])
    except ValueError:
        return None
    return found if found.host in hosts else None


def _with_fragment(path: str, url: str) -> str:
    """Return our address with the fragment that the link named."""
    fragment = url.partition("#")[2]
    # The place where a post went on is not marked any more.
    if not fragment or fragment.startswith("more-") or "#" in path:
        return path
    return f"{path}#{markup.fragment_here(fragment)}"


def _addresses(wanted: set[Asked], blogs: OldBlogs) -> Mapping[Asked, str]:
    """Return our address of each of these that has exactly one here."""
    found: dict[Asked, str] = {}
    ordered = sorted(wanted, key=lambda one: (one.host, one.path, one.query))
    dates: dict[int, set[tuple[int, ...]]] = {}
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        found |= _of_posts(some, blogs)
        rest = [one for one in some if one not in found]
        lookup = Lookup(rest, blogs, dates)
        for one in rest:
            candidates = lookup.find(one)
            plain = None if candidates else lookup.find_plain(one, same=False)
            if len(candidates) == 1 or plain:
                found[one] = plain.path if plain else candidates[0].path
    return found


def _of_posts(some: Sequence[Asked], blogs: OldBlogs) -> dict[Asked, str]:
    """Return the addresses of public posts that are known by just these keys: most links lead to such."""
    public = Post.objects.public()  # type: ignore[no-untyped-call]
    rows = LegacyURL.objects.filter(
        path__in={one.path for one in some}, query__in={one.query for one in some}, post__in=public
    )
    known: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path, query, host, page in rows.order_by().values_list("path", "query", "host", "post__path"):
        known.setdefault((path, query), []).append((host, page))
    found: dict[Asked, str] = {}
    for one in some:
        rows_of_it = known.get((one.path, one.query), ())
        here = {path for host, path in rows_of_it if host in blogs.hosts_of(one.host)} if rows_of_it else set()
        if len(here) == 1:
            found[one] = reverse("blog:post", kwargs={"path": here.pop()})
    return found


def _done(urls: Iterable[str]) -> set[str]:
    """Return the paths of posts here among links of bodies that were rewritten before: such a link is done."""
    ordered = sorted({_path(url) for url in urls} - {""})
    found: set[str] = set()
    for start in range(0, len(ordered), AT_ONCE):
        posts = Post.objects.filter(path__in=ordered[start : start + AT_ONCE])
        found.update(posts.values_list("path", flat=True))
    return found


def _path(url: str) -> str:
    """Return the path that an address of ours would have as a post's; "" for one with a host, or relative."""
    if not url.startswith("/") or url.startswith("//"):
        return ""
    return unquote(urldefrag(url)[0].partition("?")[0]).strip("/")
