"""Comments out of the feedback region: every layout is tried, and the page's own checksums choose.

A layout says where name and date stand: before the text, after it, on both sides, on two lines, a subject above. The
page checks it: the count it states, dates that rise, no comment without text, no line left over. The distance to the
second best is the confidence.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from importers.records import FoundDate
from importers.scraping.arranging import (
    LAYOUTS,
    Item,
    Token,
    Tokens,
    take_linked_subjects,
    take_numbers,
    take_pictures,
    take_subjects,
    token_of,
    without_votes,
)
from importers.scraping.carrying import family_of
from importers.scraping.dates import chosen, day_of, with_year
from importers.scraping.features import Features
from importers.scraping.lines import Line, normalized
from importers.scraping.threads import is_answer


@dataclass(frozen=True, slots=True)
class Checks:
    """What the page says that its comments must agree with."""

    stated: int | None
    posted: FoundDate | None
    day_first: bool | None
    names: frozenset[str] = frozenset()
    usual: str = ""  # the layout of most pages of the batch


@dataclass(frozen=True, slots=True)
class Reading:
    """The comments under one layout, its score, and the distance to the second best layout; `others` names that one."""

    layout: str
    items: tuple[Item, ...]
    unused: tuple[Line, ...]
    score: float
    margin: float = 0.0
    others: tuple[str, ...] = ()


def read_comments(region: Sequence[Features], checks: Checks) -> Reading | None:
    """Return the best reading of the region's lines; None when no layout finds a comment."""
    readings = []
    for tokens, price in _hypotheses(without_votes([token_of(seen) for seen in region])):
        for name, layout in LAYOUTS.items():
            items, unused = layout(tokens)
            if items:
                take_subjects(items)
                take_linked_subjects(items, tokens)
                take_numbers(items)
                take_pictures(items)
                for item in items:
                    item.date = dated(item, checks)
                score = _score(name, items, unused, tokens, checks) - price
                readings.append(Reading(name, tuple(items), tuple(unused), score))
    if not readings:
        return None
    readings.sort(key=lambda reading: -reading.score)
    best = readings[0]
    others = [reading for reading in readings[1:] if _substance(reading) != _substance(best)]
    margin = best.score - others[0].score if others else 99.0
    told = tuple(f"layout-{other.layout}, score {other.score:.1f}" for other in others[:1])
    return replace(best, margin=margin, others=told)


_PRICE = 1.5  # of a line that names someone and is read as text all the same


def _hypotheses(tokens: list[Token]) -> Iterator[tuple[Tokens, float]]:
    """Give the lines as they were seen, and as they are if only one wording attributes: people quote each other."""
    yield tokens, 0.0
    families = Counter(family_of(token.seen) for token in tokens if token.anchor and token.anchor.name)
    if len(families) < 2:
        return
    for family, _ in families.most_common(_FAMILIES):
        others = [t for t in tokens if t.anchor and t.anchor.name and family_of(t.seen) != family]
        plain = {token.seen.line.number for token in others}
        told = [Token("text", t.seen) if t.seen.line.number in plain else t for t in tokens]
        yield told, _PRICE * len(plain)


_FAMILIES = 3  # wordings of a page that are tried alone


_BEGINNING = 40  # characters by which most texts are told from a name
_SPACE_BEFORE = 200  # characters of white space that may stand before a text, or between its words
# Where a line closes each comment, what follows the last one is none; it may be a form, in whatever words.
_CLOSED = frozenset({"both", "date-text-name"})
_STANDS = {"after": "after", "text-name-date": "after", "date-text-name": "after"}


def _score(layout: str, items: Sequence[Item], unused: Sequence[Line], tokens: Tokens, checks: Checks) -> float:
    count = len(items)
    answers = [token.seen.line.number for token in tokens if "reply" in token.seen.roles]
    score = 0.0
    if checks.stated is not None:
        # Some platforms count the pings among comments, some do not; Over-blog counts no answers.
        counts = (count, sum(not item.ping for item in items), sum(not is_answer(item) for item in items))
        off = min(abs(number - checks.stated) for number in counts)
        score += 12.0 if not off else -3.0 * min(off, 5)
    score -= 5.0 * sum(not item.lines and not item.ping for item in items) / math.sqrt(count)
    last = max(line.number for item in items for line in (*item.heads, *item.lines))
    below = sum(line.number > last for line in unused) if layout in _CLOSED else 0
    score -= 1.5 * min(len(unused) - below, 20) + 0.4 * min(below, 20)
    score += 4.0 * sum(bool(item.name) for item in items) / count
    score += 3.0 * sum(item.printed is not None for item in items) / count
    days = [day for item in items if (day := day_of(item.date)) is not None]
    rising = sum(later >= earlier for earlier, later in itertools.pairwise(days))
    score += 2.0 * rising / max(len(days) - 1, 1) - 0.5 * min(len(days) - 1 - rising, 6) if days else 0.0
    posted = day_of(checks.posted)
    score -= 2.0 * sum(posted is not None and (posted - day).days > 1 for day in days) / count
    score += 1.0 * sum(item.name.casefold() in checks.names for item in items) / count
    score -= 3.0 * sum(_names_its_text(item) for item in items) / count
    score -= 2.0 * sum(_goes_past(item, answers) for item in items) / count
    used = {line.number for item in items for line in item.heads}
    swallowed = [t for t in tokens if t.anchor and t.seen.line.number not in used]
    score -= 2.5 * min(len(swallowed), 8)
    stands = _STANDS.get(layout, "before")
    against = [t for t in tokens if t.anchor and t.anchor.side not in ("either", "date", stands)]
    score -= 3.0 * len(against) / count
    if stands == "after":  # the link to answer stands below a comment, not within
        closed = sum("reply" in t.seen.roles and b.kind == "text" for b, t in itertools.pairwise(tokens))
        score -= 3.0 * min(closed, count) / count
    score += 2.0 if layout == checks.usual else 0.0
    return score - (0.6 if layout == "subject" else 0.0)


def _goes_past(item: Item, answers: Sequence[int]) -> bool:
    """Say whether a comment's text goes on behind a link to answer, which closes comments."""
    if len(item.lines) < 2:
        return False
    place = bisect_right(answers, item.lines[0].number)
    return place < len(answers) and answers[place] < item.lines[-1].number


def _names_its_text(item: Item) -> bool:
    """Say whether an item's name is how its text begins: then it is a subject, and the reading is wrong."""
    if not item.lines or len(item.name) <= 2:
        return False
    name, text = _folded_name(item.name), item.lines[0].text
    beginning = normalized(text[:_BEGINNING])
    if beginning and not beginning.startswith(name[:1]):
        return False  # as nearly all
    return normalized(text[: 2 * len(item.name) + _SPACE_BEFORE]).startswith(name)


@lru_cache(maxsize=4096)
def _folded_name(name: str) -> str:
    return normalized(name).strip(" .…,:;!?")


def _substance(reading: Reading) -> list[tuple[str, tuple[int, ...]]]:
    return [(item.name, tuple(line.number for line in item.lines)) for item in reading.items]


def dated(item: Item, checks: Checks) -> FoundDate | None:
    """Return the reading of an item's date that agrees with the page; None when it cannot be completed."""
    if item.printed is None:
        return None
    return chosen(item.printed, checks.day_first) or with_year(item.printed, checks.posted)
