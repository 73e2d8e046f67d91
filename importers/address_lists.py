"""Old addresses from a file: a list, a table's first column, a sitemap, or all that a WordPress export names.

Of an export: what was public on the old blog. Files of its library are left out; they may never have been fetched.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import quote

from blog.text.old_addresses import LISTED_BY_ID, LISTED_BY_NAME
from importers.decoding import ReadError, SourceFile, decode
from importers.gathering import gather
from importers.readers import sniff, wxr
from importers.records import AttachmentRecord, AuthorRecord, Issue, PostRecord, SiteRecord, TermRecord
from importers.reporting import Unusable
from importers.surveying import Evidence

MAX_BYTES = 64 << 20  # of a list or sitemap
# Not those of pictures and films in it, which have a prefix; nor one that is cut off.
_LOCATION = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?([^<\]]+)(?=[<\]])", re.IGNORECASE)
_ROOT = re.compile(r"<(?!\?|!--)([!\w:]{1,30})")
_HEAD = 2000  # characters within which a sitemap has its root
_ADDRESS = re.compile(r"(?:https?:)?//\S|[/?]|[\w.-]+\.\w+(?::\d+)?(?:/|\Z)", re.IGNORECASE)


@dataclass(slots=True)
class Addresses:
    """The addresses of a file, each once, in its order; `fault` is a sentence about what of it could not be read."""

    found: list[str] = field(default_factory=list)
    fault: str = ""


def addresses_in(path: str | Path) -> Addresses:
    """Return the addresses that a file names; Unusable when it names none."""
    file = SourceFile(str(path), Path(path))
    addresses = Addresses()
    try:
        if Path(path).is_dir():
            raise Unusable(f"{path} is a folder; a list, a sitemap or an export is asked for.")
        if not Path(path).is_file():
            raise Unusable(f"There is no file called {path}.")
        addresses.found = list(dict.fromkeys(_found_in(file, addresses)))
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror or type(error).__name__}.") from error
    except (ReadError, ValueError, csv.Error) as error:
        raise Unusable(f"{path} cannot be read: {(str(error) or type(error).__name__).removesuffix('.')}.") from error
    if not addresses.found:
        raise Unusable(f"{path} names no address.")
    return addresses


def _found_in(file: SourceFile, addresses: Addresses) -> Iterator[str]:
    if sniff(file, ("wxr",)):
        assert file.path is not None
        for part, _ in gather([file.path], ("wxr",)).files:
            yield from _exported(part, addresses)
        return
    data = file.read_whole(MAX_BYTES)
    if b"\x00" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError("it is no text")
    text = decode(data).text
    yield from _mapped(text, addresses, file.origin) if text.lstrip()[:1] == "<" else _listed(text)


def _mapped(text: str, addresses: Addresses, origin: str) -> Iterator[str]:
    """Yield the locations of a sitemap. Its markup is not parsed: nothing of it can grow or reach out."""
    found = _ROOT.search(text[:_HEAD])
    root = found[1].lower().rpartition(":")[2] if found else ""
    if root == "!doctype":
        raise ValueError("it has a DOCTYPE, which no sitemap has")
    if root == "sitemapindex":
        raise ValueError("it is an index of sitemaps; give the sitemaps that it names, one by one")
    yield from (unescape(address).strip() for address in _LOCATION.findall(text))
    if root == "urlset" and "</urlset" not in text[-200:].lower():
        addresses.fault = f"{origin} ends before its end; the addresses that stand before were checked."


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


def _exported(file: SourceFile, addresses: Addresses) -> Iterator[str]:
    """Yield the addresses of what was public: posts, comments, attachments, terms, authors, archives, feeds."""
    base = ""
    numbers: dict[tuple[str, str], str] = {}
    public: set[str] = set()
    attachments: list[AttachmentRecord] = []
    for record in wxr.read(file, Evidence()):
        match record:
            case SiteRecord():
                base = record.url.rstrip("/")
                yield from (f"{base}{rest}" for rest in ("/", "/?paged=2", "/feed/", "/?feed=rss2", "/comments/feed/"))
            case AuthorRecord():
                numbers["author", record.identity] = record.source_id
            case TermRecord():
                numbers[record.taxonomy, record.slug] = record.term_id
            case AttachmentRecord():
                attachments.append(record)
            case PostRecord() if record.status == "published":
                public.add(record.source_id)
                yield from _of_post(record, base, numbers)
            case Issue(code="file-cut"):
                addresses.fault = f"{file.origin} ends before its end; the addresses that stand before were checked."
    for attachment in attachments:
        if attachment.original_url and (attachment.has_page or attachment.parent_id in public):
            yield attachment.original_url
            yield f"{base}/?attachment_id={attachment.source_id}"


def _of_post(post: PostRecord, base: str, numbers: dict[tuple[str, str], str]) -> Iterator[str]:
    for address in (post.original_url, post.guid, *post.legacy_urls, *post.former_urls):
        if address.startswith(("http://", "https://")):
            yield address
    if post.original_url:
        sent = [(comment.status, comment.source_id) for comment in post.comments]
        sent += [(trackback.status, trackback.source_id) for trackback in post.trackbacks]
        shown = (number for status, number in sent if status == "approved" and number)
        yield from (f"{post.original_url}#comment-{number}" for number in shown)
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
        yield from (address, f"{address}feed/", f"{base}/?{LISTED_BY_NAME[kind]}={quote(slug)}")
        if number := numbers.get((kind, slug)):
            yield f"{base}/?{LISTED_BY_ID[kind]}={number}"
