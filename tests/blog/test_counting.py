"""Kept counts are the rows, whatever wrote them; what is to be indexed is noted by the same triggers."""

import uuid

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count

from blog import counting, moderation
from blog.models import Comment, Feedback, FeedbackCount, Post, UnindexedFeedback
from tests import cast
from tests.at_once import AtOnce

pytestmark = pytest.mark.django_db


def true_counts():
    rows = Feedback.objects.order_by().values_list("kind", "status").annotate(n=Count("pk"))
    return {(kind, status): n for kind, status, n in rows}


def kept_counts():
    return {
        (kind, status): n
        for (kind, status), n in counting.counts().items()
        if n and status and kind in Feedback.Kind.values
    }


@pytest.fixture
def post():
    return cast.a_post()


@pytest.fixture
def many(post):
    made = [
        Feedback(
            post=post,
            anchor=f"c{n}",
            status=["pending", "approved", "spam"][n % 3],
            kind=["comment", "trackback"][n % 2],
        )
        for n in range(12)
    ]
    Feedback.objects.bulk_create(made)
    return Feedback.objects.filter(post=post)


def undone(many):
    batch = uuid.uuid4()
    moderation.trash(many, batch=batch)
    moderation.undo(batch)


WRITES = {
    "saved": lambda many: cast.a_comment(many[0].post).save(),
    "created in bulk": lambda many: None,
    "moderated": lambda many: moderation.mark_spam(many),
    "moderated and undone": undone,
    "updated past the model": lambda many: many.filter(kind="comment").update(status="trash"),
    "of another kind": lambda many: many.update(kind="pingback"),
    "updated in bulk": lambda many: Feedback.objects.bulk_update(
        [Feedback(pk=pk, status="trash") for pk in many.values_list("pk", flat=True)], ["status"]
    ),
    "deleted one by one": lambda many: [item.delete() for item in many],
    "deleted by a query": lambda many: many.filter(status="spam").delete(),
    "deleted with the post": lambda many: Post.objects.all().delete(),
    "saved again as it was": lambda many: [item.save() for item in many],
    "created with ignored conflicts": lambda many: Feedback.objects.bulk_create(
        [Feedback(post=many[0].post, anchor=f"c{n}") for n in range(10, 14)], ignore_conflicts=True
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_the_counts_are_the_rows_after(write, many):
    WRITES[write](many)
    assert kept_counts() == true_counts()


def test_what_is_rolled_back_is_not_counted(many):
    before = kept_counts()
    with transaction.atomic():
        moderation.mark_spam(many)
        cast.a_comment(many[0].post)
        assert kept_counts() == true_counts() != before
        transaction.set_rollback(True)
    assert kept_counts() == before == true_counts()


def test_sums_stand_beside_the_parts(many):
    found = counting.counts()
    assert (found["", ""], found["comment", ""], found["mention", ""]) == (12, 6, 6)
    assert found["", "spam"] == found["comment", "spam"] + found["mention", "spam"] == counting.number("spam") == 4


def test_reading_them_takes_one_query(many, django_assert_num_queries):
    with django_assert_num_queries(1):
        counting.counts()


def test_a_recount_says_what_was_wrong_and_mends_it(many, capsys):
    FeedbackCount.objects.filter(kind="comment", status="spam").update(number=7)
    FeedbackCount.objects.filter(kind="trackback", status="pending").delete()
    assert counting.recount() == {("comment", "spam"): (7, 2), ("trackback", "pending"): (0, 2)}
    assert kept_counts() == true_counts()
    call_command("recount")
    assert "were right" in capsys.readouterr().out


def without_triggers(*names):
    of = " ON blog_feedback" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}{of}")


def test_lost_triggers_are_made_again_and_the_counts_with_them(many):
    without_triggers(*counting.WANTED[connection.vendor])
    many.filter(kind="trackback").delete()
    UnindexedFeedback.objects.all().delete()
    assert kept_counts() != true_counts()
    counting.install()
    assert kept_counts() == true_counts()
    assert UnindexedFeedback.objects.count() == 6
    cast.a_comment()
    assert kept_counts() == true_counts()


EARLIER = {
    "sqlite": ["CREATE TRIGGER {name} AFTER INSERT ON blog_feedback BEGIN SELECT 1; END"],
    "postgresql": [
        "CREATE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER {name} AFTER INSERT ON blog_feedback FOR EACH STATEMENT EXECUTE FUNCTION idle()",
    ],
}


@pytest.mark.parametrize("name", ["feedback_added", "feedback_of_old"])
def test_triggers_of_an_earlier_state_are_made_anew_and_the_counts_with_them(many, name):
    if name in counting.WANTED[connection.vendor]:
        without_triggers(name)
    with connection.cursor() as cursor:
        for statement in EARLIER[connection.vendor]:
            cursor.execute(statement.format(name=name))
    cast.a_comment()
    counting.install()
    cast.a_comment()
    assert kept_counts() == true_counts()
    assert UnindexedFeedback.objects.count() == 14
    with connection.cursor() as cursor:
        assert counting._found(cursor) == counting.WANTED[connection.vendor]


def test_triggers_that_are_as_they_should_be_stay(many, django_assert_max_num_queries):
    UnindexedFeedback.objects.all().delete()
    with django_assert_max_num_queries(2):
        counting.install()
    assert not UnindexedFeedback.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer and one seat")
def test_seats_are_folded_into_one(many):
    FeedbackCount.objects.bulk_create(
        FeedbackCount(kind="comment", status="spam", seat=seat, number=number) for seat, number in ((-1, 5), (-2, -3))
    )
    before = counting.counts()
    counting.fold()
    assert counting.counts() == before
    assert set(FeedbackCount.objects.values_list("seat", flat=True)) == {0}


def test_only_other_words_are_to_be_indexed_again(many):
    UnindexedFeedback.objects.all().delete()
    moderation.mark_spam(many)
    many.update(looked_at=None)
    assert not UnindexedFeedback.objects.exists()
    comment = Comment.objects.filter(post=many[0].post).first()
    moderation.edit(comment, {"body": "other words"})
    assert [row.feedback_id for row in UnindexedFeedback.objects.all()] == [comment.pk]
    comment.delete()
    assert not UnindexedFeedback.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_counts_are_the_rows_after_many_at_once(tmp_path):
    post = cast.a_post()
    keys = [cast.a_comment(post).pk for _ in range(12)]

    def work(number):
        with transaction.atomic():
            cast.a_comment(post, status="approved")
            moderation.mark_spam(keys[number % 6 :: 6])
            if number % 3 == 0:
                transaction.set_rollback(True)
        if number % 4 == 1:
            Feedback.objects.filter(pk=keys[number]).delete()
        counting.counts()
        if connection.vendor == "postgresql":
            counting.fold()

    at_once = AtOnce(tmp_path)
    at_once(work, range(12))
    assert at_once.after(kept_counts) == at_once.after(true_counts)
    assert at_once.after(lambda: sum(true_counts().values())) == 12 + 8 - 3
