"""A public page asks the database the same number of questions whether it shows ten things or two hundred."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import search
from blog.models import Author, Category, Feedback, Post, Source, Tag, TaggedPost, TranslationNote

pytestmark = pytest.mark.django_db


def fill(number: int) -> Post:
    """Make posts with authors, sources, tags and categories of their own; return one that all feedback is under."""
    root = Category.objects.create(name="Root", slug=f"root-{number}")
    posts = []
    for i in range(number):
        name = f"{number}-{i}"
        post = Post(
            title=f"Tide {name}",
            slug=name,
            path=f"2009/06/{name}",
            status="published",
            language="en",
            body=f"<p>The tide, {name}.</p>",
            author=Author.objects.create(name=name, slug=name),
            source=Source.objects.create(name=name, slug=name),
            published_at=dt.datetime(2009, 6, 3, 12, tzinfo=dt.UTC),
            published_year=2009,
            published_month=6,
            published_day=3,
        )
        post.derive()
        posts.append(post)
    Post.objects.bulk_create(posts)
    tags = Tag.objects.bulk_create([Tag(name=f"t{post.slug}", slug=f"t{post.slug}") for post in posts])
    common = Tag.objects.get_or_create(slug="tide", defaults={"name": "tide"})[0]
    TaggedPost.objects.bulk_create(
        [
            TaggedPost(content_object=post, tag=tag)
            for post, own in zip(posts, tags, strict=True)
            for tag in (own, common)
        ]
    )
    children = [
        Category(name=post.slug, slug=post.slug, parent=root, path=f"{root.slug}/{post.slug}") for post in posts
    ]
    Category.objects.bulk_create(children)
    marked = Post.categories.through
    marked.objects.bulk_create(
        [marked(post=post, category=category) for post, category in zip(posts, children, strict=True)]
    )
    for post in posts:
        discuss(post, 2)
    discuss(posts[0], number)
    annotate(posts[0], number)
    search.index(posts)
    return posts[0]


def discuss(post: Post, number: int) -> None:
    """Put comments with answers, and trackbacks, under a post."""
    known = {"post": post, "status": "approved", "body": "x", "body_html": "<p>x</p>", "author_name": "n"}
    start = Feedback.objects.count()
    comments = Feedback.objects.bulk_create([Feedback(**known, anchor=f"c{start + i}") for i in range(number)])
    Feedback.objects.bulk_create(
        [Feedback(**known, anchor=f"a{start + i}", parent=comment) for i, comment in enumerate(comments)]
    )
    Feedback.objects.bulk_create(
        [Feedback(**known, anchor=f"t{start + i}", kind="trackback", title="t") for i in range(number)]
    )


def annotate(post: Post, number: int) -> None:
    notes = [TranslationNote(post=post, visibility="public", text=f"n{i}", exact="tide") for i in range(number)]
    TranslationNote.objects.bulk_create(notes)


def addresses(post: Post) -> dict[str, str]:
    root = post.categories.get().parent
    feed = {"pk": post.pk}
    return {
        "home": reverse("blog:home"),
        "post": post.get_absolute_url(),
        "archive": reverse("blog:archive"),
        "year": reverse("blog:archive_year", args=[2009]),
        "month": reverse("blog:archive_month", args=[2009, 6]),
        "day": reverse("blog:archive_day", args=[2009, 6, 3]),
        "undated": reverse("blog:undated"),
        "tag": reverse("blog:tag", args=["tide"]),
        "category": root.get_absolute_url(),
        "author": post.author.get_absolute_url(),
        "source": post.source.get_absolute_url(),
        "search": reverse("blog:search") + "?q=tide",
        "feed": reverse("blog:feed"),
        "atom": reverse("blog:feed_atom"),
        "json feed": reverse("blog:feed_json"),
        "tag feed": reverse("blog:tag_feed", args=["tide"]),
        "category feed": reverse("blog:category_feed", args=[root.path]),
        "comment feed": reverse("blog:comment_feed", kwargs=feed),
        "comment form": reverse("blog:comment", kwargs=feed),
        "sitemap": reverse("blog:sitemap"),
        "sitemap of posts": reverse("blog:sitemap_section", args=["posts"]),
        "sitemap of lists": reverse("blog:sitemap_section", args=["lists"]),
        "not found": "/nothing-here/",
    }


def count_questions(client, post: Post) -> dict[str, int]:
    counts = {}
    for name, address in addresses(post).items():
        client.get(address)  # what is remembered between requests is remembered now
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(address)
        assert response.status_code == (404 if name == "not found" else 200), name
        counts[name] = len(captured)
    return counts


def test_no_page_asks_more_of_two_hundred_than_of_ten(client):
    few = count_questions(client, fill(10))
    Post.objects.all().delete()
    Category.objects.filter(parent__isnull=False).delete()
    many = count_questions(client, fill(200))
    assert many == few
    assert max(few.values()) <= 16
