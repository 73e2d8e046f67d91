"""A page saved as bare text: what a browser's "save as text" or a scraper left. One record per file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from importers.decoding import Decoded, SourceFile, decode
from importers.records import Record, Refused
from importers.scraping.building import build
from importers.scraping.examining import Analysed, record_of, shown
from importers.scraping.files import LARGEST, address_of, addressed, finished, refusal
from importers.scraping.habits import habits_of
from importers.scraping.layouts import of_text
from importers.scraping.lines import line_hashes, split_lines, starts_of
from importers.scraping.pages import NOTHING, Stated, analyse
from importers.scraping.shown import Examined
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
    yield record_of(_analysed(file, evidence))


def examine(file: SourceFile, evidence: Evidence, assigned: Mapping[int, str] = NOTHING) -> Examined | Refused:
    """Lay a page open: its segments and its record, with the parts that a person assigned to lines (by number)."""
    return shown(_analysed(file, evidence, assigned, remember=True))


def _analysed(
    file: SourceFile, evidence: Evidence, assigned: Mapping[int, str] = NOTHING, remember: bool = False
) -> Analysed | Refused:
    data = file.read_bytes(LARGEST + 1)
    decoded = _decode(file, data)
    if refused := refusal(file, data, empty=not decoded.text.strip()):
        return refused
    lines = split_lines(decoded.text)
    page = analyse(lines, Stated(url=address_of(file, "")), evidence.furniture, assigned, evidence.habits, remember)
    record = build(page, reader=NAME, origin=file.origin, raw=data, body_format="text")
    record = addressed(finished(record, decoded, lines, of_text(page.segments)), file)
    return Analysed(page, record, decoded, lambda: starts_of(lines))


def survey_lines(file: SourceFile) -> Iterable[tuple[int, bool]]:
    """Give the hash of each distinct line of the page, and whether it is a sentence, for what recurs."""
    data = file.read_bytes(LARGEST + 1)
    return line_hashes(line.text for line in split_lines(_decode(file, data).text)) if len(data) <= LARGEST else ()


def survey_habits(file: SourceFile) -> Iterable[str]:
    """Give how the page is laid out, for the batch to find its habits."""
    found = _analysed(file, Evidence())
    return () if isinstance(found, Refused) else habits_of(found.page, found.record)


def _decode(file: SourceFile, data: bytes) -> Decoded:
    return decode(data, declared=file.capture.charset if file.capture else "", named=file.encoding)
