"""What the nouns promise: what the public sees, which dates and links are possible, what follows from what."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Attachment, Category, Comment, Feedback, LegacyURL, Post, Tag, TaggedPost, Trackback
from blog.models.post import UNDATED
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["draft", "in_review", "private", "archived"])
def test_only_published_posts_are_public(status):
    cast.a_post(status=status)
    shown = cast.a_post()
    assert list(Post.objects.public()) == [shown]


def test_a_post_published_in_the_future_is_scheduled_not_public():
    later = timezone.now() + dt.timedelta(hours=2)
    parts = {"published_year": later.year, "published_month": later.month, "published_day": later.day}
    post = cast.a_post(published_at=later, **parts)
    assert not Post.objects.public().exists()
    assert Post.objects.scheduled().get() == post
    assert not post.is_public


def test_only_approved_feedback_on_public_posts_is_public():
    shown, hidden = cast.a_post(), cast.a_post(status="draft")
    for post in (shown, hidden):
        for status in ("pending", "approved", "spam", "trash"):
            cast.a_comment(post, status=status)
    assert [(c.post, c.status) for c in Feedback.objects.public()] == [(shown, "approved")]
    assert Feedback.objects.awaiting_moderation().count() == 2


def test_a_trackback_is_never_counted_as_a_comment():
    post = cast.a_post()
    cast.a_comment(post, status="approved")
    for kind in ("trackback", "pingback", "webmention"):
        cast.a_trackback(post, status="approved", kind=kind)
    cast.a_comment(post, status="spam")
    counted = Post.objects.with_counts().get()
    assert (counted.comment_count, counted.trackback_count) == (1, 3)
    assert (Comment.objects.count(), Trackback.objects.count()) == (2, 3)


def test_undated_posts_come_last_and_others_by_what_is_known_of_their_date():
    undated = cast.a_post(published_year=None)
    year = cast.a_post(published_year=2009, published_month=None)
    day = cast.a_post(published_at=None)
    assert undated.sort_at == UNDATED
    assert list(Post.objects.newest_first()) == [day, year, undated]
    assert Post.objects.undated().get() == undated


@pytest.mark.parametrize(
    "fields",
    [
        {"published_year": None, "published_month": 6, "published_day": None, "published_at": None},
        {"published_month": None, "published_day": 3, "published_at": None},
        {"published_day": None},
        {"status": "gone"},
        {"kind": "entry"},
        {"body_format": "bbcode"},
        {"path": "taken"},
    ],
)
def test_the_database_refuses_posts_that_cannot_be(fields):
    cast.a_post(path="taken")
    post = cast.a_post()
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(**fields)


def test_no_post_translates_itself_and_no_comment_answers_itself():
    comment = cast.a_comment()
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=comment.post_id).update(translation_of=comment.post_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(parent=comment.pk)


@pytest.mark.parametrize("fields", [{"status": "ham"}, {"kind": "shout"}, {"anchor": "taken"}])
def test_the_database_refuses_feedback_that_cannot_be(fields):
    post = cast.a_post()
    cast.a_comment(post, anchor="taken")
    comment = cast.a_comment(post)
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=comment.pk).update(**fields)


def test_only_comments_answer():
    comment = cast.a_comment()
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.a_trackback(comment.post, parent=comment)


def test_an_old_address_leads_to_a_post_or_to_a_path_never_both_or_neither():
    post = cast.a_post()
    for fields in ({}, {"post": post, "target_path": "/x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LegacyURL.objects.create(path="/old", **fields)


def test_a_slug_stands_once_under_each_parent():
    top = Category.objects.create(name="A", slug="a")
    low = Category.objects.create(name="A", slug="a", parent=top)
    assert low.path == "a/a"
    for parent in (None, top):
        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.create(name="B", slug="a", parent=parent)


def test_two_tags_may_share_a_name_and_a_post_bears_each_once():
    post = cast.a_post()
    tags = [Tag.objects.create(name="Rain", slug=slug) for slug in ("rain", "rain-2")]
    post.tags.set(tags)
    assert post.tags.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        TaggedPost.objects.create(content_object=post, tag=tags[0])


def test_the_rendering_follows_body_and_format():
    post = cast.a_post(body="*one* <script>alert(1)</script>", body_format="markdown")
    assert "<em>one</em>" in post.body_html
    assert "<script" not in post.body_html
    Post.objects.filter(pk=post.pk).update(body_html="")
    post = Post.objects.get()
    post.body_format = "text"
    post.save(update_fields=["body_format"])
    assert "*one*" in Post.objects.get().body_html


def test_a_comment_without_an_anchor_gets_one_of_ours():
    first, second = cast.a_comment(anchor=""), cast.a_comment(anchor="")
    assert first.anchor
    assert first.anchor != second.anchor


def test_history_records_what_people_edit_and_no_rendering():
    post = cast.a_post()
    post.title = "Other"
    post.save()
    assert post.history.count() == 2
    assert "body_html" not in {field.name for field in post.history.model._meta.get_fields()}


@pytest.mark.parametrize("fields", [None, ["body_format"], ["body", "body_format"]])
def test_the_rendering_of_feedback_follows_body_and_format_too(fields):
    comment = cast.a_comment(body="<b>one</b>", body_format="text")
    comment.body_format = "html"
    comment.save(update_fields=fields)
    assert "<b>one</b>" in Comment.objects.get().body_html


def test_attachments_without_a_date_come_last():
    undated = Attachment.objects.create(title="undated")
    dated = Attachment.objects.create(title="dated", uploaded_at=timezone.now())
    assert list(Attachment.objects.all()) == [dated, undated]


def test_feedback_without_a_date_comes_last_where_the_newest_comes_first():
    post = cast.a_post()
    undated, dated = cast.a_comment(post, submitted_at=None), cast.a_comment(post)
    assert list(post.feedback.newest_first()) == [dated, undated]


@pytest.mark.parametrize(
    ("ours", "theirs", "moment"),
    [
        ("UTC", None, "2009-06-03T00:00"),
        ("Europe/Rome", None, "2009-06-02T22:00"),
        ("Europe/Rome", "Asia/Tokyo", "2009-06-02T15:00"),
        ("Europe/Rome", "", "2009-06-02T22:00"),
        ("Europe/Rome", "No/Where", "2009-06-02T22:00"),
    ],
)
def test_a_day_begins_by_the_clock_of_its_source_or_else_ours(settings, ours, theirs, moment):
    settings.TIME_ZONE = ours
    source = None if theirs is None else cast.a_source(timezone=theirs)
    post = cast.a_post(published_year=2009, published_month=6, published_day=3, source=source)
    assert post.sort_at == dt.datetime.fromisoformat(f"{moment}+00:00")


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_the_last_year_are_dates_in_every_zone(settings, year):
    for zone in ("Pacific/Kiritimati", "Pacific/Midway"):
        settings.TIME_ZONE = zone
        cast.a_post(published_year=year, published_month=12 if year > 1 else 1, published_day=31 if year > 1 else 1)
    assert Post.objects.count() == 2
