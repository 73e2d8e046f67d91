"""What stands around a post in few words: rows of particulars, labels, bylines, and which line is the title."""

import pytest

from importers.scraping.features import see
from importers.scraping.lines import make_line
from tests.importers.pages import read_page

PROSE = """It was put there by my uncle in the year of the long rain, and nobody has dared to bring it down since.

We look at it every morning, and it looks back at the house as if the house were the odd one."""


def told(view):
    seen = see(make_line(1, view))
    return {
        role: {name: view[slice(*place)] for name, place in hit.groups.items()}
        for hit in seen.matches
        for role in [hit.role]
    }


@pytest.mark.parametrize(
    "line",
    [
        "May 4, 2009 by Jane Doe", "4 mai 2009 par Jane Doe", "4 maggio 2009 di Jane Doe", "4 maggio 2009 da Jane Doe",
        "4. Mai 2009 von Jane Doe", "4 de mayo de 2009 por Jane Doe", "4 de maio de 2009 por Jane Doe",
        "4 mei 2009 door Jane Doe", "Posté par Jane Doe à 08:42 - Divers - Commentaires [0] - Permalien [#]",
        "postato da: Jane Doe alle 08:42 | link | commenti (7)", "Jane Doe 2 aprile 2005 Cucina 3 Commenti",
    ],
)  # fmt: skip
def test_a_byline_names_who_wrote_in_every_language(line):
    found = told(line)
    assert "Jane Doe" in {groups.get("name") for role, groups in found.items() if role in ("posted", "byline")}


@pytest.mark.parametrize("line", ["POSTED BY JANE DOE ON MAY 4, 2009", "BY JANE DOE"])
def test_capitals_throughout_are_a_name(line):
    assert {groups.get("name") for groups in told(line).values()} >= {"JANE DOE"}


def test_a_row_gives_the_category_behind_the_date_or_the_clock():
    assert told("Jane Doe 2 aprile 2005 Cucina 3 Commenti")["posted"]["category"] == "Cucina"
    assert told("13:37:00, Catégories: Rivages, 168 mots")["categories"]["category"] == "Rivages"


def test_a_title_with_a_number_is_no_row():
    assert told("Three things I learned by 2009 and one comment") == {}


def read(*blocks):
    return read_page("\n\n".join(blocks).encode())


def test_lines_below_a_date_that_label_author_and_category_are_told():
    record = read("A kettle on the roof", "Posted 20 January 2005, 05:05\nCategories Coast\nAuthor Jane Doe", PROSE)
    assert (record.title, record.author.name) == ("A kettle on the roof", "Jane Doe")
    assert [term.name for term in record.categories] == ["Coast"]


@pytest.mark.parametrize("byline", ["Posted by Jane Doe on May 4, 2009", "Monday, May 4, 2009"])
def test_the_first_line_names_the_blog_where_a_title_stands_below_the_byline(byline):
    assert read("The Salt Box", byline, "A kettle on the roof", PROSE).title == "A kettle on the roof"


def test_a_title_that_the_copyright_line_gives_to_the_blog_is_a_guess():
    record = read("The Salt Box", "May 4, 2009", PROSE, "Posted by Jane Doe at 5:14 PM", "© 2009 The Salt Box")
    assert record.fields["title"].level == "guess"
    assert record.status == "draft"


def test_a_comment_without_text_makes_a_draft():
    record = read(
        "A kettle on the roof", PROSE, "2 Comments", "Peer said:\n\nIt will rust.", "Lucie said:", "Leave a comment"
    )
    assert [issue.message for issue in record.issues] == ["comment 2, by Lucie, has no text"]
    assert record.status == "draft"


def test_comments_that_are_stated_and_not_found_make_a_draft():
    record = read("A kettle on the roof", PROSE, "Some links", "3 comments", "one\n\ntwo\n\nthree")
    assert (record.comments_stated, record.comments, record.status) == (3, (), "draft")


@pytest.mark.parametrize("line", ["Tracked: Feb 04, 08:15", "Aufgenommen: Feb 04, 08:15", "Tracciato: feb 04, 08:15"])
def test_a_trackback_without_a_year_has_the_next_such_day(line):
    record = read(
        "A kettle on the roof", "Posted by Jane Doe on January 30, 2007 10:00 AM", PROSE, "Trackbacks",
        f"Kettles of note\nWeblog: Tea Weekly\n{line}\nA kettle on a roof, of all places.",
    )  # fmt: skip
    assert [(ping.blog_name, ping.received.iso()) for ping in record.trackbacks] == [
        ("Tea Weekly", "2007-02-04T08:15:00")
    ]


def test_a_line_of_two_dates_below_the_byline_says_when_and_a_form_below_the_text_is_none_of_it():
    prose = "Dopo tre anni di lavori il ponte riapre, ma il mulino accanto nel frattempo ha chiuso per sempre."
    record = read_page(
        f"Il ponte riapre\ndi Marta Ferri\nPubblicato il 27 Febbraio 2018 - Aggiornato il 2 Marzo 2018\n"
        f"Tempo di lettura: 2 minuti\n\n{prose}\n\n{prose[::2]}. {prose}\n\nIscriviti alla nostra newsletter\n"
        "Ho letto e accetto l'informativa sulla privacy\nQuesto sito usa cookie tecnici. Accetta Rifiuta\n".encode()
    )
    assert record.published.iso() == "2018-02-27"
    assert record.body.startswith(prose)
    assert record.body.endswith(prose)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Publiziert am 17. Juni 2012 von Ottilie", "Ottilie"),
        ("12 mei 2005, 09:48 door Teun in fiets", "Teun"),
        ("postato da: notturno60 alle ore 23:40 | link | commenti (3)", "notturno60"),
    ],
)
def test_a_byline_names_its_author_and_nothing_beside(line, name):
    record = read_page(f"Una teiera\n{line}\n\n{PROSE}\n\n{PROSE}\n".encode())
    assert record.author.name == name


@pytest.mark.parametrize("tail", [" PDF Print E-mail", " \tPDF \tImprimir \tE-mail"])
def test_pictures_to_click_on_are_none_of_a_title(tail):
    assert (
        read_page(f"A barca{tail}\nWritten by Ines\n22 July 2009 16:40\n\n{PROSE}\n\n{PROSE}".encode()).title
        == "A barca"
    )


@pytest.mark.parametrize("title", ["Oups ! Cette page est introuvable.", "Error 404", "Page not found"])
def test_a_page_that_says_there_is_none_is_not_published(title):
    record = read_page(
        f"{title}\n\nIt seems that nothing was found at this address. Maybe try a search instead?\n".encode()
    )
    assert record.status == "draft"
    assert record.fields["title"].level.name == "GUESS"


TRAILED = """Home
Cronaca
Sport

Home  Cronaca  Il ponte vecchio riapre dopo tre anni

Cronaca

Il ponte vecchio riapre dopo tre anni

Una festa di quartiere per salutare la fine dei lavori

Di
Marta Ferri
-
12 Marzo 2019

0
245

Il ponte vecchio ha riaperto ieri mattina davanti a una piccola folla di curiosi, con la banda del paese.

I lavori, cominciati nell'autunno di tre anni fa, erano stati fermati due volte per le piene del torrente.
"""


def test_the_trail_above_a_magazines_post_tells_its_title_from_the_second_one_and_its_category():
    record = read_page(TRAILED.encode())
    assert record.title == "Il ponte vecchio riapre dopo tre anni"
    assert record.excerpt == "Una festa di quartiere per salutare la fine dei lavori"
    assert record.author.name == "Marta Ferri"
    assert record.published.iso() == "2019-03-12"
    assert [term.name for term in record.categories] == ["Cronaca"]


FILED = {
    "en": "This entry was posted in Attic, Tea and tagged kettle, rope. Bookmark the permalink.",
    "fr": "Cette entrée a été publiée dans Attic, Tea et marquée kettle, rope. Mettre en favori le permalien.",
    "it": "Questa voce è stata pubblicata in Attic, Tea e contrassegnata con kettle, rope. Contrassegna il permalink.",
    "de": "Dieser Eintrag wurde veröffentlicht unter Attic, Tea und mit kettle, rope verschlagwortet.",
    "es": "Esta entrada fue publicada en Attic, Tea y etiquetada con kettle, rope. Guarda el enlace permanente.",
    "pt": "Esta entrada foi publicada em Attic, Tea com as etiquetas kettle, rope. Ligação permanente.",
    "nl": "Dit bericht is geplaatst in Attic, Tea en getagd met kettle, rope. Bewaar de permalink.",
}


@pytest.mark.parametrize("sentence", FILED.values(), ids=FILED)
def test_a_sentence_parts_categories_and_tags(sentence):
    record = read("A kettle on the roof", "May 4, 2009", PROSE, sentence, "1 Comment")
    assert [term.name for term in record.categories] == ["Attic", "Tea"]
    assert [term.name for term in record.tags] == ["kettle", "rope"]


@pytest.mark.parametrize(
    "heading", ["Categories", "Catégories", "Categorie", "Kategorien", "Categorías", "Categorieën"]
)
def test_tags_that_a_side_column_lists_as_categories_are_such(heading):
    column = ("Search", f"{heading}\nTea (3)\nAttic\nMill (12)", "Archives\nMay 2009\nApril 2009")
    record = read("A kettle on the roof", "May 4, 2009 · No Comments", PROSE, "Tags: Attic · Tea", *column)
    assert ([term.name for term in record.categories], record.tags) == (["Attic", "Tea"], ())
    record = read("A kettle on the roof", "May 4, 2009 · No Comments", PROSE, "Tags: Attic · Rope", *column)
    assert (record.categories, [term.name for term in record.tags]) == ((), ["Attic", "Rope"])
