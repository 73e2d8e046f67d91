"""What recurs from page to page, and yet stands in a post or its comments."""

import pytest

from importers.decoding import SourceFile
from importers.readers import scraped_text
from importers.surveying import survey

TEXT = {
    "en": "The ferry leaves at nine on day {n}, and whoever is late by less than {n} minutes may shout from the pier.",
    "de": "Die Fähre geht um neun am Tag {n}, und wer weniger als {n} Minuten zu spät ist, darf vom Steg aus rufen.",
    "fr": "Le bac part à neuf heures le jour {n}, et qui a moins de {n} minutes de retard peut crier depuis le quai.",
    "it": "Il traghetto parte alle nove il giorno {n}, e chi ha meno di {n} minuti di ritardo può gridare dal molo.",
}
PRAISE = {"en": "Well put!", "de": "Schön gesagt!", "fr": "Merci à toi !", "it": "Ben detto!"}
NAMES = ("Tove", "Malo", "Ilse")
PAGES = 8
PRAISED = (1, 4, 6)


def survey_pages(texts):
    """Return the records of some pages of one batch."""
    files = [SourceFile(f"{number}.txt", content=text.encode()) for number, text in enumerate(texts)]
    evidence = survey(files, "scraped_text")
    return [next(iter(scraped_text.read(file, evidence))) for file in files]


def a_page(number, comments, language="en", advert="", before=False):
    """Return a page of Movable Type's kind: who wrote a comment stands below it, or `before` it."""
    text = TEXT[language].format(n=number)
    lines = [
        f"Crossing number {number}",
        f"{text} {text}",
        text,
        advert,
        f"Posted by Ewa at May {number + 1}, 2006 07:15 PM",
    ]
    lines += ["Comments"]
    for place, comment in enumerate(comments):
        who = f"{NAMES[place]} said at May {number + 2}, 2006 {8 + place}:10 PM" if before else ""
        signed = "" if before else f"Posted by: {NAMES[place]} at May {number + 2}, 2006 {8 + place}:10 PM"
        lines += [who, comment, signed]
    return "\n\n".join(filter(None, [*lines, "Post a comment", "Name:", "Email Address:", "Remember me?"])) + "\n"


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("language", TEXT)
def test_the_only_comment_of_a_page_is_kept_though_it_recurs(language, before):
    pages = [a_page(n, [PRAISE[language]] if n in PRAISED else [], language, before=before) for n in range(PAGES)]
    for record in (survey_pages(pages)[n] for n in PRAISED):
        assert [(comment.author.name, comment.body) for comment in record.comments] == [("Tove", PRAISE[language])]
        assert record.status == "published"


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_of_several_comments_is_kept_though_it_recurs(place, before):
    def comments(number):
        own = [f"My aunt missed it {number + 3} times, {name} says." for name in ("Per", "Ana", "Jo")]
        return [*own[:place], PRAISE["en"], *own[place + 1 :]] if number in PRAISED else own

    records = survey_pages([a_page(n, comments(n), before=before) for n in range(PAGES)])
    assert [comment.body for comment in records[PRAISED[1]].comments] == comments(PRAISED[1])


def test_the_first_sentence_of_a_comment_is_kept_though_it_recurs():
    own = "I shouted for {n} minutes and nobody heard me but the gulls."
    pages = [a_page(n, [f"{PRAISE['en']}\n\n{own.format(n=n)}"] if n in PRAISED else []) for n in range(PAGES)]
    (comment,) = survey_pages(pages)[PRAISED[0]].comments
    assert comment.body == f"{PRAISE['en']}\n\n{own.format(n=PRAISED[0])}"


def test_what_the_theme_prints_below_every_comment_is_none_of_their_texts():
    def comments(number):
        return [f"My aunt missed it {number + 3} times, {name} says.\n\nNotify the harbour" for name in ("Per", "Ana")]

    records = survey_pages([a_page(n, comments(n), before=True) for n in range(PAGES)])
    assert "Notify the harbour" not in " ".join(comment.body for comment in records[2].comments)


@pytest.mark.parametrize("language", TEXT)
@pytest.mark.parametrize("lines", [1, 3])
def test_an_advertisement_above_the_footer_does_not_end_the_post(language, lines):
    advert = "\n\n".join(TEXT[language].format(n=900 + line) for line in range(lines))
    records = survey_pages([a_page(n, [], language, advert) for n in range(PAGES)])
    for number, record in enumerate(records):
        assert record.published.iso() == f"2006-05-{number + 1:02}T19:15:00"
        assert record.author.name == "Ewa"
        assert "90" not in record.body


def a_post(number, above="", amid="", below="", comments=()):
    text = TEXT["en"].format(n=number)
    parts = [
        f"Crossing number {number}",
        f"Posted on May {number + 1}, 2006 by Ewa",
        above,
        text,
        amid,
        f"{text} {text}",
    ]
    return "\n\n".join(filter(None, [*parts, below, f"{len(comments)} Comments", *comments, "Leave a Reply", "Name"]))


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("above", "Good morning, dear readers, and welcome aboard once more."),
        ("amid", "Hold on to your hat."),
        ("below", "Keep your feet dry, Ewa"),
    ],
)
def test_what_the_author_says_in_every_post_stays_in_each(place, sentence):
    for record in survey_pages([a_post(n, **{place: sentence}) for n in range(PAGES)]):
        assert sentence in record.body


def test_comments_of_one_minute_under_several_posts_keep_their_date():
    said = [
        "Tove says:\nMay 9, 2006 at 10:0{n} am\n\nNot in winter, crossing {n}.",
        "Malo says:\nMay 9, 2006 at 11:00 am\n\n+1",
    ]
    records = survey_pages([a_post(n, comments=[one.format(n=n) for one in said]) for n in range(PAGES)])
    for record in records:
        assert [one.submitted.iso() for one in record.comments][1] == "2006-05-09T11:00:00"
