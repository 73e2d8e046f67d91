"""Links among imported posts, rewritten to the addresses here when, and only when, they lead to something here.

A link to what the public may not read is left alone: its address here would tell of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote, urldefrag

from blog.models import Post, Source
from blog.redirecting import Asked, Lookup, OldBlogs
from importers import linking
from importers.loading.leading import AT_ONCE, asked_by, of_posts, with_fragment
from importers.loading.rehearsing import old_blogs
from importers.rewriting import Body, Rewrite, Rewritten

FILES = ("/wp-content/", "/files/", "/wp-includes/")  # what is no page is never waited for

Place = tuple[frozenset[str], str]  # hosts and base path of a blog


def gather(bodies: Sequence[Body]) -> Rewrite:
    """Look up where the links of these bodies lead; return what rewrites one body."""
    blogs = old_blogs(anew=False)
    links = {body.post_id: linking.links(body.text, body.format) for body in bodies}
    bases = dict(Source.objects.filter(pk__in={body.source_id for body in bodies}).values_list("pk", "base_url"))
    own = {pk: _place(base, blogs) for pk, base in bases.items()}
    done = _done([link.url for body in bodies if body.again for link in links[body.post_id]])
    asked: dict[int, dict[str, Asked]] = {}
    for body in bodies:
        urls = {link.url for link in links[body.post_id]}
        settled = {url for url in urls if body.again and _path(url) in done}
        asked[body.post_id] = asked_by(urls - settled, body.original_url, bases.get(body.source_id, ""), blogs.hosts)
    addresses = _addresses({one for found in asked.values() for one in found.values()}, blogs)

    def rewrite(body: Body) -> Rewritten:
        found = asked[body.post_id]
        lost = [one for one in found.values() if one not in addresses]
        missing = any(_is_own(one, own[body.source_id]) and not one.path.startswith(FILES) for one in lost)
        new = {url: with_fragment(addresses[one], url) for url, one in found.items() if one in addresses}
        times = Counter(link.url for link in links[body.post_id] if new.get(link.url, link.url) != link.url)
        text = linking.rewritten(body.text, links[body.post_id], new)
        changes = {url: (new[url], number) for url, number in times.items()}
        return Rewritten(text, missing, words_changed=False, addresses=changes)

    return rewrite


def _place(base_url: str, blogs: OldBlogs) -> Place:
    """Return where a blog answered."""
    key = Asked.of(base_url)
    return (blogs.hosts_of(key.host) if base_url else frozenset(), key.path.rstrip("/"))


def _is_own(one: Asked, place: Place) -> bool:
    hosts, base = place
    return one.host in hosts and (one.path == base or one.path.startswith(f"{base}/"))


def _addresses(wanted: set[Asked], blogs: OldBlogs) -> Mapping[Asked, str]:
    """Return our address of each of these that has exactly one here."""
    found: dict[Asked, str] = {}
    ordered = sorted(wanted, key=lambda one: (one.host, one.path, one.query))
    dates: dict[int, set[tuple[int, ...]]] = {}
    for start in range(0, len(ordered), AT_ONCE):
        some = ordered[start : start + AT_ONCE]
        found |= of_posts(some, blogs)
        rest = [one for one in some if one not in found]
        lookup = Lookup(rest, blogs, dates, strictly=True)
        for one in rest:
            candidates = lookup.find(one)
            plain = None if candidates else lookup.find_plain(one, same=False)
            if len(candidates) == 1 or plain:
                found[one] = plain.path if plain else candidates[0].path
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
