"""Where old addresses lead now. Reads legacy URLs; writes nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from django.core.cache import cache
from django.db.models import Min, Q
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from blog.models import Attachment, Author, Category, Feedback, LegacyURL, Post, Source, Tag
from blog.text import old_addresses, paths
from blog.text.old_addresses import Date, Plain, Reading

QUERY_FORMS = old_addresses.QUERY_FORMS
TERMS: dict[str, Any] = {"tag": Tag, "category": Category, "author": Author, "source": Source}
FEED_NAME = re.compile(r"_feed(?:_atom|_json)?\Z")
MAX_CANDIDATES = 20
MAX_HOSTS = 500
CACHE_KEY = "blog.old_blogs.with_keys"
BLOGS_KEPT = 60  # seconds for which the sources' hosts are remembered


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that an old address may have meant."""

    path: str
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class OldBlogs:
    """Where old blogs answered: (hosts, base path, key) of each; and all hosts, also of old addresses. Normalized."""

    places: tuple[tuple[frozenset[str], str, int], ...]
    hosts: frozenset[str]

    @classmethod
    def stored(cls) -> OldBlogs:
        """Read them from the database."""
        places = []
        for pk, base_url, aliases in Source.objects.order_by("pk").values_list("pk", "base_url", "alias_hosts"):
            host, path, _ = paths.legacy_key(base_url)
            names = {host, *(paths.normalize_host(str(alias)) for alias in aliases or ())} - {""}
            places.append((frozenset(name for host in names for name in spellings(host)), path.rstrip("/"), pk))
        found = {host for hosts, _, _ in places for host in hosts}
        # From host to host along the index, however many addresses each has.
        following: str | None = ""
        while len(found) < MAX_HOSTS and following is not None:
            found.add(following)
            following = LegacyURL.objects.filter(host__gt=following).aggregate(next=Min("host"))["next"]
        return cls(tuple(places), frozenset(name for host in found - {""} for name in spellings(host)))

    def also_at(self, hosts: AbstractSet[str]) -> OldBlogs:
        """Return these with further hosts, of old addresses that are being stored."""
        return self if hosts <= self.hosts else OldBlogs(self.places, self.hosts | hosts)

    @classmethod
    def known(cls) -> OldBlogs:
        """Return them as they were a moment ago."""
        return cache.get(CACHE_KEY) or cls.renewed()

    @classmethod
    def renewed(cls) -> OldBlogs:
        """Return them as they are now, for all to know."""
        blogs = cls.stored()
        cache.set(CACHE_KEY, blogs, BLOGS_KEPT)
        return blogs

    def hosts_of(self, host: str) -> frozenset[str]:
        """Return all hosts of the blogs that answered at this one."""
        together = (hosts for hosts, _, _ in self.places if host in hosts)
        return frozenset(spellings(host)).union(*together)

    def bases(self, host: str = "", *, strictly: bool = False) -> list[str]:
        """Return the base paths of the blogs at a host, or of all, the longest first; the root's too, unless strictly
        what was a blog's is asked for."""
        found = {base for hosts, base, _ in self.places if not host or host in hosts}
        return sorted(found if strictly else {*found, ""}, key=lambda base: (-len(base), base))

    def sources(self, host: str, base: str) -> frozenset[int]:
        """Return the keys of the blogs that answered at a host, or at any, below a base path."""
        return frozenset(pk for hosts, below, pk in self.places if (not host or host in hosts) and below == base)


def spellings(host: str) -> tuple[str, str]:
    """Return a host as it stands, and with or without its www."""
    return host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"


class Asked(NamedTuple):
    """An old address as it was asked for. On a host of our own it counts whatever old host it was known at."""

    host: str
    path: str
    query: str
    own: bool = False

    @classmethod
    def of(cls, url: str, own: bool = False) -> Asked:
        return cls(*paths.legacy_key(url), own)


class Lookup:
    """Finds where old addresses lead, all that are asked about together, in a bounded number of queries.

    `strictly`: an address says something by itself only where it is below the path of a blog at its host.
    """

    def __init__(
        self,
        asked: Iterable[Asked],
        blogs: OldBlogs | None = None,
        dates: dict[int, set[Date]] | None = None,
        *,
        strictly: bool = False,
    ) -> None:
        self.blogs = blogs or OldBlogs.known()
        self.strictly = strictly
        self.asked = {one: self._readings(one) for one in asked}
        self.rows = self._rows({meant for readings in self.asked.values() for meant in readings})
        rows = [row for group in self.rows.values() for row in group]
        self.known = {name: _known(model, rows, name) for name, model in NOUNS.items()}
        self.dates = {} if dates is None else dates  # by year; of which days there are posts

    def _readings(self, asked: Asked) -> list[Reading]:
        return old_addresses.readings(asked.path, asked.query, self._bases(asked))

    def _bases(self, asked: Asked) -> list[str]:
        return self.blogs.bases("" if asked.own else asked.host, strictly=self.strictly)

    def _rows(self, readings: set[Reading]) -> Mapping[tuple[str, str], list[LegacyURL]]:
        plain = {meant.path for meant in readings if not meant.query}
        queried = [meant for meant in readings if meant.query]
        condition = Q(query="", path__in=plain)
        if queried:
            condition |= Q(path__in={one.path for one in queried}, query__in={one.query for one in queried})
        found: dict[tuple[str, str], list[LegacyURL]] = {}
        for row in LegacyURL.objects.filter(condition).select_related(*RELATED).only(*COLUMNS).order_by("host"):
            found.setdefault((row.path, row.query), []).append(row)
        return found

    def find(self, asked: Asked) -> list[Candidate]:
        """Return the pages to which legacy URLs lead, each once; none that the public may not read."""
        hosts = {"", *self.blogs.hosts_of(asked.host)}
        for meant in self.asked[asked]:
            rows = self.rows.get((meant.path, meant.query), [])
            if rows and meant.month and meant.month in self._dates_of(meant.month[0]):
                continue
            near = [row for row in rows if row.host in hosts]
            kept: dict[str, Candidate] = {}
            for row in (near or (rows if asked.own else []))[:MAX_CANDIDATES]:
                candidate = self._candidate(row, meant.feed)
                if candidate is not None:
                    kept.setdefault(candidate.path, candidate)
            if kept:
                return list(kept.values())
        return []

    def _candidate(self, row: LegacyURL, feed: str) -> Candidate | None:
        if row.post is not None:
            return _post(row.post, feed)
        if row.attachment is not None:
            return _attachment(row)
        for name, known in self.known.items():
            noun = getattr(row, name)
            if noun is not None:
                return _noun(name, noun, feed) if noun.pk in known else None
        address = _address(row.target_path)
        return Candidate(address, row.target_path)

    def find_plain(self, asked: Asked, *, same: bool = True) -> Candidate | None:
        """Return the page that the address names without any legacy URL: a date, a feed, a search, the `same` path.

        Nothing of another blog than one that answered there.
        """
        for meant in old_addresses.plain_readings(asked.path, asked.query, self._bases(asked)):
            path = self._plain_path(meant, self._posts(asked, meant.base)) if same or not meant.path else None
            if path is not None:
                return Candidate(path)
        return None

    def _posts(self, asked: Asked, base: str) -> Any:
        """Return the public posts that may have stood below a base path: of its blogs, or born here."""
        public = Post.objects.public()
        if asked.own and not base:
            return public
        return public.filter(Q(source=None) | Q(source__in=self.blogs.sources("" if asked.own else asked.host, base)))

    def _plain_path(self, meant: Plain, posts: Any) -> str | None:
        if meant.slug:
            found = list(posts.filter(slug=meant.slug).only("path", "title", "status", "sort_at").order_by()[:2])
            candidate = _post(found[0], meant.feed) if len(found) == 1 else None
            return candidate.path if candidate else None
        if meant.words is not None:
            return f"{reverse('blog:search')}?{urlencode({'q': meant.words})}" if meant.words else reverse("blog:home")
        if meant.home:
            return feed_path(meant.feed) if meant.feed else reverse("blog:home")
        if meant.date:
            return self._date_path(meant.date, meant.feed)
        return same_path(meant.path, meant.feed, posts) if meant.path else None

    def _date_path(self, date: Date, feed: str) -> str | None:
        """Return the address of an archive in which there are posts."""
        if date not in self._dates_of(date[0]):
            return None
        if feed:
            return feed_path(feed)
        parts = dict(zip(("year", "month", "day"), date, strict=False))
        return reverse(f"blog:archive_{('year', 'month', 'day')[len(date) - 1]}", kwargs=parts)

    def _dates_of(self, year: int) -> set[Date]:
        """Return the dates of a year, whole or in part, of which there are posts."""
        if year not in self.dates:
            posts = Post.objects.public().posts().filter(published_year=year).order_by()
            days = posts.values_list("published_year", "published_month", "published_day").distinct()
            self.dates[year] = {day[:length] for day in days for length in (1, 2, 3)}
        return self.dates[year]


NOUNS: dict[str, type[Category] | type[Tag] | type[Author]] = {"category": Category, "tag": Tag, "author": Author}
RELATED = ("post__source", "attachment__post", *NOUNS)
COLUMNS = (
    "host", "path", "query", "target_path",
    *(f"{post}__{name}" for post in ("post", "attachment__post") for name in ("path", "title", "status", "sort_at")),
    "post__source__name", "attachment__file", "attachment__original_url", "attachment__title",
    "attachment__has_page",
    "category__path", "category__name", "tag__slug", "tag__name", "author__slug", "author__name",
)  # fmt: skip


def _known(model: Any, rows: Sequence[LegacyURL], name: str) -> set[int]:
    """Return the keys of those that readers may know of."""
    keys = {key for row in rows if (key := getattr(row, f"{name}_id")) is not None}
    return set(model.objects.filter(pk__in=keys).known().values_list("pk", flat=True)) if keys else set()


def _post(post: Post, feed: str) -> Candidate | None:
    if not post.is_public:
        return None
    if feed:
        name = "blog:comment_feed_atom" if feed == "atom" else "blog:comment_feed"
        return Candidate(reverse(name, kwargs={"pk": post.pk}), str(post))
    return Candidate(post.get_absolute_url(), str(post), post.source.name if post.source else "")


def _attachment(row: LegacyURL) -> Candidate | None:
    """Lead to the file where the address was the file's; else to where the attachment is shown."""
    attachment = row.attachment
    assert attachment is not None
    if is_same(f"//{row.host}{quote(row.path)}", attachment.original_url):
        return Candidate(attachment.address, str(attachment)) if attachment.file else None
    return place_of(attachment)


def place_of(attachment: Attachment) -> Candidate | None:
    """Return where an attachment is shown: on its post; if it hangs on none as its file, else on a page of its own."""
    if attachment.post is not None:
        return _post(attachment.post, "")
    if attachment.file:
        return Candidate(attachment.address, str(attachment))
    if not attachment.has_page:
        return None
    return Candidate(reverse("blog:attachment", kwargs={"pk": attachment.pk}), str(attachment))


def _noun(kind: str, noun: Any, feed: str) -> Candidate:
    """Lead to the page of a term or author, or to its feed."""
    name = f"blog:{kind}" + {"": "", "atom": "_feed_atom"}.get(feed, "_feed")
    return Candidate(
        reverse(name, kwargs={"path": noun.path} if kind == "category" else {"slug": noun.slug}), str(noun)
    )


def feed_path(feed: str) -> str:
    """Return the address of our feed in a format."""
    return reverse("blog:feed_atom" if feed == "atom" else "blog:feed")


def same_path(path: str, feed: str, posts: Any) -> str | None:
    """Return our page of the same path, or its feed, where one of these posts, or what these bear, stands there."""
    path = f"{path}/"
    if not answers(path, posts):
        return None
    if not feed:
        return quote(path)
    found = resolve(path)
    if found.url_name == "post":
        post = posts.filter(path=unicodedata.normalize("NFC", found.kwargs["path"])).first()
        candidate = post and _post(post, feed)
        return candidate.path if candidate else None
    if found.url_name in TERMS:
        return reverse(f"blog:{found.url_name}_feed" + "_atom" * (feed == "atom"), kwargs=found.kwargs)
    return feed_path(feed)


def _address(target: str) -> str:
    """Return a path of ours, with its query and fragment, as it stands in an address."""
    parts = urlsplit(target)
    query = quote(parts.query, safe="=&+%;:@/?,")
    return urlunsplit(("", "", quote(parts.path), query, quote(parts.fragment)))


def answers(path: str, posts: Any = None) -> bool:
    """Say whether a page of ours stands at a path, without making it: no redirect leads to a 404.

    With `posts`, only one of these public posts counts, and what these bear.
    """
    try:
        found = resolve(path)
    except Resolver404:
        return False
    name, kwargs = found.url_name or "", found.kwargs
    if found.namespace != "blog":
        return True
    if name == "post":
        public = Post.objects.public() if posts is None else posts
        return public.filter(path=unicodedata.normalize("NFC", kwargs["path"])).exists()
    if name.startswith("archive_"):
        date = {f"published_{part}": number for part, number in kwargs.items()}
        return Post.objects.public().posts().filter(**date).exists()
    if name == "attachment":
        return Attachment.objects.with_page().filter(**kwargs).exists()
    name = FEED_NAME.sub("", name)
    if name == "comment":
        return "feed" not in (found.url_name or "") or Post.objects.public().filter(**kwargs).exists()
    if name in TERMS:
        named = TERMS[name].objects.filter(**kwargs)
        return (named.known() if posts is None else named.borne_by(posts)).exists()
    return name not in ("without_slash", "media")


def pages_once_at(path: str) -> list[Candidate]:
    """Return the pages of old blogs that stood at the very path of a page of ours: one called 2010 at a year's."""
    asked = Asked.of(path, own=True)
    return [found for found in Lookup([asked]).find(asked) if not is_same(found.path, path)]


def anchors_at(path: str) -> set[str]:
    """Return the anchors of the comments and trackbacks that readers see at a path of ours."""
    feedback = Feedback.objects.public().filter(post__path=unicodedata.normalize("NFC", path.strip("/")))
    return set(feedback.order_by().values_list("anchor", flat=True))


def has_route(path: str) -> bool:
    """Say whether a path is of a form of its own with us: what is not found there stands nowhere else."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.namespace != "blog" or found.url_name not in ("post", "without_slash", "media")


def is_same(path: str, other: str) -> bool:
    """Say whether two addresses of ours are one, percent-encoded or not."""
    return bool(other) and paths.legacy_key(path) == paths.legacy_key(other)
