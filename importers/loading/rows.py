"""Rows into tables: one statement per table and batch, keys reserved beforehand, so that rows can point at each other.

`bulk_create` builds a model instance per row and prepares every field of it; an import of fifteen years of writing has
millions of rows. Defaults of columns that are not named come from the models.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

from django.db import connection, models
from django.utils import timezone

from blog import statements
from importers.json_text import compact, iso

Row = Sequence[Any]


COPIED = 20  # rows from which on PostgreSQL is given them by COPY


class Table:
    """Collects rows of the named columns (attnames) of a model; `flush` inserts them with one statement."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model = model
        self.rows: list[Row] = []
        fields = {field.attname: field for field in model._meta.concrete_fields}
        named = [fields.pop(column) for column in columns]
        if model._meta.pk is not None:
            fields.pop(model._meta.pk.attname, None)
        self.fields = [*named, *fields.values()]
        self.defaults = [_default(field) for field in fields.values()]

    def add(self, *values: Any) -> None:
        """Add a row: the values of the named columns in their order."""
        self.rows.append(values)

    def flush(self) -> None:
        """Insert what was collected."""
        if not self.rows:
            return
        rows, self.rows = self.rows, []
        now = timezone.now()
        adapters = [_adapter(field) for field in self.fields]
        defaults = [now if value is _NOW else value for value in self.defaults]
        # Column by column: most need nothing done.
        columns = [
            column if adapt is None else list(map(adapt, column))
            for column, adapt in zip(zip(*rows, strict=True), adapters, strict=False)
        ]
        own = [
            repeat(value if adapt is None else adapt(value), len(rows))
            for value, adapt in zip(defaults, adapters[len(columns) :], strict=True)
        ]
        insert(self.model, self.fields, zip(*columns, *own, strict=True))


def insert(model: type[models.Model], fields: Sequence[models.Field[Any, Any]], rows: Iterable[Row]) -> None:
    """Insert rows of values as the database takes them."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    # Names of tables and columns come from the models alone.
    target = f"{quote(model._meta.db_table)} ({columns})"
    rows = list(rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= COPIED:
            # What goes wrong in the middle of a COPY its cursor does not tell as Django's own errors.
            with connection.wrap_database_errors, cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            statements.insert(cursor, target, rows)


def update(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[int, Row]]) -> None:
    """Write the named columns (attnames) of some rows, given as (key, values): one statement, whatever their number."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    adapters = [_adapter(fields[column]) for column in columns]
    plain = [
        (*(value if adapt is None else adapt(value) for adapt, value in zip(adapters, values, strict=True)), key)
        for key, values in rows
    ]
    if not plain:
        return
    quote = connection.ops.quote_name
    places = ", ".join(f"{quote(str(fields[column].column))} = %s" for column in columns)
    with connection.cursor() as cursor:
        # Names of tables and columns come from the models alone.
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {places} WHERE id = %s", plain)  # noqa: S608


def reserve(model: type[models.Model], number: int, after: int = 0) -> list[int]:
    """Return `number` unused primary keys, for a transaction that then inserts them; those up to `after` are taken."""
    if not number:
        return []
    table = str(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The transaction is IMMEDIATE: nobody else inserts between this and our insert.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            first = max(row[0] if row else 0, after) + 1
            return list(range(first, first + number))
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [connection.ops.quote_name(table), number],
        )
        return [row[0] for row in cursor.fetchall()]


_HASTEN = """
    SELECT set_config(name, value, true)
    FROM pg_settings JOIN (VALUES ('synchronous_commit', 'off'), ('default_toast_compression', 'lz4'))
        AS wished (name, value) USING (name)
    WHERE value = ANY (enumvals)
"""


def hasten() -> None:
    """Have PostgreSQL compress long texts of this transaction by lz4 where it knows that, and not wait for the disk.

    As with SQLite, what a failing machine loses is whole transactions, the last ones; a run's end waits for all.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_HASTEN)


def count(*kinds: type[models.Model]) -> None:
    """Have PostgreSQL look at what tables hold now.

    It plans by what it counted last, and of tables that an import began to fill a moment ago that is nothing: then it
    goes through all of a blog for a few posts. By itself it counts once a minute.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(kind._meta.db_table) for kind in kinds)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {names}")


def flush(tables: Iterable[Table]) -> None:
    """Insert what the tables collected, in their order."""
    for table in tables:
        table.flush()


_NOW = object()


def _default(field: models.Field[Any, Any]) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return _NOW
    return field.get_default()


def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.DateTimeField):
        return _moments()
    if isinstance(field, models.BinaryField):
        return memoryview
    return None


def _json(value: Any) -> str | None:
    if not value:  # as most are
        return "{}" if isinstance(value, dict) else None if value is None else compact(value)
    return compact(value)


def _moments() -> Callable[[Any], Any]:
    """Return what adapts moments to the database: one for all rows, since the connection is slow to tell of itself."""
    adapt = connection.ops.adapt_datetimefield_value
    is_taken_as_it_is = connection.vendor == "postgresql"
    is_kept_in_utc = connection.timezone is dt.UTC

    def moment(value: Any) -> Any:
        if value is None or (is_taken_as_it_is and value.tzinfo is dt.UTC):
            return value
        if is_kept_in_utc and value.tzinfo is dt.UTC:
            return iso(value)[:-6].replace("T", " ")  # what the line below comes to, in a fraction of the time
        return adapt(value)

    return moment
