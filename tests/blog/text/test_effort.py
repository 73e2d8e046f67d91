"""What took minutes is done at once: the ceilings are a thousandth of what the quadratic ways took."""

import contextlib
import time

import pytest

from blog.text.autop import text_to_html
from blog.text.fragments import tokens
from blog.text.markup import MarkupTooDeep, render_body, render_feedback
from blog.text.plain import plain_text

CEILING = 5  # seconds
SIZE = 100_000
HARD = {
    "delimiters that nothing closes": "<!-- wp:a ",
    "delimiters of names that go on": "<!-- wp:a-",
    "tags that nothing closes": "<b",
    "end tags that nothing closes": "</b",
    "comments that nothing closes": "<!--",
    "items that nothing closes": "<li>",
    "preformatted text that nothing closes": "<pre>a",
    "brackets": "![",
    "references": "[a][",
    "nested brackets": "[",
    "shortcodes that nothing closes": "[caption ",
    "shortcodes without content": "[gallery]",
    "shortcodes with content": "[caption]",
    "shortcodes that nothing stands for": '[x a="1"]',
    "ends of shortcodes": "[/caption]",
    "code in shortcodes": "[code]<!--[/code]",
    "code and tags that nothing closes": "[code]x[/code]<b",
    "attributes of shortcodes": "[x a='",
    "attributes without values": '[gallery a="b',
    "blocks that nothing closes": "<!-- wp:group -->",
    "blocks that are finished": "<!-- wp:image --><!-- /wp:image -->",
    "ends of blocks": "<!-- /wp:group -->",
    "frames": "<iframe src=//x>",
    "objects": "<object><param name=movie value=//x>",
    "addresses": "http://youtu.be/x\n",
    "verbatim text that nothing closes": "<code>[gallery]",
    "paragraphs in front of addresses": "<p> ",
    "breaks": "<br>",
    "code": "<code>a\n\nb<int></code>",
    "code that swallows": "<code><title></code>",
    "code that nothing closes, then some": "<pre><code>a</code>",
    "fields": "<textarea>a<b",
    "footnotes": "[fn]a[/fn]",
    "footnotes in footnotes": "[fn]",
    "formulas of WordPress.com": "$latex a&s=1",
    "names of programs": "[a_b ",
    "values of shortcodes": "[AMAZON=B1 a=",
    "words in angle brackets": "<hugs> <b ",
    "formulas": "<math>a<b</math>",
    "white space in delimiters": "<!--    ",
}


def spent(body):
    """Return the seconds of the processor that all that is done with a body takes."""
    start = time.process_time()
    list(tokens(body))
    plain_text(body)
    for body_format in ("html", "wordpress", "markdown", "text"):
        with contextlib.suppress(MarkupTooDeep):
            render_body(body, body_format)
    with contextlib.suppress(MarkupTooDeep):
        render_feedback(body)
    return time.process_time() - start


@pytest.mark.parametrize("piece", HARD.values(), ids=HARD)
def test_a_body_takes_time_by_its_length(piece):
    # Where even by the square of its length the whole would stay below the ceiling, a quarter of it is enough.
    if spent(piece * (SIZE // 4 // len(piece))) > CEILING / 20:
        assert spent(piece * (SIZE // len(piece))) < CEILING


@pytest.mark.parametrize(
    "body",
    [
        "[caption " + "[caption " * 11_000 + "]",
        '[caption width="1"]' * 5_000 + "<img>" + "[/caption]" * 5_000,
        "<!-- wp:gallery -->" * 2_500 + "x" + "<!-- /wp:gallery -->" * 2_500,
        "[gallery " + "a=" * 50_000 + "]",
        "[gallery " + "a" * 100_000 + "]",
        '[gallery a="' + " " * 100_000 + "]",
        "[caption]" + "<a >" * 25_000 + "[/caption]",
        "[caption]" + "".join(f"[a{number}]" for number in range(12_000)) + "[/caption]",
        "[fn]" * 12_000 + "[/fn]" * 12_000,
        "[code]" + "<br>" * 25_000 + "[/code]",
        "<object>" * 12_000,
        "<object>" + "<param>" * 14_000 + "</object>",
        '<iframe ' + 'src ' * 25_000 + ">",
        "".join(f"[{name}]" for name in (f"x{n}" for n in range(12_000))),
        "".join(f"[x{n} a='1'][/x{n}]" for n in range(5_000)),
        '<!-- wp:image {"a":' + "[" * 90_000 + " -->",
        "http://youtu.be/" + "x" * 100_000 + " y",
        "<pre>" + "</pre" * 15_000 + "[gallery]",
        "http://youtu.be/x" + " \t" * 50_000 + "y",
        "http://youtu.be/x </p>" + "\t" * 100_000 + "y",
        '<!-- wp:embed {"url":"http://youtu.be/x"} -->' + "<figcaption>" * 8_300 + "<!-- /wp:embed -->",
        '<!-- wp:file {"href":"//x/y"} --><a>' + "<object>" * 12_000 + "<!-- /wp:file -->",
        "[x a='1']" * 11_000 + "[/x]",
        "<pre>" + "[caption]<i></i>[/caption]" * 3_800,
        "<pre></pre>" + "<code>[caption]<i>x</i>[/caption]" * 3_000,
        "<code>x</code>" + "[caption]<i>x</i>[/caption]<code>" * 3_000,
        "[code]" + "[code]<!-- x [/code]" * 5_000,
    ],
)  # fmt: skip
def test_worst_cases_of_shortcodes_blocks_and_players_take_time_by_their_length(body):
    start = time.process_time()
    for body_format in ("html", "wordpress"):
        with contextlib.suppress(MarkupTooDeep):
            render_body(body, body_format)
    assert time.process_time() - start < CEILING


# What stands before and behind decides how far a search goes that fails.
BEFORE = ["<p>", "<!-- wp:embed -->", '<a href="', "[x]", "http://youtu.be/x"]
REPEATED = [" ", "\t", "</p>", "<figcaption>", "[x a='1']", "[caption]<i></i>[/caption]", "<code>", "=", "&", "\n<p>"]
BEHIND = ["x", "</p>", "[/x]", "</code>", "-->"]


@pytest.mark.parametrize("piece", REPEATED)
@pytest.mark.parametrize("before", BEFORE)
def test_what_stands_around_a_piece_does_not_multiply_its_time(before, piece):
    for behind in BEHIND:
        body = before + piece * (SIZE // len(piece) // 10) + behind
        start = time.process_time()
        for body_format in ("html", "wordpress"):
            with contextlib.suppress(MarkupTooDeep):
                render_body(body, body_format)
        assert time.process_time() - start < CEILING / 10, behind


@pytest.mark.parametrize("space", [" ", "\t", " \t"])
def test_white_space_is_passed_once(space):
    start = time.process_time()
    text_to_html("a" + space * SIZE + "b")
    render_body("a" + space * SIZE + "b\nc", "wordpress")
    assert time.process_time() - start < CEILING


def test_a_table_of_many_columns_is_refused():
    row = "|" * 4000 + "\n"
    with pytest.raises(MarkupTooDeep):
        render_body("a|" * 4000 + "\n" + "-|" * 4000 + "\n" + "|\n" * 2000 + row, "markdown")


@pytest.mark.parametrize("line", ["- [a](http://example.org/)\n", "See [a](http://example.org/).\n\n", "a|b\n"])
def test_many_links_in_items_and_paragraphs_are_rendered(line):
    assert render_body(line * 2000, "markdown")
