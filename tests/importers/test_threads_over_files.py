"""A reply finds the comment that it answers in whichever file of its blog, and whenever that comes."""

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction

from blog.models import Comment, Feedback
from importers.models import ImportIssue, ImportRun
from importers.reporting import StoppedEarly
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.blogs import Shelf, codes, counts, dump
from tests.importers.comparing import differences, tables
from tests.importers.readers.exports import comment, export, item
from tests.importers.test_merging_exports import dated

pytestmark = pytest.mark.django_db

REPLIES = item(7, extra=comment(5, parent=4) + comment(6, parent=5) + comment(8, parent=99))
ANSWERED = item(7, title="Before", extra=comment(4) + comment(9, parent=5))


def threads():
    return sorted(Comment.objects.values_list("original_id", "parent__original_id"))


WITHOUT_TIMES = ("first_run_id", "run_id", "updated_at")
WHOLE = [("4", None), ("5", "4"), ("6", "5"), ("8", None), ("9", "5")]


@pytest.fixture(params=[(REPLIES, ANSWERED), (ANSWERED, REPLIES)], ids=["reply first", "answered first"])
def folder(tmp_path, request):
    """Two exports of one post: one has the replies, the other what one of them answers; the first is the latest."""
    for name, day, part in zip("ab", ("Tue, 04 Feb 2020", "Sat, 04 Jan 2020"), request.param, strict=True):
        (tmp_path / f"{name}.xml").write_bytes(export(part, head=dated(day)))
    return tmp_path


def orphans(report):
    return [issue.where.partition("#")[2] for issue in report.issues if issue.code == "orphan-comment"]


def test_a_thread_that_stands_in_two_files_of_a_folder_is_one(folder):
    rehearsed = run_import([folder], "wxr", Options(dry_run=True)).as_dict()
    report = run_import([folder], "wxr")
    assert (threads(), report.exit_status, report.unbalanced()) == (WHOLE, 0, [])
    assert orphans(report) == ["comment-8"]
    stored = ImportRun.objects.get().issues.filter(code="orphan-comment").values_list("where", flat=True)
    assert [where.partition("#")[2] for where in stored] == ["comment-8"]
    assert {**report.as_dict(), "run": None, "dry_run": True, "seconds": 0} == {**rehearsed, "seconds": 0}


def test_again_the_thread_stays_and_nobody_is_called_an_orphan_who_is_none(folder):
    run_import([folder], "wxr")
    before = dump()
    assert orphans(run_import([folder], "wxr")) == ["comment-8"]
    assert dump() == before


def test_what_was_answered_may_come_with_a_later_run_and_go_with_its_undoing(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(REPLIES)
    assert threads() == [("5", None), ("6", "5"), ("8", None)]
    before = dump(without=WITHOUT_TIMES)
    report = shelf.run(ANSWERED)
    assert (threads(), counts(report, "comment")) == (WHOLE, {"created": 2})
    assert "orphan-comment" not in codes(report)
    undo_run(report.run)
    assert dump(without=WITHOUT_TIMES) == before
    shelf.run(ANSWERED)
    assert threads() == WHOLE


def test_a_reply_that_changes_at_the_source_keeps_its_place(folder):
    run_import([folder], "wxr")
    (folder / "c.xml").write_bytes(
        export(item(7, extra=comment(5, parent=4, comment_content="Other words")), head=dated("Wed, 04 Mar 2020"))
    )
    run_import([folder / "c.xml"], "wxr")
    assert threads() == WHOLE
    assert Comment.objects.get(original_id="5").body == "Other words"


def test_comments_of_two_files_that_answer_each_other_are_named(tmp_path):
    for name, part in (("a", comment(4, parent=5)), ("b", comment(5, parent=4))):
        (tmp_path / f"{name}.xml").write_bytes(export(item(7, extra=part)))
    report = run_import([tmp_path], "wxr")
    assert len([parent for _, parent in threads() if parent]) == 1
    assert [code for code in codes(report) if code != "ambiguous-identity"] == ["comment-cycle"]


def test_a_reply_that_an_editor_moved_stays_where_it_is(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(REPLIES)
    Comment.objects.filter(original_id="5").update(parent=Comment.objects.get(original_id="8"))
    shelf.run(ANSWERED)
    assert dict(threads())["5"] == "8"


def test_after_a_run_that_stopped_before_it_settled_the_next_one_says_what_one_alone_would(folder, monkeypatch):
    def stop(*args, **kwargs):
        raise StoppedEarly("stopped here")

    with monkeypatch.context() as patched:
        patched.setattr("importers.running.settle", stop)
        assert run_import([folder], "wxr").exit_status == 3
    assert threads() != WHOLE
    run_import([folder], "wxr")
    assert threads() == WHOLE
    stored = ImportIssue.objects.filter(code="orphan-comment").values_list("where", flat=True)
    assert {where.partition("#")[2] for where in stored} == {"comment-8"}


def runs_of(tmp_path, *contents):
    """Import files of a blog one after the other; return the last report."""
    for content in contents:
        (tmp_path / "next.xml").write_bytes(export(item(7, extra=content)))
        report = run_import([tmp_path / "next.xml"], "wxr")
    return report


CIRCLES = {
    "of two": [comment(4) + comment(5, parent=4), comment(4, parent=5)],
    "of three": [comment(4) + comment(5, parent=4) + comment(6, parent=5), comment(4, parent=6)],
    "closed within the last file": [
        comment(4) + comment(5, parent=4),
        comment(6, parent=5),
        comment(4, parent=6) + comment(6, parent=5),
    ],
}


@pytest.mark.parametrize("contents", CIRCLES.values(), ids=CIRCLES)
def test_a_circle_that_a_later_file_closes_is_broken_and_named(tmp_path, contents):
    report = runs_of(tmp_path, *contents)
    assert len([parent for _, parent in threads() if parent is None]) == 1
    assert [code for code in codes(report) if code in ("comment-cycle", "orphan-comment")] == ["comment-cycle"]
    before = dump()
    assert "comment-cycle" not in codes(runs_of(tmp_path, contents[-1]))
    assert dump() == before


OTHERWISE = [comment(99), comment(5, parent=99), comment(5, parent=98)]
BECOMES_AN_ORPHAN = [comment(5), comment(5, parent=99), comment(99)]


def test_an_orphan_waits_for_what_its_latest_file_says_that_it_answers(tmp_path):
    report = runs_of(tmp_path, *OTHERWISE)
    assert (threads(), orphans(report)) == ([("5", None), ("99", None)], ["comment-5"])
    runs_of(tmp_path, comment(97), comment(98))
    assert dict(threads())["5"] == "98"
    runs_of(tmp_path, comment(5) + comment(99))
    assert dict(threads())["5"] is None


@pytest.mark.parametrize("contents", [OTHERWISE, [comment(98), *OTHERWISE], BECOMES_AN_ORPHAN, *CIRCLES.values()])
def test_a_later_file_is_undone_with_what_it_says_of_threads(tmp_path, contents):
    runs_of(tmp_path, *contents[:-1])
    before = dump(without=WITHOUT_TIMES)
    undo_run(runs_of(tmp_path, contents[-1]).run)
    assert dump(without=WITHOUT_TIMES) == before


@pytest.mark.parametrize("contents", [OTHERWISE, [comment(98), *OTHERWISE], BECOMES_AN_ORPHAN, *CIRCLES.values()])
def test_a_later_file_that_stopped_before_it_was_settled_ends_like_an_undisturbed_one(tmp_path, monkeypatch, contents):
    def stop(*args, **kwargs):
        raise StoppedEarly("stopped here")

    runs_of(tmp_path, *contents[:-1])
    with transaction.atomic():
        runs_of(tmp_path, contents[-1])
        undisturbed = tables()
        transaction.set_rollback(True)
    with connection.cursor() as cursor:  # no rollback takes PostgreSQL's keys back, which changes name
        for statement in connection.ops.sequence_reset_sql(no_style(), [Feedback]):
            cursor.execute(statement)
    with monkeypatch.context() as patched:
        patched.setattr("importers.running.settle", stop)
        assert runs_of(tmp_path, contents[-1]).exit_status == 3
    runs_of(tmp_path, contents[-1])
    assert differences(undisturbed, tables()) == {}
