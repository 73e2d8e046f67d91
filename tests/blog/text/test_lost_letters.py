import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.lost_letters import LONGEST_WORD, lost_letters, shapes_of
from blog.text.mojibake import repair, repair_html


def words(found):
    return [lost.word for lost in found]


def test_replaced_letters_are_flagged_with_their_word_and_place():
    text = "Un d\ufffdjeuner, puis l\u2019\ufffdt\ufffd."
    result = repair(text)
    assert result.after == text
    assert words(result.lost) == ["d\ufffdjeuner", "l’\ufffdt\ufffd"]
    assert all(text.startswith(lost.word, lost.offset) for lost in result.lost)


def test_what_a_repair_brings_back_is_not_lost():
    result = repair("â€œsoâ€\ufffd and d\ufffdj\ufffd")
    assert result.after == "“so” and d\ufffdj\ufffd"
    assert words(result.lost) == ["d\ufffdj\ufffd"]


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Il a d?j? vu cela. Oui, déjà.", ["d?j?"]),
        ("Déjà ? Oui, d?j? !", ["d?j?"]),
        ("A-t-il d?j?? Oui, déjà.", ["d?j??"]),
        ("It isn?t so; it isn’t.", ["isn?t"]),
        ("l?hiver, d?but, gar?on", ["l?hiver", "d?but", "gar?on"]),
    ],
)
def test_a_question_mark_is_a_lost_letter_where_other_words_speak_for_it(text, flagged):
    assert words(repair(text).lost) == flagged
    assert repair(text).after == text


@pytest.mark.parametrize(
    "text",
    [
        "Why?because.",
        "Where?There! What?no",
        "see index.php?p=3 and a/b?c and x.org?q, or you@home?now",
        "really?really? And what?what",
        "Is it? Déjà.",
        "plain",
        "Is that so?because I doubt it",
        "Do you doubt it?doubt is good",
        "你去吗?我不去。真的?真的。好吗?好。",
        "is it (s)?he and http://example.org/a?b",
    ],
)
def test_a_question_is_no_lost_letter(text):
    assert repair(text).lost == ()


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("A wor?d in between.", ["wor?d"]),
        ("it?s late", ["it?s"]),
        ("We don?t and can?t.", ["don?t", "can?t"]),
        ("un gar?on", ["gar?on"]),
        ("L?AUTRE", ["L?AUTRE"]),
        ("ma?ana, quiz?s", ["ma?ana", "quiz?s"]),
        ("a televis?o", ["televis?o"]),
    ],
)
def test_a_lone_lost_letter_is_flagged_with_its_place(text, flagged):
    result = repair(text)
    assert result.after == text
    assert words(result.lost) == flagged
    assert all(text.startswith(lost.word, lost.offset) for lost in result.lost)


def test_code_has_question_marks_of_its_own():
    assert words(repair_html("<code>colou?r</code> <pre><b>x</b> a?b</pre> wor?d").lost) == ["wor?d"]


def test_words_of_the_batch_speak_too():
    assert words(repair("on a d?j? vu", words={"d?j?"}).lost) == ["d?j?"]
    assert words(repair("so?what", words={"so?what"}).lost) == ["so?what"]
    assert repair("so?what", words={"so?why"}).lost == ()


def test_in_html_only_text_is_looked_at():
    fragment = '<a href="/d?j?vu" title="d\ufffdj">d?j?</a><script>d?j? \ufffd</script> déjà'
    result = repair_html(fragment)
    assert result.after == fragment
    assert [(lost.word, fragment.index(">d?j?") + 1) for lost in result.lost] == [("d?j?", result.lost[0].offset)]


def test_shapes_are_of_words_that_have_something_to_lose():
    assert shapes_of("Déjà vu: isn't l’été") == {"d?j?", "isn?t", "l??t?"}


@pytest.mark.parametrize(
    "text",
    [
        "a\ufffd" * 50_000,
        "\ufffd" * 100_000,
        "a?" * 50_000,
        "é" * 100_000 + " d?j?",
        "a" * 100_000 + "?b",
        "a?b " * 25_000,
    ],
)
def test_the_look_for_lost_letters_is_linear(text):
    started = time.process_time()
    lost_letters(text, is_html=True)
    assert time.process_time() - started < 3


@given(st.text("ad?é\ufffd' <p>/=", max_size=120))
def test_places_are_in_order_apart_and_exact(text):
    position = 0
    for lost in lost_letters(text):
        assert lost.offset >= position
        assert text.startswith(lost.word, lost.offset)
        assert 0 < len(lost.word) <= 3 * LONGEST_WORD
        position = lost.offset
