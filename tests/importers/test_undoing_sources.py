"""Undoing a run takes back what it filled in of its blog: what a person or a later run goes by stays."""

import pytest
from django.utils.translation import override

from blog.models import Post, Source
from importers.admin.reports import told
from importers.loading.sources import Wish
from importers.undoing import undo_run
from tests.importers.comparing import differences, tables
from tests.importers.readers.exports import export, item

pytestmark = pytest.mark.django_db

BARE = "<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel>"
ITEMS = ("importers_importeditem",)  # of each, in which time zone it was read
ROME = Wish(slug="tide", timezone="Europe/Rome", language="it")


def bare(shelf, *items):
    """Import what says nothing of its blog."""
    shelf.path.write_bytes(export(*items, head=BARE))
    return shelf.run(wish=Wish(slug="tide"))


def said():
    source = Source.objects.get()
    return (source.base_url, source.language, source.timezone)


def test_what_a_later_run_filled_in_of_its_blog_goes_with_it(shelf):
    bare(shelf, item(7))
    stood = tables()
    update = shelf.run(item(7), item(8), wish=ROME)
    assert said() == ("http://tide.example.org/blog/", "it", "Europe/Rome")
    result = undo_run(update.run)
    assert (result.kept, result.restored["source"]) == ([], 1)
    assert differences(stood, tables()) == {}


def test_so_it_does_where_nothing_else_changed(shelf):
    bare(shelf, item(7))
    stood = tables(without=ITEMS)
    undo_run(shelf.run(wish=Wish(slug="tide", timezone="Europe/Rome")).run)
    assert said() == ("", "", "")
    assert differences(stood, tables(without=ITEMS)) == {}


def test_what_a_person_changed_since_stays_and_is_listed(shelf):
    bare(shelf, item(7))
    update = shelf.run(item(7), item(8), wish=ROME)
    Source.objects.update(timezone="Europe/Paris")
    result = undo_run(update.run)
    assert [(kept.kind, kept.reason) for kept in result.kept] == [("source", "was changed here since: timezone")]
    assert said() == ("", "", "Europe/Paris")


def test_what_a_later_run_goes_by_stays_until_that_one_is_undone(shelf):
    bare(shelf, item(7))
    stood = tables()
    second = shelf.run(item(7), item(8), wish=ROME)
    third = shelf.run(item(7), item(8), item(9), wish=ROME)
    result = undo_run(second.run)
    assert any("a later import goes by it" in kept.reason for kept in result.kept)
    assert said()[1:] == ("it", "Europe/Rome")
    assert undo_run(third.run).restored["source"] == 1
    assert said() == ("", "", "")
    assert not Post.objects.filter(original_id="9").exists()
    assert differences({"blog_source": stood["blog_source"]}, {"blog_source": tables()["blog_source"]}) == {}


def test_a_rehearsal_fills_in_nothing(shelf):
    bare(shelf, item(7))
    stood = tables()
    shelf.run(item(7), wish=ROME, dry_run=True)
    assert differences(stood, tables()) == {}


def test_the_admin_says_what_was_kept_of_it_in_its_own_words():
    with override("fr"):
        said = told("a later import goes by it: timezone, base_url")
    assert said == "une importation ultérieure s’y fie\u00a0: fuseau horaire, adresse"
