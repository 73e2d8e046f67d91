"""What only dumps of bare text have: no blank lines, lines of one word, values below their labels."""

import pytest

from importers.scraping.dates import find_dates
from tests.importers.pages import read_page, told

TEXT = (
    "The ladder stood against the barn for the whole of that winter, and nobody could say who had left it there.",
    "We asked the miller first, because it was a long one, and he looked at it and went back into his mill.",
    "In the spring a wren had built her nest upon the seventh rung, and so it had to stay.",
)


def read(*lines, between="\n"):
    return read_page(between.join(lines).encode())


def names(terms):
    return [term.name for term in terms]


HEAD = ("The ladder", "Posted by Ada Finch on 4 May 2009")


def test_each_line_is_a_paragraph_in_a_dump_without_blank_lines():
    record = read(*HEAD, *TEXT, "a rung for the wren", "a rung for the cat", "2 Comments", "Peer said:",
                  "4 May 2009 at 10:12", "Burn it.", "It is dry by now.")  # fmt: skip
    assert record.body == "\n\n".join([*TEXT, "a rung for the wren", "a rung for the cat"])
    assert told(record) == [("Peer", "2009-05-04T10:12:00", None, "Burn it.\n\nIt is dry by now.")]


def test_a_text_that_is_wrapped_at_a_column_keeps_its_lines_together():
    wrapped = (
        "The ladder stood against the barn for the whole of that",
        "winter, and nobody could say who had left it there, or",
        "why, or for how long it was going to lean there in the",
        "rain. We asked the miller first, because it was a long",
        "one, and he looked at it and went back into his mill",
        "and shut the door, so that we had to ask the smith.",
    )
    assert read(*HEAD, *wrapped).body == "\n".join(wrapped)


def test_what_a_colon_announces_is_a_list_and_a_verse_is_none():
    items = "a rope (too short)\na cart without wheels\nthe patience of Mr Holm"
    verse = "Up went the wren,\nDown came the rain,\nAnd nobody counted the rungs again."
    head = "\n\n".join((*HEAD, TEXT[0]))
    assert read(f"{head}\n\nWhat we tried:\n\n{items}\n\n{TEXT[1]}\n").body.split("\n\n")[2:-1] == items.split("\n")
    assert f"\n\n{verse}\n\n" in read(f"{head}\n\nWhat we sang:\n\n{verse}\n\n{TEXT[1]}\n").body


THREADS = {
    "en": ("Reply", "Delete", "Replies", "{} May 2014 at 09:00"),
    "fr": ("Répondre", "Supprimer", "Réponses", "{} mai 2014 à 09:00"),
    "it": ("Rispondi", "Elimina", "Risposte", "{} maggio 2014 alle ore 09:00"),
    "es": ("Responder", "Eliminar", "Respuestas", "{} de mayo de 2014, 09:00"),
    "pt": ("Responder", "Excluir", "Respostas", "{} de maio de 2014 às 09:00"),
    "de": ("Antworten", "Löschen", "Antworten", "{}. Mai 2014 um 09:00"),
    "nl": ("Beantwoorden", "Verwijderen", "Reacties", "{} mei 2014 om 09:00"),
}


@pytest.mark.parametrize("language", THREADS)
@pytest.mark.parametrize("hidden", [True, False])  # a dump may hold what the page does not show
def test_what_stands_below_the_heading_of_replies_answers_the_comment_above(language, hidden):
    answer, delete, answers, date = THREADS[language]
    alone = (answer, delete, answers, answer) if hidden else (answer,)
    closed = (delete,) if hidden else ()
    record = read(
        *HEAD, *TEXT, "5 comments:",
        f"Célia {date.format(5)}", "So that is where it went.", *alone,
        f"Rui {date.format(6)}", "It was never yours.", answer, *closed, answers,
        f"Ada Finch {date.format(7)}", "Then whose?", *closed,
        f"Mill 2000 {date.format(8)}", "Mine, of course.", *closed, answer,
        f"Peer {date.format(9)}", "Leave the wren alone.", *alone,
    )  # fmt: skip
    assert [one[0] for one in told(record)] == ["Célia", "Rui", "Ada Finch", "Mill 2000", "Peer"]
    assert [one[2] for one in told(record)] == [None, None, 1, 1, None]
    assert [one[3] for one in told(record)][0::4] == ["So that is where it went.", "Leave the wren alone."]


def test_a_link_to_answer_below_every_comment_opens_no_thread():
    record = read(*HEAD, *TEXT, "2 Kommentare:", "Eva 5. Mai 2014 um 09:00", "Ach so.", "Antworten",
                  "Jost 6. Mai 2014 um 09:00", "Eben.", "Antworten")  # fmt: skip
    assert [one[2] for one in told(record)] == [None, None]


def wordpress_15(last, years="November 2005"):
    return (
        "Rubber Boots", "24-11-05", "The ladder", "Filed under: Farm — Ada @ 21:30", *TEXT, "Comments (1)",
        "1 Comment »", "Burn it.", f"Comment by Peer — {last} @ 9:41", "Leave a comment", "Archives:", years,
    )  # fmt: skip


def test_a_date_between_hyphens_is_read_where_the_page_names_its_year():
    record = read(*wordpress_15("25-11-05"), between="\n\n")
    assert record.published.iso() == "2005-11-24T21:30:00"
    assert told(record) == [("Peer", "2005-11-25T09:41:00", None, "Burn it.")]


@pytest.mark.parametrize("years", ["November", "November 2005\n\nNovember 2024"])
def test_a_date_between_hyphens_whose_year_nobody_tells_is_none(years):
    record = read(*wordpress_15("24-11-05", years), between="\n\n")
    assert record.published is None
    assert record.comments[0].submitted is None


def test_days_of_one_month_prove_which_number_is_the_year():
    assert read(*wordpress_15("25-11-05", "Links"), between="\n\n").published.iso() == "2005-11-24T21:30:00"


@pytest.mark.parametrize(
    ("text", "date"),
    [("2 09 /02 /Fév /2010 20:00", "2010-02-09T20:00:00"), ("03.25.07 / 10pm", "2007-03-25T22:00:00")],
)
def test_dates_of_over_blog_and_hemingway_are_read(text, date):
    (found,) = find_dates(text)
    assert (found.date.iso(), found.start, found.end) == (date, 0, len(text))


def test_a_sentence_that_begins_with_a_day_is_text():
    record = read("Das Dorf", "De ladder", "Geplaatst door Ada op 4 mei 2009",
                  "De ladder stond de hele winter tegen de schuur en niemand wist wie hem daar had laten staan.",
                  "Op 5 december weten we het.", "1 reactie", "Peer schreef op 5 mei 2009:", "Zo is het.")  # fmt: skip
    assert record.body.endswith("\n\nOp 5 december weten we het.")


def test_hemingways_labels_give_date_and_terms_to_the_lines_below_them():
    record = read(
        "The ladder", *TEXT, "About this entry",
        "You’re currently reading “The ladder,” an entry on Rubber Boots",
        "Published:\n03.25.07 / 10pm", "Category:\nFarm", "Tags:\nwren, barn",
        "1 Comment", "Jump to comment form | comments rss [?] | trackback uri [?]",
        "Burn it.", "Peer\n03.26.07 / 1am", "Have your say", between="\n\n",
    )  # fmt: skip
    assert record.published.iso() == "2007-03-25T22:00:00"
    assert (names(record.categories), names(record.tags)) == (["Farm"], ["wren", "barn"])
    assert told(record) == [("Peer", "2007-03-26T01:00:00", None, "Burn it.")]
    assert record.body == "\n\n".join(TEXT)


UPDATED = [
    "Ultimo aggiornamento Martedì 11 Maggio 2010 18:40",
    "Last Updated on Tuesday, 11 May 2010 18:40",
    "Mise à jour le Mardi, 11 Mai 2010 18:40",
    "Última actualización el Martes, 11 de Mayo de 2010 18:40",
]


@pytest.mark.parametrize("updated", UPDATED)
def test_joomlas_page_keeps_its_title_its_category_and_the_day_it_was_published(updated):
    record = read(
        "Home", "Storie di valle", "Home » Storie di valle » La scala del mugnaio", "La scala del mugnaio", "PDF",
        "Stampa", "E-mail", "Storie di valle", "Scritto da Ada Finch", "Lunedì 03 Maggio 2010 10:12",
        "La scala stette tutto l’inverno contro il fienile, e nessuno sapeva dire chi l’avesse lasciata là.",
        updated, "Commenti", "+2", "#1 Marilena 2010-05-03 14:20", "È la mia.", "Citazione", "0",
        "#2 Peer 2010-05-04 07:05", "+1", "Citazione", "Aggiorna lista commenti",
        "RSS feed dei commenti di questo post.", "Aggiungi commento", between="\n\n",
    )  # fmt: skip
    assert (record.title, names(record.categories)) == ("La scala del mugnaio", ["Storie di valle"])
    assert (record.author.name, record.published.iso()) == ("Ada Finch", "2010-05-03T10:12:00")
    assert told(record) == [("Marilena", "2010-05-03T14:20:00", None, "È la mia."),
                            ("Peer", "2010-05-04T07:05:00", None, "+1")]  # fmt: skip


def test_a_trail_without_marks_names_the_category_above_the_title():
    record = read("Home Farm The ladder against the barn", "Farm", "The ladder against the barn",
                  "By Ada Finch - 4 May 2009", *TEXT, between="\n\n")  # fmt: skip
    assert (record.title, names(record.categories)) == ("The ladder against the barn", ["Farm"])


@pytest.mark.parametrize(
    ("line", "categories"),
    [("By Ada Finch - Farm - Permalink", ["Farm"]), ("Par Ada Finch - Ferme - Lien permanent", ["Ferme"]),
     ("Von Ada Finch - Hof - Permanenter Link", ["Hof"]), ("By Ada Finch - Permalink", [])],
)  # fmt: skip
def test_dotclears_byline_may_have_no_date(line, categories):
    record = read("The ladder", line, *TEXT, between="\n\n")
    assert (record.author.name, names(record.categories), record.published) == ("Ada Finch", categories, None)


def test_drupals_terms_stand_behind_the_date():
    line = "Submitted by ada_f on Tue, 03/07/2006 - 22:15."
    assert names(read("The ladder", f"{line} Farm", *TEXT).categories) == ["Farm"]
    assert names(read("The ladder", f"{line} Nobody read it then.", *TEXT).categories) == []


def test_b2evolutions_row_above_the_title_names_the_category():
    record = read("27/09/06", "19:05:00, 198 words   Categories: Farm", "The ladder", *TEXT,
                  "Permalink 1 comment • Trackback (0)", "Comments, Trackbacks, Pingbacks:",
                  "Comment from: Peer [Visitor]", "Burn it.", "28/09/06 @ 12:44", between="\n\n")  # fmt: skip
    assert (names(record.categories), record.comments_stated) == (["Farm"], 1)


def test_livejournals_tags_stand_above_the_title_and_its_anonymous_has_no_name():
    record = read("ada (ada) wrote,", "@ 2005-05-03 22:41:00", "Current mood: damp", "Entry tags: barn, wren",
                  "The ladder", *TEXT, "(1 comment) - (Post a new comment)", "(Anonymous)",
                  "2005-05-04 02:55 am UTC (link)", "Burn it.", "(Reply to this)")  # fmt: skip
    assert names(record.tags) == ["barn", "wren"]
    assert told(record) == [("", "2005-05-04T02:55:00", None, "Burn it.")]
    assert record.status == "published"


def test_the_last_of_the_words_below_the_date_is_the_author():
    record = read("The ladder", "4 May 2009\nFarm\nbarn, wren\nAda Finch", *TEXT, between="\n\n")
    assert (record.author.name, record.body) == ("Ada Finch", "\n\n".join(TEXT))


def test_what_stands_in_quotation_marks_names_nobody():
    text = "\n\n".join(["The ladder", "4 May 2009", TEXT[0], "Two boxes stood there:", "«Vivas»\n«Por ver»", TEXT[1]])
    record = read_page(text.encode())
    assert record.author is None
    assert "«Vivas»\n\n«Por ver»" in record.body


@pytest.mark.parametrize("printed", ["Ada Finch Berichtauteur", "Ada Finch Bericht auteur"])
def test_a_mark_behind_a_name_on_a_line_of_its_own_is_no_part_of_it(printed):
    record = read("The ladder", *TEXT, "1 gedachte over “The ladder”", printed, "9 januari 2013 om 20:31", "Zo is het.",
                  "Beantwoorden ↓", between="\n\n")  # fmt: skip
    assert told(record) == [("Ada Finch", "2013-01-09T20:31:00", None, "Zo is het.")]


def test_a_name_may_say_where_somebody_lives():
    record = read(*HEAD, *TEXT, "Comments", "Burn it.", "Posted by: Jo in Leeds | May 8, 2009 at 09:45 AM",
                  "Never.", "Posted by: Peer | May 9, 2009 at 09:45 AM", between="\n\n")  # fmt: skip
    assert [one[0] for one in told(record)] == ["Jo in Leeds", "Peer"]


def test_a_page_of_over_blog_dates_its_post_by_numbers_and_signs_comments_below():
    record = read(
        "Le quai des brumes", "Accueil", "Mardi 9 février 2010", "2 09 /02 /Fév /2010 20:00", "La soupe de ma voisine",
        "Il y a des soupes que l’on mange et des soupes que l’on raconte, et celle de ma voisine le sait fort bien.",
        "Elle la sert le mardi, dans des bols ébréchés, en disant que les bols entiers n’ont pas d’histoire.",
        "Par Maud - Publié dans : Recettes", "Ecrire un commentaire - Voir les 2 commentaires - Recommander",
        "Commentaires", "J’en veux un bol, ébréché de préférence.",
        "Commentaire n°1 posté par Lucette le 10/02/2010 à 08h12", "Et le secret, c’est le navet ?",
        "Commentaire n°2 posté par Yann D. le 11/02/2010 à 19h45", "Ajouter un commentaire", "Retour à l’accueil",
    )  # fmt: skip
    assert (record.title, record.author.name) == ("La soupe de ma voisine", "Maud")
    assert (record.published.iso(), names(record.categories)) == ("2010-02-09T20:00:00", ["Recettes"])
    assert (record.comments_stated, told(record)) == (2, [
        ("Lucette", "2010-02-10T08:12:00", None, "J’en veux un bol, ébréché de préférence."),
        ("Yann D.", "2010-02-11T19:45:00", None, "Et le secret, c’est le navet ?"),
    ])  # fmt: skip


def test_canalblogs_footer_gives_the_time_the_category_and_the_count():
    record = read(
        "14 novembre 2007", "Un pull pour le chien",
        "Il avait froid, disait-elle, et moi je n’en croyais rien, parce qu’il dormait sur la terrasse.",
        "Posté par mamielaine à 21:14 - Tricot - Commentaires [1] - Rétroliens [0] - Permalien [#]",
        "Tags : chien, pull", "Commentaires", "Mon chat prend les commandes.",
        "Posté par Odile, 15 novembre 2007 à 09:02", "Poster un commentaire", between="\n\n",
    )  # fmt: skip
    assert (record.author.name, record.published.iso()) == ("mamielaine", "2007-11-14T21:14:00")
    assert (names(record.categories), names(record.tags), record.comments_stated) == (["Tricot"], ["chien", "pull"], 1)


def test_a_dash_before_name_and_date_signs_what_stands_above():
    record = read(
        "A kettle in the chapel", *TEXT[:2], "— Corin Ashby · 2 March 2006, 23:10 · Chapel, Kettles", "Comment [2]",
        "I know whose it is and I am not telling.\n— Petra · 3 March 2006, 08:11 · #",
        "Was it descaled?\n— M. Lacey · 4 March 2006, 13:37 · #", "Textile Help", between="\n\n",
    )  # fmt: skip
    assert (record.author.name, names(record.categories)) == ("Corin Ashby", ["Chapel", "Kettles"])
    assert [(one[0], one[3]) for one in told(record)] == [
        ("Petra", "I know whose it is and I am not telling."),
        ("M. Lacey", "Was it descaled?"),
    ]


def test_drupals_terms_may_be_several():
    line = "Submitted by ada_f on Tue, 03/07/2006 - 22:15. Farm | Birds"
    assert names(read("The ladder", line, *TEXT).categories) == ["Farm", "Birds"]
