"""Names that one transaction at a time may hold."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

PATIENCE = 5.0  # seconds in line; then it is left to the database
_line = threading.Lock()


@contextmanager
def writing() -> Iterator[None]:
    """Write in a short transaction, where many do so at once.

    Who finds SQLite locked sleeps and looks again, ever less often, while nobody writes. So the threads of a process
    stand in line before that; PostgreSQL has a line of its own.
    """
    in_line = connection.vendor == "sqlite" and _line.acquire(timeout=PATIENCE)
    try:
        with transaction.atomic():
            yield
    finally:
        if in_line:
            _line.release()


def hold(*names: str) -> None:
    """Hold these names until the transaction ends. SQLite's writing transactions exclude each other anyway.

    Names that are held together are asked for in the order given, in one statement.
    """
    if connection.vendor == "postgresql" and names:
        each = ", ".join(["pg_advisory_xact_lock(hashtextextended(%s, 0))"] * len(names))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {each}", names)
