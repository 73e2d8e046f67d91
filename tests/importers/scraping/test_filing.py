"""What a post is filed under, where a bare heading stands over the names; and names that end in digits."""

import pytest

from tests.importers.pages import read_page

TEXT = (
    "The quay was empty when we came, and nobody had swept it since the storm of the week before.\n\n"
    "We sat down on the steps and waited for the boat that never came, as boats do when they are late.\n\n"
)
HEAD = "The river\n\nA day on the quay\n\nPosted by peter77 on 1 March 2005\n\n"
COMMENTS = "1 Comment\n\nPeer Holm said on 4 March 2005:\n\nThe lantern was mine, and I would like it back.\n\n"


def read(*parts):
    return read_page("".join(parts).encode(), "page.txt")


def names(terms):
    return [term.name for term in terms]


@pytest.mark.parametrize(
    "heading",
    ["Kategorien:", "Categories:", "Catégories :", "Categorie:", "Categorías:", "Categorias:", "Categorieën:"],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_names_below_a_bare_heading_are_the_posts_categories(heading, between):
    record = read(HEAD, TEXT, heading, between, "Boats\nOdd weather\n\n", COMMENTS)
    assert names(record.categories) == ["Boats", "Odd weather"]
    assert not record.tags
    assert len(record.comments) == 1
    assert "Boats" not in record.body
    assert record.body.count("<p>") == 2 or record.body.strip() == TEXT.strip()


def test_tags_below_a_bare_heading_are_tags():
    record = read(HEAD, TEXT, "Tags:\n\nBoats\nWeather\n\n", COMMENTS)
    assert (names(record.tags), names(record.categories)) == (["Boats", "Weather"], [])


def test_categories_may_stand_between_the_byline_and_the_text():
    record = read(HEAD, "Kategorien:\nBoote\nWetter\n\n", TEXT, COMMENTS)
    assert names(record.categories) == ["Boote", "Wetter"]
    assert record.title == "A day on the quay"
    assert "Boote" not in record.body


@pytest.mark.parametrize(
    "column",
    [
        COMMENTS + "Categories:\n\nBoats\nWeather\n\nArchives\n\nMay 2005\n",
        "Categories:\n\nBoats\nWeather\n\nArchives\n\nMay 2005\n",
        "Categories:\n" + "".join(f"Boats of kind {number}\n" for number in range(20)),
    ],
)
def test_the_categories_of_the_whole_blog_are_not_the_posts(column):
    assert not read(HEAD, TEXT, column).categories


def test_a_list_in_the_midst_of_a_text_is_no_category():
    record = read(HEAD, TEXT, "Categories:\n\nFirst prize\nSecond prize\n\n", TEXT.replace("quay", "pier"), COMMENTS)
    assert not record.categories


@pytest.mark.parametrize(
    ("signed", "name", "date"),
    [
        ("Anna2 3 March 2005", "Anna2", "2005-03-03"),
        ("Anna2 March 3, 2005", "Anna2", "2005-03-03"),
        ("Anna2 03.03.2005", "Anna2", "2005-03-03"),
        ("Posted by peter77 on March 3, 2005", "peter77", "2005-03-03"),
        ("Agent 007 3 March 2005", "Agent 007", "2005-03-03"),
        ("Anna1999 3 March 2005", "Anna1999", "2005-03-03"),
        ("Peer7714 March 2005", "Peer77", "2005-03-14"),
        ("peter714 March 2005", "peter7", "2005-03-14"),
    ],
)
@pytest.mark.parametrize("is_above", [True, False])
def test_a_name_that_ends_in_digits_keeps_them_and_the_date_its_own(signed, name, date, is_above):
    parts = [f"{signed}\n\n", "The lantern was mine, and I would like it back before the summer.\n\n"]
    record = read(HEAD, TEXT, "1 Comment\n\n", *(parts if is_above else reversed(parts)))
    assert record.author.name == "peter77"
    assert [(comment.author.name, comment.submitted.iso()) for comment in record.comments] == [(name, date)]
