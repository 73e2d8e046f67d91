"""Bytes without a charset are Hebrew where their letters are likelier Hebrew than Cyrillic, and never of the West."""

import random

import pytest

from blog.text import charsets, hebrew
from tests.blog.text.test_cyrillic import CYRILLIC, WESTERN

HEBREW = [
    "הסערה עברה בלילה ובבוקר הנמל היה ריק",
    "אני לא מסכים עם מה שנכתב כאן",
    "למה אני כותבת בלוג",
    "מתכון לעוגת שוקולד",
    "תגובה לפוסט של יוסי",
    "טיול בגליל העליון (2006), https://quay.example/",
    "ירושלים של זהב – “שיר”",
]


@pytest.mark.parametrize("text", HEBREW)
def test_a_short_text_is_known_by_its_letters(text):
    assert charsets.decode_sent(text.encode("cp1255")) == text
    assert charsets.decode_sent(text.encode("iso8859-8", "ignore")) == text.encode("iso8859-8", "ignore").decode(
        "iso8859-8"
    )


def test_words_at_random_are_hardly_ever_taken_for_cyrillic():
    rng, words = random.Random(3), " ".join(HEBREW[:5]).split()
    said = [" ".join(rng.choices(words, k=rng.randint(3, 6))) for _ in range(1000)]
    read = [charsets.decode_sent(text.encode("cp1255")) for text in said]
    assert sum(text == got for text, got in zip(said, read, strict=True)) > 850
    assert sum(any("а" <= letter.lower() <= "я" for letter in got) for got in read) < 30


@pytest.mark.parametrize("name", CYRILLIC)
@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_cyrillic_stays_cyrillic(name, codec):
    assert charsets.decode_sent(CYRILLIC[name].encode(codec, "replace")) != CYRILLIC[name].encode(
        codec, "replace"
    ).decode(hebrew.CODEC, "replace")


@pytest.mark.parametrize("name", WESTERN)
@pytest.mark.parametrize("codec", ["cp1252", "mac-roman"])
def test_nothing_of_western_europe_is_taken_for_it(name, codec):
    rng, words = random.Random(7), WESTERN[name].split()
    strange = [word for word in words if not word.isascii()]
    for number in range(1000):
        said = " ".join(rng.choices(strange if number % 2 else words, k=rng.randint(1, 12)))
        assert hebrew.likelihood(said.encode(codec, "ignore")) < hebrew.LIKELY, said


def test_what_is_long_and_strange_costs_little():
    assert hebrew.likelihood(bytes(range(128, 256)) * 1000) < hebrew.LIKELY
