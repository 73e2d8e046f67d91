"""Lines in words of a blog's own: counts, headings, signatures that no table has, told by what stands around them."""

import time

import pytest

from importers.scraping.features import see
from importers.scraping.lines import make_line
from tests.importers.pages import read_page, told

TEXT = (
    "The ladder stood against the barn for the whole of that winter, and nobody could say who had left it there.",
    "We asked the miller first, because it was a long one, and he looked at it and went back into his mill.",
    "In the spring a wren had built her nest upon the seventh rung, and so it had to stay.",
)
HEAD = ("The ladder", "Posted by Ada Finch on 4 May 2009")


def read(*lines, between="\n\n"):
    return read_page(between.join(lines).encode())


def names(terms):
    return [term.name for term in terms]


def groups(view):
    seen = see(make_line(1, view))
    return [{name: view[slice(*place)] for name, place in hit.groups.items()} for hit in seen.matches]


SCRIBBLED = {
    "en": "Scribbled by Ada Finch at 17:05",
    "fr": "Gribouillé par Ada Finch à 17:05",
    "it": "Scarabocchiato da Ada Finch alle 17:05",
    "de": "Gekritzelt von Ada Finch um 17:05 Uhr",
    "es": "Garabateado por Ada Finch a las 17:05",
    "pt": "Rabiscado por Ada Finch às 17:05",
    "nl": "Gekrabbeld door Ada Finch om 17:05",
}


@pytest.mark.parametrize("line", SCRIBBLED.values(), ids=SCRIBBLED)
def test_a_participle_that_no_table_has_signs_a_post_before_a_moment(line):
    record = read("Monday, May 4, 2009", "The ladder", *TEXT, line, "1 Comment", "Peer said:", "Burn it.",
                  "May 5, 2009 10:12 AM")  # fmt: skip
    assert (record.author.name, record.published.iso()) == ("Ada Finch", "2009-05-04T17:05:00")
    assert record.body == "\n\n".join(TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "Photo by Ada Finch, 4 May 2009", "Foto di Ada Finch alle 17:05", "Taken by surprise",
        "Recorded by Ada Finch on 4 May 2009", "Presented by Ada Finch at 17:05", "Opened by Ada Finch at 19:05",
        "Illustrée par Ada Finch le 4 mai 2009", "Tradotto da Ada Finch alle 17:05", "Gedruckt von Ada Finch um 17:05",
    ],
)  # fmt: skip
def test_who_did_something_else_than_write_signs_no_post(line):
    assert "posted" not in see(make_line(1, line)).roles


AFTER = {
    "en": "04-05-2009 at 23:12 written by Ada Finch",
    "it": "04/05/2009 23:12 scritto da Ada Finch",
    "de": "04.05.2009 um 23:12 geschrieben von Ada Finch",
    "nl": "04-05-2009 om 23:12 geschreven door Ada Finch",
}


@pytest.mark.parametrize("line", AFTER.values(), ids=AFTER)
def test_date_verb_and_name_sign_a_post(line):
    assert {"name": "Ada Finch"} in groups(line)
    assert "posted" in see(make_line(1, line)).roles


ENTRIES = {
    "en": "Published on May 4, 2009 by Ada Finch in Attic, Tea. 3 Comments Tags: kettle, rope.",
    "fr": "Publié le 4 mai 2009 par Ada Finch dans Attic, Tea. 3 Commentaires Tags: kettle, rope.",
    "it": "Pubblicato il 4 maggio 2009 da Ada Finch in Attic, Tea. 3 Commenti Tag: kettle, rope.",
    "de": "Veröffentlicht am 4. Mai 2009 von Ada Finch in Attic, Tea. 3 Kommentare Stichwörter: kettle, rope.",
    "es": "Publicado el 4 de mayo de 2009 por Ada Finch en Attic, Tea. 3 comentarios Etiquetas: kettle, rope.",
    "pt": "Publicado em 4 de maio de 2009 por Ada Finch em Attic, Tea. 3 comentários Etiquetas: kettle, rope.",
    "nl": "Gepubliceerd op 4 mei 2009 door Ada Finch in Attic, Tea. 3 reacties Trefwoorden: kettle, rope.",
}


@pytest.mark.parametrize("line", ENTRIES.values(), ids=ENTRIES)
def test_a_sentence_of_particulars_gives_name_date_categories_and_tags(line):
    record = read("The ladder", line, *TEXT)
    assert (record.author.name, record.published.iso(), record.body) == ("Ada Finch", "2009-05-04", "\n\n".join(TEXT))
    assert (names(record.categories), names(record.tags)) == (["Attic", "Tea"], ["kettle", "rope"])


@pytest.mark.parametrize(
    "line",
    ["Written by: Ada Finch in Attic, Tea", "Écrit par : Ada Finch dans Attic, Tea",
     "Scritto da: Ada Finch in Attic, Tea",
     "Geschrieben von: Ada Finch in Attic, Tea", "Escrito por: Ada Finch en Attic, Tea",
     "Escrito por: Ada Finch em Attic, Tea", "Geschreven door: Ada Finch in Attic, Tea"],
)  # fmt: skip
def test_a_byline_with_a_colon_gives_the_categories(line):
    record = read("The ladder", line, *TEXT, between="\n")
    assert (record.author.name, names(record.categories)) == ("Ada Finch", ["Attic", "Tea"])


@pytest.mark.parametrize(
    "badge", [("May", "4", "2009"), ("4", "May", "2009"), ("Mai", "04", "2009"), ("Mag 4", "2009")]
)
def test_a_badge_of_lines_above_a_title_is_a_date(badge):
    record = read("The Salt Box", "Home", *badge, "The ladder", *TEXT, "1 Comment", "Peer said:", "May 5, 2009 10:12",
                  "Burn it.", between="\n")  # fmt: skip
    assert (record.title, record.published.iso()) == ("The ladder", "2009-05-04")


def test_a_count_beside_a_date_is_nobody():
    for line in ("May 4, 2009 · 3 Comments", "3 Comments · May 4, 2009", "4 mai 2009 · 3 commentaires"):
        assert read("The ladder", line, *TEXT, between="\n").author is None


COMMENTS = ("Peer said:", "Burn it.", "May 5, 2009 10:12", "Mira said:", "It is a good ladder.", "May 6, 2009 11:12")


@pytest.mark.parametrize("heading", ["2 scribbles:", "Who answered (2)", "2 People Had Something To Say", "Echo: 2"])
def test_a_line_that_counts_as_many_as_sign_below_heads_the_comments(heading):
    record = read(*HEAD, *TEXT, heading, *COMMENTS, "Name:", "E-mail:", "Website:")
    assert (record.comments_stated, len(record.comments), record.body) == (2, 2, "\n\n".join(TEXT))


def test_a_line_that_counts_something_else_is_text():
    record = read(*HEAD, *TEXT, "3 wrens:", *COMMENTS, "Name:", "E-mail:", "Website:")
    assert record.comments_stated is None


ASKED = (
    "So what do you say?",
    "Et toi, tu dis quoi ?",
    "E tu che dici?",
    "Schreib was dazu",
    "Échale sal",
    "Zeg het maar",
)


@pytest.mark.parametrize("heading", ASKED)
@pytest.mark.parametrize("after", [False, True])
def test_a_few_words_above_the_fields_head_the_form(heading, after):
    signed = ["Peer | May 5, 2009 10:12", "Mira | May 6, 2009 11:12"]
    texts = ["Burn it, it is dry by now.", "It is a good ladder for a wren"]
    rows = [line for pair in zip(*((texts, signed) if after else (signed, texts)), strict=True) for line in pair]
    record = read(*HEAD, *TEXT, "2 Comments", *rows, heading, "Name:", "E-mail:", "Website:")
    assert [comment.body for comment in record.comments] == texts
    assert [comment.author.name for comment in record.comments] == ["Peer", "Mira"]


def test_the_only_text_of_the_last_comment_heads_no_form():
    record = read(*HEAD, *TEXT, "1 Comment", "Peer | May 5, 2009 10:12", "Burn it", "Name:", "E-mail:", "Website:")
    assert told(record) == [("Peer", "2009-05-05T10:12:00", None, "Burn it")]


def test_a_word_that_a_row_counts_heads_the_comments():
    record = read("The ladder", *TEXT, "Posted by Ada Finch on May 4, 2009 in Attic | Permalink | Your say (1)",
                  "Your say", "Burn it.", "Posted by: Peer | May 5, 2009 at 10:12 AM", "Post a comment")  # fmt: skip
    assert (record.comments_stated, record.body) == (1, "\n\n".join(TEXT))
    assert told(record) == [("Peer", "2009-05-05T10:12:00", None, "Burn it.")]


ABOUT = {"en": "About", "de": "Über", "nl": "Over", "es": "Sobre", "fr": "À propos de", "it": "Riguardo a"}


@pytest.mark.parametrize("word", ABOUT.values(), ids=ABOUT)
def test_headings_of_the_text_introduce_nobody(word):
    parts = (TEXT[0], f"{word} rungs", TEXT[1], f"{word} Rope", TEXT[2])
    record = read(*HEAD, *parts, "1 Comment", "Peer said:", "May 5, 2009 10:12", "Burn it.")
    assert (record.body, record.author.name) == ("\n\n".join(parts), "Ada Finch")


@pytest.mark.parametrize("word", ["About", "Über", "Sobre", "Over"])
def test_a_heading_with_the_name_of_a_person_introduces_her(word):
    note = "Ada Finch lives in a mill and mends ladders for everybody who asks, and for some who do not."
    record = read("The ladder", "4 May 2009", *TEXT, f"{word} Ada Finch", note, "Leave a comment", "Name:", "E-mail:")
    assert (record.author.name, record.author.bio) == ("Ada Finch", note)


@pytest.mark.parametrize("heading", ["About the author", "À propos de l'auteur", "Über den Autor", "Over de auteur"])
def test_what_a_theme_calls_the_note_about_the_author_stays_its_heading(heading):
    note = "Ada Finch lives in a mill and mends ladders for everybody who asks, and for some who do not."
    assert read(*HEAD, *TEXT, heading, note, "Leave a comment", "Name:", "E-mail:").body == "\n\n".join(TEXT)


def test_the_address_between_a_name_and_what_is_said_of_it_is_no_hindrance():
    note = "Ada Finch (Saltmarsh, 1971) mends ladders and has written two books about wrens, and a guide to barns."
    record = read("The ladder", *TEXT, "Previous article\nThe mill\nNext article\nThe wren and the cat",
                  f"Ada Finch\nhttps://finch.example\n{note}", "Related articles\nMore from author",
                  "The mill, again\nTen barns with a view", "Leave a reply", "Please enter your comment!")  # fmt: skip
    assert (record.author.name, record.body) == ("Ada Finch", "\n\n".join(TEXT))


PINGS = ("Trackbacks", "Use this address to cite it: http://salt.example/mt-tb.cgi/12", "These weblogs speak of it:",
         "» A wren at last from Tea Weekly\nAll of the mill is in arrears. [Look]", "Cited on 15.05.09 18:20",
         "» Rungs from The Salt Box\nSeven, says she. [Look]", "Cited on 17.05.09 08:03")  # fmt: skip


def test_trackbacks_are_dated_in_whatever_words():
    record = read(
        *HEAD, *TEXT, *PINGS, "What was said (1)", "Burn it.", "Said by: Peer | 15.05.09 09:02", "Name:", "URL:"
    )
    assert [(ping.title, ping.blog_name, ping.received.iso()) for ping in record.trackbacks] == [
        ("A wren at last", "Tea Weekly", "2009-05-15T18:20:00"), ("Rungs", "The Salt Box", "2009-05-17T08:03:00"),
    ]  # fmt: skip
    assert told(record) == [("Peer", "2009-05-15T09:02:00", None, "Burn it.")]


def test_a_list_of_trackbacks_below_the_form_is_none_of_comments():
    record = read(*HEAD, *TEXT, "Commentaires", "1. Le jeudi 7 mai 2009, 08:12 par Peer", "Burn it, it is dry by now.",
                  "2. Le jeudi 7 mai 2009, 12:40 par Mira", "It is a good ladder.", "Ajouter un commentaire", "Nom :",
                  "La discussion continue ailleurs", "URL de rétrolien : http://salt.example/index.php?trackback/87",
                  "1. Le samedi 9 mai 2009, 10:02 par Tea Weekly\nA wren at last\nAll the mill is late.")  # fmt: skip
    assert [comment.author.name for comment in record.comments] == ["Peer", "Mira"]
    assert [(ping.title, ping.blog_name) for ping in record.trackbacks] == [("A wren at last", "Tea Weekly")]


def test_a_dash_signs_a_text_where_it_signs_comments():
    comments = ("Burn it.", "— Peer · 12 May 2009, 20:44 · #", "Never.", "— Mira · 13 May 2009, 08:10 · #")
    record = read("The ladder", *TEXT, "— Ada Finch", "Comment", *comments, "Commenting is closed for this article.")
    assert (record.author.name, record.body) == ("Ada Finch", "\n\n".join(TEXT))


def test_a_dash_below_a_quotation_names_who_is_quoted():
    record = read("The ladder", *TEXT, "“A ladder is a promise.”", "— Ada Finch", "2 Comments", *COMMENTS)
    assert record.author is None


def test_what_a_row_below_the_signature_names_with_small_letters_are_tags():
    record = read("The ladder", *TEXT, "Posted by Ada Finch at 17:05\nDrawers: rungs, rope", "2 Comments", *COMMENTS)
    assert (names(record.tags), record.body) == (["rungs", "rope"], "\n\n".join(TEXT))
    record = read("The ladder", *TEXT, "Posted by Ada Finch at 17:05\nMood: tired, cold", "2 Comments", *COMMENTS)
    assert (record.tags, record.body) == ((), "\n\n".join(TEXT))


@pytest.mark.parametrize("link", ["ada's blog", "Blog di ada", "Blog de ada", "Blog von ada", "Blog van ada"])
def test_the_link_to_all_that_somebody_wrote_is_no_text(link):
    record = read("The ladder", "Submitted by ada on Tue, 05/12/2009 - 18:40.", *TEXT, link, "Add new comment")
    assert record.body == "\n\n".join(TEXT)


@pytest.mark.parametrize("line", ["Photo by Ada " + "of " * 30_000, "Scribbled by " + "a" * 100_000,
                                  "Published on May 4, 2009 by " + "Ada, " * 20_000, "Drawers: " + "a, " * 33_000,
                                  "x (" + "1 | x (" * 14_000, "12 " + "a (" * 33_000])  # fmt: skip
def test_the_worst_lines_take_no_time(line):
    started = time.process_time()
    read(*HEAD, *TEXT, line, "Name:", "E-mail:", between="\n")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("lines", [("Anna (3)", "Name:", "E-mail:"), ("— Anna", "Comments"),
                                   ("Posted by A at 9:10 AM", "x: y"),
                                   ("Links | Your say (2)", "Your say"), ("» A from B", "Trackbacks")])  # fmt: skip
def test_pages_of_nothing_but_such_lines_take_no_time(lines):
    started = time.process_time()
    read(*HEAD, *TEXT, *(lines * (9_000 // len(lines))), between="\n")
    assert time.process_time() - started < 5


WRITES = {
    "en": "Notes from a mill, and from under it. Written by Ada Finch.",
    "fr": "Notes d’un moulin, et de dessous. Écrit par Ada Finch.",
    "it": "Note da un mulino, e da sotto. Scritto da Ada Finch.",
    "de": "Dieses Blog wird seit langem von Ada Finch geschrieben.",
    "es": "Notas de un molino, y de debajo. Escrito por Ada Finch.",
    "pt": "Notas de um moinho, e de baixo dele. Escrito por Ada Finch.",
    "nl": "Aantekeningen uit een molen. Geschreven door Ada Finch.",
    "footer": "The Salt Box is proudly powered by WordPress and written, between rains, by Ada Finch.",
}


@pytest.mark.parametrize("line", WRITES.values(), ids=WRITES)
def test_a_sentence_beside_a_post_says_who_writes_the_blog(line):
    beside = ("Leave a comment", "Name", "Search", "What is this?", line, "Archives", "May 2009", "April 2009")
    record = read("The ladder", "4 May 2009", *TEXT, *beside)
    assert record.author.name == "Ada Finch"


def test_sentences_that_name_two_say_of_neither_that_he_wrote_the_post():
    beside = ("Search", "About", "A tale of a mill. Written by Ada Finch.", "Another one. Written by Peer Holm.")
    assert read("The ladder", "4 May 2009", *TEXT, *beside).author is None
    assert read("The ladder", "4 May 2009", *TEXT, "Search", "Photo by Ada Finch", "Theme by Peer Holm.").author is None


@pytest.mark.parametrize(
    "line",
    [
        "Gribouillé par Ada Finch le 4 mai 2009 à 17:05 dans Attic, Tea | Lien permanent",
        "Scribbled by Ada Finch on 4 May 2009 at 17:05 in Attic, Tea | Permalink | Comments (1)",
        "Gekritzelt von Ada Finch am 4. Mai 2009 um 17:05 in Attic, Tea | Permalink",
    ],
)
def test_a_signature_in_any_participle_may_go_on_with_categories_and_links(line):
    record = read("The ladder", *TEXT, line, "1 Comment", "Peer said:", "May 5, 2009 10:12", "Burn it.")
    assert (record.author.name, record.published.iso()) == ("Ada Finch", "2009-05-04T17:05:00")
    assert (names(record.categories), record.body) == (["Attic", "Tea"], "\n\n".join(TEXT))


@pytest.mark.parametrize(
    ("line", "name"),
    [("Ada Holm, 4 May 2009", "Ada Holm"), ("Ada Holm Mon, 4 May 2009", "Ada Holm"), ("Ada Mon, 4 May 2009", "Ada")],
)
def test_a_short_last_name_before_a_date_is_no_day_of_the_week(line, name):
    anchor = see(make_line(1, line)).anchor
    assert line[slice(*anchor.name)] == name


@pytest.mark.parametrize("line", ["Printed in: Lund, Malmo", "Filmed in: Lund", "Gedreht in: Lund, Malmö"])
def test_where_something_was_made_is_no_category(line):
    assert "categories" not in see(make_line(1, line)).roles


FILED = ("Pigeonholed under: Attic, Tea", "Rangé sous : Attic, Tea", "Archiviato in: Attic, Tea",
         "Archivado bajo: Attic, Tea",
         "Guardado em: Attic, Tea", "Weggeborgen onder: Attic, Tea", "Einsortiert unter: Attic, Tea")  # fmt: skip


@pytest.mark.parametrize("line", FILED)
def test_a_participle_and_a_colon_file_a_post(line):
    record = read("The ladder", "4 May 2009", *TEXT, line, "2 Comments", *COMMENTS)
    assert (names(record.categories), record.body) == (["Attic", "Tea"], "\n\n".join(TEXT))


def test_what_the_names_above_dates_end_in_is_no_part_of_them():
    rows = ("Peer chirped\nMay 5, 2009 at 10:12 am", "Burn it.", "Mira Sand chirped\nMay 6, 2009 at 11:12 am", "Never.")
    record = read(*HEAD, *TEXT, "2 voices from the loft", *rows, "Chirp back", "Name (required)", "Website")
    assert told(record) == [
        ("Peer", "2009-05-05T10:12:00", None, "Burn it."), ("Mira Sand", "2009-05-06T11:12:00", None, "Never."),
    ]  # fmt: skip


def test_texts_above_dates_that_end_alike_are_no_names():
    rows = ("Peer said...\nI love it\nMay 5, 2009 at 10:12 am", "Mira said...\nI hate it\nMay 6, 2009 at 11:12 am")
    record = read(*HEAD, *TEXT, "2 Comments", *rows)
    said = [(comment.author.name, comment.body) for comment in record.comments]
    assert said == [("Peer", "I love it"), ("Mira", "I hate it")]
