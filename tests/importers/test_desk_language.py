"""The desk speaks the site's language: about runs, about what is refused, and about what could not be fetched."""

import pytest
from django.urls import reverse
from django.utils import translation

from blog import retrieving
from blog.models import Attachment
from importers.admin.importing import spelled
from importers.admin.reports import OUTCOME_NAMES, told
from importers.models import ImportRun
from importers.records import OUTCOMES
from tests import cast

pytestmark = pytest.mark.django_db
KEPT = "was changed here since: title, body"


@pytest.fixture(autouse=True)
def french():
    with translation.override("fr"):
        yield


def test_options_that_make_no_sense_are_refused_in_the_sites_language():
    client = cast.client_of(cast.editor())
    asked = {"timezone": "Mars/Canals", "author_map": "login,name\nada,"}
    for name, sentence in (
        ("author_map", "La table des auteurs, ligne 2\xa0: il faut à la fois un identifiant et un nom."),
        ("timezone", "Il n’y a pas de fuseau horaire appelé «\xa0Mars/Canals\xa0»"),
    ):
        page = client.post("/admin/importers/importrun/add/", {name: asked[name]}).content.decode()
        assert sentence in page


def test_a_run_is_told_in_the_sites_language():
    report = {
        "issue_counts": {"warning": {"orphan-comment": 1}},
        "kinds": {"post": {"seen": 2, "created": 2}},
        "undo": {
            "removed": {"post": 1},
            "restored": {},
            "kept": [{"kind": "post", "identity": "id:1", "reason": KEPT}],
        },
    }
    run = ImportRun.objects.create(source=cast.a_source(), reader="wxr", state="undone", report=report)
    page = cast.client_of(cast.editor()).get(reverse("admin:importers_importrun_change", args=[run.pk]))
    for words in ("annulée", "créés", "Le commentaire", "a été modifié ici depuis\xa0: titre, corps"):
        assert words.lower() in page.content.decode().lower()


def test_a_reason_without_fields_is_a_sentence():
    assert told("was translated here") == "a été traduit ici"


def test_every_outcome_has_a_name():
    assert set(OUTCOME_NAMES) == {"seen", *OUTCOMES}


def test_what_was_asked_is_spelled_in_the_sites_language():
    assert spelled({"limit": 3, "dry_run": True}) == "au plus\xa0: 3, essai seulement"


def test_why_a_file_did_not_come_is_kept_in_the_sites_language_and_reported_in_english():
    wanted = Attachment.objects.create(original_url="http://10.0.0.1/boat.png", fetch=Attachment.Fetch.WANTED)
    result = retrieving.fetch_wanted()
    wanted.refresh_from_db()
    assert wanted.fetch_problem == "10.0.0.1 n’est pas sur l’Internet public."
    assert result.failures[0]["reason"] == "10.0.0.1 is not on the open Internet."
