"""Compressed files as streams of what they hold: gzip, and the members of zip archives. Nothing is written to disk.

What a damaged file holds before its damage is given; the stream's `fault` then says what is wrong with the rest.
"""

from __future__ import annotations

import io
import mmap
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO, cast

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
MEMBERS = 100_000
# Text shrinks to a tenth, seldom to a fiftieth; deflate's own limit is a thousandth, which only bombs come near.
RATIO = 250
FREE = 1 << 26  # so many bytes may come out of nothing
LARGEST = 1 << 35

_PIECE = 1 << 14
_HELD_OPEN = 16
_HELD: ContextVar[dict[Path, zipfile.ZipFile] | None] = ContextVar("_HELD", default=None)
# Of a zip archive: its last record (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.14 to 4.3.16).
_END, _END_64, _LOCATOR_64, _ENTRY = b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\1\2"
_LONGEST_HEADER = 30 + (1 << 16)
_LONGEST_ENTRY = 512  # bytes of a member's entry in the directory, on average


class ReadError(Exception):
    """A file that cannot be read, or not safely. Its text is one sentence that names the file."""


class DamagedArchiveError(ReadError):
    """A zip archive that is damaged or cut off; `member` is the one that stands there, "" where none does."""

    def __init__(self, sentence: str, member: str) -> None:
        super().__init__(sentence)
        self.member = member

    @classmethod
    def without_directory(cls, path: Path, origin: str) -> DamagedArchiveError:
        """Return the error for an archive whose end, where its directory stands, is not there."""
        member = _last_begun(path)
        at = f", at “{member}”" if member else ""
        return cls(f"{origin} is a damaged or cut-off zip archive{at}; nothing in it can be found.", member)


class Gunzip(io.RawIOBase):
    """What a gzip file holds, its members one after the other; padding behind the last is passed over."""

    def __init__(self, stream: BinaryIO, origin: str, packed: int = 0) -> None:
        self.fault = ""
        self._stream = stream
        self._origin = origin
        self._inflate = zlib.decompressobj(wbits=31)
        self._waiting = b""
        self._packed = packed  # bytes, where these are themselves unpacked of so many
        self._taken = 0
        self._given = 0
        self._members = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, b"" at the end; ReadError where more comes out than any text can hold."""
        parts: list[bytes] = []
        wanted = size if size >= 0 else LARGEST
        while wanted > 0 and (data := self._some(wanted)):
            parts.append(data)
            wanted -= len(data)
            self._given += len(data)
            check_growth(self._packed or self._taken, self._given, self._origin)
        return b"".join(parts)

    def _some(self, most: int) -> bytes:
        while not self.fault:
            if self._inflate.eof and not self._next_member():
                return b""
            fed = self._waiting or self._stream.read(_PIECE)
            self._taken += 0 if self._waiting else len(fed)
            if not fed:
                self.fault = "the compressed file ends before its end"
                return self._inflate.flush()
            before = self._inflate.copy()
            try:
                data = self._inflate.decompress(fed, most)
            except zlib.error:
                self.fault = "the compressed file is damaged"
                return _salvaged(before, fed)
            self._waiting = self._inflate.unconsumed_tail
            if data:
                return data
        return b""

    def _next_member(self) -> bool:
        rest = self._inflate.unused_data or self._stream.read(_PIECE)
        while rest and not rest.strip(b"\0"):
            rest = self._stream.read(_PIECE)
        if not rest.startswith(GZIP):
            return False
        self._inflate, self._waiting = zlib.decompressobj(wbits=31), rest
        return True


def _salvaged(inflate: zlib._Decompress, fed: bytes) -> bytes:
    """Return what comes out before the damage: in small pieces, the last one byte by byte."""
    parts: list[bytes] = []
    for size in (256, 1):
        try:
            while fed:
                before = inflate.copy()
                parts.append(inflate.decompress(fed, size))
                fed = inflate.unconsumed_tail
        except zlib.error:
            inflate = before
    return b"".join(parts)


class Member(io.RawIOBase):
    """What one member of a zip archive holds."""

    def __init__(self, stream: BinaryIO, packed: int, origin: str) -> None:
        self.fault = ""
        self._stream = stream
        self._packed = packed
        self._origin = origin
        self._given = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, b"" at the end; ReadError where more comes out than any text can hold."""
        parts: list[bytes] = []
        wanted = size if size >= 0 else LARGEST
        while wanted > 0 and not self.fault:
            try:
                data = self._stream.read(min(wanted, _PIECE))
            except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError):
                self.fault = "the archive is damaged here"
                break
            if not data:
                break
            parts.append(data)
            wanted -= len(data)
            self._given += len(data)
            check_growth(self._packed, self._given, self._origin)
        return b"".join(parts)


def check_growth(packed: int, given: int, origin: str) -> None:
    """Raise ReadError when so many bytes out of so few are no text."""
    if given > LARGEST or (given > FREE and given > RATIO * packed):
        raise ReadError(f"{origin} unpacks to more than {given >> 20} MB, as no text does; reading stopped there.")


def fault_of(stream: BinaryIO) -> str:
    """Return what was wrong with a compressed stream that was read, or ""."""
    return str(getattr(stream, "fault", ""))


def unpacked(stream: BinaryIO, origin: str) -> BinaryIO:
    """Return what a stream holds where it is compressed by gzip, else the stream itself, from its beginning."""
    begins = stream.read(2)
    stream.seek(0)
    return cast("BinaryIO", Gunzip(stream, origin)) if begins == GZIP else stream


def is_archive(path: Path) -> bool:
    """Say whether a file begins as a zip archive does."""
    with path.open("rb") as stream:
        return stream.read(4) == ZIP


def length_of(path: Path) -> int:
    """Return how many bytes a file says it holds once it is unpacked."""
    size = path.stat().st_size
    try:
        with path.open("rb") as stream:
            begins = stream.read(4)
            if begins.startswith(GZIP) and size > 18:
                # Of the last part, and modulo 4 GB: good enough to say how far a reader is.
                stream.seek(-4, io.SEEK_END)
                return max(size, int.from_bytes(stream.read(4), "little"))
        if begins == ZIP:
            with _archive(path, path.name) as archive:
                return sum(info.file_size for info in archive.infolist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, ReadError):
        pass
    return size


@contextmanager
def held() -> Iterator[None]:
    """Keep archives open until the end, so that the directory of each is read once and not for every member."""
    if _HELD.get() is not None:
        yield
        return
    archives: dict[Path, zipfile.ZipFile] = {}
    token = _HELD.set(archives)
    try:
        yield
    finally:
        _HELD.reset(token)
        for archive in archives.values():
            archive.close()


@contextmanager
def _archive(path: Path, origin: str) -> Iterator[zipfile.ZipFile]:
    archives = _HELD.get()
    if archives is None:
        _check_number(path, origin)
        with zipfile.ZipFile(path) as archive:
            yield archive
        return
    if path not in archives:
        _check_number(path, origin)
        opened = zipfile.ZipFile(path)
        if len(archives) >= _HELD_OPEN:
            archives.pop(next(iter(archives))).close()
        archives[path] = opened
    yield archives[path]


def _check_number(path: Path, origin: str) -> None:
    """Raise ReadError when an archive's directory has too many entries, before anything is made of them."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - (1 << 16) - 22))
        start, tail = stream.tell(), stream.read()
        plain = tail[-22:].startswith(_END) and tail.endswith(b"\0\0")
        place = len(tail) - 22 if plain else tail.rfind(_END)
        if place < 0:
            return  # whoever opens it says so
        length = int.from_bytes(tail[place + 12 : place + 16], "little")
        wide = tail[max(0, place - 76) : place]
        if len(wide) == 76 and wide.startswith(_END_64) and wide.startswith(_LOCATOR_64, 56):
            length = int.from_bytes(wide[40:48], "little")
        length = min(length, start + place)
        entries = 0
        if length <= MEMBERS * _LONGEST_ENTRY:
            # What the record says of their number need not be true, and is not asked by those who read them.
            stream.seek(max(0, start + place - length - 76))
            entries = stream.read(length + 76).count(_ENTRY)
    if length > MEMBERS * _LONGEST_ENTRY or entries > MEMBERS:
        raise ReadError(f"{origin} holds more than {MEMBERS:,} files; it was not read.")


def members_of(path: Path, origin: str) -> list[str]:
    """Return the names of the files in an archive; ReadError when it cannot be opened."""
    try:
        with _archive(path, origin) as archive:
            return [info.filename for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, zlib.error, EOFError):
        raise DamagedArchiveError.without_directory(path, origin) from None


def damaged_at(path: Path) -> str:
    """Return the first member of an archive that cannot be read for damage, "" where there is none."""
    try:
        for name in members_of(path, path.name):
            with member(path, name, name) as stream:
                stream.read(1)
                if fault_of(stream):
                    return name
    except DamagedArchiveError as error:
        return error.member
    except ReadError:
        pass  # whoever reads it says why
    return ""


def _last_begun(path: Path) -> str:
    """Return the name of the last member of which a local header stands in an archive without a directory."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        place = data.rfind(ZIP)
        header = data[place : place + _LONGEST_HEADER] if place >= 0 else b""
    length = int.from_bytes(header[26:28], "little")
    name = header[30 : 30 + length].decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else "?" for sign in name) if len(header) >= 30 + length else ""


@contextmanager
def member(path: Path, name: str, origin: str) -> Iterator[BinaryIO]:
    """Give a stream of one member of an archive, itself unpacked where it is compressed by gzip; ReadError when it
    cannot be opened."""
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(_archive(path, origin))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            raise DamagedArchiveError.without_directory(path, origin) from None
        try:
            info = archive.getinfo(name)
            opened = stack.enter_context(archive.open(info))
        except (zipfile.BadZipFile, EOFError):
            raise DamagedArchiveError(f"{origin} stands where its zip archive is damaged.", name) from None
        except (RuntimeError, NotImplementedError, KeyError, ValueError):
            # RuntimeError: it is encrypted.
            raise ReadError(f"{origin} is locked by a password, or packed in a way that is not read here.") from None
        packed = info.compress_size
        stream = cast("BinaryIO", Member(cast("BinaryIO", opened), packed, origin))
        begins = stream.read(2)
        if not fault_of(stream):
            opened.seek(0)
            stream = cast("BinaryIO", Member(cast("BinaryIO", opened), packed, origin))
        yield cast("BinaryIO", Gunzip(stream, origin, packed)) if begins == GZIP else stream
