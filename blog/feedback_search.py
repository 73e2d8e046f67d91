"""Full-text search over feedback, whatever its status: for moderators, never for the public.

Words are folded (`blog.text.folding`) before they reach the database, so both databases find the same. Nothing is
indexed when feedback is stored: triggers note what is to be (`blog.counting`), and it is indexed before the next
search, or by the worker when it is much. A search looks at a bounded number of matches: the newest, or the oldest.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from blog.models import Feedback, UnindexedFeedback
from blog.search import Query
from blog.text import folding, plain

AT_ONCE = 1000  # that one transaction indexes, in about a tenth of a second
BEFORE_A_SEARCH = 2000  # what a search indexes itself; more is the worker's
MATCHES = 10_000  # that a search looks at

SEARCHED = ("author_name", "author_email", "author_url", "title", "blog_name", "body_html")


def matching(text: str, *, only_names: bool = False, newest: bool = True) -> RawSQL | None:
    """Return the keys of up to MATCHES that hold every word, for `pk__in`; None where nothing is asked for.

    `only_names`: whose author's name holds them, beside each other.
    """
    query = Query.parse(f'"{text.replace(chr(34), " ")}"' if only_names else text)
    if not query.words:
        return None
    order = "DESC" if newest else "ASC"
    runs: list[Sequence[str]] = [*query.phrases, *([word] for word in query.words)]
    # What is put together consists of letters and digits: `folding.keys` lets nothing else through.
    if connection.vendor == "postgresql":
        mark = ":A" if only_names else ""
        asked = " & ".join("(" + " <-> ".join(word + mark for word in run) + ")" for run in runs)
        sql = "SELECT feedback_id FROM blog_feedbackwords WHERE words @@ %s::tsquery"
        return RawSQL(f"{sql} ORDER BY feedback_id {order} LIMIT {MATCHES}", [asked])  # noqa: S611
    asked = " AND ".join(f'"{" ".join(run)}"' for run in runs)
    asked = f"{{name}} : ({asked})" if only_names else asked
    sql = "SELECT rowid FROM blog_feedbackwords WHERE blog_feedbackwords MATCH %s"
    return RawSQL(f"{sql} ORDER BY rowid {order} LIMIT {MATCHES}", [asked])  # noqa: S611


def catch_up() -> int:
    """Index what came since; leave it to the worker when it is much. Return how much is not in the index yet."""
    waiting = UnindexedFeedback.objects.all()[: BEFORE_A_SEARCH + 1].count()
    if not waiting:
        return 0
    if waiting <= BEFORE_A_SEARCH:
        index(BEFORE_A_SEARCH)
        return 0
    from blog.tasks import want_index  # which imports this module

    want_index()
    return UnindexedFeedback.objects.count()


def index(limit: int | None = None) -> int:
    """Put up to `limit` of what waits into the index, the newest first; return how much it was."""
    done = 0
    while limit is None or done < limit:
        number = _index_some(AT_ONCE if limit is None else min(AT_ONCE, limit - done))
        if not number:
            break
        done += number
    return done


@transaction.atomic
def _index_some(number: int) -> int:
    # Taken before it is read: whoever changes it meanwhile notes it again.
    rows = UnindexedFeedback.objects.order_by("-feedback_id").select_for_update(skip_locked=True)
    taken = list(rows.values_list("feedback_id", flat=True)[:number])
    if not taken:
        return 0
    UnindexedFeedback.objects.filter(feedback_id__in=taken).delete()
    entries = []
    for pk, *texts, html in Feedback.objects.filter(pk__in=taken).order_by().values_list("pk", *SEARCHED):
        name = folding.index_text(texts[0])
        rest = " \n ".join((*texts[1:], plain.words_of(html)))
        entries.append((pk, name, folding.index_text(rest)))
    _write(entries)
    return len(taken)


def _write(entries: Sequence[tuple[int, str, str]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*entries, strict=True)] or [[], [], []]
            cursor.execute(
                """
                INSERT INTO blog_feedbackwords (feedback_id, words)
                SELECT key, setweight(to_tsvector('simple', name), 'A') || to_tsvector('simple', rest)
                FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS folded (key, name, rest)
                ON CONFLICT (feedback_id) DO UPDATE SET words = EXCLUDED.words
                """,
                columns,
            )
        else:
            cursor.executemany("DELETE FROM blog_feedbackwords WHERE rowid = %s", [(entry[0],) for entry in entries])
            cursor.executemany("INSERT INTO blog_feedbackwords (rowid, name, rest) VALUES (%s, %s, %s)", entries)
