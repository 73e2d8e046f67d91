"""What attributes a comment although no test of names would say so: its wording, repeated, or a date beside it."""

import pytest

from tests.importers.pages import read_page
from tests.importers.scraping.test_feedback import DATES, HEAD, LAYOUTS, NAMES, TEXTS

WORDED = (
    "before with date", "numbered", "after", "after on two lines", "both sides", "classic", "submitted", "date first"
)  # fmt: skip
STRANGE = (
    "dr. Osgood", "the girl with no umbrella", "☃", "http://soup.example", "Tilly at the Mill", "Nobody on Sundays",
    "Ben (the tall one)", "El Farero",
)  # fmt: skip


def found_in(layout, names, stated="3 Comments", head=HEAD):
    rows = zip(names, DATES, TEXTS, (1, 2, 3), strict=True)
    blocks = [layout.format(name=name, date=date, text=text, number=number) for name, date, text, number in rows]
    record = read_page((head + stated + "\n\n" + "\n\n".join(blocks) + "\n\nLeave a comment\n").encode())
    return [(comment.author.name, comment.body) for comment in record.comments]


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("layout", WORDED)
def test_a_name_like_no_other_moves_nobodys_comment(layout, strange):
    names = [NAMES[0], strange, NAMES[2]]
    assert found_in(LAYOUTS[layout], names) == list(zip(names, TEXTS, strict=True))


@pytest.mark.parametrize("wording", ["{name} kirjoitti:", "{name} sier:", "{name} mondta..."])
def test_a_wording_that_no_table_has_attributes_where_it_is_repeated_above_dates(wording):
    names = ["Peer", "the girl with no umbrella", "old_goat"]
    assert found_in(wording + "\n{date}\n\n{text}", names) == list(zip(names, TEXTS, strict=True))


def test_who_is_quoted_in_a_comment_writes_none():
    said = 'Peer dijo: "Ya lo veo".\n\nOn June 3, 2009 5:14 PM, Lucie Arnaud wrote:\n\n> It will rust'
    texts = "{name} says:\n{date}\n\n{text}"
    rows = zip(NAMES, DATES, (TEXTS[0], said, TEXTS[2]), strict=True)
    blocks = [texts.format(name=name, date=date, text=text) for name, date, text in rows]
    record = read_page((HEAD + "3 Comments\n\n" + "\n\n".join(blocks) + "\n\nLeave a comment\n").encode())
    assert [comment.author.name for comment in record.comments] == list(NAMES)
    assert [comment.body for comment in record.comments][1].endswith("> It will rust")


def test_a_conversation_above_the_heading_of_the_comments_is_text_whatever_dates_it_has():
    talk = "Nell said:\n\nI carried it up myself.\n\nOdd said:\n\nShe dropped it twice on the way.\n\n"
    talk += "Nell said:\n\nOnly once.\n\nMay 12, 1987\n\nThis is what is scratched into the lid, under the year.\n\n"
    layout = "{name} // {date}\n\n{text}"
    names = list(NAMES)
    assert found_in(layout, names, head=HEAD + talk) == list(zip(names, TEXTS, strict=True))


def test_a_count_beside_the_link_to_the_form_is_read():
    stated = "(3 comments) - (Post a new comment)"
    layout = "\t{name}\n\t{date} UTC (link)\n{text}\n(Reply to this) (Thread)"
    names = ["Peer", "(Anonymous)", "old_goat"]  # the second is nobody's
    assert found_in(layout, names, stated) == list(zip(["Peer", "", "old_goat"], TEXTS, strict=True))


def test_a_name_may_begin_with_an_article_where_a_date_stands_before_it():
    names = ["Peer", "le fantôme du toit", "Dr. Knock"]
    assert found_in("{number}. Le jeudi {date}, par {name}\n\n{text}", names) == list(zip(names, TEXTS, strict=True))


def test_a_number_and_a_dot_before_a_name_are_no_part_of_it():
    names = ["Peer", "Miss Take", "old_goat"]
    assert found_in("#{number} · {name} · {date}\n\n{text}", names) == list(zip(names, TEXTS, strict=True))
