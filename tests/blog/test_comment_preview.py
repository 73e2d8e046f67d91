"""A comment is shown before it is sent; what is sent from elsewhere is refused; old posts take no more."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog import commenting
from blog.models import Feedback
from tests.blog.test_comment_form import ORIGIN, send, token_of, typed
from tests.cast import a_comment, a_post, client_of, editor, moderator

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    return a_post(language="en")


def preview(post, headers=ORIGIN, **fields):
    address = reverse("blog:comment_preview", args=[post.pk])
    return Client(enforce_csrf_checks=True).post(address, typed(post, **fields), headers=headers)


def test_a_preview_shows_the_comment_as_it_will_stand_and_the_form_below(post):
    text = "Look: http://example.org/a\n\n<b>bold</b> & so on"
    response = preview(post, text=text, url="http://ann.example/", name="Ann <i>")
    html = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert not response.cookies
    assert not Feedback.objects.exists()
    shown, form = re.search(r'<section class="draft".*?</section>', html, re.S)[0], html.partition("<form")[2]
    assert '<a href="http://example.org/a" rel="nofollow ugc">http://example.org/a</a>' in shown
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; so on" in shown
    assert ">Ann &lt;i&gt;</bdi></a>" in shown
    assert "Reply" not in shown
    assert 'value="Ann &lt;i&gt;"' in form
    send(post, text=text)
    assert Feedback.objects.get().body_html in commenting.draft(post, {"name": "x", "text": text}, "").body_html


def test_a_preview_keeps_the_answered_comment_and_the_moment_its_form_was_given_out(post):
    parent, token = a_comment(post, status="approved"), token_of(post, 5)
    html = preview(post, parent=str(parent.pk), token=token).content.decode()
    assert f'name="token" value="{token}"' in html
    assert parent.body in html
    assert re.search(rf'name="parent" value="{parent.pk}"', html)


@pytest.mark.parametrize("age", [0, 25 * 3600], ids=["young", "old"])
def test_a_preview_may_come_at_any_time(post, age):
    assert preview(post, token=token_of(post, age)).status_code == 200


@pytest.mark.parametrize(
    "fields", [{"text": ""}, {"email": "nonsense"}, {"token": "x"}, {"subject": "buy"}], ids=range(4)
)
def test_a_preview_says_what_is_wrong(post, fields):
    response = preview(post, **fields)
    assert response.status_code == 400
    assert 'class="draft"' not in response.content.decode()


def test_a_preview_asked_for_by_its_address_is_the_form(post):
    response = Client().get(reverse("blog:comment_preview", args=[post.pk]))
    assert response.status_code == 200
    assert "<form" in response.content.decode()


def test_whoever_wants_to_be_told_says_where(post):
    response = send(post, email="", notify="on")
    assert response.status_code == 400
    assert "Without an address" in response.content.decode()
    assert send(post, notify="on").status_code == 303
    assert send(post, text="Other words", notify="").status_code == 303
    assert list(Feedback.objects.order_by("pk").values_list("notify_replies", flat=True)) == [True, False]


FROM_ELSEWHERE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "https://testserver"},
    {"referer": "http://evil.example/http://testserver/"},
    {"origin": "http://[bad"},
]
FROM_HERE = [
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "same-origin", "origin": "null"},
    {"origin": "http://TESTSERVER"},
    {"origin": "http://127.0.0.1:8000"},
]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=range(7))
def test_a_browser_that_says_it_comes_from_elsewhere_is_believed(post, headers):
    assert send(post, headers=headers).status_code == 403
    assert preview(post, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", FROM_HERE, ids=range(5))
def test_a_browser_that_says_it_comes_from_here_is_believed(post, headers, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert send(post, headers=headers).status_code == 303


# --- Closing -----------------------------------------------------------------------------------

TODAY = timezone.now()
CLOSING = [
    # days of the blog, days of the post, age of the post in days, are comments taken?
    (0, None, 5000, True),
    (14, None, 13, True),
    (14, None, 15, False),
    (14, 0, 5000, True),
    (0, 7, 6, True),
    (0, 7, 8, False),
    (14, 30, 20, True),
]


@pytest.mark.parametrize(("blog_days", "post_days", "age", "is_open"), CLOSING)
def test_comments_close_after_so_many_days(settings, blog_days, post_days, age, is_open):
    settings.COMMENTS_CLOSE_AFTER_DAYS = blog_days
    day = TODAY - dt.timedelta(days=age)
    post = a_post(
        language="en", comments_close_after=post_days,
        published_at=day, published_year=day.year, published_month=day.month, published_day=day.day,
    )  # fmt: skip
    html = Client().get(post.get_absolute_url()).content.decode()
    assert ("<form" in html) is is_open
    assert ("Comments on this post are closed." in html) is not is_open
    assert Client().get(reverse("blog:comment", args=[post.pk])).status_code == (200 if is_open else 403)
    assert send(post).status_code == (303 if is_open else 403)
    assert preview(post).status_code == (200 if is_open else 403)


def test_a_post_whose_date_nobody_knows_does_not_close_by_its_age(settings):
    settings.COMMENTS_CLOSE_AFTER_DAYS = 1
    assert a_post(published_year=None).takes_comments


def test_comments_can_be_closed_on_the_whole_blog(post, settings):
    settings.COMMENTS_OPEN = False
    html = Client().get(post.get_absolute_url()).content.decode()
    assert "<form" not in html
    assert "Comments on this post are closed." in html
    assert send(post).status_code == 403


def test_the_tag_of_a_page_changes_when_its_comments_close(post, settings):
    before = Client().get(post.get_absolute_url())["ETag"]
    assert Client().get(post.get_absolute_url(), headers={"if-none-match": before}).status_code == 304
    settings.COMMENTS_CLOSE_AFTER_DAYS = 1
    assert Client().get(post.get_absolute_url(), headers={"if-none-match": before}).status_code == 200


@pytest.mark.parametrize("who", [editor, moderator])
def test_the_form_of_a_post_says_whether_comments_are_taken_and_until_when(post, settings, who):
    client, address = client_of(who()), reverse("admin:blog_post_change", args=[post.pk])
    assert "Open, never closed by age" in client.get(address).content.decode()
    settings.COMMENTS_CLOSE_AFTER_DAYS = 10
    assert "Closed since 13 June 2009" in client.get(address).content.decode()
    post.comments_close_after = 30000
    post.save()
    assert "Open until" in client.get(address).content.decode()
    settings.COMMENTS_OPEN = False
    assert "Closed on the whole blog" in client.get(address).content.decode()
