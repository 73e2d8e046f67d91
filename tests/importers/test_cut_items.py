"""An export that ends inside the last fields of an item: a draft of what stands before, until the whole file comes."""

import pytest

from blog.models import Post
from importers.models import ImportedItem
from importers.packing import unpacked
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.blogs import codes, counts, dump
from tests.importers.comparing import differences, tables
from tests.importers.readers.exports import comment, export, field, item, meta

pytestmark = pytest.mark.django_db

LAST = (
    field("wp:post_password", "{password}")
    + field("wp:is_sticky", 1)
    + '<category domain="category" nicename="sea"><![CDATA[Sea]]></category>\n'
    + '<category domain="post_tag" nicename="fog"><![CDATA[Fog]]></category>\n'
    + meta("mood", "calm")
    + meta("_thumbnail_id", "</wp:postmeta>")
)
CAFE = "café".encode().decode("cp1252")


def whole(password="", **fields):
    stated = {"content__encoded": f"A {CAFE} and a longer text."} | fields
    return export(item(7), item(9, LAST.format(password=password) + comment(1), **stated))


def places(data):
    """Return where to cut: within each field behind the type of the last item, and between them."""
    start, end = data.rindex(b"</wp:post_type>") + len(b"</wp:post_type>"), data.rindex(b"<wp:comment>")
    return list(range(start, end, 23))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "export.xml"


def test_wherever_the_file_ends_behind_its_type_it_is_a_draft_that_the_whole_file_completes(path):
    data = whole()
    path.write_bytes(data)
    undisturbed = run_import([path], "wxr")
    expected = tables()
    assert undo_run(undisturbed.run).kept == []
    for end in places(data):
        path.write_bytes(data[:end])
        report = run_import([path], "wxr")
        assert (report.exit_status, report.unbalanced()) == (2, [])
        assert counts(report, "post") == {"created": 2}
        assert codes(report).count("file-cut") == 2
        post = Post.objects.get(original_id="9")
        assert (post.status, post.title, post.body) == ("draft", "Post 9", "A café and a longer text.")
        before = dump()
        assert counts(run_import([path], "wxr"), "post") == {"unchanged": 2}
        assert dump() == before
        path.write_bytes(data)
        again = run_import([path], "wxr")
        assert (again.exit_status, counts(again, "post")) == (0, {"unchanged": 1, "updated": 1})
        assert "conflict" not in codes(again)
        changed = ("importers_importchange", "importers_importissue")
        assert (
            differences({name: rows for name, rows in expected.items() if name not in changed}, tables(without=changed))
            == {}
        )
        for run in (again, report):
            assert undo_run(run.run).kept == []
        assert not Post.objects.exists()


def test_nothing_is_public_or_kept_of_a_password_that_is_not_whole(path):
    data = whole("sesame open")
    path.write_bytes(data[: data.rindex(b"me open")])
    run_import([path], "wxr")
    post = Post.objects.get(original_id="9")
    assert post.status == "draft"
    raw = unpacked(ImportedItem.objects.get(identity="id:9").raw)
    assert b"sesa" not in raw
    path.write_bytes(data)
    run_import([path], "wxr")
    post.refresh_from_db()
    assert post.status == "private"


@pytest.mark.parametrize("status", ["draft", "private", "trash", "pending"])
def test_what_was_not_public_keeps_its_state(path, status):
    data = whole(wp__status=status)
    path.write_bytes(data)
    run_import([path], "wxr")
    expected = Post.objects.get(original_id="9").status
    Post.objects.all().delete()
    ImportedItem.objects.all().delete()
    path.write_bytes(data[: places(data)[5]])
    run_import([path], "wxr")
    assert Post.objects.get(original_id="9").status == expected != "published"


@pytest.mark.parametrize("update", ["changed", "force", "never"])
def test_a_post_that_is_here_whole_is_left_as_it_is(path, update):
    data = whole()
    path.write_bytes(data)
    run_import([path], "wxr")
    before = tables()
    path.write_bytes(data[: places(data)[3]])
    report = run_import([path], "wxr", Options(update=update))
    assert counts(report, "post")["skipped"] == 1
    assert codes(report).count("file-cut") == 2
    assert (report.exit_status, report.unbalanced()) == (2, [])
    without = ("importers_importissue",) if update != "force" else ("importers_importissue", "importers_importeditem")
    assert (
        differences({name: rows for name, rows in before.items() if name not in without}, tables(without=without)) == {}
    )


def test_of_two_files_of_a_folder_the_one_that_has_it_whole_counts(tmp_path):
    data = whole()
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.xml").write_bytes(data[: places(data)[4]])
    (folder / "b.xml").write_bytes(data)
    report = run_import([folder], "wxr")
    assert (counts(report, "post"), report.unbalanced()) == ({"created": 2, "unchanged": 1, "skipped": 1}, [])
    post = Post.objects.get(original_id="9")
    assert (post.status, post.sticky, post.feedback.count()) == ("published", True, 1)


@pytest.mark.parametrize("kind", ["attachment", "nav_menu_item"])
def test_what_is_no_post_becomes_none(path, kind):
    data = export(item(7), item(9, LAST.format(password=""), wp__post_type=kind))
    path.write_bytes(data[: places(data + b"<wp:comment>")[4]])
    report = run_import([path], "wxr")
    assert report.unbalanced() == []
    assert [post.original_id for post in Post.objects.all()] == ["7"]
