"""What stands around a post in few words: rows of particulars, labels, bylines, and which line is the title."""

import pytest

from importers.scraping.features import see
from importers.scraping.lines import make_line
from tests.importers.pages import read_page

PROSE = """It was put there by my uncle in the year of the long rain, and nobody has dared to bring it down since.

We look at it every morning, and it looks back at the house as if the house were the odd one."""


def told(view):
    seen = see(make_line(1, view))
    return {
        role: {name: view[slice(*place)] for name, place in hit.groups.items()}
        for hit in seen.matches
        for role in [hit.role]
    }


@pytest.mark.parametrize(
    "line",
    [
        "May 4, 2009 by Jane Doe", "4 mai 2009 par Jane Doe", "4 maggio 2009 di Jane Doe", "4 maggio 2009 da Jane Doe",
        "4. Mai 2009 von Jane Doe", "4 de mayo de 2009 por Jane Doe", "4 de maio de 2009 por Jane Doe",
        "4 mei 2009 door Jane Doe", "Posté par Jane Doe à 08:42 - Divers - Commentaires [0] - Permalien [#]",
        "postato da: Jane Doe alle 08:42 | link | commenti (7)", "Jane Doe 2 aprile 2005 Cucina 3 Commenti",
    ],
)  # fmt: skip
def test_a_byline_names_who_wrote_in_every_language(line):
    found = told(line)
    assert "Jane Doe" in {groups.get("name") for role, groups in found.items() if role in ("posted", "byline")}


@pytest.mark.parametrize("line", ["POSTED BY JANE DOE ON MAY 4, 2009", "BY JANE DOE"])
def test_capitals_throughout_are_a_name(line):
    assert {groups.get("name") for groups in told(line).values()} >= {"JANE DOE"}


def test_a_row_gives_the_category_behind_the_date_or_the_clock():
    assert told("Jane Doe 2 aprile 2005 Cucina 3 Commenti")["posted"]["category"] == "Cucina"
    assert told("13:37:00, Catégories: Rivages, 168 mots")["categories"]["category"] == "Rivages"


def test_a_title_with_a_number_is_no_row():
    assert told("Three things I learned by 2009 and one comment") == {}


def read(*blocks):
    return read_page("\n\n".join(blocks).encode())


def test_lines_below_a_date_that_label_author_and_category_are_told():
    record = read("A kettle on the roof", "Posted 20 January 2005, 05:05\nCategories Coast\nAuthor Jane Doe", PROSE)
    assert (record.title, record.author.name) == ("A kettle on the roof", "Jane Doe")
    assert [term.name for term in record.categories] == ["Coast"]


@pytest.mark.parametrize("byline", ["Posted by Jane Doe on May 4, 2009", "Monday, May 4, 2009"])
def test_the_first_line_names_the_blog_where_a_title_stands_below_the_byline(byline):
    assert read("The Salt Box", byline, "A kettle on the roof", PROSE).title == "A kettle on the roof"


def test_a_title_that_the_copyright_line_gives_to_the_blog_is_a_guess():
    record = read("The Salt Box", "May 4, 2009", PROSE, "Posted by Jane Doe at 5:14 PM", "© 2009 The Salt Box")
    assert record.fields["title"].level == "guess"
    assert record.status == "draft"


def test_a_comment_without_text_makes_a_draft():
    record = read(
        "A kettle on the roof", PROSE, "2 Comments", "Peer said:\n\nIt will rust.", "Lucie said:", "Leave a comment"
    )
    assert [issue.message for issue in record.issues] == ["comment 2, by Lucie, has no text"]
    assert record.status == "draft"


def test_comments_that_are_stated_and_not_found_make_a_draft():
    record = read("A kettle on the roof", PROSE, "Some links", "3 comments", "one\n\ntwo\n\nthree")
    assert (record.comments_stated, record.comments, record.status) == (3, (), "draft")


@pytest.mark.parametrize("line", ["Tracked: Feb 04, 08:15", "Aufgenommen: Feb 04, 08:15", "Tracciato: feb 04, 08:15"])
def test_a_trackback_without_a_year_has_the_next_such_day(line):
    record = read(
        "A kettle on the roof", "Posted by Jane Doe on January 30, 2007 10:00 AM", PROSE, "Trackbacks",
        f"Kettles of note\nWeblog: Tea Weekly\n{line}\nA kettle on a roof, of all places.",
    )  # fmt: skip
    assert [(ping.blog_name, ping.received.iso()) for ping in record.trackbacks] == [
        ("Tea Weekly", "2007-02-04T08:15:00")
    ]
