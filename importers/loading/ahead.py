"""Reading ahead: all items of a large blog of which nothing is here yet are read and prepared on another core, while
those before them are stored. None is prepared in vain, since all of them are to be written."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import islice
from types import TracebackType
from typing import Self

from blog.models import Source
from importers.models import ImportedItem
from importers.noting import Setting
from importers.preparing_aside import Aside, Ready, head, pays
from importers.reading import Order
from importers.records import Record

LARGE = 1 << 21  # bytes of files from which on they are read by another process too
HEAD_START = 100  # items that are read here while it reads the next


class Ahead:
    """The reading ahead of one run."""

    def __init__(self) -> None:
        self.is_used = False
        self._aside: Aside | None = None
        self._ready: dict[int, Ready] = {}  # by `id` of the record: what was read there already
        self._size = 0

    def of(self, size: int) -> Self:
        """Take the files' size in bytes."""
        self._size = size
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let the other process go."""
        if self._aside is not None:
            self._aside.close()
        self._aside = None

    @property
    def _is_large(self) -> bool:
        return self._size >= LARGE and pays()

    def records(
        self, records: Iterator[Record], order: Order, taken: int, source: Source, setting: Setting
    ) -> Iterator[Record]:
        """Yield the records of files. `records` are the same, read here, of which the first are `taken`."""
        if self._is_large and not ImportedItem.objects.filter(source=source).exists():
            self._aside = Aside()
        if self._aside is not None and (yield from self._from_aside(self._aside, records, order, taken, setting)):
            return
        yield from records

    def _from_aside(
        self, aside: Aside, records: Iterator[Record], order: Order, taken: int, setting: Setting
    ) -> Generator[Record, None, bool]:
        """Yield what is read on another core; say whether that was all. If not, `records` go on from there."""
        self.is_used = True
        chunks = aside.read(order, setting, taken, HEAD_START)
        yield from head(records, HEAD_START)
        number = 0
        for chunk in chunks:
            for ready in chunk:
                if ready.result is not None:
                    self._ready[id(ready.record)] = ready
                yield ready.record
            number += len(chunk)
            if not chunk:
                return True
        self.is_used = False
        for _ in islice(records, number):
            pass
        return False

    def ready(self, records: Iterable[Record]) -> Mapping[int, Ready | None]:
        """Return what the other process made of records, by their `id`; nothing where it had none of them."""
        return {id(record): self._ready.pop(id(record), None) for record in records} if self._ready else {}
