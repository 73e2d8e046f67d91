"""Preparing on another core: a process of our own, which is given records and gives them back prepared.

It knows neither database nor settings, and shares nothing with us but two pipes: when we end, however we end, it reads
the end of its pipe and ends too. One batch is under way at a time, so that neither side waits for the other to read.
"""

from __future__ import annotations

import copyreg
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from operator import attrgetter
from types import MappingProxyType
from typing import Any, BinaryIO, cast

from importers import preparing, records
from importers.collecting import rare_collections
from importers.found_dates import FoundDate
from importers.preparing import Prepared, PreparedAttachment, Setting
from importers.records import AttachmentRecord, PostRecord

Found = PostRecord | AttachmentRecord
Result = Prepared | PreparedAttachment | str  # or why it could not be prepared

_PATIENCE = 5  # seconds for it to end by itself

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


def pays() -> bool:
    """Say whether there is a second core, and a Python to run there."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores > 1 and bool(sys.executable)


class Aside:
    """The other process. It may be gone at any time; then `take` gives None, and its work is done here."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-P", "-c", f"from {__name__} import work; work()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self._given: Sequence[Found] = ()

    def give(self, found: Sequence[Found], setting: Setting) -> bool:
        """Have records prepared; say whether they were handed over."""
        assert not self._given, "one batch at a time"
        try:
            # Their bytes, which bear on nothing here, stay here.
            _send(cast("BinaryIO", self._process.stdin), ([replace(record, raw=b"") for record in found], setting))
        except OSError:
            return False
        self._given = found
        return True

    def take(self) -> list[Result] | None:
        """Return the results for the records given, in their order; None when it is gone."""
        given, self._given = self._given, ()
        try:
            results: list[Result] = pickle.load(cast("BinaryIO", self._process.stdout))  # noqa: S301 - from ourselves
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        return [_with_found(result, record) for result, record in zip(results, given, strict=True)]

    def close(self) -> None:
        """End it, whatever it is doing."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast("BinaryIO", pipe).close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def prepared(found: Found, setting: Setting) -> Result:
    """Prepare one record, or say why it cannot be."""
    try:
        if isinstance(found, AttachmentRecord):
            return preparing.prepare_attachment(found, setting)
        return preparing.prepare(found, setting)
    except Exception as error:
        return reason(error)


def reason(error: BaseException) -> str:
    """Return in one line what went wrong."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _send(pipe: BinaryIO, value: object) -> None:
    pipe.write(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
    pipe.flush()


def work() -> None:
    """Be the other process: prepare what is asked for until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # typed for the one that reads and writes
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    with suppress(EOFError, OSError), rare_collections():
        while True:
            found, setting = pickle.load(asked)  # noqa: S301 - from ourselves
            _send(answers, [prepared(record, setting) for record in found])
    os._exit(0)  # nothing is left to be flushed into a pipe that may be closed
