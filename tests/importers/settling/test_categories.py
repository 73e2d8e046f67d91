"""Categories stand below their parents, whatever the order of elements, files and runs."""

import pytest

from blog.models import Category, LegacyURL
from importers.models import ImportedItem
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.cast import reader_client
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers.exports import export, item
from tests.importers.readers.test_wxr_languages import used
from tests.importers.test_terms_stored import category

pytestmark = pytest.mark.django_db
SEA = category("sea", "Sea")
EBB = category("ebb", "Ebb", "sea")
POST = item(7, used("category", "ebb", "Ebb"))


def paths():
    return set(Category.objects.values_list("path", flat=True))


def told(report):
    return [(issue.code, issue.where) for issue in report.issues if issue.code.startswith("parent-")]


def test_a_parent_that_comes_in_a_later_file_of_the_run_is_found(tmp_path):
    (tmp_path / "a-1.xml").write_bytes(export(EBB, POST))
    (tmp_path / "a-2.xml").write_bytes(export(SEA, item(8)))
    report = run_import([tmp_path], "wxr", Options())
    assert (paths(), told(report)) == ({"sea", "sea/ebb"}, [])
    assert not LegacyURL.objects.filter(path__contains="ebb", host="").exists()


def test_a_parent_that_comes_in_a_later_run_is_found_and_the_old_address_answers(shelf):
    report = shelf.run(EBB, POST)
    assert (paths(), told(report)) == ({"ebb"}, [("parent-missing", "category ebb")])
    report = shelf.run(SEA, POST)
    assert (paths(), told(report)) == ({"sea", "sea/ebb"}, [])
    assert counts(report, "category") == {"created": 1, "updated": 1}
    response = reader_client().get("/category/ebb/")
    assert (response.status_code, response["Location"].endswith("/category/sea/ebb/")) == (301, True)
    before = dump()
    shelf.run()
    assert dump() == before


def test_undoing_the_run_that_brought_the_parent_puts_it_back(shelf):
    shelf.run(EBB, POST)
    before = dump()
    report = shelf.run(SEA, POST)
    assert undo_run(report.run).kept == []
    assert (paths(), dump()) == ({"ebb"}, before)
    shelf.run(SEA, POST)
    assert paths() == {"sea", "sea/ebb"}


def test_undoing_a_run_removes_parents_that_came_after_their_children(tmp_path):
    (tmp_path / "a-1.xml").write_bytes(export(EBB, POST))
    (tmp_path / "a-2.xml").write_bytes(export(SEA, item(8)))
    report = run_import([tmp_path], "wxr", Options())
    assert undo_run(report.run).kept == []
    assert paths() == set()


@pytest.mark.parametrize("above", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "c", "b": "a", "c": "b"}])
def test_a_circle_is_cut_and_named_once(shelf, above):
    report = shelf.run(*(category(slug, slug.upper(), parent) for slug, parent in above.items()), item())
    assert Category.objects.count() == len(above)
    assert [code for code, _ in told(report)] == ["parent-cycle"]
    before = dump()
    shelf.run()
    assert dump() == before


def test_a_category_that_stands_elsewhere_at_the_source_moves(shelf):
    shelf.run(SEA, category("land", "Land"), EBB, POST)
    report = shelf.run(SEA, category("land", "Land"), category("ebb", "Ebb", "land"), POST)
    assert paths() == {"sea", "land", "land/ebb"}
    assert counts(report, "category") == {"unchanged": 2, "updated": 1}
    undo_run(report.run)
    assert paths() == {"sea", "land", "sea/ebb"}


def test_where_an_editor_put_it_it_stays(shelf):
    shelf.run(EBB, POST)
    ours = Category.objects.create(name="Ours", slug="ours")
    ebb = Category.objects.get(slug="ebb")
    ebb.parent = ours
    ebb.save()
    report = shelf.run(SEA, EBB, POST)
    assert paths() == {"sea", "ours", "ours/ebb"}
    assert "conflict" in codes(report)


def test_one_of_the_same_address_is_not_pushed_away(shelf):
    shelf.run(EBB, POST)
    sea = Category.objects.create(name="Sea", slug="sea")
    Category.objects.create(name="Other", slug="ebb", parent=sea)
    report = shelf.run(SEA, EBB, POST)
    assert paths() == {"sea", "ebb", "sea/ebb"}
    assert "address-collision" in codes(report)
    assert not ImportedItem.objects.filter(kind="category", unsettled=True).exists()
