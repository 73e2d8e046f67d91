"""Rows for authors, tags and categories that are not here yet; what stands here under the same slug is used."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from blog.models import Author, Category, Source, Tag
from blog.models.category import FEED_SLUG, LONGEST_PATH
from importers.loading.noun_values import free_author_slug, term_slug, values_of
from importers.loading.rows import Table, reserve
from importers.records import AuthorRecord, TermRecord

Key = tuple[int, bool]  # the primary key, and whether its row was made now


def new_authors(
    new: Mapping[str, AuthorRecord | TermRecord], source: Source, mapped: Mapping[str, AuthorRecord]
) -> dict[str, Key]:
    """Make the authors of a source; one whom a person mapped to somebody who is here already is that one."""
    table = Table(Author, "id", "source_id", "login", "slug", "name", "email", "url", "bio")
    keys: dict[str, Key] = {}
    slugs: set[str] = set()
    names: dict[str, int] = {}  # that logins were mapped to
    for (identity, record), key in zip(new.items(), reserve(Author, len(new)), strict=True):
        assert isinstance(record, AuthorRecord)
        here = (names.get(record.name) or author_named(record.name)) if identity in mapped else None
        if here is not None:
            keys[identity] = (here, False)
            continue
        slug = free_author_slug(record, slugs)
        slugs.add(slug)
        table.add(key, source.pk, record.login, slug, record.name, record.email, record.url, record.bio)
        keys[identity] = (key, True)
        if identity in mapped:
            names[record.name] = key
    table.flush()
    return keys


def author_named(name: str) -> int | None:
    """Return the key of the author whom a person means by a name or a slug."""
    found = Author.objects.filter(Q(slug=name) | Q(name=name)).order_by("pk").values_list("pk", "slug")
    return next((pk for pk, slug in found if slug == name), found[0][0] if found else None)


def new_tags(new: Mapping[str, AuthorRecord | TermRecord]) -> dict[str, Key]:
    """Make the tags whose slug nobody bears; two spellings of one slug are one tag."""
    records = {identity: record for identity, record in new.items() if isinstance(record, TermRecord)}
    slugs = {identity: term_slug(record) for identity, record in records.items()}
    known = dict(Tag.objects.filter(slug__in=set(slugs.values())).values_list("slug", "pk"))
    table = Table(Tag, "id", "slug", "name", "description", "source_meta")
    keys: dict[str, Key] = {}
    spare = iter(reserve(Tag, len(set(slugs.values()) - known.keys())))
    for identity, slug in slugs.items():
        made = slug not in known
        if made:
            known[slug] = next(spare)
            table.add(known[slug], slug, *values_of(records[identity]).values())
        keys[identity] = (known[slug], made)
    table.flush()
    return keys


def new_categories(new: Mapping[str, tuple[TermRecord, int | None]]) -> dict[str, Key]:
    """Make categories, each below another that is here, or at the top where its address would be too long."""
    parents = {parent for _, parent in new.values() if parent is not None}
    above = dict(Category.objects.filter(pk__in=parents).values_list("pk", "path"))
    wanted: dict[str, tuple[str, int | None, str]] = {}  # slug, parent and path
    for identity, (record, parent) in new.items():
        slug = term_slug(record)
        # At the slug itself the parent's feed answers.
        below = f"{slug}-2" if slug == FEED_SLUG else slug
        path = f"{above[parent]}/{below}" if parent is not None and parent in above else ""
        wanted[identity] = (below, parent, path) if 0 < len(path) <= LONGEST_PATH else (slug, None, slug)
    here = dict(Category.objects.filter(path__in={path for *_, path in wanted.values()}).values_list("path", "pk"))
    table = Table(Category, "id", "slug", "parent_id", "path", "name", "description", "source_meta")
    keys: dict[str, Key] = {}
    spare = iter(reserve(Category, len({path for *_, path in wanted.values()} - here.keys())))
    for identity, (slug, parent, path) in wanted.items():
        made = path not in here
        if made:
            here[path] = next(spare)
            table.add(here[path], slug, parent, path, *values_of(new[identity][0]).values())
        keys[identity] = (here[path], made)
    table.flush()
    return keys
