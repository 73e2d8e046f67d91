"""Guests that stand behind the posts they wrote: a file is looked through for them when a post credits a stranger."""

from __future__ import annotations

import re
from typing import BinaryIO

CHUNK = 1 << 20

_TYPES = (b"guest-author", b"guest_author")
_GUEST = re.compile(rb"post_type>\s{0,9}(?:<!\[CDATA\[\s{0,9})?guest[-_]author\b", re.IGNORECASE)


def may_be_guest(data: bytes) -> bool:
    """Say whether an item may be a guest. Cheap: nearly none is."""
    return any(name in data for name in _TYPES) and _GUEST.search(data) is not None


def may_hold_guests(stream: BinaryIO) -> bool:
    """Say whether a file may hold guests: most hold none, and are looked through many times faster than taken apart."""
    carried = b""
    while chunk := stream.read(CHUNK):
        data = carried + chunk
        if any(name in data for name in _TYPES):
            return True
        carried = data[-len(_TYPES[0]) :]
    return False
