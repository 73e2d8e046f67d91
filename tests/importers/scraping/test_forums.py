"""Threads of phpBB 2 as pages: the first posting is the post, the others are its comments."""

from time import process_time

import pytest

from tests.importers.pages import read_page, told

TEXTS = {
    "en": "The ladder stood against the barn for the whole of that winter, and nobody could say who had left it there.",
    "fr": "L’échelle resta tout l’hiver contre la grange, et personne ne savait dire qui l’avait laissée là.",
    "de": "Die Leiter lehnte den ganzen Winter an der Scheune, und niemand wusste, wer sie dort gelassen hatte.",
    "es": "La escalera estuvo todo aquel invierno contra el granero, y nadie supo decir quién la había dejado allí.",
    "it": "La scala stette tutto l’inverno contro il fienile, e nessuno sapeva dire chi l’avesse lasciata là.",
    "nl": "De ladder stond de hele winter tegen de schuur en niemand wist te zeggen wie hem daar had laten staan.",
}
# Language: the line above a text, since when somebody is a member, how much they wrote, the link below a text.
WORDS = {
    "en": ("Posted: Tue May {:02}, 2004 10:12 pm    Post subject: {}", "Joined: 12 Feb 2003", "Posts: 3",
           "Back to top"),
    "fr": ("Posté le: Mar Mai {:02}, 2004 10:12 pm    Sujet du message: {}", "Inscrit le: 12 Fév 2003", "Messages: 3",
           "Revenir en haut de page"),
    "de": ("Verfasst am: {:02}.05.2004, 22:12    Titel: {}", "Anmeldungsdatum: 12.02.2003", "Beiträge: 3", "Nach oben"),
    "es": ("Publicado: Mar May {:02}, 2004 10:12 pm    Título del mensaje: {}", "Registrado: 12 Feb 2003",
           "Mensajes: 3", "Volver arriba"),
    "it": ("Inviato: Mar Mag {:02}, 2004 10:12 pm    Oggetto: {}", "Registrato: 12/02/03 10:11", "Messaggi: 3", "Top"),
    "nl": ("Geplaatst: di mei {:02}, 2004 10:12 pm    Onderwerp: {}", "Geregistreerd op: 12 Feb 2003", "Berichten: 3",
           "Terug naar boven"),
}  # fmt: skip


def read(*lines, between="\n"):
    return read_page(between.join(lines).encode())


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("ranks", [(), ("Site Admin",)])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_thread_is_a_post_and_its_comments(language, ranks, between):
    head, joined, posts, top = WORDS[language]
    text = TEXTS[language]
    record = read(
        "Rubber Boots", "The ladder", "Rubber Boots -> Tools", "Previous topic :: Next topic", "Author\tMessage",
        "ada_f", *ranks, joined, posts, head.format(4, "The ladder"), text, "A wren, too.", top,
        "Peer", *ranks, joined, posts, head.format(5, ""), "Mmh.", "_________________", "Dry wood burns", top,
        "M. Lacey", *ranks, joined, posts, head.format(11, "Re: The ladder"), text, top,
        "Page 1 of 1", "You cannot reply to topics in this forum", "Powered by phpBB", between=between,
    )  # fmt: skip
    assert (record.title, record.author.name, record.published.iso()) == ("The ladder", "ada_f", "2004-05-04T22:12:00")
    assert record.body == f"{text}\n\nA wren, too."
    assert told(record) == [
        ("Peer", "2004-05-05T22:12:00", None, "Mmh."),
        ("M. Lacey", "2004-05-11T22:12:00", None, text),
    ]


def test_comments_that_are_headed_alike_below_a_text_are_no_thread():
    record = read("The ladder", "Posted by Ada Finch on 4 May 2009", TEXTS["en"], "2 Comments",
                  "Peer", "Posted: May 5, 2009 10:12    Subject: Wood", "Burn it.", "Reply to this comment",
                  "Rui", "Posted: May 6, 2009 10:12    Subject: Wood", "Never.", "Reply to this comment")  # fmt: skip
    assert (record.title, record.body) == ("The ladder", TEXTS["en"])


def test_a_thread_of_thousands_of_lines_is_read_in_a_breath():
    line = "Posted: May 5, 2009 10:12    Post subject: {}\n____________\nBack to top\nPeer\n"
    page = "The ladder\nAda\n" + "".join(line.format(number) for number in range(1_000))
    start = process_time()
    read(page)
    assert process_time() - start < 5
