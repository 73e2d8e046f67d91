"""The table of what blog platforms print around posts and comments, and its matching.

`wordings/*.json` holds, for each language, the roles and their patterns; "any" holds what no language owns. A pattern
is literal text with placeholders. Matching is a search for the literals from the left, then from the right: linear,
whatever the line holds.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from operator import attrgetter

from importers.scraping import dates

LONGEST = 300  # characters of a line that is compared with the table; longer lines are prose
MOST_PIECES = 20  # sentences, or pieces between bars, of a line that are compared; with more it is prose, or a menu
_LONGEST_DATE = 120  # characters of what may be a date and a time of day
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_FOLDED = re.compile(r"\s+(?=[:?!;.…])|\s{2,}|[^\S ]|\.{2,}|…|[’‘`´]|[“”„«»]|[—–]")
_WORD = re.compile(r"[^\W_]+")
_EDGES = " \t.:;,!…|·•*»«›‹>#-\"'()[]↓↑→←"
_NUMBERING = re.compile(r"\s*(?:[(\[]?#?(?P<number>\d{1,4}(?:\.\d{1,3}){0,6})[.):\]]?|[»«*•>|–-])\s+")
_PIECES = re.compile(r"\s*(?:[|·•]|::|(?<!:)//|—)\s*|(?<=[)\]])\s(?:-\s)?(?=[(\[])")
_DASHED = re.compile(_PIECES.pattern + r"|\s-\s")  # one dash may stand in any title
# "W. Ahlers", "Dr. Petit", "Sra. Fuentes", "J.-P. Roux": a stop after a capital and up to four letters ends nothing.
_NOT_A_NAME = re.compile(r"\||[!?:;]\s|[!?:;…]$|://|^\W*$|\d{5,}|\d:\d\d|,\s\d|\b(?:19|20)\d\d\b|^[@#]\S+\s\S+\s|^[¿¡]")
_SHORT_FORM = re.compile(r"(?:\b[^\W\d_]\.-?){1,3}$|\b(?:[A-ZÀ-Þ][a-zà-ÿ]{1,4}|ing|dott)\.$|\b[A-Z][a-z]{1,3}\.r?a\.?$")
_CLOCK = re.compile(r"\d[:.h]\d\d|^#\d{1,4}$")  # or the number of a comment
_STOP = re.compile(r"(?<![\s(]\d)(?<![\s(]\d\d)(?<!\A\d)(?<!\A\d\d)[.!?]\s+(?=\S)")
# Wordings that platforms print as sentences of a paragraph.
_STATEMENTS = frozenset(
    {"entry-date", "categories", "tags", "chrome", "form", "closed", "powered", "byline", "newsletter"}
)
# What may stand beside each other between bars.
_ROWS = frozenset(
    {"comment-count", "form", "chrome", "reply", "share", "posted", "byline", "entry-date", "categories", "tags"}
)
# Between a name and what follows it in a byline; no name has them inside.
_JOINTS = frozenset(
    [
        *("in", "at", "on", "am", "um", "dans", "alle", "alla", "om", "el", "en", "em", "às"),
        *("published", "publié", "publiziert", "veröffentlicht", "pubblicato", "publicado", "gepubliceerd"),
        *("getracked", "tracked"),
        *("posted", "submitted", "written", "updated", "geplaatst", "gepost", "geschrieben", "verfasst", "rilevato"),
    ]
)
_ATTRIBUTING = frozenset({"comment-before", "comment-after", "comment-head", "comment-reply", "posted"})
_WEIGHT = attrgetter("weight")
_NUMERIC, _DATED = ("n", "i", "id"), ("date", "time")
# Behind a date comes a name.
_BY = frozenset(
    [
        *("by", "par", "von", "de", "da", "di", "van", "por", "door", "do"),
        *("written", "écrit", "scritto", "geschrieben", "escrito", "geschreven"),
    ]
)


@dataclass(frozen=True, slots=True)
class Match:
    """A wording found in a line: its role and the places of its parts, in the view."""

    role: str
    language: str
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]
    whole: bool = True  # the wording is all that the line says

    def __contains__(self, name: str) -> bool:
        return name in self.groups


@dataclass(frozen=True, slots=True)
class Pattern:
    role: str
    language: str
    parts: tuple[str, ...]  # literals, folded; between two of them stands a placeholder
    names: tuple[str, ...]
    key: str
    head: str  # the first literal and the last, without what stands around a line
    tail: str
    weight: int  # characters of all literals: the one that says most goes first


@dataclass(frozen=True, slots=True)
class _Table:
    exact: Mapping[str, tuple[tuple[str, str], ...]]
    indexed: Mapping[str, tuple[Pattern, ...]]
    always: tuple[Pattern, ...]


def languages() -> list[str]:
    """Return the languages of the table."""
    return sorted(_files() - {"any"})


def wordings(language: str) -> Mapping[str, list[str]]:
    """Return a language's roles and their patterns as they stand in the table."""
    path = resources.files(__package__).joinpath("wordings", f"{language}.json")
    loaded: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def words(kind: str) -> frozenset[str]:
    """Return a list of words.

    "function" words make sentences, "around" stand around name and date, "zero" and "one" are numbers, "blocks" are
    HTML's elements, "sayings" no names ("Well said"), "answering" links to an answer, "answers" heads what answers.
    """
    path = resources.files(__package__).joinpath("vocabulary.json")
    return frozenset(json.loads(path.read_text(encoding="utf-8"))[kind].split())


def fold(text: str) -> str:
    """Fold case, white space, quotes, dashes and ellipses: what the table is compared in."""
    return _FOLDED.sub(_folded, text.lower())


def match(view: str) -> tuple[Match, ...]:
    """Return the wordings that a line, or the pieces between its bars and dots, consists of; the best first."""
    if not view or view.isspace():
        return ()
    if len(view) > LONGEST:
        return tuple(_sentences(view)) if len(view) <= 3 * LONGEST else ()
    whole = list(_match_range(view, 0, len(view)))
    if not whole and (numbering := _NUMBERING.match(view)):
        whole = list(_match_range(view, numbering.end(), len(view)))
    found = [*_sentences(view), *whole]
    pieces = list(_pieces(view))
    if 1 < len(pieces) <= MOST_PIECES:
        parts = [list(_match_range(view, start, end)) for start, end in pieces]
        told = (any(hit.role in _ROWS for hit in hits) for hits in parts)  # all of "By Anna | Comments (3) | Permalink"
        covered = all(here or view[slice(*piece)].isdecimal() for here, piece in zip(told, pieces, strict=True))
        found.extend(hit if covered and hit.role in _ROWS else _partial(hit) for hits in parts for hit in hits)
    return tuple(found)


def _sentences(view: str) -> Iterator[Match]:
    """Match the sentences of a line each by itself; together they are the line when they are half of it."""
    stops = [stop for stop in _STOP.finditer(view) if not _SHORT_FORM.search(view[: stop.start() + 1][-12:])]
    ends = [0, *(stop.end() for stop in stops), len(view)]
    if not 2 < len(ends) <= MOST_PIECES + 1:
        return
    found = [
        hit
        for start, end in itertools.pairwise(ends)
        if end - start <= LONGEST
        for hit in _match_range(view, start, end)
    ]
    found = [hit for hit in found if hit.role in _STATEMENTS]
    covered = sum(end - start for start, end in {(hit.start, hit.end) for hit in found})
    # A first sentence that gives date and category is the platform's, whatever follows it.
    opens = any(hit.start == 0 and hit.role in ("entry-date", "categories") and len(hit.groups) > 1 for hit in found)
    for hit in found:
        yield hit if opens or 2 * covered >= len(view) else _partial(hit)


def attributing(view: str) -> Iterator[Match]:
    """Give the wordings of comments that a line would have if anything could be somebody's name."""
    return (hit for hit in _matches(view, anyone=True) if hit.role in _ATTRIBUTING and "name" in hit)


def numbering(view: str) -> str:
    """Return the number or trace ("2", "2.1") that opens a line, or nothing."""
    found = _NUMBERING.match(view)
    return (found["number"] or "") if found else ""


def looks_like_a_name(text: str) -> bool:
    """Say whether a few words could be someone's name; a nickname and an address count."""
    text = text.strip(" \t\"'")
    if not text or len(text) > 60 or len(text.split()) > 6 or _NOT_A_NAME.search(text):
        return False
    words = text.split()
    lower = sum(word[0].islower() for word in words)
    if lower > 3 or lower == len(words) > 3:
        return False  # a clause: "continuing you accept our policy"
    return "." not in text or all(_SHORT_FORM.search(text[: place + 1]) for place in _stops(text))


def _stops(text: str) -> list[int]:
    return [place for place, char in enumerate(text[:-1]) if char == "." and text[place + 1].isspace()]


def _pieces(view: str) -> Iterator[tuple[int, int]]:
    place = 0
    bars = list((_DASHED if view.count(" - ") > 1 else _PIECES).finditer(view))
    for start, end in [*((bar.start(), bar.end()) for bar in bars), (len(view), len(view))]:
        if start > place:
            yield _without_brackets(view, place, start) if bars else (place, start)
        place = end


def _without_brackets(view: str, start: int, end: int) -> tuple[int, int]:
    """Return a range without the brackets that stand around all of it."""
    around = view[start : start + 1] + view[end - 1 : end]
    return (start + 1, end - 1) if around in ("()", "[]") and end - start > 2 else (start, end)


def _partial(hit: Match) -> Match:
    return Match(hit.role, hit.language, hit.start, hit.end, hit.groups, whole=False)


def _match_range(view: str, start: int, end: int) -> Iterator[Match]:
    for hit in _match_text(view[start:end]):
        groups = {name: (start + first, start + last) for name, (first, last) in hit.groups.items()}
        yield Match(hit.role, hit.language, start, end, groups) if start else hit


@lru_cache(maxsize=4096)
def _match_text(text: str) -> tuple[Match, ...]:
    """Match a line, a sentence or a piece; remembered, since pages of one blog repeat most of what is no prose."""
    return tuple(_matches(text))


def _matches(text: str, anyone: bool = False) -> Iterator[Match]:
    table = _table()
    folded = fold(text)
    for role, language in table.exact.get(folded.strip(_EDGES) or folded.strip(), ()):
        yield Match(role, language, 0, len(text), {})
    here = set(_WORD.findall(folded))
    places: list[int] | None = None
    edges = len(folded) - len(folded.lstrip(_EDGES)), len(folded.rstrip(_EDGES)), len(folded.rstrip())
    opens, closes = folded[edges[0] :], folded[: edges[1]]
    is_aloud = folded[edges[1] :].startswith(("!", "?"))
    candidates = [
        pattern
        for patterns in (*(table.indexed[word] for word in here if word in table.indexed), table.always)
        for pattern in patterns
        if opens.startswith(pattern.head)
        and closes.endswith(pattern.tail)
        and not (is_aloud and pattern.tail and pattern.role == "comment-before")
    ]
    for pattern in sorted(candidates, key=_WEIGHT, reverse=True):
        for groups in _groups(pattern, folded, *edges):
            places = places or _places(text)
            spans = {name: (places[left], places[right]) for name, (left, right) in groups.items()}
            if all(_holds(name, text[left:right], anyone) for name, (left, right) in spans.items()):
                yield Match(pattern.role, pattern.language, 0, len(text), spans)
                break


def _groups(pattern: Pattern, folded: str, left: int, right: int, end: int) -> Iterator[dict[str, tuple[int, int]]]:
    """Find the literals from the left, and from the right; give the ranges between them.

    The text within its edges is `folded[left:right]`; up to `end` stands no white space.
    """
    left, right = left if pattern.parts[0] else 0, right if pattern.parts[-1] else end
    if not folded.endswith(pattern.tail, left + len(pattern.head), right):
        return
    left, right = left + len(pattern.head), right - len(pattern.tail)
    for search in (_from_left, _from_right):
        spans = search(pattern.parts[1:-1], folded, left, right)
        if spans is not None and all(
            _filled(name, folded[start:end]) for name, (start, end) in zip(pattern.names, spans, strict=True)
        ):
            yield dict(zip(pattern.names, (_trimmed(folded, span) for span in spans), strict=True))


def _from_left(middle: tuple[str, ...], folded: str, left: int, right: int) -> list[tuple[int, int]] | None:
    spans = []
    for literal in middle:
        place = folded.find(literal, left + 1, right)
        if place < 0:
            return None
        spans.append((left, place))
        left = place + len(literal)
    return [*spans, (left, right)] if left < right else None


def _from_right(middle: tuple[str, ...], folded: str, left: int, right: int) -> list[tuple[int, int]] | None:
    spans: list[tuple[int, int]] = []
    for literal in reversed(middle):
        place = folded.rfind(literal, left, right - 1)
        if place <= left:
            return None
        spans.insert(0, (place + len(literal), right))
        right = place
    return [(left, right), *spans] if left < right else None


def _filled(name: str, text: str) -> bool:
    text = text.strip()
    if name in _NUMERIC:
        return text.isdecimal() and len(text) <= 6
    return bool(text)


def _trimmed(folded: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and folded[start] in ' "':
        start += 1
    while end > start and folded[end - 1] in ' "':
        end -= 1
    return start, end


def _holds(name: str, text: str, anyone: bool = False) -> bool:
    if name in _DATED:
        return _is_date(text)
    if name in ("name", "parent"):
        fits = 0 < len(text.strip()) <= 80 if anyone else _is_someone(text)
        return fits and not (_CLOCK.search(text.strip()) or dates.find_dates(text, 1) or dates.find_yearless(text))
    if name == "url":
        return text.startswith(("http://", "https://")) and " " not in text.strip()
    if name in ("tags", "categories", "category"):
        return len(text) <= 200 and not dates.find_dates(text, 1)
    return True


def _is_someone(text: str) -> bool:
    parts = text.lower().split()
    joints = _JOINTS & set(parts[len(parts) > 1 and len(parts[0]) <= 2 :])  # "El Boticario"
    return looks_like_a_name(text) and not joints and parts[0] not in words("these" if parts[1:] else "sayings")


def _is_date(text: str) -> bool:
    """Say whether a part is a date or a time of day, but for a few letters around it."""
    if len(text) > _LONGEST_DATE:
        return False
    found = dates.find_dates(text, 1)
    printed = found[0] if found else dates.closing_yearless(text) or dates.find_time(text)
    if printed is None or len(text) - (printed.end - printed.start) > 18 or text[: printed.start].strip()[:1].isdigit():
        return False  # "3. On June 8" has the number of a comment
    before, after = text[: printed.start].split(), text[printed.end :].lower().split()
    return _BY.isdisjoint(after) and all(
        not word[0].isupper() or word.lower().strip(",.") in words("around") or (len(word) <= 5 and word.endswith(","))
        for word in before
    )


def _places(view: str) -> list[int]:
    """Return for each place of the folded text, and its end, the place in the view."""
    places: list[int] = []
    place = 0
    lowered = view.lower()
    if len(lowered) != len(view):  # a few capitals have no single lower-case letter
        lowered = "".join(char.lower()[0] for char in view)
    for found in _FOLDED.finditer(lowered):
        places += range(place, found.start())
        places += [found.start()] * len(_folded(found))
        place = found.end()
    places += range(place, len(view) + 1)
    return places


def _folded(found: re.Match[str]) -> str:
    text = found.group()
    if text.isspace():
        after = found.string[found.end() : found.end() + 1]
        return "" if after in tuple(":?!;.…") and after else " "
    if text[0] in ".…":
        return "…"
    return "'" if text in "’‘`´" else "-" if text in "—–" else '"'


def _files() -> set[str]:
    folder = resources.files(__package__).joinpath("wordings")
    return {entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")}


@cache
def _table() -> _Table:
    exact: dict[str, list[tuple[str, str]]] = defaultdict(list)
    indexed: dict[str, list[Pattern]] = defaultdict(list)
    always: list[Pattern] = []
    for language in sorted(_files()):
        for role, patterns in wordings(language).items():
            for text in patterns:
                folded = fold(text)
                if "{" not in folded:
                    exact[folded.strip(_EDGES) or folded].append((role, language))
                    continue
                pattern = _compiled(role, language, folded)
                (indexed[pattern.key] if pattern.key else always).append(pattern)
    return _Table(
        {key: tuple(dict.fromkeys(rows)) for key, rows in exact.items()},
        {key: tuple(rows) for key, rows in indexed.items()},
        tuple(always),
    )


def _compiled(role: str, language: str, folded: str) -> Pattern:
    parts = _PLACEHOLDER.split(folded)
    literals, names = tuple(parts[::2]), tuple(parts[1::2])
    literal = sorted(_WORD.findall(" ".join(literals)), key=len)
    key, head, tail = literal[-1] if literal else "", literals[0].lstrip(_EDGES), literals[-1].rstrip(_EDGES)
    return Pattern(role, language, literals, names, key, head, tail, sum(map(len, literals)))
