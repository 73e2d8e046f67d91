"""Nothing that strangers send widens a page of the desk, and no name without a blank a public one."""

import pytest

SPAM = """
from blog.models import Comment, LegacyURL, Post
post = Post.objects.posts().first()
word = "y" * 300
Comment.objects.create(
    post=post, author_name="x" * 100, author_email="a" * 60 + "@mail.example",
    author_url=f"http://spam.example/{word}", body=f"http://spam.example/{word}",
)
LegacyURL.objects.create(host="old.example", path=f"/{word}", target_path=f"/{word}/")
"""
LISTS = ("comment/?q=spam.example", "comment/?status=all", "legacyurl/", "textrepair/", "post/")


NAMES = """
from blog.models import *
name = "n" * 190
post = Post.objects.create(
    title=name, slug="crowded", path="2009/crowded", body=name, status="published", published_year=2009
)
author = Author.objects.create(name=name, slug="crowded")
post.author = author
post.save()
category = Category.objects.create(name=name, slug="crowded")
post.categories.add(category)
post.tags.add(name[:90])
first = None
for depth in range(12):
    first = Comment.objects.create(
        post=post, parent=first, author_name=name, author_url="http://x.example/" * (depth % 2), title=name,
        body=name, status="approved",
    )
for kind in ("trackback", "pingback"):
    Trackback.objects.create(
        post=post, kind=kind, title=name, author_name=name + "a", blog_name=name, author_url="http://x.example/" + name,
        body=name, status="approved",
    )
print(post.get_absolute_url(), author.get_absolute_url(), category.get_absolute_url(),
      post.tags.get().get_absolute_url())
"""


@pytest.fixture(scope="module")
def crowded(site):
    addresses = site.run(NAMES).split()
    yield addresses
    site.run(
        "from blog.models import *; post = Post.objects.get(slug='crowded'); post.tags.all().delete(); post.delete(); "
        "Author.objects.get(slug='crowded').delete(); Category.objects.get(slug='crowded').delete()"
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_names_without_a_blank_fit_into_the_public_pages(open_page, crowded, width):
    page = open_page("/", width=width)
    for address in (*crowded, "/", "/archive/", "/2009/", f"/search/?q={'n' * 190}"):
        page.goto(address)
        assert page.locator("h1, h2").count(), address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


@pytest.fixture(scope="module")
def spam(site):
    site.run(SPAM)
    yield
    undo = "from blog.models import *; Comment.objects.filter(author_name='x' * 100).delete(); "
    site.run(undo + "LegacyURL.objects.filter(path__startswith='/yyy').delete()")


@pytest.mark.parametrize("width", [1280, 390])
def test_long_words_of_strangers_fit_into_the_lists_of_the_desk(open_page, spam, width):
    page = open_page("/admin/", width=width, as_="editor")
    for address in LISTS:
        page.goto(f"/admin/blog/{address}")
        assert page.locator("#result_list tbody tr").count(), address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        if width == 1280:
            fits = "(box => box.scrollWidth <= box.clientWidth)(document.querySelector('.results'))"
            assert page.evaluate(fits), address


def test_the_fields_of_a_posts_form_begin_at_the_left_of_a_phone(open_page):
    page = open_page("/admin/blog/post/?q=Tide+table", width=390, as_="editor")
    page.goto(page.locator("#result_list tbody a[href*='/change/']").first.get_attribute("href"))
    for name in ("status", "kind", "published_year", "published_day"):
        assert page.locator(f"[name={name}]").bounding_box()["x"] < 60, name
