"""Headers whose first or last line is damaged, and those that are a paragraph: nothing hidden becomes public."""

import pytest

from importers.readers import front_matter

from .test_front_matter_sites import one


@pytest.mark.parametrize(
    "written",
    [
        '+++\ntitle = "x"\ndraft = true\n+++ =\nText.\n',
        '+++\ntitle = "x"\ndraft = true\n +++\nText.\n',
        '+++\ntitle = "x"\ndraft = true\nText.\n',
        '+++\n  title = "x"\ndraft = true\n+++\nText.\n',
        'title = "x"\ndraft = true\n+++\nText.\n',
        '---\n  title: "x"\n  draft: true\n---\nText.\n',
        '---\n---\ntitle: "x"\ndraft: true\n---\nText.\n',
        '--- >\n\ntitle: "x"\ndraft: true\n---\nText.\n',
    ],
)
def test_a_header_whose_first_or_last_line_is_damaged_hides_its_page_and_takes_no_text(tmp_path, written):
    assert front_matter.recognises(written.encode(), "x.md")
    record = one(tmp_path, "_posts/2009-03-01-x.md", written)
    assert (record.title, record.status, record.body) == ("x", "draft", "Text.\n")


PELICAN = """Title: Low tide: a walk
Date: 2009-03-01 12:30
Category: Sea
Tags: mud, eel pots
Authors: Inês Duarte, Tam
Summary: Short
    and sweet
Status: {}

Sand.
"""


@pytest.mark.parametrize(("said", "status"), [("published", "published"), ("draft", "draft"), ("hidden", "draft")])
def test_a_header_that_is_the_first_paragraph_is_read_as_pelican_reads_it(tmp_path, said, status):
    written = PELICAN.format(said)
    assert front_matter.recognises(written.encode(), "x.md")
    record = one(tmp_path, "content/x.md", written)
    assert (record.title, record.status, record.body, record.excerpt) == (
        "Low tide: a walk", status, "Sand.\n", "Short\nand sweet",
    )  # fmt: skip
    assert (record.author.name, record.published.iso()) == ("Inês Duarte", "2009-03-01T12:30:00")
    assert [term.name for term in (*record.categories, *record.tags)] == ["Sea", "mud", "eel pots"]


@pytest.mark.parametrize("text", ["Title: of what?\n\nText.", "Title: x\nDate: y\nand prose\n\nText."])
def test_a_first_paragraph_of_prose_is_no_header(text):
    assert not front_matter.recognises(text.encode(), "x.md")


def test_what_hides_a_page_counts_below_the_end_of_a_broken_header(tmp_path):
    record = one(tmp_path, "_posts/2009-03-01-x.md", "---\ntitle: x\ndate: |\n2009-03-01\ndraft: true\n---\nText.\n")
    assert (record.title, record.status) == ("x", "draft")
