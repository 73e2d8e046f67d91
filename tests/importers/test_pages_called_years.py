"""A page that is called as a year is at the old address of that year's archive, as it was; the archives of the months,
and all that is ours, stay what they are."""

import pytest
from django.core.cache import cache

from blog.models import Post
from tests.cast import a_source
from tests.importers.readers.exports import HEAD, export, item
from tests.importers.test_old_addresses import fate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("new_site")]


def page(number=8, **fields):
    stated = {"wp__post_type": "page", "wp__post_name": "2010", "link": "http://tide.example.org/blog/2010/"}
    return item(number, **(stated | fields))


POST = item(7, wp__post_date="2010-05-03 12:00:00", wp__post_date_gmt="2010-05-03 11:00:00")


def place():
    return Post.objects.get(kind="page", original_id="8").get_absolute_url()


def test_the_page_has_its_old_address_and_the_months_of_the_year_have_theirs(client, shelf):
    shelf.run(POST, page())
    expected = {
        "/blog/2010/": place(),
        "/blog/index.php/2010/": place(),
        "/blog/?page_id=8": place(),
        "/blog/2010/05/": "/2010/05/",
        "/blog/index.php/2010/05/": "/2010/05/",
        "/blog/2010/5": "/2010/05/",
        "/blog/2010/05/03/": "/2010/05/03/",
        "/blog/2010/05/page/2/": "/2010/05/",
        "/blog/2010/05/feed/": "/feed/",
        "/blog/2010/comment-page-1/": place(),
        "/blog/?year=2010&monthnum=5": "/2010/05/",
        "/blog/?m=201005": "/2010/05/",
        "/blog/?m=2010": "/2010/",
    }
    assert {address: fate(client, address) for address in expected} == {
        address: (301, target) for address, target in expected.items()
    }
    assert client.get(place()).status_code == 200


def test_our_own_archives_stay_where_they_are(client, shelf):
    shelf.run(POST, page())
    for address in ("/2010/", "/2010/05/", "/2010/05/03/", place()):
        assert client.get(address, headers={"host": "new.example"}).status_code == 200, address
    assert place() != "/2010/"


def test_the_second_part_of_the_page_is_the_page_where_no_archive_is(client, shelf):
    shelf.run(POST, page())
    assert fate(client, "/blog/2010/2/") == (301, place())
    assert fate(client, "/blog/2010/02/03/") == (301, place())


def test_a_page_below_it_is_at_its_own_address(client, shelf):
    shelf.run(
        POST, page(), page(9, wp__post_name="05", wp__post_parent=8, link="http://tide.example.org/blog/2010/05/")
    )
    below = Post.objects.get(original_id="9").get_absolute_url()
    assert fate(client, "/blog/2010/05/") == (301, below)


def test_a_link_to_the_month_in_a_post_leads_to_the_archive(shelf):
    body = (
        '<a href="http://tide.example.org/blog/2010/05/">May</a> <a href="http://tide.example.org/blog/2010/">2010</a>'
    )
    shelf.run(POST, page(), item(11, content__encoded=body))
    stored = Post.objects.get(original_id="11").body
    assert 'href="/2010/05/"' in stored
    assert f'href="{place()}"' in stored


def test_a_page_of_another_blog_takes_no_archive_of_this_one(client, shelf):
    shelf.run(POST, page())
    a_source(base_url="http://fog.example.org/")
    cache.clear()
    assert fate(client, "/2010/", "fog.example.org") == (301, "/2010/")
    assert fate(client, "/2010/05/", "fog.example.org") == (301, "/2010/05/")


ROOT = HEAD.replace("tide.example.org/blog/", "tide.example.org/")


def test_where_this_site_is_the_old_one_the_years_archive_leads_to_the_page(client, shelf, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "http://tide.example.org", ["tide.example.org"]
    shelf.path.write_bytes(export(POST, page(title="Our year", link="http://tide.example.org/2010/"), head=ROOT))
    shelf.run()
    cache.clear()
    host = {"host": "tide.example.org"}
    shown = client.get("/2010/", headers=host).content.decode()
    assert f'<a href="{place()}">Our year</a>' in shown
    assert '<a href="/2010/05/">' in shown
    assert "Our year" not in client.get("/2010/05/", headers=host).content.decode().partition("<main")[2]
    Post.objects.filter(kind="page").update(status="draft")
    assert "Our year" not in client.get("/2010/", headers=host).content.decode()
    Post.objects.filter(kind="page").update(status="published")
    Post.objects.filter(kind="post").delete()
    assert fate(client, "/2010/") == (301, place())
