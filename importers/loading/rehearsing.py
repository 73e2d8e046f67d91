"""A dry run: the same code against a database that is thrown away afterwards.

SQLite: a copy made by the backup API, so that other people go on writing meanwhile. PostgreSQL, and whoever is inside a
transaction already (SQLite then waits for ever on its own lock): one transaction, rolled back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.connection import ConnectionDoesNotExist

from blog import attaching
from blog.redirecting import OldBlogs

OUTSIDE = "outside-the-rehearsal"

_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


def outside() -> str:
    """Return the name of the database that other people see, in a rehearsal too."""
    try:
        connections[OUTSIDE]
    except ConnectionDoesNotExist:
        return DEFAULT_DB_ALIAS
    return OUTSIDE


@contextmanager
def rehearsal(wanted: bool) -> Iterator[None]:
    """Throw away whatever is written inside; does nothing unless wanted."""
    if not wanted:
        yield
        return
    token = _rehearsing.set(True)
    try:
        with attaching.without_files(), _rehearsal():
            yield
    finally:
        _rehearsing.reset(token)


def is_rehearsal() -> bool:
    """Say whether what is written now is thrown away."""
    return _rehearsing.get()


def old_blogs(*, anew: bool = True) -> OldBlogs:
    """Return where old blogs answer, for all to know; what a rehearsal brings nobody else is told."""
    if _rehearsing.get():
        return OldBlogs.stored()
    return OldBlogs.renewed() if anew else OldBlogs.known()


@contextmanager
def _rehearsal() -> Iterator[None]:
    if _can_be_copied():
        with _copy():
            yield
    elif connections[DEFAULT_DB_ALIAS].in_atomic_block:
        with _rolled_back():
            yield
    else:
        other = connections[DEFAULT_DB_ALIAS].copy()
        try:
            with _looking_out(other), _rolled_back():
                yield
        finally:
            other.close()


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def _looking_out(connection: BaseDatabaseWrapper) -> Iterator[None]:
    connections[OUTSIDE] = connection
    try:
        yield
    finally:
        del connections[OUTSIDE]


def _can_be_copied() -> bool:
    connection = connections[DEFAULT_DB_ALIAS]
    return connection.vendor == "sqlite" and not connection.in_atomic_block


@contextmanager
def _copy() -> Iterator[None]:
    original = connections[DEFAULT_DB_ALIAS]
    original.ensure_connection()
    with tempfile.TemporaryDirectory(prefix="palimpsest-") as folder:
        copy = original.copy()
        copy.settings_dict = {**copy.settings_dict, "NAME": str(Path(folder) / "rehearsal.sqlite3")}
        copy.ensure_connection()
        original.connection.backup(copy.connection)
        connections[DEFAULT_DB_ALIAS] = copy
        try:
            with _looking_out(original):
                yield
        finally:
            connections[DEFAULT_DB_ALIAS] = original
            copy.close()
