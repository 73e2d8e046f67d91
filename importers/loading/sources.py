"""The blog an import comes from: found again by its address or name, made when new, completed, never overwritten."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from blog.models import Source, TextRepair
from blog.text import languages, paths
from blog.text.wording import gettext_noop as _
from importers.loading.changing import REPAIR_COLUMNS, forget_repairs, repair_rows
from importers.loading.rows import Table
from importers.loading.values import renamed
from importers.models import ImportRun
from importers.preparing import prepare_author
from importers.records import AuthorRecord, FieldRepair, Issue, Severity, SiteRecord
from importers.reporting import Unusable
from importers.sites import host_of, place_of
from importers.validating import is_web_address, without_illegal

SLUG_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person said of the source. A slug names it; the rest counts where the source knows nothing yet."""

    slug: str = ""
    name: str = ""
    url: str = ""
    language: str = ""
    timezone: str = ""

    def check(self) -> None:
        """Raise Unusable when something said makes no sense."""
        if self.timezone and zone_of(self.timezone) is None:
            raise Unusable(
                _("There is no time zone called “%(said)s”; say for example Europe/Rome."), said=self.timezone
            )
        if self.language and not languages.normalize_language(self.language):
            raise Unusable(_("“%(said)s” is not a language tag; say for example en or pt-BR."), said=self.language)
        if self.url and not is_web_address(self.url):
            raise Unusable(
                _("“%(said)s” is not an address of the web; say for example http://old.example.com."), said=self.url
            )
        if self.slug and slug_of(self.slug) != self.slug:
            better = slug_of(self.slug) or "old-blog"
            raise Unusable(
                f"“{self.slug}” is not a slug of ASCII letters, digits and hyphens; “{better}” would be one."
            )


def zone_of(name: str) -> ZoneInfo | None:
    """Return the time zone of an IANA name, or None."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def slug_of(text: str) -> str:
    """Return a source's slug: ASCII without accents, since it names the source on the command line too."""
    slug = unicodedata.normalize("NFKD", paths.slugify(text)).encode("ascii", "ignore").decode()
    return "-".join(part for part in slug.split("-") if part)[:SLUG_LENGTH].strip("-")


BEARS_ON_ITEMS = ("language", "timezone")


def as_wished(site: SiteRecord, wish: Wish, fallback: str) -> SiteRecord:
    """Return a file's site with what the person said of it, called `fallback` where nobody says anything."""
    site = replace(
        site,
        name=wish.name or site.name,
        url=wish.url or site.url,
        language=wish.language or site.language,
        timezone=wish.timezone or site.timezone,
    )
    untold = not wish.slug and not slug_of(site.name) and not host_of(site.url)
    return replace(site, name=fallback) if untold else site


def find_or_make(slug: str, site: SiteRecord, fallback: str, repairs: Iterable[FieldRepair] = ()) -> Source:
    """Return the source that the person named, or that the site is, or a new one."""
    known = Source.objects.filter(slug=slug).first() if slug else _known(site)
    return known or _make(slug, site, fallback, repairs)


def prepare_site(site: SiteRecord, proved: frozenset[str]) -> tuple[SiteRecord, tuple[FieldRepair, ...]]:
    """Prepare what a file says of its blog: a name and a text about it, as an author has them."""
    named, repairs = prepare_author(AuthorRecord(name=site.name, bio=site.tagline), proved)
    site = replace(site, name=named.name, tagline=" ".join(named.bio.split()))
    return site, tuple(renamed(repair, {"bio": "tagline"}) for repair in repairs)


def borne_by(source: Source, repairs: Iterable[FieldRepair]) -> list[FieldRepair]:
    """Return the repairs of the words that a source bears."""
    return [
        repair
        for repair in repairs
        if (repair.after if repair.is_applied else repair.before) in getattr(source, repair.field)
    ]


def differences(wish: Wish, source: Source) -> list[Issue]:
    """Return what a person said of a blog that is known here otherwise: nothing of it is overwritten in silence."""
    said = {
        "--source-name": (wish.name[:200], source.name),
        "--source-url": (wish.url, source.base_url),
        "--language": (languages.normalize_language(wish.language), source.language),
        "--timezone": (wish.timezone, source.timezone),
    }
    return [
        Issue(
            "source-differs",
            f"source {source.slug}",
            f"{option} says {stated}, but this blog is known here with {known}, which was kept; change it in the admin",
        )
        for option, (stated, known) in said.items()
        if stated and stated.rstrip("/") != known.rstrip("/")
    ]


def others(sources: Iterable[Source], run_source: Source) -> list[Issue]:
    """Return that pages were stored under other sources than the run's."""
    return [
        Issue(
            "other-source",
            f"source {source.slug}",
            f"pages of this import name {source.base_url or source.name} as their blog, and were stored under it "
            f"instead of {run_source.slug}",
            Severity.INFO,
        )
        for source in dict.fromkeys(sources)
        if source != run_source
    ]


def complete(run: ImportRun, source: Source, site: SiteRecord, *, is_late: bool = False) -> None:
    """Fill what the source does not know yet, and note it on the run; write only when there is something.

    When it is late, items of the run are prepared already: what bears on all of them stays as it was, or the next run
    of the same files would find every one of them changed.
    """
    values = {name: value for name, value in _values(site).items() if value and not getattr(source, name)}
    if is_late:
        values = {name: value for name, value in values.items() if name not in BEARS_ON_ITEMS}
    if not values:
        return
    for name, value in values.items():
        setattr(source, name, value)
    with transaction.atomic():
        source.save(update_fields=list(values))
        note_filled(run, source, values)


def note_filled(run: ImportRun, source: Source, values: Mapping[str, str]) -> None:
    """Note what a run filled in, for undo."""
    run.filled = {**run.filled, str(source.pk): {**run.filled.get(str(source.pk), {}), **values}}
    run.save(update_fields=["filled"])


def for_site(run: ImportRun, site: SiteRecord, run_source: Source, *, is_asked_for: bool = False) -> Source:
    """Return the source that a page names as its own; the run's where it names none, or the same.

    A mere name is nothing against a source that the person asked for; another blog's address is.
    """
    host = host_of(site.url)
    if host_of(run_source.base_url) == host if host else is_asked_for or site.name in ("", run_source.name):
        return run_source
    source = _known(site) or _make("", site, host)
    complete(run, source, site)
    return source


def remove(source: Source) -> None:
    """Remove a source of which nothing is here; its runs stay, to say what was done."""
    source.runs.update(source=None)
    forget_repairs(Source, [source.pk])
    source.delete()


def _known(site: SiteRecord) -> Source | None:
    host = host_of(site.url)
    if host:
        place = place_of(site.url)
        candidates = Source.objects.filter(base_url__icontains=host).order_by("pk")
        found = next((source for source in candidates if place_of(source.base_url) == place), None)
        if found is not None:
            return found
    slug = slug_of(site.name)
    named = Source.objects.filter(slug=slug).first() if slug else None
    # Two blogs may bear one name; two addresses tell them apart.
    if named is not None and host and named.base_url and place_of(named.base_url) != place_of(site.url):
        return None
    return named


def _make(slug: str, site: SiteRecord, fallback: str, repairs: Iterable[FieldRepair] = ()) -> Source:
    """Make a source, and note on it what was repaired of its words."""
    host = host_of(site.url)
    name = (without_illegal(site.name) or host or fallback)[:200]
    stem = slug or slug_of(site.name) or slug_of(host) or slug_of(fallback) or "source"
    number = 1
    while True:
        attempt = stem if number == 1 else f"{stem[: SLUG_LENGTH - 5]}-{number}"
        if not Source.objects.filter(slug=attempt).exists():
            try:
                with transaction.atomic():
                    source = Source.objects.create(slug=attempt, **{**_values(site), "name": name})
                    table = Table(TextRepair, *REPAIR_COLUMNS)
                    for row in repair_rows(Source, source.pk, borne_by(source, repairs)):
                        table.add(*row)
                    table.flush()
                    return source
            except IntegrityError:
                pass
        # Taken; perhaps just now, by another import of the same blog.
        known = Source.objects.filter(slug=slug).first() if slug else _known(site)
        if known is not None:
            return known
        number += 1


def _values(site: SiteRecord) -> dict[str, str]:
    language = languages.normalize_language(site.language)
    values: Mapping[str, str] = {
        "name": site.name[:200],
        "tagline": site.tagline[:500],
        "base_url": site.url if is_web_address(site.url) and len(site.url) <= 500 else "",
        "platform": site.platform[:80],
        "language": language[:35],
        "timezone": site.timezone if zone_of(site.timezone) is not None else "",
    }
    return {name: without_illegal(value) for name, value in values.items()}
