"""Lines to the body of a post or a comment: a blank line ends a paragraph, a line end is a hard break."""

from __future__ import annotations

from collections.abc import Iterable

from importers.scraping.lines import Line


def join(lines: Iterable[Line]) -> str:
    """Return lines as text in our "text" format; nothing but outer blanks is changed."""
    parts: list[str] = []
    number: int | None = None
    for line in lines:
        text = _stripped(line.text)
        if not text:
            continue
        if number is not None:
            parts.append("\n\n" if line.gap or line.number != number + 1 else "\n")
        parts.append(text)
        number = line.number
    return "".join(parts)


def _stripped(text: str) -> str:
    """Strip what a line's ends cannot show; a no-break space is the author's, even there, but for a line of nothing."""
    return text.strip(" \t\v\f\r\ufeff") if not text.isspace() else ""
