"""Lines of a page, and the law that none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from importers.scraping.lines import line_hashes, make_line, split_lines
from importers.scraping.pages import Stated, analyse
from importers.scraping.phrases import match

USUAL = """
3 Comments
Alice said:
Posted by Bob at June 3, 2009 5:14 PM
Leave a comment
Archives
June 2009
1 2 3 4 5 6
© 2009 Somebody
Related articles
TrackBack URL: http://a.example/1
photo.jpg
About the author
It was a long day, and we were all very tired of the rain that fell on the roof.
""".splitlines()
PAGE_LINES = st.lists(st.one_of(st.text(max_size=60), st.sampled_from(USUAL)), max_size=40)


@given(PAGE_LINES, st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_every_line_is_in_one_segment_and_the_segments_are_the_page(parts, end):
    text = end.join(parts)
    page = analyse(split_lines(text), Stated())
    assert "".join(segment.text for segment in page.segments) == text
    numbers = [line.number for segment in page.segments for line in segment.lines]
    assert numbers == list(range(1, len(numbers) + 1))


@given(st.text())
def test_lines_and_their_ends_are_the_text(text):
    assert "".join(line.text + line.end for line in split_lines(text)) == text


@given(st.text(alphabet="aé’Ã©â€™Â ™\u00a0 ", max_size=40))
def test_a_view_maps_back_into_the_text(text):
    line = make_line(1, text)
    assert line.found(0, len(line.view)) == line.text


def test_a_garbled_line_is_matched_repaired_and_given_as_found():
    line = make_line(1, "AndrÃ© said:")
    assert line.view == "André said:"
    assert line.found(0, 5) == "AndrÃ©"


def test_only_a_line_feed_ends_a_line():
    assert [line.text for line in split_lines("a\u2028b\fc\r\nd")] == ["a\u2028b\fc", "d"]


def test_hashes_fold_case_and_blanks_and_come_once():
    assert list(line_hashes(["Home  page", "home page ", "", "\u00a0"])) == list(line_hashes(["HOME\u00a0PAGE"]))


def test_letters_apart_from_their_marks_are_matched_as_one_and_given_as_found():
    line = make_line(1, "Poste\u0301 par Zoe\u0301 le 4 juin 2009")
    hit = match(line.view)[0]
    assert line.found(*hit.groups["name"]) == "Zoe\u0301"
    assert line.found(0, len(line.view)) == line.text


@given(st.text(alphabet="ae\u0301\u0316’Ã©\u00a0 ", max_size=40))
def test_a_view_of_letters_and_marks_maps_back_into_the_text(text):
    line = make_line(1, text)
    assert line.found(0, len(line.view)) == line.text
