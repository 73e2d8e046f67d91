"""Files are fetched portion by portion, by one worker for a source, and those who wait for them hear of them once."""

import datetime as dt
import errno

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog import attaching, retrieving, tasks
from blog.models import Attachment
from tests import cast
from tests.blog.test_retrieving import old_site, quick, wanted  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def heard():
    told = []

    def hear(sender, sources, **kwargs):
        told.append(sources)

    retrieving.files_came.connect(hear)
    yield told
    retrieving.files_came.disconnect(hear)


def test_what_waits_or_works_is_not_asked_for_twice(waiting):
    tide, other = (cast.a_source() for _ in range(2))
    assert tasks.want_media(tide.pk)
    assert not tasks.want_media(tide.pk)
    assert tasks.want_media(other.pk)
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert not tasks.want_media(tide.pk)
    DBTaskResult.objects.update(started_at=timezone.now() - tasks.FORGOTTEN - dt.timedelta(seconds=1))
    assert tasks.want_media(tide.pk)
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert tasks.want_media()
    assert not tasks.want_media(tide.pk)


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        ({"status": "READY"}, True),
        ({"status": "RUNNING", "started_at": dt.timedelta(0)}, True),
        ({"status": "RUNNING", "started_at": tasks.FORGOTTEN}, False),
        ({"status": "SUCCESSFUL"}, False),
    ],
    ids=["waits", "is being done", "its worker was killed", "is done"],
)
def test_work_is_asked_for_unless_it_will_be_done_anyway(waiting, state, waits):
    assert tasks.want_index()
    if "started_at" in state:
        state = state | {"started_at": timezone.now() - state["started_at"]}
    DBTaskResult.objects.update(**state)
    assert tasks.waits(tasks.index_feedback) == waits
    assert tasks.want_index() != waits
    assert tasks.ready(tasks.index_feedback).exists() == (state["status"] == "READY" or not waits)


def test_files_are_told_of_once_when_the_last_portion_is_done(old_site, heard, waiting, monkeypatch):  # noqa: F811
    source = cast.a_source()
    boats = [wanted(f"{old_site}/boat.png", source=source) for _ in range(2)]
    Attachment.objects.filter(pk=boats[1].pk).update(fetch="")
    fetch_wanted = retrieving.fetch_wanted

    def one_comes_meanwhile(*args, **kwargs):
        result = fetch_wanted(*args, **kwargs)
        Attachment.objects.filter(pk=boats[1].pk, file="").update(fetch="wanted")
        return result

    monkeypatch.setattr(retrieving, "fetch_wanted", one_comes_meanwhile)
    tasks.fetch_media.call(source.pk)
    assert heard == []
    asked = DBTaskResult.objects.get().args_kwargs["args"]
    assert asked == [source.pk]
    tasks.fetch_media.call(*asked)
    assert heard == [[source.pk]]


def test_what_a_killed_portion_fetched_is_told_of_by_the_one_that_takes_its_place(old_site, heard, monkeypatch):  # noqa: F811
    class Killed(BaseException):
        pass

    source = cast.a_source()
    boats = [wanted(f"{old_site}/boat.png", source=source) for _ in range(2)]
    take = retrieving._take

    def killed_after_the_first(*args):
        take(*args)
        raise Killed

    monkeypatch.setattr(retrieving, "_take", killed_after_the_first)
    with pytest.raises(Killed):
        tasks.fetch_media.call()
    monkeypatch.undo()
    Attachment.objects.filter(pk__in=[boat.pk for boat in boats], file="").update(fetch="")
    assert heard == []
    tasks.fetch_media.call()
    assert heard == [[source.pk]]


def test_a_portion_without_news_tells_nobody(old_site, heard):  # noqa: F811
    wanted(f"{old_site}/lost.png", source=cast.a_source())
    tasks.fetch_media.call()
    tasks.fetch_media.call()
    assert heard == []


def test_a_full_disk_ends_the_portion_with_a_sentence_and_leaves_the_rest_wanted(
    old_site,  # noqa: F811
    waiting,
    monkeypatch,
):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(attaching, "keep", full)
    for _ in range(9):
        wanted(f"{old_site}/boat.png")
    said = tasks.fetch_media.call()
    assert said["error"] == "What was fetched cannot be stored: No space left on device."
    failed = Attachment.objects.filter(fetch="failed")
    assert failed.first().fetch_problem == "It could not be stored here: No space left on device."
    assert failed.count() + retrieving.wanted_of().count() == 9
    assert retrieving.wanted_of().exists()
    assert not DBTaskResult.objects.exists()
