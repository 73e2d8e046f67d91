"""Several languages in one post, as qTranslate kept them."""

import pytest

from importers.preparing import Setting, prepare
from importers.records import PostRecord, SiteRecord, TermRecord
from tests.importers.readers.exports import HEAD, export, field, issues, item, of, post, read


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


@pytest.mark.parametrize("text", ["[:]", "A smile [:) and {:} of <!--:-->", "[:EN]", "[: en]", "as such [:enough]"])
def test_what_names_no_language_is_text(text):
    assert post(item(title=text, content__encoded=text)).body == text


def test_blocks_in_several_languages_stay_blocks():
    block = "<!-- wp:paragraph --><p>{}</p><!-- /wp:paragraph -->"
    record = post(item(content__encoded=f"[:en]{block.format('Low')}[:fr]{block.format('Basse')}[:]"))
    html = prepare(record, Setting()).record.body_html
    assert "<p>Low</p>" in html
    assert html.index('<div lang="fr">') < html.index("<p>Basse</p>") < html.index("</div>")


FORMS = ["[:fr]Mer[:en]Sea[:]", "<!--:fr-->Mer<!--:--><!--:en-->Sea<!--:-->", "{:fr}Mer{:}{:en}Sea{:}"]


def category(name, description=""):
    words = field("wp:cat_name", name) + field("wp:category_description", description)
    return f"<wp:category>{field('wp:category_nicename', 'sea')}{words}</wp:category>"


@pytest.mark.parametrize("form", FORMS)
def test_names_of_terms_are_taken_in_the_blogs_language_and_kept_whole_beside(form):
    tag = f'<category domain="post_tag" nicename="swell"><![CDATA[{form}]]></category>'
    bare = f"<category><![CDATA[{form}]]></category>"
    records = read(export(category(form, form.replace("Sea", "All seas")), item(7, tag + bare)))
    (declared,) = of(TermRecord, records)
    (record,) = of(PostRecord, records)
    assert (declared.name, declared.slug, declared.description) == ("Sea", "sea", "All seas")
    assert dict(declared.besides) == {"name": form, "description": form.replace("Sea", "All seas")}
    assert [(term.slug, term.name, dict(term.besides)) for term in record.tags] == [("swell", "Sea", {"name": form})]
    assert record.categories == (declared,)


def test_a_name_that_lacks_the_blogs_language_is_taken_in_its_first():
    (term,) = of(TermRecord, read(export(category("[:de]Meer[:fr]Mer[:]"))))
    assert term.name == "Meer"


@pytest.mark.parametrize("name", ["Sea [:)", "A {:} B", "Be [:enough]"])
def test_a_name_that_names_no_language_is_as_it_is_written(name):
    (term,) = of(TermRecord, read(export(category(name))))
    assert (term.name, term.besides) == (name, ())


def test_the_name_of_the_blog_too():
    head = HEAD.replace("The Tide Table", "[:en]The Tide Table[:fr]Les marées[:]")
    (site,) = of(SiteRecord, read(export(item(7), head=head)))
    assert site.name == "The Tide Table"
