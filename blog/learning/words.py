"""Words of untrusted short texts: folded, with their places, and the tricks that hide them undone. Linear, and pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

GRAM = 4  # characters of a piece of a word
LONGEST = 40  # characters of a word that are read; longer ones are noise

_HIDDEN = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
# A word, and one whose letters were parted by characters that nobody sees or by a dollar sign for an s.
_WORD = re.compile(rf"[^\W_]+(?:[{_HIDDEN}$]+[^\W_]+)*")
_UNSEEN = re.compile(f"[{_HIDDEN}]")
_SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .*_-][^\W\d_]){3,24}(?![^\W_])")
_BETWEEN = re.compile(r"[ .*_-]")
_LINK = re.compile(r"""(?:https?://|www\.)[^\s<>"'\]\[()]{1,2000}""", re.IGNORECASE)
_MARKS = re.compile("[\u0300-\u036f]+")
_LEET = str.maketrans("013457$@", "oieastsa")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[\u0400-\u052f]")


class Word(NamedTuple):
    """A folded word and where it stands in the text, in characters."""

    text: str
    start: int
    end: int
    is_linked: bool = False


def words(text: str) -> list[Word]:
    """Return the words of a text in their order; those within addresses are marked."""
    found: list[Word] = []
    position = 0
    for link in _LINK.finditer(text):
        found += _plain(text, position, link.start())
        found += [Word(fold(m[0]), m.start(), m.end(), True) for m in _WORD.finditer(text, *link.span())]
        position = link.end()
    found += _plain(text, position, len(text))
    return found


def _plain(text: str, start: int, end: int) -> Iterator[Word]:
    spaced = list(_SPACED.finditer(text, start, end))
    for run in spaced:
        for match in _WORD.finditer(text, start, run.start()):
            yield Word(fold(match[0]), match.start(), match.end())
        yield Word(fold(_BETWEEN.sub("", run[0])), run.start(), run.end())
        start = run.end()
    for match in _WORD.finditer(text, start, end):
        yield Word(fold(match[0]), match.start(), match.end())


def links(text: str) -> list[str]:
    """Return the addresses that stand in a text or its markup."""
    return [match[0] for match in _LINK.finditer(text)]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word without case, accents and what hides it; a number becomes "#" with its length."""
    word = word[:LONGEST].casefold()
    if not word.isascii():
        word = _MARKS.sub("", unicodedata.normalize("NFKD", _UNSEEN.sub("", word))).casefold()
    if word.isdigit():
        return f"#{len(word)}"
    return word


def unmasked(word: str) -> str:
    """Return "viagra" for "v1agr4", nothing for a word that hides nothing."""
    if word.isalpha() or word[0] == "#" or not any(c.isalpha() for c in word):
        return ""
    plain = word.translate(_LEET)
    # "mp3" and "2nd" are words as they are: hidden ones change from letters to signs and back.
    return plain if plain.isalpha() and len(plain) > 3 and word[0].isalpha() and word[-1].isalpha() else ""


@lru_cache(maxsize=65536)
def mixes_scripts(word: str) -> bool:
    """Say whether Latin and Cyrillic letters stand in one word, as nobody types it."""
    return not word.isascii() and bool(_LATIN.search(word) and _CYRILLIC.search(word))


@lru_cache(maxsize=65536)
def grams(word: str) -> tuple[str, ...]:
    """Return the pieces of a word, its ends marked; nothing for short ones, which are features themselves."""
    padded = f" {word} "
    return tuple({padded[start : start + GRAM] for start in range(len(padded) - GRAM + 1)}) if len(word) > 3 else ()
