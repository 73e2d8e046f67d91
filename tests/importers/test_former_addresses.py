"""Where a post of WordPress answered before its slug or date changed, it answers still."""

import pytest
from django.core.cache import cache

from blog.models import LegacyURL, Post
from importers.former import former_addresses
from importers.undoing import undo_run
from tests.importers.blogs import Shelf, codes, dump
from tests.importers.readers.exports import field, item
from tests.importers.test_old_addresses import fate

BASE = "http://tide.example.org/blog"


def meta(key, value):
    return f"<wp:postmeta>{field('wp:meta_key', key)}{field('wp:meta_value', value)}</wp:postmeta>"


def renamed(number, old, **fields):
    slug = f"post-{number}"
    values = {"link": f"{BASE}/2009/03/{slug}/", "wp__post_name": slug, **fields}
    return item(number, extra=meta("_wp_old_slug", old), **values)


@pytest.mark.parametrize(
    ("link", "slug", "metadata", "found"),
    [
        ("/2009/03/new/", "new", [["_wp_old_slug", "old"]], ["/2009/03/old/"]),
        ("/2009/03/01/new.html", "new", [["_wp_old_slug", "old"]], ["/2009/03/01/old.html"]),
        ("/news/new-7/", "new", [["_wp_old_slug", "old"]], ["/news/old-7/"]),
        ("/%C3%A9t%C3%A9/", "%c3%a9t%c3%a9", [["_wp_old_slug", "%c3%a0"]], ["/%C3%A0/"]),
        ("/2009/03/01/new/", "new", [["_wp_old_date", "2008-12-31"]], ["/2008/12/31/new/"]),
        (
            "/2009/03/new/",
            "new",
            [["_wp_old_slug", "old"], ["_wp_old_date", "2008-12-31"]],
            ["/2009/03/old/", "/2008/12/new/", "/2008/12/old/"],
        ),
        ("/?p=7", "new", [["_wp_old_slug", "old"]], []),
        ("/archives/7", "new", [["_wp_old_slug", "old"]], []),
        ("/2009/03/new/", "new", [["_wp_old_slug", "a/b"], ["_wp_old_slug", ""], ["_wp_old_date", "soon"]], []),
        ("/2009/03/new/", "new", [["other", "old"]], []),
    ],
)
def test_a_former_address_follows_the_pattern_of_the_present_one(link, slug, metadata, found):
    former = former_addresses(BASE + link, slug, "2009-03-01 12:00:00", metadata)
    assert [url.removeprefix(BASE) for url in former] == found


def test_a_post_keeps_a_bounded_number_of_former_addresses():
    metadata = [["_wp_old_slug", f"old-{number}"] for number in range(1000)]
    assert len(former_addresses(f"{BASE}/new/", "new", "", metadata)) == 40


@pytest.fixture
def shelf(tmp_path, settings, db):
    settings.SITE_URL = "http://new.example"
    settings.ALLOWED_HOSTS = ["new.example"]
    cache.clear()
    return Shelf(tmp_path)


def test_a_former_slug_leads_to_the_post_that_had_it(client, shelf):
    shelf.run(renamed(7, "old-name"), renamed(8, "hidden", wp__status="draft"))
    assert fate(client, "/blog/2009/03/old-name/") == (301, "/2009/03/post-7/")
    assert fate(client, "/blog/2009/03/old-name/feed/")[0] == 301
    assert fate(client, "/blog/2009/03/hidden/") == (404, "")
    before = dump()
    shelf.run()
    assert dump() == before


def test_the_address_of_another_post_is_no_former_one_whichever_comes_first(client, shelf):
    later = item(201, link=f"{BASE}/2009/03/taken/", wp__post_name="taken")
    report = shelf.run(renamed(7, "taken"), *(item(number) for number in range(50, 160)), later)
    assert "address-collision" not in codes(report)
    assert fate(client, "/blog/2009/03/taken/") == (301, "/2009/03/taken/")


def test_a_former_slug_that_comes_later_leads_too_until_that_run_is_undone(client, shelf):
    shelf.run(item(7, link=f"{BASE}/2009/03/post-7/"))
    report = shelf.run(renamed(7, "old-name"))
    assert fate(client, "/blog/2009/03/old-name/") == (301, "/2009/03/post-7/")
    assert undo_run(report.run).exit_status == 0
    assert not LegacyURL.objects.filter(path="/blog/2009/03/old-name").exists()
    assert Post.objects.count() == 1
