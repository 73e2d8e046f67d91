"""JSON of strangers: read when it is neither too long nor too deep for the parser."""

from __future__ import annotations

import json
import re
from typing import Any

_BRACKETS = re.compile(r"[\[\]{}]")


def read_json(text: str, longest: int, deepest: int) -> Any:
    """Return what the text says; None when it cannot be read, or is longer or deeper than that."""
    if len(text) > longest or _is_deeper(text, deepest):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_deeper(text: str, deepest: int) -> bool:
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > deepest:
            return True
    return False
