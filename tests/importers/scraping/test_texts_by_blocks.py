"""What a dump has that puts every element on lines of its own: rows in pieces, links between comments and forms."""

import pytest

from importers.scraping.features import see
from importers.scraping.lines import split_lines
from tests.importers import scenery
from tests.importers.pages import read_page, said, told

TEXT = (
    "The kettle stood upon the roof for the whole of that winter, and nobody could say who had carried it up there.",
    "We asked the baker first, because his ladder was the longest, and he looked at it and went back to his oven.",
    "In the spring a starling had built her nest beneath the lid, and so it had to stay where it was.",
)


def read(*lines, between="\n\n"):
    return read_page(between.join(lines).encode())


def roles(line):
    return see(split_lines(line)[0]).roles


FILED = {
    "Filed under:": "Comment by {} — {} @ {}",
    "Classé dans :": "Commentaire par {} — {} @ {}",
    "Arquivado em:": "Comentário por {} — {} @ {}",
    "Archiviato in:": "Commento di {} — {} @ {}",
}


@pytest.mark.parametrize("heading", FILED)
def test_a_row_that_is_broken_at_its_categories_is_no_title(heading):
    signed = FILED[heading]
    record = read(
        "Roof and Chimney", "September 3, 2005", "The kettle", heading, "Tinware", "— Ada @ 7:30 pm", *TEXT,
        "Comments (1)", "1 Comment »", "Leave it to her.", signed.format("Peer", "September 4, 2005", "8:51 am"),
        "Leave a comment",
    )  # fmt: skip
    assert (record.title, record.published.iso(), record.author.name) == ("The kettle", "2005-09-03T19:30:00", "Ada")
    assert [term.name for term in record.categories] == ["Tinware"]
    assert told(record) == [("Peer", "2005-09-04T08:51:00", None, "Leave it to her.")]


def test_whoever_comments_in_a_place_is_called_so():
    record = read("The kettle", "Posted by Ada on 3 May 2009", *TEXT, "1 Comment", "Leave it.",
                  "Comment by Peer in Tromsø — May 4, 2009 @ 8:17 am", "Leave a comment")  # fmt: skip
    assert told(record)[0][0] == "Peer in Tromsø"


TITLED = (
    ("The kettle · 3 May 2009, 09:26 by Ada Finch", "— {} · {} May 2009, 12:40 · #", "2009-05-03T09:26:00"),
    ("A chaleira · 3 de Maio de 2009, 09:26 por Ada Finch", "— {} · {} de Maio de 2009, 12:40 · #",
     "2009-05-03T09:26:00"),
    ("La bouilloire · 3 mai 2009, 22:47 par Ada Finch", "— {} · {} mai 2009, 12:40 · #", "2009-05-03T22:47:00"),
)  # fmt: skip


@pytest.mark.parametrize(("head", "signed", "published"), TITLED)
def test_the_line_with_title_date_and_author_gives_all_three(head, signed, published):
    record = read(
        "Roof and Chimney", "Tin, copper and rust", "RSS / Atom", "Textpattern", head, *TEXT, "Comments: 2",
        "Leave it to her.", signed.format("peer", 4), "Hers now.", signed.format("Ada Finch", 6),
        "Commenting is closed for this article.", "|", "« The ladder A lamp »", "Last updated 2 January 2010",
    )  # fmt: skip
    assert (record.title, record.author.name) == (head.split(" · ")[0], "Ada Finch")
    assert record.published.iso() == published
    assert record.body.startswith(TEXT[0])
    assert told(record) == [
        ("peer", "2009-05-04T12:40:00", None, "Leave it to her."),
        ("Ada Finch", "2009-05-06T12:40:00", None, "Hers now."),
    ]


def test_a_trackback_among_comments_moves_no_date():
    record = read(
        "Roof and Chimney", "05/18/06", "The kettle",
        "Permalink 10:31:52 pm, by Ada Email , 216 words, 883 views   English (UK)\nCategories: Tinware", *TEXT,
        "3 comments • 1 trackback", "Trackback address for this post:", "http://roof.example/htsrv/trackback.php/7",
        "Comments, Trackbacks:",
        "Comment from: Peer H. [Visitor]", "Leave it to her.",
        "Permalink 05/19/06 @ 08:02\nComment from: Mira [Visitor]",
        "Mine is on the barn.\n\nIt whistles.", "Permalink 05/19/06 @ 12:48\nTrackback from: Tin Weekly [Visitor]",
        "Kettles of note", "A roof in the north has what every roof should have. [...]",
        "Permalink 05/20/06 @ 09:11\nComment from: Ada [Visitor]", "Mira, how?", "Permalink 05/21/06 @ 19:26",
        "Leave a comment:",
    )  # fmt: skip
    assert (record.author.name, record.published.iso()) == ("Ada", "2006-05-18T22:31:52")
    assert told(record) == [
        ("Peer H.", "2006-05-19T08:02:00", None, "Leave it to her."),
        ("Mira", "2006-05-19T12:48:00", None, "Mine is on the barn.\n\nIt whistles."),
        ("Ada", "2006-05-21T19:26:00", None, "Mira, how?"),
    ]
    (ping,) = record.trackbacks
    assert (ping.title, ping.blog_name, ping.received.iso()) == ("Kettles of note", "Tin Weekly", "2006-05-20T09:11:00")


@pytest.mark.parametrize("form", ["Ajouter un commentaire", "Deixe um comentário", "Leave a Comment"])
def test_the_last_short_line_before_the_form_is_the_comments(form):
    record = read(
        "The kettle", "Posted by Ada on 3 May 2009", *TEXT, "2 Comments", "1. On 4 May 2009, 07:58, by Mira",
        "She was here before the roof was, and she will be here when it is gone.", "Peace.",
        "2. On 5 May 2009, 12:32, by Peer", "I carried it up there myself, and I am not sorry.", "No offence.", form,
        "Name", "Email",
    )  # fmt: skip
    assert [one[3].split("\n\n")[1:] for one in told(record)] == [["Peace."], ["No offence."]]


LOGINS = {
    "Inicie sesión para enviar comentarios": "Enlace permanente",
    "Log in to post comments": "Permalink",
    "Identifiez-vous pour poster des commentaires": "Permalien",
    "Accedi per inserire commenti": "Permalink",
}


@pytest.mark.parametrize("login", LOGINS)
def test_a_link_to_log_in_closes_each_comment_and_no_list(login):
    link = LOGINS[login]
    rows = [
        ("Mira Sand", "Mon, 04/05/2009 - 10:12", "The lid", "She was here before the roof was."),
        ("the one from the barn", "Tue, 05/05/2009 - 16:48", "One question", "And who feeds her?"),
        ("Peer", "Thu, 21/05/2009 - 21:30", "Crumbs", "The baker does, and he has always done so."),
    ]
    comments = [line for name, date, subject, text in rows for line in (name, date, link, subject, text, login)]
    record = read("The kettle", "Submitted by Ada on Sun, 03/05/2009 - 21:14", *TEXT, login, "Comments", *comments,
                  "Search", "Recent comments")  # fmt: skip
    assert [(one.author.name, one.title, one.body) for one in record.comments] == [
        (name, subject, text) for name, _, subject, text in rows
    ]
    assert [one.submitted.iso()[:10] for one in record.comments] == ["2009-05-04", "2009-05-05", "2009-05-21"]


def test_the_answers_of_over_blog_stand_below_numbered_comments():
    record = read(
        "Toit et cheminée", "Dimanche 3 mai 2009 7 03 /05 /Mai /2009 20:00", "La bouilloire", *TEXT,
        "Par Ada - Publié dans : Étain - Communauté : Les amis des toits\n"
        "Ecrire un commentaire - Voir les 2 commentaires - Recommander", "Commentaires",
        "Laissez-la.", "Commentaire n°1 posté par Mira de Tromsø le 04/05/2009 à 18h02",
        "Elle reste.", "Réponse de Ada le 04/05/2009 à 21h15",
        "Et la mienne ?", "Commentaire n°2 posté par peer56 le 05/05/2009 à 07h44",
        "Retour à l'accueil", "Présentation",
    )  # fmt: skip
    assert (record.author.name, record.published.iso()) == ("Ada", "2009-05-03T20:00:00")
    assert record.body.endswith(TEXT[-1])
    assert told(record) == [
        ("Mira de Tromsø", "2009-05-04T18:02:00", None, "Laissez-la."),
        ("Ada", "2009-05-04T21:15:00", 0, "Elle reste."),
        ("peer56", "2009-05-05T07:44:00", None, "Et la mienne ?"),
    ]
    assert not record.issues


def test_a_title_in_small_letters_belongs_to_a_name():
    record = read(
        "Il bollitore", "Di Ada, domenica 3 maggio 2009 alle 18:22 :: Latta :: #143 :: rss", *TEXT, "Commenti",
        "1. lunedì 4 maggio 2009 alle 09:12, di Peer", "Lasciatelo dov'è.",
        "2. mercoledì 6 maggio 2009 alle 08:45, di ing. S.", "Lo abbiamo misurato.", "Aggiungi un commento",
    )  # fmt: skip
    assert [one[0] for one in told(record)] == ["Peer", "ing. S."]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Mostra commenti (In sequenza | Per argomento)", "chrome"),
        ("Toon commentaar (Lineair | Samenhang)", "chrome"),
        ("Mostrar comentarios en (Lineal | Hilos)", "chrome"),
        ("Afficher les commentaires en (Vue linéaire | Vue groupée)", "chrome"),
        ("Diesen Post per E-Mail versenden BlogThis! In Twitter freigeben In Facebook freigeben", "share"),
        ("Enviar por e-mail BlogThis! Compartir en Twitter Compartir en Facebook Compartir en Pinterest", "share"),
        ("Deixe uma resposta Cancelar resposta", "form"),
        ("Schreibe eine Antwort Antwort abbrechen", "form"),
        ("O seu endereço de email não será publicado Campos obrigatórios são marcados *", "form"),
    ],
)
def test_what_platforms_print_between_comments_and_below_them(line, role):
    assert role in roles(line)


@pytest.mark.parametrize(
    "line",
    ["She was on Facebook and he was on Twitter.", "I read the comments (all of them) and went home."],
)
def test_a_sentence_that_names_such_sites_is_text(line):
    assert not roles(line)


@pytest.mark.parametrize("row", ["Categorieën Blik", "Catégories Blik", "Categories Blik", "Kategorien Blik"])
def test_categories_without_a_colon_stand_above_tags(row):
    record = read("The kettle", "Posted by Ada on 3 May 2009", *TEXT, row, "Tags: tin, roof", "Leave a comment")
    assert record.body == "\n\n".join(TEXT)
    assert [term.name for term in record.categories] == ["Blik"]


@pytest.mark.parametrize("page", [("dotclear_1", "en", "inner", 1), ("drupal_7", "nl", "airy", 0)])
def test_what_stands_above_the_heading_of_comments_is_none_and_short_ones_below_it_are(page):
    name, text, truth = scenery.make(*page)
    got = said(read_page(text.encode(), name))
    assert (got["title"], len(got["comments"])) == (truth["title"], len(truth["comments"]))
