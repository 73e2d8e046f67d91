"""Styles of an editor: what they mean is kept as markup, what they only look like is counted."""

import time

import pytest

from blog.text.markup import render_body
from blog.text.styles import HIDDEN, left_out, mapped


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ('<p style="text-align: center">x</p>', '<p class="has-text-align-center">x</p>'),
        (
            '<h2 class="size-full odd" style="TEXT-ALIGN:RIGHT;">x</h2>',
            '<h2 class="size-full has-text-align-right">x</h2>',
        ),
        ("<div style='text-align:justify'>x</div>", '<div class="has-text-align-justify">x</div>'),
        ('<span style="text-decoration: underline;">x</span>', "<span><u>x</u></span>"),
        ('<span style="text-decoration:line-through;font-weight:700">x</span>', "<span><s><b>x</b></s></span>"),
        (
            '<span style="color:red"><span style="font-style:italic">x</span></span>',
            "<span><span><i>x</i></span></span>",
        ),
        ('<img style="float: left" src="/a.jpg">', '<img class="alignleft" src="/a.jpg">'),
        ('<img style="display:block; margin:0 auto" src="/a.jpg">', '<img class="aligncenter" src="/a.jpg">'),
        ("<center>x</center>", "<center>x</center>"),
        ('<p style="background:url(javascript:x)" title="style=">x</p>', '<p title="style=">x</p>'),
    ],
)
def test_what_a_style_means_is_kept_and_no_style_passes(body, html):
    assert render_body(body, "html") == html


def test_what_has_no_markup_is_counted_by_its_kind():
    body = (
        '<p style="color:red; color: blue; text-align:left">a</p><font color="red" size="4">b</font>'
        '<span style="font-size:9px;text-decoration:underline">c</span><div style="display:none">d</div>'
        '<p style="float:left;margin:0 auto;color:inherit">e</p>'
    )
    assert dict(left_out(body)) == {
        "colours": 2, "sizes of letters": 2, HIDDEN: 1, "measures and places": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "piece", ['<span style="font-style:italic">', "<p style=';", '<p style="a:b;', "</span>", "<a ="]
)
def test_styles_take_time_by_their_length(piece):
    body = piece * (100_000 // len(piece)) + '">style'
    start = time.process_time()
    mapped(body)
    left_out(body)
    assert time.process_time() - start < 5
