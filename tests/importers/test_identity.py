"""Who an item is from run to run, and what happens to it when the source or an editor changed it."""

import pytest

from blog.models import Category, Feedback, Post, Tag, TextRepair
from blog.publishing import save_post
from importers import identity
from importers.loading.sources import Wish
from importers.models import ImportChange, ImportedItem
from importers.records import AuthorRecord, CommentRecord, PostRecord
from tests.importers.blogs import codes, counts, dump, thread
from tests.importers.readers.exports import comment, item

ADDRESS = "http://tide.example.org/blog/low-tide/"


def test_an_id_goes_before_an_address_and_an_address_before_a_place():
    record = PostRecord("x", "posts/low-tide.md", source_id="7", original_url=ADDRESS)
    assert identity.of_post(record) == "id:7"
    assert identity.of_post(PostRecord("x", "posts/low-tide.md", original_url=ADDRESS)) == (
        "url:tide.example.org/blog/low-tide"
    )
    assert identity.of_post(PostRecord("x", "posts/low-tide.md")) == "path:posts/low-tide.md"


def test_two_readers_give_one_post_one_identity():
    assert identity.of_post(PostRecord("wxr", "a.xml#item-7", source_id="7")) == identity.of_post(
        PostRecord("front_matter", "low-tide.md", source_id="7")
    )


def test_no_identity_is_longer_than_its_column():
    long = "a" * 5000
    post = identity.of_post(PostRecord("x", long))
    parts = identity.of_feedback(post, (CommentRecord(source_id=long), CommentRecord(body="x")))
    assert all(len(name) <= identity.MAX_LENGTH for name in (post, *parts))
    assert post != identity.of_post(PostRecord("x", long + "b"))


def test_comments_without_ids_are_told_apart_by_who_when_what_and_their_ordinal():
    thanks = CommentRecord(author=AuthorRecord("Tam"), body="Thanks!")
    names = identity.of_feedback("id:7", (thanks, thanks, CommentRecord(author=AuthorRecord("Ines"), body="Thanks!")))
    assert len(set(names)) == 3
    # What comes in between later does not move them.
    again = identity.of_feedback("id:7", (CommentRecord(body="First!"), thanks, thanks))
    assert again[1:] == names[:2]


@pytest.mark.django_db
def test_a_change_at_the_source_updates_only_what_changed(shelf):
    shelf.run(thread(), item(8))
    report = shelf.run(item(7, title="Spring tide", extra=comment(2, parent=1) + comment(1)), item(8))
    assert counts(report, "post") == {"updated": 1, "unchanged": 1}
    assert counts(report, "comment") == {"unchanged": 2}
    post = Post.objects.get(original_id="7")
    assert (post.title, post.path) == ("Spring tide", "2009/03/post-7")
    change = ImportChange.objects.get(run=report.run)
    assert (change.before, change.after) == ({"title": "Post 7"}, {"title": "Spring tide"})


@pytest.mark.django_db
def test_what_an_editor_changed_is_kept_and_what_both_changed_is_a_conflict(shelf):
    shelf.run(item(7))
    post = Post.objects.get()
    post.title, post.excerpt = "Ours", "Our excerpt"
    save_post(post)
    report = shelf.run(item(7, title="Theirs", content__encoded="New text."))
    post.refresh_from_db()
    assert (post.title, post.excerpt, post.body) == ("Ours", "Our excerpt", "New text.")
    assert codes(report) == ["conflict"]
    assert "title" in report.issues[0].message
    # It is told once.
    assert codes(shelf.run(item(7, title="Theirs", content__encoded="Newer text."))) == []
    post.refresh_from_db()
    assert (post.title, post.body) == ("Ours", "Newer text.")


@pytest.mark.django_db
def test_force_takes_the_source_over_an_editor(shelf):
    shelf.run(thread())
    Post.objects.update(title="Ours")
    report = shelf.run(update="force")
    assert Post.objects.get().title == "Post 7"
    assert counts(report, "post") == {"updated": 1}
    assert counts(report, "comment") == {"unchanged": 2}


@pytest.mark.django_db
def test_never_leaves_alone_what_is_here(shelf):
    shelf.run(item(7))
    report = shelf.run(item(7, title="Theirs"), item(8), update="never")
    assert counts(report, "post") == {"created": 1, "skipped": 1}
    assert Post.objects.get(original_id="7").title == "Post 7"


@pytest.mark.django_db
def test_a_new_comment_joins_its_post(shelf):
    shelf.run(item(7, extra=comment(1)))
    report = shelf.run(item(7, extra=comment(1) + comment(2, parent=1)))
    assert counts(report, "post") == {"unchanged": 1}
    assert counts(report, "comment") == {"created": 1, "unchanged": 1}
    assert Feedback.objects.get(original_id="2").parent.original_id == "1"


@pytest.mark.django_db
def test_a_moderators_decision_outlives_an_import(shelf):
    shelf.run(item(7, extra=comment(1)))
    Feedback.objects.update(status="spam")
    report = shelf.run(item(7, extra=comment(1, comment_content="Reworded")))
    remark = Feedback.objects.get()
    assert (remark.status, remark.body) == ("spam", "Reworded")
    assert counts(report, "comment") == {"updated": 1}


@pytest.mark.django_db
def test_terms_change_with_the_post(shelf):
    def used(slug):
        return f'<category domain="post_tag" nicename="{slug}">{slug}</category>'

    shelf.run(item(7, extra=used("sea") + used("salt")))
    shelf.run(item(7, extra=used("salt") + used("sand")))
    assert sorted(tag.slug for tag in Post.objects.get().tags.all()) == ["salt", "sand"]


@pytest.mark.django_db
def test_two_items_of_one_identity_are_an_issue_and_the_first_is_kept(shelf):
    report = shelf.run(item(7, title="First"), item(7, title="Second", extra=comment(1)))
    assert Post.objects.get().title == "First"
    assert codes(report).count("ambiguous-identity") == 1
    assert counts(report, "post") == {"created": 1, "skipped": 1}
    assert counts(report, "comment") == {"created": 1}
    before = dump()
    assert counts(shelf.run(), "post") == {"unchanged": 1, "skipped": 1}
    assert dump() == before


@pytest.mark.django_db
def test_another_item_of_the_same_number_is_kept_though_its_guid_says_the_number_too(shelf):
    guid = {"guid": "http://tide.example.org/?p=7"}
    other = {"title": "Ebb", "wp__post_name": "ebb", "link": "http://tide.example.org/blog/ebb/"}
    report = shelf.run(item(7, **guid), item(7, content__encoded="Other words.", **other, **guid))
    assert counts(report, "post") == {"created": 2}
    assert codes(report).count("number-shared") == 1
    assert "ambiguous-identity" not in codes(report)
    assert set(Post.objects.values_list("title", "body")) == {("Post 7", "Text of post 7."), ("Ebb", "Other words.")}
    before = dump()
    assert counts(shelf.run(), "post") == {"unchanged": 2}
    assert dump() == before


@pytest.mark.django_db
def test_items_of_two_blogs_joined_in_one_file_are_all_kept(shelf):
    def elsewhere(number):
        address = f"http://dune.example.org/blog/dune-{number}/"
        guid = f"http://dune.example.org/?p={number}"
        return item(
            number, title=f"Dune {number}", link=address, guid=guid, wp__post_name=f"dune-{number}", extra=comment(1)
        )

    guid = {"guid": "http://tide.example.org/?p=7"}
    parts = (item(7, extra=comment(1, comment_content="Here"), **guid), item(8), elsewhere(7), elsewhere(8))
    report = shelf.run(*parts)
    assert counts(report, "post") == {"created": 4}
    assert counts(report, "comment") == {"created": 3}
    assert codes(report).count("number-shared") == 2
    assert "ambiguous-identity" not in codes(report)
    before = dump()
    assert counts(shelf.run(), "post") == {"unchanged": 4}
    assert dump() == before
    changed = (*parts[:2], elsewhere(7).replace("Text of post 7", "New words"), parts[3])
    assert counts(shelf.run(*changed), "post") == {"updated": 1, "unchanged": 3}


@pytest.mark.django_db
def test_a_comment_that_stands_twice_is_kept_once(shelf):
    report = shelf.run(item(7, extra=comment(1) + comment(1) + comment(2, parent=1)))
    assert counts(report, "comment") == {"created": 2, "skipped": 1}
    assert not report.unbalanced()
    before = dump()
    again = shelf.run()
    assert counts(again, "comment") == {"unchanged": 2, "skipped": 1}
    assert dump() == before


@pytest.mark.django_db
def test_what_was_deleted_here_stays_deleted(shelf):
    shelf.run(thread(), item(8))
    Post.objects.get(original_id="7").delete()
    report = shelf.run()
    assert counts(report, "post") == {"skipped": 1, "unchanged": 1}
    assert counts(report, "comment") == {"skipped": 2}
    assert "deleted-here" in codes(report)
    assert not Post.objects.filter(original_id="7").exists()
    assert not report.unbalanced()
    assert report.exit_status == 0


@pytest.mark.django_db
def test_a_comment_that_was_deleted_here_stays_deleted_and_its_answers_stay(shelf):
    shelf.run(thread())
    Feedback.objects.get(original_id="1").delete()
    before = dump()
    report = shelf.run()
    assert counts(report, "comment") == {"skipped": 1, "unchanged": 1}
    assert dump() == before
    assert Feedback.objects.get().original_id == "2"


@pytest.mark.django_db
def test_a_tag_that_was_deleted_here_stays_deleted(shelf):
    tag = '<category domain="post_tag" nicename="sea">Sea</category>'
    shelf.run(item(7, extra=tag))
    Tag.objects.all().delete()
    report = shelf.run(item(7, extra=tag), item(8, extra=tag))
    assert counts(report, "tag") == {"skipped": 1}
    assert not Tag.objects.exists()
    assert not report.unbalanced()


@pytest.mark.django_db
def test_a_repair_goes_with_the_text_it_was_made_in(shelf):
    garbled = "it" + "’".encode().decode("cp1252") + "s"
    shelf.run(item(7, content__encoded=f"So {garbled} late."))
    shelf.run(item(7, content__encoded="So it was late."))
    assert not TextRepair.objects.exists()


@pytest.mark.django_db
def test_a_category_changes_its_name_with_the_source(shelf):
    def category(name):
        slug = "<wp:category_nicename>sea</wp:category_nicename>"
        return f"<wp:category>{slug}<wp:cat_name>{name}</wp:cat_name></wp:category>"

    shelf.run(category("Sea"), item(7))
    report = shelf.run(category("The sea"), item(7))
    assert counts(report, "category") == {"updated": 1}
    assert Category.objects.get().name == "The sea"
    # Another blog's word for it does not.
    shelf.run(category("SEA"), item(7), wish=Wish(slug="other"))
    assert Category.objects.get().name == "The sea"


@pytest.mark.django_db
def test_provenance_and_raw_follow_the_source(shelf):
    shelf.run(item(7))
    first = ImportedItem.objects.get(kind="post").content_hash
    shelf.run(item(7, title="Spring tide"))
    stored = ImportedItem.objects.get(kind="post")
    assert stored.content_hash != first
    assert stored.provenance["fields"]["title"]["raw"] == "Spring tide"


@pytest.mark.django_db
def test_a_tag_that_only_a_deleted_post_names_is_not_made_until_another_post_names_it(shelf, monkeypatch):
    from importers import batching

    monkeypatch.setattr(batching, "MOST", 1)
    tag = '<category domain="post_tag" nicename="sea">Sea</category>'
    shelf.run(item(7))
    Post.objects.all().delete()
    report = shelf.run(item(7, extra=tag))
    assert counts(report, "tag") == {"skipped": 1}
    assert not Tag.objects.exists()
    report = shelf.run(item(7, extra=tag), item(8, extra=tag))
    assert counts(report, "tag") == {"created": 1}
    assert [tag.slug for tag in Post.objects.get().tags.all()] == ["sea"]
    assert not report.unbalanced()
