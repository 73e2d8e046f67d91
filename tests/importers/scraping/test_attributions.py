"""Who wrote a comment, and who only speaks in the post's text."""

import pytest

from tests.importers.pages import read_page

SAID = {
    "en": ("Said", "By Ewa Lind", "3 May 2010", "said:", "No comments yet.", "Comments"),
    "de": ("Gesagt", "Von Ewa Lind", "3. Mai 2010", "sagte:", "Noch keine Kommentare.", "Kommentare"),
    "fr": ("Dit", "Par Ewa Lind", "3 mai 2010", "a dit :", "Aucun commentaire", "Commentaires"),
    "it": ("Detto", "Di Ewa Lind", "3 maggio 2010", "ha detto:", "Nessun commento", "Commenti"),
    "es": ("Dicho", "Por Ewa Lind", "3 de mayo de 2010", "dijo:", "No hay comentarios", "Comentarios"),
    "pt": ("Dito", "Por Ewa Lind", "3 de maio de 2010", "disse:", "Nenhum comentário", "Comentários"),
    "nl": ("Gezegd", "Door Ewa Lind", "3 mei 2010", "zei:", "Geen reacties", "Reacties"),
}
INTRO = {
    "en": "The wheel was turning when I came in, and nobody looked up until the bowl was on its shelf.",
    "de": "Die Scheibe drehte sich, als ich eintrat, und niemand sah auf, bis die Schale auf dem Brett stand.",
    "fr": "Le tour tournait quand je suis entrée, et personne ne leva les yeux avant que le bol ne soit posé.",
    "it": "Il tornio girava quando sono entrata, e nessuno alzò gli occhi finché la ciotola non fu al suo posto.",
    "es": "El torno giraba cuando entré, y nadie levantó la vista hasta que el cuenco estuvo en su estante.",
    "pt": "A roda girava quando eu entrei, e ninguém levantou os olhos até que a tigela estivesse na prateleira.",
    "nl": "De schijf draaide toen ik binnenkwam, en niemand keek op tot de kom op de plank stond.",
}
TURNS = ("Ewa", "Bruno", "Ewa", "Bruno", "Ewa", "Bruno")


def an_interview(language, answer, closing=""):
    heading, author, date, said, _, _ = SAID[language]
    turns = "\n\n".join(f"{name} {said}\n{answer}" for name in TURNS)
    return f"{heading} 12\n{author}\n{date}\n\n{INTRO[language]}\n\n{turns}\n\n{closing}\n".encode()


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("answer", ["1200.", "Bis 1200, in the oven of the kitchen, and again on the days after it."])
def test_an_interview_without_a_heading_of_comments_is_body(language, answer):
    record = read_page(an_interview(language, answer))
    assert record.comments == ()
    assert record.body.count(answer) == len(TURNS)
    assert INTRO[language] in record.body


@pytest.mark.parametrize("language", SAID)
def test_an_interview_above_no_comments_is_body(language):
    record = read_page(an_interview(language, "1200.", SAID[language][4]))
    assert (record.comments, record.comments_stated, record.status) == ((), 0, "published")
    assert record.body.count("1200.") == len(TURNS)


@pytest.mark.parametrize("language", SAID)
def test_below_an_interview_comments_begin_at_their_heading(language):
    said, heading = SAID[language][3], SAID[language][5]
    comments = f"{heading}\n\nTove {said}\n{INTRO[language]}\n\nMalo {said}\n{INTRO[language]}"
    record = read_page(an_interview(language, "1200.", comments))
    assert [comment.author.name for comment in record.comments] == ["Tove", "Malo"]
    assert record.body.count("1200.") == len(TURNS)


def test_comments_without_a_heading_begin_where_they_have_dates():
    said = "\n\n".join(
        f"{name} said:\nMay {day}, 2010 at 8:12 am\n\n{INTRO['en']}" for day, name in ((4, "Tove"), (5, "Malo"))
    )
    page = f"A kettle on the roof\nMay 3, 2010\n\n{INTRO['en']} {INTRO['en']}\n\n{said}\n".encode()
    record = read_page(page)
    assert [comment.author.name for comment in record.comments] == ["Tove", "Malo"]
