"""What was decided about one page is done to others built alike, and to these lines only that are the same thing."""

from importers.decoding import SourceFile
from importers.readers import scraped_html, scraped_text
from importers.scraping import decisions
from importers.scraping.likening import liken
from importers.surveying import Evidence

HTML = """<html><body class="single postid-{n}"><div id="page"><h1 class="head">The Kettle Post</h1>
<div class="entry" id="post-{n}"><h2>{title}</h2><p>{text}</p><p class="tip">{tip}</p></div>
<div id="comments"><h3>{count} Comments</h3></div></div></body></html>"""
TEXT = "The Kettle Post\n\n{title}\n\n{text} It went on, and we listened, until nobody spoke any more.\n\n{tip}\n"


def html(**said):
    return read(scraped_html, HTML.format(**{"n": 1, "count": 0} | said))


def text(**said):
    return read(scraped_text, TEXT.format(**said))


def read(reader, source):
    return reader.examine(SourceFile("page", content=source.encode()), Evidence())


def number_of(page, text):
    return next(line.number for line in decisions.lines_of(page) if text in line.text)


def done_to(page, steps):
    lines = {line.number: line.text for line in decisions.lines_of(page)}
    return {lines[number]: part for number, part in decisions.assigned(steps, decisions.lines_of(page)).items()}


ONE = {"title": "A lid", "text": "The lid was on and the water sang below it for an hour.", "tip": "Buy a kettle today"}
TWO = {
    "title": "A spout",
    "text": "The spout was bent, and it poured to the left of every cup.",
    "tip": "Win a teapot, now",
}


def test_what_stands_in_the_same_place_of_the_markup_follows():
    model, page = html(**ONE), html(n=2, count=3, **TWO)
    steps = liken(model, {number_of(model, "Buy"): "furniture"}, page)
    assert done_to(page, steps) == {"Win a teapot, now": "furniture"}


def test_what_has_no_like_is_left_to_the_reader():
    model, page = html(**ONE), html(**TWO)
    paragraph = number_of(model, "The lid was")
    steps = liken(model, {paragraph: "standfirst"}, read(scraped_html, "<p>Only this.</p><p>And that.</p>"))
    assert steps == []
    assert done_to(page, liken(model, {paragraph: "standfirst"}, page)) != {}


def test_the_same_words_are_the_same_thing():
    same = "Buy a kettle today"
    model, page = text(**ONE), text(**TWO | {"tip": same})
    steps = liken(model, {number_of(model, same): "furniture"}, page)
    assert done_to(page, steps) == {same: "furniture"}


def test_what_the_reader_sees_by_itself_is_no_step():
    model, page = html(**ONE), html(n=2, **TWO)
    assert liken(model, {number_of(model, "A lid"): "title"}, page) == []


def test_pages_of_one_template_share_their_layout_whatever_they_say():
    assert html(**ONE).record.layout == html(n=2, count=5, **TWO).record.layout
    other = read(
        scraped_html, "<html><body><table class=frame><tr><td><h2>A lid</h2><p>It was on.</p></td></tr></table>"
    )
    assert other.record.layout != html(**ONE).record.layout
    assert text(**ONE).record.layout == text(**TWO).record.layout
