"""One chain of misreadings that explains all of a passage: then it decides what single forms leave open.

A form may be explained by several encodings (`Ăź` is ß by one and ü by another). Where what is not ASCII in a passage
is UTF-8 by one chain of encodings, and no other chain gives as good a text, that chain is the one, for all of the
passage. Where two are as good as each other, what they do not agree on is a guess.
"""

from __future__ import annotations

import re
from codecs import charmap_build, charmap_encode
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from itertools import chain as joined
from typing import Any, NamedTuple

from blog.text.alphabets import foreign_words, oddity, script
from blog.text.mojibake_forms import COMMON, MOST_TIMES, READINGS, characters_of

_TIMES = ("", "", ", twice", ", three times")
_NO_BYTE = ord("?")  # among bytes of what is not ASCII
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What is not ASCII, with the letters around it: what is one word once it is undone is in one of these.
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]*+[^\x00-\x7f][A-Za-z\x80-\U0010ffff]*+")
_SHORT = 36  # the longest word that is remembered
_BEYOND = re.compile(r"[\u0370-\u1dff\u2c00-\U0010ffff]")
_FEW = 10  # so many pieces that a chain explains outweigh one that it leaves
_PROOF = 6  # letters of another script, all by one chain and by no other
_NO_TYPOGRAPHY = dict.fromkeys(map(ord, "\xa0–—…«»“”‘’„©®™·•€"))
_CONTROL = re.compile(r"[\x80-\x9f]")


_Place = tuple[int, int, str]
_Pieces = Sequence[_Place]
_Encodings = tuple[str, ...]


class _Word(NamedTuple):
    """What a chain makes of a garbled word: its pieces, and the words that come of it and are not ASCII."""

    pieces: _Pieces
    words: Set[str]


class Whole(NamedTuple):
    """What one chain makes of a passage: pieces (start, end, truth), and for those that equal chains read differently
    what each makes of it, (truth, reading). `letters` are those it gains of other scripts than the Latin."""

    pieces: _Pieces
    rivals: Mapping[_Place, tuple[tuple[str, str], ...]]
    reading: str
    letters: int
    is_proof: bool
    is_strict: bool
    times: int


class _Chain(NamedTuple):
    encodings: _Encodings
    pieces: tuple[_Place, ...]
    gained: str
    cost: int
    unexplained: int  # characters that are not ASCII


def explained(text: str, known: Collection[str] = ()) -> Whole | None:
    """Return what the chain makes of a passage that explains it best; None when none does.

    `known` are readings that are proved around the passage: where there are any, only these are asked.
    """
    chains = [
        found for found in _chains(text, may_be_alone=bool(known)) if not known or _reading(found.encodings) in known
    ]
    if not chains:
        return None
    best = min(chains, key=_rank) if len(chains) > 1 else chains[0]
    others = [found for found in chains if found.pieces != best.pieces and not _is_part(found, best)]
    equal = [found for found in others if _rank(found)[:2] <= _rank(best)[:2]]
    rivals = _rivals([best, *equal]) if equal else {}
    letters = sum(map(_is_other, best.gained)) if _BEYOND.search(best.gained) else 0
    is_proof = not others and letters >= _PROOF and best.cost == 0
    is_strict = not best.unexplained
    return Whole(best.pieces, rivals, _reading(best.encodings), letters, is_proof, is_strict, len(best.encodings))


def _rivals(chains: list[_Chain]) -> dict[_Place, tuple[tuple[str, str], ...]]:
    """Return what each chain makes, (truth, reading), of the first chain's pieces that not all of them have."""
    agreed = set(chains[0].pieces).intersection(*(found.pieces for found in chains[1:]))
    made: dict[int, list[tuple[str, str]]] = {}
    for found in chains:
        for start, _, truth in set(found.pieces) - agreed:
            made.setdefault(start, []).append((truth, _reading(found.encodings)))
    return {piece: tuple(made[piece[0]]) for piece in chains[0].pieces if piece not in agreed}


def _rank(found: _Chain) -> tuple[int, int, int]:
    """Rare letters tell that a chain is not the one; of equals the one with the fewest misreadings comes first."""
    return found.cost, sum(char not in COMMON for char in found.gained), len(found.encodings)


def _is_part(found: _Chain, best: _Chain) -> bool:
    """Say whether a chain is another that was not undone to its beginning."""
    return best.encodings[-len(found.encodings) :] == found.encodings


def _chains(text: str, *, may_be_alone: bool = False) -> list[_Chain]:
    """Return the chains of encodings that lead from a text that may have been written to this one.

    Those that leave something of it as it is are only asked where none explains all of it well.
    """
    least = 1 if may_be_alone else 2
    found = (_weighed(text, *undone, least=least) for undone in _undone(text))
    strict = [chain for chain in found if chain]
    if any(chain.cost == 0 for chain in strict):
        return strict
    singles = [(place, place + 1, char) for place, char in enumerate(text) if char > "\x7f"]
    words: dict[_Pieces, Set[str]] = {}  # encodings are much alike
    for encodings, pieces, left in _undone_partly(singles):
        key = tuple(pieces)
        if key not in words:
            words[key] = foreign_words(_applied(text, pieces))
        if chain := _weighed(text, encodings, pieces, words[key], len(singles) - _length(pieces), left):
            strict.append(chain)
    return strict


def _length(pieces: _Pieces) -> int:
    return sum(end - start for start, end, _ in pieces)


def _weighed(
    text: str,
    encodings: _Encodings,
    pieces: _Pieces,
    words: Set[str],
    unexplained: int = 0,
    contradicting: int = 0,
    least: int = 2,
) -> _Chain | None:
    gained = "".join([truth for _, _, truth in pieces])
    if not _may_stand(text, pieces, gained, least) or (unexplained and _is_of_the_text(text, pieces)):
        return None
    odd = oddity(words, gained)
    if 4 * odd > len(pieces) + 3:
        return None
    return _Chain(encodings, tuple(pieces), gained, 4 * (odd + contradicting) + unexplained, unexplained)


def _may_stand(text: str, pieces: _Pieces, gained: str, least: int) -> bool:
    """Say whether letters of other scripts are not alone, and none touches Latin letters that were never garbled.

    `é »` with a no-break space would be one Chinese character.
    """
    others = [piece for piece in pieces if _is_other(piece[2])] if _BEYOND.search(gained) else []
    beside = {char for start, end, _ in others for char in (text[start - 1 : start], text[end : end + 1])}
    return (not others or len(others) >= least) and not any(char.isascii() and char.isalpha() for char in beside)


def _is_of_the_text(text: str, pieces: _Pieces) -> bool:
    """Say whether letters that would be others of another script are of the one that the rest is written in.

    `дії` among Ukrainian words is a word, though its letters may be bytes of one Chinese character.
    """
    gained = {script(truth) for _, _, truth in pieces if _is_other(truth)}
    if not gained:
        return False
    garbled = {script(char) for start, end, _ in pieces for char in text[start:end] if _is_other(char)}
    left = {script(char) for char in _BEYOND.findall(_applied(text, [(*piece[:2], "") for piece in pieces]))}
    return bool(garbled & left - gained)


def _is_other(char: str) -> bool:
    return char.isalpha() and script(char) not in ("LATIN", "FEMININE", "MASCULINE", "MICRO")


def _undone(text: str) -> Iterator[tuple[_Encodings, _Pieces, Set[str]]]:
    """Yield (chain, pieces, words) for every chain that explains all of a text that is not ASCII.

    The words are those that are not ASCII once it is undone.
    """
    places: list[int] = []
    each: list[dict[_Encodings, _Word]] = []
    for match in _WORD.finditer(text):
        places.append(match.start())
        each.append(_undone_word(match[0]))
        if not each[-1]:
            return
    for chain in min(each, key=len, default={}):
        if all(chain in chains for chains in each):
            undone = [chains[chain] for chains in each]
            pieces = [
                (place + start, place + end, truth)
                for place, word in zip(places, undone, strict=True)
                for start, end, truth in word.pieces
            ]
            yield chain, pieces, frozenset().union(*(word.words for word in undone))


def _undone_word(word: str) -> dict[_Encodings, _Word]:
    """Return every chain of encodings that explains all of a word that is not ASCII, and what it makes of it."""
    return _kept_word(word) if len(word) <= _SHORT else _kept_word.__wrapped__(word)


@lru_cache(maxsize=16384)
def _kept_word(word: str) -> dict[_Encodings, _Word]:
    singles = [(place, place + 1, char) for place, char in enumerate(word) if char > "\x7f"]
    return {
        chain: _Word(tuple(pieces), foreign_words(_applied(word, pieces))) for chain, pieces in _deeper(singles, ())
    }


def _deeper(chars: _Pieces, later: _Encodings) -> Iterator[tuple[_Encodings, _Pieces]]:
    """Yield (chain, pieces) for every way to undo one misreading of all the characters, and more than one."""
    # No character is one byte of UTF-8 alone.
    if len(later) == MOST_TIMES or len(chars) < 2 or chars[0][1] != chars[1][0]:
        return
    lined, places = _lined_up(chars)
    for encoding, _ in READINGS:
        read = _as_bytes(lined, encoding)
        if _NO_BYTE not in read and (pieces := _strictly(read, places)):
            yield (encoding, *later), pieces
            yield from _deeper(pieces, (encoding, *later))


def _undone_partly(chars: _Pieces) -> Iterator[tuple[_Encodings, _Pieces, int]]:
    """Yield (chain, pieces, how many characters contradict it) for every way to undo most of a misreading."""
    lined, places = _lined_up(chars)
    controls = "".join(_CONTROL.findall(lined))
    for encoding, _ in READINGS:
        if controls and _NO_BYTE in _as_bytes(controls, encoding):
            continue
        pieces, left = _pieces(lined, places, _as_bytes(lined, encoding))
        if pieces and len(pieces) >= _FEW * left:
            yield (encoding,), pieces, left
            if not left:
                yield from ((chain, deeper, 0) for chain, deeper in _deeper(pieces, (encoding,)))


def _lined_up(chars: _Pieces) -> tuple[str, _Pieces]:
    """Return the characters as a text, with a line break where something stands between, and the place of each."""
    places: list[_Place] = []
    for place in chars:
        if places and places[-1][1] != place[0]:
            places.append((places[-1][1], place[0], "\n"))
        places.append(place)
    return "".join(char for _, _, char in places), places


def _as_bytes(lined: str, encoding: str) -> bytes:
    """Return the byte that an encoding reads as each character, a question mark for one that it has none for."""
    return charmap_encode(lined, "replace", _bytes_in(encoding))[0]


@cache
def _bytes_in(encoding: str) -> Any:
    """Return the byte of each character; a control stands only for one that the encoding has no character for."""
    return charmap_build(characters_of(encoding))


def _strictly(read: bytes, places: _Pieces) -> _Pieces:
    """Return what the bytes `read` are as UTF-8; nothing when they are not."""
    try:
        text = read.decode()
    except UnicodeDecodeError:
        return []
    pieces: list[_Place] = []
    position = 0
    for char in text:
        first = position
        position += 1 if char == "\n" else 2 if char < "\u0800" else 3 if char < "\U00010000" else 4
        if char != "\n":
            pieces.append((places[first][0], places[position - 1][1], char))
    return pieces


def _pieces(lined: str, places: _Pieces, read: bytes) -> tuple[_Pieces, int]:
    """Return what the sequences of UTF-8 in the bytes `read` are, and how many characters beside them contradict.

    What stands apart from them may have been written later, or never garbled.
    """
    pieces: list[_Place] = []
    left = position = 0
    most = len(read) // (2 * _FEW)
    for match in _SEQUENCE.finditer(read):
        try:
            truth = match[0].decode()
        except UnicodeDecodeError:
            continue
        first, last = match.span()
        if position != first:
            left += _contradicting(lined[position:first], position > 0, True)
            if left > most:
                return [], left
        pieces.append((places[first][0], places[last - 1][1], truth))
        position = last
    return pieces, left + _contradicting(lined[position:], position > 0, False)


def _contradicting(rest: str, is_behind: bool, is_before: bool) -> int:
    """Count the characters in what is left between sequences that no clean text has there."""
    if rest == "\n":
        return 0
    runs = rest.split("\n")
    beside = (runs[0] if is_behind else "") + (runs[-1] if is_before else "")
    return len(beside.translate(_NO_TYPOGRAPHY)) + len(_CONTROL.findall(rest))


def _applied(text: str, pieces: _Pieces) -> str:
    starts = joined((0,), (end for _, end, _ in pieces))
    ends = joined((start for start, _, _ in pieces), (len(text),))
    kept = (text[start:end] for start, end in zip(starts, ends, strict=True))
    return "".join(joined.from_iterable(zip(kept, joined((truth for _, _, truth in pieces), ("",)), strict=True)))


@cache
def _reading(chain: _Encodings) -> str:
    names = dict(READINGS)
    if len(set(chain)) == 1:
        return f"UTF-8 read as {names[chain[0]]}{_TIMES[len(chain)]}"
    return ", then as ".join([f"UTF-8 read as {names[chain[0]]}", *(names[encoding] for encoding in chain[1:])])
