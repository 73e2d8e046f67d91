"""An export cut into its entries and their sections, line by line: nothing larger than one entry is held.

"-----" ends a section and "--------" an entry, by Movable Type's own word wherever they stand. Texts hold such lines
too: here they end something only where what follows can follow.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

MAX_ENTRY = 1 << 26  # 64 MB
CHUNK = 1 << 20
FAR = 40  # lines that are looked at to see what follows

BLANK = b" \t\r\n\0\xef\xbb\xbf"
SECTION_END, ENTRY_END = b"-----", b"--------"
KEYS = frozenset(
    {
        *("AUTHOR", "TITLE", "BASENAME", "STATUS", "ALLOW COMMENTS", "ALLOW PINGS", "CONVERT BREAKS"),
        *("PRIMARY CATEGORY", "CATEGORY", "TAGS", "DATE", "NO ENTRY", "UNIQUE URL", "INDEXED PINGS", "IMAGE"),
    }
)
TEXTS = frozenset({"BODY", "EXTENDED BODY", "EXCERPT", "KEYWORDS"})
FEEDBACK = {
    "COMMENT": frozenset({"AUTHOR", "EMAIL", "IP", "URL", "DATE"}),
    "PING": frozenset({"TITLE", "URL", "IP", "BLOG NAME", "DATE"}),
}

_KEY = re.compile(rb"(?:\xef\xbb\xbf)?[ \t]{0,8}([A-Z][A-Z0-9_]{0,30}(?: [A-Z0-9_]{1,30}){0,3})[ \t]{0,8}:")


@dataclass(slots=True)
class Section:
    """A part of an entry: its name ("" for the head), the rest of the line that names it, and its lines."""

    name: str = ""
    inline: bytes = b""
    lines: list[bytes] = field(default_factory=list)

    @property
    def data(self) -> bytes:
        return b"".join(self.lines)


@dataclass(slots=True)
class Entry:
    """One entry: its bytes, its sections with the head first, and how it ended."""

    number: int
    offset: int
    sections: list[Section] = field(default_factory=lambda: [Section()])
    raw: list[bytes] = field(default_factory=list)
    length: int = 0
    closed: bool = False  # the line that ends its last section stands there
    ended: bool = False  # and so does the line that ends the entry

    @property
    def is_too_long(self) -> bool:
        return self.length > MAX_ENTRY

    @property
    def has_texts(self) -> bool:
        return len(self.sections) > 1

    @property
    def is_broken_off(self) -> bool:
        """Whether the file ends before anything that could be kept."""
        return not self.ended and not any(
            section.name in TEXTS or section.name in FEEDBACK for section in self.sections
        )

    def take(self, line: bytes) -> None:
        """Keep a line; of an entry that is too long only its length."""
        self.length += len(line)
        self.raw.append(line)
        if self.length > MAX_ENTRY:
            self.raw.clear()
            self.sections[-1].lines.clear()


class Lines:
    """The lines of a stream with their ends, whatever these are, and a look at those that come."""

    def __init__(self, stream: BinaryIO) -> None:
        self._source = self._read(stream)
        self._ahead: deque[bytes] = deque()

    def next(self) -> bytes | None:
        """Return the next line, None at the end."""
        return self._ahead.popleft() if self._ahead else next(self._source, None)

    def ahead(self) -> Iterator[bytes]:
        """Yield lines that come, FAR of them at most."""
        for place in range(FAR):
            if place == len(self._ahead):
                line = next(self._source, None)
                if line is None:
                    return
                self._ahead.append(line)
            yield self._ahead[place]

    @staticmethod
    def _read(stream: BinaryIO) -> Iterator[bytes]:
        rest = b""
        while chunk := stream.read(CHUNK):
            data = rest + chunk
            lines = data.splitlines(keepends=True)
            # The last one may go on, and a "\r" may be half of the end of a line.
            rest = lines.pop() if len(data) <= MAX_ENTRY else b""
            yield from lines
        yield from rest.splitlines(keepends=True)


def key_of(line: bytes) -> str:
    """Return the key at the beginning of a line, "" when there is none."""
    found = _KEY.match(line)
    return found[1].decode("ascii") if found else ""


def value_of(line: bytes) -> bytes:
    """Return what stands behind a line's key."""
    return line.partition(b":")[2].strip()


def entries(stream: BinaryIO) -> Iterator[Entry]:
    """Yield the entries of an export; blank ones are passed over."""
    lines = Lines(stream)
    entry, offset, number = Entry(1, 0), 0, 1
    while (line := lines.next()) is not None:
        offset += len(line)
        entry.take(line)
        mark = line.strip(BLANK)
        if mark[:5] != SECTION_END:  # nearly all lines
            entry.closed = entry.closed and not mark
            if not entry.is_too_long:
                entry.sections[-1].lines.append(line)
        elif mark == ENTRY_END and _ends_entry(entry, lines):
            entry.ended = True
            if not _is_bare(entry):
                yield entry
                number += 1
            entry = Entry(number, offset)
        elif mark == SECTION_END and _begins_section(entry, lines):
            offset += _begin(entry, lines)
        else:
            entry.closed = False
            entry.sections[-1].lines.append(line)
    if not _is_bare(entry):
        yield entry


def _is_bare(entry: Entry) -> bool:
    """Say whether nothing but the lines that end something is there."""
    return not entry.is_too_long and not any(line.strip(BLANK + b"-") for line in entry.raw)


def _follows(lines: Lines) -> bytes | None:
    """Return the next line that is not blank; None at the end, b"" where none is near."""
    number = 0
    for line in lines.ahead():
        number += 1
        if line.strip():
            return line
    return b"" if number == FAR else None


def _ends_entry(entry: Entry, lines: Lines) -> bool:
    """Say whether a line of eight dashes ends the entry: after a section's end, or before what begins an entry."""
    if not entry.has_texts and entry.length < MAX_ENTRY:
        return True  # a head holds no such line
    following = _follows(lines)
    if following is None:
        return True
    if entry.closed:
        ahead = list(lines.ahead())
        return len(ahead) < FAR or any(key_of(line) in KEYS for line in ahead)
    return _is_head(lines)


def _is_head(lines: Lines) -> bool:
    """Say whether the lines to come are the head of an entry: keys, down to five dashes and the text they lead to."""
    known: set[str] = set()
    closed = False
    for line in lines.ahead():
        key, mark = key_of(line), line.strip()
        if closed and mark:
            return key == "BODY" or (key in FEEDBACK and "DATE" in known)
        if mark == SECTION_END:
            closed = bool(known)
        elif mark and not key:
            return False
        known |= {key} & KEYS
    return False


def _begins_section(entry: Entry, lines: Lines) -> bool:
    """Say whether a line of five dashes ends a section: what follows is the name of another, or the entry's end."""
    following = _follows(lines)
    if following is None or not entry.has_texts or following.strip() == ENTRY_END:
        return True
    name = key_of(following)
    if name in TEXTS:
        return not value_of(following) and all(section.name != name for section in entry.sections)
    if name in FEEDBACK:
        return not value_of(following) and _is_feedback(name, lines)
    return False


def _is_feedback(name: str, lines: Lines) -> bool:
    shown = [line for line in lines.ahead() if line.strip()]
    return len(shown) < 2 or key_of(shown[1]) in FEEDBACK[name]


def _begin(entry: Entry, lines: Lines) -> int:
    """Begin the section that follows, if one does; return how many bytes its name takes."""
    entry.closed = True
    following = _follows(lines)
    if not following or following.strip() == ENTRY_END:
        return 0
    name = key_of(following)
    if name not in TEXTS and name not in FEEDBACK:
        entry.sections.append(Section("?"))  # what no format has; it is kept
        return 0
    taken = 0
    while (line := lines.next()) is not None:
        taken += len(line)
        entry.take(line)
        if line.strip():
            break
    entry.closed = False
    entry.sections.append(Section(name, value_of(following)))
    return taken
