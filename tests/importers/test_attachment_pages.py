"""The page of an attachment that hung on no post: it tells of a file that is not here, where anyone could read it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from blog.models import Attachment, Post
from importers.address_lists import addresses_in
from importers.checking import check
from importers.models import ImportedItem
from importers.undoing import undo_run
from tests.cast import a_post
from tests.importers.blogs import counts, dump
from tests.importers.library import UPLOADS, attachment
from tests.importers.readers.exports import item
from tests.importers.test_old_addresses import fate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("new_site")]

LONE = {
    "title": "The <i>tide</i> tables",
    "link": "http://tide.example.org/blog/tables/",
    "excerpt__encoded": "All of <em>March</em>.",
    "content__encoded": "High water.\n\nLow water. <script>alert(1)</script>",
}
OLD = ("/blog/tables/", "/blog/?attachment_id=20", "/blog/?p=20", "/blog/tables/feed/")


def own_page():
    return f"/attachment/{Attachment.objects.get(original_id='20').pk}/"


def test_a_lone_attachment_without_a_file_has_a_page_that_says_what_it_was(client, shelf):
    shelf.run(item(7), attachment(file="2009/03/tables.pdf", **LONE))
    for host in ("tide.example.org", "new.example"):
        assert {address: fate(client, address, host) for address in OLD} == dict.fromkeys(OLD, (301, own_page()))
    page = client.get(own_page(), headers={"host": "new.example"})
    shown = page.content.decode()
    assert page.status_code == 200
    for told in (
        "The tide tables",
        "<em>March</em>",
        "<p>Low water.",
        f"{UPLOADS}/2009/03/tables.pdf",
        "was not saved",
    ):
        assert told in shown
    assert "alert" not in shown
    assert f'href="{UPLOADS}' not in shown
    assert '<meta name="robots" content="noindex">' in shown
    assert fate(client, "/blog/wp-content/uploads/2009/03/tables.pdf") == (404, "")


def test_it_stands_in_no_list_feed_or_search(client, shelf):
    shelf.run(item(7), attachment(**LONE))
    host = {"host": "new.example"}
    for address in ("/", "/archive/", "/feed/", "/feed/atom/", "/feed.json", "/search/?q=tables"):
        page = client.get(address, headers=host)
        assert page.status_code == 200
        assert "attachment/" not in page.content.decode().replace("search/?q=tables", "")
    sitemap = client.get("/sitemap.xml", headers=host).content.decode()
    sections = [line.partition("</loc>")[0] for line in sitemap.split("<loc>")[1:]]
    assert sections
    for section in sections:
        assert "attachment" not in client.get(section.partition("new.example")[2], headers=host).content.decode()


@pytest.mark.parametrize(
    "stated",
    [
        {"wp__status": "private"},
        {"wp__status": "trash"},
        {"wp__status": "auto-draft"},
        {"wp__status": None},
        {"wp__post_password": "secret"},
        {"wp__post_parent": 8},
        {"wp__post_parent": 404},
    ],
)
def test_what_was_not_public_has_none(client, shelf, stated):
    shelf.run(item(7), item(8, wp__status="private"), attachment(**(LONE | stated)))
    for address in (*OLD, own_page()):
        assert fate(client, address) == (404, ""), address


def test_one_whose_post_is_deleted_here_gets_none(client, shelf):
    shelf.run(item(7), attachment(**LONE, wp__post_parent=7))
    assert fate(client, OLD[0]) == (301, Post.objects.get().get_absolute_url())
    Post.objects.get().delete()
    assert fate(client, OLD[0]) == (404, "")
    assert fate(client, own_page(), "new.example") == (404, "")


def test_it_leads_on_once_the_file_is_here_or_a_post_shows_it(client, shelf):
    shelf.run(item(7), attachment(**LONE))
    lone = Attachment.objects.get()
    for columns in ({"file": "attachments/20.bin"}, {"post": a_post(), "file": ""}):
        Attachment.objects.update(**columns)
        lone = Attachment.objects.select_related("post").get()
        place = lone.post.get_absolute_url() if lone.post else lone.address
        assert fate(client, OLD[0]) == (301, place)
        page = client.get(own_page(), headers={"host": "new.example"})
        assert (page.status_code, page["Location"]) == (302, place)
    Attachment.objects.update(post=None, has_page=False)
    assert client.get(own_page(), headers={"host": "new.example"}).status_code == 404


def test_its_addresses_are_among_those_that_check_urls_asks_for(shelf):
    shelf.run(item(7), attachment(**LONE), attachment(21, wp__post_parent=7), attachment(22, wp__status="private"))
    listed = addresses_in(shelf.path).found
    asked = [address for address in listed if "tables" in address or "attachment_id" in address]
    assert asked == [
        "http://tide.example.org/blog/tables/",
        "http://tide.example.org/blog/?attachment_id=20",
        "http://tide.example.org/blog/?attachment_id=21",
    ]
    fates = check(listed).fates
    assert {fate.fate for fate in fates} <= {"page", "redirect"}
    assert next(fate.leads_to for fate in fates if "tables" in fate.address) == own_page()


def test_a_second_run_writes_nothing_of_it(shelf):
    shelf.run(item(7), attachment(**LONE))
    before = dump()
    shelf.run()
    assert dump() == before


def test_an_editor_who_takes_the_page_away_is_not_overruled(client, shelf):
    shelf.run(attachment(**LONE))
    Attachment.objects.update(has_page=False)
    shelf.run(attachment(**(LONE | {"title": "Tables"})))
    assert Attachment.objects.values_list("title", "has_page").get() == ("Tables", False)
    assert fate(client, OLD[0]) == (404, "")


def test_one_that_came_before_there_were_such_pages_gets_its_page_by_the_next_run_and_no_run_after_it_writes(shelf):
    shelf.run(item(7), attachment(**LONE), attachment(21, wp__post_parent=7))
    Attachment.objects.update(has_page=False)
    for kept in ImportedItem.objects.filter(kind="attachment"):
        kept.written.pop("has_page", None)
        kept.save()
    import_module("importers.migrations.0011_attachments_that_stood_alone").read_again(apps, connection.schema_editor())
    assert counts(shelf.run(), "attachment") == {"updated": 1, "unchanged": 1}
    assert Attachment.objects.get(has_page=True).original_id == "20"
    before = dump()
    shelf.run()
    assert dump() == before


def test_one_without_its_page_gets_it_by_force_and_gives_it_back(shelf):
    shelf.run(attachment(**LONE))
    stored = ImportedItem.objects.get(kind="attachment")
    stored.written.pop("has_page")
    stored.save()
    Attachment.objects.update(has_page=False)
    shelf.run()
    assert not Attachment.objects.get().has_page
    report = shelf.run(update="force")
    assert Attachment.objects.get().has_page
    undo_run(report.run)
    assert not Attachment.objects.get().has_page
