"""Undoing a run that went on where another one was stopped: what it settled of that one's items is as it was."""

import pytest

from blog.models import Post
from importers import batching
from importers.admin.forecast import forecast
from importers.loading import Loader
from importers.models import ImportRun
from importers.settling.bodies import BodySettler
from importers.undoing import undo_run
from tests.importers.comparing import differences, tables
from tests.importers.readers.exports import comment, item, meta
from tests.importers.test_undoing_exactly import picture

pytestmark = pytest.mark.django_db


CAFE = "café".encode().decode("cp1252")
LINK = '<a href="http://tide.example.org/blog/post-{}/">there</a> [gallery ids="9"]'


def language(code, original=""):
    return meta("wpml_language", code) + (meta("_icl_lang_duplicate_of", original) if original else "")


def category(slug, parent=""):
    return (
        f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{slug}</wp:cat_name></wp:category>"
    )


def blog():
    """A blog whose first items point at its last ones."""
    waders = '<category domain="category" nicename="waders">waders</category>'
    return [
        item(7, content__encoded=f"{CAFE} {LINK.format(12)}", extra=meta("_thumbnail_id", 9) + waders + comment(1)),
        item(8, wp__post_type="page", wp__post_parent=10),
        item(6, extra=language("fr", "12")),
        category("waders", "sea"),
        category("sea"),
        item(10, wp__post_type="page"),
        item(12, content__encoded=LINK.format(7), extra=language("en")),
        picture(),
    ]


def stop(shelf, monkeypatch, place, name, after):
    """Import item by item until something was done so often, and be interrupted there."""
    work, calls = getattr(place, name), []

    def interrupt(*args):
        calls.append(args)
        if len(calls) > after:
            raise KeyboardInterrupt
        return work(*args)

    with monkeypatch.context() as patch:
        patch.setattr(place, name, interrupt)
        report = shelf.run(*blog())
    assert report.exit_status == 3
    return tables()


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    monkeypatch.setattr(batching, "MOST", 1)


def test_what_it_settled_of_items_that_a_stopped_run_loaded_is_as_it_was(shelf, monkeypatch):
    stood = stop(shelf, monkeypatch, Loader, "finish", 3)
    assert Post.objects.count() == 3
    report = shelf.run()
    done = tables()
    post = Post.objects.get(original_id="7")
    assert post.featured_image_id
    assert "/post-12/" in post.body
    assert Post.objects.get(original_id="8").parent_id
    run = ImportRun.objects.get(pk=report.run)
    foreseen = forecast(run).kinds
    result = undo_run(report.run)
    assert (result.error, result.kept) == (None, [])
    assert foreseen == sorted(
        (kind, result.removed[kind], result.restored[kind]) for kind in +result.removed | +result.restored
    )
    assert +result.restored == {"post": 2, "page": 1, "category": 1}
    assert differences(stood, tables()) == {}
    shelf.run()
    assert differences(done, tables()) == {}


def test_what_a_stopped_run_settled_itself_stays_settled(shelf, monkeypatch):
    stood = stop(shelf, monkeypatch, BodySettler, "settle", 0)
    report = shelf.run()
    done = tables()
    result = undo_run(report.run)
    assert (result.error, result.kept, +result.restored) == (None, [], {"post": 2})
    assert differences(stood, tables()) == {}
    shelf.run()
    assert differences(done, tables()) == {}


def test_what_a_person_wrote_since_stays(shelf, monkeypatch):
    stop(shelf, monkeypatch, Loader, "finish", 3)
    report = shelf.run()
    Post.objects.filter(original_id="7").update(body="Ours.")
    result = undo_run(report.run)
    assert [(kept.kind, kept.reason) for kept in result.kept] == [("post", "was changed here since: body")]
    post = Post.objects.get(original_id="7")
    assert (post.body, post.featured_image_id) == ("Ours.", None)


def test_once_it_came_to_its_end_later_runs_note_what_they_change(shelf, monkeypatch):
    stop(shelf, monkeypatch, Loader, "finish", 3)
    shelf.run()
    stood = tables()
    parts = [part.replace("post_parent><![CDATA[10", "post_parent><![CDATA[14") for part in blog()]
    report = shelf.run(*parts, item(14, wp__post_type="page"))
    assert ImportRun.objects.get(pk=report.run).changes.filter(item__kind="page", before__parent_id__isnull=False)
    assert undo_run(report.run).kept == []
    assert differences(stood, tables()) == {}
