"""Many rows by few statements, where that is faster.

SQLite sets aside every page that a statement of several rows, or one with triggers, changes, until the statement ends.
So statements are to be few, and what is set aside may stay in memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.db import connection

VALUES = 2_000  # that one statement is given: with more, writing and reading the statement takes longer than is saved


def insert(cursor: Any, into: str, rows: Sequence[Sequence[Any]], conflict: str = "") -> None:
    """Insert rows of values `into` columns of a table; `conflict` says what becomes of those that are there.

    Statements are of few lengths, each a quarter of the one before: the driver keeps the last hundred and all that
    these were given, which would be whole batches if there were statements made to measure.
    """
    if not rows:
        return
    row = f"({', '.join(['%s'] * len(rows[0]))})"
    number, start = _at_once(len(rows[0])), 0
    while start < len(rows):
        while number > len(rows) - start:
            number //= 4
        end = len(rows) - (len(rows) - start) % number
        given = [tuple(chain.from_iterable(rows[place : place + number])) for place in range(start, end, number)]
        # The callers name their tables and columns themselves.
        cursor.executemany(f"INSERT INTO {into} VALUES {', '.join([row] * number)} {conflict}", given)  # noqa: S608
        start = end


def _at_once(width: int) -> int:
    """Return how many rows of so many values one statement is given at most: a power of four."""
    if connection.vendor != "sqlite":
        return 1
    values = min(VALUES, connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER))
    number = 1
    while 4 * number * width <= values:
        number *= 4
    return number


@contextmanager
def unspilled() -> Iterator[None]:
    """Have SQLite write no temporary files. For work by the batch alone: what large queries sort then stays here too.

    Inside a transaction nothing is changed, since SQLite may refuse it there.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store = MEMORY")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA temp_store = DEFAULT")
