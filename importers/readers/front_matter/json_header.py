"""Headers in JSON, as strings: what Hugo writes as an object at the head of a page."""

from __future__ import annotations

import json
import re

from importers.readers.front_matter.header import MAX_DOCUMENT, Header, HeaderError
from importers.readers.front_matter.toml import as_text

_OPENING = re.compile(r"\s{0,99}\{\s{0,99}(?:\"[^\"\n]{1,100}\"\s{0,9}:|\})")
_KEY = re.compile(r"^\s{0,99}\"([^\"\n]{1,100})\"\s{0,9}:")
MAX_BRACKETS = 2_000


def opens_json(text: str) -> bool:
    """Say whether a text begins with an object of JSON."""
    return bool(_OPENING.match(text.lstrip("\ufeff")))


def parse_json_header(text: str) -> tuple[Header, int]:
    """Return the header and the index of the line below it; a broken one is all of the text up to a blank line."""
    header = Header()
    head = text[:MAX_DOCUMENT]
    start = head.index("{")
    try:
        if head.count("[") + head.count("{") > MAX_BRACKETS:
            raise ValueError("it has too many brackets")
        value, end = json.JSONDecoder(parse_float=str, parse_int=str).raw_decode(head, start)
        header.values = {key: as_text(entry) for key, entry in value.items()}
    except (HeaderError, ValueError, RecursionError) as error:
        header.broken.append(f"the header is no JSON: {error}"[:200])
        end = head.find("\n\n")
        end = len(head) if end < 0 else end
        found = re.findall(r"\"([^\"\n]{1,100})\"\s{0,9}:\s{0,9}\"([^\"\n]{0,500})\"", head[:end])
        header.values = dict(found)
    lines = head[:end].split("\n")
    for number, line in enumerate(lines, 1):
        if key := _KEY.match(line):
            header.lines.setdefault(key[1], (number, number))
    return header, len(lines)
