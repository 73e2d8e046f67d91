"""Tags in capitals and small letters as WordPress writes them: tools that take an export for HTML change them.

Only letters change their case, so that every byte keeps its place.
"""

from __future__ import annotations

import re

_PLAIN = (b"rss", b"channel", b"item", b"title", b"link", b"guid", b"pubDate", b"description", b"category", b"language")
_CAPITAL = (b"wp:comment_author_IP", *_PLAIN)  # what stands otherwise is in small letters
_USUAL = {name.lower(): name for name in _CAPITAL}
_TAG = re.compile(
    rb"(</?)((?:wp|content|excerpt|dc):\w{1,40}|%s)(?=[\s/>])([^<>]{0,500})" % b"|".join(_PLAIN), re.IGNORECASE
)
_ATTRIBUTE = re.compile(rb"\s(?:domain|nicename)(?==)", re.IGNORECASE)


def with_usual_names(data: bytes) -> bytes:
    """Return bytes of an export with the tags outside CDATA sections spelled as usual: <ITEM> as <item>."""
    parts, at = [], 0
    while (opened := data.find(b"<![CDATA[", at)) >= 0 and (closed := data.find(b"]]>", opened)) >= 0:
        parts += [_TAG.sub(_usual, data[at:opened]), data[opened:closed]]
        at = closed
    return b"".join([*parts, _TAG.sub(_usual, data[at:])])


def _usual(found: re.Match[bytes]) -> bytes:
    name = found[2].lower()
    attributes = _ATTRIBUTE.sub(lambda one: one[0].lower(), found[3]) if found[3] else b""
    return found[1] + _USUAL.get(name, name) + attributes
