"""What the markup of old themes says of a post: titles by their class, dates and names inside a heading, links."""

import pytest

from tests.importers.pages import read_page

PROSE = """<p>It was put there by my uncle in the year of the long rain, and nobody has dared to move it since.</p>
<p>We look at it every morning, and it looks back at the house as if the house were the odd one.</p>"""


def read(body, title="A kettle on the roof - The Salt Box"):
    return read_page(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), "page.html")


def test_a_heading_that_its_class_calls_a_title_is_no_tag_and_the_blogs_name_no_title():
    head = '<div class="bSmallHead"><a>Permalink</a> 05/04/09 05:14:00 pm, by <b>jane</b>, Categories: Attic</div>'
    record = read(f'<h1>The Salt Box of Jane</h1><div class="bPost">{head}<h3 class="bTitle">Kettles</h3>{PROSE}</div>')
    assert (record.title, record.tags) == ("Kettles", ())
    assert [term.name for term in record.categories] == ["Attic"]


@pytest.mark.parametrize("joint", [" &#183; ", " | ", " "])
def test_who_and_when_inside_the_heading_are_none_of_the_title(joint):
    when = '<abbr class="published" title="2009-05-04T17:14:00">May 4, 05:14 pm</abbr>'
    who = 'by <span class="author vcard"><span class="fn">Jane Doe</span></span>'
    heading = f'<h3 class="entry-title"><a rel="bookmark" href="/9">A kettle on the roof</a>{joint}{when} {who}</h3>'
    record = read(
        f'<div class="hentry">{heading}<div class="entry-content">{PROSE}</div></div>', "The Salt Box: A kettle"
    )
    assert (record.title, record.author.name) == ("A kettle on the roof", "Jane Doe")
    assert record.published.iso() == "2009-05-04T17:14:00"


def test_a_card_below_the_text_names_its_author():
    card = '<address class="vcard">&#8212; <span class="fn">Jane Doe</span></address>'
    record = read(
        f'<h3 class="entry-title">A kettle</h3><div class="entry-content">{PROSE}</div>{card}<h2>Comment</h2>'
    )
    assert record.author.name == "Jane Doe"
    assert "Jane" not in record.body


@pytest.mark.parametrize(
    "comments",
    [
        '<dl><dt id="c9">1. Monday, May 4 2009, 21:03 by {name}</dt><dd><p>It will rust.</p></dd></dl>',
        '<dl><dt class="comment-author">{name} said</dt><dd><p>It will rust.</p></dd><dd>May 4, 2009 8:12 PM</dd></dl>',
        "<ol><li><p>It will rust.</p><p>&#8212; {name} &#183; 4 May 2009, 08:12 &#183; <a>#</a></p></li></ol>",
        "<p>{name}</p><p>4 May 2009, 08:12</p><p>It will rust.</p>",
    ],
)
def test_the_link_around_a_commenters_name_is_their_address(comments):
    name = '<a href="http://peer.example" rel="nofollow">Peer Holm</a>'
    comments = f'<div id="comments"><h3>1 Comment</h3>{comments.format(name=name)}</div>'
    record = read(f'<h2 class="entry-title">A kettle</h2>{PROSE}{comments}')
    assert [(c.author.name, c.author.url) for c in record.comments] == [("Peer Holm", "http://peer.example")]
