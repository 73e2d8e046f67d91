"""Two blogs have a term of one slug: the first one's words stand, the second one's are kept and named."""

import pytest

from blog.models import Category, Post, Tag
from importers.loading.sources import Wish
from importers.records import Severity
from importers.undoing import undo_run
from tests.importers.blogs import counts, dump
from tests.importers.readers.exports import field, item
from tests.importers.readers.test_wxr_languages import used
from tests.importers.test_terms_stored import category, tag, termmeta

pytestmark = pytest.mark.django_db
FIRST, SECOND = Wish(slug="first"), Wish(slug="second")


def described(text):
    return field("wp:tag_description", text) + termmeta("colour", "blue")


BORNE = item(7, used("post_tag", "sea", "Sea") + used("category", "sea", "Sea"))
OURS = (tag("sea", "Sea", field("wp:tag_description", "Salt.")), category("sea", "Sea"), BORNE)
THEIRS = (tag("sea", "Mare", described("Sale.")), category("sea", "Mare"), BORNE)
ALSO = {"source": "second", "slug": "sea", "name": "Mare"}


def told(report):
    return [(issue.where, issue.level) for issue in report.issues if issue.code == "term-shared"]


def test_the_second_blogs_words_are_kept_and_named(shelf):
    assert told(shelf.run(*OURS, wish=FIRST)) == []
    report = shelf.run(*THEIRS, wish=SECOND)
    assert sorted(told(report)) == [("category sea", Severity.INFO), ("tag sea", Severity.INFO)]
    found = Tag.objects.get()
    assert (found.name, found.description) == ("Sea", "Salt.")
    words = {"description": "Sale.", "source_meta": {"termmeta": [["colour", "blue"]]}}
    assert found.source_meta == {"also": [{**ALSO, **words}]}
    assert Category.objects.get().source_meta == {"also": [ALSO]}
    assert Post.objects.filter(tagged_posts__tag=found).count() == 2
    before = dump()
    report = shelf.run(wish=SECOND)
    assert (dump(), told(report)) == (before, [])


def test_words_that_agree_are_nothing_to_tell(shelf):
    shelf.run(*OURS, wish=FIRST)
    assert told(shelf.run(*OURS, wish=SECOND)) == []
    assert Tag.objects.get().source_meta == {}


def test_the_first_blog_may_change_its_words_beside_the_others(shelf):
    shelf.run(*OURS, wish=FIRST)
    shelf.run(*THEIRS, wish=SECOND)
    report = shelf.run(tag("sea", "Seas", termmeta("depth", "9")), *OURS[1:], wish=FIRST)
    assert counts(report, "tag") == {"updated": 1}
    assert [issue.code for issue in report.issues if issue.code == "conflict"] == []
    found = Tag.objects.get()
    assert found.name == "Seas"
    assert found.source_meta["termmeta"] == [["depth", "9"]]
    assert found.source_meta["also"][0]["name"] == "Mare"


def test_the_second_blog_may_change_its_own_words(shelf):
    shelf.run(*OURS, wish=FIRST)
    shelf.run(*THEIRS, wish=SECOND)
    report = shelf.run(tag("sea", "Mari", described("Sale.")), *THEIRS[1:], wish=SECOND)
    assert counts(report, "tag") == {"updated": 1}
    assert (Tag.objects.get().name, Tag.objects.get().source_meta["also"][0]["name"]) == ("Sea", "Mari")
    undo_run(report.run)
    assert Tag.objects.get().source_meta["also"][0]["name"] == "Mare"


def test_undoing_the_second_import_takes_its_words_back(shelf):
    shelf.run(*OURS, wish=FIRST)
    before = dump()
    report = shelf.run(*THEIRS, wish=SECOND)
    assert undo_run(report.run).kept == []
    assert dump() == before


def test_a_third_blog_has_its_words_beside(shelf):
    shelf.run(*OURS, wish=FIRST)
    shelf.run(*THEIRS, wish=SECOND)
    shelf.run(tag("sea", "Mer"), category("sea", "Mer"), BORNE, wish=Wish(slug="third"))
    assert [words["name"] for words in Tag.objects.get().source_meta["also"]] == ["Mare", "Mer"]


def test_the_category_of_another_blog_stays_where_that_has_it(shelf):
    shelf.run(category("sea", "Sea"), BORNE, wish=FIRST)
    report = shelf.run(category("sea", "Sea", "deep"), BORNE, wish=SECOND)
    shelf.run(category("deep", "Deep"), BORNE, wish=SECOND)
    assert set(Category.objects.values_list("path", flat=True)) == {"sea", "deep"}
    assert [issue.code for issue in report.issues if issue.where == "category sea"] == ["parent-missing"]
