"""Numbers by which addresses and forms name rows. A database refuses what does not fit, and digits of other scripts."""

from __future__ import annotations

MOST_DIGITS = 18  # that every integer of a database holds


def key_of(text: str) -> int:
    """Return the key that a text names, 0 where it names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
