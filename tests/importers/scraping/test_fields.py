"""Titles and names of blogs that other lines resemble."""

import pytest

from tests.importers.pages import read_page

STARTS = {
    "en": "We took the boat out before breakfast. The lake was so still that the oars sounded like doors.",
    "de": "Wir fuhren vor dem Frühstück hinaus. Der See war so still, dass die Ruder wie Türen klangen.",
    "fr": "Nous sommes partis avant le café. Le lac était si calme que les rames claquaient comme des portes.",
    "it": "Siamo usciti prima di colazione. Il lago era così fermo che i remi suonavano come porte.",
    "es": "Salimos antes del desayuno. El lago estaba tan quieto que los remos sonaban como puertas.",
}
MORE = {
    "en": "Halfway over we stopped and listened, because somebody on the far shore was playing a trombone, and badly.",
    "de": "Auf halbem Weg hielten wir an und lauschten, weil am anderen Ufer jemand Posaune spielte, und das schlecht.",
    "fr": "À mi-chemin nous avons écouté, parce que quelqu’un jouait du trombone sur l’autre rive, et le jouait mal.",
    "it": "A metà strada ci siamo fermati ad ascoltare, perché qualcuno sull’altra riva suonava il trombone, e male.",
    "es": "A medio camino paramos a escuchar, porque alguien en la otra orilla tocaba el trombón, y lo tocaba mal.",
}


@pytest.mark.parametrize("language", STARTS)
def test_the_first_sentences_of_an_untitled_text_are_no_title(language):
    record = read_page("\n\n".join([STARTS[language], *[MORE[language]] * 3]).encode())
    assert (record.title, record.status) == ("", "draft")
    assert record.body.startswith(STARTS[language])


def test_two_sentences_above_a_byline_are_a_title():
    page = f"We rowed. We came back.\nBy Ewa Lind on May 3, 2006\n\n{MORE['en']}\n\n{MORE['en']}\n"
    assert read_page(page.encode()).title == "We rowed. We came back."


@pytest.mark.parametrize(
    ("blog", "by", "language"),
    [
        ("Les cahiers de Maud", "Par Maud le 3 mai 2006", "fr"),
        ("Il quaderno di Maud", "Di Maud il 3 maggio 2006", "it"),
        ("Das Heft von Maud", "Von Maud am 3. Mai 2006", "de"),
    ],
)
@pytest.mark.parametrize("head", ["{blog}", "Ein Boot - Les bateaux"])
def test_a_blog_named_for_its_author_keeps_its_whole_name(blog, by, language, head):
    text = f"<p>{STARTS[language]}</p><p>{MORE[language]}</p>"
    title = f"<title>La barque - {head.format(blog=blog)}</title>"
    page = f"{title}<div id=top><h1>{blog}</h1></div><h2>La barque</h2><p class=post-info>{by}</p>{text}"
    assert read_page(page.encode(), "page.html").site.name == blog


def test_a_blog_by_somebody_is_named_without_them():
    text = f"{STARTS['en']}\n\n{MORE['en']}\n\nPosted by Maud Perrin\n"
    record = read_page(f"Small Boats by Maud Perrin\n\nThe oars\nMay 3, 2006\n\n{text}".encode())
    assert record.site.name == "Small Boats"
