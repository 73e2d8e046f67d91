"""Texts that hold several languages between switches, as qTranslate and its heirs wrote them. Plain functions.

`[:en]Tide[:fr]Marée[:]`, `<!--:en-->Tide<!--:--><!--:fr-->Marée<!--:-->`, `{:en}Tide{:}{:fr}Marée{:}`. What stands
outside belongs to all.
"""

from __future__ import annotations

import re

_CODE = r"([a-z]{2}(?:[_-][A-Za-z]{2,4})?)?"
_SWITCH = re.compile(rf"\[:{_CODE}\]|<!--:{_CODE}-->|\{{:{_CODE}\}}")
_OPENING = re.compile(r"(?:\[|<!--|\{):[a-z]{2}")


def is_switched(text: str) -> bool:
    """Say whether a text holds a switch to a language; cheap."""
    # Of one sign a text is looked through many times faster than of several.
    has_marks = ("[" in text and "[:" in text) or ("{" in text and "{:" in text) or ("!" in text and "<!--:" in text)
    return has_marks and _OPENING.search(text) is not None


def pieces(text: str) -> list[tuple[str, str]]:
    """Return the pieces of a text, each with the code of its language; "" for what all share."""
    if not is_switched(text):
        return [("", text)] if text else []
    found: list[tuple[str, str]] = []
    place, code = 0, ""
    for switch in _SWITCH.finditer(text):
        found.append((code, text[place : switch.start()]))
        code, place = switch[1] or switch[2] or switch[3] or "", switch.end()
    found.append((code, text[place:]))
    return [piece for piece in found if piece[1]]


def main_of(spoken: list[str], language: str) -> str:
    """Return which of these codes counts: the blog's language, else the first."""
    wanted = language.partition("-")[0].lower()
    return next((code for code in spoken if re.split("[_-]", code)[0] == wanted), spoken[0])


def in_one(text: str, language: str) -> str:
    """Return a text in the blog's language, else in the first that it has."""
    if not is_switched(text):
        return text
    found = pieces(text)
    spoken = list(dict.fromkeys(code for code, _ in found if code))
    main = main_of(spoken, language) if spoken else ""
    return "".join(piece for code, piece in found if code in ("", main)).strip()
