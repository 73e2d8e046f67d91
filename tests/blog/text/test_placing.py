"""Where repairs stand: exactly, whatever is made of them and however often a text says the same, or nowhere."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.text import placing
from blog.text.levels import Level
from blog.text.mojibake import repair_html
from blog.text.mojibake_steps import anchored
from blog.text.placing import Mark


def misread(undefined, times=1):
    def damage(text):
        for _ in range(times):
            chars = (bytes([byte]).decode("cp1252", "ignore") for byte in text.encode())
            text = "".join(
                char or (chr(byte) if undefined is None else undefined)
                for char, byte in zip(chars, text.encode(), strict=True)
            )
        return text

    return damage


CHAINS = [misread(None), misread("?"), misread(""), misread("\ufffd"), misread(None, 2), misread("?", 2)]
PIECES = ["à", "à la ", "“", "”", "“à”", "l’été ", "?", "à?", " ", "a", "<b>", "</b>", "Ã", "…", "Í", "\xa0", "\n"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def marks_of(garbled):
    done = repair_html(garbled)
    root = placing.fingerprint(garbled)
    return done.after, [
        Mark(step.before, step.after, step.level is not Level.GUESS, quote.prefix, quote.suffix, step.offset, root)
        for step, quote in anchored(done.after, done.steps)
    ]


def expected(garbled, marks):
    return placing.replaced(garbled, ((mark.offset, mark.before, mark.stands) for mark in marks))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(CHAINS), st.data())
def test_any_repairs_are_taken_back_in_any_order_to_the_very_bytes(text, damage, data):
    garbled = damage(text)
    now, marks = marks_of(garbled)
    numbers = st.lists(st.integers(0, len(marks) - 1), max_size=12) if marks else st.just([])
    for number in data.draw(numbers):
        start = placing.starts(now, marks)[number]
        mark = marks[number]
        other = mark._replace(is_made=not mark.is_made)
        now = placing.replaced(now, [(start, mark.stands, other.stands)])
        marks[number] = other
        assert now == expected(garbled, marks)
    assert placing.origin(now, marks, placing.starts(now, marks)) == garbled


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(CHAINS), st.data())
def test_in_a_text_that_was_written_in_a_repair_is_found_at_its_own_place_or_not_at_all(text, damage, data):
    now, marks = marks_of(damage(text))
    known = placing.starts(now, marks)
    place = data.draw(st.integers(0, len(now)))
    written = now[:place] + "written here " + now[place:]
    for start, mark, found in zip(known, marks, placing.starts(written, marks), strict=True):
        own = start if start + len(mark.stands) <= place else start + len("written here ")
        assert found in (own, None)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(CHAINS), st.data())
def test_what_a_program_rewrote_between_repairs_loses_none_of_their_places(text, damage, data):
    now, marks = marks_of(damage(text))
    wrapped = f'<a href="http://old.example/">{now}</a>\n<p>the end</p>'
    rewritten = f'<a href="/new/">{now}</a>\n<p>the end</p>'
    root = [mark._replace(offset=None) for mark in marks]
    at = len('<a href="http://old.example/">')
    placed = placing.rooted(wrapped, root, [at + start for start in placing.starts(now, marks)])
    moved = placing.moved(wrapped, rewritten, placed)
    assert placing.starts(rewritten, moved, ()) == [
        len('<a href="/new/">') + start for start in placing.starts(now, marks)
    ]


def test_where_somebody_wrote_a_repair_whose_words_stand_twice_has_no_place():
    side = "x" * 32
    mark = Mark("Ã©", "é", True, side, side, 1, placing.fingerprint("another text"))
    assert placing.starts(f"{side}é{side} and {side}é{side}", [mark]) == [None]
    assert placing.starts(f"more: {side}é{side}", [mark]) == [38]


def test_a_repair_that_stood_at_the_beginning_is_not_taken_for_one_that_does_not():
    mark = Mark("Ã©", "é", True, "", " and so on", 1, placing.fingerprint("another text"))
    assert placing.starts("more é and so on", [mark]) == [None]


@pytest.mark.parametrize("text", ["", "é" * 3, "\udc80é"])
def test_a_fingerprint_fits_a_column_of_64_bits(text):
    assert -(2**63) <= placing.fingerprint(text) < 2**63


def test_a_word_written_in_a_long_paragraph_moves_what_stands_behind_it():
    now, marks = marks_of("L’Ã©tÃ© et la mer. " * 2_000)
    written = now.replace("la mer", "la grande mer", 1)
    moved = placing.moved(now, written, marks, beside=8)
    known, places = placing.starts(now, marks), placing.starts(written, moved, ())
    assert places[0] == known[0]
    assert places[1:3] == [None, None]  # too near
    assert places[3:] == [start + len("grande ") for start in known[3:]]


def test_long_texts_are_looked_through_in_little_time():
    now, marks = marks_of("’ â€™ Ã© é " * 5_000)
    started = time.process_time()
    placing.moved(now, now[:100] + "written" + now[100:-100] + now[-90:], marks, beside=8)
    assert time.process_time() - started < 5
