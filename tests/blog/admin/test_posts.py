"""The form of a post: what nobody touched stays, what belongs together is judged together, the source stands beside."""

import pytest
from django.urls import reverse

from blog import translating
from blog.admin import panels
from blog.models import LegacyURL, Post, Tag, TranslationNote
from tests import cast
from tests.blog.admin.test_roles import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return cast.client_of(cast.editor())


def page_of(post):
    return reverse("admin:blog_post_change", args=[post.pk])


def save(client, post, **changes):
    """Send the form; return the errors, or the post as stored."""
    response = client.post(page_of(post), form_of(post) | changes)
    if response.status_code == 200:
        return response.context["adminform"].form.errors | {"__notes__": response.context["inline_admin_formsets"]}
    return Post.objects.get(pk=post.pk)


def test_an_untouched_form_changes_no_byte(client):
    post = cast.a_post(body="<p>one</p>\r\n<p>two</p>\n\n ", excerpt=" a\nb ", tags=("One",), language="en")
    Tag.objects.create(name="One", slug="one-2")
    before = Post.objects.values().get()
    saved = save(client, post, body=post.body.replace("\r\n", "\n").replace("\n", "\r\n"), excerpt=" a\r\nb ")
    after = Post.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"updated_at"}
    assert [tag.slug for tag in saved.tags.all()] == ["one"]


def test_an_edited_text_is_stored_with_plain_line_feeds(client):
    assert save(client, cast.a_post(), body="<p>a</p>\r\n<p>b</p>").body == "<p>a</p>\n<p>b</p>"


def test_publishing_in_the_form_dates_a_post_that_was_born_here(client):
    post = cast.a_post(published_year=None, status="draft")
    assert len(save(client, post, status="published").date_parts) == 3


def test_a_new_post_gets_slug_path_and_history(client):
    empty = form_of(Post(title="Heavy rain", body="x", status="draft")) | {"slug": "", "path": ""}
    assert client.post(reverse("admin:blog_post_add"), empty).status_code == 302
    post = Post.objects.get()
    assert (post.slug, post.path) == ("heavy-rain", "undated/heavy-rain")
    assert post.history.get().history_user.username == "edith"


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"published_year": "", "published_month": 6, "published_day": "", "published_at": ""}, "published_year"),
        ({"published_year": 2009, "published_month": "", "published_day": 3, "published_at": ""}, "published_month"),
        ({"published_year": 2009, "published_month": 2, "published_day": 30, "published_at": ""}, "published_day"),
        ({"published_year": 2009, "published_month": 13, "published_day": "", "published_at": ""}, "published_month"),
        ({"published_year": 2009, "published_month": 6, "published_day": ""}, "published_at"),
        ({"published_year": 2009, "published_month": 6, "published_day": 9}, "published_at"),
    ],
)
def test_dates_that_contradict_themselves_are_refused(client, dates, field):
    assert field in save(client, cast.a_post(), **dates)


@pytest.mark.parametrize(
    ("dates", "parts"),
    [
        ({"published_year": "", "published_month": "", "published_day": "", "published_at": ""}, ()),
        ({"published_year": 2008, "published_month": "", "published_day": "", "published_at": ""}, (2008,)),
        ({"published_year": 2009, "published_month": 6, "published_day": 4}, (2009, 6, 4)),
        ({"published_year": "", "published_month": "", "published_day": ""}, (2009, 6, 3)),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_known(client, dates, parts):
    assert save(client, cast.a_post(), **dates).date_parts == parts


@pytest.mark.parametrize("path", ["admin", "search", "feed/atom", ""])
def test_an_address_at_which_another_page_answers_is_refused(client, path):
    assert "path" in save(client, cast.a_post(), path=path)


def test_a_changed_path_leaves_a_legacy_url(client):
    assert save(client, cast.a_post(title="Rain"), path="/weather/rain/").path == "weather/rain"
    assert LegacyURL.objects.get().path == "/2009/06/rain"


def test_what_is_no_language_is_refused_and_an_odd_old_one_stays(client):
    post = cast.a_post(language="x-klingon")
    assert "language" in save(client, post, language="klingonese")
    assert save(client, post).language == "x-klingon"
    assert save(client, post, language="pt_br").language == "pt-BR"


def test_an_original_with_translations_becomes_no_translation(client):
    post, other = cast.a_post(language="en"), cast.a_post()
    french = translating.translate(post, "fr", by=None)
    assert "translation_of" in save(client, post, translation_of=other.pk)
    assert "translation_of" in save(client, post, translation_of=french.pk)
    assert save(client, other, translation_of=french.pk).translation_of == post


def test_the_translator_reads_the_original_beside_the_form():
    post = cast.a_post(title="Rain", language="en", body="<p>It is <em>raining</em>.</p>")
    client = cast.client_of(cast.translator())
    page = client.get(page_of(post)).content.decode()
    assert 'value="fr"' in page
    assert 'value="en"' not in page
    response = client.post(reverse("admin:blog_post_translate", args=[post.pk]), {"language": "fr"}, follow=True)
    page = response.content.decode()
    assert 'lang="en"' in page
    assert "<p>It is <em>raining</em>.</p>" in page
    assert Post.objects.get(language="fr").history.get().history_user.username == "tove"


def test_a_translation_that_is_there_is_not_made_twice(client):
    post = cast.a_post(language="en")
    url = reverse("admin:blog_post_translate", args=[post.pk])
    client.post(url, {"language": "fr"})
    assert "already" in client.post(url, {"language": "fr"}, follow=True).content.decode()
    assert client.get(url).status_code == 405
    assert Post.objects.count() == 2


def notes_form(post, **note):
    known = {"exact": "", "text": "", "kind": "remark", "visibility": "private", "post": post.pk, "id": ""}
    prefixed = {f"translation_notes-0-{name}": value for name, value in (known | note).items()}
    total = {"translation_notes-TOTAL_FORMS": 1, "translation_notes-INITIAL_FORMS": 1 if note.get("id") else 0}
    return prefixed | total


def test_a_note_is_anchored_in_the_text_as_it_is_saved_with_it(client):
    french = translating.translate(cast.a_post(language="en"), "fr", by=None)
    sent = notes_form(french, exact="pluie  fine", text="Fine?", visibility="public")
    save(client, french, body="<p>La pluie <b>fine</b> tombe.</p>", **sent)
    note = TranslationNote.objects.get()
    assert (note.prefix, note.exact, note.suffix) == ("La ", "pluie fine", " tombe.")
    assert note.author.username == "edith"
    french.refresh_from_db()
    save(client, french, **notes_form(french, id=note.pk, exact=note.exact, text="Fine.", resolved="on"))
    note.refresh_from_db()
    assert (note.text, note.resolved_by.username) == ("Fine.", "edith")


def test_a_note_on_words_that_are_not_there_is_refused(client):
    french = translating.translate(cast.a_post(language="en"), "fr", by=None)
    errors = save(client, french, **notes_form(french, exact="neige", text="?"))["__notes__"][0].formset.errors
    assert "exact" in errors[0]
    assert not TranslationNote.objects.exists()


class Panel:
    title = "What a test said"

    def for_post(self, post):
        return [panels.Row("title", "<b>Rayn</b>", rule="heading", level="likely", alternatives=("Rain?",))]

    def said(self, obj, field_name):
        return "Rayn" if field_name == "title" else None


def test_what_the_source_said_stands_beside_the_result_and_is_escaped(client, monkeypatch):
    monkeypatch.setattr(panels, "post_panels", [Panel()])
    page = client.get(page_of(cast.a_post(title="Rain"))).content.decode()
    assert "What a test said" in page
    assert "&lt;b&gt;Rayn&lt;/b&gt;" in page
    assert "<b>Rayn</b>" not in page
    assert "<q>Rayn</q>" in page


def test_actions_publish_and_take_back(client):
    posts = [cast.a_post(status="draft"), cast.a_post(status="private")]
    url = reverse("admin:blog_post_changelist")
    chosen = {"_selected_action": [post.pk for post in posts]}
    client.post(url, chosen | {"action": "publish_selected"})
    assert Post.objects.public().count() == 2
    client.post(url, chosen | {"action": "unpublish_selected"})
    assert set(Post.objects.values_list("status", flat=True)) == {"draft"}


@pytest.mark.parametrize("is_open", [True, False])
def test_many_posts_are_opened_or_closed_for_mentions_at_once(is_open):
    posts = [cast.a_post(trackbacks_open=not is_open) for _ in range(2)] + [cast.a_post(trackbacks_open=is_open)]
    left = cast.a_post(trackbacks_open=not is_open)
    form = {
        "action": "open_for_mentions" if is_open else "close_for_mentions",
        "_selected_action": [post.pk for post in posts],
    }
    client = cast.client_of(cast.editor())
    assert "2 posts were changed." in client.post("/admin/blog/post/", form, follow=True).content.decode()
    assert set(Post.objects.exclude(pk=left.pk).values_list("trackbacks_open", flat=True)) == {is_open}
    left.refresh_from_db()
    assert left.trackbacks_open is not is_open
    cast.client_of(cast.translator()).post("/admin/blog/post/", form | {"_selected_action": [left.pk]})
    left.refresh_from_db()
    assert left.trackbacks_open is not is_open
