"""What the buttons of the desk do, with and without scripts, and who was there first."""

import pytest
from django.db import connection
from django.urls import reverse

from blog import moderation
from blog.admin.moderation.items import items_of
from blog.models import Feedback, ModerationEvent
from tests import cast
from tests.blog.admin.moderation.desk import DESK, SCRIPT, act, shown, statuses

pytestmark = pytest.mark.django_db


def test_an_action_is_one_batch_and_its_answer_has_all_that_the_page_needs(client):
    comments = [cast.a_comment() for _ in range(3)]
    answer = act(client, "spam", *comments[:2], reason="pills")
    assert (answer["moved"], answer["overtaken"], answer["said"]) == (
        [comments[0].pk, comments[1].pk], {}, "2 items marked as spam.",
    )  # fmt: skip
    assert (answer["numbers"]["tab-pending"], answer["numbers"]["tab-spam"]) == (1, 2)
    assert set(ModerationEvent.objects.values_list("reason", "by__username")) == {("pills", "maud")}
    undone = client.post(reverse("admin:moderation_undo"), {"batch": answer["batch"]}, headers=SCRIPT).json()
    assert undone["numbers"]["tab-pending"] == 3
    assert statuses() == ["pending"] * 3


def test_without_scripts_the_page_comes_back_with_the_way_back(client):
    comment = cast.a_comment()
    sent = {"one": f"trash:{comment.pk}", "v": shown(comment), "back": "tab=all&q=remark"}
    response = client.post(reverse("admin:moderation_act"), sent)
    assert response["Location"] == f"{DESK}?tab=all&q=remark"
    page = client.get(response["Location"]).content.decode()
    assert "1 item moved to the trash." in page
    assert reverse("admin:blog_moderationevent_undo", args=[ModerationEvent.objects.get().batch]) in page


def test_the_second_moderator_is_told_and_nothing_is_overwritten(client):
    comment, other = cast.a_comment(), cast.a_comment()
    seen = shown(comment, other)
    moderation.approve([comment.pk], by=cast.editor())
    answer = act(client, "spam", comment, other, v=seen)
    assert answer["moved"] == [other.pk]
    assert "edith approved this at" in answer["overtaken"][str(comment.pk)]
    assert f'id="item-{comment.pk}"' in answer["html"][str(comment.pk)]
    assert statuses() == ["approved", "spam"]
    assert act(client, "spam", comment)["moved"] == [comment.pk]  # having seen it, one may decide again


def test_a_login_stays_as_it_is_written_where_no_script_says_it(client):
    comment = cast.a_comment()
    seen = shown(comment)
    moderation.approve([comment.pk], by=cast.editor())
    page = client.post(reverse("admin:moderation_act"), {"one": f"spam:{comment.pk}", "v": seen}, follow=True)
    assert ">edith approved this at" in page.content.decode()


def test_one_who_saw_it_before_an_edit_is_told_too(client):
    comment = cast.a_comment()
    seen = shown(comment)
    moderation.edit(comment, {"body": "else"}, by=cast.editor())
    assert "edited this at" in act(client, "approved", comment, v=seen)["overtaken"][str(comment.pk)]


def test_what_was_deleted_or_never_shown_is_not_decided(client):
    comment = cast.a_comment()
    seen = shown(comment)
    assert act(client, "spam", comment, v=[])["moved"] == []
    pk = comment.pk
    comment.delete()
    sent = {"do": "spam", "item": [pk], "v": seen}
    answer = client.post(reverse("admin:moderation_act"), sent, headers=SCRIPT).json()
    assert "deleted meanwhile" in answer["overtaken"][str(pk)]


def test_all_that_match_move_in_one_batch_but_not_what_came_after(client):
    post = cast.a_post()
    for number in range(30):
        cast.a_comment(post, author_name="bot" if number % 2 else "Nadia")
    page = client.get(DESK, {"select": "all", "author": "bot"})
    assert "All 15 items that match are selected" in page.content.decode()
    late = cast.a_comment(post, author_name="bot")
    sent = {"do": "spam", "scope": "all", "upto": page.context["upto"], "back": "author=bot"}
    client.post(reverse("admin:moderation_act"), sent)
    assert Feedback.objects.filter(status="spam").count() == 15
    late.refresh_from_db()
    assert late.status == "pending"
    assert ModerationEvent.objects.values("batch").distinct().count() == 1
    moderation.undo(ModerationEvent.objects.first().batch)
    assert not Feedback.objects.filter(status="spam").exists()


def test_more_that_match_than_one_action_takes_are_not_called_all(client, monkeypatch):
    for name in ("BULK", "BULK_OF_ONE_WRITER"):
        monkeypatch.setattr(f"blog.admin.moderation.listing.{name}", 2)
    post = cast.a_post()
    for _ in range(3):
        cast.a_comment(post)
    html = client.get(DESK, {"select": "all"}).content.decode()
    assert "More than 2 items match, and 2 of them are selected." in html
    assert "All 2 items" not in html


def test_all_that_match_leave_what_somebody_else_decided_since(client, maud):
    ours, theirs = cast.a_comment(), cast.a_comment()
    moderation.hold([ours.pk], by=maud)
    page = client.get(DESK, {"select": "all", "tab": "all"})
    moderation.approve([theirs.pk], by=cast.editor())
    sent = {"do": "spam", "scope": "all", "back": "tab=all"}
    sent |= {name: page.context[name] for name in ("upto", "seen")}
    answer = client.post(reverse("admin:moderation_act"), sent, headers=SCRIPT).json()
    assert statuses() == ["spam", "approved"]
    assert "1 was decided by somebody else" in answer["said"]
    assert "edith approved this at" in answer["overtaken"][str(theirs.pk)]


def test_more_than_a_thousand_are_named_in_one_field(client):
    post = cast.a_post()
    Feedback.objects.bulk_create(Feedback(post=post, anchor=f"c-{n}", body="x") for n in range(1100))
    named = " ".join(shown(*Feedback.objects.all()))
    sent = {"do": "spam", "item": named}
    answer = client.post(reverse("admin:moderation_act"), sent, headers=SCRIPT).json()
    assert (len(answer["moved"]), answer["overtaken"]) == (1100, {})


def test_undoing_goes_back_action_by_action_and_never_forth(client):
    first, second = cast.a_comment(), cast.a_comment()
    batches = [act(client, "spam", comment)["batch"] for comment in (first, second)]
    assert client.get(DESK).context["batches"].split() == batches
    url = reverse("admin:moderation_undo")
    client.post(url, {"batch": batches[1]})
    assert client.get(DESK).context["last_batch"] == batches[0]
    assert client.post(url, {"batch": batches[1]}, headers=SCRIPT).json()["said"] == "This is undone already."
    client.post(url, {"batch": batches[0]})
    assert client.get(DESK).context["last_batch"] == ""
    assert statuses() == ["pending"] * 2
    unknown = client.post(url, {"batch": "0" * 32}, headers=SCRIPT).json()
    assert (unknown["said"], unknown["failed"]) == ("There is nothing to undo.", True)


def test_nothing_named_changes_nothing(client):
    cast.a_comment()
    for sent in ({}, {"do": "ham"}, {"do": "spam"}, {"one": "spam:x"}, {"do": "spam", "scope": "all", "upto": "x"}):
        client.post(reverse("admin:moderation_act"), sent)
    client.post(reverse("admin:moderation_undo"), {"batch": "no uuid"})
    assert statuses() == ["pending"]


@pytest.mark.parametrize("statement", range(4))
def test_what_is_decided_while_an_item_is_read_is_never_hidden_behind_its_version(statement):
    comment = cast.a_comment()
    asked = iter(range(100))

    def decided_meanwhile(execute, *given):
        answer = execute(*given)
        if next(asked) == statement:
            moderation.approve([comment.pk])
        return answer

    with connection.execute_wrapper(decided_meanwhile):
        (item,) = items_of([comment.pk])
    if item.version == moderation.versions([comment.pk])[comment.pk]:
        assert item.feedback.status == "approved"
    assert next(asked) > statement
