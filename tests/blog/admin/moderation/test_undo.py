"""Undo at the desk where others have changed what one did: it never stands still."""

import pytest
from django.urls import reverse

from blog import moderation, ruling
from blog.models import Feedback, ModerationEvent, ModerationRule
from tests import cast

pytestmark = pytest.mark.django_db

DESK = reverse("admin:moderation")
UNDO = reverse("admin:moderation_undo")


@pytest.fixture
def maud():
    return cast.moderator()


def offered(client):
    return client.get(DESK).context["last_batch"]


def batch_of(comment):
    return str(comment.events.order_by("pk").first().batch)


def test_an_action_that_others_changed_wholly_is_said_to_stay_and_the_one_before_is_offered(client, maud):
    first, second = cast.a_comment(), cast.a_comment()
    for comment in (first, second):
        moderation.approve([comment.pk], by=maud)
    shown = offered(client)
    assert shown == batch_of(second)
    moderation.mark_spam([second.pk], by=cast.editor())
    page = client.post(UNDO, {"batch": shown}, follow=True).content.decode()
    assert "1 was changed again since and stays as it is." in page
    assert "Undo the action before it" in page
    assert reverse("admin:blog_moderationevent_undo", args=[batch_of(first)]) in page
    assert offered(client) == batch_of(first)
    client.post(UNDO, {"batch": offered(client)})
    assert list(Feedback.objects.order_by("pk").values_list("status", flat=True)) == ["pending", "spam"]
    assert offered(client) == ""


def test_where_nothing_came_before_nothing_is_offered(client, maud):
    comment = cast.a_comment()
    moderation.approve([comment.pk], by=maud)
    moderation.hold([comment.pk], by=cast.editor())
    page = client.post(UNDO, {"batch": batch_of(comment)}, follow=True).content.decode()
    assert "1 was changed again since" in page
    assert "Undo the action before it" not in page


def test_an_action_of_which_something_is_left_is_still_offered(client, maud):
    ours, theirs = cast.a_comment(), cast.a_comment()
    moderation.approve([ours.pk, theirs.pk], by=maud)
    moderation.mark_spam([theirs.pk], by=cast.editor())
    assert offered(client) == batch_of(ours)


def test_an_edit_is_offered_as_long_as_its_words_stand(client, maud):
    comment = cast.a_comment(body="one", author_name="Nadia")
    moderation.edit(comment, {"body": "two"}, by=maud)
    edith = cast.editor()
    moderation.edit(comment, {"author_name": "Nadja"}, by=edith)
    assert offered(client) == batch_of(comment)
    moderation.edit(comment, {"body": "three"}, by=edith)
    assert offered(client) == ""


def test_a_block_is_offered_as_long_as_the_rule_has_it(client, maud):
    comment = cast.a_comment(author_email="bot@mail.example")
    ruling.block_author(comment, maud)
    assert offered(client) == str(ModerationEvent.objects.get().batch)
    ModerationRule.objects.filter(kind="blocked_addresses").update(values={"emails": []})
    assert offered(client) == ""
