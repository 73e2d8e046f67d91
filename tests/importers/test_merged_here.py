"""What someone merged here stays so when its export comes again, whether it says something new or not."""

import pytest

from blog import merging
from blog.models import Author, Category, Post, Tag
from importers.undoing import undo_run
from tests.importers.blogs import Shelf, codes, counts, dump
from tests.importers.readers.exports import item

pytestmark = pytest.mark.django_db

TAGS = '<category domain="post_tag" nicename="{0}"><![CDATA[{0}]]></category>'
CATEGORIES = '<category domain="category" nicename="{0}"><![CDATA[{0}]]></category>'
MUDS, MUD, REEDS = TAGS.format("muds"), TAGS.format("mud"), TAGS.format("reeds")


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def tags_of(number):
    return sorted(Post.objects.get(original_id=str(number)).tags.values_list("slug", flat=True))


def merge_tags():
    merging.merge(Tag.objects.get(slug="mud"), [Tag.objects.get(slug="muds")])


def test_a_tag_that_was_merged_does_not_come_again(shelf):
    shelf.run(item(7, extra=MUDS), item(8, extra=MUD))
    merge_tags()
    before = dump()
    report = shelf.run()
    assert counts(report, "tag") == {"skipped": 1, "unchanged": 1}
    assert (counts(report, "post"), codes(report)) == ({"unchanged": 2}, ["merged-here"])
    assert dump() == before


def test_a_post_that_changes_takes_the_tag_that_is_kept_for_the_one_that_was_merged(shelf):
    shelf.run(item(7, extra=MUDS), item(8, extra=MUD))
    merge_tags()
    report = shelf.run(item(7, extra=MUDS + REEDS), item(8, extra=MUD), item(9, extra=MUDS))
    assert codes(report) == ["merged-here"]
    assert [tags_of(number) for number in (7, 8, 9)] == [["mud", "reeds"], ["mud"], ["mud"]]


def test_an_author_and_a_category_that_were_merged_stay_so(shelf):
    first = item(7, dc__creator="ines", extra=CATEGORIES.format("birds"))
    second = item(8, dc__creator="iv", extra=CATEGORIES.format("fowl"))
    shelf.run(first, second)
    merging.merge(Author.objects.get(login="ines"), [Author.objects.get(login="iv")])
    merging.merge(Category.objects.get(slug="birds"), [Category.objects.get(slug="fowl")])
    changed = item(8, title="Otherwise", dc__creator="iv", extra=CATEGORIES.format("fowl") + CATEGORIES.format("new"))
    report = shelf.run(first, changed)
    assert codes(report) == ["merged-here", "merged-here"]
    post = Post.objects.get(original_id="8")
    assert (post.title, post.author.login) == ("Otherwise", "ines")
    assert sorted(post.categories.values_list("slug", flat=True)) == ["birds", "new"]


def test_what_others_were_merged_into_outlives_the_undoing_of_its_run(shelf):
    report = shelf.run(item(7, extra=MUDS), item(8, extra=MUD))
    merge_tags()
    result = undo_run(report.run)
    assert [(kept.kind, kept.identity) for kept in result.kept if kept.kind == "tag"] == [("tag", "mud")]
    shelf.run()
    assert (tags_of(7), tags_of(8)) == (["mud"], ["mud"])


@pytest.mark.parametrize(
    ("first", "second", "undone", "again"),
    [
        (MUDS, REEDS, ["mud"], ["reeds"]),
        (MUDS, MUDS + REEDS, ["mud"], ["mud", "reeds"]),
        (REEDS, MUDS, ["reeds"], ["mud"]),
    ],
)
def test_a_run_is_undone_with_what_was_merged_since_as_what_it_became(shelf, first, second, undone, again):
    other = item(8, extra=MUD + MUDS)
    shelf.run(item(7, extra=first), other)
    report = shelf.run(item(7, extra=second), other)
    merge_tags()
    assert [kept.kind for kept in undo_run(report.run).kept] == []
    assert tags_of(7) == undone
    assert codes(shelf.run()) == ["merged-here"]
    assert tags_of(7) == again


def test_what_was_merged_and_deleted_afterwards_stays_away(shelf):
    shelf.run(item(7, extra=MUDS), item(8, extra=MUD))
    merge_tags()
    Tag.objects.get().delete()
    report = shelf.run()
    assert codes(report) == ["deleted-here", "deleted-here"]
    assert not Tag.objects.exists()
