"""What a later export points at instead, or no more, is followed, unless an editor said something else meanwhile."""

import pytest

from blog.models import Attachment, Post
from importers.models import ImportedItem
from importers.undoing import undo_run
from tests.importers.blogs import codes, counts, dump
from tests.importers.library import attachment
from tests.importers.readers.exports import item
from tests.importers.readers.test_wxr_credits import meta
from tests.importers.settling.test_pointers import page
from tests.importers.test_translation_groups import groups, pll

pytestmark = pytest.mark.django_db
PAGES = (page(1), page(2))
FILES = (attachment(20), attachment(21, "2009/03/gull.png"))


def shown(number, image=None):
    return item(number, meta("_thumbnail_id", image) if image else "")


def parent():
    return Post.objects.values_list("parent__original_id", flat=True).get(original_id="3")


def image():
    return Post.objects.values_list("featured_image__original_id", flat=True).get(original_id="7")


def is_settled(shelf):
    before = dump()
    report = shelf.run()
    return dump() == before and not report.stored_new and not ImportedItem.objects.filter(unsettled=True).exists()


def test_a_page_whose_parent_alone_changed_gets_the_other_parent(shelf):
    shelf.run(*PAGES, page(3, 1))
    shelf.run(*PAGES, page(3, 2))
    assert parent() == "2"
    assert is_settled(shelf)


def test_an_attachment_whose_post_alone_changed_gets_the_other_post(shelf):
    shelf.run(item(7), item(8), attachment(20, wp__post_parent=7))
    shelf.run(item(7), item(8), attachment(20, wp__post_parent=8))
    assert Attachment.objects.get().post.original_id == "8"
    shelf.run(item(7), item(8), attachment(20))
    assert Attachment.objects.get().post is None
    assert is_settled(shelf)


def test_a_reusable_block_that_alone_is_new_is_put_where_it_is_named(shelf):
    post = item(7, content__encoded='<!-- wp:block {"ref":50} /-->')
    block = item(50, wp__post_type="wp_block", content__encoded="The timetable.")
    shelf.run(post)
    shelf.run(post, block)
    assert "The timetable." in Post.objects.get().body
    assert is_settled(shelf)


def test_what_the_source_points_at_no_more_is_let_go(shelf):
    shelf.run(*PAGES, *FILES, page(3, 1), shown(7, 20))
    report = shelf.run(*PAGES, *FILES, page(3), shown(7))
    assert (parent(), image()) == (None, None)
    assert "conflict" not in codes(report)
    assert is_settled(shelf)
    undo_run(report.run)
    assert (parent(), image()) == ("1", "20")


def test_what_an_editor_pointed_elsewhere_stays_there(shelf):
    shelf.run(*PAGES, *FILES, shown(7, 20))
    Post.objects.filter(original_id="7").update(featured_image=Attachment.objects.get(original_id="21"))
    report = shelf.run(*PAGES, *FILES, shown(7))
    assert image() == "21"
    assert codes(report) == ["conflict"]
    assert codes(shelf.run()) == []


def test_two_pages_may_change_places(shelf):
    shelf.run(page(1), page(3, 1))
    shelf.run(page(1, 3), page(3))
    assert parent() is None
    assert Post.objects.get(original_id="1").parent.original_id == "3"


def test_a_translation_that_leaves_its_group_translates_nothing(shelf):
    shelf.run(pll(12, "fr"), pll(34, "it"), pll(40, "de"))
    assert groups() == {"34": "12", "40": "12"}
    shelf.run(pll(12, "fr"), pll(34, "it"), item(40))
    assert groups() == {"34": "12"}
    assert is_settled(shelf)


def test_a_group_that_its_original_leaves_finds_another(shelf):
    shelf.run(pll(12, "fr"), pll(34, "it"), pll(40, "de"))
    shelf.run(item(12), pll(34, "it"), pll(40, "de"))
    assert groups() == {"40": "34"}
    assert is_settled(shelf)


def test_what_only_settling_changed_counts_as_updated(shelf):
    shelf.run(page(1), page(3, 2), item(7, content__encoded='<a href="http://tide.example.org/blog/post-8/">x</a>'))
    report = shelf.run(
        page(1), page(2), page(3, 2), item(8),
        item(7, content__encoded='<a href="http://tide.example.org/blog/post-8/">x</a>'),
    )  # fmt: skip
    assert counts(report, "page") == {"created": 1, "unchanged": 1, "updated": 1}
    assert counts(report, "post") == {"created": 1, "updated": 1}
    assert report.unbalanced() == []
    assert counts(shelf.run(), "page") == {"unchanged": 3}


def test_what_the_run_itself_brings_counts_as_created(shelf):
    report = shelf.run(page(1), page(3, 1), shown(7, 20), FILES[0])
    assert (counts(report, "page"), counts(report, "post")) == ({"created": 2}, {"created": 1})
