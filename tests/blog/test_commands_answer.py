"""What the blog's commands answer where there is nothing to do, nothing to work with, or something in the way."""

import json

import pytest

from blog.models import ModerationEvent
from tests import cast
from tests.commands import command

JSON = ("erase_person", "moderate_backlog", "recount", "retain", "train_filter", "verify_mentions")
NEEDS = {"erase_person": ["ann@mail.example"], "export_person": ["ann@mail.example"]}


@pytest.mark.django_db
@pytest.mark.parametrize("name", JSON)
def test_json_is_one_object_that_says_an_error_or_none(name, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    status, out, _err = command(name, *NEEDS.get(name, []), "--json")
    assert (json.loads(out)["error"] is None) == (status == 0)


@pytest.mark.django_db
def test_of_somebody_who_is_not_known_it_is_said():
    status, out, err = command("erase_person", "ann@mail.example")
    assert (status, out, err) == (1, "", "Nothing is stored of ann@mail.example.\n")
    status, out, err = command("erase_person", "nobody", "--json")
    assert (status, json.loads(out)["error"]) == (1, "This is no e-mail address.")


@pytest.mark.django_db
def test_a_file_that_is_there_is_left_as_it_is(tmp_path):
    path = tmp_path / "ann.json"
    path.write_text("mine")
    status, _out, err = command("export_person", "ann@mail.example", "--output", path)
    assert (status, err) == (1, f"There is a file {path} already; it was left as it is.\n")
    assert path.read_text() == "mine"
    status, _out, err = command("export_person", "ann@mail.example", "--output", tmp_path / "nowhere" / "ann.json")
    assert (status, "cannot be written: No such file or directory." in err) == (1, True)


@pytest.mark.django_db
def test_the_journal_has_no_line_of_an_export_of_nothing_and_none_that_is_blank():
    command("export_person", "ann@mail.example")
    assert not ModerationEvent.objects.exists()
    ModerationEvent.objects.create(about={"exported": 0})
    page = cast.client_of(cast.moderator()).get("/admin/blog/moderationevent/").content.decode()
    assert "0 items of one person exported" in page
