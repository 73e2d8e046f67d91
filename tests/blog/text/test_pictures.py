"""Pictures that scripts loaded are pictures; of those that are data the alternative text is shown."""

import time

import pytest

from blog.text import markup
from blog.text.bodies import lay_out
from blog.text.markup import render_body
from blog.text.pictures import with_addresses, without_inline

REAL = "http://quay.example/real.jpg"


@pytest.mark.parametrize(
    "picture",
    [
        f'<img class="lazyload" data-src="{REAL}" alt="A">',
        f"<img src='data:image/gif;base64,R0l=' data-lazy-src='{REAL}' alt=A>",
        f'<noscript><img src="{REAL}"></noscript><img src="/b.gif" data-src="{REAL}?w=3" alt="A">',
        f'<img src="/b.gif" data-src="{REAL}" alt="A">\n<noscript><p><img src="{REAL}" alt="A"></p></noscript>',
        f'<img src="{REAL}" alt="A"><noscript><img src="{REAL}" alt="A"></noscript>',
        f'<img src="data:image/gif;base64,R0l=" alt="A"><noscript><img src="{REAL}" alt="A"></noscript>',
        f'<img data-srcset="/small.jpg 300w, {REAL} 1024w,/middle.jpg 700w" alt="A">',
        f'<img src="/i/blank.gif" data-lazy="{REAL}" alt="A">',
        f'<img data-cfsrc="{REAL}" alt="A">',
        f'<img src="{REAL}" data-original="{REAL}" data-src="{REAL}" alt="A">',
        f'<amp-img src="{REAL}" alt="A" layout="responsive"></amp-img>',
        f'<amp-img src="{REAL}" alt="A"><noscript><img src="{REAL}" alt="A"></noscript></amp-img>',
        f'<img src="/b.gif" srcset="/b.gif 1x" data-original="{REAL}" alt="A"><noscript><img src="{REAL}"></noscript>',
    ],
)
def test_the_address_that_a_script_was_to_load_is_the_picture_s(picture):
    body = lay_out(picture).body
    assert f'src="{REAL}' in body
    assert lay_out(body).body == body
    rendered = render_body(body, "wordpress")
    assert (rendered.count("<img"), rendered.count(REAL)) == (1, 1)
    assert 'alt="A"' in rendered


def test_a_picture_of_sources_alone_is_shown():
    html = render_body('<picture><source data-srcset="/a.webp 1x, /b.webp 2x"><source></picture>', "wordpress")
    assert '<picture><source srcset="/a.webp 1x, /b.webp 2x"><img src="/b.webp" alt=""></picture>' in html


def test_a_picture_for_readers_without_scripts_stays_where_it_is_the_only_one():
    body = '<img src="/a.jpg"><noscript>Words <img src="/a.jpg"></noscript><noscript><img src="/c.jpg"></noscript>'
    html = render_body(body, "wordpress")
    assert "Words" in html
    assert '<img src="/c.jpg">' in html


def test_players_of_amp_are_players_or_links():
    body = '<amp-youtube data-videoid="gull"></amp-youtube> <amp-audio src="/a.mp3">words</amp-audio>'
    html = render_body(body, "wordpress")
    assert 'href="https://www.youtube.com/watch?v=gull"' in html
    assert '<audio controls="" src="/a.mp3">words</audio>' in html


def test_pictures_in_code_stay_code():
    body = '<pre>&lt;x> <img data-src="/a.jpg"></pre>'
    assert with_addresses(body) == body


def test_of_a_picture_that_is_data_its_alternative_text_is_shown():
    body = 'See <img src="data:image/png;base64,iVBO=" alt="a &lt; gull">!'
    assert render_body(body, "wordpress") == "<p>See a &lt; gull!</p>"
    assert without_inline(body)[1] == 1
    assert without_inline("data: = data: x") == ("data: = data: x", 0)


@pytest.mark.parametrize(
    "piece",
    [
        "<img data-src=x><noscript> ",
        "<img data-src",
        " data-src= ",
        "<img src='data:",
        "<noscript>",
        "<picture><source>",
        "<amp-img ",
        "<pre>",
    ],
)
def test_pictures_take_time_by_their_length(piece):
    body = piece * (100_000 // len(piece)) + ">"
    start = time.process_time()
    with_addresses(body)
    without_inline(body)
    assert time.process_time() - start < 5


def test_pictures_that_are_data_make_no_body_too_long(monkeypatch):
    monkeypatch.setattr(markup, "MAX_SIZE", 1000)
    body = f'Ebb\n\n<img src="data:image/png;base64,{"iVBO" * 500}" alt="A wreck"> at [caption width="3"]low[/caption]'
    assert render_body(body, "wordpress").split("\n")[0] == "<p>Ebb</p>"
    assert "A wreck" in render_body(body, "wordpress")
    with pytest.raises(markup.MarkupTooDeep):
        render_body(body + "tide " * 200, "wordpress")
