"""The authors and terms of an export: declared at its top, used by its items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from lxml import etree

from importers.decoding import decode_references
from importers.naming import slug_for
from importers.readers.wxr.feedback import read_meta
from importers.readers.wxr.parsing import WP, local_name, text_of
from importers.readers.wxr.switches import in_one, is_switched
from importers.records import AuthorRecord, TermRecord
from importers.wordpress import has_markup, plain_words

# WordPress's names for our two taxonomies; exports of version 1.0 call a tag "tag".
TAXONOMIES = {"category": "category", "post_tag": "tag", "tag": "tag", "": "category"}
TERMS = ("category", "tag")
# Polylang's names for languages and for groups of translations.
LANGUAGE, TRANSLATIONS, TERM_TRANSLATIONS = "language", "post_translations", "term_translations"
# Its serialized array of a group: s:2:"fr";i:34;
_MEMBER = re.compile(r's:\d{1,3}:"([\w-]{1,40})";(?:i:|s:\d{1,3}:")(\d{1,20})[";]')
_TERMMETA = WP + "termmeta"


@dataclass(slots=True)
class Terms:
    """The declared terms, by taxonomy and slug; terms used without a slug are found by name."""

    language: str = ""  # the blog's, in which names are taken that stand in several
    taxonomies: dict[str, str] = field(default_factory=lambda: dict(TAXONOMIES))
    # Post -> (Polylang's group, language); what groups name which posts, where it is several; the posts of each.
    translations: dict[str, tuple[str, str]] = field(default_factory=dict)
    grouped: dict[str, list[str]] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    term_groups: dict[str, tuple[str, str]] = field(default_factory=dict)  # the same of terms, by their numbers
    declared: dict[tuple[str, str], TermRecord] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)  # taxonomies, as the file names them
    doubled: list[str] = field(default_factory=list)  # what was declared twice with two names
    unclear: dict[tuple[str, str], int] = field(default_factory=dict)  # taxonomy and name of several: how often alone
    _slugs: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    _names: dict[str, dict[str, str]] = field(default_factory=dict)

    def map(self, asked: Iterable[tuple[str, str]]) -> None:
        """Take taxonomies for categories or tags, as a person asked."""
        self.taxonomies.update(asked)

    def declare(self, element: etree._Element) -> TermRecord | None:
        """Read a wp:category, wp:tag or wp:term; None for one without slug and name, of another taxonomy (which is
        remembered), or said before (newer exports name some categories twice)."""
        texts = _texts(element)
        stated = _value(texts, "term_taxonomy") or local_name(element.tag)
        taxonomy = self.taxonomies.get(stated, stated)
        self.stated.add(stated)
        slug = _value(texts, "category_nicename", "tag_slug", "term_slug")
        called = decode_references(_value(texts, "cat_name", "tag_name", "term_name"))
        name = in_one(called, self.language)
        slug = self.readable(slug) or self._slug(taxonomy, name)
        parent = self.readable(_value(texts, "category_parent", "term_parent"))
        listed_as = listing(stated, taxonomy)
        if known := self.declared.get((taxonomy, slug)):
            if stated in TAXONOMIES:
                self._compare(known, name, parent)
            # Two taxonomies that are one here may have a term each: both had their addresses.
            return replace(known, listed_as=listed_as) if listed_as not in ("", known.listed_as) else None
        if not (slug or name):
            return None
        written = _value(texts, "category_description", "tag_description", "term_description")
        term = TermRecord(
            taxonomy=taxonomy,
            slug=slug,
            name=name or slug,
            parent=parent,
            description=plain_words(in_one(written, self.language)) if taxonomy in TERMS else written,
            besides=_besides(name, called, written) if taxonomy in TERMS else (),
            declared=True,
            meta=_meta(element),
            term_id=_value(texts, "term_id"),
            listed_as=listed_as,
        )
        if slug:
            self.declared[taxonomy, slug] = term
            self._know(term)
        self._relate(term)
        return term if taxonomy in TERMS else None

    def _relate(self, term: TermRecord) -> None:
        """Take what a term of Polylang's says of translations."""
        if term.taxonomy == TRANSLATIONS:
            for language, post in _MEMBER.findall(decode_references(term.description)):
                self._group(post, term.slug, language)
        if term.taxonomy == TERM_TRANSLATIONS:
            for language, number in _MEMBER.findall(decode_references(term.description)):
                self.term_groups.setdefault(number, (term.slug, language))

    def _compare(self, known: TermRecord, name: str, parent: str) -> None:
        """Note that a term is declared again, by another name or below another parent."""
        first, second = f"“{known.name}”", f"“{name or known.name}”"
        if known.parent and parent not in ("", known.parent):
            first, second = f"{first} below {known.parent}", f"{second} below {parent}"
        if first != second:
            self.doubled.append(f"{known.taxonomy} “{known.slug}”, as {first}, which counts, and as {second}")

    def _group(self, post: str, group: str, language: str) -> None:
        """Note that a group of translations names a post; the first that does counts."""
        first = self.translations.setdefault(post, (group, language))[0]
        if first != group:
            self.grouped.setdefault(post, [first]).append(group)
        self.members.setdefault(group, []).append(post)

    def completed(self, term: TermRecord) -> TermRecord:
        """Return a declared term with its language and the group of its translations, where they are told."""
        group, language = self.term_groups.get(term.term_id, ("", ""))
        if not group or not term.slug:
            return term
        said = (("language", language), ("translations", group))
        term = self.declared[term.taxonomy, term.slug] = replace(term, besides=term.besides + said)
        return term

    def used(self, element: etree._Element) -> TermRecord | None:
        """Read an item's category element, of any taxonomy; a declared term is given as declared."""
        domain = element.get("domain", "")
        taxonomy = self.taxonomies.get(domain, domain)
        self.stated.add(domain)
        nicename = element.get("nicename", "")
        slug = self.readable(nicename) if nicename else ""
        known = self.declared.get((taxonomy, slug)) if slug else None
        if known is not None:
            return known
        called = decode_references(text_of(element).strip())
        name = in_one(called, self.language)
        slug = slug or next(iter(self._slugs.get((taxonomy, name), ())), "") or self._slug(taxonomy, name)
        if not (slug or name):
            return None
        term = self.declared.get((taxonomy, slug)) or TermRecord(
            taxonomy=taxonomy,
            slug=slug,
            name=name or slug,
            besides=_besides(name, called),
            listed_as=listing(domain, taxonomy),
        )
        self._know(term)
        return term

    def take_by_name(self, term: TermRecord) -> None:
        """Note that an item named a term by its name alone, and that several have it, as far as was read."""
        key = term.taxonomy, term.name
        if len(self._slugs.get(key, ())) > 1:
            self.unclear[key] = self.unclear.get(key, 0) + 1

    def ambiguous(self) -> Iterator[str]:
        """Yield what could be told of a term in two ways."""
        for twice in self.doubled:
            yield f"declared twice: {twice}"
        for (taxonomy, name), number in self.unclear.items():
            first, *others = self._slugs[taxonomy, name]
            yield (
                f"“{name}” is the name of several terms ({taxonomy} {first}, {', '.join(others)}); "
                f"{number} × it stands alone, and the first was taken"
            )

    def _slug(self, taxonomy: str, name: str) -> str:
        return slug_for(name, self._names.get(taxonomy, {}))

    def _know(self, term: TermRecord) -> None:
        self._slugs.setdefault((term.taxonomy, term.name), {})[term.slug] = None
        self._names.setdefault(term.taxonomy, {}).setdefault(term.slug, term.name)

    def readable(self, slug: str) -> str:
        """Return a slug with its percent-encoding decoded, where it is UTF-8."""
        if "%" not in slug:
            return slug
        try:
            return unquote(slug, errors="strict")
        except UnicodeDecodeError:
            return slug


def listing(stated: str, taxonomy: str) -> str:
    """Return the taxonomy that a term's old addresses name where it is not ours, but was taken for one of ours."""
    return stated if taxonomy in TERMS and stated not in TAXONOMIES else ""


def read_author(element: etree._Element) -> AuthorRecord | None:
    """Read a wp:author; None when it has no name of any kind."""
    texts = _texts(element)
    login = _value(texts, "author_login")
    names = f"{_value(texts, 'author_first_name')} {_value(texts, 'author_last_name')}".strip()
    name = _value(texts, "author_display_name") or names or login
    if not name:
        return None
    email, number = _value(texts, "author_email"), _value(texts, "author_id")
    return AuthorRecord(name=decode_references(name), login=login, email=email, source_id=number)


def _besides(name: str, called: str, description: str = "") -> tuple[tuple[str, str], ...]:
    """Return whole what a term's fields take a part of: a name in several languages, a description with markup."""
    more = (("name", called),) if name != called else ()
    return (*more, ("description", description)) if has_markup(description) or is_switched(description) else more


def _meta(element: etree._Element) -> tuple[tuple[str, str], ...]:
    """Return a term's metadata in their order; a key may stand twice."""
    pairs = (read_meta(child) for child in element if child.tag == _TERMMETA)
    return tuple((key, value) for key, value in pairs)


def _texts(element: etree._Element) -> dict[str, str]:
    """Return the text of each of an element's children by its tag; of those with one tag the first counts."""
    return {child.tag: (child.text or "").strip() for child in reversed(element)}


def _value(texts: Mapping[str, str], *names: str) -> str:
    """Return the first of these children's texts that is not empty."""
    return next((text for name in names if (text := texts.get(WP + name))), "")
