"""Whether bytes of which nobody says the charset are Cyrillic, in one of the two that Russian blogs were written in.

Stricter than the statistics of imports, which have whole files: a short text of Western Europe must never be taken for
Russian. There, letters beyond ASCII stand alone among others; in Cyrillic whole words consist of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

CODECS = ("cp1251", "koi8-r")
SAMPLE = 4096  # bytes that are looked at
SHORTEST = 3  # letters of a word that says anything: "à", "ö" and "É" stand alone in the West, too
FEWEST = 10  # letters by which anything is said
MOST_ALIKE = 7  # different ones that are too few: "ÁÉÍÓÚ"
# How often letters stand in a thousand of Russian, and what Ukrainian and Bulgarian have more of.
_OFTEN = dict(zip(
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїє",
    (109, 85, 85, 74, 67, 65, 55, 47, 45, 44, 35, 32, 30, 28, 27, 21, 19, 17, 17, 17, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3,
     3, 3, 10, 40, 5, 5), strict=True,
))  # fmt: skip
_NEVER = 0.5
# The mean logarithm (2) of how often the letters stand there: about -4.4 in Cyrillic. What is all capitals must be
# likelier: so looks what has no small letters, Hebrew among them.
LIKELY, LIKELY_CAPITALS = -5.2, -4.5
_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile("[Ѐ-ӿ]")
_MOST_MIXED = 0.05  # of the letters may stand in words with others, or with capitals inside
_MOST_SIGNS = 0.2  # of what is beyond ASCII may be quotation marks and the like


def codec_of(data: bytes) -> str:
    """Return cp1251 or koi8-r where the bytes are Cyrillic in it beyond doubt, else ""."""
    return likeliest(data)[0]


def likeliest(data: bytes) -> tuple[str, float]:
    """Return what `codec_of` does, with the mean logarithm of how often the letters stand in Cyrillic."""
    first = _HIGH.search(data)
    data = data[first.start() :][:SAMPLE] if first else b""
    high = len(_HIGH.findall(data))
    likely = {codec: _likelihood(data.decode(codec, "replace"), high) for codec in CODECS}
    best = max(CODECS, key=lambda codec: likely[codec][0])
    over, mean = likely[best]
    return (best, mean) if over >= 0 else ("", -math.inf)


def _likelihood(text: str, high: int) -> tuple[float, float]:
    """Return by how much the letters are likelier than they must be as those of Cyrillic that people wrote, and how
    likely they are."""
    letters = len(_LETTER.findall(text))
    words = [word for word in _WORD.findall(text) if _LETTER.search(word)]
    sound = [word for word in words if _is_sound(word)]
    telling = "".join(word for word in sound if len(word) >= SHORTEST)
    if len(telling) < FEWEST or len(set(telling.lower())) <= MOST_ALIKE:
        return -math.inf, -math.inf
    if high - letters > high * _MOST_SIGNS or _length(sound) < _length(words) * (1 - _MOST_MIXED):
        return -math.inf, -math.inf
    mean = sum(math.log2(_OFTEN.get(letter, _NEVER) / 1000) for letter in telling.lower()) / len(telling)
    return mean - (LIKELY_CAPITALS if telling.isupper() else LIKELY), mean


def _is_sound(word: str) -> bool:
    return len(_LETTER.findall(word)) == len(word) and (word[1:].islower() or word.isupper() or len(word) == 1)


def _length(words: Sequence[str]) -> int:
    return sum(map(len, words))
