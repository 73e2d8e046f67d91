"""Why a page should be looked at, and which guesses can be accepted."""

import pytest

from blog.text.levels import Level
from importers.found_dates import FoundDate
from importers.records import DateHint, FieldSource, Issue, PostRecord
from importers.scraping.doubts import can_accept, doubts_of, guesses_of, with_accepted


def a_record(**fields):
    return PostRecord(
        **{"reader": "scraped_text", "origin": "page.txt", "title": "A kettle", "body": "It sang."} | fields
    )


def guessed(raw):
    return FieldSource(raw, "byline", Level.GUESS)


def test_the_gravest_doubt_stands_first():
    issues = tuple(Issue(code, "page.txt", "…") for code in ("title-guessed", "checksum-failed"))
    fields = {"author": guessed("Olga"), "comments": guessed("score 2")}
    assert doubts_of(a_record(issues=issues, fields=fields)) == ["checksum", "title", "comments", "guess"]


def test_a_page_of_several_posts_waits_to_be_looked_at():
    assert doubts_of(a_record(issues=(Issue("several-posts", "page.html", "…"),))) == ["body"]


def test_a_page_of_which_all_is_sure_raises_no_doubt():
    assert doubts_of(a_record(fields={"title": FieldSource("A kettle", "repeated-on-page")})) == []


def test_a_hint_counts_only_while_there_is_no_date():
    hints = (DateHint("2009-06", "calendar"),)
    assert doubts_of(a_record(date_hints=hints)) == ["guess"]
    assert doubts_of(a_record(date_hints=hints, published=FoundDate(2009))) == []


def test_guesses_are_offered_once_each():
    source = FieldSource("Olga Brandt", "bio", Level.GUESS, alternatives=("Olga Brandt", "Peer Holm"))
    hints = (DateHint("2009-06", "calendar"),)
    found = [(guess.field, guess.value) for guess in guesses_of(a_record(fields={"author": source}, date_hints=hints))]
    assert found == [("author", "Olga Brandt"), ("author", "Peer Holm"), ("published", "2009-06")]


def test_an_accepted_guess_is_certain_and_settles_the_doubt():
    record = a_record(issues=(Issue("title-guessed", "page.txt", "…"),), fields={"title": guessed("A pot")})
    now = with_accepted(record, {"title": "A pot", "published": "2009-06", "author": "Olga Brandt"})
    assert (now.title, now.published, now.author.name) == ("A pot", FoundDate(2009, 6), "Olga Brandt")
    assert doubts_of(now) == []


@pytest.mark.parametrize("value", ["", "2009-13", "2009-02-30", "0001", "soon", "2009-06-03-04", "x" * 400, "२००९"])
def test_what_is_no_date_cannot_be_accepted_as_one(value):
    assert not can_accept("published", value)


def test_only_some_fields_take_guesses():
    assert can_accept("language", "pt-br")
    assert not can_accept("body", "anything")
