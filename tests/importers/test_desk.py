"""Imports from the admin: an export is sent, watched, ended, repeated, read about and undone."""

import gzip
import io
import zipfile

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blog.models import Feedback, Post, Source
from importers import tasks
from importers.models import ImportChange, ImportIssue, ImportRun
from importers.options import Options
from tests import cast
from tests.importers.readers.exports import comment, export, item
from tests.importers.readers.movable import entry

pytestmark = pytest.mark.django_db

ADD = "/admin/importers/importrun/add/"
FEW = export(*(item(n, extra=comment(10 * n)) for n in range(1, 4)))
POST = b"---\ntitle: Low water\ndate: 2009-03-01\n---\nThe sands were dry."


@pytest.fixture
def client(settings, tmp_path):
    settings.IMPORT_ROOT = tmp_path / "imports"
    return cast.client_of(cast.editor())


@pytest.fixture
def waiting(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def send(client, content=FEW, called="export.xml", **asked):
    return client.post(ADD, {"file": SimpleUploadedFile(called, content), **asked})


def page_of(run):
    return reverse("admin:importers_importrun_change", args=[run.pk])


def press(client, run, step):
    return client.post(reverse(f"admin:importers_importrun_{step}", args=[run.pk]))


def kept_files():
    return [path.name for path in django_settings.IMPORT_ROOT.rglob("*") if path.is_file()]


def zipped(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # of no time, so the same each time
    return content.getvalue()


def test_an_export_is_sent_imported_and_let_go(client):
    response = send(client)
    run = ImportRun.objects.get()
    assert response["Location"] == page_of(run)
    assert (run.state, run.reader, run.started_by.username) == ("finished", "wxr", "edith")
    assert (Post.objects.count(), Feedback.objects.count()) == (3, 3)
    assert kept_files() == []
    page = client.get(page_of(run)).content.decode()
    assert "export" in page
    assert str(django_settings.IMPORT_ROOT) not in page


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("export.xml.gz", gzip.compress(FEW, mtime=0), "wxr"),
        ("blog.zip", zipped(**{"blog/part-1.xml": FEW}), "wxr"),
        ("2009-03-01-low-water.md", POST, "front_matter"),
        ("posts.zip", zipped(**{"_posts/2009-03-01-low-water.md": POST, "README.txt": b"Read me."}), "front_matter"),
        ("export.txt", entry().encode(), "movable_type"),
        ("Älter & größer.XML", FEW, "wxr"),
        ("../../etc/passwd.xml", FEW, "wxr"),
        (".hidden.xml", FEW, "wxr"),
        ("x" * 300 + ".xml", FEW, "wxr"),
    ],
)
def test_what_is_sent_is_recognised_whatever_it_is_called(client, name, content, reader):
    assert send(client, content, name).status_code == 302
    run = ImportRun.objects.get()
    assert (run.reader, run.state) == (reader, "finished"), run.report
    assert Post.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "asked", "said"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, {}, "This is in no format that is read here."),
        ("empty.xml", b"", {}, "empty"),
        ("export.zip", b"PK\x03\x04 cut", {}, "This is in no format that is read here."),
        ("export.zip", zipped(**{"a/b.xml": FEW})[:99], {}, "The archive is damaged or cut off, at “a/b.xml”."),
        ("post.md", POST, {"format": "wxr"}, "This is not a WordPress export."),
        ("export.xml", FEW, {"timezone": "Mars/Olympus"}, "There is no time zone called"),
        ("export.xml", FEW, {"encoding": "klingon"}, "There is no encoding called"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_the_reason_and_not_kept(client, name, content, asked, said):
    page = send(client, content, name, **asked)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not ImportRun.objects.exists()
    assert kept_files() == []


def test_what_is_too_large_is_refused_and_not_kept(client, settings):
    settings.IMPORT_MAX_UPLOAD = 200_000
    page = send(client, b"x" * 300_000)
    assert "The file is larger than" in page.content.decode()
    assert kept_files() == []
    assert send(client).status_code == 302


def test_a_second_file_is_refused_and_none_is_kept(client, settings):
    settings.IMPORT_MAX_UPLOAD = 200_000
    files = [SimpleUploadedFile(name, b"x" * 150_000) for name in ("a.xml", "b.xml")]
    assert "Only one file can be sent" in client.post(ADD, {"file": files}).content.decode()
    assert "Only one file can be sent" in client.post(ADD, dict(zip("fg", files, strict=True))).content.decode()
    assert not ImportRun.objects.exists()
    assert kept_files() == []


def test_only_those_who_may_import_may_send(client):
    for make in (cast.translator, cast.moderator):
        assert send(cast.client_of(make())).status_code == 403
    assert "/admin/login/" in send(cast.reader_client())["Location"]
    assert not ImportRun.objects.exists()


def test_a_form_without_its_token_is_refused(client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.editor("ella"))
    assert send(strict).status_code == 403


def test_the_options_reach_the_import(client):
    source = cast.a_source(name="The Tide Table", slug="tide")
    send(client, source=source.pk, limit="2")
    assert Post.objects.filter(source=source).count() == 2
    send(client, b"---\ntitle: A\n---\nText.", "a.md", name="Field notes", language="fr", timezone="Europe/Rome")
    assert Source.objects.get(slug="field-notes").timezone == "Europe/Rome"


def test_all_options_outlive_the_wait_for_a_worker(client, waiting):
    asked = {"post_types": "recipe", "taxonomy": "genre=tag, series=category", "fetch_media": "on", "limit": "7"}
    send(client, author_map="login,name,email\nruth,Ruth Vane,ruth@mail.example", update="never", **asked)
    run = ImportRun.objects.get()
    options = Options.from_json(run.options)
    assert (options.asked.post_types, options.limit, options.update) == ({"recipe"}, 7, "never")
    assert options.asked.taxonomies == (("genre", "tag"), ("series", "category"))
    assert options.authors.logins["ruth"].email == "ruth@mail.example"
    assert options.as_json() == run.options
    page = client.get(page_of(run)).content.decode()
    assert "fetch files" in page
    assert "genre=tag, series=category" in page


def test_a_rehearsal_stores_nothing_and_can_be_followed_by_the_import(client):
    send(client, dry_run="on")
    rehearsed = ImportRun.objects.get()
    assert (rehearsed.state, rehearsed.source, Post.objects.count()) == ("finished", None, 0)
    assert rehearsed.report["kinds"]["post"]["created"] == 3
    assert kept_files() == ["export.xml"]
    assert "rehearsed" in client.get(page_of(rehearsed)).content.decode()
    press(client, rehearsed, "earnest")
    assert Post.objects.count() == 3
    assert ImportRun.objects.first().state == "finished"
    assert kept_files() == []


def test_a_run_waits_for_a_worker_and_may_be_cancelled_before_it_begins(client, waiting):
    send(client)
    run = ImportRun.objects.get()
    assert run.state == "waiting"
    page = client.get(page_of(run)).content.decode()
    assert "Waits for the worker." in page
    assert 'http-equiv="refresh"' in page
    press(client, run, "cancel")
    assert tasks.import_upload.func(run.pk) == "cancelled"
    assert not Post.objects.exists()
    assert kept_files() == ["export.xml"]
    press(client, run, "discard")
    assert kept_files() == []


def test_a_run_that_is_cancelled_stops_where_what_is_stored_is_whole_and_can_go_on(client, waiting, monkeypatch):
    from importers import batching
    from importers.loading import leasing

    monkeypatch.setattr(batching, "MOST", 1)
    monkeypatch.setattr(leasing, "BEATS_EVERY", 0)
    send(client, export(*(item(n, extra=comment(10 * n)) for n in range(1, 31))))
    run = ImportRun.objects.get()
    beat = leasing.Lease.beat

    def cancel_then_beat(lease, values=dict):
        if Post.objects.count() == 5:
            tasks.cancel(ImportRun.objects.get())
        return beat(lease, values)

    monkeypatch.setattr(leasing.Lease, "beat", cancel_then_beat)
    assert tasks.import_upload.func(run.pk) == "stopped"
    monkeypatch.undo()
    assert 0 < Post.objects.count() < 30
    assert Post.objects.count() == Feedback.objects.count()
    run.refresh_from_db()
    assert run.items_done == Post.objects.count()
    page = client.get(page_of(run)).content.decode()
    assert "Interrupted." in page
    assert "everything was as it should be" not in page
    press(client, run, "again")
    assert tasks.import_upload.func(ImportRun.objects.first().pk) == "finished"
    assert Post.objects.count() == 30


def test_a_run_whose_worker_died_shows_as_stopped_and_can_go_on(client, waiting):
    send(client)
    run = ImportRun.objects.get()
    ImportRun.objects.update(state="running", holder="elsewhere:1", heartbeat_at="2020-01-01T00:00:00Z")
    page = client.get(page_of(run)).content.decode()
    assert "stopped early" in page
    assert "Continue" in page
    press(client, run, "again")
    assert list(ImportRun.objects.values_list("state", flat=True)) == ["waiting", "stopped"]
    # Its file is in use now.
    press(client, run, "again")
    assert ImportRun.objects.count() == 2


def test_a_run_is_undone_by_a_worker_and_says_what_came_of_it(client):
    send(client)
    run = ImportRun.objects.get()
    Post.objects.order_by("pk").first().feedback.create(body="Later.", anchor="later", author_name="Ann")
    confirm = client.get(reverse("admin:importers_importrun_undo", args=[run.pk])).content.decode()
    assert "to be removed" in confirm
    press(client, run, "undo")
    run.refresh_from_db()
    assert run.state in ("undone", "finished")
    assert Post.objects.count() == 1
    page = client.get(page_of(run)).content.decode()
    assert "holds feedback that was sent or moderated here" in page


def test_the_counts_of_a_report_lead_to_what_they_count(client):
    send(client)
    run = ImportRun.objects.get()
    page = client.get(page_of(run)).content.decode()
    address = f"/admin/importers/importeditem/?run={run.pk}&amp;kind__exact=post&amp;outcome=created"
    assert address in page
    listed = client.get(address.replace("&amp;", "&")).content.decode()
    assert "3 imported items" in listed
    for post in Post.objects.all():
        assert reverse("admin:blog_post_change", args=[post.pk]) in listed
    for outcome, number in (("updated", 0), ("unchanged", 0)):
        listed = client.get(address.replace("&amp;", "&").replace("created", outcome)).content.decode()
        assert f"{number} imported items" in listed


def test_issues_lead_to_their_items_and_what_became_of_them(client, django_assert_max_num_queries):
    send(client)
    run = ImportRun.objects.get()
    changes = ImportChange.objects.filter(run=run, item__kind="post").select_related("item")
    ImportIssue.objects.bulk_create(
        ImportIssue(run=run, item=change.item, level="warning", code="date-missing", where="export.xml", message="none")
        for change in changes
        for _ in range(20)
    )
    address = reverse("admin:importers_importissue_changelist") + f"?run={run.pk}"
    with django_assert_max_num_queries(20):
        listed = client.get(address).content.decode()
    assert "date-missing 60" in listed
    for change in changes:
        assert reverse("admin:importers_importeditem_change", args=[change.item_id]) in listed
        assert reverse("admin:blog_post_change", args=[change.item.object_id]) in listed


def test_a_repair_is_found_by_the_run_that_brought_it(client):
    send(client, export(item(1, title="Itâ€™s raining")))
    cast.a_repair(cast.a_post(body="<p>It’s dry.</p>"), "body", "â€™", "’")
    run = ImportRun.objects.get()
    listed = client.get(reverse("admin:blog_textrepair_changelist") + f"?run={run.pk}").content.decode()
    assert "1 text repair" in listed or "1 repair" in listed


def test_a_run_that_is_over_is_said_to_be_over(client):
    send(client)
    look = reverse("admin:importers_importrun_progress", args=[ImportRun.objects.get().pk])
    assert client.get(look)["X-Run-Over"] == "1"
    assert cast.client_of(cast.translator()).get(look).status_code == 403
