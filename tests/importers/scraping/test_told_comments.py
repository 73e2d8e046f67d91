"""Comments that a page prints in its own way: how long ago, numbered, by a guest; and those nobody can tell."""

from tests.importers.pages import read_page
from tests.importers.scraping.test_feedback import HEAD

PROSE = "The lamp has hung over the table since the winter in which the roof came down, and nobody lights it."


def comments_of(record):
    return [(comment.author.name, comment.body, comment.parent) for comment in record.comments]


def test_comments_that_say_how_long_ago_they_were_written_are_found_with_whom_they_answer():
    record = read_page(
        (
            HEAD + "3 Comments Kettles and Roofs\n Login\nSort by Best\n\nJoin the discussion…\n\n"
            "Peer Holm • 2 years ago\n\nMine is on the barn.\n2 • Reply • Share ›\n\n"
            "Lucie Mod > Peer Holm • 2 years ago\n\nWith the lid on?\n• Reply • Share ›\n\n"
            "goat_44 • a year ago\n\nWhere is that barn?\n• Reply • Share ›\n\n✉ Subscribe\n"
        ).encode()
    )
    assert comments_of(record) == [
        ("Peer Holm", "Mine is on the barn.", None),
        ("Lucie", "With the lid on?", 0),
        ("goat_44", "Where is that barn?", None),
    ]
    assert record.comments_stated == 3


def test_numbers_that_a_list_gives_comments_are_none_of_their_texts():
    text = "Comments\n\n   1. It will rust.\n      — Peer · June 3, 2009, 10:30 · #\n"
    text += "   2. 2 of ours did.\n      — old goat · June 4, 2009, 07:05 · #\n\nName\t\n"
    record = read_page((HEAD + text).encode())
    assert comments_of(record) == [("Peer", "It will rust.", None), ("old goat", "2 of ours did.", None)]


def html(comments, heading="Comments"):
    text = f"""<html><body><h1>The lamp</h1><div class="entry-content"><p>{PROSE}</p><p>{PROSE}</p></div>
    <div id="comments" class="comments"><h3 class="comments-header">{heading}</h3>{comments}</div></body></html>"""
    return text.encode()


def test_a_date_with_which_a_text_begins_is_not_the_comments():
    record = read_page(
        html(
            """<div class="comment" id="comment-7"><div class="comment-content"><p>May 1, 1990 4:10 AM</p><p>That is
            when I was born.</p></div><p class="comment-footer">Posted by: Ines at June 4, 2009 9:02 AM</p></div>"""
        ),
        "lamp.html",
    )
    (comment,) = record.comments
    assert "May 1, 1990 4:10 AM" in comment.body
    assert comment.submitted.iso()[:16] == "2009-06-04T09:02"


def test_a_heading_that_names_who_wrote_a_comment_is_part_of_it():
    comments = "".join(
        f"""<div class="bComment"><h5 class="bTitle">Commentaire de: {name} [Visiteur]</h5><div class="bCommentText">
        {text}</div><div class="bSmallPrint">0{day}.06.09 @ 21:10</div></div>"""
        for name, text, day in (("Rosine", "Et la mèche ?", 4), ("paulo", "Elle a brûlé.", 5))
    )
    record = read_page(html(comments, "Commentaires:"), "lampe.html")
    assert [comment.author.name for comment in record.comments] == ["Rosine", "paulo"]


def test_a_guest_whose_name_nobody_checked_is_called_a_guest():
    comments = """<div class="comment"><span class="submitted">Do, 04.06.2009 - 21:00 — Gast (nicht überprüft)</span>
    <div class="content"><p>Und der Docht?</p></div></div>"""
    record = read_page(html(comments, "Kommentare"), "lampe.html")
    assert [comment.author.name for comment in record.comments] == ["Gast"]


def test_comments_that_cannot_be_told_apart_make_a_draft():
    text = "Replies\n\nAnna, in the evening\nIt will rust.\nReply\n\nthe old goat, later\nOurs did, too.\nReply\n\n"
    record = read_page((HEAD + text).encode())
    assert not record.comments
    assert record.status == "draft"
    assert any("Ours did, too." in left.text for left in record.leftover)
