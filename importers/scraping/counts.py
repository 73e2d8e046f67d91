"""How many comments or trackbacks a page says it has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from importers.scraping.features import Features
from importers.scraping.lines import Line
from importers.scraping.phrases import words

_ZERO = words("zero")
_ONE = words("one")


def stated_count(page: Iterable[Features], *roles: str) -> tuple[int, Line] | None:
    """Return the count that a wording of these roles states, and its line; the last one stands nearest to the list."""
    found: tuple[int, Line] | None = None
    for seen in page:
        for hit in seen.matches:
            if hit.role not in roles:
                continue
            if "n" in hit:
                start, end = hit.groups["n"]
                found = int(seen.view[start:end]), seen.line
            elif not hit.groups or set(hit.groups) == {"title"}:
                opening = seen.view[hit.start : hit.end].lower().split()
                number = 0 if opening and opening[0] in _ZERO else 1 if opening and opening[0] in _ONE else None
                found = (number, seen.line) if number is not None else found
    return found


def only_number(view: str) -> re.Match[str] | None:
    """Return where a line has a number that is part of no date, no hour and no version, if it has one such only."""
    numbers = list(_NUMBER.finditer(view))
    return numbers[0] if len(numbers) == 1 else None


_NUMBER = re.compile(r"(?<![\d.,:/-])\d{1,4}(?![\d.,:/-]*\d)")
