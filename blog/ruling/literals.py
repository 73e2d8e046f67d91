"""Literals found in a text whatever their case and accents, and where they stand in the text as it was written.

No patterns: what a moderator types means itself, and no text can make the search slow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Tags that somebody typed as text: those within a word part nothing, all others are a space.
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_WITHIN_WORDS = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|em|font|i|ins|mark|s|small|span|strike|strong|sub|sup|u|wbr)\b", re.IGNORECASE
)
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_ASCII_SPACES = str.maketrans("\t\n\r\f\v", "     ")
_WORD = re.compile(r"\w+")
# Scripts written without spaces: a word may begin and end anywhere.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


class Folded(NamedTuple):
    """A text without case, accents, invisible characters, typed tags and runs of spaces.

    `places[i]` is where the character that gave `text[i]` stands in the original; one more stands for the end.
    """

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the original of a piece of the folded text."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


class _Folds(dict[str, str]):
    """Each character with what it is folded to, learned when it is first met."""

    def __missing__(self, character: str) -> str:
        found = self[character] = _fold(character)
        return found


def _fold(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKD", character.casefold()).casefold().translate(_LETTERS)
    return _LATIN_MARKS.sub("", plain)


_FOLDS = _Folds()


def folded(text: str) -> Folded:
    """Return a text as literals are compared with it, in time linear in its length."""
    if text.isascii() and "<" not in text:
        low = text.lower().translate(_ASCII_SPACES)
        if "  " not in low:
            return Folded(low, range(len(low) + 1))
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for tag in [*_TAG.finditer(text), None]:
        end = tag.start() if tag else len(text)
        _fold_piece(text, position, end, pieces, places)
        if tag:
            if not _WITHIN_WORDS.match(tag[0]) and pieces and pieces[-1] != " ":
                pieces.append(" ")
                places.append(tag.start())
            position = tag.end()
    return Folded("".join(pieces), [*places, len(text)])


def _fold_piece(text: str, start: int, end: int, pieces: list[str], places: list[int]) -> None:
    for place in range(start, end):
        for letter in _FOLDS[text[place]]:
            if letter != " " or not pieces or pieces[-1] != " ":
                pieces.append(letter)
                places.append(place)


def literal(text: str) -> str:
    """Return what a person typed as a literal, as `occurrences` looks for it."""
    return folded(text.strip()).text.strip()


def key_of(sought: str) -> str:
    """Return a word that any text has among its own if a folded literal stands in it; nothing where that is not sure.

    Whether a text's words hold it is asked at once; to look for each of thousands of literals takes a search each.
    """
    first = _WORD.match(sought)
    if first is None or not _needs_boundary(sought[0]):
        return ""
    return first[0] if first.end() < len(sought) or _needs_boundary(sought[-1]) else ""


def words_of(within: Folded) -> set[str]:
    """Return the words of a folded text, as `key_of` means them."""
    return set(_WORD.findall(within.text))


def occurrences(sought: str, within: Folded) -> Iterator[tuple[int, int]]:
    """Yield the places in the original of a folded literal that stands there as words of its own."""
    text = within.text
    if not sought or sought not in text:
        return
    before, after = _needs_boundary(sought[0]), _needs_boundary(sought[-1])
    start = text.find(sought)
    while start >= 0:
        end = start + len(sought)
        if not (before and start and _is_word(text[start - 1])) and not (
            after and end < len(text) and _is_word(text[end])
        ):
            yield within.span(start, end)
            start = text.find(sought, end)
        else:
            start = text.find(sought, start + 1)


def _needs_boundary(edge: str) -> bool:
    return _is_word(edge) and not _UNSPACED.match(edge)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
