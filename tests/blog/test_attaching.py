"""Bytes and rows: a file is kept once, under its hash, as long as an attachment has it."""

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from blog import attaching
from blog.attaching import NotMedia, attach, detach, keep
from blog.models import Attachment
from tests.importers.library import picture

pytestmark = pytest.mark.django_db

LATER = dt.timedelta(seconds=5)


def kept(data=None, name="boat.png"):
    return keep(io.BytesIO(picture() if data is None else data), name)


def test_a_file_is_named_by_its_bytes_whatever_it_was_called():
    found = kept(name="../../Côte <b>.php.png")
    assert found.name == f"attachments/{found.sha256[:2]}/{found.sha256}.png"
    assert kept(name="other.jpg") == found
    assert default_storage.open(found.name).read() == picture()


def test_what_is_refused_leaves_nothing_behind():
    with pytest.raises(NotMedia):
        kept(b"<html>")
    assert not default_storage.exists("attachments")


def test_a_file_that_was_cut_by_a_crash_is_written_anew():
    name = kept().name
    default_storage.delete(name)
    default_storage.save(name, ContentFile(picture()[:10]))
    assert kept().name == name
    assert default_storage.open(name).read() == picture()


def test_of_two_who_write_the_same_file_one_is_enough(monkeypatch):
    name = kept().name
    storage = type(default_storage._wrapped)
    first, exists = iter([True]), storage.exists  # not there yet at the first look
    monkeypatch.setattr(storage, "exists", lambda self, other: False if next(first, False) else exists(self, other))
    assert kept().name == name
    assert default_storage.listdir(name.rpartition("/")[0])[1] == [name.rpartition("/")[2]]


def test_attaching_says_what_the_bytes_say(django_assert_max_num_queries):
    boat, found = Attachment.objects.create(), kept()
    with django_assert_max_num_queries(4):
        attach(boat, found, alt="A boat")
    boat.refresh_from_db()
    assert (boat.file.name, boat.sha256, boat.media_type) == (found.name, found.sha256, "image/png")
    assert (boat.width, boat.height, boat.alt) == (4, 3, "A boat")


def test_a_file_goes_with_the_last_who_has_it(django_capture_on_commit_callbacks):
    found = kept()
    one, two = Attachment.objects.create(), Attachment.objects.create()
    for attachment in (one, two):
        attach(attachment, found)
    with django_capture_on_commit_callbacks(execute=True):
        detach(one)
    assert default_storage.exists(found.name)
    with django_capture_on_commit_callbacks(execute=True):
        attach(two, kept(picture("blue")))
    assert not default_storage.exists(found.name)
    assert default_storage.exists(two.file.name)


@pytest.mark.django_db(transaction=True)
def test_a_file_stays_when_the_deletion_is_rolled_back():
    boat, found = Attachment.objects.create(), kept()
    attach(boat, found)
    with transaction.atomic():
        boat.delete()
        transaction.set_rollback(True)
    assert default_storage.exists(found.name)
    Attachment.objects.all().delete()
    assert not default_storage.exists(found.name)


def test_a_file_that_went_meanwhile_is_not_attached():
    boat, found = Attachment.objects.create(), kept()
    default_storage.delete(found.name)
    with pytest.raises(FileNotFoundError):
        attach(boat, found)
    assert not Attachment.objects.get().file


def test_a_rehearsal_touches_no_file(django_capture_on_commit_callbacks):
    boat = Attachment.objects.create()
    attach(boat, kept())
    with attaching.without_files(), django_capture_on_commit_callbacks(execute=True):
        attach(boat, kept(picture("blue")))
        boat.delete()
    folders = default_storage.listdir("attachments")[0]
    assert len(folders) == 1


def test_sweeping_takes_what_nobody_has_and_leaves_what_is_new():
    boat = Attachment.objects.create()
    attach(boat, kept())
    orphan = kept(picture("blue")).name
    assert list(attaching.sweep()) == []
    assert list(attaching.sweep(timezone.now() + LATER)) == [orphan]
    assert default_storage.exists(boat.file.name)
    assert not default_storage.exists(orphan)


def test_there_may_be_nothing_to_sweep():
    assert list(attaching.sweep()) == []
