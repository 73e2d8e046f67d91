"""Writes the events of many moves into the journal, by statements that the database fills itself: no event of a hundred
thousand is ever in memory. Only `blog.moderation` calls this, which holds what moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Model

from blog.models import Feedback, ModerationEvent


def write_moves(feedback: Sequence[int], like: ModerationEvent) -> None:
    """Journal that feedback (ids) is about to move from where it is; all else is as in the event that is given."""
    _insert(like, {"feedback_id": "id", "from_status": "status"}, Feedback, feedback)


def write_returns(events: Sequence[int], like: ModerationEvent) -> None:
    """Journal that the moves of events (ids) are taken back."""
    back = {"feedback_id": "feedback_id", "from_status": "to_status", "to_status": "from_status"}
    _insert(like, back, ModerationEvent, events)


def _insert(like: ModerationEvent, columns: Mapping[str, str], model: type[Model], ids: Sequence[int]) -> None:
    if not ids:
        return
    fields = {str(field.column): field for field in ModerationEvent._meta.concrete_fields if not field.primary_key}
    chosen = [columns.get(name, "%s") for name in fields]
    values = [
        field.get_db_prep_save(field.pre_save(like, add=True), connection)
        for name, field in fields.items()
        if name not in columns
    ]
    wanted = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {ModerationEvent._meta.db_table} ({', '.join(fields)}) SELECT {', '.join(chosen)}"  # noqa: S608
            f" FROM {model._meta.db_table} WHERE id IN ({wanted}) ORDER BY id",
            [*values, *ids],
        )
