"""Lists as files for spreadsheets, sent while they are read, and with nothing in them that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

# A cell that begins like this is taken for a formula (OWASP, "CSV injection"); an apostrophe makes it text.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take UTF-8 for something else


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def safe(value: Any) -> str:
    """Return a value as text that no spreadsheet calculates."""
    text = "" if value is None else str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) else text


def lines(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a file, its titles first."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow(titles)
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def download(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Return a file of this name that is sent as its rows are read."""
    response = StreamingHttpResponse(lines(titles, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
