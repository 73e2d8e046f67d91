"""Headers and configurations in TOML, as strings: what Hugo writes between lines of "+++"."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

from importers.readers.front_matter.header import MAX_DEPTH, MAX_DOCUMENT, Header, HeaderError

MAX_DOTS = 2000


def parse_toml(text: str) -> dict[str, Any]:
    """Parse TOML to strings, lists and dicts; HeaderError when it is broken, too long or too deep."""
    if len(text.encode("utf-8", "replace")) > MAX_DOCUMENT:
        raise HeaderError("it is longer than 64 kB")
    # The parser's time grows with the square of the parts of a dotted name; no header has that many sentences.
    if text.count(".") > MAX_DOTS:
        raise HeaderError("it is nested too deeply")
    try:
        values = tomllib.loads(text, parse_float=str)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise HeaderError(str(error) or "it is nested too deeply") from None
    return {key: as_text(value) for key, value in values.items()}


def parse_toml_header(text: str, first_line: int = 2) -> Header:
    """Parse a header's text, whatever its state; a broken one is read line by line."""
    header = Header()
    lines = text.split("\n")
    for index, line in enumerate(lines):
        name, equals, _ = line.partition("=")
        if equals and not line.startswith((" ", "\t", "#", "[")):
            header.lines.setdefault(name.strip().strip("\"'"), (first_line + index, first_line + index))
    try:
        header.values = parse_toml(text)
    except HeaderError as fault:
        header.broken.append(str(fault))
        header.values = {
            name.strip().strip("\"'"): value.strip().strip("\"'")
            for name, equals, value in (line.partition("=") for line in lines)
            if equals and name.strip() and not name.startswith("[")
        }
    return header


def as_text(value: Any, depth: int = MAX_DEPTH) -> Any:
    """Return a parsed value with its parts as text; HeaderError when it is nested too deeply."""
    if depth < 0:
        raise HeaderError("it is nested too deeply")
    if isinstance(value, dict):
        return {key: as_text(entry, depth - 1) for key, entry in value.items()}
    if isinstance(value, list):
        return [as_text(entry, depth - 1) for entry in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(" " if value.tzinfo is None else "T", timespec="seconds")
    return value if isinstance(value, str) else str(value)
