"""Bytes to text. BOM, then strict UTF-8, then the declared charset, then statistics; never a detector first.

Nothing is repaired here: control characters and NUL stay in the text, `preparing` removes them.
"""

from __future__ import annotations

import codecs
import html
import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from blog.text.charsets import BOMS as BOMS
from blog.text.charsets import codec_for as codec_for
from blog.text.charsets import unicode_form as unicode_form
from blog.text.wording import Nonsense
from blog.text.wording import gettext_noop as _
from importers import unpacking, web_archives
from importers.asking import Asked
from importers.unpacking import ReadError as ReadError
from importers.web_archives import Capture

HEAD = 1 << 16  # bytes of a file by which readers recognise it
Opener = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was got. `lossy` says that some bytes had no meaning in `encoding` (shown as U+FFFD)."""

    text: str
    encoding: str
    lossy: bool = False
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The site that a file is part of: its place in the site's folder, and the bytes of the site's configuration."""

    place: str
    config: bytes = b""
    config_name: str = ""


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a file's name says of its language, beside the names of others: the group of its translations, its place
    without the language, and the language's part of its address."""

    language: str = ""
    group: str = ""
    place: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: where it lies, what the report calls it, and how a person asked to read it, if any did."""

    origin: str
    path: Path | None = None
    content: bytes | None = None  # instead of a path: an upload, a test
    encoding: str = ""
    member: str = ""  # its name in the archive at `path`
    capture: Capture | None = None  # its place in the web archive at `path`
    folder: SiteFolder | None = None
    place: str = ""  # below the root of what is imported, however that was named or packed; "" where it is the origin
    asked: Asked = field(default_factory=Asked)
    tongue: Tongue = Tongue()
    # Of the same blog, where several are read.
    others: tuple[SourceFile, ...] = field(default=(), repr=False, compare=False)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Give a binary stream of what the file holds, unpacked; the caller reads, this closes."""
        if self.content is not None:
            yield unpacking.unpacked(io.BytesIO(self.content), self.origin)
            return
        assert self.path is not None
        if self.capture is not None:
            yield io.BytesIO(web_archives.content_of(self.path, self.capture, self.origin))
            return
        if self.member:
            with unpacking.member(self.path, self.member, self.origin) as stream:
                yield stream
            return
        with self.path.open("rb") as stream:
            yield unpacking.unpacked(stream, self.origin)

    @contextmanager
    def open_as_utf8(self) -> Iterator[BinaryIO]:
        """Give a binary stream, in UTF-8 where the file is in another Unicode form or an encoding was named."""
        head = self.read_bytes(HEAD)
        codec = named_codec(self.encoding) if self.encoding else unicode_form(head)
        with self.open() as stream:
            yield stream if codec in ("", "utf-8") else cast("BinaryIO", Transcoder(stream, codec))

    def read_head(self) -> bytes:
        """Return the first bytes, by which readers recognise a file; in UTF-8 where it is in another Unicode form."""
        head = self.read_bytes(HEAD)
        try:
            codec = codec_for(self.encoding) or unicode_form(head)
        except LookupError:
            codec = ""
        if codec.startswith("utf-") and codec != "utf-8":
            return head.decode(codec, "replace").lstrip("\ufeff").encode()
        return head

    def read_bytes(self, limit: int | None = None) -> bytes:
        """Return the first `limit` bytes, or all."""
        with self.open() as stream:
            return stream.read(limit if limit is not None else -1)

    def read_whole(self, limit: int) -> bytes:
        """Return all bytes; ReadError when there are more than `limit`."""
        with self.open() as stream:
            data = stream.read(limit + 1)
            fault = unpacking.fault_of(stream)
        if fault:
            raise ReadError(f"{self.origin} was not read: {fault}.")
        if len(data) > limit:
            raise ReadError(f"{self.origin} is longer than {limit >> 20} MB and was not read.")
        return data


class Transcoder(io.RawIOBase):
    """A stream in another encoding, read as UTF-8. `lossy` says that bytes without meaning became U+FFFD."""

    def __init__(self, stream: BinaryIO, codec: str) -> None:
        self.lossy = False
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace")

    @property
    def fault(self) -> str:
        return unpacking.fault_of(self._stream)

    def read(self, size: int = -1) -> bytes:
        while True:
            data = self._stream.read(size)
            text = self._decoder.decode(data, final=not data)
            self.lossy = self.lossy or (bool(data) and "\ufffd" in text)
            if text or not data:
                return text.encode("utf-8", "replace")


# Asked in this order; the first of the best wins, so Windows-1252 wins every tie.
CANDIDATES = ("cp1252", "cp1250", "cp1251", "mac-roman", "koi8-r", "iso8859-15", "cp850")
SAMPLE = 1 << 16

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_NEIGHBOURHOOD = re.compile(rb"[^\s\x80-\xff]{0,24}[\x80-\xff][^\s<>]{0,24}")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HALF = r"&#(?:(5[5-7][0-9]{3})|[xX]0{0,2}([dD][89a-fA-F][0-9a-fA-F]{2}));"
_PAIR = re.compile(_HALF + _HALF)

_LETTERS = frozenset("éèàùçêôîâûëïüöäßñóíáúøåæãõòìœœłąęćśżźńčřšžěůýťďňőűăşţșțđ")
_CAPITALS = frozenset(letter.upper() for letter in _LETTERS if len(letter.upper()) == 1)
_TYPOGRAPHY = frozenset("’‘“”–—…«»„°€£©®·•¿¡\u00a0")
_OPENING, _CLOSING = frozenset("‘“«„"), frozenset("”»")


def named_codec(label: str) -> str:
    """Return the codec for the encoding that a person named; ValueError when there is none."""
    codec = codec_for(label)
    if not codec:
        raise Nonsense(_("There is no encoding called “%(name)s”."), name=label)
    return codec


def decode(data: bytes, declared: str = "", named: str = "") -> Decoded:
    """Decode a whole file. `named` (by a person) goes before all, `declared` (by the file) after strict UTF-8."""
    for mark, codec in BOMS:
        if data.startswith(mark):
            data = data[len(mark) :]
            return _decode_as(data, named_codec(named) if named else codec)
    if named:
        return _decode_as(data, named_codec(named))
    if codec := unicode_form(data):
        return _decode_as(data, codec)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    codec = codec_for(declared) if declared else ""
    if codec and codec != "utf-8":
        return _decode_as(data, codec)
    if codec == "utf-8" or _mostly_utf8(data):
        return Decoded(decode_stray(data), "utf-8", guessed=True)
    best = guess_codec(data)
    return Decoded(_text(data, best)[0], best, guessed=True)


def decode_stray(data: bytes) -> str:
    """Decode UTF-8 in which other bytes stand here and there; these are read as Windows-1252."""
    return data.decode("utf-8", "as-windows-1252")


def decode_references(text: str) -> str:
    """Resolve character references once: WordPress keeps titles and names as HTML ("Arts &amp; Letters").

    Only whole references that end in a semicolon count; in "AT&T" and "&copy 2004" the ampersand is itself.
    """
    if "&" not in text:
        return text
    return _REFERENCE.sub(lambda found: html.unescape(found.group()), with_pairs(text))


def with_pairs(text: str) -> str:
    """Return a text in which two references for the halves of a surrogate pair are the one character that they mean.

    Programs that count in UTF-16 write them; by the letter of HTML they mean nothing.
    """
    # Of one sign a text is looked through many times faster than of several.
    return _PAIR.sub(_joined, text) if "#" in text and ";&#" in text else text


def _joined(found: re.Match[str]) -> str:
    halves = (found.group(1, 2), found.group(3, 4))
    high, low = (int(decimal) if decimal else int(hexadecimal, 16) for decimal, hexadecimal in halves)
    is_pair = 0xD800 <= high < 0xDC00 <= low < 0xE000
    return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00) if is_pair else found[0]


def guess_codec(data: bytes) -> str:
    """Return the single-byte codec in which the words around the non-ASCII bytes look most like words.

    The East Asian multi-byte encodings are not guessed: undeclared, they are too easily mistaken.
    """
    length, pieces = 0, []
    for found in _NEIGHBOURHOOD.finditer(data):
        pieces.append(found.group())
        length += len(pieces[-1])
        if length > SAMPLE:
            break
    sample = b" ".join(pieces)
    return max(CANDIDATES, key=lambda codec: _score(_text(sample, codec)[0]))


def _decode_as(data: bytes, codec: str) -> Decoded:
    text, lossy = _text(data, codec)
    return Decoded(text, codec, lossy=lossy)


def _text(data: bytes, codec: str) -> tuple[str, bool]:
    # The Windows code pages leave a few bytes undefined; on the web these are the C1 controls of the same number.
    try:
        return data.decode(codec, "as-control" if codec.startswith("cp125") else "strict"), False
    except UnicodeError:
        return data.decode(codec, "replace"), True


def _mostly_utf8(data: bytes) -> bool:
    """Say whether more non-ASCII bytes belong to UTF-8 sequences than not: chance hardly ever makes one."""
    stray = len(data) - len(data.decode("utf-8", "ignore").encode("utf-8"))
    return len(_NOT_ASCII.findall(data)) - stray > 2 * stray


def _score(text: str) -> int:
    """Score how natural the non-ASCII characters of `text` sit in their words."""
    score = 0
    for before, here, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if here < "\x80":
            continue
        if here in _LETTERS:
            # A small letter among small letters is what accents are; after a capital's interior it is noise.
            score += 3 if after.islower() or before.islower() or not before.isalpha() else 1
        elif here in _CAPITALS:
            score += 2 if not before.isalpha() else -1 if before.islower() else 1
        elif "а" <= here <= "я" or here == "ё":
            score += 3 if _cyrillic(before) or _cyrillic(after) else -1
        elif _cyrillic(here):
            score += 1 if not before.isalpha() else -2
        elif here in _TYPOGRAPHY:
            score += _typographic(before, here, after)
        elif here < "\xa0":
            score -= 5
        else:
            score -= 2 if before.isalpha() or after.isalpha() else 1
    return score


def _typographic(before: str, here: str, after: str) -> int:
    """Score a sign where it stands: an apostrophe in a word, a quotation mark at its end of one, and a dash between
    blanks, most of all."""
    if before.isalpha() and after.isalpha():
        return 3 if here == "’" else -1
    opens = here in _OPENING and after.isalnum() and not before.isalnum()
    closes = here in _CLOSING and (before.isalnum() or before in ".,;:!?") and not after.isalnum()
    return 3 if opens or closes or (here in "–—" and before == after == " ") else 1


def _cyrillic(character: str) -> bool:
    return "Ѐ" <= character <= "ӿ"
