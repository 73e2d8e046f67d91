"""A site's configuration as strings, lists and dicts: a file of TOML, YAML or JSON, or the several of Hugo's folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from importers.decoding import decode
from importers.readers.front_matter.header import HeaderError, parse_header
from importers.readers.front_matter.toml import as_text, parse_toml

ROOTS = ("hugo", "config")  # files that are not called after the key that they hold


def values_of(config: bytes, name: str) -> Mapping[str, Any]:
    """Return what a configuration says; nothing where it cannot be read."""
    text = decode(config).text
    try:
        if name.endswith(".toml"):
            return parse_toml(text)
        if name.endswith(".json"):
            found = as_text(json.loads(text, parse_float=str, parse_int=str))
            return found if isinstance(found, dict) else {}
    except (HeaderError, ValueError, RecursionError):
        return {}
    return parse_header(text).values


def in_one(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return as one JSON what files of Hugo's say, given by their names: the later counts before the earlier.

    See https://gohugo.io/configuration/introduction/: `languages.toml` holds what stands under `languages`.
    """
    whole: dict[str, Any] = {}
    for name, config in files:
        stem = PurePosixPath(name).stem
        found = values_of(config, name)
        _merge(whole, found if stem in ROOTS else {stem: found})
    return json.dumps(whole).encode()


def _merge(whole: dict[str, Any], news: Mapping[str, Any]) -> None:
    for name, value in news.items():
        known = whole.get(name)
        if isinstance(known, dict) and isinstance(value, Mapping):
            _merge(known, value)
        else:
            whole[name] = dict(value) if isinstance(value, Mapping) else value
