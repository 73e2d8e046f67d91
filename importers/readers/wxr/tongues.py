"""The language of an item, and which items say the same in other languages: as Polylang and WPML export it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from blog.text.languages import normalize_language
from importers.decoding import decode_references
from importers.readers.wxr.context import Context, Item
from importers.readers.wxr.terms import LANGUAGE, TRANSLATIONS
from importers.records import Issue, TermRecord

# WPML's own words, as its exporter, its older versions and tools around it spell them. Without its prefix only those
# count that nobody else uses.
_KEY = re.compile(
    r"_?(?P<prefix>(?:wpml|icl)_(?:import_)?)?"
    r"(?P<name>(?:source_)?lang(?:uage)?(?:_code)?|trid|translation_group|lang_duplicate_of)"
)
_CLEAR = frozenset({"trid", "language_code", "source_language_code", "translation_group"})
# Polylang's serialized array of a language: s:6:"locale";s:5:"fr_FR";
_LOCALE = re.compile(r's:6:"locale";s:\d{1,3}:"([\w-]{1,40})"')


@dataclass(slots=True)
class Tongue:
    """An item's language, the group of its translations, the language of the group's original, the original's id."""

    language: str = ""
    groups: list[str] = field(default_factory=list)  # of one plugin; the first counts
    members: tuple[str, ...] = ()  # the ids of the posts that the group names
    source_language: str = ""
    original: str = ""

    @property
    def group(self) -> str:
        return self.groups[0] if self.groups else ""

    def issues(self, where: str) -> Iterator[Issue]:
        """Yield what there is to say about it."""
        several = list(dict.fromkeys(group.partition(":")[2] for group in self.groups))
        if len(several) > 1:
            message = f"is in several groups of translations ({', '.join(several)}); {several[0]} counts"
            yield Issue("translation-groups", where, message)


def tongue_of(item: Item, context: Context) -> Tongue:
    """Return what an item says of its language; empty where it says nothing."""
    found = Tongue()
    _polylang(item, context, found)
    is_grouped = bool(found.groups)
    for key, value in (*item.postmeta, *item.other):
        # Nearly no key is one of theirs.
        if "lang" not in key and "tr" not in key:
            continue
        stated, value = _KEY.fullmatch(key), value.strip()
        if stated is None or not (stated["prefix"] or stated["name"] in _CLEAR) or value in ("", "0"):
            continue
        match stated["name"]:
            case "trid" | "translation_group":
                found.groups += [] if is_grouped else [f"wpml:{value[:100]}"]
            case "lang_duplicate_of":
                found.original = value[:100]
            case name if name.startswith("source"):
                found.source_language = found.source_language or normalize_language(value)
            case _:
                found.language = found.language or normalize_language(value)
    return found


def _polylang(item: Item, context: Context, found: Tongue) -> None:
    terms = context.terms
    for element in item.terms:
        domain = element.get("domain", "")
        if domain == LANGUAGE:
            term = terms.used(element)
            found.language = found.language or (_language(term) if term else "")
        elif domain == TRANSLATIONS and (nicename := element.get("nicename", "")):
            found.groups.append(f"pll:{nicename}")
    number = item.number("post_id")
    slug, language = terms.translations.get(number, ("", ""))
    found.groups += [f"pll:{group}" for group in terms.grouped.get(number, [slug] if slug else [])]
    found.members = tuple(terms.members.get(found.group.removeprefix("pll:"), ()))
    if language and not found.language:
        known = terms.declared.get((LANGUAGE, language))
        found.language = _language(known) if known else normalize_language(language)


def _language(term: TermRecord) -> str:
    """Return the tag of a language term: its slug, unless its locale is of another language ("br" for pt_BR)."""
    tag = normalize_language(term.slug)
    locale = _LOCALE.search(decode_references(term.description))
    stated = normalize_language(locale[1].replace("_", "-")) if locale else ""
    if stated and stated.partition("-")[0] != tag.partition("-")[0]:
        return stated
    return tag or stated or normalize_language(term.name)
