"""Comments and pings of an export as they are stored: nothing of them is lost, whatever their order and state."""

import pytest

from blog.models import Attachment, Comment, Feedback, Trackback
from tests.cast import reader_client
from tests.importers.blogs import Shelf, codes, counts, dump
from tests.importers.readers.exports import comment, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def with_meta(row, *pairs):
    metas = "".join(
        f"<wp:commentmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value>"
        "</wp:commentmeta>"
        for key, value in pairs
    )
    return row.replace("</wp:comment>", f"{metas}</wp:comment>")


def parents():
    return dict(Feedback.objects.values_list("original_id", "parent__original_id"))


def test_a_thread_of_any_depth_is_kept_and_can_be_read(shelf):
    depth = 400
    rows = [comment(number, parent=number - 1) for number in range(depth, 0, -1)]
    report = shelf.run(item(7, "".join(rows)))
    assert counts(report, "comment") == {"created": depth}
    assert parents() == {str(number): str(number - 1) if number > 1 else None for number in range(1, depth + 1)}
    page = reader_client().get(Comment.objects.first().post.get_absolute_url())
    assert page.status_code == 200
    assert 'id="comment-400"' in page.content.decode()


def test_orphans_and_circles_are_stored_at_the_top_and_named(shelf):
    rows = comment(1, parent=99) + comment(2, parent=3) + comment(3, parent=2) + comment(4, parent=4)
    report = shelf.run(item(7, rows))
    assert counts(report, "comment") == {"created": 4}
    assert sorted(codes(report)) == ["comment-cycle", "comment-cycle", "orphan-comment"]
    found = parents()
    assert found["1"] is found["4"] is None
    assert sorted([str(found["2"]), str(found["3"])]) in (["2", "None"], ["3", "None"])


def test_all_that_is_told_of_a_comment_is_kept(shelf):
    row = with_meta(
        comment(5, comment_user_id=3, comment_content="<em>Well</em> said.\n\nI <script>x</script>agree."),
        ("rating", "5"),
        ("rating", "5"),
        ("votes", 'a:1:{i:0;s:2:"up";}'),
    )
    shelf.run(item(7, row))
    stored = Comment.objects.get()
    assert (stored.author_name, stored.author_email, stored.author_url, stored.author_address) == (
        "Tam", "tam@example.org", "http://tam.example.net/", "192.0.2.7"
    )  # fmt: skip
    assert stored.submitted_at.isoformat() == "2009-03-02T08:00:00+00:00"
    assert stored.body == "<em>Well</em> said.\n\nI <script>x</script>agree."
    assert "<script" not in stored.body_html
    assert stored.source_meta == {
        "user_id": "3",
        "commentmeta": [["rating", "5"], ["rating", "5"], ["votes", 'a:1:{i:0;s:2:"up";}']],
    }
    assert stored.user is None


def test_pings_are_trackbacks_and_no_comments(shelf):
    rows = comment(1, comment_type="pingback") + comment(2, comment_type="trackback", comment_approved="0") + comment(3)
    report = shelf.run(item(7, rows))
    assert (counts(report, "comment"), counts(report, "trackback")) == ({"created": 1}, {"created": 2})
    assert set(Trackback.objects.values_list("kind", "status")) == {
        ("pingback", "approved"),
        ("trackback", "pending"),
    }


def test_comments_on_an_attachment_are_kept_beside_it_and_counted(shelf):
    rows = with_meta(comment(1), ("rating", "5")) + comment(2, parent=1, comment_approved="spam")
    report = shelf.run(item(8, rows, wp__post_type="attachment"))
    assert (counts(report, "attachment"), counts(report, "comment")) == ({"created": 1}, {"skipped": 2})
    assert codes(report) == ["item-skipped", "item-skipped"]
    first, second = Attachment.objects.get().source_meta["comments"]
    assert (first["body"], first["meta"], second["status"]) == ("Comment 1", {"commentmeta": [["rating", "5"]]}, "spam")
    before = dump()
    assert counts(shelf.run(), "attachment") == {"unchanged": 1}
    assert dump() == before
