"""One module per format. Adding a reader: a module, its name in READERS, a fixture, a test.

A reader module has NAME, `recognises(head: bytes, name: str) -> bool` (the file's first 64 kB and its name) and
`read(file: SourceFile, evidence: Evidence) -> Iterator[Record]`. Readers say what the file says and change nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from importers.decoding import HEAD, SourceFile
from importers.records import Record
from importers.surveying import Evidence

__all__ = ["HEAD", "READERS", "Reader", "sniff"]


class Reader(Protocol):
    """What every reader module offers."""

    NAME: str

    def recognises(self, head: bytes, name: str) -> bool:
        """Say whether a file that begins with `head` and is called `name` is of this format."""

    def read(self, file: SourceFile, evidence: Evidence) -> Iterator[Record]:
        """Yield what the file holds, in its order; ReadError when it cannot be read at all."""


class _Readers(Mapping[str, Reader]):
    """The readers by name. A module is loaded when it is first asked for: those of pages take a while."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def __getitem__(self, name: str) -> Reader:
        if name not in self._names:
            raise KeyError(name)
        return cast("Reader", import_module(f"{__name__}.{name}"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


# Asked in this order: the strictest format first, bare text last.
READERS = _Readers("wxr", "movable_type", "front_matter", "scraped_html", "scraped_text")


def sniff(file: SourceFile, readers: Collection[str] = READERS.keys()) -> str | None:
    """Return the first of these readers that recognises the file, or None; OSError or ReadError when it cannot be."""
    head = file.read_head()
    return next((name for name in READERS if name in readers and READERS[name].recognises(head, file.origin)), None)
