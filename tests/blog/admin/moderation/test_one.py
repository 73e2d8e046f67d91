"""One piece of feedback at the desk: answered, edited, blocked, seen with its thread and its author."""

import datetime as dt

import pytest
from django.urls import reverse

from blog import authorship, moderation
from blog.models import AuthorNote, Feedback, ModerationEvent, ModerationRule
from tests import cast
from tests.blog.admin.moderation.desk import SCRIPT, shown, statuses

pytestmark = pytest.mark.django_db


def test_a_reply_is_published_approves_what_it_answers_and_is_undone_as_one(client, maud):
    comment = cast.a_comment(body="Is the hide open?")
    url = reverse("admin:moderation_reply", args=[comment.pk])
    answer = client.post(url, {"text": "From May on.\r\nBring boots.", "v": shown(comment)}, headers=SCRIPT).json()
    reply = comment.replies.get()
    assert (reply.status, reply.user, reply.body) == ("approved", maud, "From May on.\nBring boots.")
    assert statuses() == ["approved", "approved"]
    client.post(reverse("admin:moderation_undo"), {"batch": answer["batch"]}, headers=SCRIPT)
    assert statuses() == ["pending", "trash"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001])
def test_a_reply_without_words_or_with_too_many_is_shown_again(client, text):
    comment = cast.a_comment()
    answer = client.post(reverse("admin:moderation_reply", args=[comment.pk]), {"text": text}, headers=SCRIPT).json()
    assert answer["failed"]
    assert 'class="errornote"' in answer["form"]
    assert not comment.replies.exists()


def test_an_edit_in_place_is_journalled_and_refused_to_the_second(client):
    comment = cast.a_comment(body="one\ntwo", author_name="Nadia", author_url="")
    url, seen = reverse("admin:moderation_edit", args=[comment.pk]), shown(comment)
    sent = {"author_name": "Nadia", "author_email": comment.author_email, "author_url": "", "v": seen}
    same = client.post(url, sent | {"body": "one\r\ntwo"}, headers=SCRIPT).json()
    assert (same["said"], ModerationEvent.objects.count()) == ("Nothing was changed.", 0)
    changed = client.post(url, sent | {"body": "three"}, headers=SCRIPT).json()
    assert "three" in changed["html"][str(comment.pk)]
    assert ModerationEvent.objects.get().changes == {"body": ["one\ntwo", "three"]}
    again = client.post(url, sent | {"body": "four"}, headers=SCRIPT).json()
    assert "maud edited this" in again["overtaken"][str(comment.pk)]
    too_long = client.post(url, sent | {"body": "x", "author_name": "x" * 251}, headers=SCRIPT).json()
    assert "errorlist" in too_long["form"]
    comment.refresh_from_db()
    assert comment.body == "three"


def test_what_was_written_is_kept_when_somebody_else_was_first(client):
    comment = cast.a_comment(author_url="")
    seen = shown(comment)
    moderation.approve([comment.pk], by=cast.editor())
    written = {"v": seen, "text": "a long answer", "body": "a long edit", "author_name": "Nadia", "author_email": ""}
    for name, words in (("reply", "a long answer"), ("edit", "a long edit")):
        page = client.post(reverse(f"admin:moderation_{name}", args=[comment.pk]), written).content.decode()
        assert words in page
        assert "edith approved this at" in page
        assert shown(comment)[0] in page
    too_long = written | {"v": shown(comment), "author_name": "x" * 251}
    page = client.post(reverse("admin:moderation_edit", args=[comment.pk]), too_long).content.decode()
    assert "errorlist" in page
    assert "a long edit" in page
    assert not ModerationEvent.objects.edits().exists()


def test_blocking_writes_the_rule_and_marks_as_spam(client):
    comment = cast.a_comment(author_email="Bot@mail.example")
    sent = {"v": shown(comment)}
    answer = client.post(reverse("admin:moderation_block", args=[comment.pk]), sent, headers=SCRIPT).json()
    assert answer["moved"] == [comment.pk]
    assert statuses() == ["spam"]
    assert ModerationRule.objects.get(name="blocked_addresses").values["emails"] == ["bot@mail.example"]
    undone = client.post(reverse("admin:moderation_undo"), {"batch": answer["batch"]}, headers=SCRIPT).json()
    assert undone["said"] == "1 is back where it was."
    assert ModerationRule.objects.get(name="blocked_addresses").values["emails"] == []
    assert statuses() == ["pending"]
    nobody = cast.a_comment(author_name="", author_email="")
    url = reverse("admin:moderation_block", args=[nobody.pk])
    assert client.post(url, {"v": shown(nobody)}, headers=SCRIPT).json()["failed"]


@pytest.mark.parametrize("part", ["thread", "author", "edit", "reply"])
def test_parts_are_there_alone_and_together(client, part):
    comment = cast.a_comment(body="pelican talk")
    url = reverse("admin:moderation_one", args=[comment.pk])
    assert client.get(url, {"part": part}).json()["html"]
    assert f'id="{part}"' in client.get(url).content.decode()
    assert client.get(reverse("admin:moderation_one", args=[comment.pk + 999])).status_code == 404
    assert client.get(reverse("admin:moderation_one", args=[10**24])).status_code == 404


def test_an_author_has_a_history_and_notes(client, maud):
    post = cast.a_post()
    for status in ("approved", "spam", "trash", "pending"):
        cast.a_comment(post, author_email="RITA@mail.example", status=status)
    comment = cast.a_comment(post, author_email="rita@mail.example", status="approved")
    history = authorship.history(authorship.key_of(comment))
    assert (history.total, history.rate, history.more) == (5, 0.5, False)
    client.post(reverse("admin:moderation_note", args=[comment.pk]), {"text": " writes well "})
    client.post(reverse("admin:moderation_note", args=[comment.pk]), {"text": " "})
    note = AuthorNote.objects.get()
    assert (note.author, note.text, note.by) == ("email:rita@mail.example", "writes well", maud)
    html = client.get(reverse("admin:moderation_one", args=[comment.pk]), {"part": "author"}).json()["html"]
    assert "writes well" in html
    assert "50 %" in html


def test_somebody_is_first_seen_on_the_earliest_date_whatever_was_stored_first(client):
    post, known = cast.a_post(), {"author_email": "rita@mail.example"}
    comment = cast.a_comment(post, submitted_at=dt.datetime(2015, 3, 1, 8, tzinfo=dt.UTC), **known)
    cast.a_comment(post, submitted_at=None, **known)

    def seen():
        return client.get(reverse("admin:moderation_one", args=[comment.pk]), {"part": "author"}).json()["html"]

    assert "<dd>1 March 2015</dd>" in seen()
    cast.a_comment(post, submitted_at=dt.datetime(2009, 3, 2, 8, tzinfo=dt.UTC), **known)
    assert "<dd>2 March 2009</dd>" in seen()
    cast.a_comment(post, submitted_at=None, submitted_text="2008-06", **known)
    assert "<dd>June 2008</dd>" in seen()


def test_someone_without_an_email_is_known_by_name_and_a_mention_by_its_host():
    post = cast.a_post()
    named = [cast.a_comment(post, author_name="Old Nick", author_email="") for _ in range(2)]
    cast.a_comment(post, author_name="Nick", author_email="")
    site = cast.a_trackback(post, author_email="", author_url="https://spam.example/1")
    cast.a_trackback(post, author_email="", author_url="https://spam.example/2")
    cast.a_trackback(post, author_email="", author_url="https://blog.example/3")
    assert set(authorship.feedback_of(authorship.key_of(named[0]))) == {Feedback.objects.get(pk=c.pk) for c in named}
    assert authorship.feedback_of(authorship.key_of(site)).count() == 2
    assert authorship.history("name:nobody").first is None
    assert not authorship.feedback_of("").exists()
