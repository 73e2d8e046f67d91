"""What is the same for every file that holds one page: its size, its encoding, what is said of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from blog.text import paths
from importers.decoding import Decoded, SourceFile
from importers.records import Issue, PostRecord, Refused, Severity
from importers.scraping.lines import Line
from importers.scraping.pages import MOST_LINES

LARGEST = 8 << 20  # bytes; a page is some thousand


def refusal(file: SourceFile, data: bytes, empty: bool = False) -> Refused | None:
    """Return why a file is not read as a page: it is too large, or nothing stands in it."""
    if len(data) > LARGEST:
        return Refused("post", Issue("file-refused", file.origin, "the page is larger than 8 MB", Severity.ERROR))
    if empty:
        return Refused("post", Issue("file-empty", file.origin, "the page holds no text", Severity.ERROR))
    return None


def address_of(file: SourceFile, stated: str) -> str:
    """Return a page's address: what the crawler asked for, unless the page names the same one without a query."""
    if file.capture is None:
        return stated
    asked = file.capture.address
    if not stated or paths.legacy_key(stated)[:2] != paths.legacy_key(asked)[:2]:
        return asked
    return stated if not urlsplit(stated).query else asked


def addressed(record: PostRecord, file: SourceFile) -> PostRecord:
    """Return a page's record with the other addresses that led to it."""
    if file.capture is None:
        return record
    others = dict.fromkeys((file.capture.address, *file.capture.aliases))
    others.pop(record.original_url, None)
    return replace(record, legacy_urls=tuple(dict.fromkeys((*record.legacy_urls, *others))))


def finished(record: PostRecord, decoded: Decoded, lines: Sequence[Line], layout: str) -> PostRecord:
    """Return a page's record with what is to be said of its file; one that was not read to its end is a draft."""
    issues = [*record.issues, *_issues(record.origin, decoded)]
    status = record.status
    if len(lines) > MOST_LINES:
        issues.append(Issue("body-guessed", record.origin, f"lines from {MOST_LINES + 1} on were kept as leftover"))
        status = "draft"
    issues = [replace(issue, where=record.origin) for issue in issues]
    return replace(record, status=status, layout=layout, encoding=decoded.encoding, issues=tuple(issues))


def _issues(origin: str, decoded: Decoded) -> Iterator[Issue]:
    if decoded.guessed:
        yield Issue("encoding-guessed", origin, f"read as {decoded.encoding}")
    if decoded.lossy:
        yield Issue("encoding-lossy", origin, "some bytes mean nothing in the page's encoding")
