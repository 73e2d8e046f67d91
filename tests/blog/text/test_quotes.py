"""Passages are found again by their words and what stands around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.quotes import find_all, find_quote, find_words, quote_at


def test_a_quote_is_found_where_its_surroundings_agree():
    text = "one rain, two rain, three rain."
    assert find_quote(text, "rain", "two ", ", three") == text.index("rain", 10)
    assert find_quote(text, "rain", "three ", ".") == text.rindex("rain")


def test_the_first_of_equal_places_is_taken():
    assert find_quote("rain and rain", "rain") == 0


def test_changed_surroundings_do_not_lose_the_quote():
    assert find_quote("Quite another start: rain fell", "rain", "It was ", " fell") == 21


@pytest.mark.parametrize("exact", ["", "snow"])
def test_what_does_not_stand_in_the_text_is_nowhere(exact):
    assert find_quote("rain", exact) is None


@given(st.text(max_size=80), st.data())
def test_a_quote_made_from_a_text_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = quote_at(text, start, end)
    assert start in find_all(text, quote.exact, quote.prefix, quote.suffix) or start == end
    place = find_quote(text, quote.exact, quote.prefix, quote.suffix)
    assert start == end or text[place : place + end - start] == quote.exact


def test_strict_search_wants_all_of_the_surroundings():
    assert find_all("a b c", "b", "x ", " c") == []
    assert find_all("a b c", "b", "a ", " c") == [2]


def test_a_neighbour_may_stand_in_either_of_its_states():
    pairs = [("â€™", "’")]
    assert find_all("Itâ€™s Jeff’s", "’", "It’s Jeff", "s", interchangeable=pairs) == [11]
    assert find_all("It’s Jeff’s", "’", "Itâ€™s Jeff", "s", interchangeable=pairs) == [9]
    assert find_all("Itâ€™s Jeff’s", "’", "It’s Jeff", "s") == []


def test_a_neighbour_cut_in_two_by_the_end_of_the_context_is_forgiven():
    assert find_all("It’s Jeff’s", "’", "€™s Jeff", "s", interchangeable=[("â€™", "’")]) == [9]


def test_words_are_found_whatever_white_space_stands_between_them():
    assert find_words("the heavy\n\nrain fell", "heavy rain") == (4, 15)
    assert find_words("the heavy rain", "light rain") is None
    assert find_words("the heavy rain", "  ") is None


def test_a_passage_of_nothing_stands_where_its_surroundings_meet():
    assert find_all("déjà vu", "", "déjà", " vu") == [4]
    assert find_all("déjà vu", "") == []
