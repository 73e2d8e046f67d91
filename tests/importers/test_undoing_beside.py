"""Undoing one blog leaves another that shares its terms, authors' names and addresses just as it was."""

import pytest

from blog.models import Category, Source, Tag
from importers.loading.sources import Wish
from importers.models import ImportRun
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.comparing import differences, tables
from tests.importers.readers.exports import comment, export, field, item

pytestmark = pytest.mark.django_db


def a_blog(folder, name, extra="", meta=""):
    kept = f"<wp:postmeta>{field('wp:meta_key', 'note')}{field('wp:meta_value', meta)}</wp:postmeta>" if meta else ""
    terms = (
        "<wp:category><wp:category_nicename>sea</wp:category_nicename><wp:cat_name>Sea</wp:cat_name></wp:category>"
        "<wp:tag><wp:tag_slug>eel</wp:tag_slug><wp:tag_name>Eel</wp:tag_name>"
        f"<wp:termmeta>{field('wp:meta_key', 'hue')}{field('wp:meta_value', meta)}</wp:termmeta></wp:tag>"
    )
    used = "".join(
        f'<category domain="{domain}" nicename="{name.lower()}">{name}</category>'
        for domain, name in (("category", "Sea"), ("post_tag", "Eel"))
    )
    path = folder / f"{name}.xml"
    content = export(terms, item(7, extra=used + kept + comment(1)), extra)
    path.write_bytes(content.replace(b"tide.example.org", f"{name}.example.org".encode()))
    return path


def imported(path):
    report = run_import([path], "wxr", Options(wish=Wish(slug=path.stem)))
    assert report.exit_status in (0, 2), report.error
    return report


def undone(run):
    result = undo_run(run)
    assert (result.exit_status, result.kept, result.error) == (0, [], None)


@pytest.mark.parametrize(
    "meta", ["", "cafe\u0301 \u212b", "a\r\nb  c", "x\x0by"], ids=["plain", "decomposed", "lines", "controls"]
)
def test_a_second_blog_comes_and_goes_and_the_first_is_as_it_was(tmp_path, meta):
    imported(a_blog(tmp_path, "one"))
    before = tables()
    second = imported(a_blog(tmp_path, "two", meta=meta))
    assert Source.objects.count() == 2
    undone(second.run)
    assert differences(before, tables()) == {}
    undone(ImportRun.objects.get(source__slug="one").pk)
    assert not Source.objects.exists()


@pytest.mark.parametrize("meta", ["", "cafe\u0301 \u212b", "a\r\nb  c"], ids=["plain", "decomposed", "lines"])
def test_a_blog_whose_terms_stood_here_already_comes_and_goes_wholly(tmp_path, meta):
    Category.objects.create(name="Sea", slug="sea")
    Tag.objects.create(name="Eel", slug="eel")
    before = tables()
    undone(imported(a_blog(tmp_path, "one", meta=meta)).run)
    assert differences(before, tables()) == {}
    assert not Source.objects.exists()


def test_a_blog_whose_terms_another_uses_leaves_them_and_goes(tmp_path):
    first = imported(a_blog(tmp_path, "one"))
    second = imported(a_blog(tmp_path, "two"))
    result = undo_run(first.run)
    assert {(kept.kind, kept.reason) for kept in result.kept} == {
        ("tag", "is still used"),
        ("category", "is still used"),
    }
    assert Source.objects.get().slug == "two"
    undone(second.run)
    assert not Source.objects.exists()
