"""Later pages of a list say which they are, and search shows each text once."""

import pytest
from django.urls import reverse

from blog import search
from blog.models import Category
from blog.templatetags.blog import found_passage
from tests.cast import a_post, a_source, an_author

pytestmark = pytest.mark.django_db


def test_later_pages_of_every_list_name_their_neighbours_and_their_number(client):
    author, source = an_author(), a_source()
    category = Category.objects.create(name="Ropes", slug="ropes")
    for _ in range(25):
        a_post(author=author, source=source, tags=("Rope",)).categories.add(category)
    for address in ("/", "/tag/rope/", *(subject.get_absolute_url() for subject in (author, source, category))):
        html = client.get(f"{address}?page=2").content.decode()
        assert '<link rel="prev" href="?page=1">' in html, address
        assert '<link rel="next" href="?page=3">' in html, address
        assert "page 2</title>" in html, address
        first = client.get(address).content.decode()
        assert 'rel="prev"' not in first, address
        assert "page 1</title>" not in first, address


def test_a_found_text_is_the_body_or_the_excerpt_never_both():
    post = a_post(excerpt="Rope and tar.", body="<p>Rope and tar. A man sits.</p>")
    assert str(found_passage(post, ("rope",))) == "<mark>Rope</mark> and tar. A man sits."
    assert str(found_passage(a_post(excerpt="Rope.", body="<p>Tar.</p>"), ("rope",))) == "<mark>Rope</mark>."
    assert str(found_passage(a_post(excerpt="", body="<p>Tar.</p>"), ("rope",))) == "Tar."


def test_search_counts_texts_whatever_their_kind(client):
    search.index([a_post(title="Rope"), a_post(title="Rope", kind="page")])
    assert "2 texts found" in client.get(reverse("blog:search"), {"q": "rope"}).content.decode()
