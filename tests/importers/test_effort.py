"""What is asked of every body, and of every file of an archive, takes time by its length."""

import time

import pytest

from importers.linking import links
from importers.rewriting import PICTURE, lacking_alt, media_marks, wishes

CEILING = 1  # second
SIZE = 100_000


def filled(before, piece, behind=""):
    return before + piece * (SIZE // len(piece)) + behind


@pytest.mark.parametrize(
    "body",
    [
        filled('<p>see href="b/', ".aa#"),
        filled('<p><a href="b/', ".aa#"),
        filled('<a href="b/', ".aa#", '">x</a>'),
        filled('<a href="b/', "/a.aa", '">x</a>'),
        filled("", '<a b="'),
        filled("", '<a b="x" '),
        filled("", ' x="<a x=" y="'),
        filled("<a", ' b="x"', ">"),
        filled("", '<a href="'),
        filled("<p><img ", "wp-image-1 ", "<b>x</b></p>"),
        filled("<img ", "wp-image-1 ", ">"),
        filled("<img alt", " ", "wp-image-1>"),
        filled("<img wp-image-1", " alt=", ">"),
        filled("", "<img "),
        filled("<img wp-image-", "1", ">"),
        filled("<img ", ' src="', "wp-image-1>"),
        filled("", "<video src='"),
        filled("", "[a](b) <a href=x> "),
        filled("", "](") + filled("", "[a]:"),
        filled("<a href", " ", ">"),
    ],
)
def test_a_body_is_asked_what_it_wants_in_time_by_its_length(body):
    start = time.process_time()
    media_marks(body)
    for body_format in ("html", "markdown"):
        wishes(body, body_format, {"old.example"})
        links(body, body_format)
    list(map(lacking_alt, PICTURE.findall(body)))
    assert time.process_time() - start < CEILING
