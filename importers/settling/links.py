"""Links among imported posts, rewritten to the addresses here when, and only when, they lead to something here.

A link to what the public may not read is left alone: its address here would tell of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.conf import settings

from blog.models import Post, Source
from blog.redirecting import Asked, Lookup, OldBlogs
from blog.text import paths
from importers import linking
from importers.rewriting import Body, Rewrite, Rewritten

_HOST = re.compile(r"https?://([^/?#]+)", re.IGNORECASE)
AT_ONCE = 300  # addresses that are looked up together
FILES = ("/wp-content/", "/files/", "/wp-includes/")  # what is no page is never waited for


def gather(bodies: Sequence[Body]) -> Rewrite:
    """Look up where the links of these bodies lead; return what rewrites one body."""
    blogs = OldBlogs.known()
    bases = dict(Source.objects.filter(pk__in={body.source_id for body in bodies}).values_list("pk", "base_url"))
    own = {pk: blogs.hosts_of(Asked.of(base).host) if base else frozenset() for pk, base in bases.items()}
    done = _done(bodies)
    links = {id(body): list(linking.links(body.text, body.format)) for body in bodies}
    whole: dict[str, Asked | None] = {}  # what addresses with a host ask for, whoever links to them

    def asked(body: Body, url: str) -> Asked | None:
        """Return the old address that a link names; None for one that leads elsewhere."""
        host = _HOST.match(url)
        if host is not None:
            if url not in whole:
                known = paths.normalize_host(host[1]) in blogs.hosts
                whole[url] = one if known and (one := Asked.of(url)).host in blogs.hosts else None
            return whole[url]
        if not url or url.startswith(("#", settings.MEDIA_URL)) or (body.again and _path(url) in done):
            return None
        try:
            parts = urlsplit(urljoin(urljoin(bases.get(body.source_id, ""), body.original_url), url))
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return None
        found = Asked.of(urldefrag(parts.geturl())[0])
        return found if found.host in blogs.hosts else None

    addresses = _addresses(
        {one for body in bodies for link in links[id(body)] if (one := asked(body, link.url))},
        blogs,
    )

    def rewrite(body: Body) -> Rewritten:
        missing = False

        def change(url: str) -> str | None:
            nonlocal missing
            one = asked(body, url)
            if one is None:
                return None
            path = addresses.get(one)
            if path is None:
                missing = missing or (one.host in own[body.source_id] and not one.path.startswith(FILES))
                return None
            fragment = urldefrag(url)[1]
            # The place where a post went on is not marked any more.
            return path if not fragment or fragment.startswith("more-") or "#" in path else f"{path}#{fragment}"

        text = linking.rewritten(body.text, links[id(body)], change)
        return Rewritten(text, missing, words_changed=False)

    return rewrite


def _addresses(wanted: set[Asked], blogs: OldBlogs) -> Mapping[Asked, str]:
    """Return our address of each of these that has exactly one here."""
    found: dict[Asked, str] = {}
    ordered = sorted(wanted, key=lambda one: (one.host, one.path, one.query))
    dates: dict[int, set[tuple[int, ...]]] = {}
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        lookup = Lookup(some, blogs, dates)
        for one in some:
            candidates = lookup.find(one)
            plain = None if candidates else lookup.find_plain(one, same=False)
            if len(candidates) == 1 or plain:
                found[one] = plain.path if plain else candidates[0].path
    return found


def _done(bodies: Sequence[Body]) -> set[str]:
    """Return the paths of posts here that bodies link to that were rewritten before: such a link is done."""
    again = [body for body in bodies if body.again]
    wanted = {_path(link.url) for body in again for link in linking.links(body.text, body.format)} - {""}
    found: set[str] = set()
    ordered = sorted(wanted)
    for start in range(0, len(ordered), AT_ONCE):
        posts = Post.objects.filter(path__in=ordered[start : start + AT_ONCE])
        found.update(posts.values_list("path", flat=True))
    return found


def _path(url: str) -> str:
    """Return the path that an address of ours would have as a post's; "" for one with a host, or relative."""
    if not url.startswith("/") or url.startswith("//"):
        return ""
    return unquote(urldefrag(url)[0].partition("?")[0]).strip("/")
