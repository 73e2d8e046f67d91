"""Words are marked between the tags of rendered text, and links say where they lead."""

import pytest

from blog.text.marking import mark, mark_places, tell_links, tell_spelled
from blog.text.plain import plain_text


@pytest.mark.parametrize(
    ("html", "words", "marked"),
    [
        ("<p>My Casino</p>", ["casino"], "<p>My <mark>Casino</mark></p>"),
        ('<a href="casino">x</a>', ["casino"], '<a href="casino">x</a>'),
        ("<p>a &amp; b &lt;i&gt;</p>", ["& b"], "<p>a <mark>&amp; b</mark> &lt;i&gt;</p>"),
        ("<p>&lt;script&gt; pills</p>", ["pills"], "<p>&lt;script&gt; <mark>pills</mark></p>"),
        ("<p>poker online</p>", ["poker", "poker online"], "<p><mark>poker online</mark></p>"),
        ("<p>a.b axb</p>", ["a.b"], "<p><mark>a.b</mark> axb</p>"),
        ("<p>x</p>", ["", "  "], "<p>x</p>"),
    ],
)
def test_words_are_marked_in_text_only(html, words, marked):
    assert mark(html, words) == marked


def test_a_link_tells_its_address_when_its_words_do_not():
    same = '<a href="https://example.org/a?b&amp;c" rel="nofollow">example.org/a?b&amp;c</a>'
    assert tell_links(same) == same
    other = tell_links('<a rel="nofollow" href="https://evil.example/">my bank</a>')
    assert other.endswith('my bank</a> <span class="fb-to">(https://evil.example/)</span>')
    assert tell_links("<a href=" * 20_000) == "<a href=" * 20_000


@pytest.mark.parametrize(
    ("html", "words", "marked"),
    [
        ("<p>casino, casinos</p>", ["casinos"], "<p>casino, <mark>casinos</mark></p>"),
        ("<p>my <em>ca</em>sino</p>", ["casino"], "<p>my <em><mark>ca</mark></em><mark>sino</mark></p>"),
        ("<p>online\n  casino</p>", ["online casino"], "<p><mark>online\n  casino</mark></p>"),
        ("<p>a<br>b</p><p>c</p>", ["b\nc"], "<p>a<br><mark>b</mark></p><p><mark>c</mark></p>"),
        ("<p>a &amp; b&nbsp;&lt;i&gt;</p>", ["& b"], "<p>a <mark>&amp; b</mark>\xa0&lt;i&gt;</p>"),
        ("<p>poker online</p>", ["poker", "poker online", "online"], "<p><mark>poker online</mark></p>"),
        ("<p>x</p>", [], "<p>x</p>"),
    ],
)
def test_places_of_the_plain_text_are_marked_whatever_stands_between(html, words, marked):
    text = plain_text(html)
    places = [(text.index(word), text.index(word) + len(word)) for word in words]
    assert mark_places(html, text, places) == marked


def test_nothing_is_marked_where_the_text_is_another():
    assert mark_places("<p>x</p>", "x and y", [(0, 1)]) == "<p>x</p>"


SPELLED = '<span class="fb-spelled">{}</span>'


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://pills.shoppe/buy?a=1&amp;b=2.", "https://pills.shoppe/buy?a=1&amp;b=2"),
        ("HTTP://cheap.casinoz/", "HTTP://cheap.casinoz/"),
        ("go to (www.cheap.casinoz), now", "www.cheap.casinoz"),
        ("https://127.0.0.1:8000/x&gt;", "https://127.0.0.1:8000/x"),
    ],
)
def test_an_address_is_told_whatever_its_domain(text, address):
    assert tell_spelled(f"<p>{text}</p>") == f"<p>{text.replace(address, SPELLED.format(address))}</p>"


def test_a_link_and_what_is_no_address_are_left_alone():
    for html in ('<p><a href="https://a.example/"><b>https://a.example/</b></a></p>', "<p>https:// www. a.b</p>"):
        assert tell_spelled(html) == html
    assert tell_spelled("</a></a>https://x.y").endswith(SPELLED.format("https://x.y"))


def test_marks_within_the_words_of_a_link_do_not_hide_where_it_leads():
    linked = '<a href="https://evil.example/">my <mark>bank</mark></a>'
    assert tell_links(linked) == f'{linked} <span class="fb-to">(https://evil.example/)</span>'
    same = '<a href="https://example.org/">https://<mark>example</mark>.org</a>'
    assert tell_links(same) == same


@pytest.mark.parametrize(
    "worst", ["www.", "https://", "https://.", "https://x.", "<a>https://x ", "https://x" + "!" * 50]
)
def test_a_long_text_of_addresses_is_done_at_once(worst):
    text = worst * (100_000 // len(worst))
    tell_spelled(f"<p>{text}</p>")
    assert mark_places(f"<p>{text}</p>", text, [(0, 5)]).startswith("<p>")
