"""What a person decides about a page: steps that find their lines again."""

import pytest

from importers.decoding import SourceFile
from importers.readers import scraped_text
from importers.scraping import decisions
from importers.surveying import Evidence

PAGE = "A day on the river\n\nWe rowed until it was dark.\n\nOlga Brandt\n\nYes, me too.\n"


def lines_of(text):
    return decisions.lines_of(scraped_text.examine(SourceFile("page.txt", content=text.encode()), Evidence()))


def step(part, *numbers, text=PAGE):
    return decisions.assign(part, [line for line in lines_of(text) if line.number in numbers])


def test_a_later_step_counts_more_than_an_earlier_one():
    steps = [step("body", 5, 7), step("comment", 7)]
    assert decisions.assigned(steps, lines_of(PAGE)) == {5: "body", 7: "comment"}


def test_a_line_that_is_left_to_the_reader_again_is_assigned_no_more():
    assert decisions.assigned([step("body", 5, 7), step("", 7)], lines_of(PAGE)) == {5: "body"}


def test_blank_lines_are_not_assigned():
    assert [number for number, _ in step("body", 1, 2, 3)["lines"]] == [1, 3]


def test_what_was_decided_goes_with_a_line_that_moved():
    moved = f"Skip to content\n\n{PAGE}"
    assert decisions.assigned([step("comment", 7)], lines_of(moved)) == {9: "comment"}


def test_what_was_decided_about_a_line_that_is_gone_is_forgotten():
    assert decisions.assigned([step("comment", 7)], lines_of(PAGE.replace("me too", "me neither"))) == {}


def test_of_equal_lines_the_nearest_is_meant():
    twice = "Anonymous\n\nA day on the river\n\nWe rowed.\n\nAnonymous\n\nYes.\n"
    chosen = step("comment-attribution", 7, text=twice)
    assert decisions.assigned([chosen], lines_of(f"{twice}\nMore.\n")) == {7: "comment-attribution"}


def test_there_is_no_part_of_any_other_name():
    with pytest.raises(KeyError):
        step("nonsense", 1)


def test_the_last_guess_that_was_accepted_counts():
    steps = [decisions.accept("author", "Olga"), decisions.accept("author", "Olga Brandt")]
    assert decisions.accepted(steps) == {"author": "Olga Brandt"}
