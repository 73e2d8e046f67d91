"""What ftfy finds and the table of forms does not: it is asked about one cluster of characters at a time."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import ftfy
from ftfy.badness import is_bad

from blog.text.mojibake_forms import characters

__all__ = ["CLUSTER", "ask_ftfy", "is_bad", "is_foreign"]

CLUSTER = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]| (?=[^\x00-\x7f]))*")
_FTFY_NAMES = {
    "latin-1": "Latin-1",
    "sloppy-windows-1252": "cp1252",
    "sloppy-windows-1250": "cp1250",
    "sloppy-windows-1251": "cp1251",
    "sloppy-windows-1253": "cp1253",
    "sloppy-windows-1254": "cp1254",
    "sloppy-windows-1257": "cp1257",
    "iso-8859-2": "ISO-8859-2",
    "macroman": "MacRoman",
    "cp437": "cp437",
}


_KNOWN = frozenset(characters())


@lru_cache(maxsize=4096)
def is_foreign(fixed: str) -> bool:
    """Say whether a repair would put in letters of another script, of which `explained` knows more, or one unknown."""
    letters = [char for char in fixed if char.isalpha()]
    return (len(letters) == 1 and letters[0] not in _KNOWN) or not all(map(_is_latin, letters))


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASC"))


@lru_cache(maxsize=32768)
def ask_ftfy(left: str, cluster: str, right: str) -> tuple[str, str]:
    """Return ftfy's repair of a cluster and the reading it undoes; the cluster itself when there is none."""
    fixed, plan = ftfy.fix_encoding_and_explain(left + cluster + right)
    end = len(fixed) - len(right)
    if not (fixed.startswith(left) and fixed.endswith(right) and end > len(left)):
        return cluster, ""
    names = [_FTFY_NAMES.get(str(step.parameter), "") for step in plan or () if step.action == "encode"]
    return fixed[len(left) : end], f"UTF-8 read as {names[0]}" if names and names[0] else "UTF-8 read as cp1252"
