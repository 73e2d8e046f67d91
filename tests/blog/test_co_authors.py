"""A post that several people wrote says so, in their order, wherever its author is shown."""

import json

import pytest
from django.urls import reverse

from blog import search
from blog.models import Author, Post
from tests.cast import a_post, an_author, client_of, editor, reader_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def together():
    """A post by Zoe, then Yves, then Anna: no alphabet's order."""
    first, second, third = (an_author(name=name, slug=name.lower()) for name in ("Zoe", "Yves", "Anna"))
    post = a_post(author=first)
    post.co_authors.add(second)
    post.co_authors.add(third)
    search.index([post])
    return post


def names(text):
    return [name for name in ("Zoe", "Yves", "Anna") if name in text], sorted(
        ("Zoe", "Yves", "Anna"), key=lambda name: text.find(name)
    )


def test_the_byline_names_all_in_order(together):
    page = reader_client().get(together.get_absolute_url()).content.decode()
    byline = page[page.index('class="byline"') :]
    assert names(byline[: byline.index("</p>")])[1] == ["Zoe", "Yves", "Anna"]
    assert page.count('<meta name="author"') == 3
    page = reader_client().get(reverse("blog:home")).content.decode()
    assert all(f'href="/author/{name}/"' in page for name in ("zoe", "yves", "anna"))


def test_each_has_a_page_and_a_feed_that_holds_the_post(together):
    for slug in ("zoe", "yves", "anna"):
        for name in ("blog:author", "blog:author_feed"):
            answer = reader_client().get(reverse(name, kwargs={"slug": slug}))
            assert answer.status_code == 200
            assert together.title in answer.content.decode()
    Post.objects.update(status="draft")
    assert reader_client().get(reverse("blog:author", kwargs={"slug": "anna"})).status_code == 404


def test_feeds_name_all(together):
    rss, atom, feed = (
        reader_client().get(reverse(f"blog:{name}")).content.decode() for name in ("feed", "feed_atom", "feed_json")
    )
    assert [author["name"] for author in json.loads(feed)["items"][0]["authors"]] == ["Zoe", "Yves", "Anna"]
    assert rss.count("dc:creator") == 6
    assert atom.count("<author>") == 3


def test_search_finds_the_post_by_each(together):
    assert all(search.find(name).get() == together for name in ("Zoe", "Yves", "Anna"))


def test_a_renamed_co_author_is_found_by_the_new_name(together):
    anna = Author.objects.get(slug="anna")
    address = reverse("admin:blog_author_change", args=[anna.pk])
    client_of(editor()).post(address, {"name": "Annabel", "slug": "anna", "url": "", "bio": "", "email": ""})
    assert search.find("Annabel").get() == together


def test_an_editor_sees_and_changes_them(together):
    client = client_of(editor())
    page = client.get(reverse("admin:blog_post_change", args=[together.pk])).content.decode()
    assert page.count('name="co_authors"') == 3
    listed = client.get(reverse("admin:blog_post_changelist")).content.decode()
    assert "Zoe, Yves, Anna" in listed


def test_what_search_engines_are_told_stands_in_the_head():
    post = a_post(seo_title="Tides & boats", seo_description="All about tides.")
    page = reader_client().get(post.get_absolute_url()).content.decode()
    assert "<title>Tides &amp; boats</title>" in page
    assert '<meta name="description" content="All about tides.">' in page
    assert f">{post.title}</h1>" in page
