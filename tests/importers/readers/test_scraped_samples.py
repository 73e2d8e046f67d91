"""The pages that come with the program, and damaged ones."""

import time
from pathlib import Path

import importers
from importers.decoding import SourceFile
from importers.noting import Setting
from importers.preparing import prepare
from importers.readers import scraped_html, scraped_text
from importers.records import PostRecord, SiteRecord
from importers.surveying import Evidence
from tests.importers.pages import read_page

SAMPLES = Path(importers.__file__).parent / "samples"


def read(reader, content):
    (record,) = reader.read(SourceFile("page", content=content), Evidence())
    assert isinstance(record, PostRecord)
    return record


def test_the_address_for_trackbacks_stands_below_its_wording():
    record = read(scraped_text, (SAMPLES / "il-molo/la-nebbia-contata.txt").read_bytes())
    assert record.trackback_url == "http://ilmolo.example/mt/mt-tb.cgi/118"


def test_a_site_is_named_above_the_links_to_its_neighbours():
    page = (SAMPLES / "il-molo/la-nebbia-contata.txt").read_bytes()
    assert read(scraped_text, page).site == SiteRecord("Il Molo", "Appunti da un porto piccolo")
    without_links = page.replace("« Le reti di Bruno | Home | Il faro e la bolletta »".encode(), b"")
    assert read(scraped_text, without_links).site is None


def test_the_canonical_address_tells_the_site_s():
    record = read(scraped_html, (SAMPLES / "carnet-de-maree/archives-45.html").read_bytes())
    assert (record.site.name, record.site.url) == ("Carnet de marée", "http://carnet.example")


def test_an_address_that_is_none_refuses_no_page():
    text = "<p>The fog came in over the pier and stayed for the whole of the long evening.</p>"
    html = f'<html><link rel="canonical" href="http://[oops"><body><h1>Fog</h1>{text}<img src="http://[oops">{text}'
    record = read(scraped_html, html.encode())
    assert "The fog came in" in record.body
    assert record.site is None


def test_pages_of_many_months_and_long_comments_take_time_by_their_length():
    comment = "<li class='comment' id='comment-1'><cite class='fn'>Tam</cite>" + "<p>So it is.</p>" * 7000
    start = time.process_time()
    read(scraped_text, b"June 2009\n" * 7900)
    read(scraped_html, f"<body><h1>Fog</h1><ol class='commentlist'>{comment}</ol>".encode())
    assert time.process_time() - start < 20


def test_an_excerpt_is_plain_text():
    found = PostRecord(reader="wxr", origin="x", excerpt='<p>Tea &amp; <a href="/a">toast</a></p>\n<p>at five</p>')
    assert prepare(found, Setting()).record.excerpt == "Tea & toast\nat five"


def test_a_count_in_brackets_opens_the_comments_that_are_signed_below_their_texts():
    page = (
        "Ash and Elder\n\nOn wet fences\n\nIt rained the whole of the holiday, which is when I mend fences.\n\n"
        "23 August 2010, 19:42 by Corin Ashby\n\nComment [2]\n\n"
        "1\nI have three fences, wet or dry.\n— Petra · 24 August 2010, 08:11 · #\n\n"
        "2\nI only rang you twice.\n— Mrs Lacey · 24 August 2010, 13:37 · #\n"
    )
    record = read_page(page.encode())
    assert (record.author.name, record.published.iso()) == ("Corin Ashby", "2010-08-23T19:42:00")
    assert [(comment.author.name, comment.body) for comment in record.comments] == [
        ("Petra", "I have three fences, wet or dry."),
        ("Mrs Lacey", "I only rang you twice."),
    ]


def test_the_window_that_lists_trackbacks_is_not_where_they_are_sent():
    page = (
        '<!-- <rdf:Description trackback:ping="http://quay.example/mt-tb.cgi/187" /> --><h3>A bell</h3>'
        "<p>They were dredging the inner basin all week, and the bucket came up with a bell.</p>"
        '<span class="posted">Posted by Rowan at March  9, 2004 09:14 PM | '
        '<a href="http://quay.example/mt-tb.cgi?__mode=view&amp;entry_id=212">TrackBack</a></span>'
    )
    assert read_page(page.encode(), "page.html").trackback_url == "http://quay.example/mt-tb.cgi/187"


def test_the_german_kubrick_says_when_an_entry_was_made():
    page = (
        "<h2>Der Marder</h2><p>Drei Wochen lang verschwanden die Eier, immer zwei in der Nacht zum Freitag.</p>"
        '<p class="postmetadata alt"><small>Dieser Eintrag wurde am Sonntag, 11. November 2007 um 18:42 erstellt '
        'und ist abgelegt unter <a rel="category tag">Tiere</a>. Du kannst <a>antworten</a>.</small></p>'
    )
    assert read_page(page.encode(), "page.html").published.iso() == "2007-11-11T18:42:00"


def test_that_a_guest_is_not_verified_is_no_part_of_the_name():
    page = (
        "<h1>A piano</h1><p>It took six of us, two planks and a promise to the man at number nine about his roses.</p>"
        '<div id="comments"><h2>Comments</h2><div class="comment"><span class="submitted">Mon, 06/15/2009 - 10:30 — '
        "number nine (not verified)</span><div class='content'><p>The roses like it.</p></div></div></div>"
    )
    assert [comment.author.name for comment in read_page(page.encode(), "p.html").comments] == ["number nine"]
