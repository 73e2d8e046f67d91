"""Posts with a YAML header, one file each: what Jekyll and its kin read, and what jekyll-import made of a WordPress."""

from __future__ import annotations

import re
from collections.abc import Iterator

from importers.decoding import BOMS, Decoded, SourceFile, decode
from importers.readers.front_matter.header import Header, HeaderError, looks_like_key, parse_header, parse_yaml
from importers.readers.front_matter.posts import Page, read_post
from importers.records import Issue, Record, Refused, Severity
from importers.surveying import Evidence

NAME = "front_matter"
MAX_FILE = 1 << 26  # 64 MB

_FENCE = re.compile(r"---[ \t]*$")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*$")


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file begins with a line "---" and then a key, blank lines and comments aside."""
    for mark, codec in BOMS:
        if head.startswith(mark):
            text = head[len(mark) :].decode(codec, "replace")
            break
    else:
        text = head.decode("utf-8", "replace")
    lines = (line for line in _lines(text) if line.strip() and not line.lstrip().startswith("#"))
    return bool(_FENCE.match(next(lines, ""))) and looks_like_key(next(lines, ""))


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
    yield read_post(page)


def _split(origin: str, data: bytes, decoded: Decoded) -> Page:
    """Part header and body. Line ends become "\n"; what stands in the lines is not changed."""
    lines = _lines(decoded.text)
    opening = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if not lines or not _FENCE.match(lines[opening]):
        return Page(origin, data, decoded.text, Header(), "\n".join(lines), 0, 1)
    start = opening + 1
    end = next((index for index in range(start, len(lines)) if _CLOSING.match(lines[index])), len(lines))
    natural = _natural_end(lines, start)
    closed = end < len(lines)
    if natural < end and (not closed or _is_sounder(lines, start, natural, end)):
        end, closed = natural, False
    header = parse_header("\n".join(lines[start:end]), start + 1)
    if not closed:
        header.broken.append("the line that closes the header is missing")
    first = end + 1 if closed else end
    while first < len(lines) and not lines[first].strip():
        first += 1
    return Page(origin, data, decoded.text, header, "\n".join(lines[first:]), end, first + 1)


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
