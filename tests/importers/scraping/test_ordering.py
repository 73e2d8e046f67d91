"""Numeric dates: which number is the day, and what becomes of those that nothing decides."""

import pytest

from importers.decoding import SourceFile
from importers.readers import scraped_text
from importers.records import FoundDate
from importers.scraping.dates import find_dates
from importers.scraping.ordering import resolve_order
from importers.surveying import survey
from tests.importers.pages import read_page

TEXT = {
    "en": "The well was dry in the morning and full again at noon, and nobody could say who had been down there.",
    "de": "Der Brunnen war am Morgen leer und am Mittag wieder voll, und niemand wusste, wer unten gewesen war.",
    "fr": "Le puits était vide le matin et plein à midi, et personne ne savait qui était descendu dans la nuit.",
    "it": "Il pozzo era vuoto la mattina e pieno a mezzogiorno, e nessuno sapeva chi fosse sceso nella notte.",
    "es": "El pozo estaba vacío por la mañana y lleno a mediodía, y nadie sabía quién había bajado por la noche.",
    "pt": "O poço estava vazio de manhã e cheio ao meio-dia, e ninguém sabia quem tinha descido durante a noite.",
    "nl": "De put was 's ochtends leeg en 's middags weer vol, en niemand wist wie er in de nacht beneden was.",
}
BY = {"en": "By", "de": "Von", "fr": "Par", "it": "Di", "es": "Por", "pt": "Por", "nl": "Door"}


def a_page(date, comments=(), language="en"):
    text = TEXT[language]
    signed = "".join(f"\n{text}\n\nPosted by: Tove at {when}\n" for when in comments)
    return f"The well 3\n\n{BY[language]} Ewa\n\n{date}\n\n{text}\n\n{text}\n\nComments\n{signed}".encode()


def order(*texts, language="en", **evidence):
    return resolve_order([date for text in texts for date in find_dates(text)], language, **evidence)


def test_an_open_date_in_english_is_a_hint_and_no_date():
    record = read_page(a_page("05/08/06", ["06/08/06 10:15"]))
    assert record.published is None
    hints = [(hint.value, hint.evidence) for hint in record.date_hints]
    assert hints == [("2006-08-05", "open-order"), ("2006-05-08", "open-order")]
    assert [comment.submitted for comment in record.comments] == [None]


@pytest.mark.parametrize("language", [language for language in TEXT if language != "en"])
def test_other_languages_write_the_day_first(language):
    assert read_page(a_page("05/08/06", language=language)).published == FoundDate(2006, 8, 5)


def test_a_country_tells_the_order_of_english():
    line = '<h1>The well</h1><p class="byline">By Ewa on 05/08/06</p>'
    page = f'<html lang="{{}}"><title>The well</title>{line}<p>{TEXT["en"]} {TEXT["en"]}</p></html>'
    found = [read_page(page.format(tag).encode(), "page.html").published for tag in ("en-US", "en-GB", "en")]
    assert found == [FoundDate(2006, 5, 8), FoundDate(2006, 8, 5), None]


def test_another_date_of_the_page_tells_the_order():
    record = read_page(a_page("05/08/06", ["06/08/06 10:15", "19/08/06 11:20"]))
    assert record.published == FoundDate(2006, 8, 5)
    assert [comment.submitted.day for comment in record.comments] == [6, 19]
    assert read_page(a_page("05/08/06", ["05/19/06 11:20"])).published == FoundDate(2006, 5, 8)


def test_comments_follow_the_post_whose_date_is_in_words():
    record = read_page(a_page("August 5, 2006", ["06/08/06 10:15", "08/08/06 11:20"]))
    assert [comment.submitted.shown()[:10] for comment in record.comments] == ["2006-08-06", "2006-08-08"]
    record = read_page(a_page("August 5, 2006", ["08/06/06 10:15"]))
    assert record.comments[0].submitted.shown()[:10] == "2006-08-06"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["05/08/06", "13/08/06"], True),
        (["05/08/06", "08/13/06"], False),
        (["05/08/06", "06/08/06", "07/08/06"], True),
        (["05/08/06", "05/09/06", "05/10/06"], False),
        (["05/08/06", "06/08/06"], None),
        (["05/08/06", "13/08/06", "08/14/06"], None),
        (["Sat, 05/08/2006"], True),
    ],
)
def test_dates_tell_their_order_together(texts, expected):
    assert order(*texts) is expected


def test_what_structured_data_says_tells_the_order():
    assert order("05/08/06", known=[FoundDate(2006, 5, 8)]) is False
    assert order("05/08/06", known=[FoundDate(2006, 6, 20)]) is None


def test_the_batch_tells_the_order_of_a_page_that_does_not():
    days = (13, 14, 15, 16, 17, 18, 19, 5)
    pages = [a_page(f"{day:02}/08/06").replace(b"dry", b"dry %d" % day) for day in days]
    files = [SourceFile(f"{day}.txt", content=page) for day, page in zip(days, pages, strict=True)]
    (record,) = scraped_text.read(files[-1], survey(files, "scraped_text"))
    assert record.published == FoundDate(2006, 8, 5)


@pytest.mark.parametrize(
    "line",
    ["By Ewa · Updated June 12, 2019", "Last updated: June 12, 2019", "By Ewa - Last modified on June 12, 2019"],
)
def test_the_day_of_a_change_is_not_the_day_of_the_post(line):
    page = f"<title>The well</title><h1>The well</h1><p class=meta>{line}</p><p>{TEXT['en']}</p><p>{TEXT['en']}</p>"
    record = read_page(page.encode(), "page.html")
    assert record.published is None
    assert ("2019-06-12", "updated") in [(hint.value, hint.evidence) for hint in record.date_hints]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Updated June 12, 2019 · Published June 1, 2019"),
        ("de", "Veröffentlicht am 1. Juni 2019, zuletzt aktualisiert am 12. Juni 2019"),
        ("fr", "Publié le 1 juin 2019, mis à jour le 12 juin 2019"),
        ("it", "Pubblicato il 1 giugno 2019, aggiornato il 12 giugno 2019"),
        ("es", "Publicado el 1 de junio de 2019, actualizado el 12 de junio de 2019"),
        ("pt", "Publicado em 1 de junho de 2019, atualizado em 12 de junho de 2019"),
        ("nl", "Geplaatst op 1 juni 2019, bijgewerkt op 12 juni 2019"),
    ],
)
def test_the_day_of_a_change_stands_beside_the_day_of_the_post(language, line):
    text = TEXT[language]
    page = f"<title>The well</title><h1>The well</h1><p class=meta>{line}</p><p>{text}</p><p>{text}</p>"
    assert read_page(page.encode(), "page.html").published == FoundDate(2019, 6, 1)


def test_a_day_of_change_that_a_page_prints_again_and_again_is_one_hint():
    changed = "Last updated: June 6, 2009\n\nPosted by Ewa\n\nUpdated June 6, 2009"
    record = read_page(f"The well\n\nUpdated on June 6, 2009\n\n{TEXT['en']}\n\n{changed}\n".encode())
    assert [(hint.value, hint.evidence) for hint in record.date_hints] == [("2009-06-06", "updated")]
