"""Who may do what to what: actions whose answer depends on more than the address (see tests/roles.txt for those)."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse

from blog import moderation, translating
from blog.models import Comment, Post, TextRepair, TranslationNote
from tests import cast

pytestmark = pytest.mark.django_db

PEOPLE = {
    "editor": cast.editor,
    "translator": cast.translator,
    "moderator": cast.moderator,
    "staff of no group": lambda: cast.User.objects.create_user("nils", is_staff=True),
}
# An action, and the answer to editor, translator, moderator, staff of no group, and a reader without a login.
LOGIN = 302
TABLE = {
    "post change": (302, 403, 403, 403, LOGIN),
    "post revert": (302, 403, 403, 403, LOGIN),
    "translation change": (302, 302, 403, 403, LOGIN),
    "published translation change": (302, 403, 403, 403, LOGIN),
    "note add": (302, 302, 403, 403, LOGIN),
    "note add to an original": (302, 200, 403, 403, LOGIN),
    "note change to an original": (302, 200, 403, 403, LOGIN),
    "note change on an original": (302, 403, 403, 403, LOGIN),
    "note delete on an original": (200, 403, 403, 403, LOGIN),
    "note change": (302, 302, 403, 403, LOGIN),
}


@pytest.fixture
def world():
    post = cast.a_post(language="en", body="<p>It’s raining.</p>")
    comment = cast.a_comment(post)
    moderation.mark_spam([comment.pk])
    translation = translating.translate(post, "fr", by=None)
    note = TranslationNote.objects.create(post=translation, text="hm")
    return {
        "post": post,
        "comment": comment,
        "translation": translation,
        "note": note,
        "published": cast.a_post(language="it", translation_of=post),
        "original's note": TranslationNote.objects.create(post=post, text="hm"),
        "repair": cast.a_repair(post, "body", "â€™", "’"),
        "version": post.history.first(),
    }


def form_of(post):
    """What a browser sends when nothing was edited."""
    fields = ("title", "body", "body_format", "excerpt", "status", "kind", "language", "slug", "path", "menu_order")
    dates = {name: getattr(post, name) or "" for name in ("published_year", "published_month", "published_day")}
    moment = {"published_at": f"{post.published_at:%Y-%m-%dT%H:%M:%S}" if post.published_at else ""}
    notes = {f"translation_notes-{name}_FORMS": n for name, n in (("TOTAL", 0), ("INITIAL", 0))}
    links = {name: getattr(post, f"{name}_id") or "" for name in ("author", "source", "parent", "translation_of")}
    tags, categories = (post.tags.all(), post.categories.all()) if post.pk else ((), ())
    terms = {"tags": ", ".join(f'"{tag}"' for tag in tags), "categories": [category.pk for category in categories]}
    ticked = {name: "on" for name in ("comments_open", "trackbacks_open", "sticky") if getattr(post, name)}
    return {name: getattr(post, name) for name in fields} | ticked | dates | moment | notes | links | terms


def note_on(post, **fields):
    return {"post": post.pk, "text": "ah", "exact": "", "kind": "remark", "visibility": "public"} | fields


def url(name, *args):
    return reverse(f"admin:{name}", args=args)


def perform(client, action, world):
    post, comment, note = world["post"], world["comment"], world["note"]
    return {
        "post change": lambda: client.post(url("blog_post_change", post.pk), form_of(post)),
        "post revert": lambda: client.post(
            url("blog_post_simple_history", post.pk, world["version"].pk), form_of(post)
        ),
        "translation change": lambda: client.post(
            url("blog_post_change", world["translation"].pk), form_of(world["translation"])
        ),
        "published translation change": lambda: client.post(
            url("blog_post_change", world["published"].pk), form_of(world["published"])
        ),
        "note add": lambda: client.post(url("blog_translationnote_add"), note_on(world["translation"])),
        "note add to an original": lambda: client.post(url("blog_translationnote_add"), note_on(post)),
        "note change to an original": lambda: client.post(url("blog_translationnote_change", note.pk), note_on(post)),
        "note change on an original": lambda: client.post(
            url("blog_translationnote_change", world["original's note"].pk), note_on(post)
        ),
        "note delete on an original": lambda: client.get(
            url("blog_translationnote_delete", world["original's note"].pk)
        ),
        "note change": lambda: client.post(url("blog_translationnote_change", note.pk), note_on(world["translation"])),
        "comment moderate": lambda: client.post(url("blog_comment_moderate", comment.pk), {"status": "approved"}),
        "repair revert": lambda: client.post(url("blog_textrepair_revert", world["repair"].pk)),
    }[action]()


@pytest.mark.parametrize("person", [*PEOPLE, "reader"])
def test_the_table_holds(world, person):
    client = cast.reader_client() if person == "reader" else cast.client_of(PEOPLE[person]())
    column = [*PEOPLE, "reader"].index(person)
    found = {}
    for action in TABLE:
        with transaction.atomic():
            response = perform(client, action, world)
            transaction.set_rollback(True)
        found[action] = response.status_code
        assert person != "reader" or "/admin/login/" in response["Location"]
    assert found == {action: answers[column] for action, answers in TABLE.items()}


def test_a_refusal_changes_nothing(world):
    for make in (cast.translator, cast.moderator):
        client = cast.client_of(make())
        for action in ("post change", "post revert", "repair revert"):
            perform(client, action, world)
    assert world["post"].history.count() == 1
    assert TextRepair.objects.get().state == "applied"
    perform(cast.client_of(cast.User.objects.get(username="tove")), "comment moderate", world)
    assert Comment.objects.get().status == "spam"


def test_a_translator_edits_words_and_publishes_nothing(world):
    translation = world["translation"]
    client, page = cast.client_of(cast.translator()), reverse("admin:blog_post_change", args=[translation.pk])
    sent = form_of(translation) | {"title": "Pluie", "path": "somewhere/else", "translation_of": ""}
    assert client.post(page, sent | {"status": "published"}).status_code == 200
    assert client.post(page, sent | {"status": "in_review"}).status_code == 302
    before = translation.path
    translation.refresh_from_db()
    assert (translation.title, translation.status, translation.path) == ("Pluie", Post.Status.IN_REVIEW, before)
    assert translation.translation_of == world["post"]


def test_the_groups_stand_after_migration_and_creating_them_again_takes_nothing_away():
    from importlib import import_module

    from django.apps import apps

    people = (cast.editor(), cast.translator(), cast.moderator())
    editors = Group.objects.get(name="Editor")
    editors.permissions.add(*people[0].user_permissions.model.objects.filter(codename="view_user"))
    before = editors.permissions.count()
    import_module("blog.migrations.0002_groups").create_groups(apps, None)
    assert editors.permissions.count() == before
    assert set(Group.objects.values_list("name", flat=True)) == {"Editor", "Translator", "Moderator"}
