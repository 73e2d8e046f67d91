"""The addresses at which a site answered for a file: stated, and by the site's patterns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from importers.readers.front_matter.places import Place
from importers.readers.front_matter.site import STYLES, Named, Site, expand
from importers.readers.front_matter.values import first, text
from importers.records import FoundDate, SiteRecord, TermRecord
from importers.wordpress import address_queries


def addresses_of(
    values: Mapping[str, Any], kind: str, source_id: str, wordpress: SiteRecord | None, site: Site | None, address: str
) -> Iterator[str]:
    """Yield the addresses that led to this post; a path without a host is one of the source's own."""
    if is_web_address(first(values, "wordpress_url")):
        yield first(values, "wordpress_url")
    if wordpress is not None and source_id:
        yield from (f"{wordpress.url}/{query}" for query in address_queries(kind, source_id))
    if is_web_address(first(values, "permalink")):
        yield first(values, "permalink")
    if address:
        yield address
    for key in ("redirect_from", "aliases", "alias"):
        listed = values.get(key)
        for entry in listed if isinstance(listed, list) else [listed]:
            if said := text(entry):
                yield said if is_web_address(said) else (site or Site()).absolute(said)


def address_of(
    values: Mapping[str, Any], site: Site | None, place: Place, categories: Sequence[TermRecord], date: FoundDate | None
) -> str:
    """Return where the old site answered for this file, as far as its patterns tell; "" where they do not."""
    own = first(values, "permalink", "url" if site and site.maker == "hugo" else "permalink")
    named = Named(
        first(values, "slug") or place.name,
        first(values, "slug"),
        date,
        [term.name for term in categories],
        place.section,
    )
    if own and not is_web_address(own):
        path = expand(own, named) if ":" in own or "/" in own or own in STYLES else ""
    elif own or site is None:
        return ""
    elif place.kind == "page" or (site.maker == "hugo" and place.section not in site.permalinks):
        path = _page_path(site, place)
    else:
        path = expand(text(site.permalinks.get(place.section)) or site.permalink, named)
        path = f"/{place.prefix}{path}" if path and place.prefix else path
    if not path:
        return ""
    return site.absolute(path) if site else path


def _page_path(site: Site, place: Place) -> str:
    pretty = site.maker != "jekyll" or site.permalink == "pretty" or site.permalink.endswith("/")
    path = quote(f"/{place.path}", safe="/%:@!$&'()*+,;=~")
    return f"{path.rstrip('/')}/" if pretty or not place.path or place.path.endswith("/") else f"{path}.html"


def original_url(values: Mapping[str, Any]) -> str:
    permalink = first(values, "permalink")
    return first(values, "wordpress_url") or (permalink if parts_of(permalink) else "")


def is_web_address(url: str) -> bool:
    """Say whether an address names its host."""
    return parts_of(url) is not None


def parts_of(url: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return (parts.scheme, parts.netloc) if parts.scheme in ("http", "https") and parts.netloc else None
