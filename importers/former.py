"""Addresses that a post of WordPress had before its slug or date changed: WordPress went on answering at them.

Plain functions. It kept the slug or date of before in the post's metadata, and made the address of its permalinks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote, urlsplit, urlunsplit

SLUG, DATE = "_wp_old_slug", "_wp_old_date"  # keys of the metadata
MOST = 40  # addresses of one post
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def former_addresses(link: str, slug: str, date: str, metadata: Iterable[list[str]]) -> tuple[str, ...]:
    """Return the addresses that a post had before, by the pattern of the one that it has.

    `date` begins with the day by the blog's clock ("2010-03-15 …"); `metadata` are pairs of key and value.
    """
    kept = [(pair[0], pair[1].strip()) for pair in metadata if pair[0] in (SLUG, DATE)]
    if not kept or not link.startswith(("http://", "https://")):
        return ()
    slugs = [unquote(value) for key, value in kept if key == SLUG and value and not set(value) & set("/?#")]
    days = [value for key, value in kept if key == DATE and _DAY.fullmatch(value)]
    try:
        parts = urlsplit(link)
    except ValueError:
        return ()
    paths = dict.fromkeys(_paths(unquote(parts.path), unquote(slug), slugs, date[:10], days))
    return tuple(urlunsplit((parts.scheme, parts.netloc, quote(path), "", "")) for path in list(paths)[:MOST])


def _paths(path: str, slug: str, slugs: list[str], day: str, days: list[str]) -> Iterator[str]:
    dated = [path, *(other for value in days if (other := _with_day(path, day, value)) != path)]
    for number, one in enumerate(dated):
        if number:
            yield one
        yield from (other for former in slugs if (other := _with_slug(one, slug, former)) != one)


def _with_slug(path: str, slug: str, former: str) -> str:
    """Return the path with another slug: what names the post comes last in it, an ending behind it perhaps."""
    place = path.rfind(f"/{slug}") + 1 if slug else 0
    rest = path[place + len(slug) :]
    return f"{path[:place]}{former}{rest}" if place and (not rest or rest[0] in "/.-_") else path


def _with_day(path: str, day: str, former: str) -> str:
    """Return the path with another date, as far as it says one."""
    if not _DAY.fullmatch(day):
        return path
    now, before = day.split("-"), former.split("-")
    for length in (3, 2, 1):
        place = path.find(f"/{'/'.join(now[:length])}/")
        if place >= 0:
            end = place + 1 + len("/".join(now[:length]))
            return f"{path[: place + 1]}{'/'.join(before[:length])}{path[end:]}"
    return path
