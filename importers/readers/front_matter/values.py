"""What the keys of a header may hold, and under how many names: authors, terms, dates, truth values."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from importers import zone_names
from importers.decoding import decode_references
from importers.naming import slug_for
from importers.records import AuthorRecord, FieldSource, FoundDate, Issue, TermRecord

_ZERO = re.compile(r"0000-00-00|-0001")
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
# Hexo's own examples have slashes between the parts of a day.
_TIME = re.compile(
    r"(\d{4})(?P<mark>[-/.])(\d{1,2})(?P=mark)(\d{1,2})[T \t]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?"
    r"[ \t]*(?P<half>[ap]\.?m\b\.?)?[ \t]*(?P<zone>[+-]\d{2}:?\d{2}|[+-]\d{1,2})?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMBER = r"(\d{1,2})(?:st|nd|rd|th)?"
_WORDED = re.compile(rf"(?:{_MONTH}[ ]+{_NUMBER}|{_NUMBER}[ ]+{_MONTH}),?[ ]+(\d{{4}})", re.IGNORECASE)
_TRUE, _FALSE = frozenset({"true", "yes", "on", "1", "open"}), frozenset({"false", "no", "off", "0", "closed"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, where it came from, and what is to be said about it."""

    date: FoundDate | None = None
    source: FieldSource | None = None
    issue: tuple[str, str] | None = None


def text(value: Any) -> str:
    """Return a scalar's text; lists and mappings have none."""
    return value.strip() if isinstance(value, str) else ""


def truth(value: Any) -> bool | None:
    """Return what YAML 1.1 means by the word, or None."""
    word = text(value).lower()
    return True if word in _TRUE else False if word in _FALSE else None


def first(values: Mapping[str, Any], *names: str) -> str:
    """Return the first of these keys' text that is not empty."""
    return next((found for name in names if (found := text(values.get(name)))), "")


def folded(values: Mapping[str, Any], *names: str) -> str:
    """Return the first of these keys' text that is not empty, however the keys are capitalized, as Hugo reads them."""
    return next((found for key, value in values.items() if key.lower() in names and (found := text(value))), "")


def is_hidden(values: Mapping[str, Any]) -> bool:
    """Say whether a header says that its page is a draft: `draft: true`, `published: false`."""
    return truth(folded(values, "draft")) is True or truth(folded(values, "published")) is False


def is_unlisted(values: Mapping[str, Any]) -> bool:
    """Say whether a header says that no page is made of it, or for few eyes: Hugo's build, Hexo's visibility."""
    builds = [value for key, value in values.items() if key.lower() in ("build", "_build") and isinstance(value, dict)]
    renders = (text(build.get("render")).lower() for build in builds)
    return folded(values, "visibility").lower() in ("private", "hidden") or any(
        word == "never" or truth(word) is False for word in renders
    )


def read_author(values: Mapping[str, Any]) -> AuthorRecord | None:
    """Read `author` (a name or a mapping) and the `author_*` keys beside it."""
    author = values.get("author")
    if isinstance(author, list):
        author = author[0] if author else ""
    stated: Mapping[str, Any] = author if isinstance(author, dict) else {}
    names = f"{text(stated.get('first_name'))} {text(stated.get('last_name'))}".strip()
    login = text(stated.get("login")) or first(values, "author_login")
    name = text(author) or first(stated, "display_name", "name", "nickname") or names or login
    if not name:
        return None
    return AuthorRecord(
        name=decode_references(name),
        login=login,
        email=text(stated.get("email")) or first(values, "author_email"),
        url=first(stated, "url", "website", "uri") or first(values, "author_url"),
        bio=first(stated, "bio", "description"),
    )


def read_terms(plural: Any, singular: Any, taxonomy: str) -> tuple[TermRecord, ...]:
    """Read categories or tags: a list of names or mappings, or a string, parted at commas.

    Jekyll parts a plural key's string at spaces and takes a singular key's as one name.
    """
    terms: dict[str, TermRecord] = {}
    names: dict[str, str] = {}
    for term in (*_flat(_parted(plural, " ")), *_flat(_parted(singular, "\n"))):
        name = decode_references(first(term, "name", "title"))
        slug = first(term, "slug", "nicename") or slug_for(name, names)
        if slug or name:
            names.setdefault(slug, name)
            terms.setdefault(slug or name, TermRecord(taxonomy, slug, name or slug, parent=first(term, "parent")))
    return tuple(terms.values())


def read_chains(listed: Any) -> tuple[TermRecord, ...]:
    """Read a list of categories as Hexo does: each stands below the one before it, in each list of its own.

    See https://hexo.io/docs/front-matter#Categories-Tags.
    """
    chains = [entry if isinstance(entry, list) else [entry] for entry in listed]
    if not any(isinstance(entry, list) for entry in listed):
        chains = [listed]
    found: dict[str, TermRecord] = {}
    for chain in chains:
        above = ""
        for term in read_terms(chain, "", "category"):
            found.setdefault(term.slug or term.name, replace(term, parent=term.parent or above))
            above = term.slug
    return tuple(found.values())


def _parted(value: Any, separator: str) -> Any:
    return value.split("," if "," in value else separator) if isinstance(value, str) else value


def read_published(values: Mapping[str, Any], span: tuple[int, int] | None) -> Dated:
    """Read `date` and `date_gmt`.

    jekyll-import prints both columns of WordPress's table in the zone of the machine it ran on: `date` is the blog's
    wall clock and `date_gmt` is UTC, whatever offset stands behind it. Their difference is the blog's true offset.
    """
    stated, stated_utc = first(values, "date", "published_at", "created_at", "pubdate"), text(values.get("date_gmt"))
    stated = stated or folded(values, "publishdate")
    here, there = read_date(stated), read_date(stated_utc)
    raw = "\n".join(filter(None, (stated, stated_utc)))
    if here is not None and there is not None and here.local and there.local:
        between = FoundDate.between(here.local, there.local)
        if between is not None:
            return _between(between, here, stated, raw, span)
    if here is not None:
        name = zone_names.parted(stated)[1]
        issue = zone_names.unknown(name) if name and here.local and here.offset is None else None
        return Dated(here, FieldSource(raw, "date", span=span), issue)
    if there is not None and there.local:
        return Dated(FoundDate.of(there.local.replace(tzinfo=dt.UTC)), FieldSource(raw, "date_gmt", span=span))
    if raw and not _ZERO.match(stated or stated_utc):
        return Dated(issue=("date-unreadable", f"“{(stated or stated_utc)[:40]}” is not a date"))
    return Dated()


def read_date(value: str) -> FoundDate | None:
    """Read a date as headers write it, as far as it goes; zero dates and impossible ones are none."""
    value, name = zone_names.parted(value.strip())
    if not value or _ZERO.match(value):
        return None
    found = _read(value)
    if found is not None and found.local is not None and found.offset is None and name:
        return replace(found, offset=zone_names.offset_of(name, found.local))
    return found


def _read(value: str) -> FoundDate | None:
    try:
        if found := _TIME.fullmatch(value):
            year, month, day, hour, minute = (int(found[group]) for group in (1, 3, 4, 5, 6))
            moment = dt.datetime(year, month, day, _hour(hour, found["half"]), minute, int(found[7] or 0))
            return FoundDate(year, month, day, moment.time(), _offset(found["zone"]))
        if found := _DAY.fullmatch(value):
            year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
            dt.date(year, month or 1, day or 1)
            return FoundDate(year, month or None, day or None)
        if found := _WORDED.fullmatch(value):
            month = _MONTHS.index((found[1] or found[4])[:3].lower()) + 1
            named = dt.date(int(found[5]), month, int(found[2] or found[3]))
            return FoundDate(named.year, named.month, named.day)
        return FoundDate.of(email.utils.parsedate_to_datetime(value))
    except (ValueError, TypeError, OverflowError):
        return None


def _hour(hour: int, half: str | None) -> int:
    """Return the hour of a day whose halves are told apart; ValueError where there is no such one."""
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"{hour} {half}")
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _between(between: FoundDate, here: FoundDate, stated: str, raw: str, span: tuple[int, int] | None) -> Dated:
    rule = "date minus date_gmt"
    if here.offset is None or here.offset == between.offset:
        return Dated(between, FieldSource(raw, rule, span=span))
    message = (
        f"“{stated}” names the zone of the machine that wrote the file; date_gmt shows that the blog's clock was "
        f"{_signed(between.offset or 0)} from UTC"
    )
    return Dated(between, FieldSource(raw, rule, span=span, alternatives=(here.iso(),)), ("date-mislabelled", message))


def _signed(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _offset(text: str | None) -> int | None:
    if not text:
        return None
    digits = text[1:].replace(":", "").zfill(2)
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    if minutes > 14 * 60:
        return None
    return -minutes if text[0] == "-" else minutes


def _flat(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield each entry as a mapping with a name, those of lists in lists among them."""
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, list):
            yield from _flat(entry)
        elif isinstance(entry, dict):
            yield entry
        elif text(entry):
            yield {"name": text(entry)}


def issue_of(dated: Dated, where: str) -> list[Issue]:
    """Return what is to be said of a date."""
    return [Issue(dated.issue[0], where, dated.issue[1])] if dated.issue else []
