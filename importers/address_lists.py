"""Old addresses from a file: a list, a table's first column, a sitemap, or all that a WordPress export names.

Of an export: what was public on the old blog. Files of its library are left out; they may never have been fetched.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

from importers.decoding import ReadError, SourceFile, decode
from importers.gathering import gather
from importers.readers import sniff, wxr
from importers.records import AttachmentRecord, AuthorRecord, PostRecord, SiteRecord, TermRecord
from importers.reporting import Unusable
from importers.surveying import Evidence

MAX_BYTES = 64 << 20  # of a list or sitemap
_LOCATION = re.compile(r"<(?:\w{1,20}:)?loc>\s*(?:<!\[CDATA\[)?([^<\]]+)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?//\S|[/?]|[\w.-]+\.\w+(?::\d+)?(?:/|\Z)", re.IGNORECASE)


def addresses_in(path: str | Path) -> list[str]:
    """Return the addresses that a file names, each once, in its order; Unusable when it names none."""
    file = SourceFile(str(path), Path(path))
    try:
        if not Path(path).is_file():
            raise Unusable(f"There is no file called {path}.")
        found = list(dict.fromkeys(_found_in(file)))
    except (OSError, ReadError, ValueError, csv.Error) as error:
        raise Unusable(f"{path} cannot be read: {str(error) or type(error).__name__}.") from error
    if not found:
        raise Unusable(f"{path} names no address.")
    return found


def _found_in(file: SourceFile) -> Iterator[str]:
    if sniff(file, ("wxr",)):
        assert file.path is not None
        for part, _ in gather([file.path], ("wxr",)).files:
            yield from _exported(part)
        return
    data = file.read_bytes(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError("it is too large for a list of addresses")
    if b"\x00" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("it is no text")
    text = decode(data).text
    if text.lstrip()[:1] == "<":
        yield from (unescape(address).strip() for address in _LOCATION.findall(text))
    else:
        yield from _listed(text)


def _listed(text: str) -> Iterator[str]:
    """Yield the first cell of each line; a table may have a heading, a list remarks."""
    first = text.partition("\n")[0]
    mark = next((mark for mark in "\t;," if mark in first), None)
    lines = text.splitlines()
    cells = (row[0] for row in csv.reader(lines, delimiter=mark) if row) if mark else iter(lines)
    for number, cell in enumerate(cells):
        address = cell.strip()
        if address and not address.startswith("#") and (number or _ADDRESS.match(address)):
            yield address


def _exported(file: SourceFile) -> Iterator[str]:
    """Yield the addresses of what was public: posts, their attachments, terms, authors, archives, feeds."""
    base = ""
    numbers: dict[tuple[str, str], str] = {}
    public: set[str] = set()
    attachments: list[AttachmentRecord] = []
    for record in wxr.read(file, Evidence()):
        match record:
            case SiteRecord():
                base = record.url.rstrip("/")
                yield from (f"{base}/", f"{base}/feed/", f"{base}/?feed=rss2", f"{base}/comments/feed/")
            case AuthorRecord():
                numbers["author", record.identity] = record.source_id
            case TermRecord():
                numbers[record.taxonomy, record.slug] = record.term_id
            case AttachmentRecord():
                attachments.append(record)
            case PostRecord() if record.status == "published":
                public.add(record.source_id)
                yield from _of_post(record, base, numbers)
    for attachment in attachments:
        if attachment.parent_id in public and attachment.original_url:
            yield attachment.original_url
            yield f"{base}/?attachment_id={attachment.source_id}"


def _of_post(post: PostRecord, base: str, numbers: dict[tuple[str, str], str]) -> Iterator[str]:
    for address in (post.original_url, post.guid, *post.legacy_urls):
        if address.startswith(("http://", "https://")):
            yield address
    if "?" not in post.original_url and post.original_url:
        yield f"{post.original_url.rstrip('/')}/feed/"
    if not base:
        return
    found = post.published
    if post.kind == "post" and found is not None and found.month is not None:
        yield from (f"{base}/{found.year:04}/", f"{base}/{found.year:04}/{found.month:02}/")
        yield f"{base}/?m={found.year:04}{found.month:02}"
    nouns = [(term.taxonomy, term.slug) for term in (*post.categories, *post.tags)]
    nouns += [("author", post.author.identity)] if post.author else []
    for kind, slug in nouns:
        address = f"{base}/{kind}/{quote(slug)}/"
        yield from (address, f"{address}feed/")
        if number := numbers.get((kind, slug)):
            yield from (
                f"{base}/?{name}={number}" for name in {"category": ("cat",), "author": ("author",)}.get(kind, ())
            )
