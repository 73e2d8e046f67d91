"""How many comments or trackbacks a page says it has."""

from __future__ import annotations

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
