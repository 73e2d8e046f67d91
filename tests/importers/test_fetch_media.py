"""--fetch-media: what is not on the disk is fetched by a worker, and bodies show it once it is here."""

import json

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from blog import fetching, retrieving
from blog.models import Attachment, Post
from importers.undoing import undo_run
from tests.blog.serving import loopback, respond, serving, site
from tests.importers.blogs import codes, dump
from tests.importers.library import attachment, picture, shelve
from tests.importers.readers.exports import item

pytestmark = pytest.mark.django_db
PATH = "/wp-content/uploads"


@pytest.fixture
def pages():
    return {f"{PATH}/boat.png": picture(), f"{PATH}/gull.png": picture("tan"), "/far.gif": picture(kind="GIF")}


@pytest.fixture
def old_site(pages, monkeypatch):
    monkeypatch.setattr(retrieving, "PAUSE", 0)
    with serving(site(pages)) as (port, _):
        monkeypatch.setattr(fetching, "PUBLIC", loopback(port))
        yield f"http://tide.example.org:{port}"


@pytest.fixture
def parts(old_site):
    far = old_site.replace("tide.example.org", "far.example")
    return [
        attachment(20, wp__attachment_url=f"{old_site}{PATH}/boat.png"),
        attachment(21, wp__attachment_url=f"{old_site}{PATH}/lost.png"),
        item(
            7, content__encoded=f'<img src="{old_site}{PATH}/boat-30x20.png"><img src="{old_site}{PATH}/gull-9x9.png">'
        ),
        item(8, content__encoded=f'<img src="{far}/far.gif"> <a href="{far}/other.gif">x</a>'),
        item(9, content__encoded=f'<img src="{old_site}{PATH}/lost.png">'),
    ]


def bodies():
    return "".join(Post.objects.order_by("original_id").values_list("body", flat=True))


def test_what_is_not_here_is_fetched_and_shown(shelf, parts):
    report = shelf.run(*parts, fetch_media=True)
    assert report.exit_status == 0
    assert bodies().count('src="/media/attachments/') == 3
    states = {row.original_url.rpartition("/")[2]: row.fetch for row in Attachment.objects.all()}
    assert states == {"boat.png": "fetched", "lost.png": "failed", "gull.png": "fetched", "far.gif": "fetched"}
    assert [issue.message[:29] for issue in shelf.run().issues] == ["1 picture in 1 post is not ke"]


def test_a_second_run_fetches_nothing_again_and_writes_nothing(shelf, parts):
    shelf.run(*parts, fetch_media=True)
    before = dump()
    shelf.run(fetch_media=True)
    call_command("fetch_media", "-v0")
    assert dump() == before


def test_a_worker_does_it_later(shelf, parts, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    shelf.run(*parts, fetch_media=True)
    assert DBTaskResult.objects.get().task_path == "blog.tasks.fetch_media"
    assert Attachment.objects.filter(fetch="wanted").count() == 4
    assert "/media/" not in bodies()


def test_the_command_reports_and_tries_again(shelf, parts, pages, old_site, settings, capsys):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    shelf.run(*parts, fetch_media=True)
    with pytest.raises(SystemExit) as ended:
        call_command("fetch_media", "--json")
    said = json.loads(capsys.readouterr().out)
    assert ended.value.code == 2
    assert (said["fetched"], said["failed"], said["waiting"], said["error"]) == (3, 1, 0, None)
    assert said["failures"][0]["url"] == f"{old_site}{PATH}/lost.png"
    pages[f"{PATH}/lost.png"] = respond(picture("red"))
    call_command("fetch_media", "--retry", "--source", Post.objects.first().source.slug)
    assert "Fetched 1, failed 0, waiting 0." in capsys.readouterr().out
    assert bodies().count('src="/media/attachments/') == 4
    assert codes(shelf.run()) == []
    with pytest.raises(SystemExit) as ended:
        call_command("fetch_media", "--source", "nobody")
    assert ended.value.code == 1


def test_the_folder_comes_first(shelf, parts, tmp_path):
    folder = shelve(tmp_path / "u", named={"boat.png": picture("blue")})
    shelf.run(*parts, fetch_media=True, uploads=str(folder))
    assert Attachment.objects.get(original_id="20").file.read() == picture("blue")
    assert Attachment.objects.get(original_id="20").fetch == ""


def test_undo_takes_what_was_fetched_with_it(shelf, parts, django_capture_on_commit_callbacks):
    report = shelf.run(*parts, fetch_media=True)
    name, storage = Attachment.objects.get(original_id="20").file.name, Attachment.objects.first().file.storage
    with django_capture_on_commit_callbacks(execute=True):
        result = undo_run(report.run)
    assert (result.kept, result.error) == ([], None)
    assert not Attachment.objects.exists()
    assert not storage.exists(name)


def test_a_dry_run_fetches_nothing(shelf, parts, old_site):
    dry = shelf.run(*parts, fetch_media=True, dry_run=True).as_dict()
    assert not Attachment.objects.exists()
    real = shelf.run(fetch_media=True).as_dict()
    assert {**dry, "run": 0, "seconds": 0, "dry_run": 0} == {**real, "run": 0, "seconds": 0, "dry_run": 0}


def test_a_body_that_an_editor_changed_meanwhile_is_left_alone(shelf, parts, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    shelf.run(*parts, fetch_media=True)
    Post.objects.filter(original_id="7").update(body="Mine.")
    with pytest.raises(SystemExit):
        call_command("fetch_media", "-v0")
    assert Post.objects.get(original_id="7").body == "Mine."
