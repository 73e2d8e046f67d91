"""Undoing a run: what it made goes, what it changed returns, what a person wrote since stays and is listed."""

import datetime as dt

import pytest
from django.utils import timezone

from blog import retention
from blog.models import Author, Category, Feedback, LegacyURL, Post, Tag, TextRepair
from blog.publishing import save_post
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.undoing import undo_run
from tests.importers.blogs import codes, counts, dump, thread
from tests.importers.readers.exports import comment, item

pytestmark = pytest.mark.django_db

CATEGORIES = (
    "<wp:category><wp:category_nicename>birds</wp:category_nicename><wp:cat_name>Birds</wp:cat_name></wp:category>"
    "<wp:category><wp:category_nicename>waders</wp:category_nicename><wp:category_parent>birds</wp:category_parent>"
    "<wp:cat_name>Waders</wp:cat_name></wp:category>"
)
WADERS = '<category domain="category" nicename="waders">Waders</category>'


def everything():
    tables = dump()
    tables.pop("blog_source")
    return {name: rows for name, rows in tables.items() if rows}


def test_undoing_the_first_run_leaves_nothing(shelf):
    report = shelf.run(CATEGORIES, thread(), item(8, extra=WADERS), item(9, wp__post_type="page", wp__post_parent=8))
    result = undo_run(report.run)
    assert (result.error, result.kept) == (None, [])
    assert everything() == {}
    assert ImportRun.objects.get().source is None
    assert not Post.history.exists()


def test_an_address_that_was_masked_by_age_is_no_edit(shelf):
    report = shelf.run(item(8, extra=comment(1, comment_author_IP="192.0.2.77")))
    Feedback.objects.update(received_at=timezone.now() - dt.timedelta(days=400))
    assert retention.run().addresses == 1
    again = shelf.run()
    assert (counts(again, "comment"), codes(again)) == ({"unchanged": 1}, [])
    assert Feedback.objects.get().author_address == "192.0.2.0"
    assert undo_run(report.run).kept == []
    assert not Feedback.objects.exists()


def test_importing_again_redoes_it(shelf):
    report = shelf.run(CATEGORIES, thread())
    undo_run(report.run)
    again = shelf.run()
    assert counts(again, "post") == {"created": 1}
    assert counts(again, "comment") == {"created": 2}
    assert counts(again, "category") == {"created": 2}
    assert not again.unbalanced()


def test_what_the_run_changed_is_restored_and_changed_again_by_the_next(shelf):
    shelf.run(item(7, extra=comment(1)))
    before = everything()
    update = shelf.run(item(7, title="Spring tide", content__encoded="New.", extra=comment(1, comment_content="So!")))
    result = undo_run(update.run)
    assert dict(result.restored) == {"comment": 1, "post": 1}
    post = Post.objects.get()
    assert (post.title, post.body, Feedback.objects.get().body) == ("Post 7", "Text of post 7.", "Comment 1")
    kept = {name: rows for name, rows in everything().items() if name in ("blog_legacyurl", "blog_author")}
    assert kept.items() <= before.items()
    again = shelf.run()
    assert counts(again, "post") == {"updated": 1}
    assert Post.objects.get().title == "Spring tide"


def test_a_post_that_an_editor_changed_stays_and_is_listed(shelf):
    report = shelf.run(item(7), item(8))
    post = Post.objects.get(original_id="7")
    post.title = "Ours"
    save_post(post)
    result = undo_run(report.run)
    assert result.exit_status == 2
    assert [(kept.kind, kept.identity) for kept in result.kept if kept.kind == "post"] == [("post", "id:7")]
    assert "title" in next(kept.reason for kept in result.kept if kept.kind == "post")
    assert Post.objects.get() == post
    assert Author.objects.exists()


def test_what_a_later_run_wrote_stays(shelf):
    first = shelf.run(item(7))
    shelf.run(item(7, title="Spring tide"))
    result = undo_run(first.run)
    assert "later import" in next(kept.reason for kept in result.kept if kept.kind == "post")
    assert Post.objects.get().title == "Spring tide"


def test_a_post_with_a_readers_comment_or_a_translation_stays(shelf):
    report = shelf.run(item(7), item(8), item(9))
    commented, translated = Post.objects.get(original_id="7"), Post.objects.get(original_id="8")
    Feedback.objects.create(post=commented, body="Still here", author_name="Tam")
    save_post(Post(title="Niedrigwasser", translation_of=translated))
    undo_run(report.run)
    assert set(Post.objects.exclude(source=None)) == {commented, translated}


def test_a_moderated_comment_stays_with_its_post(shelf):
    report = shelf.run(thread())
    Feedback.objects.filter(original_id="1").update(status="spam")
    result = undo_run(report.run)
    assert Feedback.objects.get().original_id == "1"
    assert Post.objects.exists()
    assert {kept.kind for kept in result.kept} >= {"comment", "post"}


def test_what_was_deleted_here_stays_deleted_after_undoing(shelf):
    report = shelf.run(item(7), item(8))
    Post.objects.get(original_id="7").delete()
    undo_run(report.run)
    again = shelf.run()
    assert counts(again, "post") == {"created": 1, "skipped": 1}


def test_terms_that_others_use_stay(shelf):
    report = shelf.run(CATEGORIES, item(7, extra=WADERS + '<category domain="post_tag" nicename="sea">Sea</category>'))
    ours = save_post(Post(title="Ours"))
    ours.categories.add(Category.objects.get(slug="waders"))
    ours.tags.add(Tag.objects.get())
    undo_run(report.run)
    assert {category.slug for category in Category.objects.all()} == {"birds", "waders"}
    assert Tag.objects.count() == 1


def test_addresses_and_repairs_go_with_the_post(shelf):
    report = shelf.run(item(7, content__encoded="it" + "’".encode().decode("cp1252") + "s"))
    assert LegacyURL.objects.exists()
    assert TextRepair.objects.exists()
    undo_run(report.run)
    assert not LegacyURL.objects.exists()
    assert not TextRepair.objects.exists()


def test_a_run_is_undone_once_and_only_when_it_is_there(shelf):
    report = shelf.run(item(7))
    shelf.run()
    assert undo_run(report.run + 2).error == f"There is no run {report.run + 2}."
    undo_run(report.run)
    result = undo_run(report.run)
    assert result.exit_status == 1
    assert "already" in result.error


def test_undoing_an_older_run_than_the_last_leaves_the_last_as_it_is(shelf):
    first = shelf.run(item(7))
    second = shelf.run(item(7), item(8))
    undo_run(first.run)
    assert Post.objects.get().original_id == "8"
    assert ImportChange.objects.filter(run=second.run).count() == 1
    assert ImportedItem.objects.filter(kind="post").count() == 1
