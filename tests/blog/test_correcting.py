"""Whoever sent a comment may mend or delete it for some minutes, and nobody else."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog import correcting, moderation
from blog.models import Feedback, ModerationEvent, ModerationRule
from tests.blog.test_comment_form import ORIGIN, send
from tests.cast import a_comment, a_post, a_source, moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return a_post(language="en")


@pytest.fixture
def author(post):
    """The browser from which a comment was sent."""
    client = Client(enforce_csrf_checks=True)
    client.sent = send(post, client=client)
    return client


def at(name, comment):
    return reverse(f"blog:comment_{name}", args=[comment.post_id, comment.pk])


def correct(client, comment, headers=ORIGIN, **words):
    words = {"text": "Better said.", "name": "Ann", "url": ""} | words
    return client.post(at("edit", comment), words, headers=headers)


def test_the_answer_to_sending_alone_gives_a_cookie_for_the_address_of_editing_alone(author):
    comment = Feedback.objects.get()
    cookie = author.sent.cookies["own_comment"]
    assert author.sent["Location"] == at("received", comment)
    assert cookie["path"] == at("edit", comment)
    assert author.sent["Location"].startswith(cookie["path"])
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 900)
    for path in (comment.post.get_absolute_url(), at("received", comment), at("edit", comment)):
        response = author.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_its_author_mends_a_comment_and_the_journal_keeps_both(author):
    comment = Feedback.objects.get()
    received = author.get(at("received", comment))
    assert at("edit", comment) in received.content.decode()
    form = author.get(at("edit", comment))
    assert "Well said." in form.content.decode()
    assert (form["Cache-Control"], received["Cache-Control"]) == ("no-store", "no-store")
    response = correct(author, comment, url="ann.example")
    assert (response.status_code, response["Location"]) == (303, at("received", comment))
    assert "Better said." in author.get(response["Location"]).content.decode()
    comment.refresh_from_db()
    assert (comment.body, comment.author_url, comment.status) == ("Better said.", "https://ann.example", "pending")
    assert comment.edited_at
    event = ModerationEvent.objects.get()
    assert event.changes["body"] == ["Well said.", "Better said."]
    assert (event.rule, event.by) == ("author", None)


def test_nobody_else_can(author):
    comment = Feedback.objects.get()
    other = Client()
    other.cookies["own_comment"] = correcting.make_pass(a_comment(comment.post))
    for client in (Client(), other):
        assert client.get(at("edit", comment)).status_code == 403
        assert correct(client, comment).status_code == 403
        assert client.post(at("delete", comment), headers=ORIGIN).status_code == 403
        for path in (at("edit", comment), at("received", comment)):
            assert "Well said." not in client.get(path).content.decode()
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert correct(author, comment, headers=headers).status_code == 403
        assert author.post(at("delete", comment), headers=headers).status_code == 403
    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("Well said.", "pending")


def test_after_some_minutes_it_is_too_late(author, settings):
    comment = Feedback.objects.get()
    Feedback.objects.update(received_at=timezone.now() - dt.timedelta(minutes=16))
    assert author.get(at("edit", comment)).status_code == 403
    assert correct(author, comment).status_code == 403
    assert author.post(at("delete", comment), headers=ORIGIN).status_code == 403
    Feedback.objects.update(received_at=timezone.now())
    settings.COMMENT_EDIT_MINUTES = 0
    assert correct(author, comment).status_code == 403
    assert not send(comment.post, text="Another").cookies


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(author):
    comment = Feedback.objects.get()
    response = correct(author, comment, name="", text="Kept <b>")
    assert response.status_code == 400
    assert "Kept &lt;b&gt;" in response.content.decode()
    assert 'href="#comment-form-name"' in response.content.decode()


def test_what_was_approved_waits_again_when_no_rule_lets_the_new_words_through(author):
    comment = Feedback.objects.get()
    moderation.approve([comment.pk], by=moderator())
    assert "again" in author.get(at("edit", comment)).content.decode()
    correct(author, comment, text="Casino! http://casino.example/")
    comment.refresh_from_db()
    assert comment.status == "pending"
    assert "Casino" not in Client().get(comment.post.get_absolute_url()).content.decode()


def test_what_a_rule_lets_through_stays_where_it_is(author):
    comment = Feedback.objects.get()
    comment.user = moderator()
    comment.save()
    moderation.approve([comment.pk])
    correct(author, comment)
    comment.refresh_from_db()
    assert (comment.status, comment.decided_by) == ("approved", "staff")


def test_an_author_frees_a_comment_from_no_decision_of_a_person_and_from_no_spam(author, post):
    comment = Feedback.objects.get()
    comment.user = maud = moderator()
    comment.save()
    moderation.approve([comment.pk])
    moderation.hold([comment.pk], by=maud)
    correct(author, comment)
    comment.refresh_from_db()
    assert comment.status == "pending"
    moderation.mark_spam([comment.pk])
    correct(author, comment, text="Third")
    comment.refresh_from_db()
    assert (comment.status, comment.body) == ("spam", "Third")
    moderation.trash([comment.pk])
    assert correct(author, comment).status_code == 403


def seen_in(response):
    return re.search(r'name="seen" value="(\d+)"', response.content.decode())[1]


def test_an_author_does_not_write_over_what_a_moderator_changed_without_being_told(author):
    comment = Feedback.objects.get()
    comment.user = maud = moderator()
    comment.save()
    moderation.approve([comment.pk], by=maud)
    before = seen_in(author.get(at("edit", comment)))
    moderation.edit(comment, {"body": "Well [number removed]."}, by=maud)
    for seen in ({"seen": before}, {}):
        response = correct(author, comment, text="Call 0123", **seen)
        assert response.status_code == 409
        html = response.content.decode()
        assert "A moderator has changed your comment" in html
        assert "Well [number removed]." in html
        assert "Call 0123" in html
        comment.refresh_from_db()
        assert comment.body == "Well [number removed]."
    assert correct(author, comment, text="Call me", seen=seen_in(response)).status_code == 303
    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("Call me", "pending")  # though a rule would let it through
    assert correct(author, comment, text="Call us", seen=seen_in(response)).status_code == 303


def test_mending_finds_no_repetition_in_the_comment_itself(author):
    comment = Feedback.objects.get()
    ModerationRule.objects.filter(name="repeat").update(enabled=True)
    correct(author, comment)
    assert "repeat" not in [found["rule"] for found in Feedback.objects.get().findings]


def test_corrections_are_throttled(author, settings):
    settings.COMMENTS_PER_ADDRESS = (2, 600)
    comment = Feedback.objects.get()
    for number in range(2):
        assert correct(author, comment, text=f"Number {number}").status_code == 303
    response = correct(author, comment, text="Number 3")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_its_author_deletes_a_comment_and_a_moderator_can_take_that_back(author):
    comment = Feedback.objects.get()
    response = author.post(at("delete", comment), headers=ORIGIN)
    assert response.status_code == 303
    assert "deleted" in author.get(response["Location"]).content.decode()
    comment.refresh_from_db()
    event = ModerationEvent.objects.get()
    assert (comment.status, event.rule, event.to_status) == ("trash", "author", "trash")
    assert moderation.undo(event.batch, by=moderator()).restored == 1
    assert author.get(at("delete", comment))["Location"] == at("edit", comment)


def test_an_imported_comment_is_nobodys_to_mend(post):
    comment = a_comment(post, source=a_source())
    client = Client()
    client.cookies["own_comment"] = correcting.make_pass(comment)
    assert client.get(at("edit", comment)).status_code == 403


def test_what_its_author_took_away_may_be_said_again_and_what_a_moderator_took_may_not(author, post):
    first = Feedback.objects.get()
    correcting.withdraw(first)
    assert send(post).status_code == 303
    again = Feedback.objects.exclude(pk=first.pk).get()
    assert send(post).status_code == 409
    moderation.trash([again.pk], by=moderator())
    assert send(post).status_code == 409
