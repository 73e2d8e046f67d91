"""What an import left behind is shown beside the post, on the first page and in a page of its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from importers.admin import item_of
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.packing import packed
from tests import cast

pytestmark = pytest.mark.django_db

REPORT = {
    "kinds": {"post": {"seen": 3, "created": 2, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 1}},
    "repairs": {"certain": 4, "likely": 0, "guess": 1},
    "issues": [{"level": "error", "code": "item-failed", "where": "a.xml#item-1", "message": "<b>no</b>"}],
    "seconds": 1.5,
    "error": None,
}


@pytest.fixture
def run():
    return ImportRun.objects.create(source=cast.a_source(), reader="wxr", state="finished", report=REPORT)


@pytest.fixture
def client():
    return cast.client_of(cast.editor())


def imported(run, obj, kind, **provenance):
    return ImportedItem.objects.create(
        source=run.source,
        kind=kind,
        identity=f"{kind}-1",
        object_id=obj.pk,
        origin="export.xml#item-1",
        reader="wxr",
        raw=packed("<item>Räyn</item>".encode()),
        provenance=provenance,
        first_run=run,
    )


def test_a_post_stands_beside_what_the_file_said(run, client):
    post = cast.a_post(title="Rain")
    imported(
        run,
        post,
        "post",
        fields={"title": {"raw": "RÃ¤in <x>", "rule": "heading", "level": "likely", "alternatives": ["Rein"]}},
        date_hints=[{"value": "2009-06", "evidence": "calendar"}],
        leftover=[{"lines": [1, 2], "role": "sidebar", "text": "Blogroll"}],
    )
    page = client.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    for shown in ("export.xml#item-1", "RÃ¤in &lt;x&gt;", "heading", "Rein", "2009-06", "Blogroll", "Räyn"):
        assert shown in page


def test_what_was_born_here_has_no_such_panel(client):
    page = client.get(reverse("admin:blog_post_change", args=[cast.a_post().pk])).content.decode()
    assert "What the file said" not in page


def test_a_comment_is_not_taken_for_the_post_of_the_same_number(run):
    post = cast.a_post()
    comment = cast.a_comment(post, pk=post.pk)
    imported(run, comment, "comment")
    assert item_of(post) is None
    assert item_of(comment).identity == "comment-1"


def test_runs_are_listed_read_and_never_edited(run, client):
    page = client.get(reverse("admin:importers_importrun_changelist")).content.decode()
    assert "2 created, 1 failed" in page
    one = reverse("admin:importers_importrun_change", args=[run.pk])
    page = client.get(one).content.decode()
    assert "a.xml#item-1" in page
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    assert client.post(one, {"reader": "x"}).status_code == 403


def test_the_first_page_shows_the_last_runs_to_who_may_see_them(run, client):
    assert run.source.name in client.get(reverse("admin:index")).content.decode()
    other = cast.client_of(cast.moderator())
    assert run.source.name not in other.get(reverse("admin:index")).content.decode()


def test_the_list_of_runs_costs_the_same_for_many(run, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("admin:importers_importrun_changelist")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(30):
        ImportRun.objects.create(source=cast.a_source(), reader="wxr", state="finished", report=REPORT)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_an_item_is_read_with_its_raw_source_and_what_each_run_changed(run, client):
    post = cast.a_post(title="Rain")
    item = imported(run, post, "post", fields={})
    ImportChange.objects.create(run=run, item=item, before={"title": "Drizzle"}, after={"title": "Rain"})
    page = client.get(reverse("admin:importers_importeditem_change", args=[item.pk])).content.decode()
    for shown in ("Räyn", "Drizzle", reverse("admin:blog_post_change", args=[post.pk])):
        assert shown in page
    assert client.post(reverse("admin:importers_importeditem_change", args=[item.pk]), {}).status_code == 403


def test_the_list_of_items_costs_the_same_for_many(run, client, django_assert_num_queries):
    address = reverse("admin:importers_importeditem_changelist")
    imported(run, cast.a_post(), "post")
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for number in range(30):
        item = imported(run, cast.a_post(), "page")
        ImportedItem.objects.filter(pk=item.pk).update(identity=f"id:{number}", kind="post")
    with django_assert_num_queries(len(few)):
        assert client.get(address).status_code == 200
