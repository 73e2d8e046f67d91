"""Trackback: what a ping says, how it is answered, and the RDF by which a page offers it.

https://www.sixapart.com/labs/trackback/trackback.html, as weblogs have always read it. Pure: no database, no settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from html import escape
from urllib.parse import unquote_to_bytes

from blog.text import charsets, plain

MAX_TITLE = 250  # characters, an ellipsis among them
MAX_EXCERPT = 252
MAX_BLOG_NAME = 250
MAX_BYTES = 64_000  # of a ping
MAX_FIELDS = 50
MEDIA_TYPE = "text/xml; charset=utf-8"

_FIELDS = frozenset({"title", "excerpt", "url", "blog_name", "charset"})


@dataclass(frozen=True, slots=True)
class Ping:
    """What a ping says, as plain text within its limits; a field that it does not name is empty."""

    url: str = ""
    title: str = ""
    excerpt: str = ""
    blog_name: str = ""


def read(body: bytes, content_type: str = "", query: str = "") -> Ping:
    """Read a form-encoded ping. Its charset is the Content-Type's, else that of a field of this name; see `charsets`.

    A few senders put the fields into the address instead: `query` holds what stands there.
    """
    fields = _fields(query.encode("ascii", "ignore")) | _fields(body)
    header = Message()
    header["Content-Type"] = content_type
    declared = header.get_param("charset") or fields.get("charset", b"").decode("ascii", "ignore")
    if charsets.codec_for(str(declared)[:40]).startswith("utf-16"):
        declared = ""  # in which no form can be written: its own signs would be half a character each
    # All fields have one charset, and together they show best which.
    names = [name for name in fields if name != "charset"]
    text = charsets.decode_sent(b"\x1e".join(fields[name] for name in names), str(declared)[:40])
    return ping_of(dict(zip(names, text.split("\x1e"), strict=False)))


def ping_of(said: Mapping[str, str]) -> Ping:
    """Make a ping of its fields, decoded: plain text, as long as it may be."""
    return Ping(
        url=said.get("url", "").strip(),
        title=shortened(said.get("title", ""), MAX_TITLE),
        excerpt=shortened(said.get("excerpt", ""), MAX_EXCERPT),
        blog_name=shortened(said.get("blog_name", ""), MAX_BLOG_NAME),
    )


def _fields(form: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for pair in form.split(b"&", MAX_FIELDS)[:MAX_FIELDS]:
        name, equals, value = pair.partition(b"=")
        known = unquote_to_bytes(name).decode("ascii", "ignore").strip()
        if equals and known in _FIELDS and known not in found:
            found[known] = unquote_to_bytes(value.replace(b"+", b" ")).replace(b"\x1e", b" ")
    return found


def shortened(html: str, length: int) -> str:
    """Return the text of some HTML on one line, cut at a word with an ellipsis where it is longer than `length`."""
    text = " ".join(plain.without_controls(" ".join(plain.paragraphs(html[: length * 40]))).split())
    if len(text) <= length:
        return text
    cut = text[:length]
    kept = cut.rpartition(" ")[0]
    # Writing without spaces, or one endless word, is cut where it must be.
    kept = kept if len(kept) > length // 2 else cut[:-1]
    return kept.rstrip(" ,;:–—-") + "…"


def answer(problem: str = "") -> bytes:
    """Return the answer to a ping: that it was taken, or what was wrong with it."""
    message = f"<message>{escape(plain.without_controls(problem), quote=False)}</message>\n" if problem else ""
    error = f"<error>{int(bool(problem))}</error>\n"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<response>\n{error}{message}</response>\n'.encode()
