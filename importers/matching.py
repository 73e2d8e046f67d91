"""Whether two sources speak of one post, or of one comment: by what they say, since they share no number.

Pure functions of titles, dates and words. Whoever asks has found the candidates; a doubt is no match, since two posts
that stay apart can be united by hand, and two that were made one cannot be parted.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from blog.text import folding, plain

SHINGLE = 4  # words
MOST_WORDS = 3_000  # of a body that are compared
FEW = 8  # shingles below which a text says too little
MANY = 40  # from which on it says enough against another title
SKETCH = 8  # smallest shingles by which a text is looked up

ADDRESS, TITLE_AND_DATE, TEXT = "its address", "its title and its date", "its text"


@dataclass(frozen=True)
class Likeness:
    """What is compared of a post: its title, its date as far as it is known, its body as HTML."""

    title: str
    date: tuple[int | None, int | None, int | None] = (None, None, None)
    body_html: str = ""

    @cached_property
    def title_key(self) -> str:
        return " ".join(folding.words(self.title))

    @cached_property
    def words(self) -> list[str]:
        return folding.words(plain.words_of(self.body_html))[:MOST_WORDS]

    @cached_property
    def shingles(self) -> frozenset[int]:
        return shingles_of(self.words)

    @property
    def day(self) -> dt.date | None:
        year, month, day = self.date
        try:
            return dt.date(year, month, day) if year and month and day else None
        except ValueError:
            return None

    def same_title(self, other: Likeness) -> bool:
        return self.title_key != "" and self.title_key == other.title_key

    def clashes_in_title(self, other: Likeness) -> bool:
        """Whether both have titles, and neither is a part of the other, or of the other's text."""
        one, two = self.title_key, other.title_key
        if not (one and two) or one in two or two in one:
            return False
        return not (other.says(one) or self.says(two))

    def says(self, key: str) -> bool:
        """Whether some words stand in the text: a bare text's first line may be taken for its title."""
        return key.count(" ") > 1 and f" {key} " in f" {' '.join(self.words)} "

    def clashes_in_date(self, other: Likeness) -> bool:
        """Whether the dates are more than a day apart: a page may print another zone's."""
        if self.day and other.day:
            return abs((self.day - other.day).days) > 1
        pairs = zip(self.date, other.date, strict=True)
        return any(one is not None and two is not None and one != two for one, two in pairs)

    def contained(self, other: Likeness) -> float | None:
        """Return how much of the shorter text stands in the longer one; None where one says too little."""
        smaller = min(len(self.shingles), len(other.shingles))
        return len(self.shingles & other.shingles) / smaller if smaller >= FEW else None

    def resembles(self, other: Likeness) -> bool:
        """Whether both texts are nearly one: a list of posts holds each of them, and is none of them."""
        longer = max(len(self.shingles), len(other.shingles))
        shared = self.contained(other)
        return shared is not None and shared >= 0.8 and 2 * len(self.shingles & other.shingles) >= longer

    def is_retitled(self, other: Likeness) -> bool:
        """Whether both are one text of one day under two titles: what is posted again and again has other days."""
        same_day = self.day is not None and other.day is not None and not self.clashes_in_date(other)
        long_enough = min(len(self.shingles), len(other.shingles)) >= MANY
        return same_day and long_enough and (self.contained(other) or 0) >= 0.95 and self.resembles(other)


def shingles_of(words: Sequence[str]) -> frozenset[int]:
    """Return numbers that stand for the runs of four words in a text."""
    runs = (" ".join(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1))
    return frozenset(zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs)


def sketch_of(likeness: Likeness) -> list[int]:
    """Return the few numbers by which a text is looked up: two alike share most of them."""
    return sorted(likeness.shingles)[:SKETCH]


def reason(new: Likeness, old: Likeness, *, by_address: bool, by_address_only: bool = False) -> str:
    """Return by what two posts are one, "" when they are two or nobody can tell."""
    if by_address:
        return "" if new.clashes_in_title(old) and (new.contained(old) or 0) < 0.3 else ADDRESS
    if by_address_only or new.clashes_in_date(old):
        return ""
    if new.clashes_in_title(old):
        return TEXT if new.is_retitled(old) else ""
    if not new.same_title(old):
        return TEXT if new.resembles(old) else ""
    shared = new.contained(old)
    if new.day and old.day and (shared is None or shared >= 0.1):
        return TITLE_AND_DATE
    return TEXT if shared is not None and shared >= 0.5 else ""


def is_fuller(new: Likeness, old: Likeness) -> bool:
    """Say whether a capture holds more of the text than another one."""
    return len(new.words) > len(old.words) * 1.02


@dataclass(frozen=True)
class Said:
    """What is compared of a comment or trackback. `text` None: what it said is not here any more."""

    kind: str  # comment or trackback
    author: str
    moment: dt.datetime | None = None
    text: str | None = ""
    url: str = ""

    @cached_property
    def name(self) -> str:
        return " ".join(folding.words(self.author))

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(folding.words(self.text or ""))


def twins(new: Sequence[Said], old: Sequence[Said]) -> list[int | None]:
    """Return for each of the new ones the place of the old one that it is, each old one once; the surest first."""
    found: list[int | None] = [None] * len(new)
    taken: set[int] = set()
    by_name: dict[tuple[str, str], list[int]] = {}
    by_text: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for place, said in enumerate(old):
        by_name.setdefault((said.kind, said.name), []).append(place)
        if said.words:
            by_text.setdefault((said.kind, said.words), []).append(place)
    for rule in (_same_in_all, _same_words, _nearly_same):
        for index, said in enumerate(new):
            if found[index] is not None:
                continue
            near = _near(said, by_name, by_text)
            match = next((place for place in near if place not in taken and rule(said, old[place])), None)
            if match is not None:
                found[index] = match
                taken.add(match)
    return found


def _near(
    said: Said,
    by_name: Mapping[tuple[str, str], list[int]],
    by_text: Mapping[tuple[str, tuple[str, ...]], list[int]],
) -> Iterator[int]:
    yield from by_text.get((said.kind, said.words), ()) if said.words else ()
    yield from by_name.get((said.kind, said.name), ())


def _same_in_all(one: Said, two: Said) -> bool:
    return one.words == two.words and one.name == two.name and _near_in_time(one, two) and two.text is not None


def _same_words(one: Said, two: Said) -> bool:
    """Of several words, or of the same author: two people may both say "Thanks!"."""
    if two.text is None or one.words != two.words or not _near_in_time(one, two):
        return False
    if one.kind != "comment":
        return one.name == two.name or (one.url != "" and one.url == two.url)
    return one.name == two.name or not one.name or not two.name


def _nearly_same(one: Said, two: Said) -> bool:
    """By the same author, within a day, and most of its words; what was deleted here, or says nothing, by author and
    day."""
    if one.name != two.name or not one.name or one.moment is None or two.moment is None or not _near_in_time(one, two):
        return False
    if two.text is None or not one.words:
        return True
    here, there = shingles_of(one.words), shingles_of(two.words)
    smaller = min(len(here), len(there))
    return smaller > 0 and len(here & there) / smaller >= 0.8


def _near_in_time(one: Said, two: Said) -> bool:
    """Whether both may be of one moment: what is not known contradicts nothing, and zones lie within a day."""
    if one.moment is None or two.moment is None:
        return True
    return abs(one.moment - two.moment) <= dt.timedelta(hours=26)
