"""The three-way merge: what was last imported (the base), what stands here now, what the file says now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from blog import retention
from importers.identity import digest
from importers.json_text import canonical

_NEVER = object()
_PLAIN = frozenset({str, int, bool, type(None)})  # what JSON gives back as it is
LONG = 64  # characters of JSON from which on a base is kept as a digest


def fingerprint(value: Any) -> Any:
    """Return a JSON value that stands for `value`: itself when it is short, else a digest."""
    if value is None or isinstance(value, bool | int) or (isinstance(value, str) and len(value) < LONG):
        return value
    kinds = set(map(type, value)) if isinstance(value, list) else None
    if kinds == {int} and len(repr(value)) < LONG:
        return list(value)
    data = canonical(value)
    # A character has four bytes at most: a long text is not decoded for being counted.
    if len(data) < 4 * LONG and len(text := data.decode("utf-8", "surrogatepass")) < LONG:
        return list(value) if kinds is not None and kinds <= _PLAIN else json.loads(text)
    return {"digest": digest(data)}


def base_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the base that the next import compares with. Blank values are left out: most of them are."""
    return {
        # Most are short strings, or keys.
        name: value if (type(value) is str and len(value) < LONG) or type(value) is int else fingerprint(value)
        for name, value in values.items()
        if value
    }


def settled_base(base: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """Return the base once a value was rewritten after loading, with what stood there before as found in the file."""
    as_found = base.get(f"{name}_as_found", base.get(name))
    return {**base, **base_of({name: value}), f"{name}_as_found": as_found}


def without_as_found(
    base: Mapping[str, Any], present: Mapping[str, Any], incoming: Mapping[str, Any], *, force: bool
) -> dict[str, Any]:
    """Leave out what the file says as it said before: it stands here rewritten, as the base has it.

    Where a person touched it and that is to be overwritten, it stays in.
    """
    return {
        name: value
        for name, value in incoming.items()
        if base.get(f"{name}_as_found", _NEVER) != fingerprint(value) or (force and not same(base, name, present[name]))
    }


def with_values(base: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the base with other values of some names; blank ones are left out."""
    return {**{name: kept for name, kept in base.items() if name not in values}, **base_of(values)}


def is_blank(value: Any) -> bool:
    """Say whether a value says nothing: none, false, zero or empty."""
    return not value


def same(base: Mapping[str, Any], name: str, value: Any) -> bool:
    """Say whether `value` is what the base holds under `name`. An address that was masked by age nobody edited."""
    if name not in base:
        return is_blank(value)
    return bool(base[name] == fingerprint(value)) or (name == "author_address" and retention.mask(base[name]) == value)


@dataclass(slots=True)
class Merge:
    """What to write (`changes`), what stood there before, the fields that a person holds, and the base from now on."""

    changes: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    base: dict[str, Any] = field(default_factory=dict)


def merge(base: Mapping[str, Any], present: Mapping[str, Any], incoming: Mapping[str, Any], *, force: bool) -> Merge:
    """Merge field by field. A field that a person touched keeps its value, unless forced; where the file changed too,
    that is a conflict. The base becomes what the file says, so that a conflict is told once."""
    result = Merge(base=dict(base))
    for name, value in incoming.items():
        result.base.pop(name, None)
        result.base.pop(f"{name}_as_found", None)
        result.base.update(base_of({name: value}))
        if equal(present[name], value):
            continue
        touched = not same(base, name, present[name])
        if force or not touched:
            result.changes[name] = value
            result.before[name] = present[name]
        elif not same(base, name, value):
            result.conflicts.append(name)
    return result


def equal(one: Any, other: Any) -> bool:
    """Say whether two values are the same as columns and JSON go."""
    return bool(one == other) or (is_blank(one) and is_blank(other)) or bool(fingerprint(one) == fingerprint(other))
