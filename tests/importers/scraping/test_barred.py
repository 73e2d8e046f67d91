"""Rows in a theme's own words: who wrote a post, where to send it, when; and what stands where no words tell."""

import time

import pytest

from importers.scraping.barred import find_barred
from tests.importers.pages import read_page

PROSE = (
    "The lamplighter keeps his ladder in our hall, and in exchange he tells us who came home late, and by which stairs."
    "\n\n"
    "On Sundays he brings his nephew, who is afraid of heights and carries the matches, and who has seen nothing."
)
BYLINES = {
    "it": ("di Il lampionaio | in Scale | 4 voci", "Il lampionaio", "Scale"),
    "es": ("Contado por Lucía Farol en Escaleras · 8 voces", "Lucía Farol", "Escaleras"),
    "fr": ("Allumé par Lise Réverbère | dans Échelles | 2 lueurs", "Lise Réverbère", "Échelles"),
    "de": ("Angezündet von Karla Laterne | unter Leitern | 5 Stimmen", "Karla Laterne", "Leitern"),
    "pt": ("Aceso por Rita Candeeiro | em Escadas | 3 vozes", "Rita Candeeiro", "Escadas"),
    "nl": ("Aangestoken door Teun Lantaarn | in Ladders | 3 stemmen", "Teun Lantaarn", "Ladders"),
    "en": ("Lit: Owen Wick | in Ladders | 3 voices", "Owen Wick", "Ladders"),
}


@pytest.mark.parametrize("language", BYLINES)
def test_a_row_that_names_somebody_and_counts_is_a_byline(language):
    row, name, category = BYLINES[language]
    record = read_page("\n\n".join(["The lamplighter", row, PROSE]).encode())
    assert record.author
    assert record.author.name == name
    assert [term.name for term in record.categories] == [category]
    assert row not in record.body


@pytest.mark.parametrize(
    "row",
    [
        "Go by bus | 3 stops", "Rivers | Ladders | Attic", "Said by nobody", "Ratio: 4 | 5 voices", "von oben | 3 m",
        "Where: Harrow Bridge | 3 rooms | 2 beds", "Directed by Ada Finch | in The Hall | 2 acts",
        "Photo: Ada Finch | in Lund | 3 voices",
    ],
)  # fmt: skip
def test_other_rows_name_nobody(row):
    assert not any("name" in hit for hit in find_barred(row, (), len(row.split())))


@pytest.mark.parametrize(
    "row",
    [
        "Se ti ha fatto luce: Facebook | Twitter | Segnalo | Stampa", "Weitersagen: Twitter Facebook Per E-Mail",
        "Share This · Email this to a friend · Print",
        "Enviar por correo Escribe un blog Compartir con Twitter Compartir con Facebook",
        "Doorgeven: Hyves | Twitter | Afdrukken",
    ],
)  # fmt: skip
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_links_to_send_a_post_elsewhere_are_none_of_its_text(row, gap):
    record = read_page(
        "\n\n".join(["The lamplighter", "May 4, 2009", PROSE, row, "Tags: stairs"]).replace("\n\n", gap).encode()
    )
    assert row not in record.body
    assert "carries the matches" in record.body


def test_the_label_above_such_links_goes_with_them():
    record = read_page(
        "\n\n".join(["The lamplighter", PROSE, "Cuéntalo:", "Twitter\nFacebook", "Etiquetas: luz"]).encode()
    )
    assert "Cuéntalo" not in record.body


def test_a_sentence_about_two_sites_stays():
    said = "He is on neither Facebook nor Twitter, and says so to both of them."
    record = read_page("\n\n".join(["The lamplighter", "May 4, 2009", PROSE, said, PROSE]).encode())
    assert said in record.body


COMMENTS = "1 comment\n\nOdile says:\nJuly 24, 2012 at 9:05 am\n\nHe owes me a match."


@pytest.mark.parametrize("lines", ["JUL\n23\n2012", "23\nJuillet\n2012", "23\njulio\n2012"])
@pytest.mark.parametrize("byline", ["", "Lit by Owen Wick | in Ladders | 1 comment\n\n"])
def test_a_date_in_three_lines_beside_the_title_is_the_posts(lines, byline):
    text = f"Stairs and ladders\n\n{lines}\n\nThe lamplighter\n\n{byline}{PROSE}\n\n{COMMENTS}"
    assert read_page(text.encode()).published.iso() == "2012-07-23"


def test_three_numbers_with_nothing_to_bear_them_out_date_nothing():
    assert read_page(f"Stairs and ladders\n\nJUL\n23\n2012\n\nThe lamplighter\n\n{PROSE}".encode()).published is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [("07/08: Matches", "Matches"), ("9/11: Matches", "9/11: Matches"), ("7.8. - Matches", "7.8. - Matches")],
)
def test_the_day_of_the_post_is_no_part_of_its_title(title, expected):
    foot = "Filed under: Attic\nPosted by: Odile at 21:17 | 7 August 2005 | 5 comments"
    assert read_page(f"The attic\n\n{title}\n\n{PROSE}\n\n{foot}".encode()).title == expected


@pytest.mark.parametrize(
    ("hour", "expected"), [("8:17 nachm.", "20:17"), ("8:17 vorm.", "08:17"), ("12:05 vorm.", "00:05")]
)
def test_german_halves_of_the_day(hour, expected):
    head = "Der Dachboden\n\nMontag, Januar 31, 2005\n\nDer Laternenanzünder"
    page = f"{head}\n\n{PROSE}\n\nerstellt von Odile um {hour}\n\n0 Kommentare:"
    assert read_page(page.encode()).published.iso()[:16] == f"2005-01-31T{expected}"


def test_tags_between_a_byline_and_the_text_are_tags():
    byline = "Da Odile il giovedì 8 maggio 2008, 21:40 - Notte - Permalink"
    column = "Categorie\nNotte\nAlba\n\nTag\nluce\nscale\n\nArchivi\nmaggio 2008"
    record = read_page(f"Scale\n\nIl lampionaio\n\n{byline}\n\nscale\nluce\n\n{PROSE}\n\n{column}".encode())
    assert [term.name for term in record.tags] == ["scale", "luce"]
    assert record.body.startswith("The lamplighter keeps")


def test_a_field_called_comment_heads_no_comments():
    comment = "1. Il venerdì 9 maggio 2008, 08:12 da Odile\n\nMi deve un cerino."
    head = f"Il lampionaio\n\n8 maggio 2008\n\n{PROSE}\n\nCommenti\n\n{comment}"
    form = "Scrivi un commento\n\nNome :\n\nIndirizzo email :\n\nSito web :\n\nCommento :\n\nNiente codice HTML."
    (comment,) = read_page(f"{head}\n\n{form}".encode()).comments
    assert comment.body == "Mi deve un cerino."


K2 = """<div id="k2Container" class="itemView"><div class="itemHeader">
<span class="itemDateCreated">Giovedì, 14 Aprile 2011 09:15</span>
<h2 class="itemTitle">Il lampionaio</h2><span class="itemAuthor">Scritto da <a href="/u/1">Odile Scala</a></span></div>
<div class="itemToolbar"><ul><li><span>dimensione font</span></li><li><a>Stampa</a></li></ul></div>
<div class="itemBody"><div class="itemIntroText"><p>{prose}</p></div>
<div class="itemContentFooter"><span class="itemHits">Letto 12 volte</span> Ultima modifica il 15 Aprile 2011</div>
</div>
<div class="itemLinks"><div class="itemTagsBlock"><span>Etichettato sotto</span>
<ul class="itemTags"><li><a>scale</a></li></ul></div></div>
<div class="itemAuthorLatest"><h3>Ultimi da Odile</h3><ul><li><a>I cerini</a></li></ul></div>
<div class="itemComments"><h3>2 commenti</h3><ul class="itemCommentsList">{comments}</ul>
<div class="itemCommentsForm"><h3>Lascia un commento</h3><p>Il codice HTML non passa di qui.</p></div></div></div>"""


def test_joomlas_k2_is_read_by_its_classes_and_its_comments_by_what_recurs():
    comments = "".join(
        f'<li class="even"><span class="commentLink"><a>Link al commento</a></span>'
        f' <span class="commentDate">{date}</span>'
        f' <span class="commentAuthorName">inviato da {name}</span><p>{text}</p></li>'
        for name, date, text in (
            ("Tilde", "Giovedì, 14 Aprile 2011 20:11", "Mi deve un cerino."),
            ("il nipote", "Sabato, 16 Aprile 2011 08:05", "Io non ho visto niente."),
        )
    )
    record = read_page(K2.format(prose=PROSE, comments=comments).encode(), "page.html")
    assert [(c.author.name, c.submitted.iso()[:16]) for c in record.comments] == [
        ("Tilde", "2011-04-14T20:11"), ("il nipote", "2011-04-16T08:05"),
    ]  # fmt: skip
    assert [term.name for term in record.tags] == ["scale"]
    assert all(text not in record.body for text in ("dimensione", "Letto", "cerini"))


SERENDIPITY = """<div class="serendipity_comments"><div class="serendipity_commentsTitle">Referencias</div>
<div class="serendipity_center"><a href="/comment.php?type=trackback">URI de referencia para esta entrada</a></div>
<div class="serendipity_comment">
<div class="serendipity_commentBody"><a href="http://cerilla.example/1">Cerillas</a><br />
Alguien le debe una cerilla al farolero.</div>
<div class="serendipity_comment_source"><b>Weblog:</b> La cerilla<br /><b>Tracked:</b> May 14, 19:22</div></div></div>
<div class="serendipity_comments"><div class="serendipity_commentsTitle">Comentarios</div>{comments}</div>"""


def test_mentions_listed_in_elements_of_comments_are_mentions():
    comments = "".join(
        f'<div id="serendipity_comment_{n}" class="serendipity_comment">'
        f'<div class="serendipity_commentBody">{text}</div>'
        f'<div class="serendipity_comment_source">#{n} <span class="comment_source_author">{name}</span> activado'
        f' <span class="comment_source_date">1{n}.05.2007 21:10</span> (<a>Responder</a>)</div></div>'
        for n, name, text in ((1, "Odile", "Me debe una."), (2, "Íñigo", "Y a mí otra."))
    )
    head = '<h3 class="serendipity_date">Sábado, 12 de Mayo del 2007</h3><h4 class="serendipity_title">El farolero</h4>'
    head = f"{head}<p>{PROSE}</p>"
    record = read_page(f"<html><body>{head}{SERENDIPITY.format(comments=comments)}</body></html>".encode(), "page.html")
    assert [comment.author.name for comment in record.comments] == ["Odile", "Íñigo"]
    assert [(ping.title, ping.blog_name) for ping in record.trackbacks] == [("Cerillas", "La cerilla")]


@pytest.mark.parametrize("view", ["a | " * 25_000, "by " * 33_000, "Twitter " * 12_000, "x: " * 30_000])
def test_rows_are_read_in_time(view):
    start = time.perf_counter()
    list(find_barred(view, (), 5))
    list(find_barred(view[:160], (), 5))
    assert time.perf_counter() - start < 0.5
