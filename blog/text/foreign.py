"""Where the few characters beyond ASCII stand in a text: found at the speed of copying, where a search takes ten times
that."""

from __future__ import annotations

import codecs
import re
from threading import local

FEW = 60  # runs; with more, as in every language but English, searching costs no more than this does

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


class _Noted(local):
    """The runs that an encoding under way in this thread came upon."""

    def __init__(self) -> None:
        self.runs: list[tuple[int, int]] = []


_noted = _Noted()


def _note(error: UnicodeError) -> tuple[str, int]:
    """Note the run that ASCII has no bytes for; at one too many, go to the end."""
    assert isinstance(error, UnicodeEncodeError)
    _noted.runs.append((error.start, error.end))
    return "", error.end if len(_noted.runs) <= FEW else len(error.object)


codecs.register_error(f"{__name__}.noted", _note)


def few_runs(text: str) -> list[tuple[int, int]] | None:
    """Return the runs (start, end) of what is not ASCII, in their order; None when there are more than FEW."""
    if text.isascii():
        return []
    found = _noted.runs = []
    text.encode("ascii", f"{__name__}.noted")
    return found if len(found) <= FEW else None


def runs(text: str) -> list[tuple[int, int]]:
    """Return the runs (start, end) of what is not ASCII, in their order, however many."""
    few = few_runs(text)
    return [match.span() for match in _NOT_ASCII.finditer(text)] if few is None else few
