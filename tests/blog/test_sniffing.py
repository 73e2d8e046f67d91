"""What a file is, by its bytes: pictures and recordings are kept, pages and programs are not."""

import io
import struct
import zlib

import pytest

from blog.sniffing import INLINE, NotMedia, sniff, type_of
from tests.importers.library import picture


def sniffed(data, name=""):
    found = sniff(io.BytesIO(data), name)
    return found.media_type, found.ending


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp"), ("BMP", "image/bmp")],
)
def test_a_picture_is_known_by_its_bytes_and_measured(kind, expected):
    found = sniff(io.BytesIO(picture(size=(40, 30), kind=kind)), "photo.jpg")
    assert (found.media_type, found.width, found.height) == (expected, 40, 30)
    assert type_of(f"x.{found.ending}") == expected


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"ID3\x03" + b"\0" * 40, "a.mp3", ("audio/mpeg", "mp3")),
        (b"\xff\xfb\x90\x44" + b"\0" * 40, "a.mp3", ("audio/mpeg", "mp3")),
        (b"\0\0\0\x20ftypisom" + b"\0" * 40, "a.mp4", ("video/mp4", "mp4")),
        (b"\0\0\0\x20ftypM4A " + b"\0" * 40, "a.m4a", ("audio/mp4", "m4a")),
        (b"%PDF-1.4 x", "a.pdf", ("application/pdf", "pdf")),
        (b"PK\x03\x04 x", "a.odt", ("application/vnd.oasis.opendocument.text", "odt")),
        (b"PK\x03\x04 x", "a.exe", ("application/zip", "zip")),
        (b"plain words", "a.txt", ("text/plain", "txt")),
        (b"BMW, the cars", "cars.csv", ("text/csv", "csv")),
        (b"<?xml version='1.0'?><gpx/>", "walk.gpx", ("text/plain", "txt")),
        (b"\0\1\2\3", "a.xyz", ("application/octet-stream", "bin")),
        (b"RIFF....JUNK", "a.xyz", ("text/plain", "txt")),
    ],
)
def test_other_files_get_an_ending_that_is_what_they_are(data, name, expected):
    assert sniffed(data, name) == expected


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.jpg"), (b"<!DOCTYPE html><p>404", "a.jpg"), (b"\xef\xbb\xbf \n<HTML>", "a"),
        (b"<script>x</script>", "a"), (b"<!-- c --><html>", "a.txt"), (b"<?php echo 1;", "a.php"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "a.xml"), (b"MZ\x90", "a.exe"), (b"\x7fELF", "a"),
        (b"#!/bin/sh", "a.sh"), (b"not found", "a.jpg"), (b"%PDF-1.4", "a.png"),
        (b"\xff\xd8\xff broken", "a.jpg"), (b"\x89PNG\r\n\x1a\nbroken", "a.png"),
    ],
)  # fmt: skip
def test_pages_programs_and_what_only_calls_itself_a_picture_are_refused(data, name):
    with pytest.raises(NotMedia):
        sniffed(data, name)


SVG = b'<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


def test_a_drawing_is_kept_and_never_shown_by_itself():
    assert sniffed(SVG, "a.svg") == ("image/svg+xml", "svg")
    assert "image/svg+xml" not in INLINE


@pytest.mark.parametrize(
    "evil",
    [
        b"<script>alert(1)</script>", b"<SVG:ScRiPt href='x'/>", b'<a href="javascript:alert(1)">',
        b"<g onload=alert(1)>", b'<g/onclick="x">', b"<foreignObject><p/></foreignObject>",
        b'<a href="java&#115;cript:x">',
    ],
)  # fmt: skip
def test_a_drawing_that_could_run_something_is_refused(evil):
    with pytest.raises(NotMedia, match="scripts"):
        sniffed(SVG.replace(b"<path", evil + b"<path"), "a.svg")
    with pytest.raises(NotMedia):
        sniffed(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "a.svg")


def test_a_picture_that_would_fill_the_memory_is_refused_unread():
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    for side in (12_000, 60_000):
        header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        with pytest.raises(NotMedia, match="too large"):
            sniffed(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "a.png")
