"""Names that one transaction at a time may hold."""

from __future__ import annotations

from django.db import connection


def hold(*names: str) -> None:
    """Hold these names until the transaction ends. SQLite's writing transactions exclude each other anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in names:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
