"""The garbled forms: what becomes of a character whose UTF-8 bytes are read in a wrong encoding, and of that later.

A table made by doing the damage: every character that Western blogs are written with goes through every misreading we
know of, once or more, and through what editors and sanitizers did to the result. It holds facts, no judgement:
`mojibake` decides whether a form that is found is damage at all.
"""

from __future__ import annotations

import unicodedata
from codecs import charmap_decode
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple


class Form(NamedTuple):
    """One explanation of a garbled form. `loss` names what happened to it after the misreading; "" when nothing did."""

    truth: str
    reading: str
    loss: str = ""
    times: int = 1


MOST_TIMES = 3
# Encodings in the order in which they are believed, and their names.
READINGS = (
    ("cp1252", "cp1252"),
    ("latin-1", "Latin-1"),
    ("iso8859-15", "ISO-8859-15"),
    ("mac_roman", "MacRoman"),
    ("cp437", "cp437"),
    ("cp850", "cp850"),
    ("cp1254", "cp1254"),
    ("cp1250", "cp1250"),
    ("cp1257", "cp1257"),
    ("iso8859-2", "ISO-8859-2"),
    ("cp1251", "cp1251"),
    ("cp1253", "cp1253"),
)
# Two programs after each other, each of which took the other's UTF-8 for what the West was written in.
_MIXED = (("latin-1", "cp1252"), ("cp1252", "latin-1"))
# What most text is written with; where readings differ, a common character is likelier than a rare one.
COMMON = frozenset("’‘“”–—…•€«»°©®™£\xa0¿¡·éèàêçùûôîïëâœÉÈÀÊÇÔÎìòäöüßÄÖÜñáíóúÁÍÓÚÑãõåøæÅØ")
_TIMES = ("", "", ", twice", ", three times")
C1_AS_MACROMAN = ", its controls as MacRoman"
C1_AS_UTF_8 = "cp1252 read as Latin-1, then UTF-8 as cp1252"
_BETWEEN = frozenset({"dropped", "question", "replaced"})  # what befalls a text before it is misread again


def _upper_half(encoding: str) -> str:
    return "".join(bytes([byte]).decode(encoding, "ignore") for byte in range(0x80, 0x100))


def characters() -> str:
    """Return the characters the table knows: those of cp1252 and MacRoman, the Latin letters of Europe, a few signs."""
    chars = _upper_half("cp1252") + _upper_half("mac_roman") + _upper_half("cp1250") + _upper_half("cp1257")
    chars += "".join(map(chr, range(0x100, 0x180))) + "ȘșȚț‒―′″⁄←→↑↓★☆✓✔♥"
    return "".join(c for c in dict.fromkeys(chars) if unicodedata.category(c) not in ("Cc", "Co", "Cn"))


def read_wrongly(text: str, encoding: str) -> str:
    """Return the UTF-8 bytes of a text read in an 8-bit encoding; an undefined byte becomes that C1 control."""
    return charmap_decode(text.encode("utf-8"), "strict", characters_of(encoding))[0]


@cache
def characters_of(encoding: str) -> str:
    """Return what an 8-bit encoding reads each byte as; an undefined one as that control."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(0x100))


def is_c1(char: str) -> bool:
    """Say whether a character is one of the controls U+0080 to U+009F, which no text has use for."""
    return "\x80" <= char <= "\x9f"


_STRAIGHT = {0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'"}
_C1 = range(0x80, 0xA0)
# What becomes of those controls.
_OF_C1: tuple[tuple[str, dict[int, str]], ...] = (
    ("macroman", {code: read_wrongly(chr(code), "mac_roman") for code in _C1}),
    ("dropped", dict.fromkeys(_C1, "")),
    ("question", dict.fromkeys(_C1, "?")),
    ("replaced", dict.fromkeys(_C1, "\ufffd")),
)
_C1_CHARACTERS = frozenset(map(chr, _C1))


def _damaged_further(form: str) -> Iterator[tuple[str, str]]:
    """Yield (loss, what becomes of a garbled form) for each thing that befalls garbled text."""
    if not _C1_CHARACTERS.isdisjoint(form):
        for loss, table in _OF_C1:
            yield loss, form.translate(table)
    if "\xa0" in form:
        yield "space", form.replace("\xa0", " ")
    straight = form.translate(_STRAIGHT)
    if straight != form:
        yield "straight", straight


def _forms() -> Iterator[tuple[str, Form]]:
    known = characters()
    for chain, reading in _chains():
        for char in known:
            for form, loss in _forms_of(char, chain):
                told = reading + C1_AS_MACROMAN if loss == "macroman" else reading
                yield form, Form(char, told, loss, len(chain))
    for char in map(_from_cp1252, range(0x80, 0xA0)):
        if char:
            yield f"Â{char}", Form(char, C1_AS_UTF_8, "", 2)


def _forms_of(char: str, chain: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield (form, loss) for what a chain makes of a character, and for what befalls it on the way."""
    form = char
    lossy: list[tuple[str, str]] = []
    for times, encoding in enumerate(chain, 1):
        if times > 1 and char not in COMMON and not form[0].isalpha() and COMMON.issuperset(form):
            return  # it is likelier that this is punctuation before a common letter, misread less often
        form = read_wrongly(form, encoding)
        lossy = [(read_wrongly(damaged, encoding), loss) for damaged, loss in lossy]
        lossy += (
            (damaged, loss) for loss, damaged in _damaged_further(form) if loss in _BETWEEN or times == len(chain)
        )
    yield form, ""
    yield from lossy


def _from_cp1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore")


def _chains() -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the chains of encodings that the table knows, each with its reading."""
    for encoding, name in READINGS:
        for times in range(1, MOST_TIMES + 1):
            yield (encoding,) * times, f"UTF-8 read as {name}{_TIMES[times]}"
    names = dict(READINGS)
    for first, second in _MIXED:
        yield (first, second), f"UTF-8 read as {names[first]}, then as {names[second]}"


class Node:
    """A step of the trie: the next characters, and the explanations of the form that ends here."""

    __slots__ = ("forms", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.forms: tuple[Form, ...] = ()


@cache
def trie() -> Node:
    """Return the table as a trie, made on first use. Where forms agree, those without loss come first."""
    found: dict[str, list[Form]] = {}
    for text, form in _forms():
        if len(text) > 1 and not text.isascii():
            known = found.setdefault(text, [])
            if all(other.truth != form.truth for other in known):
                known.append(form)
    root = Node()
    for text, known in found.items():
        node = root
        for char in text:
            node = node.next.setdefault(char, Node())
        node.forms = tuple(sorted(known, key=lambda form: bool(form.loss)))
    return root


@lru_cache(maxsize=16384)
def readings_of(form: str, truth: str) -> tuple[str, ...]:
    """Return the readings, once done, that make this form of a character."""
    return tuple(f"UTF-8 read as {name}" for encoding, name in READINGS if read_wrongly(truth, encoding) == form)


def explains(reading: str, form: str, truth: str) -> bool:
    """Say whether a reading makes this form of a character."""
    return reading.partition(",")[0] in readings_of(form, truth)


@cache
def bytes_of(char: str) -> tuple[int, int, int]:
    """Return by which encodings, a bit for each, a character is a lead of two bytes, of three, or continues one.

    Only leads of scripts that are not the Latin count.
    """
    two = three = more = 0
    for bit, (encoding, _) in enumerate(READINGS):
        byte = (char.encode(encoding, "ignore") or b"\0")[0]
        two |= (0xCD < byte < 0xDC) << bit
        three |= (0xDF < byte < 0xEF) << bit
        more |= (0x7F < byte < 0xC0) << bit
    return two, three, more


def has_letters(run: str) -> bool:
    """Say whether two letters of another script may stand garbled in a run of what is not ASCII, side by side."""
    signs = [bytes_of(char) for char in run]
    for place in range(len(signs) - 3):
        two, three, _ = signs[place]
        if two & signs[place + 1][2] & signs[place + 2][0] & signs[place + 3][2]:
            return True
        if three and place + 5 < len(signs):
            ahead = signs[place + 1 : place + 6]
            if three & ahead[0][2] & ahead[1][2] & ahead[2][1] & ahead[3][2] & ahead[4][2]:
                return True
    return False


def explanations(text: str) -> tuple[Form, ...]:
    """Return what the table says of a form; nothing when it is none."""
    node = trie()
    for char in text:
        if char not in node.next:
            return ()
        node = node.next[char]
    return node.forms
