"""Pages of HTML: the body is a piece of the page's markup, comments are found by their elements."""

import pytest

from importers.decoding import SourceFile
from importers.readers import scraped_html, sniff
from importers.records import Refused
from importers.surveying import Evidence
from tests.importers.pages import PAGES, differences, own_pages, page_of, read_page

PROSE = "It was a long day, and we were all very tired of the rain that fell on the roof of the house."


def read(body, head=""):
    return read_page(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


@pytest.mark.parametrize("path", own_pages("html"), ids=lambda path: path.stem)
def test_our_own_page_says_what_its_truth_says(path):
    page, truth = page_of(path)
    record = read_page(page.read_bytes(), page.name)
    assert differences(record, truth) == []
    assert not [text for text in truth["not_in_body"] if text in record.body]
    assert (record.reader, record.body_format, record.status) == ("scraped_html", "html", "published")


def test_a_body_is_the_pages_own_markup():
    record = read_page((PAGES / "kubrick_en.html").read_bytes(), "page.html")
    assert "<em>eleven years</em>" in record.body
    assert "<li>Keep the mesh gauge dry.</li>" in record.body
    assert "&#8220;It will do,&#8221;" in record.body
    assert record.body.count("<p>") == record.body.count("</p>") == 3


def test_images_of_the_body_are_named_and_kept():
    record = read_page((PAGES / "twentyten_es.html").read_bytes(), "page.html")
    assert [(image.filename, image.alt) for image in record.images] == [("mapa.jpg", "La mesa con el mapa")]
    assert 'src="http://isla.example/wp-content/mapa.jpg"' in record.body


def test_comments_keep_the_ids_and_addresses_of_the_old_blog():
    record = read_page((PAGES / "kubrick_en.html").read_bytes(), "page.html")
    assert [comment.source_id for comment in record.comments] == ["101", "103"]
    assert record.comments[0].author.url == "http://skua.example/"
    assert record.source_id == "12"


def test_what_the_head_says_goes_into_the_record():
    record = read_page((PAGES / "magazine_pt.html").read_bytes(), "page.html")
    assert record.original_url == "https://saguao.example/a-orquestra-dos-elevadores/"
    assert record.site.name == "Revista Saguão"
    assert record.fields["published"].rule == "structured-data"
    assert record.excerpt == "Quem afina os botões de um prédio?"


def test_an_address_with_a_day_dates_the_post_and_one_with_a_month_is_a_hint():
    body = f"<h1>A kettle</h1><p>{PROSE}</p><p>{PROSE}</p>"
    dated = read(body, '<link rel="canonical" href="http://a.example/2009/06/03/kettle/">')
    assert dated.published.iso() == "2009-06-03"
    hinted = read(body, '<link rel="canonical" href="http://a.example/2009/06/kettle.html">')
    assert hinted.published is None
    assert [(hint.value, hint.evidence) for hint in hinted.date_hints] == [("2009-06", "address")]


def test_a_ping_address_in_rdf_is_found():
    rdf = '<!-- <rdf:RDF><rdf:Description trackback:ping="http://a.example/tb/7" dc:title="A kettle" /></rdf:RDF> -->'
    record = read(f"<h1>A kettle</h1>{rdf}<p>{PROSE}</p><p>{PROSE}</p>")
    assert record.trackback_url == "http://a.example/tb/7"


def test_a_body_without_classes_is_found_among_menus():
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("Home", "About", "Contact", "Shop"))
    record = read(f"<ul>{menu}</ul><h2>A kettle on the roof</h2><p>{PROSE}</p><p>{PROSE}</p><p>© 2009 Somebody</p>")
    assert record.title == "A kettle on the roof"
    assert record.body == f"<p>{PROSE}</p><p>{PROSE}</p>"


def test_a_page_of_bare_line_breaks_keeps_them():
    record = read(f"<h1>A kettle</h1><div>{PROSE}<br><br>{PROSE}<br>{PROSE}</div>")
    assert record.body == f"{PROSE}<br><br>{PROSE}<br>{PROSE}"


def test_script_and_style_are_no_text():
    record = read(f"<script>var a = 'hello there';</script><style>p {{}}</style><h1>A kettle</h1><p>{PROSE}</p>")
    assert "var a" not in record.body + "".join(part.text for part in record.leftover)


def test_the_declared_charset_is_used():
    page = f'<html><head><meta charset="iso-8859-15"></head><body><h1>Un café à 2 €</h1><p>{PROSE}</p></body></html>'
    assert read_page(page.encode("iso-8859-15"), "page.html").title == "Un café à 2 €"


@pytest.mark.parametrize(
    "data",
    [
        "<html>" + "<div>" * 50_000 + PROSE + "</div>" * 50_000,
        "<html>" + "<div class=comment id=comment-1>" * 20_000 + PROSE,
        "<html><p>" + "<span class=x>t" * 50_000 + "</span>" * 50_000,
        "<html>" + '<a href="x' * 50_000,
        "<html>" + "<" * 200_000,
        "<html>" + "<div>" * 20_000 + "</p></span>" * 50_000,
        '<html><script type="application/ld+json">{"@type":' + "[" * 50_000 + "</script><p>hello",
        "<html><head><title>only a head</title></head>",
    ],
    ids=["nested", "nested-comments", "inline", "open-attribute", "less-than", "closing", "json", "empty"],
)
def test_the_worst_pages_give_a_record_or_a_refusal(data):
    found = list(scraped_html.read(SourceFile("page.html", content=data.encode()), Evidence()))
    assert len(found) == 1


def test_what_lies_under_fifty_thousand_elements_is_not_lost():
    record = read("<div>" * 50_000 + f"<p>{PROSE}</p>" + "</div>" * 50_000)
    assert PROSE in record.body


def test_a_page_without_text_is_refused_with_a_sentence():
    (refused,) = scraped_html.read(SourceFile("page.html", content=b"<html><body></body></html>"), Evidence())
    assert isinstance(refused, Refused)
    assert refused.issue.code == "file-empty"


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (b"<!DOCTYPE html><html><body><p>Hello.</p></body></html>", "scraped_html"),
        (b"<p>Hello.</p><p>Hello.</p><div><a href='x'>a</a><br></div><ul><li>b</li></ul>", "scraped_html"),
        (b"I wrote <b>bold</b> once, and that was all the markup that there was in it.", "scraped_text"),
        (b"---\ntitle: A\n---\n<p>Hello.</p><p>b</p><p>c</p><p>d</p><p>e</p>", "front_matter"),
    ],
)
def test_html_is_told_from_text(data, reader):
    assert sniff(SourceFile("page", content=data)) == reader


@pytest.mark.parametrize(
    "source",
    ["<pre>kettle</pre>", "<pre>a<br>b</pre>", "<pre><code>a\n\n\nb &lt; c</code></pre>", "<pre>a\n<b>b</b></pre>"],
)
def test_code_ends_where_its_element_ends_and_keeps_its_blank_lines(source):
    prose = "<p>It was put there by my uncle in the year of the long rain, and nobody has brought it down since.</p>"
    page = f"<html><body><h1>A kettle</h1><div class=entry-content>{prose}{source}{prose}</div></body></html>"
    (record,) = scraped_html.read(SourceFile("page.html", content=page.encode()), Evidence())
    assert record.body == f"{prose}{source}{prose}"
