"""What a run's page says of its end and of its issues, for whoever may see runs."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from importers.admin import runs
from importers.models import ImportedItem, ImportRun
from importers.running import Options, run_import
from tests import cast
from tests.importers.readers.exports import comment, item

pytestmark = pytest.mark.django_db
PICTURE = '<img src="http://tide.example.org/boat.jpg">'
GONE = "elsewhere:1:1"


@pytest.fixture
def client():
    return cast.client_of(cast.editor())


def text_of(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def page_of(run, name="change"):
    return reverse(f"admin:importers_importrun_{name}", args=[run.pk])


def killed(source=None, **values):
    run = ImportRun.objects.create(source=source, reader="wxr", holder=GONE, **values)
    began = timezone.now() - dt.timedelta(minutes=5)
    ImportRun.objects.update(started_at=began, heartbeat_at=began + dt.timedelta(seconds=90))
    return run


def test_the_page_of_a_killed_run_says_so_and_claims_nothing(client):
    page = text_of(client, page_of(killed()))
    assert "it was killed, or the machine went down" in page
    assert "at least 90" in page
    assert "everything was as it should be" not in page
    assert "What came of each" not in page


def test_a_killed_run_shows_how_it_stood_at_its_last_sign_of_life(client):
    counts = dict.fromkeys(("seen", "created", "updated", "unchanged", "skipped", "failed"), 0)
    page = text_of(client, page_of(killed(report={"kinds": {"post": counts | {"seen": 40, "created": 40}}})))
    assert "As it stood at its last sign of life" in page
    assert "everything was as it should be" not in page


def test_every_issue_of_a_run_has_a_row_and_leads_to_its_item_where_there_is_one(client, shelf):
    shelf.run(
        item(7, wp__status="perhaps", content__encoded=PICTURE), item(8, extra=comment(2, parent=1)),
        item(9, wp__post_type="revision"),
    )  # fmt: skip
    run = ImportRun.objects.get()
    page = text_of(client, page_of(run))
    for code in ("item-skipped", "images-hot-linked"):
        address = f"{page_of(run, 'issues')}?code={code}"
        assert address in page
        assert f">{code}<" in text_of(client, address)
    everything = text_of(client, page_of(run, "issues"))
    for code in ("status-unknown", "orphan-comment", "item-skipped", "images-hot-linked"):
        assert f">{code}<" in everything
    shelf.run()  # nothing changed: the issues are the run's alone
    again = ImportRun.objects.first()
    odd = ImportedItem.objects.get(identity="id:7")
    address = reverse("admin:importers_importeditem_change", args=[odd.pk])
    assert address in text_of(client, f"{page_of(again, 'issues')}?code=status-unknown")


def test_all_issues_of_a_rehearsal_are_there_page_by_page(client, shelf, monkeypatch):
    monkeypatch.setattr(runs, "ISSUES_PER_PAGE", 2)
    shelf.write(*(item(n, wp__status="perhaps") for n in range(1, 6)))
    run = ImportRun.objects.create(reader="wxr", state="finished", options={"dry_run": True})
    report = run_import([shelf.path], "wxr", Options(dry_run=True))
    ImportRun.objects.filter(pk=run.pk).update(
        report={**report.as_summary(), "issues": report.as_dict()["issues"]}, finished_at=timezone.now()
    )
    first, last = (text_of(client, f"{page_of(run, 'issues')}?p={number}") for number in (1, 3))
    assert first.count(">status-unknown<") == 2
    assert "Page 1 of 3" in first
    assert last.count(">status-unknown<") == 1


def test_who_started_a_run_is_named_and_leads_nowhere(client):
    anna = cast.administrator()
    run = ImportRun.objects.create(reader="wxr", state="finished", started_by=anna, finished_at=timezone.now())
    page = text_of(client, page_of(run))
    assert "anna" in page
    assert "/auth/user/" not in page
