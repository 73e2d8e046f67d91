"""Which post an address of ours means, whatever way it is written and wherever the post stood before."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http.request import validate_host

from blog import redirecting
from blog.mentions import addresses
from blog.models import Post
from blog.redirecting import Asked, Lookup, OldBlogs
from blog.text import paths

MAX_LOOKED_UP = 50  # links of one page to old addresses


def is_here(url: str) -> bool:
    """Say whether an address is one of this site's own hosts, at whatever port it is served."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    own = urlsplit(settings.SITE_URL).hostname or ""
    return validate_host(host, [own, *(name.strip("[]") for name in settings.ALLOWED_HOSTS if name != "*")])


def is_known(url: str) -> bool:
    """Say whether an address is of this site, or of a blog that lives on here."""
    return is_here(url) or paths.normalize_host(urlsplit(url).netloc) in OldBlogs.known().hosts


def post_at(url: str) -> Post | None:
    """Return the public post to which an address leads, its fragment aside; None where it leads to anything else."""
    if addresses.split(url) is None or not is_known(url):
        return None
    asked = _asked(url)
    return _stands_at(asked) or _post_behind(asked, Lookup([asked]))


def leads_here(url: str) -> bool:
    """Say whether an address leads to any page of ours, a post or not."""
    if addresses.split(url) is None or not is_known(url):
        return False
    asked = _asked(url)
    if asked.own and redirecting.answers(f"{asked.path.rstrip('/')}/"):
        return True
    lookup = Lookup([asked])
    return bool(lookup.find(asked) or lookup.find_plain(asked))


def links_to(post: Post, links: Iterable[str]) -> set[str]:
    """Return those of the links (web addresses in full) that lead to the post, now or by an old address."""
    found: set[str] = set()
    old: dict[str, Asked] = {}
    for link in links:
        if not is_known(link):
            continue
        asked = _asked(link)
        if asked.own and asked.path == f"/{post.path}" and not _asks_for_another(asked):
            found.add(link)
        elif len(old) < MAX_LOOKED_UP:
            old[link] = asked
    if found or not old:
        return found
    lookup = Lookup(old.values())
    return {link for link, asked in old.items() if (led := _post_behind(asked, lookup)) and led.pk == post.pk}


def _asked(url: str) -> Asked:
    return Asked.of(urlsplit(url)._replace(fragment="").geturl(), own=is_here(url))


def _asks_for_another(asked: Asked) -> bool:
    """Say whether parameters name the page, as the middleware has it: at the front page of ours or of an old blog."""
    return bool(asked.query) and (asked.path == "/" or asked.path in OldBlogs.known().bases())


def _stands_at(asked: Asked) -> Post | None:
    return None if not asked.own or _asks_for_another(asked) else _public(asked.path)


def _public(path: str) -> Post | None:
    return Post.objects.public().filter(path=normalize("NFC", path).strip("/")).first()


def _post_behind(asked: Asked, lookup: Lookup) -> Post | None:
    """Return the post to which an old address leads, and leads alone."""
    found = lookup.find(asked)
    if not found and (plain := lookup.find_plain(asked)):
        found = [plain]
    return _public(unquote(found[0].path)) if len(found) == 1 else None
