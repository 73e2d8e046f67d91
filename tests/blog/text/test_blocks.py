"""Bodies of the block editor: the delimiters go, what only they say stays, and nothing is lost when they are broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.text.blocks import with_footnotes
from blog.text.bodies import lay_out
from blog.text.markup import render_body
from blog.text.plain import plain_text


def block(name, content="", json=""):
    return f"<!-- wp:{name} {json + ' ' if json else ''}-->\n{content}\n<!-- /wp:{name} -->"


def laid_out(body):
    result = lay_out(body)
    assert "wp:" not in result.body
    return result.body


def test_blocks_are_html_without_their_delimiters():
    result = lay_out(block("paragraph", "<p>one\ntwo</p>", '{"align":"left"}') + "\n\n" + block("list", "<ul></ul>"))
    assert (result.body_format, result.broken) == ("html", 0)
    assert result.body == "<p>one\ntwo</p>\n\n<ul></ul>"


def test_an_old_body_between_blocks_gets_its_paragraphs():
    body = f"one\n\ntwo\n{block('paragraph', '<p>x</p>')}\nthree [gallery]\n\n{block('freeform', 'a')}"
    html = laid_out(body)
    assert html.startswith("<p>one</p>\n<p>two</p>")
    assert '<p>three <span class="shortcode">[gallery]</span></p>' in html
    assert html.endswith("<p>a</p>")


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (
            block("image", '<figure class="wp-block-image"><img src="/a.jpg"/></figure>', '{"id":7}'),
            '<figure class="wp-block-image"><img class="wp-image-7" src="/a.jpg"/></figure>',
        ),
        (
            block(
                "image",
                '<figure><img src="/a.jpg" alt="" class="x"/></figure>',
                '{"id":7,"alt":"A \\u0022g\\u0022"}',
            ),
            '<figure><img src="/a.jpg" alt="A &quot;g&quot;" class="wp-image-7 x"/></figure>',
        ),
        (
            block("core/image", '<figure><img alt="A" class="wp-image-7"></figure>', '{"id":8}'),
            '<figure><img alt="A" class="wp-image-7"></figure>',
        ),
        (
            block(
                "cover", '<div class="wp-block-cover" style="background:url(/c.jpg)"><p>x</p></div>', '{"url":"/c.jpg"}'
            ),
            '<div class="wp-block-cover" style="background:url(/c.jpg)"><img src="/c.jpg" alt=""><p>x</p></div>',
        ),
        ('<!-- wp:gallery {"ids":[3,"4"]} /-->', '<p><span class="shortcode">[gallery ids="3,4"]</span></p>'),
        (
            block("embed", "<figure><div>\nhttps://vimeo.com/7\n</div></figure>", '{"url":"https://vimeo.com/7"}'),
            '<p class="embed"><a href="https://vimeo.com/7">Vimeo: vimeo.com/7</a></p>',
        ),
        (
            block("core-embed/vimeo", "<figure><div>https://vimeo.com/7</div><figcaption>C</figcaption></figure>"),
            '<figure class="embed"><p><a href="https://vimeo.com/7">Vimeo: vimeo.com/7</a></p>'
            "<figcaption>C</figcaption></figure>",
        ),
        (
            block("file", '<div class="wp-block-file"><object data="/a.pdf"></object><a href="/a.pdf">A</a></div>'),
            '<div class="wp-block-file"><a href="/a.pdf">A</a></div>',
        ),
        (block("more", "<!--more-->"), "<!--more-->"),
        (block("nextpage", "<!--nextpage-->"), '<hr class="page-break">'),
        (
            block("code", '<pre class="wp-block-code"><code>[gallery]\n\n&lt;b&gt;</code></pre>'),
            '<pre class="wp-block-code"><code>[gallery]\n\n&lt;b&gt;</code></pre>',
        ),
        (
            block("shortcode", "[youtube gull_7]"),
            '<p class="embed"><a href="https://www.youtube.com/watch?v=gull_7">'
            "YouTube: youtube.com/watch?v=gull_7</a></p>",
        ),
        (block("html", "<div>\n\n<b>x</b></div>"), "<div>\n\n<b>x</b></div>"),
        (
            '<!-- wp:social-link {"url":"https://x.example/q","service":"mastodon"} /-->',
            '<li><a href="https://x.example/q">Mastodon</a></li>',
        ),
        ('<!-- wp:block {"ref":12} /-->', '<p><span class="shortcode">[block ref="12"]</span></p>'),
    ],
)
def test_what_only_the_delimiter_says_goes_into_the_html(body, html):
    assert laid_out(body).strip("\n") == html


@pytest.mark.parametrize("name", ["more", "nextpage", "spacer", 'gallery {"ids":[1]}', 'video {"src":"//youtu.be/x"}'])
def test_words_in_a_block_that_something_else_stands_for_stay(name):
    name, _, json = name.partition(" ")
    assert "Lost words" in plain_text(render_body(block(name, "<p>Lost words</p>", json), "wordpress"))


def test_words_beside_an_embedded_address_stay():
    body = block(
        "embed", "<figure><div>\nhttps://quay.example/x\nand why\n</div></figure>", '{"url":"https://quay.example/x"}'
    )
    assert "and why" in plain_text(render_body(body, "wordpress"))
    assert '<a href="https://quay.example/x">' in render_body(body, "wordpress")


def test_what_stands_in_a_block_for_shortcodes_is_one():
    result = lay_out(block("shortcode", "[buoy]") + "[lamp]")
    assert result.body.split() == ["<p><span", 'class="shortcode">[buoy]</span></p>', "<p>[lamp]</p>"]
    assert dict(result.unknown) == {"buoy": 1}


FOOTNOTES = "<!-- wp:footnotes /-->"


def test_footnotes_kept_beside_a_body_take_their_place_in_it():
    told = '[{"id":"n-1","content":"As <em>seen</em>"},{"id":"n-2","content":"twice"}]'
    html = render_body(with_footnotes(FOOTNOTES, told), "wordpress")
    assert html.startswith('<ol class="footnotes">\n<li id="text-n-1">As <em>seen</em> <a href="#text-n-1-link">')
    assert "twice" in html


@pytest.mark.parametrize("told", ["", "{", "{}", "[1]", '[{"content":' + "[" * 5000, "[" * 100_000])
def test_footnotes_that_cannot_be_read_leave_the_empty_block(told):
    assert with_footnotes(FOOTNOTES, told) == FOOTNOTES


def test_a_block_that_held_nothing_is_dropped_and_named():
    result = lay_out(
        'a\n<!-- wp:latest-posts {"postsToShow":3} /-->\n<!-- wp:core/archives /--><!-- wp:jetpack/map /-->'
    )
    assert result.body == "<p>a</p>"
    assert dict(result.dynamic) == {"latest-posts": 1, "archives": 1, "jetpack/map": 1}


def test_words_that_only_the_delimiter_of_a_plugins_block_has_are_shown():
    body = (
        '<!-- wp:acf/voice {"id":"block_1","name":"acf/voice","data":{"quote":"A very good tide","_quote":"field_2",'
        '"author":"Ann","more":"\\u003cp\\u003eAnd \\u003cem\\u003emore\\u003c/em\\u003e of it\\u003c/p\\u003e",'
        '"picture":12,"link":"https://tide.example.org/a b","side":"left"},"className":"is-style-wide my own","mode":'
        '"preview"} /-->'
    )
    result = lay_out(body)
    assert dict(result.dynamic) == {"acf/voice": 1}
    assert result.body.split("\n\n") == [
        '<p><span class="shortcode">[acf/voice]</span></p>', "<p>A very good tide</p>", "<p>Ann</p>",
        "<p>And <em>more</em> of it</p>",
    ]  # fmt: skip
    assert lay_out(result.body).body == result.body


@pytest.mark.parametrize(
    "body",
    [
        '<!-- wp:jetpack/field-text {"label":"Name","required":true} /-->',
        '<!-- wp:latest-comments {"title":"Words of mine"} /-->',
        '<!-- wp:my/box {"style":{"a":"1px solid black"},"font":"Open Sans","url":"two words","n":12} /-->',
    ],
)
def test_what_machines_say_in_a_delimiter_is_not_shown(body):
    assert lay_out(body).body == ""


@pytest.mark.parametrize(
    "body",
    [
        "<!-- wp:group --><p>one</p>",
        "<p>one</p><!-- /wp:group -->",
        '<!-- wp:image {"id": --><p>one</p><!-- /wp:image -->',
        "<!-- wp:group --><!-- wp:image --><p>one</p><!-- /wp:group -->",
        "<!-- wp:image " + '{"a":' * 500 + " --><p>one</p><!-- /wp:image -->",
        '<!-- wp:image {"id":[1]} --><p>one</p><!-- /wp:image --><!-- /wp:image -->',
    ],
)
def test_broken_delimiters_lose_nothing_and_are_said(body):
    result = lay_out(body)
    assert result.body.strip() == "<p>one</p>"
    assert result.broken


def test_a_delimiter_that_does_not_end_is_a_comment():
    assert render_body("one <!-- wp:image {", "wordpress") == "<p>one </p>"


PIECES = [
    "<!-- wp:group -->", "<!-- /wp:group -->", '<!-- wp:image {"id":1} -->', "<!-- /wp:image -->", "<p>",
    "</p>", "<img>",
    "<!-- wp:html -->", "<!-- /wp:html -->", "<!-- wp:freeform -->", "<!-- /wp:freeform -->", "\n\n", "[gallery]",
    "<!-- wp:embed -->", "<!-- /wp:embed -->", "<!-- wp:spacer /-->", "<!-- wp:", "-->", "{", "<!-- wp:cover -->",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.integers(100, 999).map(lambda n: f" word{n} ")), max_size=14))
def test_whatever_the_delimiters_no_word_is_lost(pieces):
    body = "".join(pieces)
    assert _words(plain_text(body)) <= _words(plain_text(render_body(body, "wordpress")))


def _words(text):
    return {word for word in text.split() if word.startswith("word")}
