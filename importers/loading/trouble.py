"""What to make of an error: the end of the run, another import in the way, or one line for the report.

Databases are asked for their own codes: their sentences are in the server's language, and may quote what is stored.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import DatabaseError, InterfaceError, connection

from importers.reading import reason
from importers.reporting import StoppedEarly

__all__ = ["patient_with_locks", "patiently", "reason", "stop_if_full", "trouble_with_all"]

Result = TypeVar("Result")

# https://www.postgresql.org/docs/current/errcodes-appendix.html
DISK_FULL = "53100"
UNIQUE = "23505"
IN_THE_WAY = ("40001", "40P01", "55P03")  # serialization, deadlock, lock not available
# Connection lost, no resources, shut down by somebody, trouble of the system, data corrupted; and: read only.
OF_ALL = ("08", "53", "57P", "58", "XX00", "25006")
# https://www.sqlite.org/rescode.html
LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
TAKEN = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
OF_ALL_HERE = (
    *(sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN),
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_NOMEM),
)

NO_ROOM = 1 << 20  # bytes left on a disk, below which its trouble is that it is full
PATIENCE = 600.0  # seconds for which others may be in the way
TRIES = 4  # of what is taken already: by another import just now, or for good
PAUSE = 0.1  # seconds before the next try, times the number of tries


def stop_if_full(error: BaseException) -> None:
    """Raise StoppedEarly when there is no room left, or the database as a whole takes nothing more."""
    trouble = trouble_with_all(error)
    if trouble:
        raise StoppedEarly(f"{trouble}; what is stored is whole, and running again continues.") from error


def trouble_with_all(error: BaseException) -> str:
    """Return what no item is to blame for and no other item would escape, or ""."""
    if isinstance(error, OSError):
        return "The disk is full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
    if not isinstance(error, DatabaseError | InterfaceError | sqlite3.Error):
        return ""
    code, state = _sqlite_code(error), _sqlstate(error)
    first = (code or 0) & 0xFF
    if state == DISK_FULL or first == sqlite3.SQLITE_FULL or (first == sqlite3.SQLITE_IOERR and _is_disk_full()):
        return "The disk is full"
    lost = isinstance(error, InterfaceError) or bool(getattr(_of_driver(error), "pgconn", None) and not state)
    if lost or first in OF_ALL_HERE or (state or "-").startswith(OF_ALL):
        return f"The database takes nothing more ({reason(error).rstrip('.')})"
    return ""


def patiently(work: Callable[[], Result], beat: Callable[[], object] = lambda: None) -> Result:
    """Do what is one transaction; again from its beginning where another import was in the way.

    What is taken is tried a few times only: it may be taken for good. `beat` is called between two tries.
    """
    began, tries = time.monotonic(), 0
    while True:
        try:
            return work()
        except DatabaseError as error:
            tries += 1
            if not _may_pass(error, tries, time.monotonic() - began):
                raise
        time.sleep(PAUSE * tries * random.random())  # noqa: S311 - so that two do not meet again
        beat()


def _may_pass(error: DatabaseError, tries: int, seconds: float) -> bool:
    if _sqlite_code(error) in TAKEN or _sqlstate(error) == UNIQUE:
        return tries < TRIES
    return seconds < PATIENCE and _is_in_the_way(error)


def _is_in_the_way(error: BaseException) -> bool:
    return (_sqlite_code(error) or 0) & 0xFF in LOCKED or _sqlstate(error) in IN_THE_WAY


@contextmanager
def patient_with_locks(check: Callable[[], object]) -> Iterator[None]:
    """Wait on while others write to SQLite, longer than its own timeout; `check` may raise to stop between two waits.

    A transaction takes the lock at its beginning, so that what found it taken has done nothing yet.
    """
    if connection.vendor != "sqlite":
        yield
        return

    def again(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        began = time.monotonic()
        while True:
            try:
                return execute(sql, params, many, context)
            except DatabaseError as error:
                if not _is_in_the_way(error) or time.monotonic() - began > PATIENCE:
                    raise
            check()

    with connection.execute_wrapper(again):
        yield


def _is_disk_full() -> bool:
    """Say whether there is no room beside the database: SQLite calls some writes that failed just that."""
    try:
        return shutil.disk_usage(os.path.dirname(str(connection.settings_dict["NAME"])) or ".").free < NO_ROOM
    except OSError:
        return False


def _sqlite_code(error: BaseException) -> int | None:
    code: int | None = getattr(_of_driver(error), "sqlite_errorcode", None)
    return code


def _sqlstate(error: BaseException) -> str | None:
    state: str | None = getattr(_of_driver(error), "sqlstate", None)
    return state


def _of_driver(error: BaseException) -> BaseException:
    """Return the error of the database's driver, which Django's own wraps."""
    return error.__cause__ or error
