"""Feedback moves in one place: journalled, all or none, in few queries, and back again."""

import uuid

import pytest

from blog import moderation
from blog.models import Comment, Feedback, ModerationEvent, ModerationStatus
from blog.ruling.blocking import NothingToBlock
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
    with django_assert_max_num_queries(35):
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


def test_an_edit_keeps_both_texts_and_renders_anew():
    comment, maud = cast.a_comment(body="old & words", author_name="Nadia"), cast.moderator()
    assert moderation.edit(comment, {"body": "new <b>words</b>", "author_name": "Nadia"}, by=maud) == ["body"]
    event = ModerationEvent.objects.get()
    assert (event.changes, event.by) == ({"body": ["old & words", "new <b>words</b>"]}, maud)
    assert (event.from_status, event.to_status) == ("pending", "pending")
    stored = Feedback.objects.get()
    assert stored.body_html == comment.body_html == "<p>new &lt;b&gt;words&lt;/b&gt;</p>"
    assert stored.edited_at == comment.edited_at is not None


def test_an_edit_that_changes_nothing_is_none():
    comment = cast.a_comment()
    assert moderation.edit(comment, {"body": comment.body}) == []
    assert not ModerationEvent.objects.exists()
    assert Feedback.objects.get().edited_at is None


@pytest.mark.parametrize("field", ["status", "post_id", "body_html", "findings"])
def test_only_words_are_edited(field):
    with pytest.raises(ValueError, match=field):
        moderation.edit(cast.a_comment(), {field: "approved"})


def test_an_edit_is_undone_and_done_again():
    comment, batch = cast.a_comment(body="one", author_name="Nadia"), uuid.uuid4()
    moderation.edit(comment, {"body": "two", "author_name": "N."}, batch=batch)
    undone = moderation.undo(batch)
    comment.refresh_from_db()
    assert (comment.body, comment.body_html, comment.author_name) == ("one", "<p>one</p>", "Nadia")
    assert (undone.restored, undone.conflicts, comment.edited_at) == (1, [], None)
    moderation.undo(undone.batch)
    comment.refresh_from_db()
    assert (comment.body, comment.author_name, comment.edited_at is not None) == ("two", "N.", True)


def test_undoing_the_second_edit_leaves_the_time_of_the_first():
    comment, batch = cast.a_comment(body="one"), uuid.uuid4()
    moderation.edit(comment, {"body": "two"})
    first = ModerationEvent.objects.get().at
    moderation.edit(comment, {"body": "three"}, batch=batch)
    moderation.undo(batch)
    comment.refresh_from_db()
    assert (comment.body, comment.edited_at) == ("two", first)


def test_what_was_edited_again_since_is_a_conflict_and_stays():
    comment, batch = cast.a_comment(body="one"), uuid.uuid4()
    moderation.edit(comment, {"body": "two"}, batch=batch)
    moderation.edit(comment, {"body": "three"})
    assert moderation.undo(batch).conflicts == [comment.pk]
    comment.refresh_from_db()
    assert comment.body == "three"


def test_moves_and_edits_do_not_stand_in_each_others_way():
    comment, spam, words = cast.a_comment(body="one"), uuid.uuid4(), uuid.uuid4()
    moderation.mark_spam([comment.pk], batch=spam)
    moderation.edit(comment, {"body": "two"}, batch=words)
    assert moderation.undo(spam).restored == 1
    assert moderation.undo(words).restored == 1
    comment.refresh_from_db()
    assert (comment.status, comment.body) == ("pending", "one")


def test_the_first_look_counts_and_a_rule_does_not_look():
    comment, maud = cast.a_comment(), cast.moderator()
    assert moderation.look([comment.pk], None) == 0
    assert moderation.look([comment.pk], maud) == 1
    first = Feedback.objects.get().looked_at
    assert moderation.look([comment.pk], maud) == 0
    assert Feedback.objects.get().looked_at == first is not None


def test_whom_nothing_names_is_not_blocked_and_what_is_blocked_is_marked_in_the_same_action():
    maud, nobody, batch = cast.moderator(), cast.a_comment(author_name="", author_email=""), uuid.uuid4()
    with pytest.raises(NothingToBlock):
        moderation.block(nobody, maud)
    comment = cast.a_comment()
    moderation.block(comment, maud, batch=batch)
    assert statuses() == ["pending", "spam"]
    assert ModerationEvent.objects.filter(batch=batch).count() == ModerationEvent.objects.count() == 2


@pytest.mark.parametrize("act", ["edit", "reply", "block"])
def test_what_is_gone_is_overtaken(act):
    comment, maud = cast.a_comment(), cast.moderator()
    Feedback.objects.all().delete()
    how = {"edit": ({"body": "x"},), "reply": ("x", maud), "block": (maud,)}
    with pytest.raises(moderation.Overtaken):
        getattr(moderation, act)(comment, *how[act])
    assert not Feedback.objects.exists()
