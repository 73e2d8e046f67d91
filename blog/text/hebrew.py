"""Whether bytes of which nobody says the charset are Hebrew, as Windows and the old standard write it.

In both its letters are the same bytes, which in Cyrillic are letters too: what is short is told by how often each
letter stands there, and by the five that have a form of their own at the end of words.
"""

from __future__ import annotations

import math
import re

CODEC = "cp1255"
SAMPLE = 4096  # bytes that are looked at
FEWEST = 10  # letters by which anything is said
MOST_ALIKE = 6  # different ones that are too few
# How often letters stand in a thousand.
_OFTEN = dict(zip(
    "יוהלאמרתבשםנעדחקפכטזגסצןךףץ",
    (111, 104, 92, 74, 64, 46, 56, 51, 47, 45, 29, 29, 32, 26, 24, 21, 17, 24, 12, 13, 12, 15, 12, 15, 8, 2, 1),
    strict=True,
))  # fmt: skip
LIKELY = -4.7  # the mean logarithm (2) of that; about -4.2 in Hebrew
_WORD = re.compile(rb"[A-Za-z\xc0-\xff]+")
_LETTERS = re.compile(rb"[\xe0-\xfa]+")
_FINAL = re.compile("[ךםןףץ]")
_NOT_FINAL = re.compile("[כמנצ]$")
_MOST_WRONG = 0.1  # of the words may have letters in the form of another place: abbreviations, foreign names


def likelihood(data: bytes) -> float:
    """Return the mean logarithm of how often the letters stand in Hebrew; -inf for what is none."""
    said = [word for word in _WORD.findall(data[:SAMPLE]) if not word.isascii()]
    if not said or not all(map(_LETTERS.fullmatch, said)):
        return -math.inf
    words = [word.decode(CODEC) for word in said]
    letters = "".join(words)
    wrong = sum(bool(_FINAL.search(word[:-1]) or (len(word) > 1 and _NOT_FINAL.search(word))) for word in words)
    if len(letters) < FEWEST or len(set(letters)) <= MOST_ALIKE or wrong > len(words) * _MOST_WRONG:
        return -math.inf
    return sum(math.log2(_OFTEN[letter] / 1000) for letter in letters) / len(letters)
