"""Names get an address at which their own page answers, and dates begin by the source's clock."""

import datetime as dt

import pytest

from blog.models import Category, Post
from importers.loading.sources import Wish
from tests.importers.blogs import Shelf
from tests.importers.readers.exports import item
from tests.importers.test_running import category, used

pytestmark = pytest.mark.django_db


def test_a_category_below_another_does_not_stand_at_its_feed(tmp_path, client):
    shelf = Shelf(tmp_path)
    parts = (
        category("birds", "Birds"),
        category("feed", "Feed", "birds"),
        item(7, extra=used("category", "feed", "Feed")),
    )
    for _ in range(2):
        shelf.run(*parts)
        assert set(Category.objects.values_list("path", flat=True)) == {"birds", "birds/feed-2"}
    assert client.get("/category/birds/feed-2/")["Content-Type"].startswith("text/html")


def test_an_imported_day_begins_when_one_that_was_typed_in_does(tmp_path):
    from importers.loading import values

    Shelf(tmp_path).run(item(7), wish=Wish(timezone="Asia/Tokyo"))
    post = Post.objects.get()
    columns = values.date_columns([2009, 6, 3, None], post.zone)
    assert columns["sort_at"] == dt.datetime(2009, 6, 2, 15, tzinfo=dt.UTC)
    post.published_year, post.published_month, post.published_day, post.published_at = 2009, 6, 3, None
    post.save()
    assert post.sort_at == columns["sort_at"]
