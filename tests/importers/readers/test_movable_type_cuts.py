"""Exports that break off, lines in texts that look like the format's own, and files that are large."""

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.readers.movable_type.splitting import MAX_ENTRY, entries
from importers.records import PostRecord, Refused
from tests.importers.readers.movable import comment, entry, issues, ping, posts, read

WHOLE = entry(comment("First."), comment("Second.", author="Ida"), ping(), body="One.\n\nTwo.")


@pytest.mark.parametrize(
    "text",
    [
        "above\n-----\nbelow",
        "above\n--------\nbelow",
        "-----",
        "--------",
        "above\n-----",
        "above\n-----\nBODY:\nbelow",
        "above\n-----\nCOMMENT:\nbelow",
        "above\n-----\nPING: me",
        "above\n-----\nNOTE:\nbelow",
        "above\n--------\nTITLE: is what I called it",
        "AUTHOR: that is me\nEMAIL: none",
        "DATE: never",
        "URL: not one",
        "COMMENT:\nAUTHOR: x",
    ],
)
def test_lines_that_look_like_the_formats_own_stay_in_the_text(text):
    export = entry(comment(text), comment("Next."), body=text) + entry(TITLE="Another", BASENAME="b")
    first, second = posts(export)
    assert (first.body, second.title) == (text, "Another")
    assert [one.body for one in first.comments] == [text, "Next."]
    assert first.comments[0].author.name == "Jonas"


def test_a_cut_anywhere_gives_what_stands_before_it():
    export = entry(comment("Kept."), TITLE="Before", BASENAME="before") + WHOLE
    start = len(entry(comment("Kept."), TITLE="Before", BASENAME="before"))
    for end in range(start + 1, len(export)):
        found = read(export[:end])
        kept = [record for record in found if isinstance(record, PostRecord)]
        assert kept[0].title == "Before"
        assert kept[0].comments[0].body == "Kept."
        if end < len(export) - 1:
            assert "file-cut" in issues(export[:end])
        else:
            assert len(kept[1].comments) == 2
        for record in kept[1:]:
            # Nothing is public that lacks a part of its text.
            assert record.status == "draft" or record.body == "One.\n\nTwo."
            assert all(one.body in ("First.", "Second.") for one in record.comments)


def test_a_comment_that_the_file_breaks_off_is_counted_and_not_stored():
    found = read(WHOLE[: WHOLE.index("Second.") + 3])
    (post,) = [record for record in found if isinstance(record, PostRecord)]
    assert [one.body for one in post.comments] == ["First."]
    assert [record.kind for record in found if isinstance(record, Refused)] == ["comment"]
    assert b"Sec" in post.raw


def test_no_byte_of_an_entry_is_lost():
    export = (WHOLE + entry(TITLE="Another")).encode()
    assert b"".join(post.raw for post in posts(export)) == export


@given(st.text(alphabet="-\n:ABODYTILE \r", max_size=300))
def test_whatever_the_text_every_line_is_in_one_entry(text):
    data = text.encode()
    raw = b"".join(b"".join(found.raw) for found in entries(io.BytesIO(data)))
    assert raw.replace(b"\r", b"").translate(None, b"- \n") == data.replace(b"\r", b"").translate(None, b"- \n")


def test_an_entry_that_is_too_long_is_refused_and_the_next_is_read():
    line = b"x" * 999 + b"\n"
    before = entry(TITLE="Long").encode()
    place = before.index(b"Text.")
    data = before[:place] + line * (MAX_ENTRY // 1000 + 1000) + before[place:] + entry(TITLE="Next").encode()
    found = read(data)
    assert [record.issue.code for record in found if isinstance(record, Refused)] == ["item-invalid"]
    assert [record.title for record in found if isinstance(record, PostRecord)] == ["Next"]


def test_memory_does_not_grow_with_the_file(tmp_path):
    class Endless(io.RawIOBase):
        def __init__(self, number):
            self.parts = (entry(comment(), BASENAME=f"n{index}").encode() * 30 for index in range(number))

        def read(self, size=-1):
            return next(self.parts, b"")

    def peak(number):
        tracemalloc.start()
        for found in entries(Endless(number)):
            assert found.ended
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(150) < peak(50) * 1.5 + 100_000


@pytest.mark.parametrize(
    "data", [b"-----\n" * 200_000, b"TITLE: a\n-----\nBODY:\n" + b"-----\n" * 200_000, b"A" * 10**6]
)
def test_worst_cases_take_no_longer_than_their_length(data):
    assert len(list(entries(io.BytesIO(data)))) <= 2
