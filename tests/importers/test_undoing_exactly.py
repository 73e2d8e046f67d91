"""Undoing leaves the database as it was before the run, and importing again redoes it, table by table."""

import pytest
from django.contrib.auth.models import User

from blog import moderation, publishing
from blog.models import Attachment, Category, Feedback, Post, Tag, TranslationNote
from blog.models.feedback import ModerationStatus
from importers.admin.forecast import forecast
from importers.loading.sources import Wish
from importers.models import ImportRun
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.importers.blogs import counts
from tests.importers.comparing import differences, tables
from tests.importers.readers.exports import comment, field, item

pytestmark = pytest.mark.django_db

# What a forced run read anew of the items that it left as they were.
ITEMS = ("importers_importeditem",)
CAFE, NAIVE = (word.encode().decode("cp1252") for word in ("café", "naïve"))


def used(domain, slug, name):
    return f'<category domain="{domain}" nicename="{slug}">{name}</category>'


def author(name):
    return f"<wp:author><wp:author_login>ines</wp:author_login>{field('wp:author_display_name', name)}</wp:author>"


def category(name):
    return (
        f"<wp:category><wp:category_nicename>sea</wp:category_nicename><wp:cat_name>{name}</wp:cat_name></wp:category>"
    )


def picture(alt=""):
    address = "http://tide.example.org/blog/wp-content/uploads/9.jpg"
    return item(9, title=alt or "Nine", wp__post_type="attachment", wp__attachment_url=address, wp__post_parent=7)


def before():
    return [
        author("Ines"),
        category("Sea"),
        item(7, content__encoded=f"{CAFE} one", extra=used("category", "sea", "Sea") + comment(1) + comment(2)),
        item(8, wp__post_type="page", wp__post_parent=10),
        picture(),
    ]


def after():
    thumbnail = f"<wp:postmeta>{field('wp:meta_key', '_thumbnail_id')}{field('wp:meta_value', 9)}</wp:postmeta>"
    link = '<a href="http://tide.example.org/blog/post-11/">there</a>'
    return [
        author("Ines Maar"),
        category("The sea"),
        item(
            7,
            title="Spring tide",
            link="http://tide.example.org/blog/spring-tide/",
            content__encoded=f"{NAIVE} two, {link}",
            extra=thumbnail
            + used("category", "land", "Land")
            + used("post_tag", "new", "New")
            + comment(1, comment_content=f"{NAIVE} so")
            + comment(2, comment_approved="0")
            + comment(3, parent=2),
        ),
        item(8, wp__post_type="page", wp__post_parent=10),
        item(10, wp__post_type="page"),
        item(11),
        picture("A door"),
    ]


def test_undoing_an_update_leaves_everything_as_it_was_and_importing_again_redoes_it(shelf):
    shelf.run(*before())
    stood = tables()
    update = shelf.run(*after())
    updated = tables()
    assert differences(stood, updated)
    result = undo_run(update.run)
    assert (result.error, result.kept) == (None, [])
    assert differences(stood, tables()) == {}
    again = shelf.run()
    assert differences(updated, tables()) == {}
    assert again.as_dict()["kinds"] == update.as_dict()["kinds"]


def test_after_undoing_an_update_the_file_before_it_is_no_news(shelf):
    shelf.run(*before())
    stood = tables()
    undo_run(shelf.run(*after()).run)
    report = shelf.run(*before())
    assert report.tally.of("created") == report.tally.of("updated") == 0
    assert differences(stood, tables()) == {}


def test_after_undoing_what_changed_in_comments_alone_the_same_file_changes_them_again(shelf):
    shelf.run(item(7, extra=comment(1, comment_approved="0") + comment(2)))
    stood = tables()
    update = shelf.run(item(7, extra=comment(1) + comment(2, comment_approved="spam") + comment(3)))
    updated = tables()
    assert forecast(ImportRun.objects.get(pk=update.run)).kinds == [("comment", 1, 2)]
    result = undo_run(update.run)
    assert (result.kept, +result.restored, +result.removed) == ([], {"comment": 2}, {"comment": 1})
    assert differences(stood, tables()) == {}
    again = shelf.run()
    assert again.as_dict()["kinds"] == update.as_dict()["kinds"]
    assert differences(updated, tables()) == {}


def test_undoing_a_run_leaves_what_it_only_found(shelf):
    Tag.objects.create(slug="new", name="Ours")
    Category.objects.create(slug="sea", name="Ours")
    shelf.run(item(6), wish=Wish(slug="tide"))
    stood = tables()
    report = shelf.run(*after(), wish=Wish(slug="tide"))
    assert undo_run(report.run).kept == []
    assert differences(stood, tables()) == {}
    assert ImportRun.objects.get(pk=report.run).state == "undone"


def test_a_forced_run_gives_back_what_an_editor_wrote(shelf):
    shelf.run(*before())
    post = Post.objects.get(original_id="7")
    post.title = "Ours"
    publishing.save_post(post)
    stood = tables(without=ITEMS)
    forced = shelf.run(*before(), update="force")
    assert Post.objects.get(original_id="7").title == "Post 7"
    undo_run(forced.run)
    assert differences(stood, tables(without=ITEMS)) == {}
    shelf.run()
    assert differences(stood, tables(without=ITEMS)) == {}


def why(result, kind="post"):
    return [kept.reason for kept in result.kept if kept.kind == kind]


def test_a_post_that_was_edited_and_put_back_stays(shelf):
    report = shelf.run(item(7))
    post = Post.objects.get()
    for title in ("Ours", "Post 7"):
        post.title = title
        publishing.save_post(post)
    assert why(undo_run(report.run)) == ["was edited here since"]


def test_a_comment_that_was_moderated_and_put_back_stays_with_its_post(shelf):
    report = shelf.run(item(7, extra=comment(1)), item(8, extra=comment(2)))
    editor = User.objects.create(username="editor")
    for status in (ModerationStatus.SPAM, ModerationStatus.APPROVED):
        moderation.moderate(Feedback.objects.filter(original_id="1"), status, by=editor)
    result = undo_run(report.run)
    assert why(result, "comment") == ["was moderated here since"]
    assert why(result) == ["holds feedback that was sent or moderated here"]
    assert result.removed["post"] == 1


def test_a_comment_that_a_reader_answered_stays_and_so_does_what_that_one_answers(shelf):
    report = shelf.run(item(7, extra=comment(1) + comment(2, parent=1) + comment(3)))
    Feedback.objects.create(
        post=Post.objects.get(), parent=Feedback.objects.get(original_id="2"), body="Still?", author_name="Tam"
    )
    result = undo_run(report.run)
    assert why(result, "comment") == ["was answered here since"] * 2
    assert result.removed["comment"] == 1


def test_a_page_above_a_page_that_stays_stays(shelf):
    report = shelf.run(
        item(7, wp__post_type="page"), item(8, wp__post_type="page", wp__post_parent=7), item(9, wp__post_type="page")
    )
    Post.objects.filter(original_id="8").update(title="Ours")
    result = undo_run(report.run)
    assert sorted(Post.objects.values_list("original_id", flat=True)) == ["7", "8"]
    assert "has pages below it" in why(result, "page")


def test_a_note_that_a_translator_wrote_or_resolved_keeps_the_post(shelf):
    report = shelf.run(item(7), item(8))
    someone = User.objects.create(username="translator")
    TranslationNote.objects.create(post=Post.objects.get(original_id="7"), text="Why?", author=someone)
    assert why(undo_run(report.run)) == ["has notes that were written or resolved here"]
    assert Post.objects.get().original_id == "7"


def test_an_attachment_that_a_post_of_ours_shows_stays(shelf):
    report = shelf.run(picture())
    publishing.save_post(Post(title="Ours", featured_image=Attachment.objects.get()))
    assert why(undo_run(report.run), "attachment") == ["is still shown by a post"]


def test_a_category_above_one_that_stays_stays(shelf):
    report = shelf.run(
        "<wp:category><wp:category_nicename>waders</wp:category_nicename><wp:category_parent>sea</wp:category_parent>"
        "<wp:cat_name>Waders</wp:cat_name></wp:category>",
        category("Sea"),
        category("Land").replace(">sea<", ">land<"),
        item(7),
    )
    Category.objects.filter(slug="waders").update(name="Our waders")
    result = undo_run(report.run)
    assert sorted(Category.objects.values_list("slug", flat=True)) == ["sea", "waders"]
    assert len(why(result, "category")) == 2


def test_a_run_that_died_or_failed_is_undone_and_one_that_works_is_not(shelf, tmp_path):
    report = shelf.run(item(7))
    run = ImportRun.objects.filter(pk=report.run)
    run.update(state="running", holder="elsewhere:1")
    assert "still running" in undo_run(report.run).error
    run.update(heartbeat_at="2009-01-01T00:00:00Z")
    assert undo_run(report.run).error is None
    assert not Post.objects.exists()
    empty = run_import([shelf.write().path], "wxr", Options())
    assert (empty.exit_status, empty.run) == (1, None)  # nothing of it is there that could be undone
    refused = ImportRun.objects.create(reader="wxr", state="failed").pk  # as an upload that nothing can be read of
    assert undo_run(refused).error == f"Run {refused} stored nothing."


def test_what_is_undone_in_bulk_costs_the_same_number_of_statements(shelf, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def posts(number):
        return [item(n, extra=comment(2 * n) + comment(2 * n + 1, parent=2 * n)) for n in range(number)]

    run = shelf.run(*posts(2)).run
    with CaptureQueriesContext(connection) as few:
        undo_run(run)
    run = shelf.run(*posts(40)).run
    # One more for the history of each post that is deleted, and one for every hundred rows that Django looks through.
    with django_assert_max_num_queries(len(few) + 38 + 20):
        undo_run(run)
    assert counts(shelf.run(), "post") == {"created": 40}
