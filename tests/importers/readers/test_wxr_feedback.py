import pytest

from .exports import comment, item, post


def test_a_comment_carries_all_that_it_says():
    (found,) = post(item(7, comment(12, comment_content="Well <em>said</em> &amp; true.", comment_user_id=3))).comments
    assert (found.source_id, found.body, found.body_format) == ("12", "Well <em>said</em> &amp; true.", "html")
    assert (found.author.name, found.author.email) == ("Tam", "tam@example.org")
    assert (found.author.url, found.address) == ("http://tam.example.net/", "192.0.2.7")
    assert (found.submitted.iso(), found.submitted.offset) == ("2009-03-02T08:00:00Z", 60)
    assert found.meta == {"user_id": "3"}


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ("1", "approved"),
        ("approved", "approved"),
        ("Approved", "approved"),
        ("SPAM", "spam"),
        ("0", "pending"),
        ("hold", "pending"),
        ("spam", "spam"),
        ("trash", "trash"),
        ("post-trashed", "trash"),
    ],
)
def test_each_status_has_its_like(stated, status):
    record = post(item(7, comment(comment_approved=stated)))
    assert (record.comments[0].status, record.issues) == (status, ())


def test_a_pingback_in_capitals_is_one():
    assert [found.kind for found in post(item(7, comment(4, comment_type="Pingback"))).trackbacks] == ["pingback"]


def test_an_unknown_status_waits_for_a_moderator():
    record = post(item(7, comment(4, comment_approved="maybe")))
    assert record.comments[0].status == "pending"
    assert [(issue.code, issue.where) for issue in record.issues] == [("status-unknown", "export.xml#comment-4")]


def test_a_thread_is_kept_whatever_the_order():
    record = post(item(7, comment(3, parent=2) + comment(2, parent=1) + comment(1)))
    assert [found.parent for found in record.comments] == [1, 2, None]
    assert record.issues == ()


def test_an_orphan_is_kept_and_named():
    record = post(item(7, comment(3, parent=88)))
    assert record.comments[0].parent is None
    assert [(issue.code, issue.where) for issue in record.issues] == [("orphan-comment", "export.xml#comment-3")]


def test_a_comment_that_answers_itself_is_named_so():
    (issue,) = post(item(7, comment(1, parent=1))).issues
    assert (issue.code, issue.message) == ("comment-cycle", "answers itself; kept at the top level")


def test_a_circle_is_cut_and_named():
    record = post(item(7, comment(1, parent=2) + comment(2, parent=1)))
    assert sorted(str(found.parent) for found in record.comments) in (["0", "None"], ["1", "None"])
    assert [issue.code for issue in record.issues] == ["comment-cycle"]


def test_pingbacks_and_trackbacks_are_no_comments():
    ping = comment(
        1, comment_type="pingback", comment_author="On tides | Elsewhere", comment_content="[…] so [&#8230;]"
    )
    track = comment(
        2,
        comment_type="trackback",
        comment_author="Harbour News",
        comment_content="<strong>Boats &amp; tides</strong>\n\nAn excerpt.",
        comment_approved="spam",
    )
    record = post(item(7, comment(3) + ping + track))
    assert [found.source_id for found in record.comments] == ["3"]
    pingback, trackback = record.trackbacks
    assert (pingback.kind, pingback.title, pingback.blog_name) == ("pingback", "On tides | Elsewhere", "")
    assert (pingback.excerpt, pingback.url) == ("[…] so [&#8230;]", "http://tam.example.net/")
    assert (trackback.kind, trackback.title, trackback.blog_name) == ("trackback", "Boats & tides", "Harbour News")
    assert (trackback.excerpt, trackback.status) == ("An excerpt.", "spam")


def test_a_reply_to_a_pingback_is_an_orphan():
    record = post(item(7, comment(1, comment_type="pingback") + comment(2, parent=1)))
    assert [issue.code for issue in record.issues] == ["orphan-comment"]


def test_an_unknown_kind_of_comment_stays_one_and_says_so():
    meta = "<wp:commentmeta><wp:meta_key>rating</wp:meta_key><wp:meta_value>5</wp:meta_value></wp:commentmeta>"
    row = comment(comment_type="review").replace("</wp:comment>", f"{meta}</wp:comment>")
    (found,) = post(item(7, row)).comments
    assert found.meta == {"type": "review", "commentmeta": [["rating", "5"]]}


def test_a_zero_date_is_none():
    zero = "0000-00-00 00:00:00"
    assert post(item(7, comment(comment_date=zero, comment_date_gmt=zero))).comments[0].submitted is None


def test_what_an_answer_to_no_comment_answered_is_told_and_kept():
    record = post(item(7, comment(1, comment_type="pingback") + comment(2, parent=1) + comment(3, parent=88)))
    assert [issue.message for issue in record.issues] == [
        "answers comment 1, which is a pingback; kept at the top level",
        "answers comment 88, which is not among the comments of its post; kept at the top level",
    ]
    assert [found.meta for found in record.comments] == [{"parent": "1"}, {"parent": "88"}]


def test_a_pingback_that_answers_keeps_what_it_answered():
    record = post(item(7, comment(1) + comment(2, parent=1, comment_type="pingback")))
    assert record.trackbacks[0].meta == {"parent": "1"}


def test_a_comment_without_an_id_is_named_by_its_place():
    record = post(item(7, comment(3) + comment("", parent=88)))
    assert [issue.where for issue in record.issues] == ["export.xml#comment@2"]


def test_notes_behind_the_desk_are_not_public():
    rows = "".join(comment(number, comment_type="order_note") for number in (4, 5)) + comment(6)
    record = post(item(7, rows))
    assert [found.status for found in record.comments] == ["trash", "trash", "approved"]
    assert [(issue.code, issue.where) for issue in record.issues] == [("comment-type", "export.xml#comment-4")]
    assert record.issues[0].message.startswith("2 × order_note (comment 4, 5): ")


@pytest.mark.parametrize(
    ("stated", "status"), [("1", "pending"), ("0", "pending"), ("spam", "spam"), ("trash", "trash")]
)
def test_a_kind_of_comment_that_nobody_knows_waits_for_a_moderator(stated, status):
    record = post(item(7, comment(4, comment_type="oddity", comment_approved=stated)))
    assert (record.comments[0].status, record.comments[0].meta["type"]) == (status, "oddity")
    assert [issue.code for issue in record.issues] == (["comment-type"] if stated == "1" else [])


def test_reviews_and_mentions_were_public():
    record = post(item(7, comment(4, comment_type="review") + comment(5, comment_type="webmention")))
    assert [found.status for found in record.comments] == ["approved", "approved"]
    assert record.issues == ()
