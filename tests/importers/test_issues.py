"""Issues are stored with the item that they are about, in its transaction; the run counts all and keeps the others."""

import json

import pytest

from importers import batching
from importers.models import ImportedItem, ImportIssue, ImportRun
from importers.records import Issue, Severity
from importers.reporting import KEPT, SHOWN, ImportReport, Issues, as_table
from importers.running import Options, run_import
from tests.importers.blogs import codes, dump
from tests.importers.readers.exports import comment, item

ODD = {"wp__status": "perhaps"}


def rows():
    return sorted(ImportIssue.objects.values_list("code", "item__kind", "item__identity"))


@pytest.mark.django_db
def test_an_issue_is_stored_with_its_item_and_one_of_the_file_with_the_run(shelf):
    report = shelf.run(item(7, **ODD), item(8, extra=comment(2, parent=1)), item(9, wp__post_type="revision"))
    run = ImportRun.objects.get()
    assert rows() == [("orphan-comment", "post", "id:8"), ("status-unknown", "post", "id:7")]
    assert set(codes(report)) == {"item-skipped", "orphan-comment", "status-unknown"}
    assert {issue["code"] for issue in run.report["issues"]} == {"item-skipped"}
    assert run.count_issues() == len(report.issues)
    assert sorted(issue["code"] for issue in run.first_issues(9)) == sorted(codes(report))
    assert len(run.first_issues(1)) == 1


@pytest.mark.django_db
def test_a_second_run_says_the_same_again_and_writes_no_row(shelf):
    first = shelf.run(item(7, **ODD), item(8, extra=comment(2, parent=1)))
    before = dump()
    second = shelf.run()
    assert sorted(codes(second)) == sorted(codes(first))
    assert dump() == before
    assert ImportRun.objects.first().count_issues() == 2


@pytest.mark.django_db
def test_a_run_that_ends_early_keeps_its_issues(shelf, monkeypatch):
    monkeypatch.setattr(batching, "MOST", 1)
    shelf.write(item(7, **ODD), item(8, **ODD))

    def interrupt(number):
        raise KeyboardInterrupt

    run_import([shelf.path], "wxr", progress=interrupt)
    assert rows() == [("status-unknown", "post", "id:7")]
    shelf.run()
    assert rows() == [("status-unknown", "post", "id:7"), ("status-unknown", "post", "id:8")]


@pytest.mark.django_db
def test_the_issues_of_an_item_that_is_not_stored_stay_with_the_run(shelf, monkeypatch):
    from importers.loading import posts

    monkeypatch.setattr(posts, "pointers", lambda record: 1 / 0)
    report = shelf.run(item(7, **ODD))
    assert not ImportIssue.objects.exists()
    assert sorted(codes(report)) == ["item-failed", "status-unknown"]


@pytest.mark.django_db
def test_a_conflict_is_told_once_and_stays(shelf):
    from blog.models import Post

    shelf.run(item(7))
    Post.objects.update(title="Ours")
    assert codes(shelf.run(item(7, title="Theirs"))) == ["conflict"]
    assert rows() == [("conflict", "post", "id:7")]
    assert codes(shelf.run()) == []


@pytest.mark.django_db
def test_an_issue_outlives_its_item(shelf):
    shelf.run(item(7, **ODD))
    ImportedItem.objects.all().delete()
    assert rows() == [("status-unknown", None, None)]


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_says_them_and_leaves_none(shelf):
    shelf.write(item(7, **ODD))
    rehearsed = run_import([shelf.path], "wxr", Options(dry_run=True))
    assert not ImportIssue.objects.exists()
    assert rehearsed.as_dict()["issues"] == shelf.run().as_dict()["issues"] != []


def many(number):
    issues = Issues()
    issues += (Issue("date-missing", f"a.xml#item-{n}", '“no” date: "issues": [\x00') for n in range(number))
    return issues


def test_hundreds_of_thousands_of_issues_are_not_held_in_memory():
    import tracemalloc

    tracemalloc.start()
    issues = many(20_000)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(issues) == 20_000
    assert len(issues.unfiled) == KEPT
    assert held < 3_000_000
    assert sum(issue.where.startswith("a.xml#item-") for issue in issues) == 20_000


def test_an_issue_may_be_added_while_they_are_read():
    issues = many(3)
    for number, issue in enumerate(issues):
        if number == 1:
            issues.append(Issue("file-cut", issue.where, "ends", Severity.ERROR))
    assert number == 3
    assert issues[3] == Issue("file-cut", "a.xml#item-1", "ends", Severity.ERROR)
    assert issues.first_error == issues[3]


@pytest.mark.parametrize("number", [0, 1, 100])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_json_is_printed_piece_by_piece_and_whole(number, ascii_only):
    report = ImportReport("wxr", error='Strange: "issues": [].', issues=many(number))
    text = "".join(report.as_json(ascii_only=ascii_only))
    assert json.loads(text) == report.as_dict()
    assert text.isascii() or not ascii_only
    assert len(report.as_dict()["issues"]) == number


def test_the_table_shows_the_first_issues_and_counts_all_by_code():
    report = ImportReport("wxr", source="tide", issues=many(SHOWN + 5))
    report.issues.append(Issue("file-cut", "a.xml", "ends", Severity.ERROR))
    table = as_table(report)
    assert table.count("a.xml#item-") == SHOWN
    assert "and 6 more" in table
    assert f"date-missing{SHOWN + 5:>19}" in table
    assert f"file-cut{1:>23}" in table


@pytest.mark.django_db
def test_what_no_database_takes_is_no_obstacle(shelf):
    run = shelf.run(item(7)).run
    report = ImportReport("wxr", issues=many(1))
    ImportRun.objects.filter(pk=run).update(report=report.as_summary())
    assert "\x00" not in ImportRun.objects.get().report["issues"][0]["message"]
