"""Is a garbled form damage where it stands? What the table explains is weighed against its neighbours.

Each rule is a fact about writing: a root sign is followed by a number, a capital does not follow a small letter
within a word, no word mixes Greek with Latin letters. What no rule decides is left to ftfy, and to company.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum

from blog.text.mojibake_forms import COMMON, READINGS, Form, is_c1, read_wrongly


class Verdict(IntEnum):
    """CLEAN as it stands; NEVER this form, perhaps a shorter one; only a GUESS; UNSURE, for others to decide; SOLID."""

    CLEAN = -1
    NEVER = 0
    GUESS = 1
    UNSURE = 2
    PROBABLE = 3
    SOLID = 4


# Punctuation that may stand beside any letter in clean text.
_SOFT = frozenset(" \xa0–—…’‘“”«»‹›\"'?®™°‚„·•")
_NOT_LETTERS = frozenset("ªºµ")
_BOX = frozenset(map(chr, range(0x2500, 0x25A0)))
_MATH_OPERANDS = frozenset("π∞∑∏∆Ω∂∫µ∩√≈≤≥≠±¬")
_OPENERS = frozenset("«“‘„‚\"'(")
_CLOSERS = frozenset(".,;:!?)]}…»”’")


# A capital of cp1252 and a small letter of ISO-8859-15 in one form: at the head of a word within a sentence the first
# makes a name, the second a word, and nothing tells which.
_CONTESTED = frozenset({"Àä", "Êæ", "Îô", "Úè"})


# Letters that no blog is written with; they stand in the table for what encodings make of other letters.
_RARE = frozenset("ĬĭĔĕŎŏĸŉſ")


_NO_WORDS = frozenset("ŒœŠšŽžŸ")  # letters that are no word by themselves


def choose(text: str, start: int, end: int, forms: list[Form]) -> tuple[Form, bool]:
    """Choose among explanations by the case that the letters around ask for, then by how common the truth is.

    Also say whether another explanation is as good: then the choice needs company.
    """
    forms = [form for form in forms if form.truth not in _RARE] or forms
    if not any(side.isalpha() for side in (text[start - 1 : start], text[end : end + 1])):
        forms = [form for form in forms if form.truth not in _NO_WORDS] or forms
    if len({form.truth.isupper() for form in forms if form.truth.isalpha()}) < 2:
        return _commonest(forms)
    capitals = [form for form in forms if form.truth.isupper()] or forms
    if _wants_capital(text, start, end):
        return _commonest(capitals)
    small = [form for form in forms if not form.truth.isupper()]
    common = [form for form in small if form.truth in COMMON]
    before, after = text[start - 1 : start], text[end : end + 1]
    if not common:
        chosen, is_contested = _commonest(small)
        return chosen, is_contested or not before.isalpha()
    initial = not before.isalpha() and (after.isalpha() or common[0].truth != "è")
    if initial and capitals[0].truth + common[0].truth in _CONTESTED:
        return capitals[0], True
    return common[0], False


def _commonest(forms: list[Form]) -> tuple[Form, bool]:
    """Return the form whose truth is common, and whether another's is no rarer; Baltic servers are the rarest."""
    common = [form for form in forms if form.truth in COMMON]
    first = (common or forms)[0]
    rivals = {form.truth for form in common or forms if not form.reading.endswith("cp1257") or form is first}
    return first, len(rivals) > 1


def _wants_capital(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before.isalpha() and after.isalpha():
        return before.isupper() and after.isupper()
    if before.isalpha():
        return before.isupper()
    return after.isupper() or _opens_sentence(text, start)


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" \n\t\xa0«“\"'(")
    return not before or before[-1] in ".!?:>…"


def weigh(text: str, start: int, end: int, form: Form) -> Verdict:
    """Weigh one explanation of text[start:end] by what is known of clean writing."""
    garbled = text[start:end]
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if any(map(is_c1, garbled)):
        return Verdict.SOLID
    if form.loss in _LOSSES:
        verdict = _LOSSES[form.loss](form, garbled, before, after, text[:start])
        is_plural = form.truth == "à" and verdict is Verdict.GUESS and _PLURAL.match(text, end)
        return Verdict.PROBABLE if is_plural else verdict
    if len(garbled) > 2 or form.times > 1:
        return _weigh_long(garbled, before, after)
    if garbled[0] in _BOX and garbled[1] in _BOX:
        return Verdict.PROBABLE if before.isalpha() and form.truth in COMMON else Verdict.UNSURE
    return _weigh_pair(garbled[0], garbled[1], before, after)


def _weigh_long(garbled: str, before: str, after: str) -> Verdict:
    """Three characters and more."""
    if _mixes_scripts(garbled, before, after) or garbled.startswith(
        ("ΓÇ", "ÔÇ", "‚Ä", "‚à", "‚Å", "â€", "вЂ", "ā€", "β€")
    ):
        return Verdict.SOLID
    signs = sum(not char.isalpha() or char in _NOT_LETTERS for char in garbled[1:])
    if signs and not set(garbled) <= _BOX:
        return Verdict.SOLID
    return Verdict.PROBABLE if len(garbled) > 4 else Verdict.UNSURE


def _weigh_pair(lead: str, second: str, before: str, after: str) -> Verdict:
    """Two characters: the hardest, for many a clean pair looks the same."""
    letter = second.isalpha() and second not in _NOT_LETTERS
    if lead in "√≈":
        if second in _MATH_OPERANDS:
            return Verdict.SOLID if before.isalpha() or after.isalpha() else Verdict.UNSURE
        return Verdict.SOLID if second != " " else Verdict.UNSURE
    if lead == "¬":
        return _weigh_not_sign(second, before, after)
    if lead in _BOX:
        return Verdict.SOLID
    if _mixes_scripts(lead + second, before, after):
        return Verdict.SOLID
    if _stands_in_a_latin_word(lead, second, before, after):
        return Verdict.PROBABLE
    if not lead.isupper():
        return Verdict.UNSURE
    return _weigh_capital(lead, second, before, after, letter)


# Capitals that stand in no word behind a small letter, even where a program made small letters of ASCII alone.
_NEVER_INSIDE = frozenset("ĂĹ")


def _weigh_capital(lead: str, second: str, before: str, after: str, letter: bool) -> Verdict:
    if before in _OPENERS and second in _CLOSERS:
        return Verdict.CLEAN
    if (lead == "Ã" and second in "ŽŒŸŠ") or (lead == "Ë" and second == "š"):
        return Verdict.SOLID
    if before.islower() and second not in _SOFT and (not letter or lead in _NEVER_INSIDE):
        return Verdict.PROBABLE
    if before.islower() and second in _SOFT and second not in " \xa0" and after not in "sS":
        return Verdict.PROBABLE
    if lead == "Å" and second in "’“":
        return Verdict.PROBABLE if (after.isalpha() and after not in "sS") or before.isspace() else Verdict.UNSURE
    is_genitive = after in "sS" and not (second == "…" and not before.isalpha())
    if lead == "Ã" and second in "’“”‘…" and not before.isupper() and after.isalpha() and not is_genitive:
        return Verdict.PROBABLE
    if lead == "Ã" and second in "’“”‘" and before.isupper() and after.isupper() and after != "S":
        return Verdict.PROBABLE
    if lead == "Ë" and not before.isalpha() and not letter and second not in " \xa0":
        return Verdict.PROBABLE
    return Verdict.UNSURE


def _weigh_not_sign(second: str, before: str, after: str) -> Verdict:
    """The sign that begins MacRoman's forms of Latin-1 signs, and the eyebrows of faces made of characters."""
    if before in ("(", "[") and not after.isalnum():
        return Verdict.UNSURE
    natural = (not before or before.isspace() or before.isalnum() or before in _CLOSERS or before in "([") and (
        not after or after.isspace() or after.isalnum() or after in _CLOSERS
    )
    return Verdict.PROBABLE if natural and second not in "ô" else Verdict.UNSURE


def _stands_in_a_latin_word(lead: str, second: str, before: str, after: str) -> bool:
    """Say whether two Cyrillic letters begin, end or part a word of small Latin letters.

    So does no suffix of another language: it would stand behind capitals, or more of a word would.
    """
    if _script(lead) != "CYRILLIC" or _script(second) != "CYRILLIC":
        return False
    beside = [char for char in (before, after) if char.isalpha()]
    return bool(beside) and all(char.islower() and _script(char) == "LATIN" for char in beside)


def needs_company(form: Form, garbled: str) -> bool:
    """Say whether a form is a letter of languages that other encodings than those of the West make much use of."""
    return form.loss == "space" and len(garbled) == 2 and garbled[0] not in "ÂÃ"


def is_formula(text: str, start: int, end: int) -> bool:
    """Say whether a form may be mathematics: a root or an equal of something, and no word that it is a letter of."""
    beside = text[start - 1 : start] if start else "", text[end : end + 1]
    is_math = text[start] in "√≈" and _MATH_OPERANDS.issuperset(text[start + 1 : end])
    return is_math and not any(map(str.isalpha, beside))


def _mixes_scripts(garbled: str, before: str, after: str) -> bool:
    """Say whether a Greek or Cyrillic letter of the form, with a sign behind it, touches Latin letters."""
    if _script(garbled[0]) not in ("GREEK", "CYRILLIC") or (
        len(garbled) == 2 and _script(garbled[1]) == _script(garbled[0])
    ):
        return False
    return any(_script(char) == "LATIN" for char in (before, after, *garbled) if char.isalpha())


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


# --- forms that lost something after the misreading

# What makes “às” of à: no word of one letter, and no “s’” of French.
_PLURAL = re.compile(r"s(?![\w'’])")

# A dagger by any encoding that ends in a space; more often it is a quotation mark that lost its end.
_DAGGERS = frozenset(
    form for encoding, _ in READINGS if (form := read_wrongly("†", encoding).replace("\xa0", " ")).endswith(" ")
)


def _space(form: Form, garbled: str, before: str, after: str, text_before: str) -> Verdict:
    """A no-break space became a space, and may have been one with its neighbour since."""
    if garbled in _DAGGERS:
        return Verdict.PROBABLE if after == " " else Verdict.NEVER
    if garbled[-1] == " " and len(garbled) == 2 and (before.isupper() or form.truth not in "à\xa0"):
        return Verdict.NEVER
    if needs_company(form, garbled) and before.isdigit():
        return Verdict.NEVER
    if garbled == "Â " and (not before or before.isspace()) and not text_before.endswith("Â "):
        return Verdict.NEVER
    if garbled[0] == "Â" and (before.isdigit() or before in _CLOSERS):
        return Verdict.PROBABLE
    if form.truth == "à" and len(garbled) == 2 and after.isalpha():
        return Verdict.GUESS
    return Verdict.UNSURE


def _dropped(form: Form, garbled: str, before: str, after: str, text_before: str) -> Verdict:
    """An undefined byte is gone. Only the closing quotation mark leaves enough behind."""
    if garbled != "â€" or not before or before.isspace():
        return Verdict.UNSURE if len(garbled) > 2 else Verdict.NEVER
    if after and after in _CLOSERS:
        return Verdict.PROBABLE
    if before.isalpha() and after.isalpha():
        return Verdict.GUESS  # it may have been an apostrophe
    opened = max(text_before.rfind("â€œ"), text_before.rfind("“"))
    closed = max(text_before.rfind("”"), text_before.rfind("â€\x9d"))
    return Verdict.PROBABLE if opened > closed else Verdict.GUESS


def _replaced(form: Form, garbled: str, before: str, after: str, text_before: str) -> Verdict:
    """An undefined byte became a question mark or U+FFFD."""
    if form.truth == "”" and before and not before.isspace():
        return Verdict.GUESS if before.isalpha() and after.isalpha() else Verdict.PROBABLE
    return Verdict.GUESS if len(garbled) > 2 or garbled[-1] == "\ufffd" else Verdict.NEVER


def _straight(form: Form, garbled: str, before: str, after: str, text_before: str) -> Verdict:
    if form.truth == "œ" and after.islower() and not (before.isalnum() or before == '"'):
        return Verdict.PROBABLE  # no word goes on behind a quotation mark that closes one
    if len(garbled) == 2 and garbled[0] in "ÅÃ":
        return Verdict.PROBABLE if before.islower() and after.islower() else Verdict.NEVER
    return Verdict.UNSURE if len(garbled) > 2 else Verdict.NEVER


_LOSSES = {"space": _space, "dropped": _dropped, "question": _replaced, "replaced": _replaced, "straight": _straight}
