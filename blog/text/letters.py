"""What strangers wrote, as it stands in a letter: nobody can take it for the letter's own words.

Each of its lines begins with a mark, and is too short for a mail reader to break: no line of theirs begins a line.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from blog.text import plain

WIDTH = 72  # characters of a line, the mark among them
MARK = ">"


def quoted(*paragraphs: str) -> str:
    """Return paragraphs of a stranger's as quoted lines; those that say nothing are left out."""
    said = [lines for text in paragraphs if (lines := list(_lines(text)))]
    return f"\n{MARK}\n".join("\n".join(f"{MARK} {line}".rstrip() for line in lines) for lines in said)


def noted(text: str, mark: str = "·") -> str:
    """Return a remark as lines of which the first has a mark and the others stand back."""
    return "\n".join(_wrapped(plain.one_line(text), f"{mark} ", " " * (len(mark) + 1)))


def _lines(text: str) -> Iterator[str]:
    """Yield lines without controls and blank edges, whatever character ends a line or makes a space."""
    lines = [plain.one_line(line) for line in text.splitlines()]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    for line in lines:
        yield from _wrapped(line) or [""]


def _wrapped(line: str, first: str = "", others: str = "") -> list[str]:
    """Break a line at its spaces, and words that are no addresses anywhere."""
    width = WIDTH - len(MARK) - 1
    has_address = "://" in line
    return textwrap.wrap(
        line,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=not has_address,
        break_on_hyphens=False,
    )
