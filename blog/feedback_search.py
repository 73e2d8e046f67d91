"""Full-text search over feedback, whatever its status: for moderators, never for the public.

Words are folded (`blog.text.folding`) before they reach the database, so both databases find the same. Nothing is
indexed when feedback is stored: triggers note what is to be (`blog.counting`), and it is indexed before the next
search, or by the worker when it is much. Few matches are all read; of many, each is asked in the order of the list
that is shown whether it is one (`Search`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection, transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from blog.models import Feedback, UnindexedFeedback
from blog.search import Query
from blog.text import folding, plain

_FOUND = {
    "postgresql": "SELECT feedback_id FROM blog_feedbackwords WHERE words @@ %s::tsquery",
    "sqlite": "SELECT rowid FROM blog_feedbackwords WHERE blog_feedbackwords MATCH %s",
}
# Written so that PostgreSQL cannot look for all that match first.
_MATCHES = {
    "postgresql": "(SELECT words FROM blog_feedbackwords WHERE feedback_id = blog_feedback.id) @@ %s::tsquery",
    "sqlite": (
        "EXISTS (SELECT 1 FROM blog_feedbackwords WHERE blog_feedbackwords MATCH %s AND rowid = blog_feedback.id)"
    ),
}

AT_ONCE = 1000  # that one transaction indexes, in about a tenth of a second
BEFORE_A_SEARCH = 2000  # what a search indexes itself; more is the worker's
MATCHES = 10_000  # that a search reads at once
RARE = 200  # matches, and fewer

SEARCHED = ("author_name", "author_email", "author_url", "title", "blog_name", "body_html")


@dataclass(frozen=True)
class Search:
    """A search for feedback that holds all of some words. `text` consists of folded letters and digits, and syntax."""

    text: str

    @classmethod
    def of(cls, typed: str, *, only_names: bool = False) -> Search | None:
        """Read what somebody typed; None where nothing is asked for.

        `only_names`: for those whose author's name holds the words, beside each other.
        """
        query = Query.parse(f'"{typed.replace(chr(34), " ")}"' if only_names else typed)
        runs: list[Sequence[str]] = [*query.phrases, *([word] for word in query.words)]
        if not runs:
            return None
        # What is put together consists of letters and digits: `folding.keys` lets nothing else through.
        if connection.vendor == "postgresql":
            mark = ":A" if only_names else ""
            return cls(" & ".join("(" + " <-> ".join(word + mark for word in run) + ")" for run in runs))
        asked = " AND ".join(f'"{" ".join(run)}"' for run in runs)
        return cls(f"{{name}} : ({asked})" if only_names else asked)

    @cached_property
    def few(self) -> list[int] | None:
        """The keys of all that match; None where they are more than MATCHES."""
        # What is rare is looked for first: PostgreSQL's planner, which does not know it, would read a million rows.
        for most in (RARE, MATCHES):
            with connection.cursor() as cursor:
                cursor.execute(f"{_FOUND[connection.vendor]} LIMIT {most + 1}", [self.text])
                found = [key for (key,) in cursor.fetchall()]
            if len(found) <= most:
                return found
        return None

    def among_few(self) -> RawSQL:
        """Return the keys of `few`, for `pk__in`."""
        if connection.vendor == "postgresql":
            return RawSQL("SELECT unnest(%s::bigint[])", [self.few])
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(self.few)])

    def among_all(self) -> RawSQL:
        """Return the keys of all that match, for `pk__in`; it takes the longer, the more they are."""
        return RawSQL(_FOUND[connection.vendor], [self.text])  # noqa: S611

    def among_newest(self) -> RawSQL:
        """Return the keys of the MATCHES that were stored last, for `pk__in`."""
        if self.few is not None:
            return self.among_few()
        key = "feedback_id" if connection.vendor == "postgresql" else "rowid"
        return RawSQL(f"{_FOUND[connection.vendor]} ORDER BY {key} DESC LIMIT {MATCHES}", [self.text])  # noqa: S611

    def matches(self) -> RawSQL:
        """Return whether a piece of feedback matches, as a condition that is asked of one after the other."""
        return RawSQL(_MATCHES[connection.vendor], [self.text], output_field=BooleanField())  # noqa: S611


def matching(text: str, *, only_names: bool = False) -> RawSQL | None:
    """Return the keys of up to MATCHES that hold every word, the newest, for `pk__in`; None where nothing is asked."""
    search = Search.of(text, only_names=only_names)
    return search.among_newest() if search else None


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
