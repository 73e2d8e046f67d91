"""The order of a blog's posts follows its time zone, whoever changes that."""

import datetime as dt

import pytest

from blog.models import Post, Source
from importers.loading.sources import Wish
from tests.cast import a_post, administrator, client_of
from tests.importers.blogs import Shelf
from tests.importers.readers.exports import item

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return Source.objects.create(name="The Tide Table", slug="tide", timezone="Europe/Rome")


def in_utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def test_posts_without_a_time_are_sorted_by_the_new_zone(source):
    day = a_post(source=source, published_month=6, published_day=3)
    year = a_post(source=source, published_month=None, published_day=None)
    undated = a_post(source=source, published_year=None)
    timed = a_post(source=source)
    stood = timed.sort_at
    assert day.sort_at == in_utc(2009, 6, 2, 22)
    source.timezone = "America/New_York"
    source.save()
    for post in (day, year, undated, timed):
        kept = post.sort_at
        post.refresh_from_db()
        assert post.sort_at == (post.published_at or post.earliest_moment())
        assert (post.sort_at != kept) == (post in (day, year))
    assert (day.sort_at, timed.sort_at) == (in_utc(2009, 6, 3, 4), stood)


def test_posts_of_other_blogs_stay_where_they_are(source):
    other = a_post(source=Source.objects.create(name="Other", slug="other", timezone="Asia/Tokyo"), published_day=3)
    ours = a_post(published_day=3)
    source.timezone = ""
    source.save()
    assert [Post.objects.get(pk=post.pk).sort_at for post in (other, ours)] == [other.sort_at, ours.sort_at]


def test_another_change_of_a_source_costs_one_query_more(source, django_assert_num_queries):
    source.name = "Tides"
    with django_assert_num_queries(4):  # with those around the transaction
        source.save()


def test_a_zone_that_an_import_tells_later_counts_for_what_was_there(tmp_path):
    shelf = Shelf(tmp_path)
    stamp = {"wp__post_date": "2009-06-03", "wp__post_date_gmt": None, "wp__post_type": "page"}
    shelf.run(item(7, **stamp))
    shelf.run(wish=Wish(timezone="America/New_York"))
    post = Post.objects.get()
    assert Source.objects.get().timezone == "America/New_York"
    assert post.sort_at == (post.published_at or post.earliest_moment())


def test_an_editor_changes_it_in_the_admin(source):
    post = a_post(source=source, published_day=3)
    values = {"name": source.name, "slug": source.slug, "timezone": "Asia/Tokyo", "alias_hosts": "[]"}
    response = client_of(administrator()).post(f"/admin/blog/source/{source.pk}/change/", values)
    assert response.status_code == 302
    assert Post.objects.get(pk=post.pk).sort_at == in_utc(2009, 6, 2, 15)
