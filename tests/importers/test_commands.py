"""The commands' contract: exit statuses, one sentence on stderr, one JSON object on stdout."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from blog.models import Post
from importers.models import ImportRun
from importers.records import KINDS
from tests.commands import command
from tests.importers.readers.exports import comment, export, item

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(export(item(7, extra=comment(1)), item(8)))
    return path


def test_an_import_ends_with_0_and_a_table(path):
    status, out, err = command("import_wxr", path)
    assert (status, err) == (0, "")
    assert "post" in out
    assert f"run {ImportRun.objects.get().pk}" in out


def test_json_is_one_object_of_the_contract(path):
    status, out, err = command("import_wxr", path, "--json")
    report = json.loads(out)
    assert (status, err) == (0, "")
    assert list(report) == [
        "run", "reader", "source", "dry_run", "kinds", "repairs", "issues", "seconds", "error",
    ]  # fmt: skip
    assert report["run"] == ImportRun.objects.get().pk
    assert report["reader"] == "wxr"
    assert list(report["kinds"]) == list(KINDS)
    assert report["kinds"]["comment"]["created"] == 1
    assert report["error"] is None


def test_the_run_keeps_the_report(path):
    _, out, _ = command("import_wxr", path, "--json")
    kept, printed = ImportRun.objects.get().report, json.loads(out)
    assert kept.pop("issue_counts") == {"info": {}, "warning": {}, "error": {}}
    assert {**kept, "seconds": 0} == {**printed, "seconds": 0}


def test_several_paths_are_one_run(path, tmp_path):
    other = tmp_path / "more.xml"
    other.write_bytes(export(item(9)))
    status, out, _ = command("import_wxr", path, other, "--json")
    assert status == 0
    assert json.loads(out)["kinds"]["post"]["created"] == 3
    assert ImportRun.objects.count() == 1


def test_a_folder_is_walked_and_what_is_no_export_is_left_out(path, tmp_path):
    (tmp_path / "notes.txt").write_text("Nothing of the kind.")
    (tmp_path / ".hidden.xml").write_bytes(export(item(9)))
    status, out, _ = command("import_wxr", tmp_path, "--json")
    report = json.loads(out)
    assert status == 0
    assert report["kinds"]["post"]["created"] == 2
    assert [(issue["code"], issue["where"]) for issue in report["issues"]] == [("item-skipped", "notes.txt")]


def test_a_path_that_does_not_exist_ends_with_1_and_a_sentence():
    status, out, err = command("import_wxr", "/nowhere/export.xml", "--json")
    assert status == 1
    assert err == "There is no file or folder called /nowhere/export.xml.\n"
    assert json.loads(out)["error"] == err.strip()


def test_a_named_file_of_another_format_is_refused(path, tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("Nothing of the kind.")
    status, out, err = command("import_wxr", other, "--json")
    assert status == 1
    assert "notes.txt" in err
    status, out, err = command("import_wxr", other, path, "--json")
    assert (status, err) == (2, "")
    assert [issue["code"] for issue in json.loads(out)["issues"]] == ["file-refused"]


def test_a_file_that_is_cut_off_is_stored_up_to_there_and_ends_with_2(tmp_path):
    path = tmp_path / "cut.xml"
    path.write_bytes(export(item(7), item(8, extra=comment(1)))[:-200])
    status, out, _ = command("import_wxr", path, "--json")
    report = json.loads(out)
    assert status == 2
    assert report["kinds"]["post"]["created"] == 2
    assert report["kinds"]["comment"]["failed"] == 1
    assert "file-cut" in [issue["code"] for issue in report["issues"]]


def test_an_export_without_items_stores_nothing_and_says_so(tmp_path):
    path = tmp_path / "empty.xml"
    path.write_bytes(export())
    status, out, err = command("import_wxr", path, "--json")
    assert status == 1
    assert err.startswith("Nothing was stored")
    assert json.loads(out)["error"] == err.strip()


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_says_what_the_run_will_say_and_stores_nothing(path):
    for _ in ("on an empty database", "on a half-filled one"):
        _, rehearsed, _ = command("import_wxr", path, "--json", "--dry-run")
        posts, runs = Post.objects.count(), ImportRun.objects.count()
        _, done, _ = command("import_wxr", path, "--json")
        rehearsed, done = json.loads(rehearsed), json.loads(done)
        assert (rehearsed["run"], rehearsed["dry_run"]) == (None, True)
        assert ImportRun.objects.count() == runs + 1
        same = {"run": 0, "dry_run": 0, "seconds": 0}
        assert rehearsed | same == done | same
        path.write_bytes(export(item(7, title="Changed", extra=comment(1)), item(8), item(9)))
    assert posts == 2


def test_verbosity_0_prints_nothing(path):
    assert command("import_wxr", path, "--verbosity", "0") == (0, "", "")


def test_a_mistyped_option_is_an_error(path):
    with pytest.raises(CommandError):
        command("import_wxr", path, "--update", "perhaps")


def test_inspect_source_prints_a_list_of_records_and_writes_nothing(path, django_assert_num_queries):
    with django_assert_num_queries(0):
        status, out, err = command("inspect_source", path, "--json")
    first, second = json.loads(out)
    assert (status, err) == (0, "")
    assert first["reader"] == "wxr"
    assert first["published_at"] == "2009-03-01T11:00:00Z"
    assert first["body"] == ["Text of post 7."]
    assert first["comments"][0]["author_name"] == "Tam"
    assert first["comments"][0]["body"] == ["Comment 1"]
    assert first["trackbacks"] == {"stated": None, "url": "", "items": []}
    assert second["comments"] == []


def test_inspect_source_shows_repaired_text_and_raw_the_text_as_found(tmp_path):
    garbled = "it" + "’".encode().decode("cp1252") + "s"
    path = tmp_path / "export.xml"
    path.write_bytes(export(item(7, title=garbled)))
    assert json.loads(command("inspect_source", path, "--json")[1])[0]["title"] == "it’s"
    assert json.loads(command("inspect_source", path, "--json", "--raw")[1])[0]["title"] == garbled


def test_inspect_source_prints_for_a_person_too(path):
    status, out, _ = command("inspect_source", path)
    assert status == 0
    assert "Post 7" in out
    assert "Tam: Comment 1" in out


def test_inspect_source_ends_with_1_when_there_is_nothing(tmp_path):
    status, out, err = command("inspect_source", tmp_path / "none.xml", "--json")
    assert (status, json.loads(out)) == (1, [])
    assert "none.xml" in err


def test_undo_import_lists_what_it_kept(path):
    command("import_wxr", path)
    run = ImportRun.objects.get().pk
    Post.objects.filter(original_id="7").update(title="Ours")
    status, out, err = command("undo_import", run, "--json")
    result = json.loads(out)
    assert (status, err) == (2, "")
    assert result["removed"]["post"] == 1
    assert [kept["identity"] for kept in result["kept"] if kept["kind"] == "post"] == ["id:7"]
    assert command("undo_import", run)[0] == 1


def test_seeds_and_front_matter_are_read_by_their_own_commands(tmp_path):
    posts = tmp_path / "_posts"
    posts.mkdir()
    (posts / "2009-03-01-low-tide.md").write_text("---\ntitle: Low tide\ndate: 2009-03-01 12:00:00 +0100\n---\nSand.\n")
    status, out, _ = command("import_front_matter", posts, "--json")
    assert status == 0
    assert json.loads(out)["kinds"]["post"]["created"] == 1
    assert Post.objects.get().path == "2009/03/low-tide"


def test_a_mistyped_option_still_prints_one_object(tmp_path):
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "import_wxr", "--nope", "--json", "x"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == done.stderr.strip() == "Unrecognized arguments: --nope."


def test_a_database_that_is_not_prepared_is_named(tmp_path, path):
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "import_wxr", str(path), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "migrate" in json.loads(done.stdout)["error"]
