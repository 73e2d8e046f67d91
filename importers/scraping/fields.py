"""The fields of a post from the lines around its body: title, author, date, site, terms. Each with its provenance."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from blog.text.levels import Level
from importers.records import AuthorRecord, FieldSource, SiteRecord
from importers.scraping.bylines import behind_by, blogging_author, noted_author, profiled_author, worded_author
from importers.scraping.context import shared_name
from importers.scraping.dates import CHANGED, find_dates
from importers.scraping.features import Features
from importers.scraping.lines import Line
from importers.scraping.pages import Page
from importers.scraping.phrases import fold, looks_like_a_name
from importers.scraping.states import State
from importers.scraping.trails import title_key

_BY = re.compile(
    r"^(?P<site>.{2,80}?)\s(?P<word>by|par|di|von|por|door|de)\s(?P<name>\S.{1,60}?)\s*(?:\([^()]{1,30}\))?\s*$",
    re.IGNORECASE,
)
_OF = frozenset({"de", "di", "von"})
_BY_WORD = re.compile(r"(?:by|par|di|von|por|door|da)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_NAMING = frozenset(
    {
        "wp-block-post-author-name",
        "wp-block-post-author__name",
        "post-author-name",
        "entry-author-name",
        "byline-author",
        "author-name",
    }
)
_MARKING = frozenset(
    [
        *("fn", "author", "nickname", "byline-author", "entry-author", "post-author", "posted-by", "postauthor"),
        *("author-name", "entry-author-name", "post_author", "meta-author", "bAuthor", "autor", "autore", "auteur"),
    ]
)
_PROFILE = re.compile(
    r"/(?:(?:authors?|auteurs?|autore?s?|autor(?:en)?|members?)/|users?/(?!log|regist|pass))[\w%.-]+/?$|/@[\w.-]+/?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"(?<=\S)\s*[(\[](?:\[info\])?[^()\[\]]{1,40}[)\]]\s*$")  # "Martha Quill (saltmarsh)"
_TITLE_JOINTS = re.compile(r"\s+[|»«–—·:-]+\s+|:\s+")


_JOOMLAS = re.compile(  # what Joomla prints beside a title: pictures to click on
    r"(?:\s{1,9}(?:PDF|Print|Imprim(?:ir|er)|Stampa|Drucken|Afdrukken|E-?mail)){2,3}\s{0,9}$", re.IGNORECASE
)
_MISSING = re.compile(
    r"\b(?:error|erreur|errore|fehler|erro)?\s?404\b|not found|introuvable|nicht gefunden|non trovat[ao]"
    r"|n[oã]o? encontrad[ao]|niet gevonden|nothing (?:was )?found|can.t be found",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it came from."""

    value: str
    source: FieldSource


def source_of(line: Line, rule: str, level: Level, raw: str = "", others: Iterable[str] = ()) -> FieldSource:
    """Return the provenance of something found in one line."""
    return FieldSource(raw or line.text, rule, level, (line.number, line.number), tuple(others))


def find_title(page: Page) -> Found | None:
    """Return the title line's text; certain when the page repeats it."""
    lines = page.of(State.TITLE)
    if not lines:
        return None
    seen = lines[0]
    text = seen.group("titled", "title") or seen.line.text.strip()
    if seen.line.marks is not None and seen.line.marks.hint == "title":
        text = text.rstrip(" \t\u00a0·|•")  # what parted it from the date beside it
    repeated = title_key(seen.view) in page.titles
    page.take("title", *(line.line for line in lines[:1]))
    text = _without_day(page, _JOOMLAS.sub("", text))
    others = [line.view.strip() for line in lines[1:]]
    hinted = seen.line.marks is not None and seen.line.marks.hint == "title"
    assigned = seen.line.number in page.assigned
    level = Level.CERTAIN if repeated or assigned else Level.LIKELY
    rule = "repeated-on-page" if repeated else "marked-as-title" if hinted else "stands-before-body"
    rule = "assigned" if assigned else rule
    if level is Level.LIKELY and _MISSING.search(seen.view) and not any(one.dates for one in _head(page)):
        level, rule = Level.GUESS, "says-that-nothing-is-here"
    if level is Level.LIKELY and title_key(seen.view) in page.sites:
        level, rule = Level.GUESS, "names-the-blog"
    return Found(text, source_of(seen.line, rule, level, others=others))


_DAY_FIRST = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:[/.-](?:\d\d){1,2})?\s?[:|–—]\s+(?=\S)")


def _without_day(page: Page, title: str) -> str:
    """Cut off a title the day on which the post says that it was written: Nucleus prints "07/08: The ladder"."""
    opening = _DAY_FIRST.match(title)
    if opening is None:
        return title
    numbers = {int(opening[1]), int(opening[2])}
    days = (printed.date for seen in _head(page) for printed in seen.dates if printed.date is not None)
    return title[opening.end() :] if any({day.day, day.month} == numbers for day in days) else title


def _head(page: Page) -> list[Features]:
    return page.of(State.DATELINE, State.BYLINE, State.FOOT)


def find_author(page: Page) -> tuple[AuthorRecord, FieldSource] | None:
    """Return the author: by structured data, byline, blog header, or the note about the author; never by a comment."""
    bio, lines = _bio(page) or (None, [])
    found = _stated_author(page) or _byline_author(page) or _header_author(page)
    if found is None and not (bio and bio[0].name):
        found = _told_author(page)
    if found is None:
        if bio and bio[1].level is not Level.GUESS:
            page.take("author", *lines)
        return bio
    author, source = found
    if bio and bio[0].bio and fold(bio[0].name) in (fold(author.name), ""):
        author = replace(author, bio=bio[0].bio)
        page.take("author", *lines)
    return author, source


def _stated_author(page: Page) -> tuple[AuthorRecord, FieldSource] | None:
    name = page.stated.author.strip()
    if not looks_like_a_name(name):
        return None
    return AuthorRecord(name=name, url=page.stated.author_url), FieldSource(name, "structured-data", Level.CERTAIN)


def _byline_author(page: Page) -> tuple[AuthorRecord, FieldSource] | None:
    near = [
        *page.of(State.DATELINE, State.BYLINE),
        *page.of(State.FOOT),
        *_around_title(page),
        *page.of(State.TITLE)[:1],
    ]
    for seen in near:
        marked = _marked_author(seen)
        if marked:
            page.take("author", seen.line)
            return AuthorRecord(name=marked), source_of(seen.line, "marked-as-author", Level.CERTAIN)
    for seen in near:
        for role in (
            "titled",
            "posted",
            "byline",
            "entry-date",
            "categories",
            "comment-after",
            "comment-before",
            "comment-head",
        ):
            name = seen.group(role, "name")
            name = behind_by(name or "")
            if looks_like_a_name(name) and not find_dates(name):
                page.take("author", seen.line)
                return AuthorRecord(name=_bare(name)), source_of(seen.line, "byline", Level.LIKELY)
    if worded := worded_author(page):
        page.take("author", worded[0].line)
        return AuthorRecord(name=_bare(worded[1])), source_of(worded[0].line, "name-behind-by", Level.LIKELY)
    for seen in page.of(State.DATELINE, State.BYLINE):
        if seen.anchor and seen.anchor.name and seen.anchor.side in ("either", "after"):
            name = seen.line.found(*seen.anchor.name)
            if CHANGED.search(name) or not (name := behind_by(name)):
                continue
            page.take("author", seen.line)
            return AuthorRecord(name=name), source_of(seen.line, "name-beside-date", Level.LIKELY)
    return _credited(page)


def _told_author(page: Page) -> tuple[AuthorRecord, FieldSource] | None:
    """Return whom the note about the author names, whose profile the sidebar shows, or who is said to write it."""
    for rule, told in (
        ("named-in-bio", noted_author(page)),
        ("profile", profiled_author(page)),
        ("writes-the-blog", blogging_author(page)),
    ):
        if told:
            page.take("author", told[0].line)
            return AuthorRecord(name=told[1]), source_of(told[0].line, rule, Level.LIKELY)
    return None


def _credited(page: Page) -> tuple[AuthorRecord, FieldSource] | None:
    """Return the name that ends the few words below the date: one of several, or one that also comments."""
    seen = page.seen.get(page.credits[-1]) if page.credits else None
    if seen is None or not looks_like_a_name(seen.view) or "," in seen.view:
        return None
    name = seen.line.text.strip()
    answers = any(
        other.anchor and other.anchor.name and other.line.found(*other.anchor.name) == name
        for other in page.of(State.COMMENT)
    )
    if not answers and (len(page.credits) < 2 or not _capitalized(name)):
        return None
    page.take("author", seen.line)
    return AuthorRecord(name=name), source_of(seen.line, "name-below-date", Level.LIKELY)


def _bare(name: str) -> str:
    """Strip what a byline puts after a name: a dash, a closing stop; an initial keeps its own."""
    name = _ASIDE.sub("", name.strip(" \t\u00a0,|·•-–—"))
    return name[:-1] if name.endswith(".") and not re.search(r"\b\w\.$", name) else name


def _marked_author(seen: Features) -> str:
    """Return the name that an element of class author, fn or rel=author marks in a line of a byline."""
    found: list[str] = []
    if seen.line.marks and seen.line.marks.hint == "chrome":
        return ""  # "Anna's Picture", for screen readers
    if seen.line.marks and seen.line.marks.near & _NAMING and not seen.roles and seen.words <= 5:
        found += [seen.view.strip()] if looks_like_a_name(seen.view) and not seen.dates else []
    for inline in seen.line.marks.inlines if seen.line.marks else ():
        if inline.rel == "author" or _PROFILE.search(inline.href) or inline.tokens & _MARKING:
            text = seen.line.text[inline.start : inline.end].strip()
            inner = [
                seen.line.found(*hit.groups["name"]).strip()
                for hit in seen.matches
                if hit.role in ("byline", "posted") and "name" in hit
            ]
            text = max((name for name in inner if text.endswith(name)), key=len, default=text)
            opening = _BY_WORD.match(text)
            text = _bare(text[opening.end() :] if opening else text)
            if looks_like_a_name(text) and len(text.split()) <= 5:
                found.append(text)
    return min(found, key=len, default="")


def _around_title(page: Page) -> list[Features]:
    """Return the two lines above the title, and below it what stands between it and the text."""
    place = page.title_place
    if place is None:
        return []
    below = zip(page.features[place + 1 : place + 8], page.states[place + 1 : place + 8], strict=True)
    beside = [
        seen
        for seen, state in itertools.takewhile(lambda pair: pair[1] is not State.BODY, below)
        if state is State.ASIDE
    ]
    return [*page.features[max(0, place - 2) : place], *beside]


def _header_author(page: Page) -> tuple[AuthorRecord, FieldSource] | None:
    for seen in _header(page):
        match = _BY.match(seen.view.strip())
        if match and _capitalized(match["name"]) and not seen.roles and seen.kind == "":
            page.take("author", seen.line)
            return AuthorRecord(name=match["name"]), source_of(seen.line, "blog-header", Level.LIKELY)
    return None


def _capitalized(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and looks_like_a_name(name)


def _header(page: Page) -> list[Features]:
    end = page.title_place if page.title_place is not None else page.body_place or 0
    return page.features[:end]


def _bio(page: Page) -> tuple[tuple[AuthorRecord, FieldSource], list[Line]] | None:
    """Return what the note about the author says, and the lines that say it; what it says beyond is left over."""
    for heading, note in itertools.pairwise(page.of(State.BIO)):
        name = heading.group("bio", "name") or ""
        if looks_like_a_name(name) and note.view.lstrip().startswith(name):  # "About Ada Finch", "Ada Finch lives …"
            author = AuthorRecord(name=name, bio=note.line.text.strip())
            return (author, source_of(heading.line, "heading-of-bio", Level.LIKELY)), [note.line]
    lines = [seen for seen in page.of(State.BIO) if "bio" not in seen.roles and seen.kind != "url"]
    for here, below in itertools.pairwise(lines):
        name = shared_name(here.view, below.view)
        if name:
            author = AuthorRecord(name=name, bio=below.line.text.strip())
            return (author, source_of(here.line, "name-opens-bio", Level.LIKELY)), [here.line, below.line]
    if len(lines) >= 2 and looks_like_a_name(lines[0].view) and 1 <= lines[0].words <= 5:
        author = AuthorRecord(name=lines[0].line.text.strip(), bio=lines[1].line.text.strip())
        return (author, source_of(lines[0].line, "name-above-bio", Level.LIKELY)), [lines[0].line, lines[1].line]
    if lines:
        prose = [seen for seen in lines if seen.prose > 2]
        if prose:
            author = AuthorRecord(bio=prose[0].line.text.strip())
            return (author, source_of(prose[0].line, "bio", Level.GUESS)), [prose[0].line]
    return None


def find_site(page: Page, author: str) -> SiteRecord | None:
    """Return the blog's name and tagline: from structured data, or from the header that also names the author."""
    stated = page.stated
    if stated.site:
        return SiteRecord(stated.site, stated.tagline, _home(stated.url), stated.language, platform=stated.platform)
    header = _header(page)
    for index, seen in enumerate(header):
        match = _BY.match(seen.view.strip())
        if match and match["name"] == author and not seen.roles:
            page.take("site", seen.line)
            tagline = ""
            below = header[index + 1 : index + 2]
            if below and not below[0].roles and not below[0].kind and below[0].anchor is None:
                tagline = below[0].line.text.strip()
                page.take("site", below[0].line)
            named = _names_all(page, seen.view, match)
            return SiteRecord(seen.line.found(*match.span(0 if named else "site")).strip(), tagline)
    name = _site_of_head(page)
    url = _home(stated.url)
    if not name and not url:
        return _site_of_header(page)
    return SiteRecord(name, url=url, platform=stated.platform)


def _names_all(page: Page, view: str, match: re.Match[str]) -> bool:
    """Say whether the blog is called all of "Le carnet de Lise": its head says so, or it is a genitive."""
    parts = {title_key(part) for part in _TITLE_JOINTS.split(page.stated.page_title)}
    return title_key(view) in parts or (match["word"].lower() in _OF and " " not in match["name"])


def _home(url: str) -> str:
    """Return the address of the site that a page's own address names."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""


def _site_of_header(page: Page) -> SiteRecord | None:
    """Return the name, and the tagline, that stand above the "previous | home | next" above the title."""
    place = page.title_place
    if place not in (2, 3) or page.features[place - 1].kind != "menu" or page.features[0].line.marks is not None:
        return None
    if page.features[place - 1].view.count("|") != 2 or not page.features[place - 1].line.gap:
        return None
    lines = page.features[: place - 1]
    if any(seen.roles or seen.kind or seen.anchor or seen.dates or not seen.short for seen in lines):
        return None
    if lines[0].words > 6 or lines[0].ends:
        return None
    page.take("site", *(seen.line for seen in lines))
    name, tagline = (*(seen.line.text.strip() for seen in lines), "")[:2]
    return SiteRecord(name, tagline)


def _site_of_head(page: Page) -> str:
    """Return what the head's title says beside the post's title."""
    title = page.stated.page_title
    places = page.of(State.TITLE)
    if not title or not places:
        return ""
    own = title_key(places[0].view)
    parts = [part.strip() for part in _TITLE_JOINTS.split(title) if part.strip()]
    rest = [part for part in parts if title_key(part) not in own and own not in title_key(part)]
    if own and own in title_key(title) and len(rest) == 1:
        return rest[0]
    return ""
