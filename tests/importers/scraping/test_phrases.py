"""The table of wordings."""

import re

import pytest

from importers.scraping import phrases


def test_every_language_has_the_roles_that_comments_need():
    assert set(phrases.languages()) >= {"de", "en", "es", "fr", "it", "nl", "pt"}
    for language in phrases.languages():
        assert {"comment-before", "posted", "comment-count", "form", "sidebar"} <= set(phrases.wordings(language))


@pytest.mark.parametrize("language", [*phrases.languages(), "any"])
def test_every_wording_is_recognised_in_its_own_role(language):
    samples = {"date": "3.6.2009 17:14", "time": "17:14", "name": "Zoe", "parent": "Max", "n": "3", "i": "2", "id": "9",
               "url": "http://a.example/b", "title": "A kettle", "blog": "Tea", "text": "something",
               "tags": "salt", "categories": "soup", "category": "soup"}  # fmt: skip
    for role, patterns in phrases.wordings(language).items():
        for pattern in patterns:
            line = re.sub(r"\{(\w+)\}", lambda found: samples[found[1]], pattern)
            hits = [hit.role for hit in phrases.match(line)]
            assert role in hits, (pattern, line, hits)


def test_a_wording_gives_the_places_of_its_parts():
    view = "2. Posted by:  Zoe K. | June 3, 2009 5:14 PM"
    hit = phrases.match(view)[0]
    assert view[slice(*hit.groups["name"])] == "Zoe K."
    assert view[slice(*hit.groups["date"])] == "June 3, 2009 5:14 PM"


def test_pieces_between_bars_are_wordings_of_their_own():
    hits = phrases.match("| Comments (4) | TrackBacks (0) | Share")
    assert {hit.role for hit in hits} >= {"comment-count", "trackback-count", "share"}
    assert not any(hit.whole for hit in hits)


@pytest.mark.parametrize("line", ["", "   ", "by by by by", "said said said:", "x" * 5_000, "|" * 300, "« »", "1."])
def test_odd_lines_do_no_harm(line):
    assert isinstance(phrases.match(line), tuple)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("Zoe", True), ("anne_42", True), ("Yes! But no", False), ("http://a.example", False), ("", False)],
)
def test_a_name_is_a_few_words_without_a_statement(text, is_one):
    assert phrases.looks_like_a_name(text) is is_one


def test_a_piece_is_the_same_wording_wherever_it_stands():
    alone, second = phrases.match("Posted by Zoe | Share")[0], phrases.match("Share | Posted by Zoe")[-1]
    assert [view[slice(*hit.groups["name"])] for view, hit in
            (("Posted by Zoe | Share", alone), ("Share | Posted by Zoe", second))] == ["Zoe", "Zoe"]  # fmt: skip


def test_a_row_of_many_pieces_is_a_menu_and_none_of_them_is_asked():
    row = ["Comments (4)"] * phrases.MOST_PIECES
    assert phrases.match(" | ".join(row))
    assert not phrases.match(" | ".join([*row, "Share"]))
    assert not phrases.match("Filed under tea. " * (phrases.MOST_PIECES + 1))


def test_what_is_too_long_for_a_date_is_none():
    line = "Posted on May 4, 2009 at 8:12 AM{}"
    assert any("date" in hit for hit in phrases.match(line.format("")))
    assert not any("date" in hit for hit in phrases.match(line.format(" and so on" * 15)))


@pytest.mark.parametrize("line", ["Bien dit !", "Well said!", "Well said.", "Bien dit", "Anna said!", "Lucie dit ?"])
def test_praise_names_nobody(line):
    assert not any(hit.role == "comment-before" for hit in phrases.match(line))


@pytest.mark.parametrize("line", ["Ben said:", "Anna said", "Lucie dit :", "Lucie dit"])
def test_who_said_something_is_named(line):
    assert phrases.match(line)[0].role == "comment-before"
