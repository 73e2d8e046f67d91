"""The YAML header of a post, as strings: no types, no aliases, no merges, bounded in size and depth.

A header is parsed whole where it is sound and at most 64 kB. Otherwise it is cut into its top-level keys, and lists
into their entries, each parsed alone; what is broken even then is read line by line.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from importers.decoding import decode

MAX_DOCUMENT = 1 << 16
# Above this a header is no header; it is read line by line, which costs little.
MAX_HEADER = 1 << 22
MAX_DEPTH = 16
NULLS = frozenset({"~", "null", "Null", "NULL"})

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEY = re.compile(r"([^\s:#\-\[\]{},&*!|>'\"%@`][^:\n]{0,100}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
_TOP_KEY = re.compile(r"(?:[^\s#\-\[\]{},&*!|>%@`][^:\n]{0,100}?)[ \t]*:(?:\s|$)")
_TABS = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)


class HeaderError(Exception):
    """YAML that cannot be parsed, or not safely."""


@dataclass(slots=True)
class Header:
    """Keys and values (strings, lists, mappings); `lines` says where each key stands (1-based, in the file)."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    duplicates: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def parse_header(text: str, first_line: int = 2) -> Header:
    """Parse a header's text, whatever its state. `first_line` is the file's line where it begins."""
    # Tabs may not indent in YAML; editors put them there all the same.
    text = _TABS.sub(lambda found: found[0].expandtabs(4), text)
    header = Header()
    if len(text) > MAX_HEADER:
        header.broken.append("it is longer than 4 MB")
        header.values = dict(_line_wise(text.split("\n")))
        return header
    blocks = list(_blocks(text))
    names: set[str] = set()
    for at, count, block in blocks:
        name = block.partition(":")[0].strip().strip("\"'")
        if name in names:
            header.duplicates.append(name)
        names.add(name)
        header.lines[name] = (first_line + at, first_line + at + count - 1)
    try:
        value = parse_yaml(text, header.duplicates)
    except HeaderError as fault:
        if len(text) <= MAX_DOCUMENT:
            header.broken.append(str(fault))
        for _, _, block in blocks:
            header.values.update(_read_block(block, header))
        return header
    if isinstance(value, dict):
        header.values = value
    elif blocks or value not in ("", None):
        header.broken.append("the header is no list of keys")
        header.values = dict(_line_wise(text.split("\n")))
    return header


def looks_like_key(line: str) -> bool:
    """Say whether a line begins a header's top-level key."""
    return bool(_TOP_KEY.match(line))


def parse_yaml(text: str, duplicates: list[str] | None = None) -> Any:
    """Parse one YAML document to strings, lists and dicts; HeaderError when it is broken, too long or too deep.

    The value is built from the parser's events: nothing resolves a type, an alias or a tag.
    """
    if len(text.encode("utf-8", "replace")) > MAX_DOCUMENT:
        raise HeaderError("it is longer than 64 kB")
    builder = _Builder(duplicates if duplicates is not None else [])
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if builder.take(event):
                break
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "characters that YAML does not allow"
        raise HeaderError(f"{problem}, line {mark.line + 1}" if mark else str(problem)) from None
    return builder.value


class _Builder:
    """Builds a value from events on a stack of its own; depth is bounded."""

    def __init__(self, duplicates: list[str]) -> None:
        self.value: Any = None
        self._duplicates = duplicates
        self._stack: list[Any] = []
        self._keys: list[str | None] = []

    def take(self, event: yaml.Event) -> bool:
        """Take one event; True when the document is complete."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise HeaderError("it holds aliases, which are not read")
        if isinstance(event, yaml.ScalarEvent):
            self._add(_scalar(event))
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(self._stack) >= MAX_DEPTH:
                raise HeaderError("it is nested too deeply")
            self._stack.append({} if isinstance(event, yaml.MappingStartEvent) else [])
            self._keys.append(None)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._keys.pop()
            self._add(self._stack.pop())
        return isinstance(event, yaml.DocumentEndEvent)

    def _add(self, value: Any) -> None:
        if not self._stack:
            self.value = value
            return
        holder = self._stack[-1]
        if isinstance(holder, list):
            holder.append(value)
            return
        key = self._keys[-1]
        if key is None:
            # A key that is itself a list or a mapping names nothing we know.
            self._keys[-1] = value if isinstance(value, str) else ""
            return
        # Keys of the top level are counted by their lines, which holds for broken headers too.
        if key in holder and len(self._stack) > 1:
            self._duplicates.append(key)
        holder[key] = value
        self._keys[-1] = None


def _scalar(event: yaml.ScalarEvent) -> str:
    value: str = event.value
    if event.tag in ("!binary", "tag:yaml.org,2002:binary"):
        # How Ruby wrote text that was not marked as UTF-8.
        try:
            return decode(base64.b64decode("".join(value.split()), validate=True)).text
        except (binascii.Error, ValueError):
            return value
    return "" if not event.style and value in NULLS else value


def _blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """Cut a header at its top-level keys: (index of the first line, number of lines, text)."""
    lines = text.split("\n")
    starts = [index for index, line in enumerate(lines) if _TOP_KEY.match(line)]
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        while end > start + 1 and not lines[end - 1].strip():
            end -= 1
        yield start, end - start, "\n".join(lines[start:end])


def _read_block(block: str, header: Header) -> dict[str, Any]:
    """Read one top-level key with its value, by YAML, by YAML entry for entry, or line by line."""
    try:
        value = parse_yaml(block, header.duplicates)
        if isinstance(value, dict):
            return value
    except HeaderError:
        pass
    first, *rest = block.split("\n")
    name = first.partition(":")[0].strip().strip("\"'")
    entries = list(_entries(rest))
    if entries and not first.partition(":")[2].strip():
        return {name: [_read_entry(entry, header) for entry in entries]}
    header.broken.append(f"“{name}” was read as plain text")
    return dict(_line_wise(block.split("\n")))


def _entries(lines: list[str]) -> Iterator[list[str]]:
    """Cut a block list into its entries by the first one's indentation."""
    opening = next((line for line in lines if line.strip()), "")
    indent = len(opening) - len(opening.lstrip())
    if not opening.lstrip().startswith("-"):
        return
    entry: list[str] = []
    for line in lines:
        if line.startswith("-", indent) and not line[:indent].strip() and line[indent + 1 : indent + 2] in ("", " "):
            if entry:
                yield entry
            entry = []
        entry.append(line)
    yield entry


def _read_entry(lines: list[str], header: Header) -> Any:
    try:
        value = parse_yaml("\n".join(lines), header.duplicates)
        if isinstance(value, list) and len(value) == 1:
            return value[0]
    except HeaderError:
        pass
    plain = [line.replace("-", " ", 1) if index == 0 else line for index, line in enumerate(lines)]
    header.broken.append(f"an entry beginning “{plain[0].strip()[:40]}” was read as plain text")
    values = dict(_line_wise([line.strip() for line in plain]))
    return values or "\n".join(plain).strip()


def _line_wise(lines: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Read "key: value" and "- item" lines; a line that is neither goes on with the value before."""
    name = ""
    texts: list[str] = []
    entries: list[str] = []
    for line in lines:
        found = _KEY.match(line)
        if found:
            if name:
                yield name, entries or "\n".join(texts)
            name, entries = found[1].strip(), []
            opening = _plain(found[2] or "")
            texts = [] if opening in ("", "|", ">", "|-", ">-") else [opening]
        elif name and line.strip().startswith("- "):
            entries.append(_plain(line.strip()[2:]))
        elif name and line.strip():
            texts.append(line.strip())
    if name:
        yield name, entries or "\n".join(texts)


def _plain(text: str) -> str:
    """Take quotes off that stand on both sides."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text.lstrip("\"'") if text[:1] in ('"', "'") and text.count(text[0]) == 1 else text
