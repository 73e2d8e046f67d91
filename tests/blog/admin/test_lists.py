"""Every list of the admin opens, and costs the same number of queries with ten objects and with two hundred."""

import itertools

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import moderation
from blog.models import (
    Attachment,
    Author,
    Category,
    Comment,
    LegacyURL,
    Mention,
    ModerationEvent,
    Post,
    Source,
    Tag,
    TaggedPost,
    TextRepair,
    Trackback,
    TranslationNote,
)
from tests import cast

pytestmark = pytest.mark.django_db

LISTED = [
    *(Post, Comment, Trackback, ModerationEvent, TranslationNote, TextRepair),
    *(Source, Author, Category, Tag, Attachment, LegacyURL, Mention),
]
numbers = itertools.count(1)


def grow(count):
    """Add posts that each have a source, an author, tags, categories, a comment with replies, and all the rest."""
    for n in itertools.islice(numbers, count):
        source, author = cast.a_source(), cast.an_author()
        post = cast.a_post(source=source, author=author, language="en", body=f"<p>It’s rain number {n}.</p>")
        category = Category.objects.create(name=f"Category {n}", slug=f"category-{n}")
        post.categories.add(category)
        for name in ("one", "two"):
            TaggedPost.objects.create(content_object=post, tag=Tag.objects.create(name=name, slug=f"{name}-{n}"))
        comment = cast.a_comment(post, source=source)
        cast.a_comment(post, parent=comment, source=source)
        trackback = cast.a_trackback(post, source=source)
        known = {"protocol": "trackback", "state": "refused", "announced_at": trackback.submitted_at}
        Mention.objects.create(
            post=post, feedback_id=trackback.pk, source_url=f"https://blog.example/{n}", source_key=str(n), **known
        )
        cast.a_repair(post, "body", "â€™", "’")
        Attachment.objects.create(title=f"Photo {n}", post=post, source=source)
        LegacyURL.objects.create(host="old.example", path=f"/{n}", post=post)
        TranslationNote.objects.create(post=post, text="hm")
    moderation.approve(Comment.objects.filter(parent__isnull=True), by=None, rule="grown")


def queries_of(client, model):
    url = reverse(f"admin:blog_{model._meta.model_name}_changelist")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url, {"status": "all"} if model in (Comment, Trackback) else {})
    assert response.status_code == 200
    return len(captured)


def test_no_list_costs_more_queries_for_more_objects():
    client = cast.client_of(cast.administrator())
    ContentType.objects.clear_cache()
    grow(10)
    for model in LISTED:
        queries_of(client, model)  # fills the caches of content types
    few = {model.__name__: queries_of(client, model) for model in LISTED}
    grow(190)
    many = {model.__name__: queries_of(client, model) for model in LISTED}
    assert many == few
    assert max(few.values()) < 30


def test_every_noun_of_the_blog_is_registered_and_no_tag_of_taggit():
    registered = {model._meta.label for model in admin.site._registry}
    assert {f"blog.{model.__name__}" for model in LISTED} <= registered
    assert "taggit.Tag" not in registered
    assert "blog.Feedback" not in registered


@pytest.mark.parametrize(
    "model", [model for model in LISTED if model is not ModerationEvent], ids=lambda model: model.__name__
)
def test_each_list_opens_empty_searched_and_filtered(model):
    client = cast.client_of(cast.administrator())
    url = reverse(f"admin:blog_{model._meta.model_name}_changelist")
    assert "empty-state" in client.get(url).content.decode()
    grow(1)
    if model in (Comment, Trackback):
        assert client.get(url, {"status": "all"}).context["cl"].result_count > 0
    else:
        assert client.get(url).context["cl"].result_count > 0
    assert client.get(url, {"q": "no such words"}).context["cl"].result_count == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"dated": "no"}, {"undated"}),
        ({"dated": "month"}, {"month"}),
        ({"dated": "day"}, {"day"}),
        ({"dated": "time"}, {"time"}),
        ({"language": "fr"}, {"month"}),
        ({"language": "-"}, {"undated", "day", "time"}),
        ({"todo": "feedback"}, {"time"}),
        ({"todo": "repairs"}, {"day"}),
        ({"todo": "notes"}, {"month"}),
        ({"translation": "yes"}, {"month"}),
        ({"q": "heavy"}, {"undated"}),
    ],
)
def test_posts_are_filtered_by_date_language_and_what_is_left_to_do(query, found):
    original = cast.a_post(title="time")
    cast.a_post(title="undated", published_year=None, body="heavy rain")
    month = cast.a_post(title="month", published_month=None, language="fr", translation_of=original)
    day = cast.a_post(title="day", published_at=None)
    TranslationNote.objects.create(post=month, text="hm")
    cast.a_repair(day, "title", "day", "dai", state="proposed")
    cast.a_comment(original)
    cast.a_comment(original)
    response = cast.client_of(cast.editor()).get(reverse("admin:blog_post_changelist"), query)
    assert sorted(post.title for post in response.context["cl"].result_list) == sorted(found)


def test_the_queue_is_shown_unless_all_is_asked_for():
    client, url = cast.client_of(cast.moderator()), reverse("admin:blog_comment_changelist")
    post = cast.a_post()
    for status in ("pending", "approved", "spam"):
        cast.a_comment(post, status=status)
    assert [c.status for c in client.get(url).context["cl"].result_list] == ["pending"]
    assert client.get(url, {"status": "spam"}).context["cl"].result_count == 1
    assert client.get(url, {"status": "all"}).context["cl"].result_count == 3


def test_the_first_page_counts_what_waits():
    cast.a_comment()
    cast.a_trackback()
    page = cast.client_of(cast.moderator()).get(reverse("admin:index")).content.decode()
    assert "comments to moderate" in page
    assert "drafts" in page
    assert "repairs proposed" not in page
