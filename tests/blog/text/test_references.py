"""Addresses in a body's tags: found with their places, replaced without touching another byte."""

import time

import pytest

from blog.text.references import attributes, first_candidate, references, replace


def addresses(html, body_format="html"):
    return [reference.address for reference in references(html, body_format)]


def moved(html, body_format="html"):
    return replace(html, dict.fromkeys(references(html, body_format), "/new"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="http://a.example/1.png">', ["http://a.example/1.png"]),
        ("<IMG SRC=http://a.example/1.png/>", ["http://a.example/1.png/"]),
        ("<img alt='src=x' src='/1.png?a=1&amp;b=2'>", ["/1.png?a=1&b=2"]),
        ('<a class="x" href=" /1.jpg ">', ["/1.jpg"]),
        ('<video poster="/p.jpg" src="/v.mp4"><source src="/w.mp4">', ["/v.mp4", "/p.jpg", "/w.mp4"]),
        ('<source srcset="/a.png 1x, /b.png 2x">', ["/a.png"]),
        ('<img src="data:image/png;base64,AA"><img src="javascript:x"><a href="mailto:x">', []),
        ('<img src=""><img><img src><a name="x">', []),
        ('&lt;img src="/1.png"&gt; <!-- <img src="/2.png"> --><pre>x</pre>', []),
        ("<p data-src='/1.png'>", []),
    ],
)
def test_what_is_shown_and_linked_is_found(html, expected):
    assert addresses(html) == expected


def test_pictures_of_markdown_are_found_in_markdown_alone():
    text = 'A ![boat](/b.png "Boat") and ![](<http://a.example/c d.png>) <img src="/d.png">'
    assert addresses(text, "markdown") == ["/d.png", "/b.png", "http://a.example/c d.png"]
    assert addresses(text) == ["/d.png"]
    assert moved("A ![boat](/b.png 'Boat').", "markdown") == "A ![boat](/new 'Boat')."


def test_replacing_touches_nothing_else():
    html = 'a & b <IMG  ALT=\'x>y\' SRC=/a.png  TITLE="&quot;"><a\nhref="/b.png"\n>c</a> <p   class=x>'
    assert moved(html) == 'a & b <IMG  ALT=\'x>y\' src="/new"  TITLE="&quot;"><a\nhref="/new"\n>c</a> <p   class=x>'


def test_sizes_of_what_is_here_in_one_size_go():
    html = '<img src="/a-1.png" srcset="/a-1.png 1w, /a.png 2w" sizes="(max-width: 9px) 1px" width="3" alt="A">'
    assert moved(html) == '<img src="/new" width="3" alt="A">'
    assert moved('<picture><source srcset="/a.webp 1x" sizes="1px" type="image/webp"></picture>') == (
        '<picture><source srcset="/new" type="image/webp"></picture>'
    )


def test_an_address_that_is_set_is_escaped():
    html = '<img src="/a.png">'
    (reference,) = references(html)
    assert replace(html, {reference: '/x"><b>&'}) == '<img src="/x&quot;&gt;&lt;b&gt;&amp;">'


def test_the_first_of_two_attributes_of_one_name_counts():
    assert addresses('<img src="/a.png" src="/b.png">') == ["/a.png"]


@pytest.mark.parametrize(
    ("srcset", "first"), [("/a.png 1x, /b.png 2x", "/a.png"), (" , /a,b.png, /c", "/a,b.png"), ("", ""), (",", "")]
)
def test_the_first_candidate_of_a_srcset(srcset, first):
    assert first_candidate(srcset) == first


@pytest.mark.parametrize(
    "evil",
    [
        "<img " + "a" * 100_000 + ">", "<img " + 'a="' * 33_000 + ">", "<img " + "a= " * 33_000 + ">", "![" * 50_000,
        "![a](" * 20_000, "<img src='/" + "x" * 100_000, "<img src=/" + "//:" * 33_000 + ">", "<a " * 33_000,
        "<img " + " \n" * 50_000 + ">", "![" + "](" * 50_000, '<img srcset="' + ", " * 50_000 + '">',
    ],
)  # fmt: skip
def test_a_long_body_takes_no_longer_than_its_length(evil):
    begun = time.monotonic()
    found = list(references(evil, "markdown"))
    replace(evil, dict.fromkeys(found, "/new"))
    list(attributes(evil, 0, len(evil)))
    assert time.monotonic() - begun < 1
