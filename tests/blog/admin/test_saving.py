"""What the admin stores when a form is sent: notes, moments, addresses and names, each with what follows from it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blog import search, translating
from blog.models import Category, LegacyURL, Post, Tag, TranslationNote
from tests import cast
from tests.blog.admin.test_posts import notes_form, save
from tests.blog.admin.test_roles import note_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return cast.client_of(cast.editor())


@pytest.fixture
def note():
    """A note whose passage was rewritten since."""
    french = translating.translate(cast.a_post(language="en", body="<p>One\ntwo.</p>"), "fr", by=None)
    note = translating.save_note(TranslationNote(post=french, exact="One two", text="?"), by=None)
    french.body = "<p>Rewritten.</p>"
    french.save()
    return note


def url(name, *args):
    return reverse(f"admin:blog_{name}", args=args)


def test_a_note_on_words_that_do_not_stand_there_is_refused(client, note):
    response = client.post(url("translationnote_add"), note_on(note.post, exact="not there"))
    assert "exact" in response.context["adminform"].form.errors
    response = client.post(url("translationnote_change", note.pk), note_on(note.post, exact="not there"))
    assert "exact" in response.context["adminform"].form.errors
    other = translating.translate(cast.a_post(language="en"), "fr", by=None)
    response = client.post(url("translationnote_change", note.pk), note_on(other, exact=note.exact))
    assert "exact" in response.context["adminform"].form.errors


def test_a_note_whose_passage_was_rewritten_is_resolved_all_the_same(client, note):
    sent = note_on(note.post, exact=note.exact, resolved="on")
    assert client.post(url("translationnote_change", note.pk), sent).status_code == 302
    note.refresh_from_db()
    assert (note.exact, note.resolved_by.username) == ("One two", "edith")


def test_a_note_whose_passage_was_rewritten_does_not_keep_its_post_from_being_saved(client, note):
    sent = notes_form(note.post, id=note.pk, exact=note.exact, text="Gone.", resolved="on")
    assert save(client, note.post, title="New", **sent).title == "New"
    note.refresh_from_db()
    assert (note.text, note.resolved_at is None) == ("Gone.", False)


def test_a_moment_of_the_hour_that_came_twice_stays_to_the_microsecond(client, settings):
    settings.TIME_ZONE = "Europe/Rome"
    moment = dt.datetime(2009, 10, 25, 0, 30, 15, 123456, tzinfo=dt.UTC)
    post = cast.a_post(published_at=moment, published_year=2009, published_month=10, published_day=25)
    assert save(client, post, published_at="2009-10-25T02:30:15", title="New").published_at == moment
    assert save(client, post, published_at="2009-10-25T03:30:15").published_at.minute == 30
    empty = {"published_year": "", "published_month": "", "published_day": ""}
    late = dt.datetime(2009, 10, 30, 23, 30, tzinfo=dt.UTC)
    Post.objects.filter(pk=post.pk).update(published_at=late)
    assert save(client, post, published_at="2009-10-31T00:30", **empty).date_parts == (2009, 10, 31)


@pytest.mark.parametrize("path", ["a?b", "a/../b", "a%20b"])
def test_a_path_that_no_browser_asks_for_is_refused(client, path):
    assert "path" in save(client, cast.a_post(), path=path)


@pytest.mark.parametrize("target", ["//evil.example/", "archive/"])
def test_an_old_address_leads_nowhere_else(client, target):
    sent = {"address": "/old", "post": "", "target_path": target}
    response = client.post(url("legacyurl_add"), sent)
    assert "target_path" in response.context["adminform"].form.errors
    assert client.post(url("legacyurl_add"), sent | {"target_path": "/search/?q=fog"}).status_code == 302
    assert LegacyURL.objects.get().target_path == "/search/?q=fog"


def test_a_category_at_the_address_of_a_feed_is_refused(client):
    root = Category.objects.create(name="Root", slug="root")
    sent = {"name": "Feed", "slug": "feed", "parent": root.pk, "description": ""}
    assert "slug" in client.post(url("category_add"), sent).context["adminform"].form.errors


@pytest.fixture
def named():
    """A post that is found by the names of its author, tag and category."""
    post = cast.a_post(author=cast.an_author(name="Authorname"), tags=("Tagname",))
    post.categories.add(Category.objects.create(name="Categoryname", slug="c"))
    search.index([post])
    return {"author": post.author, "tag": Tag.objects.get(), "category": Category.objects.get()}


@pytest.mark.parametrize("kind", ["author", "tag", "category"])
def test_search_finds_posts_by_the_new_name_and_by_the_old_no_more(client, named, kind):
    noun = named[kind]
    old = noun.name
    assert search.find(old).count() == 1
    sent = {"name": "Newname", "slug": noun.slug, "description": "", "url": "", "bio": "", "email": "", "login": ""}
    assert client.post(url(f"{kind}_change", noun.pk), sent).status_code == 302
    assert (search.find(old).count(), search.find("Newname").count()) == (0, 1)


@pytest.mark.parametrize("kind", ["author", "tag", "category"])
@pytest.mark.parametrize("one_by_one", [True, False])
def test_search_forgets_a_name_that_was_deleted(client, named, kind, one_by_one):
    noun = named[kind]
    if one_by_one:
        client.post(url(f"{kind}_delete", noun.pk), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [noun.pk], "post": "yes"}
        client.post(url(f"{kind}_changelist"), chosen)
    assert not type(noun).objects.exists()
    assert search.find(noun.name).count() == 0


def test_the_list_of_posts_reads_no_long_texts(client):
    cast.a_post()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url("post_changelist")).status_code == 200
    assert not [query for query in captured if '"blog_post"."body_html"' in query["sql"]]
