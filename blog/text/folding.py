"""Words as search compares them: without case and accents, in letters and digits that every database splits alike.

FTS5 and PostgreSQL's parser disagree about apostrophes, hyphens, numbers, marks and scripts. What is indexed and what
is asked for both come through here first, so neither has anything left to decide.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from blog.text.foreign import runs, spelled

MAX_WORD = 60  # characters; longer ones are addresses and noise, and PostgreSQL refuses words over 2 kB
MAX_INDEXED = 500_000  # bytes of folded text to a field; PostgreSQL's vectors end at 1 MB

_WORD = re.compile(r"[^\W_]+")
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
# Where other scripts begin, general punctuation and symbols left out, but for the marks that stand above these.
_BEYOND_GREEK = re.compile("[\u0483-\u1dff\u20d0-\u20ff\u2c00-\U0010ffff]")
# Letters that have no decomposition but that people type without their stroke or as two letters.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "n"}
)


class _OtherMarks(dict[int, int | None]):
    """What `translate` makes of characters: nothing of the combining marks of the scripts beyond Latin and Greek. Each
    is asked for once: a class of them all takes longer to compile than to search a thousand posts with."""

    def __missing__(self, code: int) -> int | None:
        is_mark = 0x483 <= code < 0x1F000 and unicodedata.category(chr(code)).startswith("M")
        self[code] = made = None if is_mark else code
        return made


_OTHER_MARKS = _OtherMarks()
# Scripts written without spaces: each character is a word, a run of them a phrase.
_UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def words(text: str) -> list[str]:
    """Return the folded words of a text in their order: "L’Été à Łódź" gives l, ete, a, lodz."""
    text = text.casefold()
    if text.isascii():
        return [word[:MAX_WORD] for word in _WORD.findall(text)]
    text = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    text = _LATIN_MARKS.sub("", text)
    if _BEYOND_GREEK.search(text):
        text = text.translate(_OTHER_MARKS)
        text = _UNSPACED.sub(r" \g<0> ", text)
    return [word[:MAX_WORD] for word in _WORD.findall(text)]


def keys(text: str) -> list[str]:
    """Return the words in the form that is indexed: an ASCII letter, then ASCII letters and digits."""
    # Casefolded, an ASCII character from "a" on can only be a letter: nearly every word is its own key.
    return [word if word.isascii() and word[0] >= "a" else _key(word) for word in words(text)]


def _key(word: str) -> str:
    if word.isascii():
        return word if word[0].isalpha() else f"n{word}"
    return f"u{word.encode().hex()}"


# What becomes of ASCII, and of the bytes of all else: small letters and digits, and a space.
_FOLDED = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))
_SPACES = re.compile(rb"  +")
_ALL_NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
_DIGIT_FIRST = re.compile(rb" 0")  # among noughts alone: as a literal it is found at once
_KEPT = 40  # bytes of a piece whose keys are remembered


def index_text(text: str) -> str:
    """Return what goes into the index for a text: its keys, with a space between them.

    Nearly all of a text is ASCII, and translated at once; pieces with other characters recur, and are remembered.
    """
    text = text.replace("\n", " ")
    if _may_hold_long_words(text):
        data = b" ".join([p if p.isascii() and len(p) <= MAX_WORD else _keys_of(p) for p in spelled(text).data.split()])
    else:
        data = _foreign_folded(text)
    spaced = _SPACES.sub(b" ", b" %b " % data.translate(_FOLDED))
    folded = _with_letters_first(spaced)[1:-1].decode()
    return folded if len(folded) <= MAX_INDEXED else folded[:MAX_INDEXED].rpartition(" ")[0]


def _with_letters_first(spaced: bytes) -> bytes:
    """Put an "n" before words that begin with a digit."""
    pieces: list[bytes] = []
    position = 0
    for found in _DIGIT_FIRST.finditer(spaced.translate(_ALL_NOUGHTS)):
        pieces.append(spaced[position : found.start() + 1])
        position = found.start() + 1
    pieces.append(spaced[position:])
    return b"n".join(pieces)


@lru_cache(maxsize=4096)
def index_name(name: str) -> str:
    """Return what goes into the index for a name that many posts bear."""
    return index_text(name)


def _foreign_folded(text: str) -> bytes:
    """Return a text with its keys instead of the pieces between spaces that are not ASCII."""
    parts: list[bytes] = []
    position = 0
    data, kinds = spelled(text)
    find, rfind = data.find, data.rfind
    for first, last in runs(kinds):
        if first < position:
            continue
        start = rfind(b" ", position, first) + 1 or position
        end = find(b" ", last)
        if end < 0:
            end = len(data)
        parts += (data[position:start], _keys_of(data[start:end]))
        position = end
    return b"".join((*parts, data[position:])) if parts else data


def _may_hold_long_words(text: str) -> bool:
    """Say whether a word may be longer than MAX_WORD: no space stands within so much of the text."""
    place, last, rfind = 0, len(text) - MAX_WORD, text.rfind
    while place < last:
        space = rfind(" ", place, place + MAX_WORD + 1)
        if space < 0:
            return True
        place = space + 1
    return False


def _keys_of(piece: bytes) -> bytes:
    return _known_keys(piece) if len(piece) <= _KEPT else _known_keys.__wrapped__(piece)


@lru_cache(maxsize=16384)
def _known_keys(piece: bytes) -> bytes:
    return " ".join(keys(piece.decode("utf-8", "surrogatepass"))).encode()
