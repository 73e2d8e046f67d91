"""Whether a bracket is a shortcode or prose, as far as its name and what stands behind that tell.

WordPress knows by its plugins which names are shortcodes; of an old blog nobody does. Wrong one way, a player is lost
to the eye; wrong the other, somebody's words are marked as a machine's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTE = r"""(?:"|'|&quot;|&#34;|[“”″])"""
_EVIDENT = re.compile(rf"\s[A-Za-z][\w-]*+={_QUOTE}|\A\s+[A-Za-z][\w-]*+=[^\s=]")
_VALUE = re.compile(rf"(?:\A|\s)[A-Za-z][\w-]*+(?:=[^\s=]|\s++=\s*+{_QUOTE}|=\s*+{_QUOTE})|https?://")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[\w-]{3,64}", re.ASCII)
_TELLING = re.compile(r".[A-Z0-9_]|\d", re.ASCII)
_ASSIGNED = re.compile(r"""(?:"[^"]*"|'[^']*'|&quot;.*?&quot;|[^\s"'<>=]+)(?=\s|\Z)""")
_LETTER = re.compile("[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Names:
    """Which names are shortcodes, and what must stand with them.

    `known` ones count whatever stands with them, but of these `bare` ones alone or with attributes ("[gallery]", not
    "[gallery of art]"), `ambiguous` ones, words as well, with attributes, an address or content, and where they are
    `identified` with an id too ("[vimeo 123]"), `literal` ones with content that is no markup. `assigned` ones count as
    "[name=…]" or "[name:…]" too, `proved` ones by what the batch showed, `native` ones, WordPress's own, escaped
    ("[[caption]]") whatever stands with them.
    """

    known: frozenset[str] = frozenset()
    assigned: frozenset[str] = frozenset()
    literal: frozenset[str] = frozenset()
    ambiguous: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    identified: frozenset[str] = frozenset()
    proved: frozenset[str] = frozenset()
    native: frozenset[str] = frozenset()

    def hold(self, name: str, follows: str, written: str) -> bool:
        """Say whether a bracket with a known name, and without an end tag, is a shortcode.

        `follows` is the character behind the name, `written` all up to the bracket's end, without "=" or ":".
        """
        if name in self.literal:
            return False
        if name in self.bare:
            return not written.strip() or _has_value(written)
        if name not in self.ambiguous or follows == "=":
            return True
        if not written.strip():
            return False
        return _has_value(written) or (name in self.identified and _begins_with_id(written))


def is_evident(name: str, follows: str, written: str) -> bool:
    """Say whether a bracket with a name that nobody knows is a shortcode by itself."""
    if follows == "=":
        return _is_assigned(name, written)
    if _is_of_programs(name):
        return True
    found = _EVIDENT.search(_TAG.sub("", written) if "<" in written else written)
    return found is not None and (len(name) > 1 or found[0].endswith(('"', "'")))


def _has_value(written: str) -> bool:
    return _VALUE.search(written) is not None


def _begins_with_id(written: str) -> bool:
    """Say whether the first word is no word of any language: it has a figure, a line or a capital in it."""
    word = written.split(None, 1)[0]
    if not _WORD.fullmatch(word):
        return False
    return word.isdigit() or _TELLING.search(word) is not None or word.startswith("-")


def _is_of_programs(name: str) -> bool:
    """Say whether nobody but a program calls anything so: "mail_form", not "self-portrait", not "_really_"."""
    return "_" in name.strip("_") and not name.startswith("_") and not name.endswith("_")


def _is_assigned(name: str, written: str) -> bool:
    """Say whether "[name=value …]" gives a value to a shortcode: not "[a=b]", nor "[mean=5.2]"."""
    found = _ASSIGNED.match(written)
    if found is None or any("=" not in word for word in written[found.end() :].split()):
        return False
    value = found[0]
    if value[0] in "\"'&":
        return len(name) > 1
    is_name = len(name) > 3 or (len(name) == 3 and name.isupper())
    return is_name and (value.isdigit() or _LETTER.search(value) is not None)
