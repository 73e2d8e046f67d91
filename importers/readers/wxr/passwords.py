"""Takes a post's password out of its raw source, which editors read."""

from __future__ import annotations

import re

_PASSWORD = re.compile(rb"<(?:[\w.-]{1,30}:)?post_password(?:\s[^<>]{0,1000})?(?<!/)>")
_IN_PASSWORD = re.compile(rb"(?P<end></(?:[\w.-]{1,30}:)?post_password\s{0,20}>)|<!\[CDATA\[|<!--")


_REMNANT = re.compile(rb"<(?P<closing>/?)(?:[\w.-]{1,30}:)?post_pass[\w.-]{0,30}>?", re.IGNORECASE)
_SECTION = b"<![CDATA["
_VALUE = re.compile(rb"\s{0,9}(?:<!\[CDATA\[[^\]]{0,1000}(?:\]\]>)?|[^<>]{0,1000})")
LONGEST = 1000  # bytes of a password, with its marks


def without_password(raw: bytes) -> bytes:
    """Return an item's bytes with "***" for all that stands in its password elements."""
    kept: list[bytes] = []
    position = 0
    while opening := _PASSWORD.search(raw, position):
        end = _password_end(raw, opening.end())
        kept += (raw[position : opening.end()], b"***")
        position = end
    return b"".join((*kept, raw[position:]))


def without_remnants(raw: bytes) -> bytes:
    """Return a damaged item's bytes without what stands behind and before what is left of a password's tags."""
    kept, position = [], 0
    for found in _REMNANT.finditer(raw):
        start, end = found.span()
        if found["closing"]:
            before = raw[max(position, start - LONGEST) : start]
            opened = before.rfind(_SECTION) if before.rstrip().endswith(b"]]>") else before.rfind(b">") + 1
            kept += [raw[position : start - len(before) + max(opened, 0)], b"***</wp:post_password>"]
        else:
            told = _VALUE.match(raw, end)
            kept += [raw[position:start], b"<wp:post_password>***"]
            end = told.end() if told else end
        position = max(end, position)
    return b"".join((*kept, raw[position:]))


def _password_end(raw: bytes, position: int) -> int:
    """Return where the password's end tag stands; one in a section or a comment is none.

    What nothing closes goes on to the end.
    """
    while found := _IN_PASSWORD.search(raw, position):
        if found["end"]:
            return found.start()
        closing = b"-->" if found.group() == b"<!--" else b"]]>"
        position = raw.find(closing, found.end())
        if position < 0:
            break
    return len(raw)
