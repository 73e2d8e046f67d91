"""A reader's comment is taken in, or told what is wrong with nothing lost."""

import datetime as dt
import re
import time

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog import commenting
from blog.models import Arrival, Feedback, ModerationStatus
from tests.at_once import AtOnce
from tests.cast import a_comment, a_post, a_source

pytestmark = pytest.mark.django_db

ORIGIN = {"origin": "http://testserver"}


@pytest.fixture
def post():
    return a_post(language="en")


def token_of(post, age=60):
    """The token of a form that was given out `age` seconds ago."""

    class Clock(signing.TimestampSigner):
        def timestamp(self):
            return signing.b62_encode(int(time.time() - age))

    return Clock(salt=commenting.SALT).sign(str(post.pk))


def typed(post, **fields):
    known = {"name": "Ann", "email": "ann@mail.example", "url": "", "text": "Well said.", "token": token_of(post)}
    return known | fields


def send(post, client=None, headers=ORIGIN, **fields):
    client = client or Client(enforce_csrf_checks=True)
    return client.post(reverse("blog:comment", args=[post.pk]), typed(post, **fields), headers=headers)


def test_a_name_is_one_line_and_turns_no_writing_around(post, client):
    send(post, name="New\r\nLine\u2028 \u202egnp.exe\u2066")
    comment = Feedback.objects.get()
    assert comment.author_name == "New Line gnp.exe"
    # What was stored before, or imported, turns nothing but itself.
    Feedback.objects.update(author_name="\u202egnp.exe", author_url="", status="approved")
    assert "<bdi>\u202egnp.exe</bdi>" in client.get(post.get_absolute_url()).content.decode()


def test_a_sound_comment_waits_for_a_moderator_and_a_page_of_its_own_says_so(post):
    response = send(post, url="http://ann.example/")
    assert response.status_code == 303
    assert list(response.cookies) == ["own_comment"]
    comment = Feedback.objects.get()
    assert (comment.status, comment.kind, comment.body_format) == (ModerationStatus.PENDING, "comment", "text")
    assert (comment.author_name, comment.author_email, comment.author_url) == (
        "Ann",
        "ann@mail.example",
        "http://ann.example/",
    )
    assert (comment.author_address, comment.user, comment.submitted_at.date()) == (
        "127.0.0.1",
        None,
        timezone.now().date(),
    )
    page = Client().get(response["Location"])
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "Well said" not in Client().get(post.get_absolute_url()).content.decode()


def test_an_answer_keeps_its_parent(post):
    parent = a_comment(post, status="approved")
    form = Client().get(reverse("blog:comment", args=[post.pk]), {"parent": parent.pk})
    assert parent.body in form.content.decode()
    assert form["Cache-Control"] == "no-store"
    assert send(post, parent=str(parent.pk)).status_code == 303
    assert Feedback.objects.latest("pk").parent_id == parent.pk


@pytest.mark.parametrize("parent", ["0", "x", "99999999999999999999", "1" * 50])
def test_a_parent_that_is_none_of_this_post_is_refused(post, parent):
    a_comment(status="approved")
    assert Client().get(reverse("blog:comment", args=[post.pk]), {"parent": parent}).status_code == 404
    assert send(post, parent=parent).status_code == 400


def test_a_pending_comment_cannot_be_answered(post):
    hidden = a_comment(post)
    assert Client().get(reverse("blog:comment", args=[post.pk]), {"parent": hidden.pk}).status_code == 404
    assert send(post, parent=str(hidden.pk)).status_code == 400


WRONG = [
    ("name", ""),
    ("name", "   "),
    ("name", "x" * 101),
    ("name", "a\x00b"),
    ("email", "nonsense"),
    ("url", "javascript:alert(1)"),
    ("url", "ftp://files.example/"),
    ("url", "http://[bad"),
    ("text", ""),
    ("text", " \n "),
    ("name", "\u200b\u2060"),
    ("text", "\u200b\ufe0f \u3164"),
    ("text", "x" * 10_001),
    ("text", "a\x00b"),
    ("subject", "buy"),
]


@pytest.mark.parametrize(("field", "value"), WRONG, ids=[f"{field} {value[:12]!r}" for field, value in WRONG])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(post, field, value):
    response = send(post, **{field: value})
    assert response.status_code == 400
    assert not Feedback.objects.exists()
    html = response.content.decode()
    assert f'href="#comment-form-{field}"' in html
    widget = re.search(rf'<(?:input|textarea)[^>]*name="{field}"[^>]*>', html)[0]
    assert f"comment-form-{field}_error" in re.search(r'aria-describedby="([^"]*)"', widget)[1]
    assert 'aria-invalid="true"' in widget
    assert f'id="comment-form-{field}_error"' in html
    if field != "name":
        assert 'value="Ann"' in html
    if field != "text":
        assert "Well said." in html
    assert response["Cache-Control"] == "no-store"


def test_ten_thousand_characters_are_taken(post):
    assert send(post, text="é" * 10_000).status_code == 303


def test_what_is_typed_is_shown_as_text(post):
    html = send(post, text="<script>alert(1)</script>", name="").content.decode()
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("age", "words"), [(1, "faster than people write"), (25 * 3600, "lay open for a long time")], ids=["young", "old"]
)
def test_a_token_too_young_or_too_old_asks_to_send_again(post, age, words):
    response = send(post, token=token_of(post, age))
    html = response.content.decode()
    assert response.status_code == 400
    assert words in html
    assert "Well said." in html
    assert not Feedback.objects.exists()


def test_the_token_offered_after_an_old_one_is_good(post, settings):
    settings.COMMENT_FORM_MIN_SECONDS = -1
    html = send(post, token=token_of(post, 25 * 3600)).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', html)[1]
    assert send(post, token=token).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "1:abc:def", None])
def test_a_token_that_is_not_ours_or_of_another_post_is_refused(post, token):
    token = token_of(a_post()) if token is None else token
    assert send(post, token=token).status_code == 400
    assert not Feedback.objects.exists()


def test_the_post_page_gives_out_a_good_token(post, settings):
    settings.COMMENT_FORM_MIN_SECONDS = -1
    html = Client().get(post.get_absolute_url()).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', html)[1]
    assert send(post, token=token).status_code == 303


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"referer": "http://evil.example/x"}]
)
def test_a_form_sent_from_another_site_is_refused(post, headers):
    response = send(post, headers=headers)
    assert response.status_code == 403
    assert "Well said." in response.content.decode()
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"referer": "http://testserver/2009/"}, {"origin": "http://testserver"}])
def test_a_form_sent_from_here_is_taken(post, headers):
    assert send(post, headers=headers).status_code == 303


def test_the_same_words_twice_are_stored_once(post):
    assert send(post).status_code == 303
    response = send(post)
    assert response.status_code == 409
    assert "exactly this" in response.content.decode()
    assert Feedback.objects.count() == 1
    assert send(post, text="Other words.").status_code == 303


def test_an_e_mail_address_is_the_same_however_its_letters_are_written(post):
    assert send(post, email="dup@example.org").status_code == 303
    assert send(post, email="DUP@Example.org").status_code == 409
    assert send(post, email="other@example.org").status_code == 303


def test_one_address_may_send_so_many_and_is_told_when_again(post, settings):
    settings.COMMENTS_PER_ADDRESS = (2, 600)
    for number in range(2):
        assert send(post, text=f"Number {number}").status_code == 303
    response = send(a_post(), text="One too many")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert "One too many" in response.content.decode()
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert send(post, client=other, text="From elsewhere").status_code == 303
    Arrival.objects.update(at=timezone.now() - dt.timedelta(seconds=601))
    assert send(post, text="Later").status_code == 303


def test_one_post_gets_so_many_and_whoever_comes_next_is_told_when_again(post, settings):
    settings.COMMENTS_PER_POST = (2, 600)
    for number in range(3):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        response = send(post, client=client, text=f"Number {number}")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert "under this post" in response.content.decode()
    assert send(a_post(), client=client, text="Elsewhere").status_code == 303


@pytest.mark.django_db(transaction=True)
def test_the_same_comment_sent_many_times_at_once_is_stored_once(post, tmp_path):
    cleaned = {"name": "Ann", "email": "", "text": "Said at once."}

    def say(number):
        try:
            commenting.submit_comment(post, cleaned, f"192.0.2.{number}")
        except commenting.AlreadySaid:
            return False
        return True

    at_once = AtOnce(tmp_path)
    assert sorted(at_once(say, range(6))) == [False] * 5 + [True]
    assert at_once.after(Feedback.objects.count) == 1


def test_the_addresses_of_one_ipv6_network_count_as_one(post, settings):
    settings.COMMENTS_PER_ADDRESS = (2, 600)
    for number, address in enumerate(("2001:db8::1", "2001:DB8:0:0:5::9")):
        assert send(post, client=Client(REMOTE_ADDR=address), text=f"Number {number}").status_code == 303
    assert send(post, client=Client(REMOTE_ADDR="2001:db8::7:0:0:2"), text="Three").status_code == 429
    assert send(post, client=Client(REMOTE_ADDR="2001:db8:0:1::1"), text="Next door").status_code == 303


def test_what_an_import_brought_does_not_count_against_an_address(post, settings):
    settings.COMMENTS_PER_ADDRESS = (1, 600)
    a_comment(post, author_address="127.0.0.1", source=a_source())
    assert send(post).status_code == 303


def test_closed_comments_take_none(post):
    post.comments_open = False
    post.save()
    assert send(post).status_code == 403
    assert not Feedback.objects.exists()
    assert "<form" not in Client().get(post.get_absolute_url()).content.decode()
    with pytest.raises(commenting.CommentsClosed):
        commenting.submit_comment(post, {"name": "Ann", "text": "x"}, "127.0.0.1")


@pytest.mark.parametrize("status", ["draft", "private", "archived"])
def test_under_what_is_not_public_there_is_no_form(status):
    hidden = a_post(status=status)
    assert Client().get(reverse("blog:comment", args=[hidden.pk])).status_code == 404
    assert send(hidden).status_code == 404


def test_a_staff_members_comment_knows_its_login(post, client):
    staff = User.objects.create_user("staff", is_staff=True)
    client.force_login(staff)
    send(post, client=client)
    assert Feedback.objects.get().user == staff


def test_a_login_is_not_taken_from_a_request_that_names_no_origin(post, client):
    client.force_login(User.objects.create_user("staff", is_staff=True))
    send(post, client=client, headers={})
    assert Feedback.objects.get().user is None


def test_the_form_speaks_the_posts_language():
    html = send(a_post(language="fr"), name="").content.decode()
    assert '<html lang="fr"' in html
    assert "Ce champ est obligatoire" in html


def test_control_characters_are_left_out_and_lines_kept(post):
    send(post, text="one\x0b two\r\nthree", name="An\x1bn")
    comment = Feedback.objects.get()
    assert (comment.author_name, comment.body) == ("Ann", "one two\nthree")


def test_a_line_break_counts_once(post):
    assert send(post, text="a\r\n" * 4_999 + "aa").status_code == 303


@pytest.mark.parametrize("text", ["👍", "é", "ﷺ", "한"])
def test_what_can_be_seen_is_taken(post, text):
    assert send(post, text=text, name=text).status_code == 303


def test_what_is_wrong_is_said_once(post):
    assert send(post, url="nonsense::").content.decode().count("<li>Enter a valid URL.</li>") == 1


def test_an_answer_whose_parent_was_taken_away_is_told_so_and_can_be_sent_by_itself(post, settings):
    settings.COMMENT_FORM_MIN_SECONDS = -1
    parent = a_comment(post, status="spam")
    html = send(post, parent=str(parent.pk)).content.decode()
    assert "not here any more" in html
    assert "Well said." in html
    again = re.search(r'<input type="hidden" name="parent"[^>]*>', html)[0]
    assert "value" not in again
    assert send(post, parent="").status_code == 303
    assert Feedback.objects.latest("pk").parent is None
