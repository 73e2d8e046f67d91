"""What a post is filed under: its categories and its tags, from the lines around it."""

from __future__ import annotations

import re

from importers.records import TermRecord
from importers.scraping.features import Features
from importers.scraping.filing import is_filing
from importers.scraping.pages import Page
from importers.scraping.phrases import fold, match
from importers.scraping.states import State
from importers.scraping.trails import title_key, trails

_SPLIT = re.compile(r"\s*[,;|/·•]\s*|\s+(?:and|et|e|und|y|en)\s+(?=\w)")
_SPLIT_PLAIN = re.compile(r"[|/·•]")
_CATEGORY = re.compile(r"/(?:category|categories|categoria|categorie|kategorie|rubrique)/|[?&]cat=", re.IGNORECASE)
_TAG = re.compile(r"/(?:tag|tags|tagged|search/label|mot-cle)/|[?&]tag=", re.IGNORECASE)
_SLUG = re.compile(r"[^\w]+")


def find_terms(page: Page) -> tuple[tuple[TermRecord, ...], tuple[TermRecord, ...]]:
    """Return (categories, tags) of the post: "Filed under", "Posted in", "Tags:", rel=tag."""
    categories = list(page.stated.categories)
    tags = list(page.stated.tags)
    tags += _listed_tags(page)
    categories += _filed_under(page) or _trailed(page)
    for seen in [*page.of(State.DATELINE, State.BYLINE), *page.of(State.FOOT), *_rows_above_title(page)]:
        if seen.line.marks and (linked := _linked_terms(seen)):
            categories += linked[0]
            tags += linked[1]
            page.take("terms", seen.line)
            continue
        for names, values in ((("categories", "category"), categories), (("tags",), tags)):
            groups = [hit.groups[name] for hit in seen.matches for name in names if name in hit]
            if groups:
                filed, tagged = _parted(seen.line.found(*groups[0])) if values is categories else ("", "")
                values += _terms(filed or seen.line.found(*groups[0]))
                tags += _terms(tagged)
                page.take("terms", seen.line)
        if not categories and (ending := _behind_date(seen)):
            categories += [part.strip() for part in re.split(r"[|,]", ending) if part.strip()]
            page.take("terms", seen.line)
    if tags and not categories and {fold(name) for name in tags} <= _columned(page):
        categories, tags = tags, []  # Cutline calls them so
    return _records("category", categories), _records("tag", tags)


# "… filed in Attic, Tea and tagged kettle, rope": what stands between the two, in whatever sentence.
_TAGGED = re.compile(
    r",?\s(?:"
    r"(?:and\s)?(?:tagged|labell?ed)(?:\s(?:with|as))?|with (?:the )?tags?"
    r"|et (?:marquée?|étiquetée?|taguée?)(?:\s(?:avec|par|comme))?"
    r"|avec (?:les )?(?:mots?[- ]cl(?:é|ef)s?|étiquettes?|tags?)"
    r"|e (?:contrassegnat|etichettat|taggat|marcat)[oa](?:\s(?:con|come))?"
    r"|con (?:(?:i|le) )?(?:tag|etichette|parole chiave)"
    r"|(?:und )?mit (?:den )?(?:tags|schlagw(?:orten|örtern)|stichw(?:orten|örtern))|und (?:getaggt )?mit"
    r"|y (?:etiquetad|clasificad|marcad)[oa](?:\s(?:con|como))?|con (?:las )?(?:etiquetas?|palabras clave)"
    r"|e (?:etiquetad|marcad|taguead)[oa](?:\s(?:com|como))?|com (?:as? )?(?:etiquetas?|tags?|palavras-chave)"
    r"|en (?:getagd|gelabeld|gemarkeerd)(?:\s(?:met|als|onder))?|met (?:de )?(?:tags?|labels?|trefwoorden)"
    r")\s(?P<tags>\S.{0,150})",
    re.IGNORECASE,
)
_VERB = re.compile(r"\s(?:verschlagwortet|getaggt|versehen|markiert)\.?$", re.IGNORECASE)


def _parted(text: str) -> tuple[str, str]:
    """Part what names categories and then tags in one sentence."""
    found = _TAGGED.search(text) if len(text) <= 300 else None
    return (text[: found.start()], _VERB.sub("", found["tags"])) if found and found.start() else (text, "")


_COLUMN = re.compile(
    r"\s{0,9}(?:categor(?:y|ies|ias?|ie|ia)|catégories?|categorías?|kategorien?|categorieën|rubriques?)\s?:?\s{0,9}",
    re.IGNORECASE,
)
_TALLY = re.compile(r"\s?[(\[]\d{1,5}[)\]]\s{0,9}$")


def _columned(page: Page) -> set[str]:
    """Return the names, folded, that a side column lists under "Categories"."""
    found: set[str] = set()
    is_open = False
    for seen in page.of(State.CHROME, State.SIDEBAR):
        if seen.roles & {"sidebar", "tags-heading"} or seen.kind:
            is_open = _COLUMN.fullmatch(seen.view) is not None
        elif is_open:
            found.add(fold(_TALLY.sub("", seen.view).strip(" •*-")))
    return found


def _rows_above_title(page: Page) -> list[Features]:
    """Return the lines right above the title that name terms: b2evolution's row of particulars, LiveJournal's tags."""
    place = page.title_place or 0
    rows = zip(page.features[max(place - 4, 0) : place], page.states[max(place - 4, 0) : place], strict=True)
    return [seen for seen, state in rows if state is State.CHROME and seen.roles & {"categories", "tags"}]


# "Submitted by Ann on 4 May 2006. Rivers | Ferries": Drupal; "— Ann · 4 May 2006, 10:12 · Rivers": Textpattern.
_BEHIND = re.compile(r"\.\s{1,3}(?:\|\s)?(?P<terms>[^\W_][^.!?:]{1,80})$")
_BEHIND_DOT = re.compile(r"\s·\s(?P<terms>[^\W\d_][^.!?:·]{1,80})$")


def _behind_date(seen: Features) -> str:
    """Return the terms that a line which names the author and the date ends with."""
    named = seen.anchor is not None and seen.anchor.name is not None
    if not named or not seen.dates or seen.line.marks is not None:
        return ""
    behind = _BEHIND if "posted" in seen.roles else _BEHIND_DOT if seen.view.count("·") == 2 else None
    ending = behind.match(seen.view.rstrip(), seen.dates[-1].end) if behind else None
    return seen.line.found(*ending.span("terms")) if ending and ending["terms"].count(" ") < 10 else ""


def _listed_tags(page: Page) -> list[str]:
    """Return the lines that follow a heading "Tags" without a blank line between."""
    listed = [
        seen
        for seen in page.of(State.BYLINE, State.FOOT)
        if seen.line.number in page.listed and _linked_terms(seen) is None  # which says what it is
    ]
    page.take("tags", *(seen.line for seen in listed))
    return [seen.line.found(0, len(seen.view)).strip(" \t*•,;") for seen in listed]


def _filed_under(page: Page) -> list[str]:
    """Return the lines that follow a heading "Categories:" of the post; the heading goes with them."""
    filed = [seen for seen in page.of(State.BYLINE, State.FOOT) if seen.line.number in page.filed]
    page.take("categories", *(seen.line for seen in filed))
    return [seen.line.found(0, len(seen.view)).strip(" \t*•") for seen in filed if not is_filing(seen)]


def _trailed(page: Page) -> list[str]:
    """Return the line above the title when the trail that leads to the title names it, too."""
    place = page.title_place
    if not place or page.features[place - 1].line.marks is not None:
        return []
    above, title = page.features[place - 1], title_key(page.features[place].view)
    if not any(parts[-1] == title and title_key(above.view) in parts[1:-1] for _, parts in trails(page.features)):
        return []
    page.take("categories", above.line)
    return [above.line.text.strip()]


def _linked_terms(seen: Features) -> tuple[list[str], list[str]] | None:
    categories: list[str] = []
    tags: list[str] = []
    inlines = seen.line.marks.inlines if seen.line.marks else ()
    told = any("category" in inline.rel.split() for inline in inlines)  # what says less is a tag beside it
    for inline in inlines:
        rel = set(inline.rel.split())
        text = seen.line.text[inline.start : inline.end].strip()
        if "category" in rel or _CATEGORY.search(inline.href):
            categories.append(text)
        elif _TAG.search(inline.href):
            tags.append(text)
        elif "tag" in rel:
            near = any("categor" in token for token in seen.line.marks.near) if seen.line.marks else False
            roles = frozenset() if told else seen.roles | seen.parts
            filed = (near and not told) or ("categories" in roles and "tags" not in roles)
            (categories if filed else tags).append(text)
    return (categories, tags) if categories or tags else None


_WITH = re.compile(r"^\s*(?:with|avec|comme|con|como|com|mit|met|als)\s(?=\S)")  # behind "tagged", in a sentence


def _terms(text: str) -> list[str]:
    text = re.split(r"[.|]\s|\s[|—-]\s|\.$", _WITH.sub("", text))[0]
    split = _SPLIT if "," in text or ";" in text else _SPLIT_PLAIN  # "Odds and Ends" is one
    return [part.strip(" .\"'“”*") for part in split.split(text) if part.strip(" .\"'“”*")][:30]


def _records(taxonomy: str, names: list[str]) -> tuple[TermRecord, ...]:
    names = [name.lstrip("#") for name in names if not any(hit.whole and hit.role == "chrome" for hit in match(name))]
    kept = {slug: name for name in reversed(names) if name and (slug := _SLUG.sub("-", name.casefold()).strip("-"))}
    return tuple(TermRecord(taxonomy, slug, name) for slug, name in reversed(kept.items()))
