"""What a dry run finds out nobody else is told."""

import pytest
from django.core.cache import cache

from blog.redirecting import OldBlogs
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
