"""Find words that letters are lost from: a U+FFFD, or a question mark inside a word where a letter must have stood.

Nothing brings such letters back, so nothing is changed; a person is told where they are missing. A question mark that
is plainly one, for want of a space behind it, between two whole words, is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from blog.text.fragments import Kind, tokens
from blog.text.mojibake_passages import CODE
from blog.text.mojibake_steps import Lost

LONGEST_WORD = 40  # letters on one side of what is lost
BROKEN_WORDS = 3  # distinct ones: a space that is missing behind a question does not come so often

# A question mark between letters, but for one that begins the query of an address.
_INSIDE = re.compile(r"\?(?<=[^\W\d_]\?)(?=[^\W\d_])(?!\w{1,40}+=)")
_REPLACED = re.compile("\ufffd+")
_OF_ADDRESSES = frozenset("/=&@#\\.:_")
_OUTER = "\"'()[]{}.,;:!«»“”‘’„…"
_WORD = re.compile(r"[^\W\d_]++(?:['’][^\W\d_]++)*+")
# A word of letters that no question mark makes one with others.
_WHOLE = re.compile(r"(?<![\w?])[^\W\d_]{2,40}(?![\w])(?!\?\w)")
_LOSABLE = re.compile(r"[^\x00-\x7f]|'")
_ALPHABETIC = "\u0590"  # beyond it are the scripts that need no space behind a question
_LONG = 6  # letters of a word that is whole though nothing else speaks for it, before one that is known
# Words that questions end with or are followed by.
_LANGUAGES = (
    "what why how who where when which really so no not yes is it that this the and or but because if then well you me",
    "him her them us we he she they do does did have are was be can will would should right ok now here there huh",
    "quoi pourquoi comment qui quand oui non et ou mais car que je tu il elle nous vous ils la le les un une des ce",
    "ça pas vrai alors donc",
    "che cosa come chi dove quando perché sì io lui lei noi voi loro lo gli una vero allora",
    "was warum wie wer wo wann ja nein und oder aber weil ich du er sie wir ihr der die das ein eine nicht",
    "qué cómo quién dónde cuándo sí pero porque yo él ella el los las verdad",
    "quê como quem onde sim eu ele ela uma",
    "wat waarom hoe wie waar wanneer nee maar ik jij hij zij het een niet dan",
)
_KNOWN = frozenset(word for line in _LANGUAGES for word in line.split())
_TELLING = 3  # letters of a known word that tells of one that is only long


def lost_letters(text: str, words: Collection[str] = (), *, is_html: bool = False) -> tuple[Lost, ...]:
    """Return the words of a text or fragment that letters are lost from, in order.

    `words` are the shapes (see `shapes_of`) of words that stand whole elsewhere in the blog.
    """
    has_marks = "?" in text and _INSIDE.search(text) is not None
    if not has_marks and "\ufffd" not in text:
        return ()
    found: list[Lost] = []
    asked: list[Lost] = []
    for start, piece, is_code in _pieces(text, is_html):
        found += _replaced_words(piece, start)
        if has_marks and not is_code:
            asked += _broken_words(piece, start)
    found += _vouched_for(asked, text, words)
    return tuple(sorted(found))


def broken_words(text: str) -> set[str]:
    """Return the shapes of words of a text or fragment with a question mark inside, which other words may explain."""
    if _INSIDE.search(text) is None:
        return set()
    found = (lost for start, piece, _ in _pieces(text, is_html=True) for lost in _broken_words(piece, start))
    return {shape for lost in found for shape in _shapes(lost.word)}


def shapes_of(text: str) -> set[str]:
    """Return the shapes of a text's words that have something to lose: each such character is a question mark."""
    words = set(_WORD.findall(text))
    return {_LOSABLE.sub("?", word.casefold()) for word in words if not word.isascii() or "'" in word}


def _pieces(text: str, is_html: bool) -> Iterator[tuple[int, str, bool]]:
    """Yield (where, text, whether it is code) of what is read."""
    if not is_html or "<" not in text:
        yield 0, text, False
        return
    depth = 0
    for token in tokens(text):
        if token.kind is Kind.TEXT:
            yield token.start, text[token.start : token.end], depth > 0
        elif token.name in CODE:
            depth = depth + 1 if token.kind is Kind.OPEN else max(0, depth - 1)


def _replaced_words(piece: str, offset: int) -> Iterator[Lost]:
    last = 0
    for match in _REPLACED.finditer(piece):
        first = match.start()
        if first < last:
            continue
        low, last = max(last, first - LONGEST_WORD), match.end()
        high = min(len(piece), last + LONGEST_WORD)
        while first > low and _is_of_word(piece[first - 1]):
            first -= 1
        while last < high and _is_of_word(piece[last]):
            last += 1
        yield Lost(offset + first, piece[first:last])


def _is_of_word(char: str) -> bool:
    return char.isalpha() or char in "'’\ufffd"


def _broken_words(piece: str, offset: int) -> Iterator[Lost]:
    position = 0
    for match in _INSIDE.finditer(piece):
        first, last = match.start(), match.end()
        before, behind = piece[first - 1], piece[last]
        if first < position or (before.islower() and behind.isupper()) or max(before, behind) > _ALPHABETIC:
            continue
        while first > max(position, match.start() - LONGEST_WORD) and not piece[first - 1].isspace():
            first -= 1
        while last < min(len(piece), match.end() + LONGEST_WORD) and not piece[last].isspace():
            last += 1
        position = last
        word = piece[first:last]
        first += len(word) - len(word.lstrip(_OUTER))
        word = word.strip(_OUTER)
        if _OF_ADDRESSES.isdisjoint(word):
            yield Lost(offset + first, word)


def _vouched_for(asked: list[Lost], text: str, words: Collection[str]) -> list[Lost]:
    """Leave out the words that are two, of a question and of what follows it."""
    if not asked or len({lost.word for lost in asked}) >= BROKEN_WORDS:
        return asked
    own = shapes_of(text)
    whole = {word.casefold() for word in _WHOLE.findall(text)} | _KNOWN
    return [
        lost
        for lost in asked
        if not _is_question(lost.word, whole) or any(shape in own or shape in words for shape in _shapes(lost.word))
    ]


def _is_question(word: str, whole: Collection[str]) -> bool:
    """Say whether what stands on both sides of each question mark is a whole word."""
    parts = [part for part in word.casefold().split("?") if part]
    return all(
        before == after or (after in whole and (before in whole or (len(before) >= _LONG and len(after) >= _TELLING)))
        for before, after in pairwise(parts)
    )


def _shapes(word: str) -> Iterator[str]:
    """Yield the shapes that a word may have had: with, and without, the question marks at its end."""
    shape = _LOSABLE.sub("?", word.casefold())
    yield shape
    while shape.endswith("?"):
        shape = shape[:-1]
        yield shape
