import time

import pytest

from blog.text import mojibake
from blog.text.titles import name_line, one_line, without_tags


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<em>Low</em> water", "Low water"),
        ('A <a href="http://x.example/?a=1&amp;b=2" title="q">link</a>', "A link"),
        ("One<br />two", "One two"),
        ('<img src="a.png" alt="A boat"/> at sea', "A boat at sea"),
        ("H<sub>2</sub>O<!-- no -->", "H2O"),
        ("<b>left open", "left open"),
        ("Tide<script>alert(1)</script>", "Tide"),
        ("<STRONG>Loud</STRONG>", "Loud"),
    ],
)
def test_tags_are_taken_out_and_their_text_stays(written, shown):
    assert without_tags(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "a < b",
        "1 <2> 3",
        "Vector<int> and map<K, V>",
        "The <title> element",
        "<3 boats",
        "x <- y -> z",
        "&lt;em&gt;",
        "",
    ],
)
def test_what_is_no_markup_stays_untouched(written):
    assert without_tags(written) is written


def test_a_hostile_title_takes_no_longer_than_its_length():
    for piece in ("<", "<em", "<em ", "<img alt=", "<!--", "<script>", "</", '<a "'):
        start = time.process_time()
        without_tags(piece * (100_000 // len(piece)))
        assert time.process_time() - start < 2, piece


@pytest.mark.parametrize("line", [one_line, name_line])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\u00c3\x85rhus ved  havet", "\u00c5rhus ved havet"),
        (" Wait\x85\n what\x85", "Wait\u2026 what\u2026"),
        (
            "\u00c5\u00bb\u00c3\u00b3\u00c5\x82ta \u00c5\x82\u00c3\u00b3d\u00c5\u00ba w\u00c4\x85ska",
            "\u017b\u00f3\u0142ta \u0142\u00f3d\u017a w\u0105ska",
        ),
    ],
)
def test_what_misreadings_left_of_a_letter_is_no_white_space(line, written, meant):
    assert mojibake.repair(line(written)).after == meant


def test_an_end_that_is_half_a_misread_letter_stays_and_other_blanks_at_the_ends_go():
    assert mojibake.repair(one_line("La citt\u00c3\xa0 ")).after == "La citt\u00e0"
    assert one_line("\xa0 The end\xa0\u202f ") == "The end"
    assert one_line("Vraiment\xa0!") == "Vraiment\xa0!"
    assert name_line("Anna\xa0 Rossi\xa0") == "Anna Rossi"
