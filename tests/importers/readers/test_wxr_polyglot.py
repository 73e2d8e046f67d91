"""Several languages in one post, as qTranslate kept them."""

import pytest

from importers.preparing import Setting, prepare
from tests.importers.readers.exports import export, issues, item, post, read


@pytest.mark.parametrize(
    "form",
    ["[:{0}]{1}[:{2}]{3}[:]", "<!--:{0}-->{1}<!--:--><!--:{2}-->{3}<!--:-->", "{{:{0}}}{1}{{:}}{{:{2}}}{3}{{:}}"],
)
def test_languages_are_taken_apart_and_nothing_is_lost(form):
    record = post(
        item(
            title=form.format("fr", "Marée", "en", "Tide &amp; time"),
            content__encoded="Both. " + form.format("fr", "Basse.", "en", "Low.\n\nHigh.") + " End.",
            excerpt__encoded=form.format("fr", "Bref", "en", "Short"),
        )
    )
    assert (record.title, record.excerpt, record.language) == ("Tide & time", "Short", "en")
    html = prepare(record, Setting()).record.body_html
    assert html == '<p>Both. Low.</p>\n<p>High. End.</p>\n<div lang="fr">\n<h2>Marée</h2>\n<p>Basse.</p>\n</div>'
    assert "Bref" in str(record.meta["other"])


def test_the_issue_names_the_languages():
    records = read(export(item(content__encoded="[:de]Ebbe[:pt-br]Maré[:]")))
    (issue,) = (issue for issue in issues(list(records)) if issue.code == "languages-in-one")
    assert issue.message.startswith("holds de, pt-br in one; it is in de here")


def test_a_title_without_a_body_in_its_language_is_kept_beside():
    record = post(item(title="[:en]Tide[:fr]Marée[:]"))
    assert (record.title, record.body) == ("Tide", "Text of post 7.")
    assert "Marée" in str(record.meta["other"])


@pytest.mark.parametrize("text", ["[:]", "A smile [:) and {:} of <!--:-->", "[:EN]", "[: en]"])
def test_what_names_no_language_is_text(text):
    assert post(item(title=text, content__encoded=text)).body == text


def test_blocks_in_several_languages_stay_blocks():
    block = "<!-- wp:paragraph --><p>{}</p><!-- /wp:paragraph -->"
    record = post(item(content__encoded=f"[:en]{block.format('Low')}[:fr]{block.format('Basse')}[:]"))
    html = prepare(record, Setting()).record.body_html
    assert "<p>Low</p>" in html
    assert html.index('<div lang="fr">') < html.index("<p>Basse</p>") < html.index("</div>")
