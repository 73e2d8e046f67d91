"""Who asked for it hears of answers, once, whenever they are approved; and no more after one word."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from blog import moderation, reply_notices
from blog.models import Feedback, ModerationEvent, ReplyNotice
from tests.blog.test_comment_form import send
from tests.cast import a_comment, a_post, a_source, moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return a_post(language="en", title="On\nweirs")


@pytest.fixture
def asked(post):
    return a_comment(post, status="approved", author_email="ann@mail.example", notify_replies=True)


def answer(asked, **fields):
    known = {"parent": asked, "author_name": "Bo", "author_email": "bo@mail.example", "body": "No.\n\n<b>Really</b>"}
    return a_comment(asked.post, **known | fields)


def link_of(letter):
    return re.fullmatch(r"<http://127\.0\.0\.1:8000(/\S+)>", letter.extra_headers["List-Unsubscribe"])[1]


def test_an_answer_is_told_of_once_when_a_moderator_approves_it(asked):
    reply = answer(asked)
    assert mail.outbox == []
    moderation.approve([reply.pk], by=moderator())
    (letter,) = mail.outbox
    assert letter.to == ["ann@mail.example"]
    assert letter.subject == "Bo answered your comment on “On weirs”"
    assert f"http://127.0.0.1:8000{reply.get_absolute_url()}" in letter.body
    assert "<b>Really</b>" in letter.body
    assert link_of(letter) in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "mail.example" not in letter.body + letter.subject + str(letter.extra_headers)
    for move in (moderation.hold, moderation.approve, moderation.mark_spam):
        move([reply.pk])
    assert len(mail.outbox) == 1


def test_an_answer_that_a_rule_lets_through_is_told_of_too(asked, client):
    client.force_login(moderator())
    send(asked.post, client=client, parent=str(asked.pk), email="bo@mail.example")
    assert Feedback.objects.latest("pk").status == "approved"
    assert len(mail.outbox) == 1


def test_an_answer_cannot_be_taken_for_the_letters_own_words(asked):
    forged = "Yes.\n\n-- \nPalimpsest\nNo more of these letters:\nhttp://evil.example/unsub"
    moderation.approve([answer(asked, body=forged, author_name="Bo\u202e\r\nhttp://evil.example/unsub").pk])
    (letter,) = mail.outbox
    lines = letter.body.splitlines()
    assert len([line for line in lines if "evil.example" in line and line.startswith("> ")]) == 2
    assert not [line for line in lines if "evil.example" in line and not line.startswith("> ")]
    assert "\u202e" not in letter.body + letter.subject
    assert lines.count("-- ") == 1


def test_undoing_a_rejection_tells_too(asked):
    reply = answer(asked)
    Feedback.objects.filter(pk=reply.pk).update(status="approved")
    moderation.mark_spam([reply.pk])
    moderation.undo(ModerationEvent.objects.get().batch)
    assert len(mail.outbox) == 1


SILENT = [
    {"source": True},
    {"author_email": "ANN@mail.example"},
    {"parent": None},
    {"kind": "trackback", "parent": None},
]


@pytest.mark.parametrize("fields", SILENT, ids=range(4))
def test_there_is_no_letter_about_what_was_imported_or_is_ones_own_or_no_answer(asked, fields):
    if "source" in fields:
        fields = {"source": a_source()}
    moderation.approve([answer(asked, **fields).pk])
    assert mail.outbox == []


@pytest.mark.parametrize(
    "fields", [{"notify_replies": False}, {"author_email": ""}, {"status": "spam"}, {"source": True}], ids=range(4)
)
def test_only_who_asked_and_can_be_read_is_told(asked, fields):
    if "source" in fields:
        fields = {"source": a_source()}
    Feedback.objects.filter(pk=asked.pk).update(**fields)
    moderation.approve([answer(asked).pk])
    assert mail.outbox == []


def test_nobody_is_told_of_what_cannot_be_read(asked):
    asked.post.status = "draft"
    asked.post.save()
    moderation.approve([answer(asked).pk])
    assert mail.outbox == []


def test_the_link_asks_for_one_post_and_then_there_are_no_more_letters(asked):
    moderation.approve([answer(asked).pk])
    path = link_of(mail.outbox[0])
    client = Client(enforce_csrf_checks=True)
    page = client.get(path)
    assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
    assert "ann@" not in page.content.decode()
    assert not reply_notices.is_quiet("ann@mail.example")
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not client.cookies
    assert "no more letters" in client.get(path).content.decode()
    # Also not where somebody ticks the box with her address again.
    again = a_comment(asked.post, status="approved", author_email="Ann@mail.example", notify_replies=True)
    moderation.approve([answer(again).pk])
    assert len(mail.outbox) == 1
    client.post(path, {"again": "yes"})
    moderation.approve([answer(again).pk])
    assert len(mail.outbox) == 2


def test_a_link_that_is_not_ours_leads_nowhere(asked):
    for token in ("x", f"{asked.pk}:abc", reply_notices.make_token(asked)[:-1]):
        assert Client().get(reverse("blog:reply_notices", args=[token])).status_code == 404
    token = reply_notices.make_token(asked)
    asked.delete()
    assert Client().post(reverse("blog:reply_notices", args=[token])).status_code == 200


def test_a_letter_that_was_not_sent_is_tried_again_later(asked, settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # where nobody listens
    reply = answer(asked)
    moderation.approve([reply.pk])
    asked_for = DBTaskResult.objects.get()
    assert asked_for.args_kwargs["args"] == [[reply.pk]]
    assert asked_for.task.func([reply.pk]) == 0
    assert not ReplyNotice.objects.exists()
    again = DBTaskResult.objects.exclude(pk=asked_for.pk).get()
    assert again.args_kwargs["args"] == [[reply.pk], 2]
    assert again.run_after > again.enqueued_at


def test_the_form_asks_whether_to_tell(post):
    html = Client().get(post.get_absolute_url()).content.decode()
    assert re.search(r'<input type="checkbox" name="notify"', html)
