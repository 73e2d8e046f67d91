"""Comments under every layout, and the checksums that choose between layouts."""

import pytest

from tests.importers.pages import read_page

HEAD = """A kettle on the roof

It was put there by my uncle in the year of the long rain, and nobody has dared to bring it down since.

We look at it every morning, and it looks back at the house as if the house were the odd one.

"""
TEXTS = ("It will rust, you know.", "Ours is on the chimney.\n\nIt whistles in March.", "Leave it where it is!")
NAMES = ("Peer", "Lucie Arnaud", "old_goat")
DATES = ("June 3, 2009 5:14 PM", "June 4, 2009 9:02 AM", "June 9, 2009 11:47 PM")

LAYOUTS = {
    "before": "{name} said:\n\n{text}",
    "before with date": "{name} says:\n{date}\n\n{text}",
    "numbered": "{number}. {name} Says:\n{date}\n\n{text}",
    "after": "{text}\n\nPosted by: {name} | {date}",
    "after on two lines": "{text}\n\nPosted by {name}\n{date}",
    "both sides": "{name} said...\n\n{text}\n\n{date}",
    "name and date": "{name}\n{date}\n\n{text}\n\nReply",
    "one line": "{name} | {date} | Reply\n\n{text}",
    "classic": "{text}\n\nComment by {name} — {date}",
    "dotted": "{name} · {date} · #\n\n{text}",
    "submitted": "Submitted by {name} on {date}.\n\n{text}\n\nreply",
    "date first": "On {date}, {name} said:\n\n{text}",
}


def page(layout, count=3, stated="3 Comments"):
    blocks = [
        layout.format(name=NAMES[index], date=DATES[index], text=TEXTS[index], number=index + 1)
        for index in range(count)
    ]
    return (HEAD + stated + "\n\n" + "\n\n".join(blocks) + "\n\nLeave a comment\n").encode()


@pytest.mark.parametrize("name", LAYOUTS)
def test_comments_are_found_whatever_their_layout(name):
    record = read_page(page(LAYOUTS[name]))
    assert [comment.author.name for comment in record.comments] == list(NAMES)
    assert [comment.body for comment in record.comments] == list(TEXTS)
    if "{date}" in LAYOUTS[name]:
        days = [comment.submitted.iso()[:16] for comment in record.comments]
        assert days == ["2009-06-03T17:14", "2009-06-04T09:02", "2009-06-09T23:47"]
    assert record.status == "published"


def test_a_count_that_disagrees_makes_a_draft_and_an_issue():
    record = read_page(page(LAYOUTS["before"], stated="5 Comments"))
    assert record.comments_stated == 5
    assert [issue.code for issue in record.issues] == ["checksum-failed"]
    assert record.status == "draft"


def test_a_count_of_one_is_told_as_one():
    record = read_page(page(LAYOUTS["before"], count=1, stated="2 Comments"))
    assert record.issues[0].message == "the page says 2 comments, 1 was found"


def test_the_second_best_layout_is_kept_beside_the_chosen_one():
    source = read_page(page(LAYOUTS["after"])).fields["comments"]
    assert source.rule == "layout-after"
    assert [other.split(",")[0] for other in source.alternatives] == ["layout-before"]


def test_an_interview_is_a_body_and_has_no_comments():
    line = "{} said:\n\nI have always been of the opinion that {} is best left alone."
    talk = [("Nadia", "the roof"), ("Peer", "the kettle"), ("Nadia", "my uncle"), ("Peer", "the rain")]
    record = read_page((HEAD + "\n\n".join(line.format(who, what) for who, what in talk) + "\n").encode())
    assert record.comments == ()
    assert "Nadia said:" in record.body


def with_comment(layout, block):
    """Return a page of three comments and a fourth."""
    text = page(LAYOUTS[layout], stated="4 Comments").decode()
    return text.replace("\n\nLeave a comment", f"\n\n{block}\n\nLeave a comment").encode()


def test_an_answer_that_names_the_one_it_answers_has_its_parent():
    record = read_page(with_comment("before", "Mira replied to comment from Peer\n\nIt has rusted already."))
    assert [comment.parent for comment in record.comments] == [None, None, None, 0]


def test_a_pingback_among_comments_is_no_comment():
    ping = "Tea Weekly » Kettles of note says:\nJune 5, 2009 8:00 AM\n\n[...] a kettle on a roof, of all places [...]"
    record = read_page(with_comment("before with date", ping))
    assert len(record.comments) == 3
    assert [(found.blog_name, found.title) for found in record.trackbacks] == [("Tea Weekly", "Kettles of note")]
    assert record.status == "published"


def test_a_date_is_never_taken_from_a_widget_a_calendar_or_a_copyright_line():
    text = "Saturday, May 3, 2014\n\nHome\n\nAbout\n\n" + HEAD + "Recent posts\n\nMay 2, 2014\n\n© 2014 Somebody\n"
    record = read_page(text.encode())
    assert record.published is None
