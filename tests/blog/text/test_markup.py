from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.text import markup
from blog.text.markup import MarkupTooDeep, render_body, render_feedback

FORMATS = ["html", "wordpress", "markdown", "text"]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        ("<p>one\ntwo</p>", "<p>one<br>\ntwo</p>"),
        ("<div>one\n\ntwo</div>", "<div>\n<p>one</p>\n<p>two</p>\n</div>"),
        ("<div>one</div>\n\ntwo", "<div>one</div>\n<p>two</p>"),
        ("<blockquote>one</blockquote>", "<blockquote>\n<p>one</p>\n</blockquote>"),
        ("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("<h2>Title</h2>\ntext", "<h2>Title</h2>\n<p>text</p>"),
        ("one<!--more-->\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("<p>open\n\nnext", "<p>open</p>\n<p>next</p>"),
        ("[gallery ids=1]", '<p><span class="shortcode">[gallery ids=1]</span></p>'),
        ('<!-- wp:paragraph {"a":1} -->\n<p>one</p>\n<!-- /wp:paragraph -->', "<p>one</p>"),
        ("<!-- wp:code -->\n<pre><code>a\n\nb</code></pre>\n<!-- /wp:code -->", "<pre><code>a\n\nb</code></pre>"),
        ("<!-- wp:freeform -->one\n\ntwo<!-- /wp:freeform -->", "<p>one</p>\n<p>two</p>"),
    ],
)
def test_a_wordpress_body_gets_its_paragraphs(body, html):
    assert render_body(body, "wordpress") == html
    assert render_body(html, "wordpress") == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("# One\n\n*two* <b>three</b>", "<h1>One</h1>\n<p><em>two</em> <b>three</b></p>\n"),
        ("~~one~~ `<b>`", "<p><s>one</s> <code>&lt;b&gt;</code></p>\n"),
        ("<script>x</script>\n\n[a](javascript:x)", "\n<p>[a](javascript:x)</p>\n"),
    ],
)  # fmt: skip
def test_markdown_may_hold_html_and_is_sanitized(body, html):
    assert render_body(body, "markdown") == html


def test_text_is_shown_as_typed():
    assert render_body("a <b> & 'c'\nd\xa0!\n \n\ne", "text") == "<p>a &lt;b&gt; &amp; 'c'<br>\nd&nbsp;!</p>\n<p>e</p>"


def test_what_posts_are_made_of_survives():
    body = (
        '<figure class="wp-caption alignleft theme-x"><img src="/a.jpg" srcset="/a.jpg 1x, /b.jpg 2x" alt="A" width="3"'
        ' height="4" loading="lazy"><figcaption>C</figcaption></figure><details><summary>S</summary>x</details>'
        '<p lang="fr" dir="ltr"><abbr title="t">H<sub>2</sub></abbr> <del>a</del> <ins>b</ins></p>'
        '<blockquote cite="https://example.org/"><p>q</p></blockquote><video src="/v.mp4" controls=""></video>'
    )
    assert render_body(body, "html") == body.replace(" theme-x", "")


def test_ids_of_a_body_cannot_be_taken_for_the_page_s_own():
    html = render_body('<a href="#fn1">1</a><a href="#comment-2">c</a><p id="fn1">n</p>', "html")
    assert html == '<a href="#text-fn1">1</a><a href="#comment-2">c</a><p id="text-fn1">n</p>'


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="no such body format"):
        render_body("x", "bbcode")


ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    '<img srcset="javascript:alert(1) 1x">',
    "<iframe src=//x></iframe><object data=x></object><embed src=x>",
    '<p style="background:url(javascript:x)">x</p>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=x><input name=y></form>",
    "<base href=//x><meta http-equiv=refresh content=0>",
    "<scr<script>ipt>alert(1)</script>",
]
UNSAFE = {"script", "style", "iframe", "object", "embed", "form", "input", "base", "meta", "svg", "math", "textarea"}


class Dangers(HTMLParser):
    """Collect what could do harm, as a browser would see it."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in UNSAFE:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style" or "script:" in (value or "").replace("\n", "").lower():
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_passes(attack):
    rendered = [render_body(attack, name) for name in FORMATS]
    rendered += [render_feedback(attack), render_feedback(attack, "text"), render_feedback(attack + " " * 11_000)]
    for html in rendered:
        assert Dangers(html).found == []


def test_of_a_script_not_even_the_text_is_left():
    assert render_feedback("a<script>alert(1)</script>b") == "<p>ab</p>"
    assert render_feedback("a<script>alert(1)</script>b" + " " * 11_000) == "<p>ab</p>"


def test_addresses_in_feedback_are_linked_and_not_followed():
    link = '<a href="http://example.org/?a=1&amp;b=2" rel="nofollow ugc">http://example.org/?a=1&amp;b=2</a>'
    assert render_feedback("see http://example.org/?a=1&b=2 now") == f"<p>see {link} now</p>"
    assert render_feedback("see http://example.org/?a=1&b=2 now", "text") == f"<p>see {link} now</p>"
    assert render_feedback('<a href="http://example.org/" rel="me">x</a>') == (
        '<p><a href="http://example.org/" rel="nofollow ugc">x</a></p>'
    )


def test_feedback_as_html_and_as_text_gets_paragraphs():
    assert render_feedback("one\ntwo\n\n<b>three</b>") == "<p>one<br>\ntwo</p>\n<p><b>three</b></p>"
    assert render_feedback("one\n\n<b>two</b>", "text") == "<p>one</p>\n<p>&lt;b&gt;two&lt;/b&gt;</p>"


def test_long_feedback_is_sanitized_and_not_linked():
    html = render_feedback("http://example.org/ " * 600)
    assert "<a " not in html


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<span>", "<x>"])
def test_deep_markup_is_refused(opening):
    for name in ("html", "wordpress", "markdown"):
        with pytest.raises(MarkupTooDeep):
            render_body(opening * 1000, name)
    if opening != "<x>":  # is text there
        with pytest.raises(MarkupTooDeep):
            render_feedback(opening * 1000)
    assert render_feedback(opening * 1000, "text").startswith("<p>&lt;")


def test_formatting_left_open_over_many_blocks_is_refused():
    with pytest.raises(MarkupTooDeep):
        render_body("".join(f"<b x={n}>" for n in range(150)) + "<div>x</div>" * 3000, "html")


def test_paragraphs_and_items_nobody_closed_are_not_deep():
    html = render_body("<p>one" * 1000 + "<ul>" + "<li>two" * 1000, "html")
    assert html.count("</li>") == 1000


def test_a_body_that_is_too_large_is_refused():
    with pytest.raises(MarkupTooDeep):
        render_body("x" * (markup.MAX_SIZE + 1), "html")


PIECES = """
<p> </p> <script> </script> <b> <!-- --> <div> </div> <svg> <style> &lt;script&gt; < > ' " text <li> ` <textarea>
<noscript> <title> <iframe> <a⎵href='javascript:x'> <img⎵onerror=x⎵src=x> ⏎ ⏎⏎
"""
pieces = st.sampled_from([piece.replace("⎵", " ").replace("⏎", "\n") for piece in PIECES.split()])
bodies = st.lists(st.one_of(pieces, st.text(max_size=4)), max_size=15).map("".join)


@settings(max_examples=150, deadline=None)
@given(bodies, st.sampled_from(FORMATS))
def test_whatever_the_body_no_script_comes_out(body, body_format):
    assert Dangers(render_body(body, body_format)).found == []


@settings(max_examples=150, deadline=None)
@given(bodies)
def test_whatever_the_comment_no_script_comes_out(body):
    for body_format in ("html", "text"):
        assert Dangers(render_feedback(body, body_format)).found == []


@settings(max_examples=150, deadline=None)
@given(bodies)
def test_a_rendered_wordpress_body_renders_to_itself(body):
    once = render_body(body, "wordpress")
    assert render_body(once, "html") == once
