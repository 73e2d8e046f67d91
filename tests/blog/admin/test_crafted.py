"""What nobody clicks, only types: the desk says what is wrong with it, and goes on."""

import warnings

import pytest
from django.core.paginator import UnorderedObjectListWarning
from django.urls import reverse

from blog.models import ModerationEvent, Post
from tests import cast
from tests.blog.admin.test_roles import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return cast.client_of(cast.administrator())


def send(client, post, **changes):
    response = client.post(reverse("admin:blog_post_change", args=[post.pk]), form_of(post) | changes)
    return response.context["adminform"].form.errors if response.status_code == 200 else {}


@pytest.mark.parametrize(
    ("model", "query"),
    [
        ("post", "created_at__year=0"),
        ("post", "published_at__year=9999"),
        ("post", "published_at__year=2009&published_at__month=2&published_at__day=30"),
        ("post", "published_at__year=x"),
        ("comment", "submitted_at__year=9999"),
        ("textrepair", "created_at__year=0"),
        ("attachment", "uploaded_at__year=9999"),
    ],
)
def test_a_date_that_no_calendar_has_is_a_wrong_parameter(client, model, query):
    cast.a_post()
    address = reverse(f"admin:blog_{model}_changelist")
    response = client.get(f"{address}?{query}")
    assert (response.status_code, response["Location"]) == (302, f"{address}?e=1")


@pytest.mark.parametrize("number", ["x", "0", "9" * 30])
def test_the_history_of_no_post_is_not_there(client, number):
    assert client.get(f"/admin/blog/post/{number}/history/", follow=True).status_code in (200, 404)


@pytest.mark.parametrize("model", ["author", "tag", "category"])
def test_lists_have_an_order(client, model):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UnorderedObjectListWarning)
        assert client.get(reverse(f"admin:blog_{model}_changelist")).status_code == 200


def test_a_post_stands_below_neither_itself_nor_what_is_below_it(client):
    top, middle, low = (cast.a_post(kind="page") for _ in range(3))
    assert "parent" in send(client, top, parent=top.pk)
    assert send(client, low, parent=middle.pk) == {}
    assert send(client, middle, parent=top.pk) == {}
    top.refresh_from_db()
    assert "parent" in send(client, top, parent=low.pk)
    assert Post.objects.get(pk=top.pk).parent is None


def test_a_circle_that_is_there_already_ends_the_search(client):
    one, other, third = (cast.a_post(kind="page") for _ in range(3))
    Post.objects.filter(pk=one.pk).update(parent=other)
    Post.objects.filter(pk=other.pk).update(parent=one)
    assert send(client, third, parent=one.pk) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"published_year": "", "published_month": 6, "published_day": "", "published_at": ""},
        {"published_year": 2009, "published_month": "", "published_day": 3, "published_at": ""},
        {"published_year": 2009, "published_month": 6, "published_day": ""},
        {"published_year": 2009, "published_month": 13, "published_day": 3},
        {"published_year": "", "published_month": 6, "published_day": "", "title": "x" * 600},
        {"published_year": 70000, "published_month": 6, "published_day": 3},
    ],
)
def test_what_is_wrong_with_a_date_is_said_once_and_in_words(client, wrong):
    errors = send(client, cast.a_post(), **wrong)
    said = [message for name, messages in errors.items() for message in messages if name != "title"]
    assert len(said) == 1
    assert "onstraint" not in said[0]


def test_a_reason_that_is_too_long_is_cut(client):
    comment = cast.a_comment()
    address = reverse("admin:blog_comment_changelist")
    client.post(address, {"action": "mark_spam", "_selected_action": [comment.pk], "reason": "r" * 600})
    comment.refresh_from_db()
    assert comment.status == "spam"
    assert ModerationEvent.objects.get().reason == "r" * 500
