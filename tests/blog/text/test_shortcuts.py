"""What is cheap for nearly all text gives what the long way gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text import autop, folding, markup, mojibake, plain
from blog.text.mojibake_passages import Passage, may_be_referred_to, passages

SPACES = ["\n", "\n\n", " ", "\t", "\r\n", "\r", "\xa0", "\f", "\x00", "\x85", "\u2028"]
TAGS = """<p> </p> <P> <br> <br/> <b> </b> <a-href="x"> <a-href='x>y'> </a> <pre> </pre> <ul> <li> </li> <!--c--> < >
<!--more--> <!--wp:x--> <script> </script> <title> </title> <img-alt="b"> </p <td> <select> </select> <h2> </h2>
<p-title="a>b"> <iframe> word. a &amp; &nbsp; é"""
WORDS = "a word. é &amp; &nbsp; &lt;b&gt; &#8230; &#39; &quot; > ' & &copy &#13; &ldquo; &amp;lt; -"
HTML = st.lists(st.sampled_from([tag.replace("-", " ") for tag in TAGS.split()] + SPACES), max_size=14).map("".join)
COMMENT = st.lists(st.sampled_from(WORDS.split() + SPACES), max_size=9).map("".join)
GARBLED = st.text(st.sampled_from("abZ .,?!'\"0\n<>-;&ÂÃâÎïœéà€™œ“”’–\x80\x9d\xa0°©«»ГВРС├√≈‚Δ東"), max_size=9)


@given(HTML)
def test_plain_tags_read_at_once_are_laid_out_like_tokens(html):
    quickly = autop.wordpress_to_html(html), plain.paragraphs(html)
    with pytest.MonkeyPatch.context() as patch:
        for module in (autop, plain):
            patch.setattr(module, "plain_tags", lambda html: None)
        assert (autop.wordpress_to_html(html), plain.paragraphs(html)) == quickly


@given(COMMENT)
def test_a_comment_without_markup_looks_as_if_it_had_been_sanitized(comment):
    quickly = markup.render_feedback(comment)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_escaped_if_plain", lambda body: None)
        assert markup.render_feedback(comment) == quickly


@given(GARBLED)
def test_nothing_garbled_is_taken_for_clean(text):
    if mojibake.is_clean(text):
        assert not mojibake._repair(text, lambda source: [Passage(source)], ()).steps
        assert may_be_referred_to(text) or not mojibake._repair(text, passages, ()).steps
        assert not list(mojibake._find_forms(text))
        assert not mojibake.is_bad(text)


@given(
    st.text(st.sampled_from("abZ019 .,_-'\n\xa0éßœŁİıKΣς½…№日のカ\u0301ﬁ²\u2028\x1cш") | st.characters(), max_size=90)
)
def test_an_indexed_text_is_its_keys(text):
    assert folding.index_text(text) == " ".join(folding.keys(text))


@given(st.text(st.sampled_from("ab\x00\x0b\t\n\x7f\ufffe\uffff\ud800é\x80")))
def test_control_characters_are_found(text):
    assert plain.has_controls(text) == bool(plain._CONTROLS.search(text) or "\ud800" in text)
