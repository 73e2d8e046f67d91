"""Feedback of an e-mail address is found however its letters are written, by the index and not by reading all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import authorship, persons
from blog.models import Feedback
from tests import cast

pytestmark = pytest.mark.django_db
FOUND = {
    "by the word": lambda: Feedback.objects.by_email(" Rita@Mail.example "),
    "of an author": lambda: authorship.feedback_of("email:rita@mail.example"),
    "of a person": lambda: persons.feedback_of("RITA@mail.example"),
    "of a person with a login": lambda: persons.feedback_of("MAUD@mail.example"),
}


@pytest.fixture
def voices():
    post, maud = cast.a_post(), cast.moderator()
    for number, email in enumerate(["Rita@mail.example", "rita@MAIL.example", "marita@mail.example"]):
        cast.a_comment(post, author_email=email, status=["approved", "spam", "spam"][number])
    return [cast.a_comment(post, author_email=email, user=maud) for email in ("", "maud@mail.example")]


def plan(queryset):
    """Return how the database finds these rows where reading all is dear."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    return queryset.explain()


@pytest.mark.parametrize("name", FOUND)
def test_the_index_finds_it(voices, name):
    queryset = FOUND[name]()
    assert queryset.count() == 2
    told = plan(queryset)
    assert "feedback_by_email" in told
    assert "SCAN blog_feedback" not in told
    assert "Seq Scan on blog_feedback" not in told


def test_the_page_of_a_comment_counts_all_of_its_author_by_the_index(voices):
    comment = Feedback.objects.get(author_email="Rita@mail.example")
    client = cast.client_of(cast.editor())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(reverse("admin:blog_comment_change", args=[comment.pk]))
    assert len(page.context["desk"]["author"]) == 2
    assert not any('"author_email" = ' in query["sql"] for query in asked)
