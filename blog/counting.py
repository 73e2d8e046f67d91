"""How much feedback waits, is approved, is spam or trash: kept by triggers of the database, never counted on a page.

Triggers see every way of writing: forms, `QuerySet.update`, the importers' COPY, deletions that cascade. On PostgreSQL
they fire once for each statement, and each connection adds to a row of its own (`seat`), so that nobody waits for
anybody; the rows are folded into one now and then. SQLite has one writer at a time, and one row is enough.

The triggers also note whose words are not in the search index yet (`blog.feedback_search`), which costs an import one
number a row instead of the work. They are made after every `migrate`, because SQLite loses the triggers of a table that
a migration makes anew.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Sum

from blog.feedback_search import SEARCHED
from blog.models import Feedback, FeedbackCount, UnindexedFeedback

FOLDED_ABOVE = 200  # rows; there are at most 16 kinds and statuses
MENTIONS = "mention"  # trackbacks, pingbacks and webmentions together

Counts = dict[tuple[str, str], int]


def counts() -> Counts:
    """Return {(kind, status): number}, with `mention` and the empty kind and status for their sums; one query."""
    found: Counts = Counter()
    parts = FeedbackCount.objects.order_by().values_list("kind", "status").annotate(Sum("number"), Count("pk"))
    rows = 0
    for kind, status, number, seats in parts:
        rows += seats
        group = kind if kind == Feedback.Kind.COMMENT else MENTIONS
        names = {(kind, status), (group, status), ("", status), (kind, ""), (group, ""), ("", "")}
        for name in names:
            found[name] += number
    if rows > FOLDED_ABOVE:
        fold()
    return found


def number(status: str = "", kind: str = "") -> int:
    """Return one kept number; `kind` may be `mention`, and either may be empty for all."""
    return counts().get((kind, status), 0)


def recount() -> dict[tuple[str, str], tuple[int, int]]:
    """Count again and keep that; return {(kind, status): (kept, true)} of what was wrong. Writers wait meanwhile."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE blog_feedback IN SHARE MODE")
        kept = dict(_pairs(FeedbackCount.objects, Sum("number")))
        true = dict(_pairs(Feedback.objects, Count("pk")))
        FeedbackCount.objects.all().delete()
        FeedbackCount.objects.bulk_create(
            FeedbackCount(kind=kind, status=status, number=number) for (kind, status), number in true.items()
        )
    return {
        pair: (kept.get(pair, 0), true.get(pair, 0))
        for pair in sorted({*kept, *true})
        if kept.get(pair, 0) != true.get(pair, 0)
    }


def _pairs(rows: Any, number: Any) -> list[tuple[tuple[str, str], int]]:
    grouped = rows.order_by().values_list("kind", "status").annotate(number)
    return [((kind, status), found) for kind, status, found in grouped]


def fold() -> None:
    """Bring the seats together in seat 0, but those that a transaction is writing to."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH taken AS (
                DELETE FROM blog_feedbackcount WHERE id IN (
                    SELECT id FROM blog_feedbackcount WHERE seat <> 0 ORDER BY id FOR UPDATE SKIP LOCKED
                ) RETURNING kind, status, number
            )
            INSERT INTO blog_feedbackcount (kind, status, seat, number)
            SELECT kind, status, 0, SUM(number) FROM taken GROUP BY kind, status ORDER BY kind, status
            ON CONFLICT (kind, status, seat) DO UPDATE SET number = blog_feedbackcount.number + EXCLUDED.number
            """
        )


# --- The triggers ------------------------------------------------------------------------------


def install(**_signal: Any) -> None:
    """Make the triggers where they are not as they are here; what was written without them is counted and noted."""
    if FeedbackCount._meta.db_table not in connection.introspection.table_names():
        return  # the migrations stopped earlier
    with connection.cursor() as cursor:
        found = _found(cursor)
        if found == WANTED[connection.vendor]:
            return
        with transaction.atomic():
            _make(cursor, found)
            recount()
            waiting = Feedback.objects.order_by("pk").values_list("pk", flat=True)
            UnindexedFeedback.objects.all().delete()
            UnindexedFeedback.objects.bulk_create(
                (UnindexedFeedback(feedback_id=pk) for pk in waiting.iterator()), batch_size=10_000
            )


def _found(cursor: Any) -> dict[str, str]:
    """Return our triggers with what tells their state: SQLite keeps the statement, PostgreSQL our remark."""
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, COALESCE(obj_description(oid, 'pg_trigger'), '') FROM pg_trigger"
            " WHERE tgrelid = 'blog_feedback'::regclass AND NOT tgisinternal"
        )
    else:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'blog_feedback'")
    return {name: state for name, state in cursor.fetchall() if name.startswith("feedback_")}


def _make(cursor: Any, found: Iterable[str]) -> None:
    """Make the triggers anew, in place of those that are there."""
    on = " ON blog_feedback" if connection.vendor == "postgresql" else ""
    for name in found:
        cursor.execute(f'DROP TRIGGER "{name}"{on}')
    for statement in FUNCTIONS if on else ():
        cursor.execute(statement)
    for name, definition in (POSTGRESQL if on else SQLITE).items():
        cursor.execute(f"CREATE TRIGGER {name} {definition}")
        if on:
            cursor.execute(f"COMMENT ON TRIGGER {name}{on} IS '{STATE}'")


# An upsert would ask for a new key each time before it finds the row.
_MAKE = (
    "INSERT INTO blog_feedbackcount (kind, status, seat, number) SELECT {row}.kind, {row}.status, 0, 0 WHERE NOT EXISTS"
    " (SELECT 1 FROM blog_feedbackcount WHERE kind = {row}.kind AND status = {row}.status AND seat = 0);"
)
_ADD = (
    " UPDATE blog_feedbackcount SET number = number + {n}"
    " WHERE kind = {row}.kind AND status = {row}.status AND seat = 0;"
)
_PLUS = (_MAKE + _ADD).format(row="NEW", n=1)
_MINUS = (_MAKE + _ADD).format(row="OLD", n=-1)
_NOTE = "INSERT OR IGNORE INTO blog_unindexedfeedback (feedback_id) VALUES (NEW.id);"
_FORGET = (
    "DELETE FROM blog_unindexedfeedback WHERE feedback_id = OLD.id;"
    " DELETE FROM blog_feedbackwords WHERE rowid = OLD.id;"
)
_OTHER_WORDS = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in SEARCHED)

SQLITE = {
    "feedback_added": f"AFTER INSERT ON blog_feedback BEGIN {_PLUS} {_NOTE} END",
    "feedback_gone": f"AFTER DELETE ON blog_feedback BEGIN {_MINUS} {_FORGET} END",
    "feedback_moved": "AFTER UPDATE OF kind, status ON blog_feedback"
    f" WHEN OLD.status <> NEW.status OR OLD.kind <> NEW.kind BEGIN {_MINUS} {_PLUS} END",
    "feedback_reworded": f"AFTER UPDATE OF {', '.join(SEARCHED)} ON blog_feedback"
    f" WHEN {_OTHER_WORDS} BEGIN {_NOTE} END",
}

_COUNT = """
CREATE OR REPLACE FUNCTION blog_count_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO blog_feedbackcount (kind, status, seat, number)
        SELECT kind, status, pg_backend_pid(), COUNT(*) FROM fresh GROUP BY kind, status
        ON CONFLICT (kind, status, seat) DO UPDATE SET number = blog_feedbackcount.number + EXCLUDED.number;
        INSERT INTO blog_unindexedfeedback (feedback_id) SELECT id FROM fresh ON CONFLICT DO NOTHING;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO blog_feedbackcount (kind, status, seat, number)
        SELECT kind, status, pg_backend_pid(), -COUNT(*) FROM gone GROUP BY kind, status
        ON CONFLICT (kind, status, seat) DO UPDATE SET number = blog_feedbackcount.number + EXCLUDED.number;
        DELETE FROM blog_unindexedfeedback USING gone WHERE feedback_id = gone.id;
        DELETE FROM blog_feedbackwords USING gone WHERE feedback_id = gone.id;
    ELSE
        INSERT INTO blog_feedbackcount (kind, status, seat, number)
        SELECT kind, status, pg_backend_pid(), SUM(n) FROM (
            SELECT kind, status, 1 AS n FROM fresh UNION ALL SELECT kind, status, -1 FROM gone
        ) AS moved GROUP BY kind, status HAVING SUM(n) <> 0
        ON CONFLICT (kind, status, seat) DO UPDATE SET number = blog_feedbackcount.number + EXCLUDED.number;
    END IF;
    RETURN NULL;
END $$
"""
_NOTE_WORDS = """
CREATE OR REPLACE FUNCTION blog_note_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO blog_unindexedfeedback (feedback_id) VALUES (NEW.id)
    ON CONFLICT (feedback_id) DO UPDATE SET feedback_id = EXCLUDED.feedback_id;  -- locks it until the commit
    RETURN NULL;
END $$
"""
_EACH = "FOR EACH STATEMENT EXECUTE FUNCTION blog_count_feedback()"
FUNCTIONS = (_COUNT, _NOTE_WORDS)
POSTGRESQL = {
    "feedback_added": f"AFTER INSERT ON blog_feedback REFERENCING NEW TABLE AS fresh {_EACH}",
    "feedback_gone": f"AFTER DELETE ON blog_feedback REFERENCING OLD TABLE AS gone {_EACH}",
    "feedback_moved": f"AFTER UPDATE ON blog_feedback REFERENCING OLD TABLE AS gone NEW TABLE AS fresh {_EACH}",
    "feedback_reworded": f"AFTER UPDATE OF {', '.join(SEARCHED)} ON blog_feedback"
    f" FOR EACH ROW WHEN ({_OTHER_WORDS}) EXECUTE FUNCTION blog_note_feedback()",
}
# PostgreSQL writes definitions in its own words.
STATE = hashlib.sha256("\n".join([*FUNCTIONS, *POSTGRESQL.values()]).encode()).hexdigest()[:40]
WANTED = {
    "sqlite": {name: f"CREATE TRIGGER {name} {definition}" for name, definition in SQLITE.items()},
    "postgresql": dict.fromkeys(POSTGRESQL, STATE),
}
