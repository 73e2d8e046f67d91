"""Comments and pings of an export as they are stored: nothing of them is lost, whatever their order and state."""

import pytest

from blog.models import Attachment, Comment, Feedback, Trackback
from tests.cast import reader_client
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers.exports import comment, item

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("192.0.2.7:5555", "192.0.2.7"),
        ("[2001:db8::1]:80", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::80", "2001:db8::80"),
        ("192.0.2.777:80", None),
        ("192.0.2.7:port", None),
        ("[192.0.2", None),
    ],
)
def test_an_address_with_a_port_is_kept_without_it(shelf, stated, kept):
    said = {"comment_author_IP": stated}
    shelf.run(item(7, comment(5, **said) + comment(6, comment_type="pingback", **said)))
    assert set(Feedback.objects.values_list("author_address", flat=True)) == {kept or ""}
    whole = [feedback.source_meta.get("whole") for feedback in Feedback.objects.all()]
    assert whole == ([None, None] if kept else [{"author_address": stated}] * 2)


def test_who_sent_a_ping_keeps_the_e_mail_address(shelf):
    rows = comment(1, comment_type="pingback") + comment(2, comment_type="trackback", comment_author_email="no address")
    shelf.run(item(7, extra=rows))
    assert dict(Trackback.objects.values_list("original_id", "author_email")) == {"1": "tam@example.org", "2": ""}


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


def test_issues_name_comments_by_their_ids(shelf):
    loud = comment(42, comment_content="x" * 10_300) + comment("", comment_content="y" * 10_300)
    report = shelf.run(item(7, comment(41) + loud))
    told = [issue.message.partition(" is ")[0] for issue in report.issues if issue.code == "comment-too-long"]
    assert told == ["comment-42", "comment@3"]


def test_notes_behind_the_desk_stay_there(shelf):
    shelf.run(item(7, comment(4, comment_type="order_note", comment_content="Card refused.") + comment(5)))
    assert dict(Feedback.objects.values_list("original_id", "status")) == {"4": "trash", "5": "approved"}
    assert "Card refused." not in reader_client().get(Comment.objects.first().post.get_absolute_url()).content.decode()


def test_comments_of_a_table_that_lost_its_numbers_are_all_kept(shelf):
    same = {"comment_content": "Thanks!"}
    report = shelf.run(
        item(7, comment(0) + comment(0, comment_author="Ines") + comment(0, **same) + comment(0, **same))
    )
    assert counts(report, "comment") == {"created": 4}
    assert len({feedback.anchor for feedback in Feedback.objects.all()}) == 4
    before = dump()
    assert counts(shelf.run(), "comment") == {"unchanged": 4}
    assert dump() == before


def test_two_comments_of_one_number_that_say_different_things_are_both_kept_and_named(shelf):
    rows = comment(5) + comment(5, comment_content="Another voice") + comment(6, parent=5) + comment(5)
    report = shelf.run(item(7, rows))
    assert counts(report, "comment") == {"created": 3, "skipped": 1}
    assert sorted(codes(report)) == ["ambiguous-identity", "number-shared"]
    assert Feedback.objects.get(original_id="6").parent.body == "Comment 5"
    before = dump()
    assert counts(shelf.run(), "comment") == {"unchanged": 3, "skipped": 1}
    assert dump() == before
