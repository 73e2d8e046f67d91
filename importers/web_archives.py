"""Web archives (WARC, https://iipc.github.io/warc-specifications/): the pages in them, each read where it stands.

warcio takes records apart; the walk from record to record is ours, so that a damaged one costs only itself, and one
that unpacks to more than any page holds is not unpacked.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from urllib.parse import urljoin, urlsplit

from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from blog.text import paths
from importers.records import Issue, Severity
from importers.unpacking import GZIP, Gunzip, ReadError, check_growth

ENDINGS = (".warc", ".warc.gz")
HEAD = 1 << 16  # bytes of a record in which its headers stand
LARGEST = 1 << 24  # bytes of a record that is read as a page, as it came over the wire
CAPTURES = 200_000
NAMED = 50  # damaged records that are named one by one
MOST_FAULTS = 2_000  # of an archive in which nothing else is

_BEGINS = b"WARC/"
_PIECE = 1 << 16
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
_CALLED = re.compile(r"#\d{0,14}/(https?://.+)", re.DOTALL)
_CHARSET = re.compile(r"charset\s{0,5}=\s{0,5}[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_FAULTS = (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, EOFError, KeyError, AttributeError)


class _Walk(Protocol):
    """The way from record to record: (offset, the record's first bytes, why it cannot be read)."""

    def __iter__(self) -> Iterator[tuple[int, bytes, str]]: ...


@dataclass(frozen=True, slots=True)
class Capture:
    """A page in an archive: where its record begins, and what the crawler knew of it."""

    offset: int
    address: str
    moment: str = ""  # ISO 8601, UTC
    charset: str = ""
    aliases: tuple[str, ...] = ()  # other addresses that led to it


@dataclass(slots=True)
class Listing:
    """The pages of an archive in their order, and what was left out."""

    captures: list[Capture] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    faults: list[Issue] = field(default_factory=list)  # all of them; the first are among the issues


def called(origin: str, capture: Capture) -> str:
    """Return what a page in an archive is called: the archive, the time, the address."""
    stamp = "".join(sign for sign in capture.moment if sign.isdigit())[:14]
    return f"{origin}#{stamp}/{capture.address}"


def capture_called(name: str) -> Capture | None:
    """Return a page's capture, as far as what it is called tells; None for what is of no archive."""
    found = _CALLED.search(name)
    return Capture(0, found[1]) if found else None


def is_web_archive(path: Path) -> bool:
    """Say whether a file is a web archive, packed or not."""
    with path.open("rb") as stream:
        head = stream.read(_PIECE)
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(_BEGINS)


def listing_of(path: Path, origin: str) -> Listing:
    """Read an archive through once: its pages (HTML or text, answered with 200), and what else led to them."""
    listing = Listing()
    others: Counter[str] = Counter()
    led: dict[str, list[str]] = {}
    with path.open("rb") as stream:
        walk: _Walk = _Packed(stream, origin) if stream.read(2) == GZIP else _Plain(stream)
        for offset, head, fault in walk:
            found = fault or _looked_at(offset, head, led)
            if isinstance(found, Capture):
                listing.captures.append(found)
            elif found.startswith("!"):
                others[found[1:]] += 1
            else:
                listing.faults.append(Issue("record-damaged", f"{origin}#byte-{offset}", found, Severity.ERROR))
            if len(listing.captures) >= CAPTURES or len(listing.faults) >= MOST_FAULTS:
                message = f"has too many pages or too much damage for one archive; it was read up to byte {offset}"
                listing.issues.append(Issue("file-refused", origin, message, Severity.ERROR))
                break
    listing.issues += listing.faults[:NAMED]
    if len(listing.faults) > NAMED:
        message = f"{len(listing.faults) - NAMED} more records are damaged; they were left out"
        listing.issues.append(Issue("record-damaged", origin, message, Severity.ERROR))
    for what, number in others.most_common():
        listing.issues.append(Issue("item-skipped", origin, f"{number} × {what}: no page", Severity.INFO))
    listing.captures = [replace(capture, aliases=_aliases(capture.address, led)) for capture in listing.captures]
    return listing


def content_of(path: Path, capture: Capture, origin: str, limit: int = LARGEST) -> bytes:
    """Return what a page's record holds, unchunked and unpacked; ReadError when it is damaged."""
    with path.open("rb") as stream:
        packed = stream.read(2) == GZIP
        stream.seek(capture.offset)
        if packed:
            data, _, fault = _inflated(stream, capture.offset, LARGEST + HEAD, origin)
        else:
            data, fault = stream.read(LARGEST + HEAD), ""
    if fault and not data:
        raise ReadError(f"{origin} is damaged.")
    try:
        return _unpacked(_record(data), origin, limit)
    except (*_FAULTS, zlib.error, OSError) as error:
        raise ReadError(f"{origin} is damaged or packed in a way that is not read here.") from error


def _unpacked(record: Any, origin: str, limit: int) -> bytes:
    """Return a record's content without chunks and packing. What is called packed and is not, is taken as it is."""
    http = record.http_headers
    stream = record.raw_stream
    if http and (http.get_header("Transfer-Encoding") or "").lower() == "chunked":
        stream = ChunkedDataReader(stream)
    content: bytes = stream.read(LARGEST + HEAD)
    packing = ((http.get_header("Content-Encoding") if http else "") or "").strip().lower()
    if packing in ("gzip", "x-gzip") and content.startswith(GZIP):
        unpacked = Gunzip(cast("BinaryIO", BytesIO(content)), origin)
        content = unpacked.read(limit)
        if unpacked.fault:
            raise ValueError(unpacked.fault)
    elif packing == "deflate":
        # By the specification with zlib's header, by many servers without.
        wbits = 15 if content[:1] == b"\x78" else -15
        content = zlib.decompressobj(wbits=wbits).decompress(content, limit)
    return content[:limit]


def _looked_at(offset: int, head: bytes, led: dict[str, list[str]]) -> Capture | str:
    """Return the page of a record, "!" and what it is instead, or what is wrong with it; note what leads elsewhere."""
    try:
        record = _record(head)
    except _FAULTS:
        return "its headers cannot be read; it was left out"
    kind = record.rec_type or ""
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip()
    if kind not in ("response", "resource", "revisit"):
        return f"!record of the type {kind[:40] or '?'}"
    if not address.startswith(("http://", "https://")):
        return "!record that is of no address of the web"
    http = record.http_headers
    status = http.get_statuscode() if http else ""
    location = (http.get_header("Location") if http else "") or ""
    if status in ("301", "302", "303", "307", "308"):
        if location:
            _note(led, _joined(address, location), address)
        return "!answer that leads elsewhere"
    if kind == "revisit":
        meant = record.rec_headers.get_header("WARC-Refers-To-Target-URI") or ""
        _note(led, meant, address)
        return "!record of a page that had not changed"
    if http and status != "200":
        return f"!answer with status {status[:20] or '?'}"
    return _page(record, offset, address)


def _page(record: Any, offset: int, address: str) -> Capture | str:
    http = record.http_headers
    said = (http.get_header("Content-Type") if http else record.content_type) or ""
    mime = said.partition(";")[0].strip().lower()
    if mime not in _PAGES:
        return "!record of what is neither HTML nor text"
    if mime == "text/plain" and urlsplit(address).path == "/robots.txt":
        return "!robots.txt"
    packing = ((http.get_header("Content-Encoding") if http else "") or "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        return f"is packed by {packing[:20]}, which is not read here"
    charset = _CHARSET.search(said)
    moment = record.rec_headers.get_header("WARC-Date") or ""
    return Capture(offset, address[:2000], moment[:40], charset[1] if charset else "")


def _record(data: bytes) -> Any:
    return ArcWarcRecordLoader().parse_record_stream(BytesIO(data), known_format="warc")


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        return ""


def _key(address: str) -> str:
    return "".join(paths.legacy_key(address))


def _note(led: dict[str, list[str]], target: str, address: str) -> None:
    """Note that an address leads to another; the same one in another spelling is none."""
    if target.startswith(("http://", "https://")) and len(led) < CAPTURES:
        known = led.setdefault(_key(target), [])
        if _key(target) != _key(address) and address not in known and len(known) < 100:
            known.append(address)


def _aliases(address: str, led: dict[str, list[str]]) -> tuple[str, ...]:
    """Return the addresses that lead to this one, over others too."""
    found: dict[str, None] = {}
    waiting = [address]
    while waiting and len(found) < 100:
        for other in led.get(_key(waiting.pop()), ()):
            if other not in found and _key(other) != _key(address):
                found[other] = None
                waiting.append(other)
    return tuple(found)


class _Packed:
    """The records of an archive in which each is a gzip member of its own, as the specification asks."""

    def __init__(self, stream: BinaryIO, origin: str) -> None:
        self.stream = stream
        self.origin = origin

    def __iter__(self) -> Iterator[tuple[int, bytes, str]]:
        offset: int | None = 0
        while offset is not None:
            data, end, fault = _inflated(self.stream, offset, HEAD, self.origin)
            if not data and not fault:
                return
            if not fault and not data.startswith(_BEGINS):
                fault = "is no record of a web archive"
            yield offset, data, f"{fault}; it was left out" if fault else ""
            if not fault and _holds_more(data):
                message = "the archive is packed as one piece; unpack it first (gunzip), then the rest of it is read"
                yield offset, b"", message
                return
            offset = self._after(offset) if end is None else end

    def _after(self, offset: int) -> int | None:
        """Return where the next whole record begins behind damage."""
        for place in _places(self.stream, b"\x1f\x8b\x08", offset + 1):
            data, _end, _fault = _inflated(self.stream, place, 64, self.origin, most=64)
            if data.startswith(_BEGINS):
                return place
        return None


def _holds_more(data: bytes) -> bool:
    """Say whether another record stands behind the first one of a piece."""
    headers, blank, rest = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length:[ \t]*(\d{1,15})", headers)
    return bool(blank and length) and rest[int(length[1]) :].lstrip(b"\r\n").startswith(_BEGINS)  # type: ignore[index]


class _Plain:
    """The records of an archive that is not packed."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def __iter__(self) -> Iterator[tuple[int, bytes, str]]:
        self.stream.seek(0, 2)
        size = self.stream.tell()
        offset: int | None = 0
        while offset is not None and offset < size:
            self.stream.seek(offset)
            head = self.stream.read(HEAD)
            blank = len(head) - len(head.lstrip(b"\r\n"))
            if blank:
                offset += blank
                continue
            end = _end_of(head, offset)
            if end is None:
                yield offset, b"", "is no record of a web archive; it was left out"
                offset = self._after(offset)
                continue
            if end > size:
                yield offset, b"", "the file ends inside this record; it was left out"
                offset = self._after(offset)
                continue
            self.stream.seek(end)
            whole = self.stream.read(16).lstrip(b"\r\n")
            if whole and not whole.startswith(_BEGINS[: len(whole)]):
                yield offset, b"", "is longer or shorter than it says; it was left out"
                offset = self._after(offset)
                continue
            yield offset, head, ""
            offset = end

    def _after(self, offset: int) -> int | None:
        return next((place + 1 for place in _places(self.stream, b"\nWARC/1.", offset)), None)


def _end_of(head: bytes, offset: int) -> int | None:
    """Return where a record ends by its own word; None for what is none."""
    headers, blank, _ = head.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length:[ \t]*(\d{1,15})", headers)
    if not head.startswith(_BEGINS) or not blank or length is None:
        return None
    return offset + len(headers) + 4 + int(length[1])


def _places(stream: BinaryIO, mark: bytes, offset: int) -> Iterator[int]:
    """Yield where a mark stands from an offset on."""
    carried = b""
    while True:
        stream.seek(offset)
        chunk = stream.read(1 << 20)
        if not chunk:
            return
        data, start = carried + chunk, offset - len(carried)
        place = data.find(mark)
        while place >= 0:
            yield start + place
            place = data.find(mark, place + 1)
        carried = data[-(len(mark) - 1) :]
        offset += len(chunk)


def _inflated(stream: BinaryIO, offset: int, keep: int, origin: str, most: int = 0) -> tuple[bytes, int | None, str]:
    """Return the first bytes of the gzip member at an offset, where it ends (None when that is not known), and what is
    wrong with it. With `most`, no more is unpacked than that."""
    stream.seek(offset)
    inflate = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    taken = given = 0
    waiting = b""
    try:
        while not inflate.eof:
            fed = waiting or stream.read(_PIECE)
            if not fed:
                return b"".join(parts), None, "the file ends inside this record" if taken else ""
            taken += 0 if waiting else len(fed)
            data = inflate.decompress(fed, _PIECE)
            waiting = inflate.unconsumed_tail
            if given < keep:
                parts.append(data[: keep - given])
            given += len(data)
            if most and given >= most:
                return b"".join(parts), None, ""
            check_growth(taken, given, origin)
    except zlib.error:
        return b"", None, "the record is damaged"
    except ReadError:
        return b"", None, "the record unpacks to more than any page holds"
    return b"".join(parts), stream.tell() - len(inflate.unused_data), ""
