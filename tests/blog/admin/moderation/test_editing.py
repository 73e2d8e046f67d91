"""What the desk's form refuses of an edit, and that it keeps what was typed."""

import uuid

import pytest
from django.urls import reverse

from blog import moderation
from blog.models import ModerationEvent
from tests import cast

pytestmark = pytest.mark.django_db

SCRIPT = {"X-Requested-With": "fetch"}
LEFT = "Nothing is left of the comment."
NO_ADDRESS = "Enter a valid email address."


def sent(comment, **other):
    names = ("author_name", "author_email", "author_url", "body")
    return {name: getattr(comment, name) for name in names} | other


def edited(client, comment, **other):
    """Return the form shown again to a script and the page shown again to others; empty where the edit was stored."""
    url = reverse("admin:moderation_edit", args=[comment.pk])
    page = client.post(url, sent(comment, **other))
    form = client.post(url, sent(comment, **other), headers=SCRIPT).json().get("form", "")
    return form, page.content.decode() if page.status_code == 200 else ""


@pytest.mark.parametrize("email", ["x", "nadia@", "nadia@mail@example", "a b@mail.example"])
def test_an_email_that_is_none_is_refused_and_kept_in_the_form(client, email):
    comment = cast.a_comment(author_email="nadia@mail.example", author_url="")
    for shown in edited(client, comment, author_email=email, author_name="Nadia Typed"):
        assert NO_ADDRESS in shown
        assert f'value="{email}"' in shown
        assert 'value="Nadia Typed"' in shown
        assert f'aria-describedby="edit-{comment.pk}-author_email_error"' in shown
    assert not ModerationEvent.objects.exists()


@pytest.mark.parametrize("body", ["", "  \r\n ", "\u200b\u2060"])
def test_a_comment_does_not_lose_all_its_words(client, body):
    comment = cast.a_comment(body="What of the pelicans?", author_url="")
    for shown in edited(client, comment, body=body, author_name="Nadia Typed"):
        assert LEFT in shown
        assert 'value="Nadia Typed"' in shown
    comment.refresh_from_db()
    assert comment.body == "What of the pelicans?"


def test_what_came_without_words_or_with_an_odd_address_can_be_edited_and_stay_so(client):
    comment = cast.a_comment(body="", author_email="nadia at mail", author_url="")
    assert edited(client, comment, author_name="Nadja") == ("", "")
    comment.refresh_from_db()
    assert (comment.author_name, comment.author_email, comment.body) == ("Nadja", "nadia at mail", "")


@pytest.mark.parametrize("address", ["admin:moderation_edit", "admin:blog_comment_change"])
def test_what_a_request_does_not_name_stays_as_it_is(client, address):
    comment = cast.a_comment(author_name="Nadia", author_email="nadia@mail.example", author_url="https://n.example/")
    client.post(reverse(address, args=[comment.pk]), {"body": "new words"})
    comment.refresh_from_db()
    assert (comment.body, comment.author_name, comment.author_email) == ("new words", "Nadia", "nadia@mail.example")
    assert comment.author_url == "https://n.example/"
    client.post(reverse(address, args=[comment.pk]), {"author_name": "Nadja"})
    comment.refresh_from_db()
    assert (comment.body, comment.author_name) == ("new words", "Nadia")


def test_an_address_may_go_and_spaces_around_it_do_not_count(client):
    comment = cast.a_comment(author_email="nadia@mail.example", author_url="")
    edited(client, comment, author_email=" nadja@mail.example ")
    comment.refresh_from_db()
    assert comment.author_email == "nadja@mail.example"
    edited(client, comment, author_email="")
    comment.refresh_from_db()
    assert comment.author_email == ""


def test_a_trackback_may_be_without_words(client):
    trackback = cast.a_trackback(body="an excerpt")
    url = reverse("admin:moderation_edit", args=[trackback.pk])
    names = ("title", "blog_name", "author_url")
    client.post(url, {name: getattr(trackback, name) for name in names} | {"body": ""})
    trackback.refresh_from_db()
    assert trackback.body == ""


def test_the_page_of_a_comment_refuses_the_same():
    client, comment = cast.client_of(cast.editor()), cast.a_comment(body="words", author_url="")
    url = reverse("admin:blog_comment_change", args=[comment.pk])
    page = client.post(url, sent(comment, author_email="x", body=" ")).content.decode()
    assert NO_ADDRESS in page
    assert LEFT in page


def test_a_form_that_is_shown_again_remembers_what_was_seen_first(client):
    comment = cast.a_comment(body="What of the pelicans?", author_url="")
    seen = f"{comment.pk}:{moderation.versions([comment.pk])[comment.pk]}"
    moderation.edit(comment, {"body": "What of the herons?"}, by=cast.editor(), batch=uuid.uuid4())
    form, page = edited(client, comment, body="", v=seen)
    assert f'name="v" value="{seen}"' in form
    assert f'name="v" value="{seen}"' in page
    client.post(reverse("admin:moderation_edit", args=[comment.pk]), sent(comment, body="What of the gulls?", v=seen))
    comment.refresh_from_db()
    assert comment.body == "What of the herons?"
