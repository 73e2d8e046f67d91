import pytest

from blog.text.guarding import MarkupTooDeep, guard, without_other_rules
from blog.text.markup import render_body, render_feedback

LONG = "x" * 20_000
BOMBS = {
    "attributes copied into every paragraph": f'<p><b title="{LONG}">a</p>' + "<p>a" * 8000,
    "a link's attributes copied": f'<p><a title="{LONG}">a</p>' + "<p>a" * 8000,
    "an end tag in a cell that does not reach the element": f'<b title="{LONG}"><table><tr><td></b></table>'
    + "<p>a" * 800,
    "an end tag among many blocks": f'<b title="{LONG}">' + "<div>" * 100 + "</b>" * 12 + "</div>" * 100 + "<p>a" * 200,
    "few tags, all of them long": ('<b title="' + "x" * 100_000 + '">') + "<p>a" * 150,
}
DEEP = {
    "a comment that ends in --!>": "<!-- --!>" + "<div>" * 20_000,
    "words do not end blocks": "<span><div></span>" * 5000,
    "a cell bounds end tags": "<div><table><tr><td></div>" * 5000,
    "annotations without ruby": "<rt>" * 5000,
    "a form ends alone": "<form><div></form>" * 5000,
    "items of two kinds": "<dd><li>" * 5000,
    "a page's end tags end nothing": "<body><div></body>" * 5000,
    "headings end each other": "<h1><x><h2></h1>" * 5000,
    "an empty item in a word": "<span><li></span></li>" * 5000,
}
SHALLOW = [
    "<p>one", "<ul><li>a<li>b</ul>", "<table><tr><td><p>x<td>y<tr><td>z</table>", "<dl><dt>a<dd>b</dl>",
    "<p><span>x</span> <a name='x'></a><b>y</b></p><br>", "<svg><title>x</title><path/></svg>", "<hr>",
    "<ol><li><p>x</p><ul><li>y</li></ul></li></ol>", "<select><option>a<option>b</select>", "<h2>a</h2>",
]  # fmt: skip


@pytest.mark.parametrize("html", [*BOMBS.values(), *DEEP.values()], ids=[*BOMBS, *DEEP])
def test_what_would_nest_or_multiply_is_refused(html):
    with pytest.raises(MarkupTooDeep):
        guard(html)
    for name in ("html", "wordpress", "markdown"):
        with pytest.raises(MarkupTooDeep):
            render_body(html, name)
    with pytest.raises(MarkupTooDeep):
        render_feedback(html)


@pytest.mark.parametrize("html", SHALLOW)
def test_what_follows_itself_a_thousand_times_is_not_deep(html):
    guard(without_other_rules(html * 1000))


@pytest.mark.parametrize("name", ["style", "xmp", "textarea", "title", "plaintext"])
@pytest.mark.parametrize("outer", ["svg", "math", "select", "template"])
def test_where_a_parser_reads_by_other_rules_nothing_hides(outer, name):
    for html in (f"<{outer}><{name}>", f"<{outer}><{name}></{outer}>", f"<{outer}><![CDATA[></{outer}><{name}>]]>"):
        try:
            rendered = render_body(html + "<div>" * 5000, "html")
        except MarkupTooDeep:
            continue
        assert rendered.count("<div>") <= 200


@pytest.mark.parametrize(
    ("html", "rendered"),
    [
        ("<p>a<svg><title>T</title><path d='x'/></svg>b</p>", "<p>a b</p>"),
        ("<p>a<svg>b</p>", "<p>a b</p>"),
        ("<p>a<math><mi>x</mi></math>b</p>", "<p>a x b</p>"),
        ("<<svg>script>a", "&lt; script&gt;a"),
        ("<template>a<template>b</template>c</template>d", " d"),
        ('<noscript><img src="a.png"></noscript>', ' <img src="a.png"> '),
    ],
)
def test_drawings_formulas_and_templates_go_and_the_words_seen_in_and_around_them_stay(html, rendered):
    assert render_body(html, "html") == rendered


def test_a_description_elsewhere_is_no_address_to_trust():
    assert render_body('<img src="a.png" longdesc="javascript:alert(1)">', "html") == '<img src="a.png">'
