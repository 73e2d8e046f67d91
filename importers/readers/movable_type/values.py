"""What single values of an export mean: dates, statuses, formats, tags."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from importers.decoding import SAMPLE, decode_references, guess_codec
from importers.naming import slug_for
from importers.records import FoundDate, TermRecord

# STATUS -> Post.Status. Nothing becomes public that was not: "future" waits as a draft.
STATUS: Mapping[str, str] = MappingProxyType(
    {
        "": "published",  # by the format's own word; the oldest versions wrote none
        "publish": "published",
        "published": "published",
        "draft": "draft",
        "hold": "draft",
        "review": "in_review",
        "future": "draft",
        "unpublish": "archived",
        "unpublished": "archived",
        "spam": "archived",
        "junk": "archived",
    }
)

OWN, HTML, MARKDOWN = "movable_type", "html", "markdown"
# CONVERT BREAKS -> the body's format. The oldest versions ask with 1 for what is called __default__ later.
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "": OWN,
        "1": OWN,
        "__default__": OWN,
        "0": HTML,
        "richtext": HTML,
        "wysiwyg": HTML,
        "blockeditor": HTML,
        "block_editor": HTML,
        "markdown": MARKDOWN,
        "markdown_with_smartypants": MARKDOWN,
        "markdown_smartypants": MARKDOWN,
    }
)

_DATE = re.compile(
    r"[ \t]{0,9}(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d\d)(?:,?[ \t]{1,9}(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?"
    r"(?:[ \t]{0,9}([AP])\.?M\.?)?)?[ \t]{0,9}\Z",
    re.IGNORECASE,
)
_ISO = re.compile(r"[ \t]{0,9}(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?[ \t]{0,9}\Z")
_STAMP = re.compile(r"[ \t]{0,9}(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)[ \t]{0,9}\Z")
_DATE_LINE = re.compile(rb"(?:\A|[\r\n])DATE: ?(\d{1,2})/(\d{1,2})/\d")
_OTHER_BYTES = re.compile(rb"[^\s\x80-\xff]{0,24}[\x80-\xff][^\r\n<>]{0,40}")


@dataclass(frozen=True, slots=True)
class Habits:
    """What the whole file shows: the encoding of what is not UTF-8, and whether days stand before months."""

    codec: str = ""
    days_first: bool = False


def habits_of(stream: BinaryIO) -> Habits:
    """Read a file through once. The format has the month first; what others wrote shows by its days above 12."""
    carried, sample, length = b"", [], 0
    first = second = False
    while chunk := stream.read(1 << 20):
        data = carried + chunk
        for found in _DATE_LINE.finditer(data):
            first = first or int(found[1]) > 12
            second = second or int(found[2]) > 12
        for passage in _not_utf8(data) if length < SAMPLE else ():
            sample.append(passage)
            length += len(passage)
        carried = data[-64:]
    return Habits(guess_codec(b" ".join(sample)) if sample else "", first and not second)


def _not_utf8(data: bytes) -> Iterator[bytes]:
    if data.isascii():
        return
    for found in _OTHER_BYTES.finditer(data):
        passage = found.group()
        # What the look cuts in two at its end would not be UTF-8 by that alone.
        if not any(_is_utf8(passage[: len(passage) - cut]) for cut in range(4)):
            yield passage


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_date(text: str, habits: Habits) -> FoundDate | None:
    """Read a date by the blog's own clock; ValueError when there is none in it, None for an empty text."""
    if not text.strip():
        return None
    found = _DATE.match(text)
    if found is None:
        return _other_date(text)
    one, two = int(found[1]), int(found[2])
    month, day = (two, one) if habits.days_first else (one, two)
    year = int(found[3])
    if year < 100:
        year += 1900 if year >= 70 else 2000
    if found[4] is None:
        return FoundDate(year, dt.date(year, month, day).month, day)
    hour = int(found[4])
    half = (found[7] or "").upper()
    # With a clock of 24 hours some wrote AM and PM behind it all the same.
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "P" else 0)
    return FoundDate.of(dt.datetime(year, month, day, hour, int(found[5]), int(found[6] or 0)))


def _other_date(text: str) -> FoundDate | None:
    found = _ISO.match(text) or _STAMP.match(text)
    if found is None:
        raise ValueError("is not a date")
    parts = [int(part) for part in found.groups() if part is not None]
    if len(parts) == 3:
        day = dt.date(*parts)
        return FoundDate(day.year, day.month, day.day)
    return FoundDate.of(dt.datetime(*parts))  # type: ignore[arg-type]


def names_in(text: str) -> list[str]:
    """Read TAGS: names between commas, in quotes where they hold one."""
    if not text.strip():
        return []
    try:
        names = next(csv.reader([text], skipinitialspace=True), [])
    except csv.Error:
        names = text.split(",")
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def terms_of(taxonomy: str, names: list[str], known: dict[str, str]) -> tuple[TermRecord, ...]:
    """Return categories or tags of these names; `known` are the slugs that the file's names have."""
    found: dict[str, TermRecord] = {}
    for name in (decode_references(name) for name in names):
        slug = slug_for(name, known)
        known.setdefault(slug, name)
        found.setdefault(slug or name, TermRecord(taxonomy, slug, name))
    return tuple(found.values())
