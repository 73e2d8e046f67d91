"""What a dry run finds out nobody else is told."""

import pytest
from django.core.cache import cache

from blog.redirecting import OldBlogs
from importers.reporting import as_table
from tests.importers.blogs import Shelf
from tests.importers.readers.exports import item

pytestmark = pytest.mark.django_db
LINK = item(8, content__encoded='<a href="http://tide.example.org/blog/post-7/">there</a>')


def test_the_site_does_not_learn_of_a_blog_that_was_only_rehearsed(tmp_path):
    cache.clear()
    Shelf(tmp_path).run(item(7), LINK, dry_run=True)
    assert "tide.example.org" not in OldBlogs.known().hosts


def test_the_site_learns_of_a_blog_that_is_imported(tmp_path):
    OldBlogs.renewed()
    Shelf(tmp_path).run(item(7), LINK)
    assert "tide.example.org" in OldBlogs.known().hosts


def test_the_table_ends_with_what_was_stored_by_which_run(tmp_path):
    def ends(report):
        return as_table(report).rpartition("\n")[2].split(", ")[1:-1]

    shelf = Shelf(tmp_path)
    assert ends(shelf.run(item(7), dry_run=True)) == ["dry run", "nothing stored"]
    stored = shelf.run()
    assert ends(stored) == [f"run {stored.run}"]
    assert ends(shelf.run("")) == ["nothing stored"]
