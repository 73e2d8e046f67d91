"""Which forums, topics and replies of bbPress everybody could read: what they stand below decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from importers.decoding import Opener, ReadError

TYPES = frozenset({"forum", "topic", "reply"})
PUBLIC = frozenset({"publish", "closed"})
CHUNK = 1 << 20
_LONGEST = 200  # bytes of a mark

_MARK = re.compile(
    rb"<item[\s>]|<wp:(?P<name>post_id|status|post_parent|post_type)>\s{0,9}(?:<!\[CDATA\[\s{0,9})?(?P<value>[\w-]{0,40})(?=\W)"
)


@dataclass(slots=True)
class Forums:
    """The forums of one file; it is looked through when something answers what has not been read yet, and after it the
    other parts of its export."""

    openers: list[Opener] = field(default_factory=list)
    _parents: dict[str, set[str]] = field(default_factory=dict)
    _hidden: set[str] = field(default_factory=set)

    def note(self, source_id: str, parent_id: str, status: str) -> None:
        """Remember an item; one that is said to be hidden anywhere stays so."""
        self._parents.setdefault(source_id, set()).update({parent_id} - {"", "0"})
        if status not in PUBLIC:
            self._hidden.add(source_id)

    def why_hidden(self, source_id: str) -> str:
        """Return why not everybody could read an item, "" where everybody could."""
        waiting, seen = [source_id], {source_id}
        while waiting:
            one = waiting.pop()
            while one not in self._parents and self.openers:
                self._look_through(self.openers.pop(0))
            if one not in self._parents:
                return f"stands below item {one}, which no file here has, so that nobody knows who could read it"
            if one in self._hidden:
                return "stands in a forum or below a topic that was not public"
            waiting += self._parents[one] - seen
            seen |= self._parents[one]
        return ""

    def _look_through(self, opener: Opener) -> None:
        with suppress(OSError, ReadError):
            for values in _items(opener):
                if values.get("post_type", "").lower() in TYPES:
                    parent = values.get("post_parent", "")
                    self.note(values.get("post_id", ""), parent, values.get("status", "").lower())


def _items(opener: Opener) -> Iterator[dict[str, str]]:
    """Yield the marks of each item; the first of a name counts."""
    values: dict[str, str] = {}
    with opener() as stream:
        carried = b""
        while chunk := stream.read(CHUNK):
            data, end = carried + chunk, 0
            for found in _MARK.finditer(data):
                end = found.end()
                if found["name"] is None:
                    yield values
                    values = {}
                else:
                    values.setdefault(found["name"].decode(), found["value"].decode())
            carried = data[max(end, len(data) - _LONGEST) :]
    yield values
