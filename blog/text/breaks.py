"""Movable Type's own rule for paragraphs, which is not WordPress's.

A text is cut at its empty lines. A piece that begins with an element of its own stays as it is; any other becomes a
paragraph, with a break at the end of each of its lines.
"""

from __future__ import annotations

import re

_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_BLOCK = re.compile(
    r"</?(?:h[1-6]|table|ol|dl|ul|menu|dir|p|pre|center|form|fieldset|select|blockquote|address|div|hr)\b|<!--",
    re.IGNORECASE,
)


def with_breaks(text: str) -> str:
    """Return a text of Movable Type's format "convert breaks" as HTML."""
    pieces = _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    return "\n\n".join(_paragraph(piece) for piece in pieces if piece.strip())


def _paragraph(piece: str) -> str:
    if _BLOCK.match(piece.lstrip()):
        return piece
    return "<p>{}</p>".format(piece.replace("\n", "<br />\n"))
