"""What others do meanwhile: kill -9, a second import, a dead one's lease."""

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from blog.models import Post, Source
from importers.loading import leasing
from importers.models import ImportRun
from tests.importers.blogs import Shelf, counts
from tests.importers.readers.exports import comment, export, item

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def running(source, **values):
    return ImportRun.objects.create(source=source, reader="wxr", **values)


@pytest.mark.django_db
def test_a_lease_without_a_sign_of_life_expires(shelf):
    source = Source.objects.create(name="The Tide Table", slug="the-tide-table")
    dead = running(source, holder="elsewhere:1")
    ImportRun.objects.update(heartbeat_at=timezone.now() - dt.timedelta(seconds=leasing.EXPIRES_AFTER + 1))
    assert counts(shelf.run(item(7)), "post") == {"created": 1}
    dead.refresh_from_db()
    assert dead.state == "stopped"


@pytest.mark.django_db
def test_a_process_that_is_gone_holds_no_lease(shelf):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host = leasing.holder().rpartition(":")[0]
    source = Source.objects.create(name="The Tide Table", slug="the-tide-table")
    running(source, holder=f"{host}:{gone.pid}")
    assert counts(shelf.run(item(7)), "post") == {"created": 1}


@pytest.mark.django_db
def test_a_second_import_says_that_it_waits_and_then_runs(shelf, monkeypatch):
    source = Source.objects.create(name="The Tide Table", slug="the-tide-table")
    other = running(source, holder=leasing.holder())
    told = []

    def end_the_other(seconds):
        ImportRun.objects.filter(pk=other.pk).update(state="finished")

    monkeypatch.setattr(leasing.time, "sleep", end_the_other)
    lease = leasing.take(source, told.append, reader="wxr")
    assert lease.run.state == "running"
    assert len(told) == 1
    assert "waiting" in told[0]


@pytest.mark.django_db
def test_a_run_that_lost_its_lease_stops(shelf, monkeypatch):
    from importers import running as pipeline

    monkeypatch.setattr(pipeline, "BATCH", 1)
    monkeypatch.setattr(leasing, "BEATS_EVERY", 0)
    shelf.write(item(7), item(8))

    def take_over(number):
        ImportRun.objects.update(state="stopped")

    report = pipeline.run_import([shelf.path], "wxr", progress=take_over)
    assert report.exit_status == 3
    assert Post.objects.count() == 1


def environment(tmp_path, name):
    """Return the environment of a process with a database of its own."""
    values = {**os.environ, "DATA_DIR": str(tmp_path / name), "DJANGO_SETTINGS_MODULE": "config.settings"}
    if connection.vendor == "sqlite":
        values.pop("DATABASE_URL", None)
        return values
    settings = connection.settings_dict
    database = f"{settings['NAME']}_{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{database}"')
    user, host, port = settings["USER"], settings["HOST"], settings["PORT"]
    values["DATABASE_URL"] = f"postgres://{user}@{host}:{port}/{database}"
    return values


def manage(env, *arguments, **options):
    command = [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, **options)


# What a run leaves, told without keys and times: kind, identity, and what was written.
SUMMARY = """
from importers.models import ImportedItem
from blog.models import Feedback, LegacyURL, Post, TaggedPost, TextRepair
import json
print(json.dumps([
    sorted(map(list, ImportedItem.objects.values_list("kind", "identity", "content_hash", "unsettled"))),
    sorted(map(list, Post.objects.values_list("original_id", "path", "title", "body_html", "parent__original_id"))),
    sorted(map(list, Feedback.objects.values_list("original_id", "anchor", "parent__original_id", "status"))),
    sorted(map(list, LegacyURL.objects.values_list("host", "path", "query", "post__original_id"))),
    sorted(map(list, TaggedPost.objects.values_list("tag__slug", "content_object__original_id"))),
    TextRepair.objects.count(),
]))
"""


def summary(env):
    return manage(env, "shell", "--no-imports", "-c", SUMMARY, check=True).stdout


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_that_is_run_again_ends_like_an_undisturbed_one(tmp_path):
    path = tmp_path / "export.xml"
    tag = '<category domain="post_tag" nicename="sea">Sea</category>'
    pages = [item(n, wp__post_type="page", wp__post_parent=n + 1) for n in range(901, 906)]
    posts = [item(n, extra=tag + comment(10 * n + 1, parent=10 * n) + comment(10 * n)) for n in range(1, 401)]
    path.write_bytes(export(*posts[:200], *pages, *posts[200:]))
    calm = environment(tmp_path, "calm")
    manage(calm, "migrate", "-v0", check=True)
    manage(calm, "import_wxr", path, check=True)
    expected = summary(calm)
    rough = environment(tmp_path, "rough")
    manage(rough, "migrate", "-v0", check=True)
    died_inside = 0
    for delay in (0.9, 1.1, 1.3, 1.5, 1.8):
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "import_wxr", str(path)],
            env=rough, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(delay)
        died_inside += process.poll() is None
        process.kill()
        process.wait()
    assert died_inside
    manage(rough, "import_wxr", path, check=True)
    assert summary(rough) == expected


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_source_at_once_store_everything_once(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(export(*(item(n, extra=comment(n)) for n in range(1, 201))))
    env = environment(tmp_path, "twice")
    manage(env, "migrate", "-v0", check=True)
    results = []
    threads = [threading.Thread(target=lambda: results.append(manage(env, "import_wxr", path))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.returncode for result in results] == [0, 0], [result.stderr for result in results]
    counted = manage(env, "shell", "--no-imports", "-c", "from blog.models import *; print(Post.objects.count())")
    assert counted.stdout.strip() == "200"


@pytest.mark.django_db(transaction=True)
def test_a_terminated_import_ends_with_3_and_whole_posts(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(export(*(item(n, extra=comment(2 * n) + comment(2 * n + 1)) for n in range(1, 3001))))
    env = environment(tmp_path, "terminated")
    manage(env, "migrate", "-v0", check=True)
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "import_wxr", str(path)],
        env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    count = "from blog.models import *; print(Post.objects.count(), Feedback.objects.count())"
    while manage(env, "shell", "--no-imports", "-c", count).stdout.startswith("0 ") and process.poll() is None:
        pass
    process.terminate()
    _, said = process.communicate()
    assert process.returncode == 3
    assert said.strip() == "Interrupted; what is stored is whole, and running again continues."
    posts, feedback = map(int, manage(env, "shell", "--no-imports", "-c", count).stdout.split())
    assert 0 < posts < 3000
    assert feedback == 2 * posts
