"""Values as compact JSON text. One encoder serves all: json.dumps makes another for every call that asks for anything
but its defaults, and JSONEncoder for every value that is no string."""

from __future__ import annotations

import json
from collections.abc import Callable
from json import encoder
from typing import Any


def _writer(*, sort_keys: bool) -> Callable[[Any], str]:
    """Return a function that writes a value, of which no part may hold itself."""
    plain = json.JSONEncoder(ensure_ascii=False, sort_keys=sort_keys, separators=(",", ":"), check_circular=False)
    make = getattr(encoder, "c_make_encoder", None)
    if make is None:  # a Python without its parts in C
        return plain.encode
    strings = encoder.encode_basestring
    pieces_of = make(
        None, plain.default, strings, None, plain.key_separator, plain.item_separator, sort_keys, False, True
    )

    def write(value: Any) -> str:
        return strings(value) if type(value) is str else "".join(pieces_of(value, 0))

    return write


compact = _writer(sort_keys=False)
canonical = _writer(sort_keys=True)  # the one text of a value
