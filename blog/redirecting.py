"""Where old addresses lead now. Reads legacy URLs; writes nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from django.core.cache import cache
from django.db.models import Case, Min, QuerySet, When
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from blog.models import Author, Category, LegacyURL, Post, Source, Tag
from blog.text import paths

# Parameters by which old platforms named a page at the address of their front page.
QUERY_FORMS = frozenset({"p", "page_id", "cat", "author", "tag", "m", "attachment_id", "s", "feed"})
FRONT_PAGES = frozenset({"/", "/index.php", "/index.html", "/index.htm"})
TERMS: dict[str, Any] = {"tag": Tag, "category": Category, "author": Author, "source": Source}
MAX_CANDIDATES = 20
MAX_HOSTS = 500
HOSTS_KEPT = 60  # seconds for which the sources' hosts are remembered


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that an old address may have meant."""

    path: str
    title: str
    source: str = ""


def source_hosts() -> frozenset[str]:
    """Return every host under which an old blog answered, normalized: those of sources and of old addresses."""
    hosts = cache.get("blog.source_hosts")
    if hosts is None:
        hosts = stored_hosts()
        cache.set("blog.source_hosts", hosts, HOSTS_KEPT)
    return hosts


def stored_hosts() -> frozenset[str]:
    """Return the hosts of old blogs as they are stored now."""
    found: set[str] = set()
    for base_url, aliases in Source.objects.values_list("base_url", "alias_hosts"):
        found.add(paths.legacy_key(base_url)[0])
        found.update(paths.normalize_host(str(alias)) for alias in aliases or ())
    # From host to host along the index, however many addresses each has.
    host: str | None = ""
    while len(found) < MAX_HOSTS and host is not None:
        found.add(host)
        host = LegacyURL.objects.filter(host__gt=host).aggregate(next=Min("host"))["next"]
    return frozenset(spelling for name in found - {""} for spelling in spellings(name))


def spellings(host: str) -> tuple[str, str]:
    """Return a host as it stands, and with or without its www."""
    return host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"


def candidates(host: str, path: str, query: str, own: bool) -> list[Candidate]:
    """Return the pages that `path` and `query` at `host` lead to, each once.

    On a host of our own (`own`) an address counts whatever old host it was known at, its own rows before all others.
    """
    wanted_host, wanted_path, wanted_query = paths.legacy_key(f"//{host}{path}" + (f"?{query}" if query else ""))
    queries = [wanted_query, significant(wanted_query)]
    if wanted_path != "/":
        queries.append("")  # parameters that nobody knows change nothing, but at the front page all may be meant
    rows = LegacyURL.objects.filter(path=wanted_path, query__in=queries).select_related("post__source")
    found = _closest(rows.filter(host__in=("", *spellings(wanted_host))), queries)
    if not found and own:
        found = _closest(rows, queries)
    return _readable(found)


def _closest(rows: QuerySet[LegacyURL], queries: list[str]) -> list[LegacyURL]:
    """Return the rows of the first of these queries that has some."""
    order = Case(*[When(query=query, then=place) for place, query in enumerate(dict.fromkeys(queries))])
    found = list(rows.annotate(place=order).order_by("place", "host")[:MAX_CANDIDATES])
    return [row for row in found if row.query == found[0].query]


def significant(query: str) -> str:
    """Leave only the parameter that names a page: `?p=370` is meant by `?cpage=2&p=370` too."""
    return urlencode([pair for pair in parse_qsl(query) if pair[0] in QUERY_FORMS]) or query


def _readable(rows: Iterable[LegacyURL]) -> list[Candidate]:
    """Leave out what the public may not read, and what leads to the same page twice."""
    kept: dict[str, Candidate] = {}
    for row in rows:
        if row.post is None:
            address = _address(row.target_path)
            kept.setdefault(address, Candidate(address, row.target_path))
        elif row.post.is_public:
            address = row.post.get_absolute_url()
            name = row.post.source.name if row.post.source else ""
            kept.setdefault(address, Candidate(address, str(row.post), name))
    return list(kept.values())


def _address(target: str) -> str:
    """Return a path of ours, with its query and fragment, as it stands in an address."""
    parts = urlsplit(target)
    query = quote(parts.query, safe="=&+%;:@/?,")
    return urlunsplit(("", "", quote(parts.path), query, quote(parts.fragment)))


def from_query(parameters: dict[str, str]) -> str | None:
    """Return where the query forms lead that say all by themselves: a date, a tag's slug, a search, a feed."""
    parameters = {name: value.replace("\x00", "") for name, value in parameters.items()}
    if (month := parameters.get("m", "")) and month.isascii() and month.isdigit() and len(month) in (4, 6, 8):
        parts = [month[:4], month[4:6], month[6:8]]
        path = "/" + "".join(f"{part}/" for part in parts if part)
        return path if answers(path) else None
    if (slug := parameters.get("tag")) and Tag.objects.with_public_posts().filter(slug=slug[:100]).exists():
        return reverse("blog:tag", kwargs={"slug": slug})
    if "s" in parameters:
        words = parameters["s"].strip()[:200]
        return f"{reverse('blog:search')}?{urlencode({'q': words})}" if words else reverse("blog:home")
    if "feed" in parameters:
        return reverse("blog:feed_atom" if parameters["feed"] == "atom" else "blog:feed")
    if parameters.get("m") in ("0", "1") and QUERY_FORMS & parameters.keys() == {"m"}:
        return reverse("blog:home")  # m=1 asked for the page as telephones showed it
    return None


def answers(path: str) -> bool:
    """Say whether a page of ours stands at a path, without making it: no redirect leads to a 404."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    name, kwargs = found.url_name or "", found.kwargs
    if found.namespace != "blog":
        return True
    if name == "post":
        return Post.objects.public().filter(path=unicodedata.normalize("NFC", kwargs["path"])).exists()
    if name.startswith("archive_"):
        date = {f"published_{part}": number for part, number in kwargs.items()}
        return Post.objects.public().posts().filter(**date).exists()
    if name in TERMS:
        return TERMS[name].objects.with_public_posts().filter(**kwargs).exists()
    return name not in ("without_slash", "media")


def is_same(path: str, other: str) -> bool:
    """Say whether two addresses of ours are one, percent-encoded or not."""
    return paths.legacy_key(path) == paths.legacy_key(other)
