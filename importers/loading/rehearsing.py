"""A dry run: the same code against a database that is thrown away afterwards.

SQLite: a copy made by the backup API, so that other people go on writing meanwhile. PostgreSQL, and whoever is inside a
transaction already (SQLite then waits for ever on its own lock): one transaction, rolled back.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@contextmanager
def rehearsal(wanted: bool) -> Iterator[None]:
    """Throw away whatever is written inside; does nothing unless wanted."""
    if not wanted:
        yield
    elif _can_be_copied():
        with _copy():
            yield
    else:
        with transaction.atomic():
            try:
                yield
            finally:
                transaction.set_rollback(True)


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
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = original
            copy.close()
