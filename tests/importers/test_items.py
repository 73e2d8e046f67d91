"""What an item of an export is once it is stored: its state, its order, its picture, and what no field holds."""

import pytest

from blog.models import Post
from importers.models import ImportedItem
from importers.packing import unpacked
from tests.cast import client_of, editor, reader_client
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers.exports import export, field, item, post, read
from tests.importers.readers.test_wxr_credits import meta

pytestmark = pytest.mark.django_db


STATES = {
    "publish": "published",
    "draft": "draft",
    "pending": "in_review",
    "future": "draft",
    "private": "private",
    "trash": "archived",
    "inherit": "draft",
    "auto-draft": "draft",
}


def test_only_what_was_public_is_public(shelf):
    numbers = {str(number): state for number, state in enumerate(STATES, start=1)}
    shelf.run(*(item(number, wp__status=state) for number, state in numbers.items()))
    stored = dict(Post.objects.values_list("original_id", "status"))
    assert stored == {number: STATES[state] for number, state in numbers.items()}
    assert [post.original_id for post in Post.objects.public()] == ["1"]


def test_a_type_that_nobody_could_see_is_no_public_post():
    ticket = {"wp__post_type": "ticket", "link": "http://tide.example.org/blog/?post_type=ticket&amp;p=7"}
    record = post(item(7, **ticket))
    assert (record.status, [issue.code for issue in record.issues]) == ("draft", ["type-not-public"])
    seen = {"wp__post_type": "recipe", "link": "http://tide.example.org/blog/?recipe=soup"}
    assert post(item(7, **seen)).status == "published"


def test_what_stands_in_a_forum_that_is_not_public_is_private(shelf):
    shelf.run(
        item(5, wp__post_type="forum", wp__status="private"),
        item(6, wp__post_type="topic", wp__post_parent=5),
        item(7, wp__post_type="reply", wp__post_parent=6),
        item(8, wp__post_type="forum"),
        item(9, wp__post_type="topic", wp__post_parent=8),
    )
    assert dict(Post.objects.values_list("original_id", "status")) == {
        "5": "private", "6": "private", "7": "private", "8": "published", "9": "published",
    }  # fmt: skip


def test_a_password_stands_in_no_field_and_in_no_raw_source(shelf):
    shelf.run(item(7, wp__post_password="sesame-and-lilies"))
    assert Post.objects.get().status == "private"
    assert "sesame" not in repr(dump())
    assert b"sesame" not in unpacked(ImportedItem.objects.get(kind="post").raw)


def test_a_page_stands_below_its_parent_in_its_place(shelf):
    shelf.run(
        item(9, wp__post_type="page", wp__post_parent=8, wp__menu_order=3, wp__post_name="low"),
        item(8, wp__post_type="page", wp__menu_order=-1, wp__post_name="tides"),
    )
    below = Post.objects.get(original_id="9")
    assert (below.path, below.parent.original_id, below.menu_order) == ("tides/low", "8", 3)
    assert Post.objects.get(original_id="8").menu_order == -1


def test_sticky_picture_and_excerpt_have_their_fields(shelf):
    extra = meta("_thumbnail_id", "99") + field("excerpt:encoded", "Short <b>&amp;</b> sweet.")
    picture = item(99, field("wp:attachment_url", "http://tide.example.org/a.jpg"), wp__post_type="attachment")
    shelf.run(item(7, extra, wp__is_sticky=1), picture)
    stored = Post.objects.get()
    assert (stored.sticky, stored.excerpt) == (True, "Short & sweet.")
    assert stored.featured_image.original_id == "99"


def test_postmeta_keep_their_text_and_their_doubles(shelf):
    serialized = 'a:2:{s:4:"size";i:3;s:3:"who";s:6:"In\u00eas";}'
    extra = meta("_custom", serialized) + meta("mood", "calm") + meta("mood", "calm") + meta("empty", "")
    shelf.run(item(7, extra))
    assert Post.objects.get().source_meta["postmeta"] == [
        ["_custom", serialized],
        ["mood", "calm"],
        ["mood", "calm"],
        ["empty", ""],
    ]


def test_a_title_for_search_engines_is_stored_merged_and_edited(shelf):
    told = meta("_yoast_wpseo_title", "Tides %%sep%% %%sitename%%") + meta("_yoast_wpseo_metadesc", "All of it.")
    shelf.run(item(7, told))
    stored = Post.objects.get()
    assert (stored.seo_title, stored.seo_description) == ("Tides - The Tide Table", "All of it.")
    page = reader_client().get(stored.get_absolute_url()).content.decode()
    assert "<title>Tides - The Tide Table</title>" in page
    form = client_of(editor()).get(f"/admin/blog/post/{stored.pk}/change/").content.decode()
    assert 'name="seo_title"' in form
    Post.objects.update(seo_description="An editor's.")
    report = shelf.run(item(7, told.replace("All of it.", "Less of it.")))
    assert Post.objects.get().seo_description == "An editor's."
    assert "conflict" in codes(report)


def test_what_is_no_writing_is_in_the_books_and_named_by_type(shelf):
    menu = [item(number, wp__post_type="nav_menu_item") for number in (1, 2, 3)]
    report = shelf.run(*menu, item(4, wp__post_type="revision", wp__status="inherit"), item(7))
    assert counts(report, "post") == {"created": 1, "skipped": 4}
    assert report.unbalanced() == []
    messages = [issue.message for issue in report.issues]
    assert "3 × nav_menu_item left out: an entry of a navigation menu" in messages
    assert "revision: an older version of a post" in messages


def test_a_report_of_what_was_left_out_comes_at_the_end_of_its_file():
    records = read(export(item(1, wp__post_type="revision"), item(2, wp__post_type="revision")))
    assert records[-1].where == "export.xml"


def test_what_asks_for_a_look_is_listed_before_what_was_left_out_on_purpose(shelf):
    from importers.reporting import as_table

    menu = [item(number, wp__post_type="nav_menu_item") for number in range(1, 60)]
    table = as_table(shelf.run(*menu, item(99, wp__status="future")))
    listed = table[table.index("Issues:") :].splitlines()[1]
    assert "scheduled-draft" in listed


def test_a_published_post_of_a_day_to_come_is_told_of_and_waits_for_its_day(client, shelf):
    dated = {"wp__post_date": "2199-05-03 12:00:00", "wp__post_date_gmt": "2199-05-03 12:00:00", "pubDate": ""}
    report = shelf.run(item(7, **dated))
    told = [(issue.code, issue.where, issue.message) for issue in report.issues]
    assert told == [("dated-ahead", "export.xml#item-7", "is dated 2199-05-03; nobody sees it before")]
    assert client.get(Post.objects.get().get_absolute_url()).status_code == 404
    assert not [issue for issue in shelf.run().issues if issue.code == "dated-ahead"]
