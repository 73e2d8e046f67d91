"""Many rows by few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog import statements
from blog.models import UnindexedFeedback

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own ways")
INTO = "blog_unindexedfeedback (feedback_id)"


def insert(number, conflict=""):
    with connection.cursor() as cursor:
        statements.insert(cursor, INTO, [(key,) for key in range(number)], conflict)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1, 3, 4, 5, 21, 63, 64, 9000])
def test_all_rows_are_inserted_whatever_their_number(number):
    insert(number)
    assert list(UnindexedFeedback.objects.order_by("pk").values_list("pk", flat=True)) == list(range(number))


@pytest.mark.django_db
def test_rows_that_are_there_are_treated_as_asked():
    insert(10)
    insert(30, "ON CONFLICT (feedback_id) DO NOTHING")
    assert UnindexedFeedback.objects.count() == 30


@on_sqlite
@pytest.mark.django_db
def test_statements_are_of_few_lengths():
    seen = set()
    for number in range(0, 600, 7):
        UnindexedFeedback.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            insert(number)
        seen |= {query["sql"].partition(" times: ")[2].count("%s") for query in queries}
    assert seen == {1, 4, 16, 64, 256}


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_what_is_set_aside_stays_in_memory_for_a_while_only():
    def where():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA temp_store").fetchone()[0]

    before = where()
    with statements.unspilled():
        assert where() == 2  # memory: https://www.sqlite.org/pragma.html#pragma_temp_store
    assert where() == before == 0
