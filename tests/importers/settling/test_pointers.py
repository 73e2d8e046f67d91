"""Pages find their place below their parents, whatever their order, in a number of queries that pages do not raise."""

import pytest

from blog.models import Post
from importers.models import ImportedItem
from tests.importers.blogs import codes, dump
from tests.importers.readers.exports import item, meta

pytestmark = pytest.mark.django_db


def page(number, parent=0, name=None):
    return item(number, wp__post_type="page", wp__post_parent=parent, wp__post_name=name or f"page-{number}")


def paths():
    return set(Post.objects.values_list("path", flat=True))


def test_pages_stand_below_their_parents_whatever_their_order(shelf):
    shelf.run(page(3, 2), page(2, 1), page(1), page(4, 1))
    assert paths() == {"page-1", "page-1/page-2", "page-1/page-2/page-3", "page-1/page-4"}


def test_pages_in_a_circle_stand_at_the_top_of_it(shelf):
    shelf.run(page(1, 3), page(2, 1), page(3, 2))
    assert sum(post.parent_id is None for post in Post.objects.all()) == 1
    before = dump()
    shelf.run()
    assert dump() == before


def test_two_pages_of_one_name_below_one_parent_get_two_addresses(shelf):
    report = shelf.run(page(1), page(2, 1, "x"), page(3, 1, "x"), page(4, name="x"))
    assert {"page-1/x", "page-1/x-2"} < paths()
    assert len(paths()) == 4
    assert "address-collision" in codes(report)


def test_a_page_below_another_has_no_suffix_for_what_stands_at_the_top(shelf):
    report = shelf.run(page(1), page(2, name="x"), page(3, 1, "x"), page(4, 5, "y"), page(5), page(6, name="y"))
    assert paths() == {"page-1", "x", "page-1/x", "page-5", "page-5/y", "y"}
    assert "address-collision" not in codes(report)


def test_a_page_whose_parent_is_not_here_is_told_its_suffix_once(shelf):
    report = shelf.run(page(2, name="x"), page(3, 1, "x"))
    assert paths() == {"x", "x-2"}
    assert sorted(codes(report)) == ["address-collision", "parent-missing"]
    assert codes(shelf.run(page(2, name="x"), page(3, 1, "x"), page(4))) == []


def test_a_parent_that_comes_later_moves_no_address_that_was_in_use(shelf):
    shelf.run(page(2, 1))
    assert ImportedItem.objects.get(kind="page").unsettled
    shelf.run(page(2, 1), page(1))
    assert paths() == {"page-1", "page-2"}
    assert Post.objects.get(original_id="2").parent.original_id == "1"


def test_posts_that_translate_each_other_or_themselves_are_cut_and_told_once(shelf):
    pairs = [(1, 2), (2, 3), (3, 1), (4, 4), (5, 1)]
    posts = [item(number, extra=meta("_icl_lang_duplicate_of", original)) for number, original in pairs]
    report = shelf.run(*posts)
    translations = Post.objects.exclude(translation_of=None).order_by("original_id")
    found = translations.values_list("original_id", "translation_of__original_id")
    assert set(found) == {("1", "2"), ("2", "3"), ("5", "1")}
    assert [where for _, where in told(report, "translation-cycle")] == ["export.xml#item-3", "export.xml#item-4"]
    before = dump()
    assert told(shelf.run(), "translation-cycle") == []
    assert dump() == before


@pytest.mark.parametrize("number", [3, 150])
def test_more_pages_cost_no_more_queries(shelf, django_assert_max_num_queries, number):
    pages = [page(1), page(2, 1), *(page(n, 2) for n in range(3, 3 + number))]
    with django_assert_max_num_queries(90 + number // 10):  # a batch more for every hundred items
        shelf.run(*pages)
    assert Post.objects.filter(path__startswith="page-1/page-2/page-").count() == number


def told(report, *wanted):
    return [(issue.code, issue.where) for issue in report.issues if issue.code in wanted]


def test_what_points_at_nothing_is_kept_and_named(shelf):
    image = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>77</wp:meta_value></wp:postmeta>"
    report = shelf.run(item(7, image), page(2, 99))
    assert told(report, "image-missing", "parent-missing") == [
        ("parent-missing", "export.xml#item-2"),
        ("image-missing", "export.xml#item-7"),
    ]
    assert Post.objects.count() == 2
    assert ImportedItem.objects.filter(issues__code="image-missing", identity="id:7").exists()


def test_a_parent_that_is_there_is_not_missing(shelf):
    assert told(shelf.run(page(2, 1), page(1)), "parent-missing", "parent-cycle") == []


@pytest.mark.parametrize("parents", [{1: 1}, {1: 2, 2: 1}, {1: 3, 2: 1, 3: 2}])
def test_a_circle_of_pages_is_named_once(shelf, parents):
    report = shelf.run(*(page(number, parent) for number, parent in parents.items()))
    assert [code for code, _ in told(report, "parent-missing", "parent-cycle")] == ["parent-cycle"]


def test_what_waits_is_named_once(shelf):
    shelf.run(page(2, 99))
    assert told(shelf.run(page(2, 99), page(3)), "parent-missing") == []
    assert ImportedItem.objects.get(identity="id:2").issues.count() == 1
