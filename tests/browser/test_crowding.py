"""Nothing that strangers send widens a page of the desk."""

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


@pytest.fixture(scope="module")
def spam(site):
    site.manage("shell", "-c", SPAM)
    yield
    undo = "from blog.models import *; Comment.objects.filter(author_name='x' * 100).delete(); "
    site.manage("shell", "-c", undo + "LegacyURL.objects.filter(path__startswith='/yyy').delete()")


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
