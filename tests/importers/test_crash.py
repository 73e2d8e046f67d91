"""What others do meanwhile: a second import, a dead one's lease, a signal. Of kill -9 see test_kill."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import IntegrityError
from django.utils import timezone

from blog.models import Post, Source
from importers.loading import leasing
from importers.models import ImportRun
from tests.importers.blogs import counts
from tests.importers.databases import start
from tests.importers.readers.exports import comment, export, item


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
    host = leasing.holder().partition(":")[0]
    source = Source.objects.create(name="The Tide Table", slug="the-tide-table")
    running(source, holder=f"{host}:{gone.pid}")
    assert counts(shelf.run(item(7)), "post") == {"created": 1}


@pytest.mark.django_db
def test_a_process_that_ended_and_was_not_buried_holds_no_lease_either(shelf):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    host = leasing.holder().partition(":")[0]
    source = Source.objects.create(name="The Tide Table", slug="the-tide-table")
    running(source, holder=f"{host}:{ended.pid}")
    assert counts(shelf.run(item(7)), "post") == {"created": 1}
    ended.wait()


@pytest.mark.django_db
def test_a_process_that_bears_the_number_of_one_that_is_gone_is_another(shelf):
    source = Source.objects.create(name="The Tide Table", slug="the-tide-table")
    assert not leasing.is_dead(running(source, holder=leasing.holder()))
    ImportRun.objects.update(holder=leasing.holder().rpartition(":")[0] + ":1")
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
def test_what_nobody_elses_run_hinders_is_tried_a_few_times_and_told(monkeypatch):
    source = Source.objects.create(name="The Tide Table", slug="the-tide-table")
    slept = []

    def refuse(**values):
        raise IntegrityError("the source is gone")

    monkeypatch.setattr(leasing.time, "sleep", slept.append)
    monkeypatch.setattr(ImportRun.objects, "create", refuse)
    with pytest.raises(IntegrityError):
        leasing.take(source, print, reader="wxr")
    assert slept == [leasing.LOOKS_EVERY] * (leasing.TRIES - 1)


@pytest.mark.django_db
def test_a_run_that_lost_its_lease_stops(shelf, monkeypatch):
    from importers import batching
    from importers import running as pipeline

    monkeypatch.setattr(batching, "MOST", 1)
    monkeypatch.setattr(leasing, "BEATS_EVERY", 0)
    shelf.write(item(7), item(8))

    def take_over(number):
        ImportRun.objects.update(state="stopped")

    report = pipeline.run_import([shelf.path], "wxr", progress=take_over)
    assert report.exit_status == 3
    assert Post.objects.count() == 1


def comments(n):
    return comment(2 * n) + comment(2 * n + 1)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_source_at_once_store_everything_once(copies, tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(export(*(item(n, extra=comments(n)) for n in range(1, 401))))
    env = copies.make("twice")
    processes = [start(env, "import_wxr", path, "-v0") for _ in range(2)]
    said = sorted(process.communicate()[1] for process in processes)
    assert [process.returncode for process in processes] == [0, 0], said
    assert said[0] == ""
    assert "is running" in said[1]
    assert "waiting until it ends" in said[1]
    assert copies.query(env, "SELECT count(*), count(DISTINCT original_id) FROM blog_post") == (400, 400)
    assert copies.query(env, "SELECT count(*) FROM blog_feedback") == (800,)


@pytest.mark.django_db(transaction=True)
def test_imports_of_two_sources_at_once_that_share_tags_and_addresses_both_end_well(copies, tmp_path):
    tags = "".join(f'<category domain="post_tag" nicename="tag-{n}">Tag {n}</category>' for n in range(40))
    paths = [tmp_path / "one.xml", tmp_path / "two.xml"]
    for path in paths:
        path.write_bytes(export(*(item(n, extra=tags + comments(n)) for n in range(1, 301))))
    env = copies.make("two")
    processes = [start(env, "import_wxr", path, "--source", path.stem, "-v0") for path in paths]
    said = [process.communicate()[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert said == ["", ""]
    assert copies.query(env, "SELECT count(*), count(DISTINCT source_id) FROM blog_post") == (600, 2)
    assert copies.query(env, "SELECT count(*) FROM blog_tag") == (40,)
    assert copies.query(env, "SELECT count(*) FROM blog_taggedpost") == (24000,)


@pytest.mark.parametrize("signals", [[signal.SIGTERM], [signal.SIGTERM, signal.SIGINT]], ids=len)
@pytest.mark.django_db(transaction=True)
def test_a_terminated_import_ends_with_3_one_sentence_and_whole_posts(copies, tmp_path, signals):
    path = tmp_path / "export.xml"
    path.write_bytes(export(*(item(n, extra=comments(n)) for n in range(1, 3001))))
    env = copies.make("terminated")
    process = start(env, "import_wxr", path, stdout=subprocess.DEVNULL)
    while copies.query(env, "SELECT count(*) FROM blog_post") == (0,) and process.poll() is None:
        time.sleep(0.05)
    for number in signals:
        process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode == 3
    assert said.strip() == "Interrupted; what is stored is whole, and running again continues."
    (posts,) = copies.query(env, "SELECT count(*) FROM blog_post")
    assert 0 < posts < 3000
    assert copies.query(env, "SELECT count(*) FROM blog_feedback") == (2 * posts,)
