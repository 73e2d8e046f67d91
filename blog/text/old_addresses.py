"""What an old address may mean: the keys under which to look, and what it says all by itself. Plain functions.

A blog answered one page under many addresses: its feed, its second page, a page of its comments, its trackback
address, with /index.php/ before it or a query behind it. WordPress's forms are known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode

# Parameters by which old platforms named a page at the address of their front page.
IDS = ("p", "page_id", "attachment_id", "cat", "author")
NAMES = {"tag": "tag", "category_name": "category", "author_name": "author"}
QUERY_FORMS = frozenset({*IDS, *NAMES, "m", "s", "feed", "year", "monthnum", "paged"})
# Any of WordPress's ids of posts may stand under any of these.
_POST_IDS = ("p", "page_id", "attachment_id")

_SUFFIX = re.compile(
    r"/(?:(?P<feed>feed(?:/(?:feed|rss2?|rdf))?)|(?P<atom>feed/atom)"
    r"|page/\d{1,6}|comment-page-\d{1,6}|trackback|tb|embed|amp|\d{1,4})\Z",
    re.IGNORECASE,
)
_FEED_FILES = re.compile(
    r"/(?:(?P<atom>atom(?:\.xml|/?)|wp-atom\.php|feed/atom)"
    r"|comments(?:/feed)?|feed/(?:feed|rss2?|rdf)|(?:feed|rss2?|rdf|index)(?:\.xml|\.rdf)?|wp-(?:rss2?|rdf|feed|commentsrss2)\.php)\Z",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:/(?:archives?|blog|date))?/(\d{4})(?:/(\d{1,2})(?:/(\d{1,2}))?)?\Z")
_MONTH = re.compile(r"(\d{4})(?:(\d\d)(\d\d)?)?")
_SIZE = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|@2x|-e\d{10,13})(?=\.[A-Za-z0-9]{2,5}\Z)")
_CATEGORY = re.compile(r"/category/(?:.*/)?([^/]+)\Z", re.DOTALL)
MOST_SUFFIXES = 4

Date = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A key (path and query) under which to look, and in which format of a feed the page was asked for, if in one."""

    path: str
    query: str = ""
    feed: str = ""  # "rss", "atom"


@dataclass(frozen=True, slots=True)
class Plain:
    """What an address says without any key: a date, the front page, its feed, a search, a path below the blog's."""

    date: Date = ()
    home: bool = False
    feed: str = ""
    words: str | None = None
    path: str = ""


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
    for meant in _peeled(path, bases):
        yield meant
        if folded := _SIZE.sub("", meant.path):
            yield replace(meant, path=folded)
        for base in bases:
            if meant.path.startswith(f"{base}/category/") and (found := _CATEGORY.match(meant.path[len(base) :])):
                yield replace(meant, path=f"{base}/category/{found[1]}")
        yield replace(meant, path=meant.path.lower())


def _queried(path: str, query: str) -> Iterator[Reading]:
    """Yield the keys that single parameters make: `?p=370` is meant by `?cpage=2&p=370` too."""
    if not query:
        return
    values = _values(query)
    feed = feed_format(values.get("feed", ""))
    base = "" if path == "/" else path
    for name in IDS:
        value = values.get(name, "").lstrip("-").split(",")[0]
        for other in _POST_IDS if name in _POST_IDS and value else (name,) if value else ():
            yield Reading(path, urlencode({other: value}), feed)
    for name, kind in NAMES.items():
        words = re.split(r"[+, /]", values.get(name, "").strip("/"))
        last = words[-1] if name == "category_name" else words[0]
        if last:
            yield Reading(f"{base}/{kind}/{last}", "", feed)
    known = [(name, value) for name, value in parse_qsl(query) if name in QUERY_FORMS]
    if known:
        yield Reading(path, urlencode(known, quote_via=quote))


def _peeled(path: str, bases: Sequence[str]) -> Iterator[Reading]:
    """Yield the path as it is, then without what stood around it."""
    variants = [path]
    for base in bases:
        if path.startswith(f"{base}/index.php/"):
            variants.append(base + path[len(base) + len("/index.php") :])
    for variant in variants:
        feed = ""
        yield Reading(variant)
        for _ in range(MOST_SUFFIXES):
            found = _SUFFIX.search(variant)
            if found is None or found.start() == 0:
                break
            feed = "atom" if found["atom"] else "rss" if found["feed"] else feed
            variant = variant[: found.start()]
            yield Reading(variant, "", feed)


def _values(query: str) -> dict[str, str]:
    return {name: value.replace("\x00", "") for name, value in parse_qsl(query, keep_blank_values=True)}


def feed_format(name: str) -> str:
    """Return "atom", "rss" or, for no feed, ""."""
    return ("atom" if "atom" in name else "rss") if name else ""


def plain_readings(path: str, query: str, bases: Sequence[str]) -> list[Plain]:
    """Return what an address says by itself, the likeliest first."""
    return list(dict.fromkeys(_plain_readings(path, query, bases)))


def _plain_readings(path: str, query: str, bases: Sequence[str]) -> Iterator[Plain]:
    if path in {base or "/" for base in bases} | {"/"}:
        yield from _said_by(_values(query))
        return
    for base in sorted(bases, key=len, reverse=True):
        if base and not path.startswith(f"{base}/"):
            continue
        rest = path[len(base) :]
        if rest.startswith("/index.php/"):
            rest = rest[len("/index.php") :]
        for meant in [Reading(rest)] if _DATE.match(rest) else _peeled(rest, ()):
            if found := _DATE.match(meant.path):
                yield Plain(date=tuple(int(part) for part in found.groups() if part), feed=meant.feed)
            if found := _FEED_FILES.match(meant.path):
                yield Plain(home=True, feed="atom" if found["atom"] else "rss")
            yield Plain(path=meant.path, feed=meant.feed)
        if _SUFFIX.match(rest) and not re.match(r"/\d", rest):
            yield Plain(home=True)


def _said_by(values: dict[str, str]) -> Iterator[Plain]:
    """Yield what the parameters at a front page say by themselves."""
    feed = feed_format(values.get("feed", ""))
    if found := _MONTH.fullmatch(values.get("m", "")) if values.get("m", "").isascii() else None:
        yield Plain(date=tuple(int(part) for part in found.groups() if part), feed=feed)
    parts = [values.get(name, "") for name in ("year", "monthnum", "day")]
    if parts[0] and all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts if part):
        known = parts[: parts.index("")] if "" in parts else parts
        yield Plain(date=tuple(int(part) for part in known), feed=feed)
    for name, kind in NAMES.items():
        if value := values.get(name, "").strip("/"):
            yield Plain(path=f"/{kind}/{value}", feed=feed)
    if "s" in values:
        yield Plain(words=values["s"].strip()[:200])
    named = QUERY_FORMS & values.keys()
    if "feed" in values and named == {"feed"}:
        yield Plain(home=True, feed=feed or "rss")
    # m=1 asked for the page as telephones showed it.
    if not named or named == {"paged"} or (named == {"m"} and values["m"] in ("0", "1")):
        yield Plain(home=True)
