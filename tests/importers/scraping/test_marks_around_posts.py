"""What stands around a post in elements that a theme's classes name, in words of the theme's own."""

import pytest

from tests.importers.pages import read_page

PROSE = """<p>It was put there by my uncle in the year of the long rain, and nobody has dared to move it since.</p>
<p>We look at it every morning, and it looks back at the house as if the house were the odd one.</p>"""


def read(body):
    return read_page(f"<html><head><title>A kettle</title></head><body>{body}</body></html>".encode(), "page.html")


def dated(body):
    published = read(body).published
    return published.iso() if published else None


@pytest.mark.parametrize(
    "foot",
    [
        "Zu den Akten gelegt von <a href='/authors/1-Olga'>Olga Brandt</a> um <a href='/41'>20:12</a>",
        "Appeso da Olga Brandt alle 20:12 in Soffitta",
        "Pinned up at 8:12 PM by Olga Brandt",
    ],
)
def test_the_hour_in_a_post_s_footer_belongs_to_the_day_above_its_title(foot):
    head = "<h3 class='serendipity_date'>December 10, 2006</h3><h4 class='serendipity_title'>A kettle on the roof</h4>"
    entry = f"<div class='serendipity_entry_body'>{PROSE}</div><div class='serendipity_entryFooter'>{foot}</div>"
    assert dated(head + entry) == "2006-12-10T20:12:00"


def test_the_hour_of_a_change_is_not_the_post_s():
    head = "<h2 class='date-header'>December 10, 2006</h2><h3 class='entry-header'>A kettle on the roof</h3>"
    foot = "<p class='entry-footer'>Last updated at 20:12</p>"
    assert dated(f"{head}<div class='entry-body'>{PROSE}</div>{foot}") == "2006-12-10"


@pytest.mark.parametrize("filed", ["Guardado em", "Riposto in", "Kept in", "Abgeheftet unter"])
def test_a_row_of_particulars_between_day_and_title_may_say_anything(filed):
    head = f"<div class='bSmallHead'>22:41:07, by <span class='bAuthor'>Olga</span>, 158 words<br />{filed}: Days</div>"
    title = "<h3 class='bTitle'>A kettle on the roof</h3>"
    assert dated(f"<h2>15.07.07</h2><div class='bPost'>{head}{title}<div class='bText'>{PROSE}</div></div>") == (
        "2007-07-15T22:41:07"
    )


@pytest.mark.parametrize(
    "line",
    [
        "To bounce back: http://salt.example/tb.php?id=87",
        "Pour rebondir sur ce billet : http://salt.example/tb.php?id=87",
        "<code>http://salt.example/tb.php?id=87</code>",
        "Hierher werfen: http://salt.example/zurueck/87",
    ],
)
def test_the_address_printed_where_mentions_stand_is_the_one_for_them(line):
    block = f"<div id='trackbacks'><h3>Bounces</h3><p>None so far.</p><p>{line}</p></div>"
    address = read(f"<h2 class='post-title'>A kettle</h2><div class='post-content'>{PROSE}</div>{block}").trackback_url
    assert address in ("http://salt.example/tb.php?id=87", "http://salt.example/zurueck/87")


@pytest.mark.parametrize("path", ["2009/05/kettle/trackback/", "wp-trackback.php?p=12", "cgi-bin/mt-tb.cgi/12"])
def test_a_link_to_where_mentions_are_taken_may_be_called_anything(path):
    link = f"<p class='postmetadata'><a href='http://salt.example/{path}'>Bounce</a> | <a href='#top'>Up</a></p>"
    page = f"<h2 class='post-title'>A kettle</h2><div class='entry'>{PROSE}</div>{link}"
    assert read(page).trackback_url == f"http://salt.example/{path}"


def test_a_count_of_comments_beside_the_byline_is_no_tag():
    row = "<ul><li>Hung out by Olga Brandt</li><li>May 4, 2009</li><li><a href='#comments'>2 drops</a></li></ul>"
    page = (
        f"<h2 class='post-title'>A kettle</h2><div class='asset-meta'>{row}</div><div class='asset-body'>{PROSE}</div>"
    )
    assert (read(page).tags, read(page).author.name) == ((), "Olga Brandt")


def test_the_address_of_a_mention_is_not_the_one_for_mentions():
    ping = "<div class='trackback' id='tb12'><p>I saw it: http://tea.example/kettle</p><p>Tea Weekly</p></div>"
    page = (
        f"<h2 class='post-title'>A kettle</h2><div class='post-content'>{PROSE}</div><div id='trackbacks'>{ping}</div>"
    )
    assert not read(page).trackback_url


@pytest.mark.parametrize("heading", ["Tags:", "Mots-clés :", "Schlagwörter:", "Trefwoorden:", "Etiquetas:"])
def test_tags_end_with_their_list(heading):
    tags = f"<div class='field-tags'><h3>{heading}</h3><ul class='links'><li>kettles</li><li>sparrows</li></ul></div>"
    links = "<div class='link-wrapper'><ul class='links inline'><li>Blog of Olga</li><li>Printable</li></ul></div>"
    body = f"<h1>A kettle on the roof</h1><div class='node-content'>{PROSE}</div>{tags}{links}"
    assert [tag.name for tag in read(body).tags] == ["kettles", "sparrows"]
