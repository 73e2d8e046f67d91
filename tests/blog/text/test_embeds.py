"""Players, maps and widgets become links, in every format; nothing is fetched, and scripts vanish as before."""

import pytest

from blog.text.bodies import lay_out
from blog.text.embeds import page_of, service_of, to_links
from blog.text.markup import render_body

LINK = '<p class="embed"><a href="https://www.youtube.com/watch?v=gull">YouTube: youtube.com/watch?v=gull</a></p>'
FRAME = '<iframe width="4" src="//www.youtube.com/embed/gull?rel=0" title="YouTube video player">no frames</iframe>'
OLD = (
    '<object width="4"><param name="allow" value="x"><param name="movie" value="http://www.youtube.com/v/gull&amp;hl=en"/>'
    '<embed src="http://www.youtube.com/v/gull&amp;hl=en" type="application/x-shockwave-flash"></embed></object>'
)


@pytest.mark.parametrize("body", [FRAME, f"<p>{FRAME}</p>", f'<p align="center">\n{FRAME}\n</p>', OLD, f"<p>{OLD}</p>"])
@pytest.mark.parametrize("body_format", ["html", "wordpress", "markdown"])
def test_a_player_becomes_a_paragraph_with_a_link(body, body_format):
    assert render_body(body, body_format).strip() == LINK


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            '<iframe src="https://maps.google.com/?q=quay" title="The quay"></iframe>',
            '<p class="embed"><a href="https://maps.google.com/?q=quay">The quay (Google Maps)</a></p>',
        ),
        (
            '<p>See <iframe src="https://player.vimeo.com/video/7"></iframe> there</p>',
            '<p>See <a class="embed" href="https://vimeo.com/7">Vimeo: vimeo.com/7</a> there</p>',
        ),
        ('<a href="/x"><embed src="https://vimeo.com/7"></a>', '<a href="/x">Vimeo: vimeo.com/7</a>'),
        (
            '<script src="https://gist.github.com/quay/12.js"></script>',
            '<p class="embed"><a href="https://gist.github.com/quay/12">GitHub Gist: gist.github.com/quay/12</a></p>',
        ),
        ('<blockquote class="twitter-tweet">T</blockquote><script src="//platform.twitter.com/widgets.js"></script>',
         "<blockquote>T</blockquote>"),
        ('<iframe src="javascript:alert(1)"></iframe>x', "x"),
        ('<iframe data-src="https://vimeo.com/7" src="about:blank"></iframe>',
         '<p class="embed"><a href="https://vimeo.com/7">Vimeo: vimeo.com/7</a></p>'),
        ('<object data="/map.svg"><p>words</p></object>', '<p class="embed"><a href="/map.svg">/map.svg</a></p>'),
        ("<object><p>words</p></object>", "<p>words</p>"),
        ('<object><embed src="https://vimeo.com/7">',
         '<p class="embed"><a href="https://vimeo.com/7">Vimeo: vimeo.com/7</a></p>'),
    ],
)  # fmt: skip
def test_what_showed_a_page_becomes_a_link_to_it(body, html):
    assert render_body(body, "html") == html


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("//www.youtube-nocookie.com/embed/gull", "https://www.youtube.com/watch?v=gull"),
        ("https://www.youtube.com/embed/videoseries?list=PL1", "https://www.youtube.com/playlist?list=PL1"),
        ("http://vimeo.com/moogaloop.swf?clip_id=7&amp;server=vimeo.com", "https://vimeo.com/7"),
        ("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/q/t", "https://soundcloud.com/q/t"),
        ("http://www.dailymotion.com/swf/x7&amp;autoplay=1", "https://www.dailymotion.com/video/x7&autoplay=1"),
        ("https://quay.example/player", "https://quay.example/player"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_a_player_s_address_gives_the_page_it_plays(address, page):
    assert page_of(address) == page


def test_a_service_is_known_by_the_end_of_its_host_name():
    assert service_of("https://m.youtube.com/x") == "YouTube"
    assert service_of("https://www.google.co.uk/maps/embed?pb=1") == "Google Maps"
    assert service_of("https://notyoutube.com/x") == ""


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("one\nhttps://youtu.be/gull\ntwo", "<p>one</p>\n<p class=\"embed\"><a href=\"https://youtu.be/gull\">"
         "YouTube: youtu.be/gull</a></p>\n<p>two</p>"),
        ("<p>https://youtu.be/gull</p>",
         '<p class="embed"><a href="https://youtu.be/gull">YouTube: youtu.be/gull</a></p>'),
        ("one\n\nhttp://quay.example/?a=1&amp;b=2",
         '<p>one</p>\n<p><a href="http://quay.example/?a=1&amp;b=2">http://quay.example/?a=1&amp;b=2</a></p>'),
        ("<pre>\nhttps://youtu.be/gull\n</pre>", "<pre>https://youtu.be/gull\n</pre>"),
        ('<a\nhref="x"\ntitle="\nhttps://youtu.be/gull\n">x</a>', None),
        ("see https://youtu.be/gull", "<p>see https://youtu.be/gull</p>"),
    ],
)  # fmt: skip
def test_an_address_alone_on_its_line_becomes_a_link(body, html):
    rendered = render_body(body, "wordpress")
    assert rendered == html if html else rendered.count("<a") == 1


@pytest.mark.parametrize(
    "script",
    [
        '<script src="https://gist.github.com/quay/12.js"></script>',
        '<script src="http://static.polldaddy.com/p/12.js"> var x; </script>',
    ],
)
def test_a_script_s_link_is_there_once_however_often_its_body_is_read(script):
    body = lay_out(f"see {script} there").body
    assert "<script" not in body
    assert lay_out(body).body == body
    assert render_body(body, "wordpress").count("<a ") == 1


def test_what_is_a_link_already_is_left_alone():
    assert lay_out(LINK).body == LINK
    assert to_links("<p>plain</p>") == "<p>plain</p>"
