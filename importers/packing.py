"""Raw sources of items as they are stored: compressed, quickly, since they are read once in a while only."""

from __future__ import annotations

import zlib

_WINDOW = 14  # bits: as small for what most items are as the largest, and quicker to set up


def packed(raw: bytes) -> bytes:
    """Compress an item's raw source."""
    return zlib.compress(raw, 1, _WINDOW) if raw else b""


def unpacked(raw: bytes | memoryview) -> bytes:
    """Return an item's raw source as it was found."""
    return zlib.decompress(bytes(raw)) if raw else b""
