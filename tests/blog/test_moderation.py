"""Feedback moves in one place: journalled, all or none, in few queries, and back again."""

import uuid

import pytest

from blog import moderation
from blog.models import Comment, Feedback, ModerationEvent, ModerationStatus
from tests import cast

pytestmark = pytest.mark.django_db


def statuses():
    return list(Feedback.objects.order_by("pk").values_list("status", flat=True))


def many(number):
    post = cast.a_post()
    made = [
        Feedback(post=post, anchor=f"c{n}", status=["pending", "approved", "spam"][n % 3], body="x")
        for n in range(number)
    ]
    Feedback.objects.bulk_create(made)
    return Feedback.objects.filter(post=post)


def test_each_move_is_journalled_with_who_what_and_why():
    comment, maud = cast.a_comment(), cast.moderator()
    assert moderation.approve([comment.pk], by=maud, reason="a real voice") == 1
    event = ModerationEvent.objects.get()
    assert (event.feedback_id, event.from_status, event.to_status) == (comment.pk, "pending", "approved")
    assert (event.by, event.reason, event.rule, event.undoes) == (maud, "a real voice", "", None)
    comment.refresh_from_db()
    assert comment.status == ModerationStatus.APPROVED


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (moderation.approve, "approved"),
        (moderation.hold, "pending"),
        (moderation.mark_spam, "spam"),
        (moderation.trash, "trash"),
    ],
)
def test_each_verb_moves_to_its_status(verb, status):
    comment = cast.a_comment(status="trash" if status != "trash" else "spam")
    assert verb(Comment.objects.filter(pk=comment.pk)) == 1
    assert statuses() == [status]


def test_what_is_there_already_is_left_alone():
    comment = cast.a_comment(status="approved")
    assert moderation.approve([comment.pk]) == 0
    assert not ModerationEvent.objects.exists()


def test_one_action_is_one_batch():
    moderation.mark_spam(many(6), rule="links")
    assert ModerationEvent.objects.values("batch").distinct().count() == 1
    assert set(ModerationEvent.objects.values_list("rule", flat=True)) == {"links"}


def test_an_unknown_status_changes_nothing():
    with pytest.raises(ValueError, match="ham"):
        moderation.moderate([cast.a_comment().pk], "ham")
    assert statuses() == ["pending"]


def test_a_sliced_or_joined_queryset_is_welcome():
    feedback = many(6)
    assert moderation.trash(feedback.select_related("parent", "post").order_by("-pk")[:2]) == 2
    assert moderation.trash(Comment.objects.filter(post__title__startswith="Post").distinct()) == 4


def test_a_bulk_move_and_its_undo_take_a_bounded_number_of_queries(django_assert_max_num_queries):
    feedback, batch = many(3000), uuid.uuid4()
    before = statuses()
    with django_assert_max_num_queries(30):
        assert moderation.mark_spam(feedback, batch=batch) == 2000
    with django_assert_max_num_queries(30):
        assert moderation.undo(batch).restored == 2000
    assert statuses() == before


def test_undo_restores_each_to_where_it_was_and_is_journalled_itself():
    feedback, maud, batch = many(6), cast.moderator(), uuid.uuid4()
    before = statuses()
    moderation.trash(feedback, batch=batch)
    undone = moderation.undo(batch, by=maud)
    assert (undone.restored, undone.conflicts) == (6, [])
    assert statuses() == before
    journal = ModerationEvent.objects.filter(batch=undone.batch)
    assert set(journal.values_list("undoes", "by", "from_status")) == {(batch, maud.pk, "trash")}


def test_undoing_an_undo_does_the_action_again():
    batch = uuid.uuid4()
    moderation.trash(many(3), batch=batch)
    moderation.undo(moderation.undo(batch).batch)
    assert statuses() == ["trash"] * 3


def test_what_was_moved_again_since_is_a_conflict_and_stays():
    first, second, batch = cast.a_comment(), cast.a_comment(), uuid.uuid4()
    moderation.mark_spam([first.pk, second.pk], batch=batch)
    moderation.approve([second.pk])
    undone = moderation.undo(batch)
    assert (undone.restored, undone.conflicts) == (1, [second.pk])
    assert statuses() == ["pending", "approved"]


def test_a_later_decision_for_the_same_status_is_a_conflict_too():
    comment, batch = cast.a_comment(), uuid.uuid4()
    moderation.mark_spam([comment.pk], batch=batch)
    moderation.approve([comment.pk])
    moderation.mark_spam([comment.pk])
    assert moderation.undo(batch).conflicts == [comment.pk]
    assert statuses() == ["spam"]


def test_an_action_is_undone_once():
    batch = uuid.uuid4()
    moderation.trash(many(3), batch=batch)
    moderation.undo(batch)
    assert moderation.undo(batch).restored == 0


def test_undo_passes_over_feedback_that_is_gone():
    comment, batch = cast.a_comment(), uuid.uuid4()
    moderation.trash([comment.pk], batch=batch)
    comment.delete()
    undone = moderation.undo(batch)
    assert (undone.restored, undone.conflicts) == (0, [])
