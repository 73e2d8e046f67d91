"""What the filter looks at."""

import pytest

from blog.learning import words as reading
from blog.learning.features import Sample, features, post_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cheap VIAGRA, now!", ["cheap", "viagra", "now"]),
        ("Déjà vu à Łódź", ["deja", "vu", "a", "łodz"]),
        ("vi\u200bag\u00adra", ["viagra"]),
        ("v i a g r a and p.o.k.e.r", ["viagra", "and", "poker"]),
        ("a b c", ["a", "b", "c"]),
        ("in 2009 and 17", ["in", "#4", "and", "#2"]),
    ],
)
def test_words_are_folded_and_what_hides_them_is_undone(text, found):
    assert [word.text for word in reading.words(text)] == found


def test_words_say_where_they_stand_and_whether_an_address_holds_them():
    text = "See\u200b http://pills-now.example/x, Édith"
    words = reading.words(text)
    assert [text[word.start : word.end] for word in words] == ["See", "http", "pills", "now", "example", "x", "Édith"]
    assert [word.is_linked for word in words] == [False, True, True, True, True, True, False]


@pytest.mark.parametrize(
    ("word", "plain"), [("v1agr4x", "viagrax"), ("t0rr3nt", "torrent"), ("mp3", ""), ("2nd", ""), ("plain", "")]
)
def test_words_written_with_signs_are_read_as_they_are_meant(word, plain):
    assert reading.unmasked(word) == plain


def test_a_word_of_two_scripts_is_a_sign():
    assert "x:mixed scripts" in features(Sample("buy v\u0456agra"))  # a Ukrainian i
    assert "x:mixed scripts" not in features(Sample("купить viagra"))


def test_only_what_is_not_quoted_is_compared_with_the_post():
    post = post_words("Of bread", "The oven was cold and nobody had thought of the yeast.", "en")
    quoting = features(Sample("The oven was cold and nobody had thought. Casino bonus here", post=post))
    reading_it = features(Sample("My yeast likes a cold oven too", post=post))
    assert "x:shared=0" in quoting
    assert any(name.startswith("x:quotes=") for name in quoting)
    assert "x:shared=3" in reading_it
    assert not any(name.startswith("x:quotes=") for name in reading_it)


def test_signs_tell_links_senders_and_languages():
    post = post_words("Brot", "Das Brot und die Kruste", "de")
    found = features(
        Sample(
            "you and the pills that are not here",
            "<a href='http://a.example/'>you</a> and http://b.example/",
            author_name="cheap pills",
            author_email="x123@mail.example",
            author_url="http://cheap-pills.example.com/",
            post=post,
        )
    )
    expected = {"x:links=2", "x:comment marked links", "x:name in website", "x:small name", "x:another language"}
    assert expected <= set(found)
    assert {"h:a.example", "h:b.example", "h:cheap-pills.example.com", "e:mail.example", "x:mail digits=3"} <= set(
        found
    )


@pytest.mark.parametrize(
    "text",
    [
        "a " * 50_000,
        "http://" * 15_000,
        "v.i." * 25_000,
        "x$" * 50_000,
        "\u200b" * 100_000,
        "<a " * 33_000,
        "ж" * 100_000,
    ],
    ids=["letters", "addresses", "parted", "dollars", "unseen", "tags", "one-word"],
)
def test_the_worst_texts_are_read_as_far_as_is_allowed_and_no_further(text):
    assert len(features(Sample(text, text, author_name=text, title=text, author_url=text))) < 60_000
