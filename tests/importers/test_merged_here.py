"""What someone merged here stays so when its export comes again, whether it says something new or not."""

import pytest

from blog import merging
from blog.models import Author, Category, Post, Tag
from importers.loading.sources import Wish
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.blogs import Shelf, codes, counts, dump
from tests.importers.readers.exports import field, item

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


def declared(login, number, **fields):
    stated = {"author_id": number, "author_login": login, "author_display_name": login.title()} | fields
    return "<wp:author>" + "".join(field(f"wp:{name}", value) for name, value in stated.items()) + "</wp:author>\n"


AUTHORS = (declared("ines", 3), declared("iv", 4))


@pytest.mark.parametrize("kept_here", [{}, {"login": ""}, {"login": "iv"}, {"login": "somebody"}])
@pytest.mark.parametrize("gone_here", [{}, {"login": ""}, {"login": "ines"}])
@pytest.mark.parametrize("update", ["changed", "force", "never"])
def test_a_file_that_names_the_login_of_a_merged_author_brings_nobody_back(shelf, kept_here, gone_here, update):
    shelf.run(*AUTHORS, item(7, dc__creator="ines"), item(8, dc__creator="iv"))
    kept, gone = Author.objects.get(login="ines"), Author.objects.get(login="iv")
    Author.objects.filter(pk=kept.pk).update(**kept_here or {"login": kept.login})
    Author.objects.filter(pk=gone.pk).update(**gone_here or {"login": gone.login})
    merging.merge(kept, [gone])
    report = shelf.run(
        *AUTHORS, item(7, dc__creator="ines"), item(8, dc__creator="iv"), item(9, dc__creator="iv"), update=update
    )
    assert (list(Author.objects.all()), counts(report, "author")) == ([kept], {"skipped": 1, "unchanged": 1})
    assert set(Post.objects.values_list("original_id", "author")) == {(n, kept.pk) for n in ("7", "8", "9")}


def test_of_authors_that_were_merged_one_into_the_next_none_comes_back(shelf):
    items = [item(n, dc__creator=login) for n, login in ((7, "ines"), (8, "iv"), (9, "vale"))]
    shelf.run(*items)
    ines, iv, vale = (Author.objects.get(login=login) for login in ("ines", "iv", "vale"))
    merging.merge(iv, [vale])
    merging.merge(ines, [iv])
    report = shelf.run(*items, item(10, dc__creator="vale"))
    assert list(Author.objects.all()) == [ines]
    assert Post.objects.get(original_id="10").author == ines
    assert counts(report, "author") == {"skipped": 2, "unchanged": 1}


def test_the_login_of_a_merged_author_leads_nowhere_new_by_an_author_map_or_from_another_reader(shelf, tmp_path):
    shelf.run(*AUTHORS, item(7, dc__creator="ines"), item(8, dc__creator="iv"))
    kept = Author.objects.get(login="ines")
    merging.merge(kept, [Author.objects.get(login="iv")])
    posts = tmp_path / "_posts"
    posts.mkdir()
    (posts / "2010-01-01-x.md").write_text("---\ntitle: X\nauthor:\n  login: iv\n---\nWords.\n")
    run_import([posts], "front_matter", Options(wish=Wish(slug=kept.source.slug)))
    assert list(Author.objects.all()) == [kept]
    assert Post.objects.get(title="X").author == kept
