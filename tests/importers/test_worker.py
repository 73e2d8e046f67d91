"""The worker: it looks before it locks, ends when it is told to, and never outlives who started it."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from importers.loading import leasing
from tests.importers.databases import ROOT, manage, start
from tests.importers.readers.exports import comment, export, item

WORKER = [sys.executable, str(ROOT / "manage.py"), "db_worker", "-v0"]
STANDS = "SELECT MIN(status), COUNT(*) FROM django_tasks_database_dbtaskresult"


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Nobody may be there to take notice of its end.
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"


def hears(pid, number):
    """Say whether a process has its own answer to a signal by now."""
    with open(f"/proc/{pid}/status") as status:
        caught = next(line for line in status if line.startswith("SigCgt:"))
    return int(caught.split()[1], 16) >> (number - 1) & 1


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def env(copies, transactional_db):
    return copies.make("worked")


@pytest.mark.django_db(transaction=True)
def test_a_worker_ends_when_the_process_that_started_it_is_killed(env):
    script = f"{' '.join(WORKER)} --with-process $$ & echo $!; sleep 60"
    parent = subprocess.Popen(["sh", "-c", script], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    worker = int(parent.stdout.readline())
    wait_until(lambda: hears(worker, signal.SIGTERM), seconds=60)
    parent.kill()
    parent.wait()
    wait_until(lambda: not is_alive(worker))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_that_waits_ends_at_once_when_it_is_told_to(copies, env, number):
    worker = subprocess.Popen(WORKER, env=env, cwd=ROOT)
    try:
        wait_until(lambda: copies.query(env, STANDS) == ("SUCCESSFUL", 1), seconds=60)  # what is done every day
        worker.send_signal(number)
        assert worker.wait(timeout=5) in (0, -number)
    finally:
        worker.kill()


@pytest.mark.django_db(transaction=True)
def test_looking_for_work_takes_no_lock(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    try:
        with CaptureQueriesContext(connection) as queries:
            call_command("db_worker", batch=True, reload=False, verbosity=0)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


PREPARE = """
from pathlib import Path
from django.conf import settings
from importers import tasks, uploading
from importers.options import Options
folder = uploading.made(settings.IMPORT_ROOT / ("a" * 32))
Path({source!r}).rename(folder / "export.xml")
print(tasks.prepare(folder / "export.xml", "wxr", Options(), None).pk)
"""
POSTS = 1500  # more than a worker takes up between two looks at its database
COUNTED = "SELECT (SELECT COUNT(*) FROM blog_post), (SELECT COUNT(*) FROM blog_feedback)"
STATES = "SELECT MIN(state), MAX(state), COUNT(*) FROM importers_importrun"
AGAIN = (
    "from importers import tasks; from importers.models import ImportRun; tasks.again(ImportRun.objects.get(), None)"
)


def shell(env, script):
    said, trouble = start(env, "shell", "--no-imports", "-c", script).communicate()
    assert not trouble
    return said.split()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_terminated_leaves_whole_posts_and_the_next_goes_on(copies, env, tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(export(*(item(n, extra=comment(2 * n) + comment(2 * n + 1)) for n in range(1, POSTS + 1))))
    shell(env, PREPARE.format(source=str(path)))
    worker = subprocess.Popen(WORKER, env=env, cwd=ROOT)
    # Looked at by a connection of ours: starting a process to ask takes as long as the import.
    wait_until(lambda: copies.query(env, "SELECT COUNT(*) FROM blog_post") != (0,), seconds=60)
    worker.terminate()
    assert worker.wait(timeout=60) == 0
    posts, feedback = copies.query(env, COUNTED)
    assert copies.query(env, STATES) == ("stopped", "stopped", 1)
    assert 0 < posts < POSTS
    assert feedback == 2 * posts
    shell(env, AGAIN)
    assert manage(env, "db_worker", "--batch", "-v0")[0] == 0
    assert copies.query(env, COUNTED) == (POSTS, 2 * POSTS)
    assert copies.query(env, STATES) == ("finished", "stopped", 2)
    assert not list((tmp_path / "worked" / "imports").iterdir())


KEEPER = [sys.executable, "-m", "importers.management.keeping"]
KEPT = [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(60)"]


@pytest.fixture
def kept():
    """A keeper with its worker, as a child of a process that can be killed."""
    keeper = subprocess.Popen(
        [*KEEPER, str(os.getpid()), *KEPT],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield keeper
    keeper.kill()
    keeper.communicate()


def test_a_worker_that_is_killed_is_started_again_and_this_is_said(kept):
    first = int(kept.stdout.readline())
    os.kill(first, signal.SIGKILL)
    assert kept.stderr.readline() == "The worker ended (killed by SIGKILL); it is started again in 1 s.\n"
    second = int(kept.stdout.readline())
    os.kill(second, signal.SIGTERM)
    assert kept.stderr.readline() == "The worker ended (killed by SIGTERM); it is started again in 2 s.\n"
    third = int(kept.stdout.readline())
    kept.terminate()
    assert kept.wait(timeout=5) == 0
    assert not is_alive(third)


def test_a_keeper_ends_with_the_process_that_started_it():
    script = f"{sys.executable} -m importers.management.keeping $$ {sys.executable} -c 'import time; time.sleep(60)' &"
    parent = subprocess.Popen(["sh", "-c", f"{script} echo $!; sleep 60"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    keeper = int(parent.stdout.readline())
    wait_until(lambda: hears(keeper, signal.SIGTERM))
    parent.kill()
    parent.wait()
    wait_until(lambda: not is_alive(keeper))


BEGUN = """
import sys
from django_tasks_db.models import DBTaskResult
from blog.tasks import fetch_media
from django.utils import timezone
fetch_media.enqueue(None)
DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now(), worker_ids={workers!r})
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("times", "alive", "status"),
    [(1, False, "SUCCESSFUL"), (3, False, "FAILED"), (1, True, "RUNNING")],
    ids=["once", "too often", "still at it"],
)
def test_what_a_killed_worker_had_begun_is_done_by_the_next_a_few_times(copies, env, times, alive, status):
    host, process, began = leasing.holder().split(":")
    worker = f"{host}:{process}:{began if alive else 1}"
    shell(env, BEGUN.format(workers=[worker] * times))
    assert manage(env, "db_worker", "--batch", "-v0")[0] == 0
    assert copies.query(env, STANDS) == (status, 1)
