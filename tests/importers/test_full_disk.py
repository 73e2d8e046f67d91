"""A full disk ends an import with 3 and one sentence; what is stored is whole, and running again continues."""

import errno

import pytest
from django.db import IntegrityError, OperationalError, connection

from blog import attaching
from importers.loading import posts
from importers.loading.trouble import trouble_with_all
from importers.models import ImportRun
from tests.importers.blogs import counts
from tests.importers.databases import manage, start_with
from tests.importers.readers.exports import comment, export, item

SENTENCE = "The disk is full; what is stored is whole, and running again continues."


def told_by(**codes_of_driver):
    """An error of Django's as a driver's with these codes."""
    driver = type("DriverError", (Exception,), codes_of_driver)("disque plein")
    error = OperationalError("disque plein")
    error.__cause__ = driver
    return error


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "x"), "The disk is full"),
        (OSError(errno.EDQUOT, "x"), "The disk is full"),
        (OSError(errno.EIO, "x"), ""),
        (told_by(sqlite_errorcode=13), "The disk is full"),
        (told_by(sqlstate="53100"), "The disk is full"),
        (told_by(sqlite_errorcode=8), "The database takes nothing more (disque plein)"),
        (told_by(sqlstate="57P01"), "The database takes nothing more (disque plein)"),
        (told_by(sqlite_errorcode=5), ""),
        (told_by(sqlstate="22001"), ""),
        (IntegrityError('Key (path)=(no-space-left) exists: "disk is full"'), ""),
    ],
)
def test_a_full_disk_is_told_by_codes_and_not_by_words(error, sentence):
    assert trouble_with_all(error) == sentence


def test_sqlite_calls_a_full_disk_an_input_or_output_error_too(monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite")
    error = told_by(sqlite_errorcode=778)
    assert trouble_with_all(error).startswith("The database takes nothing more")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: type("Usage", (), {"free": 0}))
    assert trouble_with_all(error) == "The disk is full"


@pytest.mark.django_db
def test_a_post_whose_error_quotes_a_full_disk_stops_nothing(shelf, monkeypatch):
    write = posts.PostWriter.write

    def refuse(self, works):
        if any(work.item.record.source_id == "7" for work in works):
            raise IntegrityError('duplicate key: "The disk is full"')
        return write(self, works)

    monkeypatch.setattr(posts.PostWriter, "write", refuse)
    report = shelf.run(item(7, title="The disk is full"), item(8))
    assert (report.exit_status, counts(report, "post")) == (2, {"created": 1, "failed": 1})


@pytest.mark.django_db
def test_a_disk_that_is_full_for_media_stops_the_run_too(shelf, tmp_path, monkeypatch):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0")

    def full(file, name):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(attaching, "keep", full)
    picture = item(9, wp__post_type="attachment", wp__attachment_url="http://tide.example.org/wp-content/uploads/a.jpg")
    report = shelf.run(item(7), picture, uploads=str(tmp_path / "uploads"))
    assert (report.exit_status, report.error) == (3, SENTENCE)
    assert ImportRun.objects.get().state == "stopped"
    monkeypatch.undo()
    assert shelf.run().exit_status == 0


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_full_stops_with_whole_posts_and_the_next_run_goes_on(copies, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no such limit")
    path = tmp_path / "one.xml"
    path.write_bytes(export(*(item(n, extra=comment(2 * n) + comment(2 * n + 1)) for n in range(1, 601))))
    env = copies.make("full")
    (pages,) = copies.query(env, "SELECT page_count FROM pragma_page_count")
    small = f'settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA max_page_count={pages + 500}"'
    process = start_with(small, env, "import_wxr", path, "-v0")
    _, said = process.communicate()
    assert (process.returncode, said) == (3, SENTENCE + "\n")
    (stored,) = copies.query(env, "SELECT count(*) FROM blog_post")
    assert 0 < stored < 600
    assert copies.query(env, "SELECT count(*) FROM blog_feedback") == (2 * stored,)
    assert manage(env, "import_wxr", path, "-v0") == (0, "")
    assert copies.query(env, "SELECT count(*) FROM blog_post") == (600,)
    assert copies.query(env, "SELECT count(*) FROM blog_feedback") == (1200,)
