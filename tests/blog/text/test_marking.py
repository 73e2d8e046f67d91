"""Words are marked between the tags of rendered text, and links say where they lead."""

import pytest

from blog.text.marking import mark, tell_links


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
