"""The pages that come with the program, and damaged ones."""

import time
from pathlib import Path

import importers
from importers.decoding import SourceFile
from importers.preparing import Setting, prepare
from importers.readers import scraped_html, scraped_text
from importers.records import PostRecord, SiteRecord
from importers.surveying import Evidence

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
