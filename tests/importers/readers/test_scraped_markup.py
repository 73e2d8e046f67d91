"""What markup says beside a page's text: addresses, terms, moments, tables."""

import json

from importers.decoding import SourceFile
from importers.readers import scraped_html
from importers.surveying import Evidence
from tests.importers.pages import read_page

BODY = "<p>It was put there by my uncle in the year of the long rain, and nobody has dared to bring it down.</p>"


def read(markup, head=""):
    return read_page(f"<!DOCTYPE html><html><head>{head}</head><body>{markup}</body></html>".encode(), "page.html")


def test_the_address_is_that_of_the_only_bookmark_and_the_ping_address_that_of_its_link():
    record = read(
        '<h2><a href="http://attic.example/2009/05/kettle/" rel="bookmark">A kettle on the roof</a></h2>'
        f'<div class="entry">{BODY}<p class="postmetadata">You can leave a response, or <a href='
        '"http://attic.example/2009/05/kettle/trackback/" rel="trackback">trackback</a> from your own site.</p></div>'
    )
    assert record.original_url == "http://attic.example/2009/05/kettle/"
    assert record.trackback_url == "http://attic.example/2009/05/kettle/trackback/"


def test_pages_with_several_bookmarks_have_no_address_of_their_own():
    links = "".join(f'<h2><a href="http://attic.example/{n}/" rel="bookmark">Day {n}</a></h2>{BODY}' for n in (1, 2))
    assert read(links).original_url == ""


def test_the_comment_for_trackback_autodiscovery_gives_both_addresses():
    rdf = (
        '<!-- <rdf:RDF><rdf:Description rdf:about="http://attic.example/kettle.html" '
        'trackback:ping="http://attic.example/tb/12" dc:title="A kettle on the roof" '
        'dc:identifier="http://attic.example/kettle.html" /></rdf:RDF> -->'
    )
    record = read(f"<h2>A kettle on the roof</h2>{BODY}{rdf}")
    assert (record.original_url, record.trackback_url) == (
        "http://attic.example/kettle.html",
        "http://attic.example/tb/12",
    )


def test_structured_data_gives_categories_and_tags():
    data = {"@context": "https://schema.org", "@type": "BlogPosting", "headline": "A kettle on the roof",
            "articleSection": ["Kitchen"], "keywords": "kettles, roofs"}  # fmt: skip
    record = read(
        f"<h1>A kettle on the roof</h1>{BODY}", f'<script type="application/ld+json">{json.dumps(data)}</script>'
    )
    assert [term.name for term in record.categories] == ["Kitchen"]
    assert [term.name for term in record.tags] == ["kettles", "roofs"]


def test_an_author_who_is_named_elsewhere_in_the_graph_is_found():
    article = {"@type": "BlogPosting", "headline": "A kettle on the roof", "author": {"@id": "#ann"}}
    data = {
        "@context": "https://schema.org",
        "@graph": [article, {"@type": "Person", "@id": "#ann", "name": "Ann Oake"}],
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert read(f"<h1>A kettle on the roof</h1>{BODY}", script).author.name == "Ann Oake"


def comment(when, shown):
    return read(
        f'<h1>A kettle on the roof</h1><div class="entry-content">{BODY}</div><ol class="commentlist">'
        f'<li id="comment-12" class="comment"><cite class="fn">Peer</cite> <time datetime="{when}">{shown}</time>'
        '<div class="comment-content"><p>It will rust.</p></div></li></ol>'
    ).comments[0].submitted  # fmt: skip


def test_the_machine_date_of_a_comment_keeps_its_seconds_and_its_zone():
    found = comment("2009-05-04T17:14:31+02:00", "May 4, 2009 at 5:14 pm")
    assert found.shown() == "2009-05-04T17:14:31+02:00"
    assert found.iso() == "2009-05-04T15:14:31Z"


def test_where_machine_and_reader_see_other_clocks_the_printed_one_counts():
    assert comment("2009-05-04T15:14:31+00:00", "May 4, 2009 at 5:14 pm").shown() == "2009-05-04T17:14:00"


def test_a_label_in_a_cell_of_a_table_goes_with_the_next_cell():
    rows = "".join(
        f"<table><tr><td><b>From:</b></td><td><b>{name}</b></td></tr><tr><td><b>Date:</b></td>"
        f"<td>2009-05-0{day} 08:30 pm (UTC) (<a href='#'>Link</a>)</td></tr></table><p>{text}</p>"
        "<p>(<a href='#'>Reply to this</a>)</p>"
        for name, day, text in (("Peer", 5, "It will rust."), ("Lucie", 6, "Ours is on the chimney."))
    )
    record = read(f"<p><font size='+1'><b>A kettle on the roof</b></font></p>{BODY}<b>(2 comments)</b> {rows}")
    assert [(c.author.name, c.submitted.iso(), c.body) for c in record.comments] == [
        ("Peer", "2009-05-05T20:30:00", "<p>It will rust.</p>"),
        ("Lucie", "2009-05-06T20:30:00", "<p>Ours is on the chimney.</p>"),
    ]  # fmt: skip
    assert record.status == "published"


def test_a_heading_that_opens_the_marked_text_is_the_title():
    record = read(
        f"<h1>The Salt Box</h1><h2>a diary</h2><div class='blogbody'><h3>A kettle on the roof</h3>{BODY}</div>"
    )
    assert record.title == "A kettle on the roof"


def test_blocks_of_the_editor_are_known_by_their_names():
    record = read(
        '<p class="wp-block-site-title">The Salt Box</p><h1 class="wp-block-post-title">A kettle on the roof</h1>'
        '<div class="wp-block-post-date"><time datetime="2023-05-04T17:14:00+02:00">May 4, 2023</time></div>'
        '<div class="wp-block-post-author-name">Jane Doe</div>'
        f'<div class="entry-content wp-block-post-content">{BODY}</div>'
        '<div class="wp-block-comments"><h2 class="wp-block-comments-title">One response to “A kettle on the roof”</h2>'
        '<ol class="wp-block-comment-template"><li id="comment-3" class="comment">'
        '<div class="wp-block-comment-author-name">Peer</div>'
        '<div class="wp-block-comment-date">May 5, 2023 at 10:00</div>'
        '<div class="wp-block-comment-content"><p>It will rust.</p></div></li></ol></div>'
    )  # fmt: skip
    assert (record.title, record.author.name) == ("A kettle on the roof", "Jane Doe")
    assert [(c.author.name, c.submitted.iso()) for c in record.comments] == [("Peer", "2023-05-05T10:00:00")]


def test_the_place_where_most_pages_of_a_batch_have_their_title_decides_in_doubt():
    page = f'<body><div class="one">The Salt Box</div><div class="two">A kettle on the roof</div>{BODY}</body>'
    file = SourceFile("page.html", content=f"<!DOCTYPE html><html>{page}</html>".encode())
    for mark, title in (("div.one", "The Salt Box"), ("div.two", "A kettle on the roof")):
        (record,) = scraped_html.read(file, Evidence(habits=frozenset({f"title {mark}"})))
        assert record.title == title
