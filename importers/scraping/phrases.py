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
from functools import cache
from importlib import resources

from importers.scraping import dates

LONGEST = 300  # characters of a line that is compared with the table; longer lines are prose
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_FOLDED = re.compile(r"\s+(?=[:?!;.…])|\s+|\.{2,}|…|[’‘`´]|[“”„«»]|[—–]")
_WORD = re.compile(r"[^\W_]+")
_EDGES = " \t.:;,!…|·•*»«>#-\"'()[]↓↑→←"
_NUMBERING = re.compile(r"\s*(?:[(\[]?#?(?P<number>\d{1,4}(?:\.\d{1,3}){0,6})[.):\]]?|[»«*•>|–-])\s+")
_PIECES = re.compile(r"\s*(?:[|·•]|::|//|—)\s*|(?<=[)\]])\s(?=[(\[])")
_DASHED = re.compile(_PIECES.pattern + r"|\s-\s")  # one dash may stand in any title
# "W. Ahlers", "Dr. Petit", "Sra. Fuentes", "J.-P. Roux": a stop after a capital and up to four letters ends nothing.
_NOT_A_NAME = re.compile(r"\||[!?:;]\s|[!?:;…]$|https?://|^\W*$|\d{5,}|\d:\d\d|\b(?:19|20)\d\d\b|^[@#]\S+\s\S+\s|^[¿¡]")
_SHORT_FORM = re.compile(r"(?:\b[^\W\d_]\.-?){1,3}$|\b[A-ZÀ-Þ][a-zà-ÿ]{1,4}\.$|\b[A-Z][a-z]{1,3}\.r?a\.?$")
_MARK = re.compile(
    r"\s{1,3}[(|·]?\s?(?:post author|article author|author|auteur de l.article|auteur|autore dell.articolo|autore"
    r"|beitragsautor|autor"
    r"|autor de la entrada|autor do post|berichtauteur)[)]?$",
    re.IGNORECASE,
)
_UNVERIFIED = re.compile(r"\s{1,3}\((?:not verified|non vérifié|nicht überprüft|niet gecontroleerd)\)?$", re.IGNORECASE)
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
        *("published", "publié", "veröffentlicht", "pubblicato", "publicado", "gepubliceerd", "getracked", "tracked"),
        *("posted", "submitted", "written", "updated", "geplaatst", "gepost", "geschrieben", "verfasst", "rilevato"),
    ]
)
_NUMERIC = ("n", "i", "id")
_DATED = ("date", "time")


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

    "function" are what sentences are made of, "around" stand around a name and a date, "zero" and "one" are numbers,
    "blocks" are HTML's block elements.
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
    if len(pieces) > 1:
        parts = [list(_match_range(view, start, end)) for start, end in pieces]
        covered = all(
            any(hit.role in _ROWS for hit in hits) for hits in parts
        )  # "By Anna | Comments (3) | Permalink": the line is nothing else
        found.extend(hit if covered and hit.role in _ROWS else _partial(hit) for hits in parts for hit in hits)
    return tuple(found)


def _sentences(view: str) -> Iterator[Match]:
    """Match the sentences of a line each by itself; together they are the line when they are half of it."""
    stops = [stop for stop in _STOP.finditer(view) if not _SHORT_FORM.search(view[: stop.start() + 1][-12:])]
    ends = [0, *(stop.end() for stop in stops), len(view)]
    if len(ends) == 2:
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
    return all(_SHORT_FORM.search(text[: place + 1]) for place in _stops(text))


def without_mark(name: str) -> str:
    """Cut off what themes print behind the name of the post's author in the comments: "Post author"."""
    mark = _MARK.search(name)
    return name[: mark.start()] if mark and mark.start() else name


def without_doubt(name: str) -> str:
    """Cut off what Drupal prints behind the name of a guest: "(not verified)"."""
    return _UNVERIFIED.sub("", name)


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
    table = _table()
    folded = fold(view[start:end])
    for role, language in table.exact.get(folded.strip(_EDGES) or folded.strip(), ()):
        yield Match(role, language, start, end, {})
    here = set(_WORD.findall(folded))
    places: list[int] | None = None
    candidates = [pattern for word in here for pattern in table.indexed.get(word, ())]
    for pattern in sorted(candidates + list(table.always), key=lambda p: -sum(map(len, p.parts))):
        for groups in _groups(pattern, folded):
            places = places or _places(view[start:end])
            spans = {name: (start + places[left], start + places[right]) for name, (left, right) in groups.items()}
            if all(_holds(name, view[left:right]) for name, (left, right) in spans.items()):
                yield Match(pattern.role, pattern.language, start, end, spans)
                break


def _groups(pattern: Pattern, folded: str) -> Iterator[dict[str, tuple[int, int]]]:
    """Find the literals from the left, and from the right; give the ranges between them."""
    first, last = pattern.parts[0], pattern.parts[-1]
    left = len(folded) - len(folded.lstrip(_EDGES)) if first else 0
    right = len(folded.rstrip(_EDGES)) if last else len(folded.rstrip())
    head, tail = first.lstrip(_EDGES), last.rstrip(_EDGES)
    if not folded.startswith(head, left) or not folded.endswith(tail, left + len(head), right):
        return
    left, right = left + len(head), right - len(tail)
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


def _holds(name: str, text: str) -> bool:
    if name in _DATED:
        return _is_date(text)
    if name in ("name", "parent"):
        return looks_like_a_name(text) and not dates.find_dates(text, 1) and not _JOINTS & set(text.lower().split())
    if name == "url":
        return text.startswith(("http://", "https://")) and " " not in text.strip()
    if name in ("tags", "categories", "category"):
        return len(text) <= 200 and not dates.find_dates(text, 1)
    return True


def _is_date(text: str) -> bool:
    """Say whether a part is a date or a time of day, but for a few letters around it."""
    found = dates.find_dates(text, 1)
    printed = found[0] if found else dates.find_yearless(text) or dates.find_time(text)
    if printed is None or len(text) - (printed.end - printed.start) > 18:
        return False
    before = text[: printed.start].split()
    return all(
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
    return Pattern(role, language, literals, names, literal[-1] if literal else "")
