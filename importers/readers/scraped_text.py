"""A page saved as bare text: what a browser's "save as text" or a scraper left. One record per file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from importers.decoding import SourceFile, decode
from importers.records import Record
from importers.scraping.building import build
from importers.scraping.files import LARGEST, finished, refusal
from importers.scraping.lines import line_hashes, split_lines
from importers.scraping.pages import Stated, analyse
from importers.surveying import Evidence

NAME = "scraped_text"


def recognises(head: bytes, name: str) -> bool:
    """Take anything that reads as text: this reader is asked last. A stray NUL does not make a text binary."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head[:4096])
    return bool(head) and controls <= max(1, len(head[:4096]) // 50)


def read(file: SourceFile, evidence: Evidence) -> Iterator[Record]:
    """Yield the post of one page; refuse a file that is no page."""
    data = file.read_bytes(LARGEST + 1)
    decoded = decode(data, named=file.encoding)
    if refused := refusal(file, data, empty=not decoded.text.strip()):
        yield refused
        return
    lines = split_lines(decoded.text)
    page = analyse(lines, Stated(), evidence.furniture)
    record = build(page, reader=NAME, origin=file.origin, raw=data, body_format="text")
    yield finished(record, decoded, lines)


def survey_lines(file: SourceFile) -> Iterable[int]:
    """Give the hash of each distinct line of the page, for the batch to find its furniture."""
    return line_hashes(line.text for line in split_lines(decode(file.read_bytes(LARGEST), named=file.encoding).text))
