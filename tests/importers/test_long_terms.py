"""Terms whose names and slugs are as long as WordPress lets them be, and longer."""

import pytest
from django.core.cache import cache

from blog.models import Category, Post, Tag
from tests.cast import reader_client
from tests.importers.blogs import Shelf, codes
from tests.importers.readers.exports import item
from tests.importers.readers.test_wxr_languages import used
from tests.importers.test_terms_stored import category, tag

pytestmark = pytest.mark.django_db
LONG = ("tide-" * 40)[:200].strip("-")
LONGER = "ebb-and-flow-" * 30


@pytest.fixture
def shelf(tmp_path, settings):
    settings.SITE_URL = "http://new.example"
    settings.ALLOWED_HOSTS = ["new.example", "testserver", "tide.example.org"]
    cache.clear()
    return Shelf(tmp_path)


def leads_to(path):
    response = reader_client().get(f"/blog{path}", headers={"host": "tide.example.org"})
    return response.status_code, response.headers.get("Location", "").removeprefix("http://new.example")


def test_a_name_and_a_slug_of_two_hundred_letters_are_kept_whole(shelf):
    name = "T" * 200
    report = shelf.run(
        tag(LONG, name), category(LONG, name), item(7, used("post_tag", LONG, name) + used("category", LONG, name))
    )
    assert [(term.slug, term.name) for term in (Tag.objects.get(), Category.objects.get())] == [(LONG, name)] * 2
    assert leads_to(f"/tag/{LONG}/") == (301, f"/tag/{LONG}/")
    assert leads_to(f"/category/{LONG}/") == (301, f"/category/{LONG}/")
    assert codes(report) == []


def test_what_is_longer_is_cut_said_kept_and_found_by_its_old_address(shelf):
    name = "T" * 400
    report = shelf.run(
        tag(LONGER + "a", name),
        tag(LONGER + "b", "B"),
        item(7, used("post_tag", LONGER + "a") + used("post_tag", LONGER + "b")),
    )
    first, second = Tag.objects.order_by("pk")
    assert (first.name, first.source_meta["name"], second.name) == ("T" * 255, name, "B")
    assert Post.objects.get().tags.count() == 2
    assert leads_to(f"/tag/{LONGER}a/") == (301, f"/tag/{first.slug}/")
    assert leads_to(f"/tag/{LONGER}b/") == (301, f"/tag/{second.slug}/")
    assert [issue.code for issue in report.issues] == ["value-shortened"]
    assert codes(shelf.run()) == []
