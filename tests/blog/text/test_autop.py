"""Paragraphs as WordPress made them of blank lines."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.text.autop import autop
from blog.text.markup import render_feedback


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\r\ntwo\r\rthree", "<p>one<br />\ntwo</p>\n<p>three</p>"),
        ("one<br>\n<br />two", "<p>one</p>\n<p>two</p>"),
        ("one<br />\ntwo", "<p>one<br />\ntwo</p>"),
        ("<script>a\n\nb</script>", "<script>a\n\nb</script>"),
        ("<style>\n\nb</style>", "<style>\n\nb</style>"),
        ("<textarea>a\n\nb</textarea>", "<textarea>a\n\nb</textarea>"),
        ("a <code>b\n</code>", "<p>a <code>b<br />\n</code></p>"),
        ("one\n\n<hr />\n\ntwo", "<p>one</p>\n<hr />\n<p>two</p>"),
        ("one\n<ul><li>a\n\nb</li></ul>\ntwo", "<p>one</p>\n<ul><li>\n<p>a</p>\n<p>b</p>\n</li></ul>\n<p>two</p>"),
        ("<table>\n<tr>\n<td>a</td>\n</tr>\n</table>", "<table>\n<tr>\n<td>a</td>\n</tr>\n</table>"),
        ('<img alt="a\n\nb">', '<p><img alt="a\n\nb"></p>'),
        ("<select>\n<option>a\n</option>\n</select>", "<select>\n<option>a\n</option>\n</select>"),
        (
            "<figure><img>\n<figcaption>a\nb</figcaption>\n</figure>",
            "<figure><img><figcaption>a<br />\nb</figcaption>\n</figure>",
        ),
        ("", ""),
        (" \n \n", ""),
    ],
)
def test_paragraphs_follow_wordpress_s_rules(text, html):
    assert autop(text).strip() == html
    assert autop(autop(text)) == autop(text)


def test_comments_get_them_too():
    assert render_feedback("one\n\ntwo<br><br>three\nfour") == ("<p>one</p>\n<p>two</p>\n<p>three<br>\nfour</p>")


PIECES = """
<p> </p> <div> </div> <br> <br⎵/> <b> </b> <pre> </pre> <code> </code> <ul> </ul> <li> </li> <blockquote> </blockquote>
<hr>
<td> </td> <table> </table> <figure> </figure> <figcaption> </figcaption> <!--x--> <h2> </h2> <img> ⏎ ⏎⏎ ⎵ a b
<script> </script> < &
"""
pieces = st.sampled_from([piece.replace("⎵", " ").replace("⏎", "\n") for piece in PIECES.split()])


@settings(max_examples=600, deadline=None)
@given(st.lists(pieces, max_size=16).map("".join))
def test_paragraphs_of_paragraphs_are_the_same(text):
    once = autop(text)
    assert autop(once) == once


FIGURE = '<figure class="wp-caption"><img src="/x.jpg"></figure>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"<p>\n{FIGURE}\nmore</p>", f"{FIGURE}\n<p>more</p>"),
        (f"<p>Text\n{FIGURE}\nmore</p>", f"<p>Text{FIGURE}\n<p>more</p>"),
        (f"<p>Text\n{FIGURE}\n</p>", f"<p>Text{FIGURE}"),
        (f'<p id="here">{FIGURE}</p>', f'<p id="here">{FIGURE}'),
        (f'<p><a name="here"></a>{FIGURE}</p>', f'<p><a name="here"></a>{FIGURE}'),
        ("<p>One</p>\n<p></p>\n<p>Two</p>", "<p>One</p>\n<p></p>\n<p>Two</p>"),
        ("<pre><p>\n<div>x</div></p></pre>", "<pre><p>\n<div>x</div></p></pre>"),
    ],
)
def test_a_block_in_a_paragraph_leaves_no_empty_one(written, shown):
    assert autop(written) == shown
    assert autop(shown) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<h2>Tides</h2><br />\n<h2>Mud</h2>", "<h2>Tides</h2>\n<h2>Mud</h2>"),
        ("<br />Text", "<p>Text</p>"),
        ("<h2>Tides</h2>\n<br /> <br>Text<br />more<br />\n<ul><li>a</li></ul>",
         "<h2>Tides</h2>\n<p>Text<br />more</p>\n<ul><li>a</li></ul>"),
        ("<p>Text</p><br/><br />", "<p>Text</p>"),
        ("<div><br /></div>", "<div></div>"),
        ("<blockquote><br />Text<br /></blockquote>", "<blockquote>\n<p>Text</p>\n</blockquote>"),
        ("<ul><li><br>a<br></li></ul>", "<ul><li>a</li></ul>"),
        ("<h2>a</h2><br clear=\"all\"><h2>b</h2>", "<h2>a</h2><br clear=\"all\"><h2>b</h2>"),
        ("<pre><br />a</pre>", "<pre><br />a</pre>"),
    ],
)  # fmt: skip
def test_a_break_beside_a_block_makes_no_blank_line(written, shown):
    assert autop(written) == shown
    assert autop(shown) == shown


@pytest.mark.parametrize("text", ["<br>" * 25_000 + "x", "x" + "<br>" * 25_000, "x" + "<br> " * 20_000 + "x<br"])
def test_many_breaks_take_time_in_proportion(text):
    started = time.process_time()
    autop(text)
    assert time.process_time() - started < 2
