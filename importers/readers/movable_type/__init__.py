"""Movable Type's own export format, which TypePad and others write too: entries with their comments and pings.

https://movabletype.org/documentation/appendices/import-export-format.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from importers.decoding import ReadError, SourceFile, unicode_form
from importers.readers.movable_type.entries import Context, read_entry
from importers.readers.movable_type.splitting import KEYS, entries, key_of
from importers.readers.movable_type.values import habits_of
from importers.records import Issue, Record, Severity
from importers.surveying import Evidence
from importers.unpacking import fault_of

NAME = "movable_type"

_SECTION = re.compile(rb"(?:BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):")


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file begins with an entry: keys, five dashes, a section. Of one cut at its head, a later entry."""
    codec = unicode_form(head)
    data = (head.decode(codec, "replace").encode() if codec else head).lstrip(b"\xef\xbb\xbf")
    lines = [line.strip() for line in data.splitlines()]
    starts = [0, *(place + 1 for place, line in enumerate(lines) if line == b"--------")]
    return any(_is_entry(lines, start) for start in starts)


def _is_entry(lines: list[bytes], start: int) -> bool:
    known: set[str] = set()
    for place in range(start, len(lines)):
        line = lines[place]
        if line == b"-----":
            following = next((later for later in lines[place + 1 :] if later), b"")
            return bool(known & {"TITLE", "AUTHOR", "DATE"}) and bool(_SECTION.match(following))
        if line:
            key = key_of(line)
            if not key:
                return False
            known.add(key if key in KEYS else "")
    return False


def read(file: SourceFile, evidence: Evidence) -> Iterator[Record]:
    """Yield the entries in the order of the file; ReadError when it is no export.

    Every entry is accounted for: as a post or as Refused. A file that ends before its end gives all that stands before,
    and an issue "file-cut".
    """
    if not recognises(file.read_head(), file.origin):
        raise ReadError(f"{file.origin} is not a Movable Type export.")
    with file.open_as_utf8() as stream:
        habits = habits_of(stream)
    context = Context(file.origin, habits)
    number = 0
    if habits.days_first:
        message = "its dates have the day before the month; they were read so"
        yield Issue("date-day-first", file.origin, message, Severity.INFO)
    with file.open_as_utf8() as stream:
        try:
            for entry in entries(stream):
                number += 1
                yield from read_entry(entry, context)
        except ReadError as error:
            if not number:
                raise
            yield Issue("file-refused", file.origin, str(error), Severity.ERROR)
            return
        if getattr(stream, "lossy", False):
            yield Issue("encoding-lossy", file.origin, "some bytes have no meaning in the file's encoding")
        if fault := fault_of(stream):
            yield Issue("file-cut", file.origin, f"{fault}; what stands before was read", Severity.ERROR)
    if not number:
        yield Issue("file-empty", file.origin, "holds no entry", Severity.INFO)
