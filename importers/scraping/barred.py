"""Rows between bars whose words are a theme's own: "Told by Anna | in Attic | 4 voices", "Twitter | Print".

One piece that names somebody, beside one that counts or files, is a byline; two that send a post elsewhere are links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from importers.scraping.dates import Printed
from importers.scraping.phrases import Match, looks_like_a_name, match
from importers.scraping.signatures import is_other_deed

_LONGEST = 160
_MOST = 7
_BARS = re.compile(r"\s?[|·•]\s?|\s[-–—]\s")
_NAME = r"(?P<name>(?-i:[A-ZÀ-Þ])[^|·•:]{0,60}?)"
_IN = r"(?:in|dans|en|em|unter|onder|sous)"
_BY = re.compile(
    rf"(?P<deed>(?:[^\W\d_]{{2,20}}\s){{0,2}})(?:by|par|por|di|von|door)\s{_NAME}(?:\s{_IN}\s(?P<category>[^|·•:]{{2,60}}))?",
    re.IGNORECASE,
)
_LABELLED = re.compile(rf"(?P<deed>[^\W\d_]{{2,20}})\s?:\s{_NAME}", re.IGNORECASE)
_FILED = re.compile(rf"{_IN}\s(?P<category>[^|·•:]{{2,60}})", re.IGNORECASE)
_UNDER = re.compile(
    r"(?:categor\w*|catégor\w*|kategor\w*|rubri\w*|secci[oó]n|sezione|secção|seção|section|sektion|thema|argoment\w*)"
    r"\s?:\s(?P<category>[^|·•:]{2,60})",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:\d{1,4}\s[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20}){0,2}|[^\W\d_]{2,20}\s?[(:]\s?\d{1,4}\)?)")
_SITES = re.compile(
    r"blogthis!|twitter|facebook|pinterest|google\+?\s?buzz|instagram|whatsapp|linkedin|del\.icio\.us|digg|segnalo|meneame"
    r"|menéame|stumbleupon|technorati|myspace|tuenti|hyves|delicious|reddit|wikio|oknotizie|telegram",
    re.IGNORECASE,
)
_SHARING = re.compile(
    r"\b(?:shar(?:e|ing)|partag\w+|condivi\w+|compart\w+|partilh\w+|teil(?:en|e)\b|weiter\w{2,8}|delen\b|deel\b|enviar|send)",
    re.IGNORECASE,
)


def find_barred(view: str, dates: Sequence[Printed], words: int) -> Iterator[Match]:
    """Give what a row is: who wrote the post, and under what; or links to send it elsewhere. At most one wording."""
    if dates or len(view) > _LONGEST or words > 24:
        return
    if _is_sharing(view, words):
        yield Match("share", "any", 0, len(view), {})
        return
    pieces = list(_pieces(view))
    if not 2 <= len(pieces) <= _MOST:
        return
    groups: dict[str, tuple[int, int]] = {}
    counted = labelled = False
    for number, (start, end) in enumerate(pieces):
        piece = view[start:end]
        by = _BY.fullmatch(piece) if number <= 1 else None
        named = by or (None if number else _LABELLED.fullmatch(piece))
        filed = _FILED.fullmatch(piece) or _UNDER.fullmatch(piece)
        counted = counted or _COUNTED.fullmatch(piece) is not None
        if named and "name" not in groups and _names_the_author(named) and not _UNDER.fullmatch(piece):
            labelled = by is None
            groups |= {
                name: _shifted(named.span(name), start) for name in named.groupdict() if name in _GROUPS and named[name]
            }
        elif filed and "category" not in groups:
            groups["category"] = _shifted(filed.span("category"), start)
    is_filed = len(groups) == 2
    # "Where: Harrow Bridge | 3 rooms" names nobody: behind a label of any kind, all three have to be there.
    if "name" in groups and ((counted and (is_filed or not labelled)) or (is_filed and len(pieces) == 2)):
        yield Match("byline", "any", 0, len(view), groups)


def _names_the_author(named: re.Match[str]) -> bool:
    return looks_like_a_name(named["name"]) and not is_other_deed(named["deed"])


_GROUPS = frozenset({"name", "category"})


def _shifted(span: tuple[int, int], start: int) -> tuple[int, int]:
    return span[0] + start, span[1] + start


def _pieces(view: str) -> Iterator[tuple[int, int]]:
    place = 0
    for bar in _BARS.finditer(view.rstrip()):
        yield place, bar.start()
        place = bar.end()
    yield place, len(view.rstrip())


def _is_sharing(view: str, words: int) -> bool:
    """Say whether a line sends a post to other sites: two of them behind a colon, a bar or a verb, or links."""
    if words > 20 or view.rstrip().endswith((".", "?", "!", ",", ";")):
        return False
    sites = {site.lower() for site in _SITES.findall(view)}
    pieces = [view[start:end] for start, end in _pieces(view)]
    if len(sites) >= 2:
        return len(pieces) >= 3 or (":" in view[:40] and words <= 12) or len(_SHARING.findall(view)) >= 1
    told = sum(any(hit.whole and hit.role == "share" for hit in match(piece)) for piece in pieces)
    return len(pieces) >= 3 and told + len(sites) >= 2 and all(len(piece.split()) <= 5 for piece in pieces)
