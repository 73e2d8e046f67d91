"""One chain of misreadings that explains all of a passage: then it decides what single forms leave open.

A form may be explained by several encodings (`Ăź` is ß by one and ü by another). Where everything in a passage that is
not ASCII is strict UTF-8 by one encoding, and the single forms named several, that encoding is the one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from blog.text.mojibake_forms import READINGS, characters, read_wrongly
from blog.text.mojibake_judging import COMMON

MOST_TIMES = 3
_RUN = re.compile(r"[^\x00-\x7f]+")
_TIMES = ("", "", ", twice", ", three times")


def explained(text: str) -> list[tuple[int, int, str, str]] | None:
    """Return (start, end, truth, reading) of every form, when one chain explains all that is not ASCII; else None."""
    runs = [(match.start(), match[0]) for match in _RUN.finditer(text)]
    chain, truths = min(_chains("\n".join(run for _, run in runs), ()), key=_rank, default=((), ""))
    if not chain:
        return None
    found = []
    reading = _reading(chain)
    lengths = {char: len(_garbled(char, chain)) for char in set(truths)}
    for (place, run), truth in zip(runs, truths.split("\n"), strict=True):
        start = place
        for char in truth:
            end = start + lengths[char]
            found.append((start, end, char, reading))
            start = end
        if start != place + len(run):
            return None
    return found


def _chains(garbled: str, later: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the chains of encodings, in the order of the damage, that lead from known characters to the text."""
    if len(later) == MOST_TIMES:
        return
    present = set(garbled)
    for encoding in _encodings():
        known, table = _table(encoding)
        if not present <= known:
            continue
        try:
            text = garbled.translate(table).encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            continue
        chain = (encoding, *later)
        if _known() >= set(text):
            yield chain, text
        yield from _chains(text, chain)


def _rank(found: tuple[tuple[str, ...], str]) -> tuple[int, int]:
    """Rare letters tell that a chain is not the one; of equals the one with the fewest misreadings comes first."""
    chain, text = found
    return sum(char not in COMMON for char in text if char != "\n"), len(chain)


@cache
def _known() -> frozenset[str]:
    return frozenset(characters()) | {"\n"}


def _encodings() -> list[str]:
    return [encoding for encoding, _, _ in READINGS]


@cache
def _table(encoding: str) -> tuple[frozenset[str], dict[int, int]]:
    """Return what an encoding reads, and the byte it reads each as: a control stands only where no character does."""
    upper = {bytes([byte]).decode(encoding, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
    return frozenset(upper) | {"\n"}, {ord(char): byte for char, byte in upper.items()}


@lru_cache(maxsize=16384)
def _garbled(char: str, chain: tuple[str, ...]) -> str:
    for encoding in chain:
        char = read_wrongly(char, encoding)
    return char


def _reading(chain: tuple[str, ...]) -> str:
    names = {encoding: name for encoding, name, _ in READINGS}
    if len(set(chain)) == 1:
        return f"UTF-8 read as {names[chain[0]]}{_TIMES[len(chain)]}"
    return ", then as ".join([f"UTF-8 read as {names[chain[0]]}", *(names[encoding] for encoding in chain[1:])])
