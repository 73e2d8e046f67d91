"""A page saved as HTML. One record per file; its body is a fragment of the page's own markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from importers.decoding import Decoded, SourceFile, codec_for, decode
from importers.records import Record, Refused
from importers.scraping.building import build
from importers.scraping.dom import parse
from importers.scraping.examining import Analysed, record_of, shown
from importers.scraping.files import LARGEST, address_of, addressed, finished, refusal
from importers.scraping.habits import habits_of
from importers.scraping.items import DocumentElements
from importers.scraping.layouts import of_document
from importers.scraping.lines import line_hashes
from importers.scraping.metadata import find_stated
from importers.scraping.pages import NOTHING, analyse
from importers.scraping.shown import Examined
from importers.surveying import Evidence

NAME = "scraped_html"
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"</?(?:p|div|span|a|br|li|ul|td|tr|table|h[1-6]|img|strong|em)[\s/>]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w:.-]{1,40})", re.IGNORECASE)


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file looks like a page of HTML: it says so, or it is full of tags."""
    if head.lstrip().startswith((b"---", b"<?xml")) and not _PAGE.search(head[:4096]):
        return False
    plain = head.replace(b"\0", b"") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head
    if _PAGE.search(plain[:16_384]):
        return True
    tags = len(_TAG.findall(plain))
    return (tags >= 8 and tags * 400 >= len(plain)) or (tags >= 3 and name.lower().endswith((".html", ".htm")))


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
    if refused := refusal(file, data):
        return refused
    decoded = _decode(file, data)
    document = parse(decoded.text)
    lines = document.visible()
    if refused := refusal(file, data, empty=not lines):
        return refused
    stated = find_stated(document)
    stated.url = address_of(file, stated.url)
    page = analyse(lines, stated, evidence.furniture, assigned, evidence.habits, remember)
    record = build(
        page, reader=NAME, origin=file.origin, raw=data, body_format="html", elements=DocumentElements(document)
    )
    record = addressed(finished(record, decoded, lines, of_document(document)), file)
    return Analysed(page, record, decoded, lambda: document.starts(lines))


def survey_lines(file: SourceFile) -> Iterable[tuple[int, bool]]:
    """Give the hash of each distinct line of the page, and whether it is a sentence, for what recurs."""
    data = file.read_bytes(LARGEST + 1)
    if len(data) > LARGEST:
        return ()
    document = parse(_decode(file, data).text)
    return line_hashes(line.text for line in document.visible())


def survey_habits(file: SourceFile) -> Iterable[str]:
    """Give how the page is laid out, for the batch to find its habits."""
    found = _analysed(file, Evidence())
    return () if isinstance(found, Refused) else habits_of(found.page, found.record)


def _decode(file: SourceFile, data: bytes) -> Decoded:
    charset = _CHARSET.search(data[:16_384])
    declared = charset[1].decode("ascii", "replace") if charset else ""
    sent = file.capture.charset if file.capture else ""  # with the page, which goes before what the page says
    return decode(data, declared=sent if codec_for(sent) else declared, named=file.encoding)
