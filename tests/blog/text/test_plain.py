import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text.fragments import Kind, tokens
from blog.text.plain import excerpt, paragraphs, plain_text


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>One</p>\n<p>Two</p>", ["One", "Two"]),
        ("<p>One<br>\n  two<br />three</p>", ["One\ntwo\nthree"]),
        ("<p>one\n   two</p>", ["one two"]),
        ("<p>a\xa0b&nbsp;c</p>", ["a\xa0b\xa0c"]),
        ("<p>&nbsp;</p><p> </p>", []),
        ("<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>", ["one", "two", "three"]),
        ("before<blockquote>said<p>again</p></blockquote>after", ["before", "said", "again", "after"]),
        ("<p>a <b>bold</b> word</p>", ["a bold word"]),
        ("<pre>a\n  b</pre>", ["a\n  b"]),
        ("<p>x</p><script>var y = '<p>';</script><style>p{}</style><!-- z -->", ["x"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a", "b"]),
        ("1 &lt; 2 < 3 &amp; &eacute;", ["1 < 2 < 3 & é"]),
        ('<p title="a > b">x</p>', ["x"]),
        ("<p>open <b>never closed", ["open never closed"]),
        ("", []),
    ],
)
def test_paragraphs_are_the_texts_of_blocks(html, texts):
    assert paragraphs(html) == texts
    assert plain_text(html) == "\n".join(texts)


def test_an_excerpt_ends_with_an_ellipsis_only_when_it_was_cut():
    assert excerpt("<p>one two</p><p>three</p>", words=3) == "one two three"
    assert excerpt("<p>one, two, three</p>", words=2) == "one, two…"
    assert len(excerpt("<p>" + "字" * 900 + "</p>")) == 551


pieces = st.sampled_from(
    ["<p>", "</p", ">", "<", "<!--", "-->", "<!", "a='", "'", '"', "=", "<script>", "</script", "é", " "]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=3)), max_size=20).map("".join))
def test_tokens_cover_the_fragment_without_gap_or_overlap(fragment):
    position = 0
    for token in tokens(fragment):
        assert token.start == position
        assert token.end > token.start
        position = token.end
    assert position == len(fragment)


def test_a_greater_sign_inside_quotes_does_not_end_a_tag():
    kinds = [(token.kind, token.name) for token in tokens("<a title='x > y'>t</a>")]
    assert kinds == [(Kind.OPEN, "a"), (Kind.TEXT, ""), (Kind.CLOSE, "a")]


def test_an_excerpt_passes_over_tables_and_preformatted_text_unless_there_is_nothing_else():
    table = "<table><tr><td>06:12</td></tr></table>"
    assert excerpt(f"<p>High water.</p>{table}<pre>~~~</pre><p>Add an hour.</p>") == "High water. Add an hour."
    assert excerpt(table) == "06:12"
