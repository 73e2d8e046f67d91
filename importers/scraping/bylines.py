"""Who wrote a post, where the words are a theme's own: "Set down by Anna on 4 May", a note about her, her profile.

Nothing here knows the verb. The class of the element, the word for "by", and the date or the hour beside a name do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator

from importers.scraping.dates import MONTHS, WEEKDAYS, find_dates, find_time
from importers.scraping.features import Features
from importers.scraping.lines import Inline
from importers.scraping.pages import Page
from importers.scraping.phrases import looks_like_a_name, match
from importers.scraping.signatures import is_other_deed
from importers.scraping.states import State
from importers.scraping.trails import title_key

_CAPITAL = r"[A-ZÀ-Þ][\w'’.-]{0,40}"
_PARTICLE = r"(?:(?:d[aeiou]s?|del|della|du|van|von|der|den|ter|zu|la|le|el)\s){0,3}"
_FULL = rf"{_CAPITAL}(?:\s{_PARTICLE}{_CAPITAL}){{0,4}}"
# These only stand before whoever did it; the others also before what something is of.
_SURE = "by|par|por|pelo|pela|door|von"
_SURELY = re.compile(rf"(?<!\w)(?i:{_SURE})\s(?P<name>{_FULL})")
_MAYBE = re.compile(rf"(?<!\w)(?i:de|da|di|do|van|del|della|from)\s(?P<name>{_FULL})")
_BETWEEN = re.compile(r"[\s,|·•:—–@(-]*(?:[^\W\d_A-ZÀ-Þ]{1,12}[\s,:'’]+){0,5}(?:[^\W\d_]{2,10}[.,]\s)?")
_NOBODY = frozenset(MONTHS) | frozenset(WEEKDAYS)
_OPENING_WORDS = 12  # among which a byline names somebody
_FEW = 5  # words before the name on a line that is nothing but a byline
_TERMS = re.compile(r"/(?:category|categories|tags?|label|rubrique|categorie)s?/|[?&](?:cat|tag)=", re.IGNORECASE)


def worded_author(page: Page) -> tuple[Features, str] | None:
    """Return who wrote the post by a line that its class calls a byline or a footer, and that line."""
    lines = (
        seen
        for seen in (*page.of(State.DATELINE, State.BYLINE), *page.of(State.FOOT))
        if seen.line.marks is not None and seen.line.marks.hint in ("byline", "foot")
    )
    signed = _signed(page)
    for seen in lines:
        for name in (*_linked_in(seen), *_named_in(seen), *_signing_in(seen, signed)):
            if title_key(name) not in {*page.sites, *page.titles}:
                return seen, name
    return None


def _linked_in(seen: Features) -> Iterator[str]:
    """Give the links of a byline right behind a word for "by": so nicknames are names, too."""
    for link in seen.line.marks.inlines if seen.line.marks and seen.line.offsets is None else ():
        before, name = seen.view[: link.start], seen.view[link.start : link.end]
        is_early = len(before.split()) <= (_OPENING_WORDS if _SURE_END.search(before) else _FEW)
        if link.tag != "a" or not is_early or not _BY_END.search(before) or is_other_deed(_BY_END.sub("", before)):
            continue
        if _may_be_somebody(name) and len(name.split()) <= _FEW and not _is_term(seen, link.start, link.end):
            yield seen.line.found(link.start, link.end).strip()


_SURE_END = re.compile(rf"(?<!\w)(?:{_SURE})\s?:?\s$", re.IGNORECASE)
_BY_END = re.compile(rf"(?<!\w)(?:{_SURE}|de|da|di|van)\s?:?\s$", re.IGNORECASE)


def _signing_in(seen: Features, signed: Collection[str]) -> Iterator[str]:
    """Give who also signs comments, in small letters or not, where a byline has the name behind a word for "by"."""
    for name in signed:
        place = seen.view.find(name)
        end = place + len(name)
        before = seen.view[: max(place, 0)]
        if place > 0 and _BY_END.search(before) and len(before.split()) <= _FEW and _is_timed(seen.view, end):
            yield name


def _named_in(seen: Features) -> Iterator[str]:
    """Give the names that stand behind a word for "by" in a byline: the surest first."""
    view = seen.view[:300]
    for pattern, is_sure in ((_SURELY, True), (_MAYBE, False)):
        for found in pattern.finditer(view):
            before = view[: found.start()]
            start, end = found.span("name")
            end = min([end, *(date.start for date in find_dates(view) if start < date.start < end)])
            name = view[start:end].rstrip(" ,-")
            name = name if _INITIAL.search(name) else name.rstrip(".")
            end = start + len(name)
            if len(before.split()) > (_OPENING_WORDS if is_sure else 3) or is_other_deed(before):
                continue
            if not _may_be_somebody(name) or _is_term(seen, start, end):
                continue
            alone = len(before.split()) <= _FEW and not find_dates(before) and not view[end:].strip(" .|·,")
            if (
                _is_linked(seen, start, end)
                or _is_timed(view, end)
                or (is_sure and (alone or _is_timed_before(before)))
            ):
                yield seen.line.found(start, end)

    for found in _AT.finditer(view):
        if _may_be_somebody(found["name"]) and _is_timed(view, found.end()):
            yield seen.line.found(*found.span("name"))


# "Drawer: Attic — olga @ 21:14": the row of WordPress' first theme.
_AT = re.compile(r"[—–-]\s(?P<name>[^\s—–|@:][^—–|@:]{0,40}?)\s@\s")
_INITIAL = re.compile(r"\b[A-ZÀ-Þ]\.$")


def _may_be_somebody(name: str) -> bool:
    return len(name) > 1 and looks_like_a_name(name) and name.lower().strip(".,") not in _NOBODY


def _links_at(seen: Features, start: int, end: int) -> Iterator[Inline]:
    for inline in seen.line.marks.inlines if seen.line.marks and seen.line.offsets is None else ():
        if inline.tag == "a" and inline.start <= start < inline.end and inline.end >= end:
            yield inline


def _is_linked(seen: Features, start: int, end: int) -> bool:
    """Say whether a name is all of a link."""
    return any((link.start, link.end) == (start, end) for link in _links_at(seen, start, end))


def _is_term(seen: Features, start: int, end: int) -> bool:
    """Say whether a name stands in the link of a category or a tag."""
    return any(
        {"tag", "category"} & set(link.rel.split()) or _TERMS.search(link.href) for link in _links_at(seen, start, end)
    )


def _is_timed(view: str, place: int) -> bool:
    """Say whether a date or an hour follows a name, no more than a few small words between."""
    joint = _BETWEEN.match(view, place)
    ends = range(place, joint.end() + 1 if joint else place + 1)
    date = next((date.start for date in find_dates(view[:300]) if date.start >= place), None)
    clock = find_time(view, place)
    return date in ends or (clock is not None and clock.start in ends)


def _is_timed_before(before: str) -> bool:
    """Say whether a date or an hour stands right before the word for "by", or a verb between."""
    dates = list(find_dates(before))
    end = dates[-1].end if dates else clock.end if (clock := find_time(before)) else None
    verb = before[end:].strip(" ,:|·-–—").split() if end is not None else ()
    return end is not None and len(verb) <= 2 and all(word.islower() and word not in _IN for word in verb)


_IN = frozenset(["in", "dans", "en", "em", "unter", "onder", "sous", "no", "na", "nel", "nella", "im"])


def behind_by(name: str) -> str:
    """Return of what stands beside a date the part behind a word for "by", or all; nothing for "Photo by Anna"."""
    for found in _SURELY.finditer(name):
        return "" if is_other_deed(name[: found.start()]) else found["name"]
    return name


_LABELLED = re.compile(rf"(?P<label>[^:\n]{{4,40}}?)\s?[:–—-]\s(?P<name>{_FULL})(?=[,.(\s])")
_OPENS = re.compile(rf"(?P<name>{_FULL})\s(?P<verb>[^\W\d_]+)\b")
_IS = frozenset(
    [
        *("is", "was", "has", "lives", "writes", "est", "a", "vit", "écrit", "habite", "è", "ha", "vive", "scrive"),
        *("abita", "ist", "lebt", "schreibt", "wohnt", "hat", "es", "escribe", "tiene", "é", "escreve", "tem", "mora"),
        *("woont", "schrijft", "heeft"),
    ]
)
_JOINS = frozenset(["and", "et", "e", "ed", "y", "und", "en", "i", "or", "ou", "o", "oder", "of"])
_ARTICLES = frozenset(
    ["the", "our", "this", "le", "la", "les", "il", "lo", "el", "los", "der", "die", "das", "het", "de", "o", "a"]
)
_ABOUT = re.compile(
    rf"(?i:about|à propos de|riguardo a|informazioni su|chi è|über|acerca de|sobre|over)\s(?P<name>{_FULL})\W{{0,2}}"
)


def noted_author(page: Page) -> tuple[Features, str] | None:
    """Return whom the note about the author names, and its line: after its label, in its heading, or at its beginning.

    What a class calls such a note may begin with the name; elsewhere only a label tells, "About the author: Anna Holm".
    """
    apart = (State.BODY, State.STANDFIRST, State.TITLE, State.COMMENT, State.TRACKBACK, State.RELATED)
    for place, (seen, state) in enumerate(zip(page.features, page.states, strict=True)):
        is_note = seen.line.marks is not None and seen.line.marks.hint == "bio"
        if not is_note and state in apart:
            continue
        below = page.features[place + 1].view if is_note and place + 1 < len(page.features) else ""
        view = seen.view[:200].strip()
        name = _after_label(view) or (is_note and _opening_name(view, below))
        if name and title_key(name) not in {*page.sites, *page.titles}:
            return seen, name
    return None


def _after_label(view: str) -> str:
    found = _LABELLED.match(view)
    if found is None or not any(hit.whole and hit.role == "bio" for hit in match(found["label"])):
        return ""
    after = view[found.end() :].split(None, 1)
    is_list = bool(after) and after[0].lower() in _JOINS
    return found["name"] if len(found["name"].split()) > 1 and not is_list and _may_be_somebody(found["name"]) else ""


def _opening_name(view: str, below: str) -> str:
    """Return the two names or more that a note opens with, or that its heading introduces."""
    heading, opening = _ABOUT.fullmatch(view), _OPENS.match(view)
    name = heading["name"] if heading and heading["name"].split()[0] in below.split() else ""
    name = name or (opening["name"] if opening and opening["verb"] in _IS else "")
    is_full = len(name.split()) > 1 and name.split()[0].lower() not in _ARTICLES
    return name if is_full and _may_be_somebody(name) else ""


_PROFILE_NAMES = frozenset({"profile-name", "profile-name-link"})
_PROFILE_BLOCKS = frozenset({"profile-data", "profile-datablock"})


def profiled_author(page: Page) -> tuple[Features, str] | None:
    """Return whose profile the sidebar shows, and the line with the name, where there is one.

    The class says so, or a heading "About me" above a name that also signs a comment: others greet below it.
    """
    found: dict[str, Features] = {}
    signed = _signed(page)
    for above, seen in itertools.pairwise([None, *page.features]):
        marks = seen.line.marks if seen else None
        if seen is None or marks is None or marks.hint not in ("sidebar", "footer") or marks.item is not None:
            continue
        text = seen.line.text.strip()
        names = [
            seen.line.text[link.start : link.end].strip() for link in marks.inlines if link.tokens & _PROFILE_NAMES
        ]
        if not names and marks.tag == "dt" and marks.near & _PROFILE_BLOCKS:
            names = [text]
        if not names and above is not None and "profile" in above.roles and text in signed:
            names = [text]
        found |= {name: seen for name in names if _may_be_somebody(name) and name[:1].isupper()}
    return next(((seen, name) for name, seen in found.items()), None) if len(found) == 1 else None


def _signed(page: Page) -> frozenset[str]:
    """Return who signs the comments, as far as lines tell."""
    anchors = ((seen, seen.anchor.name) for seen in page.of(State.COMMENT) if seen.anchor and seen.anchor.name)
    return frozenset(seen.line.found(*name).strip() for seen, name in anchors)


_WRITES = re.compile(
    r"(?:(?:^|[.!?]\s|\band\s|\bet\s|\be\s|\bund\s|\by\s|\ben\s|,\s)"
    r"(?:written|écrit|rédigé|scritto|geschrieben|verfasst|escrito|redactado|geschreven)(?:,\s[^,.]{1,40},)?"
    r"\s(?:by|par|da|von|por|door)\s(?P<name>(?-i:[A-ZÀ-Þ])[^,.;:|()]{1,40}))\s{0,3}[.!]?\s{0,3}$",
    re.IGNORECASE,
)

_IS_WRITTEN = re.compile(  # "Dieses Blog wird von Ada Finch geschrieben."
    r"\b(?:wird|wordt)\s(?:[^\W\d_]{1,14}\s){0,3}?(?:von|door)\s(?P<name>(?-i:[A-ZÀ-Þ])[^,.;:|()]{1,40}?)"
    r"\s(?:geschrieben|verfasst|betrieben|geschreven|bijgehouden)\b",
    re.IGNORECASE,
)


def blogging_author(page: Page) -> tuple[Features, str] | None:
    """Return whom a sentence beside or below the post says to write the blog, where all such sentences name one.

    "Notes from a mill. Written by Ada Finch." stands in a sidebar; a footer speaks of the platform, too.
    """
    found: dict[str, list[Features]] = {}
    for above, seen, state in zip([None, *page.features], page.features, page.states, strict=False):
        if state not in _BESIDE or len(seen.view) > 400 or seen.dates or not (seen.ends or "powered" in seen.roles):
            continue
        told = _WRITES.search(seen.view) or _IS_WRITTEN.search(seen.view)
        if told and looks_like_a_name(told["name"]):
            listed = state is State.RELATED and (
                above is None or "sidebar" not in above.roles
            )  # of another post, maybe
            found.setdefault(told["name"].strip(), []).extend([] if listed else [seen])
    return next(((lines[0], name) for name, lines in found.items() if lines), None) if len(found) == 1 else None


_BESIDE = frozenset({State.CHROME, State.SIDEBAR, State.FOOTER, State.BIO, State.RELATED})
