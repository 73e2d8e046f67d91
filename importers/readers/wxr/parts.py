"""Several exports read as one: the parts of an export that was split, and exports of one blog from several days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime

from importers.decoding import ReadError, SourceFile
from importers.records import Issue

# "blog.wordpress.2020-01-01.000.xml", as WordPress.com names the parts, and "export-2.xml.gz", as people do; the end of
# a date is no part's number.
_PART = re.compile(
    r"(?P<stem>.*?)(?:\.(?P<dotted>\d{3})|(?<!\d)(?<!\d[._ -])[._ -]?(?:part)?[._ -]?(?P<number>\d{1,2}))"
    r"\.xml(?:\.gz)?",
    re.IGNORECASE,
)
_BLOG = re.compile(rb"<(?:wp:base_blog_url|link)>\s*(?:<!\[CDATA\[)?\s*https?://([^\s<\]]{1,300})")
_EXPORTED = re.compile(rb"<pubDate>\s*([^<]{10,40}?)\s*</pubDate>|created=\"(\d{4}-\d\d-\d\d \d\d:\d\d)\"")
_ITEM = re.compile(rb"<item[\s>]")


@dataclass(frozen=True, slots=True)
class Export:
    """One file among others: its blog, its day, and which part of which export it is."""

    file: SourceFile
    blog: bytes
    day: str
    stem: str
    number: int | None

    @property
    def whole(self) -> tuple[str, str]:
        """What the parts of one export share; files of one name from different days are several exports."""
        return self.stem, self.day[:10]


def arrange(files: Sequence[SourceFile]) -> tuple[list[SourceFile], list[Issue]]:
    """Put files into the order of reading; name the parts that are missing between others.

    The first version of an item that is met counts, so of one blog's exports the latest comes first, and the parts of
    one export follow each other by their numbers.
    """
    exports = [_export(file) for file in files]
    blogs = list(dict.fromkeys(export.blog for export in exports))
    latest: dict[tuple[str, str], str] = {}
    for export in exports:
        latest[export.whole] = max(latest.get(export.whole, ""), export.day)
    place = {whole: index for index, whole in enumerate(latest)}
    # Sorting is stable: by part, then by export, the latest first, then by blog.
    exports.sort(key=lambda export: (place[export.whole], export.number or 0))
    exports.sort(key=lambda export: latest[export.whole], reverse=True)
    exports.sort(key=lambda export: blogs.index(export.blog))
    known = {export.blog for export in exports} - {b""}
    beside: dict[bytes, tuple[SourceFile, ...]] = {}
    for blog in blogs:
        # Of a file that does not name its blog it is told only where all are of one.
        beside[blog] = tuple(one.file for one in exports if one.blog == blog or len(known) == 1)
    files_in_order = [replace(export.file, others=beside[export.blog]) for export in exports]
    return files_in_order, list(_missing(exports))


def _missing(exports: Sequence[Export]) -> Iterator[Issue]:
    numbers: dict[tuple[str, str], list[int]] = {}
    for export in exports:
        if export.number is not None:
            numbers.setdefault(export.whole, []).append(export.number)
    for (stem, _), found in numbers.items():
        # Parts are counted from 0 or from 1. One file alone may be all that somebody wants.
        lost = sorted(set(range(min(1, *found), max(found))) - set(found)) if len(found) > 1 else []
        if lost:
            named = ", ".join(map(str, lost[:10])) + (" …" if len(lost) > 10 else "")
            yield Issue("part-missing", stem, f"is an export in parts, of which {named} is not there")


def _export(file: SourceFile) -> Export:
    try:
        head = file.read_head()
    except (OSError, ReadError):
        head = b""
    item = _ITEM.search(head)
    frame = head[: item.start()] if item else head
    blog, exported = _BLOG.search(frame), _EXPORTED.search(frame)
    found = _PART.fullmatch(file.origin)
    return Export(
        file,
        blog[1].rstrip(b"/").removeprefix(b"www.").lower() if blog else b"",
        _day(exported) if exported else "",
        found["stem"] if found else file.origin,
        int(found["dotted"] or found["number"]) if found else None,
    )


def _day(exported: re.Match[bytes]) -> str:
    if exported[2]:
        return exported[2].decode()
    try:
        return parsedate_to_datetime(exported[1].decode("ascii", "replace")).strftime("%Y-%m-%d %H:%M")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
