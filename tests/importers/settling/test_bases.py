"""Where a blog listed its categories and tags under words of its own, its posts tell these words."""

import pytest
from django.core.cache import cache

from blog.models import LegacyURL, Post
from importers.models import ImportedItem
from importers.undoing import undo_run
from tests.importers.blogs import Shelf, dump
from tests.importers.readers.exports import item
from tests.importers.test_old_addresses import borne, declared, fate

pytestmark = pytest.mark.django_db

BASE = "http://tide.example.org/blog"
TERMS = (
    declared("category", term_id=5, category_nicename="sea", category_parent="", cat_name="Sea"),
    declared("category", term_id=6, category_nicename="fog", category_parent="sea", cat_name="Fog"),
    declared("category", term_id=7, category_nicename="rope", category_parent="", cat_name="Rope"),
    declared("tag", term_id=8, tag_slug="rope", tag_name="Rope"),
    declared("tag", term_id=9, tag_slug="tar", tag_name="Tar"),
)
BORNE = "".join(borne("category", slug, slug) for slug in ("sea", "fog", "rope")) + "".join(
    borne("post_tag", slug, slug) for slug in ("rope", "tar")
)


@pytest.fixture
def shelf(tmp_path, settings):
    settings.SITE_URL = "http://new.example"
    settings.ALLOWED_HOSTS = ["new.example"]
    cache.clear()
    return Shelf(tmp_path)


def linking(number, *places):
    return item(number, BORNE, content__encoded=" ".join(f'<a href="{BASE}/{place}">x</a>' for place in places))


def linked():
    bodies = Post.objects.order_by("pk").values_list("body", flat=True)
    return [part.split('"')[0].removeprefix(BASE) for body in bodies for part in body.split('href="')[1:]]


def test_addresses_below_a_word_of_the_blog_s_own_lead_to_its_categories_and_tags(client, shelf):
    shelf.run(*TERMS, linking(1, "topics/sea/"), linking(2, "topics/sea/fog/", "mots/tar/", "mots/rope"))
    assert linked() == ["/category/sea/", "/category/sea/fog/", "/tag/tar/", "/tag/rope/"]
    assert fate(client, "/blog/topics/rope/") == (301, "/category/rope/")
    assert fate(client, "/blog/topics/sea/page/2/") == (301, "/category/sea/")
    assert fate(client, "/blog/mots/tar/feed/") == (301, "/tag/tar/feed/")
    assert fate(client, "/blog/topics/tar/") == (404, "")
    assert not ImportedItem.objects.filter(unsettled=True).exists()
    before = dump()
    shelf.run()
    assert dump() == before


@pytest.mark.parametrize(
    "places",
    [
        ["topics/sea/"],
        ["topics/sea/", "topics/none/", "topics/fog/"],
        ["topics/sea/", "topics/tar/"],
        ["topics/sea/?x=1", "topics/fog/?x=1"],
        ["2009/sea/", "2009/fog/"],
    ],
)
def test_a_word_below_which_other_things_stood_or_that_was_linked_to_once_is_none(client, shelf, places):
    shelf.run(*TERMS, linking(1, *places))
    assert linked() == [f"/{place}" for place in places]
    assert fate(client, "/blog/topics/fog/") == (404, "")


def test_undoing_the_run_that_told_the_word_takes_its_addresses(shelf):
    shelf.run(*TERMS, linking(1))
    before = set(LegacyURL.objects.values_list("path", flat=True))
    report = shelf.run(*TERMS, linking(1, "topics/sea/", "topics/fog/"))
    assert linked() == ["/category/sea/", "/category/sea/fog/"]
    assert undo_run(report.run).exit_status == 0
    assert set(LegacyURL.objects.values_list("path", flat=True)) == before
