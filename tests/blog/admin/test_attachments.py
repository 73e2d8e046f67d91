"""Attachments in the admin: files that are uploaded, files that did not come."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blog.models import Attachment
from tests import cast
from tests.importers.library import picture

pytestmark = pytest.mark.django_db
LIST = "admin:blog_attachment_changelist"


@pytest.fixture
def client():
    return cast.client_of(cast.editor())


def send(client, attachment, **fields):
    form = {"title": "", "alt": "", "caption": "", "description": "", "original_url": "", "media_type": ""}
    address = reverse("admin:blog_attachment_change", args=[attachment.pk])
    return client.post(address, form | {"uploaded_at_0": "", "uploaded_at_1": ""} | fields)


def upload(data, name="../boat.png"):
    return SimpleUploadedFile(name, data, content_type="image/png")


def test_an_uploaded_file_is_kept_under_its_hash(client):
    boat = Attachment.objects.create(fetch="failed", fetch_problem="x")
    assert send(client, boat, file=upload(picture()), alt="A boat").status_code == 302
    boat.refresh_from_db()
    assert boat.file.name == f"attachments/{boat.sha256[:2]}/{boat.sha256}.png"
    assert (boat.media_type, boat.width, boat.alt, boat.fetch) == ("image/png", 4, "A boat", "")


def test_a_form_without_a_new_file_leaves_the_file(client):
    boat = Attachment.objects.create()
    send(client, boat, file=upload(picture()))
    send(client, boat, title="Boat", media_type="image/png")
    boat.refresh_from_db()
    assert (boat.title, boat.file.read()) == ("Boat", picture())


def test_a_file_can_be_taken_away(client, django_capture_on_commit_callbacks):
    boat = Attachment.objects.create()
    send(client, boat, file=upload(picture()))
    boat.refresh_from_db()
    name, storage = boat.file.name, boat.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        send(client, boat, **{"file-clear": "on"})
    boat.refresh_from_db()
    assert (boat.file.name, boat.sha256) == ("", "")
    assert not storage.exists(name)


def test_a_page_that_calls_itself_a_picture_is_refused(client):
    boat = Attachment.objects.create()
    response = send(client, boat, file=upload(b"<html>x"))
    assert "web page" in str(response.context["adminform"].form.errors["file"])
    boat.refresh_from_db()
    assert not boat.file


def test_what_failed_is_listed_with_its_reason_and_tried_again(client, monkeypatch):
    asked = []
    monkeypatch.setattr("blog.tasks.want_media", asked.append)
    lost = Attachment.objects.create(title="Lost boat", fetch="failed", fetch_problem="The server answers 410 Gone.")
    Attachment.objects.create(title="Other boat")
    html = client.get(reverse(LIST), {"fetch": "failed"}).content.decode()
    assert "Lost boat" in html
    assert "410 Gone" in html
    assert "Other boat" not in html
    client.post(reverse(LIST), {"action": "fetch_again", "_selected_action": [lost.pk]})
    lost.refresh_from_db()
    assert lost.fetch == "wanted"
