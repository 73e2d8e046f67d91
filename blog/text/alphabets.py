"""What letters the languages are written with: by that a text is told from letters thrown together.

It holds facts of writing, for whoever must choose between two readings of the same bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import filterfalse

# The small letters beyond ASCII of each language. A text in one language keeps to one line.
_LATIN = (
    "àâæçéèêëîïôœùûüÿñ",  # French
    "àèéìíîòóùú",  # Italian
    "äöüßéà",  # German
    "áéíñóúüªº",  # Spanish
    "áàâãçéêíóôõúüªº",  # Portuguese
    "àçéèíïóòúü",  # Catalan
    "áéëèêïíóöüúä",  # Dutch
    "åæøéèàòóôêâ",  # Danish, Norwegian
    "åäöé",  # Swedish
    "åäöšž",  # Finnish
    "áéíóúýðþæö",  # Icelandic
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "áéíóöőúüű",  # Hungarian
    "ăâîșțşţ",  # Romanian
    "ćčđšž",  # Croatian, Slovene
    "ąčęėįšųūž",  # Lithuanian
    "āčēģīķļņšūžō",  # Latvian
    "äöõüšž",  # Estonian
    "çğıöşüâîû",  # Turkish
    "ĉĝĥĵŝŭ",  # Esperanto
    "ċġħżàèìòù",  # Maltese
    "âêîôûŵŷïáöë",  # Welsh
    "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",  # Vietnamese
    "çəğıöşü",  # Azerbaijani
    "çêîşû",  # Kurdish
)
_GREEK = "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщьюя"
_ALPHABETS = {
    "LATIN": tuple(map(frozenset, _LATIN)),
    "CYRILLIC": (
        frozenset(_CYRILLIC + "ъыэё"),  # Russian, Bulgarian
        frozenset(_CYRILLIC + "іїєґ"),  # Ukrainian
        frozenset(_CYRILLIC + "ыэёіў"),  # Belarusian
        frozenset("абвгдежзиклмнопрстуфхцчшђјљњћџ"),  # Serbian
        frozenset("абвгдежзиклмнопрстуфхцчшѓѕјљњќџѐѝ"),  # Macedonian
        frozenset(_CYRILLIC + "ъыэёіәғқңөұүһ"),  # Kazakh, Mongolian, Tatar
    ),
    "GREEK": (frozenset(_GREEK), frozenset([*_GREEK, *map(chr, range(0x1F00, 0x2000))])),  # of today; with all accents
    "HEBREW": (frozenset(map(chr, range(0x5D0, 0x5EB))),),
    "ARABIC": (frozenset([*map(chr, range(0x621, 0x64B)), *"پچژکگیےٹڈڑںہھۂۃ"]),),
}
# Scripts of which every letter in these blocks is as likely as the next.
_USUAL = re.compile(r"[\u0900-\u0dff\u0e00-\u0e5f\u10d0-\u10ff\u0531-\u0586\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = frozenset({"Mn", "Mc", "Nd", "Nl", "Pd", "Pi", "Pf", "Po", "Ps", "Pe", "Sc"})


@lru_cache(maxsize=8192)
def script(char: str) -> str:
    """Return the script of a letter by its Unicode name: LATIN, GREEK, CYRILLIC, CJK…"""
    return unicodedata.name(char, "").partition(" ")[0]


def foreign_words(text: str) -> frozenset[str]:
    """Return the words of a text that are not ASCII."""
    foreign = " ".join(filterfalse(str.isascii, text.split()))  # few pieces, mostly
    return frozenset(filterfalse(str.isascii, _WORD.findall(foreign)))


def oddity(words: Iterable[str], gained: str) -> int:
    """Count what is odd about a text of these words whose characters `gained` were supplied by a reading.

    Letters that no one language has together, two scripts in a word, a capital behind a small letter, signs and
    private characters that nobody writes; 0 for ordinary writing.
    """
    return _oddity_of(frozenset(gained)) + sum(map(_odd_word, words))


@lru_cache(maxsize=8192)
def _oddity_of(chars: frozenset[str]) -> int:
    """Count the signs that nobody writes, and the letters beyond those of the language that has most of them."""
    by_script: dict[str, set[str]] = {}
    for char in {char.lower()[0] for char in chars if char.isalpha()}:
        if not _USUAL.match(char):
            by_script.setdefault(script(char), set()).add(char)
    return sum(map(_is_odd_sign, chars)) + sum(
        min((len(used - alphabet) for alphabet in _ALPHABETS.get(name, ())), default=len(used))
        for name, used in by_script.items()
    )


@lru_cache(maxsize=8192)
def _odd_word(word: str) -> int:
    scripts = {script(char) for char in word if not _USUAL.match(char) and char not in "ªºµ"}
    ordinary = word.islower() or word.isupper() or word[1:].islower() or word == word.lower()
    return 2 * max(0, len(scripts) - 1) + (not ordinary)


@lru_cache(maxsize=8192)
def _is_odd_sign(char: str) -> bool:
    if char.isalpha() or char in "\xa0«»©®™°§¶·€£±×÷←→↑↓★☆✓✔♥№…":
        return False
    return unicodedata.category(char) not in _SIGNS and not 0x1F000 <= ord(char) < 0x1FB00
