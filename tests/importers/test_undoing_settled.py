"""Undoing a run of which settling alone changed what earlier ones brought: repairs and old addresses are as before."""

import pytest

from blog.models import LegacyURL, Post, TextRepair
from importers.models import ImportRun
from importers.undoing import undo_run
from tests.importers.comparing import differences, tables
from tests.importers.readers.exports import field, item, meta

pytestmark = pytest.mark.django_db

CAFE, NAIVE = (word.encode().decode("cp1252") for word in ("café", "naïve"))
LINK = '<a href="http://tide.example.org/blog/post-12/">there</a>'
ABOUT = {"content__encoded": f"A {CAFE}, {LINK}", "title": f"So {NAIVE}"}


def test_a_body_that_settling_alone_changed_keeps_its_repairs(shelf):
    shelf.run(item(7, **ABOUT))
    stood = tables()
    assert sorted(TextRepair.objects.values_list("field", "state")) == [("body", "applied"), ("title", "applied")]
    report = shelf.run(item(7, **ABOUT), item(12))
    assert "/2009/03/post-12/" in Post.objects.get(original_id="7").body
    assert undo_run(report.run).kept == []
    assert differences(stood, tables()) == {}


def test_a_repair_that_a_person_reverted_stays_reverted(shelf):
    shelf.run(item(7, **ABOUT))
    TextRepair.objects.filter(field="body").update(state=TextRepair.State.REVERTED)
    report = shelf.run(item(7, **ABOUT), item(12))
    undo_run(report.run)
    assert TextRepair.objects.get(field="body").state == TextRepair.State.REVERTED


def test_a_body_that_changed_at_the_source_too_gets_those_of_the_one_before(shelf):
    shelf.run(item(7, **ABOUT))
    stood = tables()
    report = shelf.run(item(7, **(ABOUT | {"content__encoded": f"{NAIVE} {LINK}"})), item(12))
    assert TextRepair.objects.get(field="body").after == "ï"
    undo_run(report.run)
    assert differences(stood, tables()) == {}


def author(number):
    fields = {"author_id": number, "author_login": "ines", "author_display_name": "ines"}
    return "<wp:author>" + "".join(field(f"wp:{name}", value) for name, value in fields.items()) + "</wp:author>"


def category(number):
    fields = {"term_id": number, "category_nicename": "sea", "cat_name": "Sea"}
    return "<wp:category>" + "".join(field(f"wp:{name}", value) for name, value in fields.items()) + "</wp:category>"


SEA = '<category domain="category" nicename="sea">Sea</category>'
TOPICS = "".join(f'<a href="http://tide.example.org/blog/topics/{slug}/">x</a>' for slug in ("sea", "fog"))
FOG = SEA.replace("sea", "fog").replace("Sea", "Fog")


def test_old_addresses_that_a_later_run_finds_go_with_it(shelf):
    shelf.run(item(7, FOG + SEA))
    stood = tables()
    former = meta("_wp_old_slug", "before")
    report = shelf.run(author(3), category(5), item(7, FOG + SEA + former), item(8, content__encoded=TOPICS))
    found = {str(row).partition("/blog")[2] for row in LegacyURL.objects.all()}
    assert {"?author=3", "?cat=5", "/before", "/topics/sea"} <= found
    assert undo_run(report.run).kept == []
    assert differences(stood, tables()) == {}


@pytest.mark.parametrize("state", ["stopped", "finished"])
def test_so_they_do_where_the_first_run_was_stopped(shelf, state):
    first = shelf.run(item(7, FOG + SEA))
    ImportRun.objects.filter(pk=first.run).update(state=state)
    stood = tables()
    report = shelf.run(author(3), category(5), item(7, FOG + SEA), item(8, content__encoded=TOPICS))
    assert LegacyURL.objects.filter(query="author=3").exists()
    assert undo_run(report.run).kept == []
    assert differences(stood, tables()) == {}
    shelf.run()
    assert LegacyURL.objects.filter(query="author=3").exists()
