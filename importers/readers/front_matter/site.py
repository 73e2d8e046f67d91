"""What a site's configuration says of it, and the addresses at which its pages answered."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from blog.text.paths import slugify
from importers.decoding import SiteFolder
from importers.readers.front_matter.configuring import values_of
from importers.readers.front_matter.values import first, truth
from importers.records import FoundDate, SiteRecord

# Jekyll's names for its patterns (https://jekyllrb.com/docs/permalinks/).
STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}
MOST_DEFAULTS = 100
HEXO_PERMALINK = ":year/:month/:day/:title/"
_LANGUAGE = ("lang", "locale", "language", "languageCode", "languagecode", "defaultContentLanguage")
# Longer names first: ":title" is not ":t" and the rest.
_NAMES = sorted(
    {"year", "month", "i_month", "day", "i_day", "short_year", "hour", "minute", "second", "title", "slug", "name"}
    | {"post_title", "categories", "category", "slugified_categories", "y_day", "short_month", "long_month", "week"}
    | {"w_year", "w_day", "short_day", "long_day", "id", "section", "filename", "contentbasename", "yearday"}
    | {"monthname", "path", "basename", "output_ext", "collection"},
    key=lambda name: (-len(name), name),
)


@dataclass(frozen=True, slots=True)
class Site:
    """A site's configuration, as far as posts depend on it; `values` are its own words, which posts may quote."""

    maker: str = "jekyll"
    url: str = ""
    base: str = ""
    permalink: str = "date"
    permalinks: Mapping[str, str] = field(default_factory=dict)  # Hugo: by section
    source: str = ""
    separator: str = ""
    shows_future: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def record(self) -> SiteRecord | None:
        """What the import is to know of the blog; None when the configuration says nothing of it."""
        record = SiteRecord(
            name=first(self.values, "title", "name"),
            tagline=first(self.values, "tagline", "subtitle", "description"),
            url=self.url + self.base,
            language=first(self.values, *_LANGUAGE),
            timezone=first(self.values, "timezone", "timeZone"),
            platform=self.maker,
        )
        return record if record.name or record.url else None

    def absolute(self, path: str) -> str:
        """Return the address of a path of this site; without a host where the configuration names none."""
        return f"{self.url}{self.base}/{path.lstrip('/')}"

    def defaults(self, path: str, kind: str) -> dict[str, Any]:
        """Return the values that Jekyll gives the pages of a path and kind that do not say otherwise themselves.

        See https://jekyllrb.com/docs/configuration/front-matter-defaults/: the longest path counts.
        """
        stated = self.values.get("defaults")
        fitting: list[tuple[int, dict[str, Any]]] = []
        for entry in stated[:MOST_DEFAULTS] if isinstance(stated, list) else ():
            scope, values = (entry.get("scope"), entry.get("values")) if isinstance(entry, dict) else (None, None)
            if not isinstance(values, dict):
                continue
            scope = scope if isinstance(scope, dict) else {}
            of, below = first(scope, "type"), first(scope, "path").strip("/")
            if of in ("", kind, f"{kind}s") and (not below or f"{path}/".startswith(f"{below}/")):
                fitting.append((len(below), values))
        fitting.sort(key=lambda one: one[0])
        return {name: value for _, values in fitting for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Named:
    """What stands for the names in a pattern."""

    title: str
    slug: str = ""
    date: FoundDate | None = None
    categories: Sequence[str] = ()
    section: str = ""


def site_of(folder: SiteFolder | None) -> Site | None:
    """Return the site of a file, or None for a file by itself."""
    return _read(folder.config, folder.config_name) if folder else None


@lru_cache(maxsize=64)
def _read(config: bytes, name: str) -> Site:
    values = values_of(config, name)
    parameters = values.get("params")
    if isinstance(parameters, dict):
        values = {**parameters, **values}
    return _site(values, name)


def _site(values: Mapping[str, Any], name: str) -> Site:
    hexo = any(key in values for key in ("source_dir", "public_dir", "new_post_name"))
    hugo = not name.startswith("_config") and name != ""
    maker = "hugo" if hugo else "hexo" if hexo else "jekyll"
    url = first(values, "url", "baseURL", "baseUrl", "baseurl" if hugo else "url").rstrip("/")
    base = "" if hugo else first(values, "root" if hexo else "baseurl").strip("/")
    try:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""
    except ValueError:
        parts, origin = urlsplit(""), ""
    inside = parts.path.strip("/") if origin else ""
    # Hexo names the folder in both, Jekyll in one of them.
    folder = base if hexo and base else "/".join(filter(None, (inside, base)))
    permalinks = values.get("permalinks")
    return Site(
        maker=maker,
        url=origin,
        base=f"/{folder}" if folder else "",
        permalink=first(values, "permalink") or (HEXO_PERMALINK if hexo else "date"),
        permalinks=permalinks if isinstance(permalinks, dict) else {},
        source=first(values, "source", "source_dir").strip("/.") or ("source" if hexo else ""),
        separator=first(values, "excerpt_separator").strip(),
        shows_future=bool(truth(values.get("future")) or truth(values.get("buildFuture"))),
        values=values,
    )


def expand(pattern: str, named: Named) -> str:
    """Return the path that a pattern means, or "" when the date it asks for is not known."""
    pattern = STYLES.get(pattern, pattern)
    if ":" not in pattern:
        return _joined(pattern)
    values = _dated(named.date) | {
        "title": named.title,
        "slug": slugify(named.slug or named.title),
        "categories": "/".join(category.lower() for category in named.categories),
        "slugified_categories": "/".join(slugify(category) for category in named.categories),
        "category": "/".join(category.lower() for category in named.categories),
        "section": named.section,
        "output_ext": ".html",
        "path": "",
        "collection": named.section,
    }
    for same in ("name", "post_title", "filename", "contentbasename", "basename"):
        values[same] = values["title"]
    pieces = pattern.split(":")
    done = [pieces[0]]
    for piece in pieces[1:]:
        name = next((name for name in _NAMES if piece.startswith(name)), "")
        if name and name not in values:
            return ""
        done.append(values[name] + piece[len(name) :] if name else f":{piece}")
    return _joined("".join(done))


def _dated(date: FoundDate | None) -> dict[str, str]:
    if date is None or date.month is None or date.day is None:
        return {}
    day = dt.date(date.year, date.month, date.day)
    time = date.time or dt.time()
    week_year, week, weekday = day.isocalendar()
    return {
        "year": f"{day.year:04}", "short_year": f"{day.year % 100:02}",
        "month": f"{day.month:02}", "i_month": str(day.month), "day": f"{day.day:02}", "i_day": str(day.day),
        "short_month": calendar.month_abbr[day.month], "long_month": calendar.month_name[day.month],
        "monthname": calendar.month_name[day.month].lower(), "y_day": f"{day.timetuple().tm_yday:03}",
        "yearday": str(day.timetuple().tm_yday), "week": f"{week:02}", "w_year": str(week_year), "w_day": str(weekday),
        "short_day": calendar.day_abbr[weekday - 1], "long_day": calendar.day_name[weekday - 1],
        "hour": f"{time.hour:02}", "minute": f"{time.minute:02}", "second": f"{time.second:02}",
    }  # fmt: skip


def _joined(path: str) -> str:
    kept = "/".join(part for part in path.split("/") if part)
    return quote(f"/{kept}" + ("/" if path.endswith("/") and kept else ""), safe="/%:@!$&'()*+,;=~")
