"""Who may do what: a table of person, page and action. What is not in the table is not allowed to be missing."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from blog import moderation, translating
from blog.models import Comment, ModerationEvent, Post, TextRepair, TranslationNote
from importers.models import ImportRun
from tests import cast

pytestmark = pytest.mark.django_db

PEOPLE = {
    "editor": cast.editor,
    "translator": cast.translator,
    "moderator": cast.moderator,
    "staff of no group": lambda: cast.User.objects.create_user("nils", is_staff=True),
}
# Page or action, and the answer to editor, translator, moderator, staff of no group, and a reader without a login.
LOGIN = 302
TABLE = {
    "index": (200, 200, 200, 200, LOGIN),
    "post list": (200, 200, 200, 403, LOGIN),
    "post add": (200, 403, 403, 403, LOGIN),
    "post page": (200, 200, 200, 403, LOGIN),
    "post change": (302, 403, 403, 403, LOGIN),
    "post delete": (200, 403, 403, 403, LOGIN),
    "post revert": (302, 403, 403, 403, LOGIN),
    "translate": (302, 302, 403, 403, LOGIN),
    "translation change": (302, 302, 403, 403, LOGIN),
    "published translation change": (302, 403, 403, 403, LOGIN),
    "note list": (200, 200, 403, 403, LOGIN),
    "note add": (302, 302, 403, 403, LOGIN),
    "note add to an original": (302, 200, 403, 403, LOGIN),
    "note change to an original": (302, 200, 403, 403, LOGIN),
    "note change on an original": (302, 403, 403, 403, LOGIN),
    "note delete on an original": (200, 403, 403, 403, LOGIN),
    "note change": (302, 302, 403, 403, LOGIN),
    "comment list": (200, 403, 200, 403, LOGIN),
    "comment page": (200, 403, 200, 403, LOGIN),
    "comment moderate": (302, 403, 302, 403, LOGIN),
    "comment add": (403, 403, 403, 403, LOGIN),
    "comment delete": (200, 403, 403, 403, LOGIN),
    "trackback list": (200, 403, 200, 403, LOGIN),
    "journal": (200, 403, 200, 403, LOGIN),
    "journal undo": (302, 403, 302, 403, LOGIN),
    "repair list": (200, 403, 403, 403, LOGIN),
    "repair revert": (302, 403, 403, 403, LOGIN),
    "author list": (200, 200, 200, 403, LOGIN),
    "author add": (200, 403, 403, 403, LOGIN),
    "category list": (200, 200, 403, 403, LOGIN),
    "tag list": (200, 200, 403, 403, LOGIN),
    "source list": (200, 200, 200, 403, LOGIN),
    "attachment list": (200, 200, 403, 403, LOGIN),
    "legacy URL list": (200, 403, 403, 403, LOGIN),
    "run list": (200, 403, 403, 403, LOGIN),
    "run page": (200, 403, 403, 403, LOGIN),
    "run progress": (200, 403, 403, 403, LOGIN),
    "run undo": (200, 403, 403, 403, LOGIN),
    "run undo for good": (302, 403, 403, 403, LOGIN),
    "run cancel": (302, 403, 403, 403, LOGIN),
    "run again": (302, 403, 403, 403, LOGIN),
    "import": (200, 403, 403, 403, LOGIN),
    "import a file": (200, 403, 403, 403, LOGIN),
    "issue list": (200, 403, 403, 403, LOGIN),
    "item list": (200, 403, 403, 403, LOGIN),
    "users": (403, 403, 403, 403, LOGIN),
}
CELLS = [
    (action, person, answer)
    for action, answers in TABLE.items()
    for person, answer in zip((*PEOPLE, "reader"), answers, strict=True)
]


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
        "batch": ModerationEvent.objects.get().batch,
        "run": ImportRun.objects.create(source=cast.a_source(), reader="wxr", state="finished"),
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
    post, comment, note, run = world["post"], world["comment"], world["note"], world["run"]
    return {
        "index": lambda: client.get(url("index")),
        "post list": lambda: client.get(url("blog_post_changelist")),
        "post add": lambda: client.get(url("blog_post_add")),
        "post page": lambda: client.get(url("blog_post_change", post.pk)),
        "post change": lambda: client.post(url("blog_post_change", post.pk), form_of(post)),
        "post delete": lambda: client.get(url("blog_post_delete", post.pk)),
        "post revert": lambda: client.post(
            url("blog_post_simple_history", post.pk, world["version"].pk), form_of(post)
        ),
        "translate": lambda: client.post(url("blog_post_translate", post.pk), {"language": "it"}),
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
        "note list": lambda: client.get(url("blog_translationnote_changelist")),
        "note change": lambda: client.post(url("blog_translationnote_change", note.pk), note_on(world["translation"])),
        "comment list": lambda: client.get(url("blog_comment_changelist")),
        "comment page": lambda: client.get(url("blog_comment_change", comment.pk)),
        "comment moderate": lambda: client.post(url("blog_comment_moderate", comment.pk), {"status": "approved"}),
        "comment add": lambda: client.get(url("blog_comment_add")),
        "comment delete": lambda: client.get(url("blog_comment_delete", comment.pk)),
        "trackback list": lambda: client.get(url("blog_trackback_changelist")),
        "journal": lambda: client.get(url("blog_moderationevent_changelist")),
        "journal undo": lambda: client.post(url("blog_moderationevent_undo", world["batch"])),
        "repair list": lambda: client.get(url("blog_textrepair_changelist")),
        "repair revert": lambda: client.post(url("blog_textrepair_revert", world["repair"].pk)),
        "author list": lambda: client.get(url("blog_author_changelist")),
        "author add": lambda: client.get(url("blog_author_add")),
        "category list": lambda: client.get(url("blog_category_changelist")),
        "tag list": lambda: client.get(url("blog_tag_changelist")),
        "source list": lambda: client.get(url("blog_source_changelist")),
        "attachment list": lambda: client.get(url("blog_attachment_changelist")),
        "legacy URL list": lambda: client.get(url("blog_legacyurl_changelist")),
        "run list": lambda: client.get(url("importers_importrun_changelist")),
        "run page": lambda: client.get(url("importers_importrun_change", run.pk)),
        "run progress": lambda: client.get(url("importers_importrun_progress", run.pk)),
        "run undo": lambda: client.get(url("importers_importrun_undo", run.pk)),
        "run undo for good": lambda: client.post(url("importers_importrun_undo", run.pk)),
        "run cancel": lambda: client.post(url("importers_importrun_cancel", run.pk)),
        "run again": lambda: client.post(url("importers_importrun_again", run.pk)),
        "import": lambda: client.get(url("importers_importrun_add")),
        "import a file": lambda: client.post(url("importers_importrun_add"), {}),
        "issue list": lambda: client.get(url("importers_importissue_changelist")),
        "item list": lambda: client.get(url("importers_importeditem_changelist")),
        "users": lambda: client.get(url("auth_user_changelist")),
    }[action]()


@pytest.mark.parametrize(("action", "person", "answer"), CELLS, ids=[f"{a}, {p}" for a, p, _ in CELLS])
def test_the_table_holds(world, action, person, answer):
    client = cast.reader_client() if person == "reader" else cast.client_of(PEOPLE[person]())
    response = perform(client, action, world)
    assert response.status_code == answer
    if person == "reader":
        assert "/admin/login/" in response["Location"]


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
