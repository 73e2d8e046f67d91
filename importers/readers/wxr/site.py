"""What an export says of its blog: the channel's own fields, which stand around the items."""

from __future__ import annotations

import re

from lxml import etree

from importers.decoding import decode_references
from importers.readers.wxr.parsing import WP, PieceParser
from importers.readers.wxr.switches import in_one
from importers.records import SiteRecord

_ROOT = re.compile(rb"<(?:rss|channel)\b")
_DEFAULT = re.compile(rb"""\sxmlns=(?:"[^"<>]{0,200}"|'[^'<>]{0,200}')""")  # names without a prefix are RSS's anyway


def read_site(frame: bytes, parser: PieceParser) -> SiteRecord:
    """Read the channel's fields from the bytes before its first element, which close nothing."""
    channel = _channel(frame, parser)
    if channel is None:
        return SiteRecord(platform="wordpress")

    def value(name: str) -> str:
        # A direct child: an image inside the channel has a title and a link too.
        return str(channel.findtext(name, "")).strip()

    language = value("language")
    return SiteRecord(
        name=in_one(decode_references(value("title")), language),
        tagline=in_one(decode_references(value("description")), language),
        url=value(WP + "base_blog_url") or value("link"),
        language=language,
        platform="wordpress",
    )


def frame_fault(frame: bytes, parser: PieceParser) -> str:
    """Return what is wrong with the XML around the elements, or ""."""
    found = _ROOT.search(frame)
    data = frame[found.start() :] if found else frame
    if parser.strictly(data) is not None or parser.tolerantly(data, guess=False).element is not None:
        return ""
    faults = parser.tolerantly(data).faults
    return faults[-1][1] if faults else "no element"


def _channel(frame: bytes, parser: PieceParser) -> etree._Element | None:
    found = _ROOT.search(frame)
    if not found:
        return None
    root = parser.tolerantly(_DEFAULT.sub(b"", frame[found.start() :])).element
    if root is None or root.tag == "channel":
        return root
    channel = root.find("channel")
    # A root whose only child has another name holds the same fields there.
    return channel if channel is not None else next(iter(root), None)
