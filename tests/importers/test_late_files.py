"""Files that come after an import are shown in its name, never while another import writes the same blog."""

import datetime as dt
import io

import pytest
from django.utils import timezone

from blog import attaching
from blog.models import Attachment, Post, Source
from importers.loading import leasing
from importers.models import ImportRun
from importers.settling import media
from tests.importers.blogs import Shelf, codes
from tests.importers.library import UPLOADS, attachment, picture
from tests.importers.readers.exports import item

pytestmark = pytest.mark.django_db
BOAT = attachment()


def post(title):
    return item(7, title=title, content__encoded=f'<p><img src="{UPLOADS}/2009/03/boat.png"></p>')


@pytest.fixture
def shelf(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(BOAT, post("One"))
    boat = Attachment.objects.get()
    attaching.attach(boat, attaching.keep(io.BytesIO(picture()), "boat.png"), fetch="fetched")
    return shelf


def settle():
    media.settle_fetched([Source.objects.get().pk])


def states():
    return list(ImportRun.objects.order_by("pk").values_list("state", flat=True))


def test_they_wait_for_an_import_that_is_at_work(shelf, monkeypatch):
    other = ImportRun.objects.create(source=Source.objects.get(), reader="wxr", holder=leasing.holder())
    looks = []

    def import_ends(seconds):
        assert UPLOADS in Post.objects.get().body
        looks.append(seconds)
        ImportRun.objects.filter(pk=other.pk).update(state="finished")
        shelf.run(BOAT, post("Two"))

    monkeypatch.setattr(leasing.time, "sleep", import_ends)
    settle()
    assert len(looks) == 1
    assert UPLOADS not in Post.objects.get().body
    assert (Post.objects.get().title, codes(shelf.run(BOAT, post("Three")))) == ("Two", [])
    assert Post.objects.get().title == "Three"


def test_an_import_waits_for_them(shelf, monkeypatch):
    during, rewrite = [], media.MediaSettler._new_files
    monkeypatch.setattr(media.MediaSettler, "_new_files", lambda *args: during.append(states()) or rewrite(*args))
    settle()
    assert (during, states()) == ([["running"]], ["finished"])


def test_they_do_not_wait_for_an_import_that_is_dead(shelf):
    long_ago = timezone.now() - dt.timedelta(seconds=leasing.EXPIRES_AFTER + 1)
    dead = ImportRun.objects.create(source=Source.objects.get(), reader="wxr", holder="elsewhere:1")
    ImportRun.objects.filter(pk=dead.pk).update(heartbeat_at=long_ago)
    settle()
    assert UPLOADS not in Post.objects.get().body
    assert states() == ["finished", "stopped"]


def test_a_fault_gives_the_lease_back(shelf, monkeypatch):
    monkeypatch.setattr(media.Known, "of", None)
    with pytest.raises(TypeError):
        settle()
    assert states() == ["finished"]
