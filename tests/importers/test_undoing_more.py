"""Undoing where something is not here any more, or must stay deleted, and what becomes of the source."""

import pytest

from blog.models import Author, Category, Feedback, Post, Source, Tag
from blog.publishing import save_post
from importers import undoing
from importers.loading import leasing
from importers.loading.sources import Wish
from importers.models import ImportedItem, ImportRun
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.blogs import codes, counts
from tests.importers.readers.exports import comment, item

pytestmark = pytest.mark.django_db


def front_matter(folder, **values):
    head = "".join(f"{name}: {value}\n" for name, value in values.items())
    (folder / "2009-03-01-tide.md").write_text(f"---\ntitle: Tide\n{head}---\nText.")
    return run_import([folder], "front_matter", Options(wish=Wish(slug="field")))


def test_what_it_restores_may_refer_to_what_is_gone(tmp_path):
    front_matter(tmp_path, author="Tam", tags="[low, high]", categories="[sea]")
    report = front_matter(tmp_path, author="Ines", tags="[new]", categories="[land]")
    Author.objects.get(name="Tam").delete()
    Tag.objects.get(slug="low").delete()
    Category.objects.get(slug="sea").delete()
    result = undo_run(report.run)
    assert result.error is None
    (kept,) = [kept for kept in result.kept if kept.kind == "post"]
    assert "author, categories, tags" in kept.reason
    post = Post.objects.get()
    assert (list(post.tags.names()), list(post.categories.all())) == (["high"], [])
    assert ImportRun.objects.get(pk=report.run).state == "undone"


def test_a_chunk_that_is_given_up_counts_nothing(shelf, monkeypatch):
    report = shelf.run(item(7), item(8))
    removed = undoing._Undoing._remove

    def interrupt(self, kind, items, present):
        removed(self, kind, items, present)
        if kind == "post":
            raise KeyboardInterrupt

    monkeypatch.setattr(undoing._Undoing, "_remove", interrupt)
    result = undo_run(report.run)
    assert (result.stopped, dict(result.removed), Post.objects.count()) == (True, {}, 2)
    assert ImportRun.objects.get().state == "finished"
    monkeypatch.undo()
    assert undo_run(report.run).removed["post"] == 2


def test_it_waits_for_an_import_of_the_source(shelf, monkeypatch):
    report = shelf.run(item(7))
    other = ImportRun.objects.create(source=Source.objects.get(), holder=leasing.holder())
    told = []
    ended = ImportRun.objects.filter(pk=other.pk)
    monkeypatch.setattr(leasing.time, "sleep", lambda seconds: ended.update(state="finished"))
    assert undo_run(report.run, told.append).error is None
    assert "is running" in told[0]


def test_what_a_person_deleted_stays_deleted_when_the_run_is_undone_and_done_again(shelf):
    report = shelf.run(item(7, extra=comment(1) + comment(2)))
    Feedback.objects.get(original_id="1").delete()
    undo_run(report.run)
    assert not Post.objects.exists()
    again = shelf.run()
    assert counts(again, "comment") == {"created": 1, "skipped": 1}
    assert codes(again) == ["deleted-here"]
    assert [feedback.original_id for feedback in Feedback.objects.all()] == ["2"]
    assert not ImportedItem.objects.filter(kind="comment", parent=None).exists()
    assert counts(shelf.run(), "comment") == {"unchanged": 1, "skipped": 1}


def test_a_source_that_came_with_its_runs_goes_with_the_last_of_them(shelf):
    first, second = shelf.run(item(7)), shelf.run(item(7), item(8))
    undo_run(second.run)
    assert Source.objects.count() == 1
    assert undo_run(first.run).kept == []
    assert not Source.objects.exists()


def test_a_source_goes_with_its_run_where_those_behind_it_wrote_nothing(shelf):
    first, second = shelf.run(item(7)), shelf.run()
    assert undo_run(first.run).kept == []
    assert not Source.objects.exists()
    assert ImportRun.objects.get(pk=second.run).report["kinds"]["post"]["unchanged"] == 1


def test_a_source_stays_while_another_run_of_it_waits(shelf):
    first, second = shelf.run(item(7)), shelf.run()
    source = Source.objects.get()
    ImportRun.objects.filter(pk=second.run).update(state="waiting")
    undo_run(first.run)
    assert Source.objects.get() == source


def test_a_source_that_was_here_before_its_runs_stays(shelf):
    Source.objects.create(name="The Tide Table", slug="tide")
    undo_run(shelf.run(item(7), wish=Wish(slug="tide")).run)
    assert Source.objects.exists()


def test_a_source_that_remembers_deletions_stays_and_is_listed(shelf):
    report = shelf.run(item(7, extra=comment(1)))
    Feedback.objects.get().delete()
    result = undo_run(report.run)
    assert [(kept.kind, kept.reason) for kept in result.kept] == [("source", "remembers what was deleted here")]
    assert Source.objects.exists()


def test_an_editors_title_survives_a_forced_run_that_is_undone_and_an_ordinary_one(tmp_path):
    front_matter(tmp_path)
    post = Post.objects.get()
    post.title = "An editor's title"
    save_post(post)
    options = Options(wish=Wish(slug="field"), update="force")
    forced = run_import([tmp_path], "front_matter", options)
    assert Post.objects.get().title == "Tide"
    undo_run(forced.run)
    run_import([tmp_path], "front_matter", Options(wish=Wish(slug="field")))
    assert Post.objects.get().title == "An editor's title"
