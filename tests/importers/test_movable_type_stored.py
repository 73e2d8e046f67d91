"""Exports of Movable Type through the whole pipeline: stored, unchanged, changed, rehearsed, undone."""

import json

import pytest
from django.core.management import call_command

from blog.models import Comment, Post, Trackback
from importers import starting
from importers.loading.sources import Wish
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers.movable import comment, entry, ping
from tests.importers.readers.test_movable_type import FIXTURE

pytestmark = pytest.mark.django_db
ROME = Options(wish=Wish(slug="harbour", timezone="Europe/Rome"))


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.txt"
    path.write_text(entry(comment(), ping(), CATEGORY="Sea", TAGS="gulls") + entry(TITLE="Other", BASENAME="b"))
    return path


def run(path, options=ROME):
    return run_import([path], "movable_type", options)


def everything():
    """What a run leaves behind, but for the source itself."""
    tables = dump(without=("first_run_id", "run_id", "updated_at"))
    return {name: rows for name, rows in tables.items() if rows and name != "blog_source"}


def test_an_export_is_stored_with_its_feedback_and_its_dates_in_the_blogs_zone(export):
    report = run(export)
    assert (report.exit_status, report.unbalanced()) == (0, [])
    assert counts(report, "post") == {"created": 2}
    post = Post.objects.get(slug="low_water")
    assert post.published_at.isoformat() == "2005-03-01T20:30:00+00:00"
    assert (Comment.objects.get().body, Trackback.objects.get().blog_name) == ("Yes.", "B")
    assert post.source_meta["convert_breaks"] == "0"


def test_a_second_run_changes_nothing(export):
    run(export)
    before = dump()
    again = run(export)
    assert counts(again, "post") == {"unchanged": 2}
    assert counts(again, "comment") == {"unchanged": 1}
    assert dump() == before


def test_a_changed_entry_is_updated_wherever_it_stands_and_undone(export):
    run(export)
    before = everything()
    export.write_text(
        entry(TITLE="New", BASENAME="new") + entry(comment(), ping(), body="Better.", CATEGORY="Sea", TAGS="gulls")
    )
    report = run(export)
    assert counts(report, "post") == {"created": 1, "updated": 1}
    assert Post.objects.get(slug="low_water").body == "Better."
    assert undo_run(report.run).kept == []
    assert everything() == before


def test_undoing_the_only_run_leaves_nothing(export):
    assert undo_run(run(export).run).kept == []
    assert everything() == {}


def test_a_dry_run_says_what_the_run_will_do(export):
    rehearsed = run(export, Options(wish=ROME.wish, dry_run=True))
    assert not Post.objects.exists()
    assert rehearsed.as_dict()["kinds"] == run(export).as_dict()["kinds"]


def test_nothing_of_a_damaged_file_is_silently_dropped():
    report = run(FIXTURE)
    assert report.exit_status == 2
    assert counts(report, "post") == {"created": 4, "failed": 1}
    assert counts(report, "comment") == {"created": 2}
    assert {"item-invalid", "file-cut", "format-unknown", "date-unreadable", "scheduled-draft"} <= set(codes(report))
    harbour = Post.objects.get(slug="the_tide_table")
    assert harbour.source_meta["mood"] == "drizzly"
    assert Comment.objects.get(author_name="Jonas").source_meta["whole"]["author_email"] == "jonas at nowhere"
    assert Post.objects.get(title="The last one").status == "draft"


def test_the_command_imports_it(export, capsys):
    call_command("import_movable_type", str(export), source="harbour", json=True)
    assert json.loads(capsys.readouterr().out)["reader"] == "movable_type"
    assert Post.objects.count() == 2


def test_whoever_names_a_file_need_not_say_what_it_is(export):
    assert starting.recognise(export) == "movable_type"
    assert [errand.reader for errand in starting.own_files([export])] == ["movable_type"]
    assert "movable_type" in {errand.reader for errand in starting.samples()}


@pytest.mark.parametrize("together", [True, False])
def test_feedback_without_an_entry_goes_to_the_post_of_its_moment(tmp_path, together):
    path = tmp_path / "export.txt"
    whole = entry(comment())
    more = entry(comment("Another.", author="Ida"), comment(), NO_ENTRY="1", TITLE=None, BASENAME=None)
    path.write_text(more + whole if together else whole)
    reports = [run(path)]
    if not together:
        path.write_text(more)
        reports.append(run(path))
    assert [report.unbalanced() for report in reports] == [[]] * len(reports)
    assert Post.objects.count() == 1
    assert sorted(Comment.objects.values_list("author_name", flat=True)) == ["Ida", "Jonas"]
    assert counts(run(path), "comment") == {"unchanged": 3 if together else 2}


def test_feedback_whose_post_is_not_here_waits_as_a_draft(tmp_path):
    path = tmp_path / "export.txt"
    path.write_text(entry(comment(), NO_ENTRY="1"))
    run(path)
    assert (Post.objects.get().status, Comment.objects.count()) == ("draft", 1)
