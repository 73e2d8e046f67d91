"""Posts with a YAML header, one file each: what Jekyll and its kin read, and what jekyll-import made of a WordPress."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from importers.decoding import Decoded, SourceFile, decode, unicode_form
from importers.readers.front_matter.header import Header, HeaderError, looks_like_key, parse_header, parse_yaml
from importers.readers.front_matter.json_header import opens_json, parse_json_header
from importers.readers.front_matter.places import HTML, MARKDOWN
from importers.readers.front_matter.posts import MOST_LINES, Page, read_post
from importers.readers.front_matter.site import site_of
from importers.readers.front_matter.toml import parse_toml_header
from importers.records import Issue, Record, Refused, Severity
from importers.surveying import Evidence

NAME = "front_matter"
MAX_FILE = 1 << 26  # 64 MB

_FENCE = re.compile(r"---[ \t]*$")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_PLUSES = re.compile(r"\+\+\+[ \t]*$")
# Pelican's, and MultiMarkdown's: the first paragraph of the file.
_STATED = re.compile(r"([A-Za-z][\w-]{0,40}):(?:[ \t]+(.*)|[ \t]*)$")
_STATED_KEYS = frozenset({"date", "slug", "category", "tags", "author", "authors", "status", "summary", "modified"})
_TOML_KEY = re.compile(r"(?:[\w.\"'-]{1,100}[ \t]*=|\[[^\]]{1,100}\])")


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file begins with a line "---" and then a key, blank lines and comments aside.

    Or with "+++" or an object of JSON, as Hugo writes, or with keys above such a line, as Hexo does; and the name of a
    page of text may stand for the keys of an empty header.
    """
    codec = unicode_form(head)
    text = head.decode(codec or "utf-8", "replace")
    telling = (line for line in _lines(text) if line.strip() and not line.lstrip().startswith("#"))
    opening, following = next(telling, ""), next(telling, "")
    if _PLUSES.match(opening):
        return bool(_TOML_KEY.match(following.lstrip()))
    is_writing = PurePosixPath(name).suffix.lower() in MARKDOWN | HTML
    if is_writing and opens_json(text):
        return True
    if not _FENCE.match(opening):
        lines = _lines(text)
        return is_writing and (_unopened(lines) or _unopened_toml(lines) or _first_paragraph(lines)) > 0
    return looks_like_key(following.lstrip()) or (is_writing and bool(_FENCE.match(following)))


def read(file: SourceFile, evidence: Evidence) -> Iterator[Record]:
    """Yield the file's one post or page; ReadError when the file is too long."""
    data = file.read_whole(MAX_FILE)
    decoded = decode(data, named=file.encoding)
    page = _split(file.origin, data, decoded)
    page.issues += _encoding_issues(file.origin, decoded)
    for fault in page.header.broken[:20]:
        page.issues.append(Issue("front-matter-broken", file.origin, fault))
    for key in page.header.duplicates[:20]:
        message = f"“{key}” stands twice; the last one counts"
        page.issues.append(Issue("front-matter-duplicate-key", file.origin, message))
    if not page.header.values and not page.body.strip():
        issue = Issue("item-invalid", file.origin, "has neither header nor text", Severity.ERROR)
        yield Refused("post", issue)
        return
    site = site_of(file.folder)
    if site is not None and site.record is not None:
        yield site.record
    yield read_post(page, file.folder, dt.datetime.now(dt.UTC), file.tongue)


def _split(origin: str, data: bytes, decoded: Decoded) -> Page:
    """Part header and body. Line ends become "\n"; what stands in the lines is not changed."""
    lines = _lines(decoded.text)
    opening = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if _PLUSES.match(lines[opening]):
        return _split_toml(origin, data, decoded.text, lines, opening + 1)
    if opens_json(decoded.text):
        return _split_json(origin, data, decoded.text, lines)
    if _unopened_toml(lines):
        return _split_toml(origin, data, decoded.text, lines, opening)
    if end := _unopened(lines):
        header = parse_header("\n".join(lines[opening:end]), opening + 1)
        return _page(origin, data, decoded.text, header, lines, end, closed=True)
    if end := _first_paragraph(lines):
        return _page(origin, data, decoded.text, _stated(lines[:end]), lines, end, closed=True)
    if not _FENCE.match(lines[opening]):
        return Page(origin, data, decoded.text, Header(), "\n".join(lines), 0, 1)
    start = opening + 1
    if start < len(lines) and _FENCE.match(lines[start]) and _unopened(lines[start + 1 :]):
        start += 1  # it stands there twice
    end = next((index for index in range(start, len(lines)) if _CLOSING.match(lines[index])), len(lines))
    natural = _natural_end(lines, start)
    closed = end < len(lines)
    if natural < end and (not closed or _is_sounder(lines, start, natural, end)):
        end, closed = natural, False
    header = parse_header("\n".join(lines[start:end]), start + 1)
    if not closed:
        header.broken.append("the line that closes the header is missing")
    return _page(origin, data, decoded.text, header, lines, end, closed=closed)


def _split_toml(origin: str, data: bytes, text: str, lines: list[str], start: int) -> Page:
    end = next((index for index in range(start, len(lines)) if _PLUSES.match(lines[index])), -1)
    closed = end >= 0
    if not closed:
        end = _natural_toml_end(lines, start)
    header = parse_toml_header("\n".join(lines[start:end]), start + 1)
    if not closed:
        header.broken.append("the line that closes the header is missing")
        closed = end < len(lines) and _almost_ends_toml(lines[end])
    return _page(origin, data, text, header, lines, end, closed=closed)


def _almost_ends_toml(line: str) -> bool:
    return line.lstrip(" \t").startswith("+++")


def _natural_toml_end(lines: list[str], start: int) -> int:
    """Return where a header in TOML ends that nothing closes: at a blank line, or one that it cannot hold."""
    for index in range(start, len(lines)):
        line = lines[index].strip()
        if not line or not (lines[index][0] in " \t" or line[0] in "#[]}\"',.-0123456789" or _TOML_KEY.match(line)):
            return index
        if _almost_ends_toml(line):
            return index
    return len(lines)


def _unopened_toml(lines: list[str]) -> int:
    """Return where a header in TOML ends that no line opens; 0 when the text begins otherwise."""
    end = next((index for index, line in enumerate(lines[:MOST_LINES]) if _PLUSES.match(line)), 0)
    keys = {line.partition("=")[0].strip() for line in lines[:end] if _TOML_KEY.match(line)}
    return end if "title" in keys and _natural_toml_end(lines, 0) == end else 0


def _split_json(origin: str, data: bytes, text: str, lines: list[str]) -> Page:
    """Part a header in JSON, as Hugo reads it, from the text below its closing bracket."""
    header, end = parse_json_header("\n".join(lines))
    return _page(origin, data, text, header, lines, end, closed=False)


def _unopened(lines: list[str]) -> int:
    """Return where a header ends that no line opens, as Hexo writes it; 0 when the text begins otherwise."""
    end = next((index for index, line in enumerate(lines[:MOST_LINES]) if _FENCE.match(line)), 0)
    keys = [line.partition(":")[0].strip() for line in lines[:end] if looks_like_key(line)]
    return end if "title" in keys and _natural_end(lines, 0) >= end else 0


def _first_paragraph(lines: list[str]) -> int:
    """Return where a header ends that is the first paragraph, as Pelican writes it; 0 where there is none."""
    end = next((index for index, line in enumerate(lines[:MOST_LINES]) if not line.strip()), 0)
    keys = {found[1].lower() if (found := _STATED.match(line)) else "" for line in lines[:end] if line[0] not in " \t"}
    return end if "title" in keys and "" not in keys and keys & _STATED_KEYS else 0


def _stated(lines: list[str]) -> Header:
    """Read such a header: keys in whatever letters; a line that is indented goes on with the value before."""
    header = Header()
    key = ""
    for number, line in enumerate(lines, 1):
        if (found := _STATED.match(line)) and line[0] not in " \t":
            key = found[1].lower()
            header.values[key] = (found[2] or "").strip()
        elif key:
            header.values[key] = f"{header.values[key]}\n{line.strip()}".strip()
        header.lines[key] = (header.lines.get(key, (number, number))[0], number)
    if "authors" in header.values and "author" not in header.values:
        header.values["author"] = re.split(r"[,;]", header.values["authors"])[0].strip()
    return header


def _page(origin: str, data: bytes, text: str, header: Header, lines: list[str], end: int, *, closed: bool) -> Page:
    first = end + 1 if closed else end
    while first < len(lines) and not lines[first].strip():
        first += 1
    return Page(origin, data, text, header, "\n".join(lines[first:]), end, first + 1)


def _natural_end(lines: list[str], start: int) -> int:
    """Return where a header ends that nothing closes: at the first line that no header holds."""
    for index in range(start, len(lines)):
        line = lines[index]
        if line.strip() and not (line[0] in " \t-#]}" or looks_like_key(line)):
            return index
    return len(lines)


def _is_sounder(lines: list[str], start: int, natural: int, end: int) -> bool:
    """Say whether the header is sound only when it ends at `natural`: the fence found is a rule in the text."""
    try:
        parse_yaml("\n".join(lines[start:end]))
    except HeaderError:
        try:
            return isinstance(parse_yaml("\n".join(lines[start:natural])), dict)
        except HeaderError:
            return False
    return False


def _lines(text: str) -> list[str]:
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _encoding_issues(origin: str, decoded: Decoded) -> Iterator[Issue]:
    if decoded.guessed:
        yield Issue("encoding-guessed", origin, f"is not UTF-8; it was read as {decoded.encoding}")
    if decoded.lossy:
        yield Issue("encoding-lossy", origin, f"some bytes have no meaning in {decoded.encoding}")
