"""Footnotes written as shortcodes, gathered at the end of their body, each linked with the place that calls for it."""

from __future__ import annotations

import re

from blog.text.fragments import VOID_ELEMENTS, Kind, tokens

MOST_TAGS = 500
BACK = "↩\ufe0e"  # as a letter, not as a picture
# Of Footnotes, Simple Footnotes, Easy Footnotes and Modern Footnotes.
NAMES = frozenset({"efn_note", "fn", "footnote", "mfn", "ref"})
_BRACKET = re.compile(r'(?<!<span class="shortcode">)\[')
_NUMBERED = re.compile(r'id="fn-(\d{1,5})"')


def is_whole(note: str) -> bool:
    """Say whether a footnote can be moved: it ends what it begins, and begins what it ends."""
    if not note or note.count("<") > MOST_TAGS:
        return False
    stack: list[str] = []
    for token in tokens(note):
        if token.kind is Kind.OPEN and token.name not in VOID_ELEMENTS:
            stack.append(token.name)
        elif token.kind is Kind.OTHER or (token.kind is Kind.CLOSE and (not stack or stack.pop() != token.name)):
            return False
    return not stack


class Footnotes:
    """The footnotes of one body, numbered on from those that stand in it already."""

    def __init__(self, body: str) -> None:
        numbers = map(int, _NUMBERED.findall(body)) if 'id="fn-' in body else ()
        self._first = max(numbers, default=0) + 1
        self._notes: list[str] = []

    def call(self, note: str) -> str:
        """Take a footnote, HTML that is ready, and return what stands in its place.

        A bracket that is prose there must not become the other half of one that it is moved behind.
        """
        self._notes.append(_BRACKET.sub("&#91;", note))
        number = self._first + len(self._notes) - 1
        return f'<sup id="fnref-{number}"><a href="#fn-{number}">{number}</a></sup>'

    def listed(self) -> str:
        """Return the list of those that were called for; nothing when none was."""
        if not self._notes:
            return ""
        start = f' start="{self._first}"' if self._first > 1 else ""
        notes = "\n".join(
            f'<li id="fn-{number}">{note} <a href="#fnref-{number}">{BACK}</a></li>'
            for number, note in enumerate(self._notes, self._first)
        )
        return f'\n<ol class="footnotes"{start}>\n{notes}\n</ol>'
