"""What interrupts the text of an article in a dump: the text goes on below it."""

import pytest

from tests.importers.pages import read_page

TEXT = (
    "The ladder stood against the barn for the whole of that winter, and nobody could say who had left it there.",
    "We asked the miller first, because it was a long one, and he looked at it and went back into his mill.",
    "More of this when the wren is back.",
)
LIST = "Rungs from the old pulpit\nA rope, too short\nPatience"
PITCH = ("Sign up for our newsletter", "Get our best stories in your inbox every week.", "Subscribe")
DUTCH = ("Schrijf je in voor de nieuwsbrief", "Elke week onze beste verhalen. Afmelden kan altijd.", "Inschrijven")


def read(*lines):
    return read_page("\n\n".join(("The ladder", "By Ada Finch 4 May 2009", *lines)).encode())


@pytest.mark.parametrize("pitch", [PITCH, DUTCH])
def test_a_text_goes_on_below_a_call_to_subscribe_and_a_link_to_another_article(pitch):
    record = read(*TEXT[:2], *pitch, LIST, "Read more: The quiet ferry", TEXT[2], "Related topics", "bread",
                  "You might also like", "How not to paint a fence")  # fmt: skip
    assert record.body.replace("\n\n", "\n").split("\n") == [*TEXT[:2], *LIST.split("\n"), TEXT[2]]


def test_a_text_does_not_go_on_below_the_heading_of_other_articles():
    record = read(*TEXT[:2], *PITCH, "You might also like", "How not to paint a fence", "Read more: The quiet ferry",
                  "A ferry that is late.")  # fmt: skip
    assert record.body == "\n\n".join(TEXT[:2])
