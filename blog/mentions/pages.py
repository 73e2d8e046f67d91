"""What a page says that claims to mention a post: where its links lead, and its text. Pure: nothing is fetched here.

Links are read from the tags as they stand, not from a parsed tree: a parser drops what is nested too deeply.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urljoin

from blog.mentions import addresses
from blog.text import charsets
from blog.text.fragments import Kind, Token, tokens
from blog.text.references import attributes

HTML = frozenset({"text/html", "application/xhtml+xml"})
# Asked for in this order; a page that is only to be had as something else mentions nobody.
ACCEPT = "text/html, application/xhtml+xml;q=0.9, application/json;q=0.5, text/plain;q=0.5"
MAX_LINKS = 5000

# What leads somewhere or shows something: https://www.w3.org/TR/webmention/#webmention-verification
_LINKING = {
    "a": "href", "area": "href", "audio": "src", "blockquote": "cite", "data": "value", "del": "cite", "img": "src",
    "ins": "cite", "link": "href", "object": "data", "q": "cite", "source": "src", "video": "src",
}  # fmt: skip
# What stands in these nobody sees, wherever scripts run.
INERT = frozenset({"template", "noscript"})
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]{1,2000}", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?)]}*_"
HEAD = 4096  # bytes in which a page says its charset


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page: the address at which it was found, its media type, its text."""

    url: str
    media_type: str
    text: str

    @property
    def is_html(self) -> bool:
        return self.media_type in HTML

    @property
    def is_text(self) -> bool:
        """Whether it is words as they are, for people to read."""
        return self.media_type == "text/plain"


def is_readable(media_type: str) -> bool:
    """Say whether a page of this type can link to anything that we find."""
    return media_type in HTML or media_type == "text/plain" or _is_json(media_type)


def _is_json(media_type: str) -> bool:
    return media_type == "application/json" or media_type.endswith("+json")


def read(url: str, content_type: str, body: bytes) -> Page:
    """Make a page of an answer: its charset is the header's, else what the page says of itself; see `charsets`."""
    header = Message()
    header["Content-Type"] = content_type or "text/html"
    media_type = header.get_content_type().lower()
    declared = str(header.get_param("charset") or "")
    if codec := charsets.unicode_form(body):
        text = body.decode(codec, "replace").lstrip("\ufeff")
    else:
        body = body.removeprefix(b"\xef\xbb\xbf")
        said = _META_CHARSET.search(body[:HEAD]) if not declared and media_type in HTML else None
        text = charsets.decode_sent(body, declared[:40] or (said[1].decode("ascii") if said else ""))
    return Page(url, media_type, text.replace("\x00", "\ufffd"))


def links(page: Page) -> list[str]:
    """Return the web addresses to which a page links, in full, each once, in their order."""
    if page.is_html:
        found = _of_html(page)
    elif _is_json(page.media_type):
        found = _of_json(page.text)
    else:
        found = _of_text(page.text)
    kept: dict[str, None] = {}
    for address in found:
        if addresses.split(address) is not None:
            kept[address] = None
            if len(kept) >= MAX_LINKS:
                break
    return list(kept)


def base_of(page: Page) -> str:
    """Return the address against which an HTML page's own are read."""
    for token in tokens(page.text):
        if token.kind is Kind.OPEN and token.name == "base":
            return joined(page.url, _value(page.text, token, "href")) or page.url
        if token.kind is Kind.OPEN and token.name == "body":
            break
    return page.url


def joined(base: str, address: str) -> str:
    """Return an address in full, or "" for one that cannot be read."""
    try:
        return urljoin(base, address.strip()) if len(address) <= addresses.LONGEST else ""
    except ValueError:
        return ""


def _of_html(page: Page) -> Iterator[str]:
    base, inert = base_of(page), 0
    for token in tokens(page.text):
        if token.name in INERT:
            inert = max(0, inert + (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE))
        if inert or token.kind is not Kind.OPEN or token.name not in _LINKING:
            continue
        # In a page's head, links say what the page itself is: a copy of a post does not mention it.
        if token.name == "link" and "u-" not in _value(page.text, token, "class"):
            continue
        address = _value(page.text, token, _LINKING[token.name])
        if address:
            yield joined(base, address)


def _value(html: str, token: Token, name: str) -> str:
    return next((found.value for known, found in attributes(html, token.start, token.end) if known == name), "")


def _of_json(text: str) -> Iterator[str]:
    """Yield the strings among a document's values; the specification asks for the whole value."""
    try:
        waiting = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _of_text(text: str) -> Iterator[str]:
    for found in _ADDRESS.finditer(text):
        yield found[0]
        yield found[0].rstrip(_AFTER_ADDRESS)
