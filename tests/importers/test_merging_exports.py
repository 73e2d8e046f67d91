"""Several exports of one blog: its parts read as one, and exports of different days merged."""

import pytest
from django.db import connection

from blog.models import Attachment, Author, Category, Comment, LegacyURL, Post, Tag
from importers.asking import asked_of
from importers.gathering import gather
from importers.models import ImportRun
from importers.running import run_import
from tests.importers.blogs import Shelf, codes, counts, dump
from tests.importers.readers.exports import HEAD, comment, export, item

pytestmark = pytest.mark.django_db

THUMBNAIL = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value></wp:postmeta>"
AUTHOR = (
    "<wp:author><wp:author_login>ines</wp:author_login><wp:author_email>ines@tide.example.org</wp:author_email>"
    "<wp:author_display_name>Ines Vale</wp:author_display_name></wp:author>"
)
BIRDS = (
    "<wp:category><wp:category_nicename>birds</wp:category_nicename><wp:cat_name>Birds</wp:cat_name></wp:category>"
    "<wp:category><wp:category_nicename>waders</wp:category_nicename><wp:category_parent>birds</wp:category_parent>"
    "<wp:cat_name>Waders</wp:cat_name></wp:category>"
)
WADERS = '<category domain="category" nicename="waders"><![CDATA[Waders]]></category>'
TAG = '<category domain="post_tag" nicename="mud"><![CDATA[Mud]]></category>'


def dated(day):
    return HEAD.replace("<link>", f"<pubDate>{day} 10:00:00 +0000</pubDate><link>", 1)


@pytest.fixture
def parts(tmp_path):
    """An export in parts, whose items point at those of other parts; authors and terms stand in the first alone."""
    folder = tmp_path / "parts"
    folder.mkdir()
    contents = [
        (AUTHOR, BIRDS, item(7, extra=THUMBNAIL + WADERS), item(10, wp__post_type="page", wp__post_parent=11)),
        (item(8, extra=WADERS + TAG + comment(1)), item(12, extra=TAG)),
        (
            item(9, wp__post_type="attachment", wp__attachment_url="http://x.example/a.jpg", wp__post_parent=8),
            item(11, wp__post_type="page", wp__post_name="house", extra=comment(2, parent=3) + comment(3)),
        ),
    ]
    for number, content in enumerate(contents):
        path = folder / f"blog.wordpress.2020-01-01.{number:03}.xml"
        path.write_bytes(export(*content))
    return folder


def test_the_parts_of_an_export_are_one_blog_and_one_report(parts):
    report = run_import([parts], "wxr")
    assert (report.exit_status, report.issues.first_error, report.unbalanced()) == (0, None, [])
    assert counts(report, "post") == {"created": 3}
    assert counts(report, "page") == {"created": 2}
    assert counts(report, "author") == {"created": 1}
    assert counts(report, "category") == {"created": 2}
    assert counts(report, "tag") == {"created": 1}
    assert ImportRun.objects.count() == 1
    assert Author.objects.get().name == "Ines Vale"
    assert set(Post.objects.values_list("author__name", flat=True)) == {"Ines Vale"}
    assert Post.objects.get(original_id="8").categories.get().path == "birds/waders"
    assert (Category.objects.count(), Tag.objects.count()) == (2, 1)
    assert Post.objects.get(original_id="7").featured_image == Attachment.objects.get()
    assert Attachment.objects.get().post == Post.objects.get(original_id="8")
    assert Post.objects.get(original_id="10").path == "house/post-10"
    assert Comment.objects.get(original_id="2").parent == Comment.objects.get(original_id="3")


def test_the_parts_are_one_blog_when_they_come_one_by_one_in_any_order(parts):
    for path in sorted(parts.iterdir(), reverse=True):
        assert run_import([path], "wxr").exit_status == 0
    assert Post.objects.get(original_id="7").featured_image == Attachment.objects.get()
    assert Post.objects.get(original_id="10").parent == Post.objects.get(original_id="11")
    assert Author.objects.get().name == "Ines Vale"


@pytest.mark.parametrize("head", ["", '<?xml version="1.0"?><rss><channel>'])
def test_the_addresses_of_a_part_without_a_head_are_those_of_the_blog(tmp_path, head):
    (tmp_path / "tide-1.xml").write_bytes(export(item(7)))
    (tmp_path / "tide-2.xml").write_bytes(export(item(8), item(9, wp__post_type="page"), head=head))
    run_import([tmp_path], "wxr")
    led = LegacyURL.objects.filter(host="tide.example.org", path="/blog").values_list("query", "post__original_id")
    assert set(led) == {(f"{name}={n}", n) for name, n in (("p", "7"), ("p", "8"), ("p", "9"), ("page_id", "9"))}


def test_a_reply_whose_topic_is_in_another_part_is_as_public_as_that(tmp_path):
    forum, topic, reply = ({"wp__post_type": kind} for kind in ("forum", "topic", "reply"))
    contents = [
        (item(1, **reply, wp__post_parent=2), item(3, **reply, wp__post_parent=4), item(5, **reply, wp__post_parent=6)),
        (item(2, **topic, wp__post_parent=7), item(4, **topic, wp__post_parent=7, wp__status="private")),
        (item(7, **forum), item(8)),
    ]
    for number, content in enumerate(contents):
        (tmp_path / f"tide.{number:03}.xml").write_bytes(export(*content))
    report = run_import([tmp_path], "wxr")
    found = dict(Post.objects.values_list("original_id", "status"))
    assert {n: found[n] for n in "135"} == {"1": "published", "3": "private", "5": "private"}
    assert [issue.where for issue in report.issues if issue.code == "forum-private"] == [
        "tide.000.xml#item-3",
        "tide.000.xml#item-5",
    ]


def test_a_topic_of_another_blog_makes_no_reply_public(tmp_path):
    (tmp_path / "a.xml").write_bytes(export(item(1, wp__post_type="reply", wp__post_parent=2)))
    other = HEAD.replace("tide.example.org", "fog.example.org")
    (tmp_path / "b.xml").write_bytes(export(item(2, wp__post_type="topic"), head=other))
    run_import([tmp_path], "wxr")
    assert Post.objects.get(original_id="1").status == "private"


def test_parts_are_read_by_their_numbers_and_a_missing_one_is_named(tmp_path):
    for number in (0, 2, 9, 10, 11):
        (tmp_path / f"blog.wordpress.2020-01-01.{number:03}.xml").write_bytes(export(item(number + 1)))
        (tmp_path / f"tide-{number + 1}.xml").write_bytes(export(item(number + 20)))
    gathered = gather([tmp_path], ["wxr"])
    names = [file.origin.rsplit(".", 2)[-2] for file, _ in gathered.files]
    assert names[:5] == ["000", "002", "009", "010", "011"]
    assert names[5:] == ["tide-1", "tide-3", "tide-10", "tide-11", "tide-12"]
    assert [(issue.code, issue.message) for issue in gathered.issues] == [
        ("part-missing", "is an export in parts, of which 1, 3, 4, 5, 6, 7, 8 is not there"),
        ("part-missing", "is an export in parts, of which 2, 4, 5, 6, 7, 8, 9 is not there"),
    ]


@pytest.mark.parametrize(
    "names",
    [("tide-2020-01.xml", "tide-2020-03.xml"), ("2019.xml", "2022.xml"), ("a.2020-01-01.xml", "a.2020-01-09.xml")],
)
def test_dates_are_no_numbers_of_parts(tmp_path, names):
    for name in names:
        (tmp_path / f"{name}.xml").write_bytes(export(item(1)))
    assert gather([tmp_path], ["wxr"]).issues == []


JANUARY = (item(7, extra=comment(1) + comment(2)), item(8), item(9))
FEBRUARY = (item(7, extra=comment(1) + comment(3)), item(8, title="New words"), item(10))


def test_two_exports_a_month_apart_are_merged(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(*JANUARY)
    report = shelf.run(*FEBRUARY)
    assert counts(report, "post") == {"created": 1, "updated": 1, "unchanged": 1}
    assert counts(report, "comment") == {"created": 1, "unchanged": 1}
    assert sorted(Post.objects.values_list("original_id", "title")) == [
        ("10", "Post 10"), ("7", "Post 7"), ("8", "New words"), ("9", "Post 9"),
    ]  # fmt: skip
    assert sorted(Comment.objects.values_list("original_id", flat=True)) == ["1", "2", "3"]
    gone = [(issue.where, issue.level) for issue in report.issues if issue.code == "gone-at-source"]
    assert gone == [("export.xml#item-7", "info"), ("export.xml#item-9", "info")]
    assert report.exit_status == 0


def test_what_is_gone_at_the_source_is_said_once(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(*JANUARY)
    shelf.run(*FEBRUARY)
    before, writing = dump(), []

    def watch(execute, sql, params, many, context):
        if sql.split()[0].upper() in ("INSERT", "UPDATE", "DELETE", "REPLACE") and "importers_importrun" not in sql:
            writing.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        again = shelf.run()
    assert codes(again) == []
    assert (writing, dump()) == ([], before)


def test_an_export_that_was_read_in_part_says_nothing_of_what_is_gone(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(*JANUARY)
    assert codes(shelf.run(limit=1)) == []
    shelf.path.write_bytes(export(item(7, extra=comment(1) + comment(2)), tail=""))
    assert codes(run_import([shelf.path], "wxr")) == ["file-cut"]


def test_many_that_are_gone_are_said_together(tmp_path, monkeypatch):
    monkeypatch.setattr("importers.loading.missing.NAMED", 2)
    shelf = Shelf(tmp_path)
    shelf.run(*(item(n) for n in range(1, 6)))
    (issue,) = shelf.run(item(1)).issues
    assert (issue.code, issue.where) == ("gone-at-source", "the-tide-table")
    assert issue.message.startswith("4 posts")


def test_two_exports_in_one_folder_give_the_latest_of_each_item(tmp_path):
    for name, day, parts in (("a", "Sat, 04 Jan 2020", JANUARY), ("b", "Tue, 04 Feb 2020", FEBRUARY)):
        (tmp_path / f"{name}.xml").write_bytes(export(*parts, head=dated(day)))
    report = run_import([tmp_path], "wxr")
    assert Post.objects.get(original_id="8").title == "New words"
    assert Post.objects.count() == 4
    assert not report.unbalanced()
    assert set(codes(report)) == {"ambiguous-identity"}
    assert counts(report, "comment") == {"created": 3, "skipped": 1}
    assert sorted(Comment.objects.values_list("original_id", flat=True)) == ["1", "2", "3"]


def test_comments_of_older_versions_in_a_folder_are_kept(tmp_path):
    versions = {
        "c": ("Tue, 03 Mar 2020", item(7, extra=comment(1) + comment(3, parent=1))),
        "b": ("Tue, 04 Feb 2020", item(7, title="Before", extra=comment(1) + comment(2, parent=1))),
        "a": ("Sat, 04 Jan 2020", item(7, title="Long before", extra=comment(2, parent=1) + comment(4, parent=2))),
    }
    for name, (day, version) in versions.items():
        (tmp_path / f"{name}.xml").write_bytes(export(version, head=dated(day)))
    report = run_import([tmp_path], "wxr")
    assert (report.exit_status, report.unbalanced(), Post.objects.get().title) == (0, [], "Post 7")
    parents = Comment.objects.values_list("original_id", "parent__original_id")
    assert sorted(parents) == [("1", None), ("2", "1"), ("3", "1"), ("4", "2")]
    assert counts(report, "comment") == {"created": 4, "skipped": 2}
    before = dump()
    again = run_import([tmp_path], "wxr")
    assert (counts(again, "comment"), dump()) == ({"unchanged": 2, "skipped": 4}, before)


def test_a_language_that_a_later_file_tells_does_not_change_the_items_of_the_first(tmp_path):
    silent = dated("Tue, 04 Feb 2020").replace("<language>en-GB</language>", "")
    assert "<language>" not in silent
    (tmp_path / "a.xml").write_bytes(export(item(7), head=silent))
    (tmp_path / "b.xml").write_bytes(export(item(8), head=dated("Sat, 04 Jan 2020")))
    run_import([tmp_path], "wxr")
    before = dump()
    assert counts(run_import([tmp_path], "wxr"), "post") == {"unchanged": 2}
    assert dump() == before


def test_what_this_run_leaves_out_is_not_gone(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.run(item(7), item(8, wp__post_type="recipe"))
    report = shelf.run(asked=asked_of("review", []))
    assert codes(report) == ["item-skipped", "asked-in-vain"]
