"""Reading and preparing on another core: a process of our own, which is given records and gives them back prepared, or
is told to read files and gives what they hold, prepared.

It touches neither database nor settings, and shares nothing with us but a pipe: when we end, however we end, it reads
the end of that and ends too. One batch is under way at a time, so that neither side waits for the other to read.
"""

from __future__ import annotations

import copyreg
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass, replace
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from operator import attrgetter
from queue import Queue
from types import MappingProxyType
from typing import Any, NamedTuple

from blog.text.wording import reason
from importers import preparing, reading, records
from importers.collecting import rare_collections
from importers.found_dates import FoundDate
from importers.noting import Setting
from importers.packing import packed
from importers.preparing import Prepared, PreparedAttachment
from importers.reading import Order
from importers.records import AttachmentRecord, PostRecord, Record
from importers.unpacking import held

Found = PostRecord | AttachmentRecord
Result = Prepared | PreparedAttachment | str  # or why it could not be prepared

AT_ONCE = 50  # items that are read and prepared before they are given, fewer when they are large
AT_ONCE_BYTES = 1 << 20
AHEAD = 3  # such groups that wait for the one that stores them
_PATIENCE = 5  # seconds for it to end by itself
_GONE = (OSError, EOFError, pickle.UnpicklingError)  # when nobody is at the other end

# Frozen dataclasses with slots tell a pickle of themselves field by field, in Python; this takes a fifth of the time.
_PICKLED: tuple[type, ...] = (
    *(kind for kind in vars(records).values() if isinstance(kind, type) and is_dataclass(kind)),
    FoundDate,
    Prepared,
    Setting,
)


def _reducer(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda value: (kind, values(value))


def _with_found(result: Result, found: Found) -> Result:
    return replace(result, found=found) if isinstance(result, Prepared) and isinstance(found, PostRecord) else result


def _frozen(values: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(values)


for _kind in _PICKLED:
    copyreg.pickle(_kind, _reducer(_kind))
copyreg.pickle(MappingProxyType, lambda proxy: (_frozen, (dict(proxy),)))


class Ready(NamedTuple):
    """A record that was read, and where it is an item, it prepared and its source as it is stored."""

    record: Record
    result: Result | None = None
    packed: bytes | None = None


def pays() -> bool:
    """Say whether there is a second core."""
    return (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1) > 1


class Aside:
    """The other process. It may be gone at any time; then `take` gives None, and its work is done here."""

    def __init__(self) -> None:
        # A fork knows at once what a new Python takes a third of a second to load; but it takes no other threads with
        # it, and elsewhere than on Linux the system's own libraries do not all bear it.
        can_fork = sys.platform == "linux" and threading.active_count() == 1
        context: Any = get_context("fork" if can_fork else "spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, self._pipe), daemon=True)
        self._process.start()
        theirs.close()
        self._given: Sequence[Found] = ()

    def give(self, found: Sequence[Found], setting: Setting) -> bool:
        """Have records prepared; say whether they were handed over."""
        assert not self._given, "one batch at a time"
        try:
            # Their bytes, which bear on nothing here, stay here.
            self._ask(_prepare, [replace(record, raw=b"") for record in found], setting)
        except OSError:
            return False
        self._given = found
        return True

    def read(self, order: Order, setting: Setting, taken: int, items: int) -> Iterator[list[Ready]]:
        """Have files read; return what they hold, some at a time, then an empty list.

        Left out are the records that are `taken`, and those behind them up to and with so many items. Where the process
        is gone, no empty list comes.
        """
        with suppress(OSError):
            self._ask(_read, order, setting, taken, items)
        return self._chunks()

    def _chunks(self) -> Iterator[list[Ready]]:
        with suppress(*_GONE):
            while True:
                ready: list[Ready] = self._answer()
                yield ready
                if not ready:
                    return

    def _ask(self, work: Callable[..., None], *given: object) -> None:
        _send(self._pipe, (work, *given))

    def _answer(self) -> Any:
        return pickle.loads(self._pipe.recv_bytes())  # noqa: S301 - from ourselves

    def take(self) -> list[Result] | None:
        """Return the results for the records given, in their order; None when it is gone."""
        given, self._given = self._given, ()
        try:
            results: list[Result] = self._answer()
        except _GONE:
            return None
        return [_with_found(result, record) for result, record in zip(results, given, strict=True)]

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._pipe.close()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def prepared(found: Found, setting: Setting) -> Result:
    """Prepare one record, or say why it cannot be."""
    try:
        if isinstance(found, AttachmentRecord):
            return preparing.prepare_attachment(found, setting)
        return preparing.prepare(found, setting)
    except Exception as error:
        return reason(error)


def _send(pipe: Connection, value: object) -> None:
    pipe.send_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def _prepare(answers: Connection, found: Sequence[Found], setting: Setting) -> None:
    _send(answers, [prepared(record, setting) for record in found])


def head(records: Iterator[Record], items: int) -> Iterator[Record]:
    """Yield records up to and with so many items."""
    for record in records:
        yield record
        items -= isinstance(record, Found)
        if not items:
            return


def _read(answers: Connection, order: Order, setting: Setting, taken: int, items: int) -> None:
    ready: list[Ready] = []
    size = 0
    with held(), _sending(answers) as send:
        found = islice(reading.read(order), taken, None)
        for _ in head(found, items):
            pass
        for record in found:
            if isinstance(record, Found):
                ready.append(Ready(record, prepared(record, setting), packed(record.raw)))
                size += len(record.raw)
            else:
                ready.append(Ready(record))
            if len(ready) >= AT_ONCE or size >= AT_ONCE_BYTES:
                send(ready)
                ready, size = [], 0
        if ready:
            send(ready)
        send([])


@contextmanager
def _sending(pipe: Connection) -> Iterator[Callable[[object], None]]:
    """Give what sends values some way ahead of the one that reads them, while the next are made."""
    waiting: Queue[bytes] = Queue(AHEAD)

    def write() -> None:
        try:
            while data := waiting.get():
                pipe.send_bytes(data)
        except OSError:
            os._exit(0)  # nobody reads any more

    writer = threading.Thread(target=write)
    writer.start()
    yield lambda value: waiting.put(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    waiting.put(b"")
    writer.join()


def work(asked: Connection, ours: Connection) -> None:
    """Be the other process: do what is asked for until nobody asks any more. `ours` is the end of the one that asks."""
    ours.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # typed for the one that reads and writes
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    with suppress(*_GONE), rare_collections():
        while True:
            do, *given = pickle.loads(asked.recv_bytes())  # noqa: S301 - from ourselves
            do(asked, *given)
    os._exit(0)  # nothing here is to be closed: it belongs to the one that asked
