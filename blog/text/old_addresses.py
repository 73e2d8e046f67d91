"""What an old address may mean: the keys under which to look, and what it says all by itself. Plain functions.

A blog answered one page under many addresses: its feed, its second page, a page of its comments, its trackback
address, with /index.php/ before it or a query behind it. Known here are the forms of WordPress and Blogger, and those
of static sites for their lists of tags and categories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode

from blog.text import sizes
from blog.text.paths import slugify

# Parameters by which old platforms named a page at the address of their front page.
# Any of WordPress's ids of posts may stand under any of the first.
_POST_IDS = ("p", "page_id", "attachment_id")
# By which ids and by which names WordPress lists the posts of a term or author.
LISTED_BY_ID = {"category": "cat", "tag": "tag_id", "author": "author"}
LISTED_BY_NAME = {"tag": "tag", "category": "category_name", "author": "author_name"}
IDS = (*_POST_IDS, *LISTED_BY_ID.values())
# WordPress's own taxonomies may be named like any other: ?taxonomy=post_tag&term=rope
_OWN_TAXONOMIES = {"post_tag": "tag", "category": "category"}
DATES = ("year", "monthnum", "day")
QUERY_FORMS = frozenset({*IDS, *LISTED_BY_NAME.values(), *DATES[:2]})
QUERY_FORMS |= {"m", "s", "feed", "paged", "name", "pagename", "term", "attachment"}
# WordPress reads the number with which a value begins: ?p=010, ?p=10/
_NUMBER = re.compile(r"[\s+-]{0,9}0{0,30}(\d{1,20})")

_SUFFIX = re.compile(
    r"/(?:(?P<feed>feed(?:/(?:feed|rss2?|rdf))?|rss2?|rdf|index\.xml)|(?P<atom>(?:feed/)?atom)"
    r"|page/\d{1,6}|comment-page-\d{1,6}|trackback|tb|embed|amp|\d{1,4})\Z",
    re.IGNORECASE,
)
_FEED_FILES = re.compile(
    r"/(?:(?P<atom>atom(?:\.xml|/?)|wp-atom\.php|feed/atom)"
    r"|feeds/(?:posts|comments)/(?:default|full|summary)|comments(?:/feed)?|feed/(?:feed|rss2?|rdf)|(?:feed|rss2?|rdf|index)(?:\.xml|\.rdf)?|wp-(?:rss2?|rdf|feed|commentsrss2)\.php)\Z",
    re.IGNORECASE,
)
# Programs of WordPress that stand for its front page: an id may be a parameter or the rest of the path.
_PROGRAM = re.compile(
    r"/wp-(?:trackback|(?P<atom>atom)|(?P<feed>rss2?|rdf|feed|commentsrss2))\.php(?:/(?P<id>\d{1,20}))?\Z",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:/(?:archives?|blog|date))?/(\d{4})(?:/(\d{1,2})(?:/(\d{1,2}))?)?\Z")
_BLOGGER_DATE = re.compile(r"(?:/archives?)?/(\d{4})_(\d\d)_\d\d_archive\.html\Z")
_MONTH = re.compile(r"(\d{4})(?:(\d\d)(?:(\d\d)\d{0,6})?)?")
_IN_A_YEAR = re.compile(r"/(\d{4})/(\d{1,2})(?:/\d{1,2})?\Z")
_SEARCH = re.compile(r"/search/([^/]+)\Z")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|heic|tiff?)\Z", re.IGNORECASE)
_CATEGORY = re.compile(r"/category/(?:.*/)?([^/]+)\Z", re.DOTALL)
# Hugo and Hexo, Octopress (below /blog/), Blogger, whose labels a program may have called either.
_LISTS = {"tags": ("tag",), "categories": ("category",), "search/label": ("category", "tag")}
_LIST = re.compile(rf"(?:/blog)?/({'|'.join(_LISTS)})/(?:.*/)?([^/]+)\Z", re.DOTALL)
MOST_SUFFIXES = 4
MOST_PARAMETERS = 6

Date = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A key (path and query) under which to look, and in which format of a feed the page was asked for, if in one."""

    path: str
    query: str = ""
    feed: str = ""  # "rss", "atom"
    month: Date = ()  # that the address names instead, where there are posts of it


@dataclass(frozen=True, slots=True)
class Plain:
    """What an address says without any key: a date, the front page, its feed, a search, a path below the blog's, or
    the slug of a post. `base` is the blog's own path."""

    date: Date = ()
    home: bool = False
    feed: str = ""
    words: str | None = None
    path: str = ""
    slug: str = ""
    base: str = ""


def readings(path: str, query: str, bases: Sequence[str]) -> list[Reading]:
    """Return the keys under which an address may be known, the likeliest first, each once.

    `path` and `query` are those of a legacy key; `bases` the paths of the blogs ("" or "/blog") that may be meant.
    """
    return list(dict.fromkeys(_readings(path, query, bases)))


def _readings(path: str, query: str, bases: Sequence[str]) -> Iterator[Reading]:
    yield Reading(path, query)
    fronts = {base or "/" for base in bases} | {"/"}
    yield from _queried(path, query)
    if path in fronts:
        return  # at the front page all parameters may be meant
    if front := _as_front(path, query, bases):
        yield from _queried(*front)
    for meant in _peeled(path, bases):
        yield meant
        if _PICTURE.search(meant.path):
            folder, slash, name = meant.path.rpartition("/")
            yield from (replace(meant, path=folder + slash + other) for other in sizes.names_of(name))
        if "/attachment/" in meant.path:
            yield replace(meant, path=meant.path.replace("/attachment/", "/"))
        for base in bases:
            if meant.path.startswith(f"{base}/category/") and (found := _CATEGORY.match(meant.path[len(base) :])):
                yield replace(meant, path=f"{base}/category/{found[1]}")
            if meant.path.startswith(f"{base}/") and (found := _LIST.match(meant.path[len(base) :])):
                yield from (replace(meant, path=path) for path in _listed(base, found[1], found[2]))
        yield replace(meant, path=meant.path.lower())


def _listed(base: str, listed: str, name: str) -> Iterator[str]:
    """Yield the paths of the terms that a list of another program's may be of: by their names, and by their slugs."""
    for kind in _LISTS[listed]:
        yield from (f"{base}/{kind}/{spelled}" for spelled in (name, name.lower(), slugify(name)) if spelled)


def _as_front(path: str, query: str, bases: Sequence[str]) -> tuple[str, str] | None:
    """Return path and query of the front page for which a program of WordPress stands."""
    for base in bases:
        found = _PROGRAM.match(path[len(base) :]) if path.startswith(f"{base}/") else None
        if found:
            added = {"p": found["id"]} if found["id"] else {}
            added |= {"feed": "atom" if found["atom"] else "rss2"} if found["atom"] or found["feed"] else {}
            return base or "/", "&".join(filter(None, (query, urlencode(added))))
    return None


def _queried(path: str, query: str) -> Iterator[Reading]:
    """Yield the keys that single parameters make: `?p=370` is meant by `?cpage=2&p=370` too."""
    if not query:
        return
    values = _values(query)
    feed = feed_format(values.get("feed", ""))
    base = "" if path == "/" else path
    for name in IDS:
        value = _id(values.get(name, ""))
        for other in _POST_IDS if name in _POST_IDS and value else (name,) if value else ():
            yield Reading(path, urlencode({other: value}), feed)
    for kind, name in LISTED_BY_NAME.items():
        value = values.get(name, "").strip("/")
        words = [value] if name == "author_name" else re.split(r"[+, /]", value)
        if last := words[-1] if name == "category_name" else words[0]:
            yield from (Reading(f"{base}/{kind}/{slug}", "", feed) for slug in (last, last.lower()))
    for name in ("pagename", "name"):
        if value := values.get(name, "").strip("/"):
            dates = [values[part].zfill(2) for part in DATES if values.get(part, "").isdigit()]
            yield from (Reading("/".join((base, *dates[:end], value)), "", feed) for end in range(len(dates), -1, -1))
    if values.get("taxonomy") and values.get("term"):
        yield Reading(path, urlencode({values["taxonomy"]: values["term"]}, quote_via=quote), feed)
        if own := _OWN_TAXONOMIES.get(values["taxonomy"]):
            yield Reading(f"{base}/{own}/{values['term'].strip('/')}", "", feed)
    known = [(name, value) for name, value in parse_qsl(query) if name in QUERY_FORMS]
    if known:
        yield Reading(path, urlencode(known, quote_via=quote))
    if 1 < len(values) <= MOST_PARAMETERS:
        yield from (Reading(path, urlencode({name: values[name]}, quote_via=quote), feed) for name in values)


def _id(value: str) -> str:
    """Return the number, or else the word, by which a parameter names something."""
    number = _NUMBER.match(value)
    return number[1] if number else value.lstrip("-").split(",")[0]


def _peeled(path: str, bases: Sequence[str]) -> Iterator[Reading]:
    """Yield the path as it is, then without what stood around it."""
    variants = [path]
    for base in bases:
        if path.startswith(f"{base}/index.php/"):
            variants.append(base + path[len(base) + len("/index.php") :])
    for variant in variants:
        feed = ""
        month: Date = ()
        yield Reading(variant)
        for _ in range(MOST_SUFFIXES):
            found = _SUFFIX.search(variant)
            if found is None or found.start() == 0:
                break
            feed = "atom" if found["atom"] else "rss" if found["feed"] else feed
            # /2010/05/ is the second page of a page called 2010 only where it is no archive.
            month = month or _month_of(variant, bases)
            variant = variant[: found.start()]
            yield Reading(variant, "", feed, month)


def _month_of(path: str, bases: Sequence[str]) -> Date:
    """Return year and month of the archive that a path below a blog's own names, if it is of that form."""
    below = (path[len(base) :] for base in bases if path.startswith(f"{base}/"))
    found = next(filter(None, map(_IN_A_YEAR.match, below)), None)
    return (int(found[1]), int(found[2])) if found else ()


def _values(query: str) -> dict[str, str]:
    return {name: value.replace("\x00", "") for name, value in parse_qsl(query, keep_blank_values=True)}


def feed_format(name: str) -> str:
    """Return "atom", "rss" or, for no feed, ""."""
    return ("atom" if "atom" in name else "rss") if name else ""


def plain_readings(path: str, query: str, bases: Sequence[str]) -> list[Plain]:
    """Return what an address says by itself, the likeliest first."""
    return list(dict.fromkeys(_plain_readings(path, query, bases)))


def _plain_readings(path: str, query: str, bases: Sequence[str]) -> Iterator[Plain]:
    for base in sorted(bases, key=len, reverse=True):
        if path == (base or "/"):
            yield from _said_by(_values(query), base)
            return
    for base in sorted(bases, key=len, reverse=True):
        if not base or path.startswith(f"{base}/"):
            yield from _said_below(path[len(base) :], base)


def _said_below(rest: str, base: str) -> Iterator[Plain]:
    """Yield what a path below a blog's says by itself."""
    if rest.startswith("/index.php/"):
        rest = rest[len("/index.php") :]
    for meant in [Reading(rest)] if _DATE.match(rest) else _peeled(rest, ()):
        if found := _DATE.match(meant.path):
            yield Plain(date=tuple(int(part) for part in found.groups() if part), feed=meant.feed)
        if found := _BLOGGER_DATE.match(meant.path):
            yield Plain(date=(int(found[1]), int(found[2])))
        if found := _FEED_FILES.match(meant.path):
            yield Plain(home=True, feed="atom" if found["atom"] or meant.feed == "atom" else "rss")
        yield Plain(path=meant.path, feed=meant.feed, base=base)
        if found := _SEARCH.match(meant.path):
            yield Plain(words=found[1].replace("+", " ").strip()[:200])
    if _SUFFIX.match(rest) and not re.match(r"/\d", rest):
        yield Plain(home=True)


def _said_by(values: dict[str, str], base: str) -> Iterator[Plain]:
    """Yield what the parameters at a front page say by themselves."""
    feed = feed_format(values.get("feed", ""))
    if slug := values.get("name", "").strip("/"):
        yield Plain(slug=slug, feed=feed, base=base)
        return
    if found := _MONTH.fullmatch(values.get("m", "")) if values.get("m", "").isascii() else None:
        yield Plain(date=tuple(int(part) for part in found.groups() if part), feed=feed)
    parts = [values.get(name, "") for name in DATES]
    if parts[0] and all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts if part):
        known = parts[: parts.index("")] if "" in parts else parts
        yield Plain(date=tuple(int(part) for part in known), feed=feed)
    for kind, name in LISTED_BY_NAME.items():
        if value := values.get(name, "").strip("/"):
            yield Plain(path=f"/{kind}/{value}", feed=feed, base=base)
    if value := values.get("pagename", "").strip("/"):
        yield Plain(path=f"/{value}", feed=feed, base=base)
    if "s" in values:
        yield Plain(words=values["s"].strip()[:200])
    # What names nothing, as ?cat= of a list of which nobody chose anything, was passed over.
    named = {name for name in QUERY_FORMS & values.keys() if values[name].strip("/") not in ("", "0")} - {"paged"}
    if named == {"feed"}:
        yield Plain(home=True, feed=feed)
    # m=1 asked for the page as telephones showed it.
    if not named or (named == {"m"} and values["m"] == "1"):
        yield Plain(home=True)
