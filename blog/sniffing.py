"""What a media file is, by its bytes alone: its type, the ending it gets here, and a picture's measures.

What a server or a file's name says is a hint at most. Nothing is decoded: a picture's header says how large it is.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import IO

from PIL import Image

from blog.text.wording import Problem
from blog.text.wording import gettext_noop as _

HEAD = 4096  # bytes that tell what a file is
MAX_PIXELS = 100_000_000  # a few bytes of PNG can ask a reader's browser for gigabytes
MAX_DRAWING = 2_000_000  # bytes of SVG

PICTURE_ENDINGS = frozenset(
    {"avif", "bmp", "gif", "heic", "ico", "jpe", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"}
)

# First bytes, media type, ending. What a browser may show inside a page is in INLINE; the rest is only ever saved.
_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
    (b"II*\x00", "image/tiff", "tif"),
    (b"MM\x00*", "image/tiff", "tif"),
    (b"\x00\x00\x01\x00", "image/x-icon", "ico"),
    (b"ID3", "audio/mpeg", "mp3"),
    (b"OggS", "audio/ogg", "ogg"),
    (b"fLaC", "audio/flac", "flac"),
    (b"MThd", "audio/midi", "mid"),
    (b"\x1aE\xdf\xa3", "video/webm", "webm"),
    (b"FLV\x01", "video/x-flv", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-wmv", "wmv"),
    (b"%PDF-", "application/pdf", "pdf"),
    (b"PK\x03\x04", "application/zip", "zip"),
    (b"Rar!\x1a\x07", "application/vnd.rar", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "7z"),
    (b"\x1f\x8b", "application/gzip", "gz"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "doc"),
    (b"{\\rtf", "application/rtf", "rtf"),
)
# RIFF and ISO containers say in the next bytes what they hold.
_RIFF = {
    b"WEBP": ("image/webp", "webp"),
    b"WAVE": ("audio/wav", "wav"),
    b"AVI ": ("video/x-msvideo", "avi"),
}
_BRANDS = {
    b"avif": ("image/avif", "avif"),
    b"avis": ("image/avif", "avif"),
    b"heic": ("image/heic", "heic"),
    b"heix": ("image/heic", "heic"),
    b"mif1": ("image/heic", "heic"),
    b"M4A ": ("audio/mp4", "m4a"),
    b"M4B ": ("audio/mp4", "m4a"),
    b"qt  ": ("video/quicktime", "mov"),
}
# Archives and containers of one shape, told apart by their name.
_BY_NAME = {
    ("zip", "docx"): "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ("zip", "xlsx"): "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ("zip", "pptx"): "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ("zip", "odt"): "application/vnd.oasis.opendocument.text",
    ("zip", "ods"): "application/vnd.oasis.opendocument.spreadsheet",
    ("zip", "odp"): "application/vnd.oasis.opendocument.presentation",
    ("zip", "epub"): "application/epub+zip",
    ("doc", "xls"): "application/vnd.ms-excel",
    ("doc", "ppt"): "application/vnd.ms-powerpoint",
    ("doc", "doc"): "application/msword",
    ("ogg", "ogv"): "video/ogg",
    ("ogg", "oga"): "audio/ogg",
    ("webm", "mkv"): "video/x-matroska",
    ("txt", "csv"): "text/csv",
    ("txt", "srt"): "text/plain",
    ("txt", "vtt"): "text/vtt",
}  # fmt: skip

INLINE = frozenset(
    {
        "application/pdf", "audio/flac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav", "image/avif", "image/bmp",
        "image/gif", "image/jpeg", "image/png", "image/tiff", "image/webp", "image/x-icon", "text/plain", "text/vtt",
        "video/mp4", "video/ogg", "video/quicktime", "video/webm",
    }
)  # fmt: skip
_TYPES = {
    **{ending: media_type for _magic, media_type, ending in _MAGIC},
    **{ending: media_type for media_type, ending in (*_RIFF.values(), *_BRANDS.values())},
    **{ending: media_type for (_of, ending), media_type in _BY_NAME.items()},
    "bmp": "image/bmp",
    "mp4": "video/mp4",
    "svg": "image/svg+xml",
    "txt": "text/plain",
}
_MEASURED = {
    "image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/bmp": "BMP", "image/tiff": "TIFF",
    "image/x-icon": "ICO", "image/webp": "WEBP", "image/avif": "AVIF",
}  # fmt: skip

_WEB_PAGE = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|title|meta|link|iframe|div|table|style|h1|p|a|b|br|center|form)[\s>/]"
    rb"|<\?(?:php|=)",
    re.IGNORECASE,
)
_BEFORE_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!--(?:[^-]|-(?!->))*-->\s*)*")
_DRAWING = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_ACTIVE = re.compile(
    rb"<\s*(?:[\w-]+:)?(?:script|foreignobject|iframe|object|embed|handler|listener)[\s>/]|[\s\"'/]on[a-z]+\s*=|javascript\s*:|"
    rb"<!entity|<!attlist|&#",
    re.IGNORECASE,
)


class NotMedia(Problem, ValueError):  # noqa: N818 - it says what the file is not
    """The file is not one that is kept here. Its text is the sentence for a person."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    media_type: str
    ending: str
    width: int | None = None
    height: int | None = None


def sniff(file: IO[bytes], name: str = "") -> Sniffed:
    """Say what a file is; `name` tells apart what the bytes do not. Raises NotMedia for what is not kept."""
    file.seek(0)
    head = file.read(HEAD)
    named = name.rpartition(".")[2].lower() if "." in name else ""
    if not head:
        raise NotMedia(_("The file is empty."))
    media_type, ending = _by_magic(head) or _by_text(head, file)
    if named in PICTURE_ENDINGS and not media_type.startswith("image/"):
        raise NotMedia(_("The file is called a picture and is none."))
    if (ending, named) in _BY_NAME:
        media_type, ending = _BY_NAME[ending, named], named
    width, height = _measure(file, media_type)
    return Sniffed(media_type, ending, width, height)


def type_of(name: str) -> str:
    """Return the media type of a kept file by the ending it got here; "" for one that is none of ours."""
    return _TYPES.get(name.rpartition(".")[2], "") if "." in name else ""


def _by_magic(head: bytes) -> tuple[str, str] | None:
    for magic, media_type, ending in _MAGIC:
        if head.startswith(magic):
            return media_type, ending
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "image/bmp", "bmp"
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], ("video/mp4", "mp4"))
    # A frame of MPEG audio: eleven bits set, then neither a reserved version nor a reserved layer.
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x18 != 0x08 and head[1] & 6:
        return "audio/mpeg", "mp3"
    return None


def _by_text(head: bytes, file: IO[bytes]) -> tuple[str, str]:
    """Tell drawings, web pages and plain text apart; anything else is bytes that a browser may only save."""
    before = _BEFORE_MARKUP.match(head)
    start = head[before.end() if before else 0 :]
    if _WEB_PAGE.match(start) or (start.startswith(b"<") and re.search(rb"<html[\s>]", head, re.IGNORECASE)):
        raise NotMedia(_("The file is a web page, not a picture or recording."))
    if start.startswith(b"<") and _DRAWING.search(head):
        _check_drawing(file)
        return "image/svg+xml", "svg"
    if start[:2] in (b"MZ", b"#!") or start.startswith(b"\x7fELF"):
        raise NotMedia(_("The file is a program."))
    # XML of other kinds becomes text: as XML it could hold a page that runs.
    return ("application/octet-stream", "bin") if b"\x00" in head else ("text/plain", "txt")


def _check_drawing(file: IO[bytes]) -> None:
    """Refuse an SVG that could do more than be looked at. It is served as a download besides."""
    file.seek(0)
    data = file.read(MAX_DRAWING + 1)
    if len(data) > MAX_DRAWING:
        raise NotMedia(_("The drawing is too large."))
    if b"\x00" in data or _ACTIVE.search(data):
        raise NotMedia(_("The drawing holds scripts, or what may hide them."))


def _measure(file: IO[bytes], media_type: str) -> tuple[int | None, int | None]:
    if media_type not in _MEASURED:
        return None, None
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of size, which is judged below
            with Image.open(file, formats=[_MEASURED[media_type]]) as picture:
                width, height = picture.size
    except Image.DecompressionBombError as error:
        raise NotMedia(_("The picture is too large to be shown.")) from error
    except Exception as error:
        # A parser of pictures raises whatever a stranger makes it raise.
        raise NotMedia(_("The picture is broken.")) from error
    if width * height > MAX_PIXELS:
        raise NotMedia(
            _("The picture is too large to be shown (%(width)d × %(height)d pixels)."), width=width, height=height
        )
    return width, height
