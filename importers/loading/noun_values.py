"""Authors and terms as columns, and what two mentions of one share: plain functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from blog.models import Author, Category, Post, Tag
from blog.models.nouns import LONGEST_NAME
from blog.text import paths
from importers.identity import bounded, digest
from importers.json_text import canonical
from importers.loading import merging
from importers.noting import legal_json
from importers.records import AuthorRecord, TermRecord

MODELS: dict[str, type[Author] | type[Category] | type[Tag]] = {"author": Author, "category": Category, "tag": Tag}
DEEPEST = 20


@dataclass(slots=True)
class Entry:
    """What is known of an author or term: its row here and its last import."""

    item_id: int
    object_id: int | None
    content_hash: str
    written: dict[str, Any]
    tombstone: str
    points_to: dict[str, Any] = field(default_factory=dict)


_SLUG = re.compile(r"[\w-]+")


def completed(author: AuthorRecord, other: AuthorRecord) -> AuthorRecord:
    """Return the author with what another mention knows besides: a login is no name."""
    both = {one.name: getattr(author, one.name) or getattr(other, one.name) for one in fields(AuthorRecord)}
    if author.name in (author.login, other.login) and other.name:
        both["name"] = other.name
    return AuthorRecord(**both)


def kind_of(record: AuthorRecord | TermRecord) -> str:
    """Return the kind under which a report counts the record."""
    return "author" if isinstance(record, AuthorRecord) else record.taxonomy


def identity_of(record: AuthorRecord | TermRecord) -> str:
    """Return what two mentions of one author or term share."""
    return bounded(record.identity if isinstance(record, AuthorRecord) else record.slug or term_slug(record))


def keys_of_posts(kind: str, key: int) -> list[int]:
    """Return the keys of the posts that an author, category or tag stands on."""
    posts: Any = Post.objects.order_by()
    if kind == "author":
        found = posts.by(key)
    else:
        found = posts.filter(**{"categories" if kind == "category" else "tagged_posts__tag": key})
    return list(found.values_list("pk", flat=True))


def values_of(record: AuthorRecord | TermRecord) -> dict[str, Any]:
    """Return the columns that a record fills and an editor may change."""
    if isinstance(record, AuthorRecord):
        return {"name": record.name, "email": record.email, "url": record.url, "bio": record.bio}
    meta: dict[str, Any] = dict(record.besides)
    if record.meta:
        meta["termmeta"] = [list(pair) for pair in record.meta]
    return {"name": record.name, "description": record.description, "source_meta": legal_json(meta)}


def said_by(record: AuthorRecord | TermRecord) -> dict[str, Any]:
    """Return what a mention says: one that says less than another takes nothing away, and an id is no name."""
    values = values_of(record)
    if isinstance(record, TermRecord) and record.declared:
        return values
    identifier = record.login if isinstance(record, AuthorRecord) else record.slug
    return {
        name: value
        for name, value in values.items()
        if not merging.is_blank(value) and (name != "name" or value != identifier)
    }


def hash_of(record: AuthorRecord | TermRecord) -> str:
    """Return what tells whether an author or term changed at the source."""
    return digest(canonical(legal_json(values_of(record))))


def term_slug(record: TermRecord) -> str:
    """Return a term's slug here: the source's own where an address may hold it."""
    slug = record.slug
    if not _SLUG.fullmatch(slug):
        slug = paths.slugify(slug)
        if len(record.slug) > paths.SLUG_LENGTH:  # cut, it may be another's
            slug = f"{slug}-{digest(record.slug)[:8]}"
    slug = slug or paths.slugify(record.name) or f"term-{digest(record.slug, record.name)[:8]}"
    return slug if len(slug) <= LONGEST_NAME else f"{slug[: LONGEST_NAME - 9]}-{digest(slug)[:8]}"


def parent_of(record: AuthorRecord | TermRecord) -> str:
    """Return what a category says that it stands below, "" for all else."""
    return record.parent if isinstance(record, TermRecord) and record.taxonomy == "category" else ""


def ancestors(record: TermRecord, declared: Mapping[str, TermRecord]) -> list[tuple[str, TermRecord]]:
    """Return what a category stands under, from the root; a circle is cut, an undeclared parent is no parent."""
    chain: list[tuple[str, TermRecord]] = []
    seen = {term_slug(record)}
    parent = record.parent
    while parent and len(chain) < DEEPEST:
        term = declared.get(bounded(parent))
        if term is None or term_slug(term) in seen:
            break
        seen.add(term_slug(term))
        chain.insert(0, (identity_of(term), term))
        parent = term.parent
    return chain


def free_author_slug(record: AuthorRecord, given: Collection[str] = ()) -> str:
    """Return an author's slug that nobody bears, and that is not among those just given."""
    stem = (paths.slugify(record.name) or paths.slugify(record.login) or "author")[:90]
    slug, number = stem, 1
    while slug in given or Author.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
