"""Words as search compares them."""

import pytest

from blog.text import folding


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Été à Łódź", ["l", "ete", "a", "lodz"]),
        ("déjà DÉJÀ de\u0301ja\u0300", ["deja", "deja", "deja"]),
        ("e-mail don't snake_case", ["e", "mail", "don", "t", "snake", "case"]),
        ("cœur Straße Ægir Øre", ["coeur", "strasse", "aegir", "ore"]),
        ("№ 5 ½ ﬁn", ["no", "5", "1", "2", "fin"]),
        ("日本の本", ["日", "本", "の", "本"]),
        ("Ёлка ἄνθρωπος", ["елка", "ανθρωποσ"]),
        ("", []),
        ("«…» — !?", []),
    ],
)
def test_words_lose_case_accents_and_punctuation(text, words):
    assert folding.words(text) == words


@pytest.mark.parametrize("beside", ["", "\xa0日本", "\xa0Ёлка", "\xa0été"])
def test_a_mark_above_a_symbol_parts_no_word_whatever_stands_beside_it(beside):
    assert folding.words(f"x\u20d7y{beside}")[0] == "xy"
    assert folding.index_text(f"x\u20d7y{beside} {'long' * 20}").split()[0] == "xy"


@pytest.mark.parametrize("text", ["1e5 0x1f 3.14 -7", "user@mail.example http://a.example/b?c", "мир 世界 ελλάς"])
def test_what_is_indexed_is_ascii_letters_and_digits_that_no_parser_splits(text):
    for key in folding.keys(text):
        assert key.isascii()
        assert key.isalnum()
        assert key[0].isalpha()


def test_an_indexed_text_is_bounded_at_a_word():
    text = folding.index_text("word " * 200_000)
    assert len(text) <= folding.MAX_INDEXED
    assert set(text.split()) == {"word"}
