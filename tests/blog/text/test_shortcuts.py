"""What is cheap for nearly all text gives what the long way gives."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blog.text import autop, bodies, folding, fragments, markup, mojibake, pictures, plain, showing, styles
from blog.text.mojibake_passages import may_be_referred_to, passages

SPACES = ["\n", "\n\n", " ", "\t", "\r\n", "\r", "\xa0", "\f", "\x00", "\x85", "\u2028"]
TAGS = """<p> </p> <P> <br> <br/> <b> </b> <a-href="x"> <a-href='x>y'> </a> <pre> </pre> <ul> <li> </li> <!--c--> < >
<!--more--> <!--wp:x--> <script> </script> <title> </title> <img-alt="b"> </p <td> <select> </select> <h2> </h2>
<p-style="color:red"> <FONT-SIZE="2"> <img-src="data:x">
<p-title="a>b"> <iframe> word. a &amp; &nbsp; é"""
WORDS = "a word. é &amp; &nbsp; &lt;b&gt; &#8230; &#39; &quot; > ' & &copy &#13; &ldquo; &amp;lt; -"
HTML = st.lists(st.sampled_from([tag.replace("-", " ") for tag in TAGS.split()] + SPACES), max_size=14).map("".join)
LINK = '<a-href="http://x.example/"> <a-href="https://y.example/?a=1"-rel="nofollow"> <a-rel="x"> </a> <em> </em> <br>'
INLINE = (
    f"{LINK} <b> </b> <p> </p> <br-/> <blockquote> </blockquote> <code> </code> word. é &amp; &lt; &#8230; > ' - </br>"
)
LINKS = st.lists(
    st.sampled_from([tag.replace("-", " ") for tag in INLINE.split()] + ["\n", "\n\n", " "]), max_size=10
).map("".join)
COMMENT = st.lists(st.sampled_from(WORDS.split() + SPACES), max_size=9).map("".join)
GARBLED = st.text(st.sampled_from("abZ .,?!'\"0\n<>-;&ÂÃâÎïœéà€™œ“”’–\x80\x9d\xa0°©«»ГВРС├√≈‚Δ東"), max_size=9)


@given(HTML)
def test_plain_tags_read_at_once_are_laid_out_like_tokens(html):
    quickly = bodies.to_html(html), plain.paragraphs(html), markup.render_feedback(html)
    with pytest.MonkeyPatch.context() as patch:
        for module in (autop, plain):
            patch.setattr(module, "plain_tags", lambda html: None)
        patch.setattr(autop, "may_hold", lambda html, names: True)
        patch.setattr(showing, "holds_only", lambda html, names: False)
        assert (bodies.to_html(html), plain.paragraphs(html), markup.render_feedback(html)) == quickly


@given(HTML)
def test_a_plain_body_is_sanitized_as_if_its_paragraphs_were_looked_through(html):
    laid_out = bodies.lay_out(html)
    quickly = markup.render_body(laid_out.body, laid_out.body_format, is_laid_out=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_is_plain", lambda body: False)
        assert markup.render_body(laid_out.body, laid_out.body_format, is_laid_out=True) == quickly


@given(COMMENT)
@example("a\r\r\na")
def test_a_comment_without_markup_looks_as_if_it_had_been_sanitized(comment):
    quickly = markup.render_feedback(comment)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_escaped_if_plain", lambda body: None)
        assert markup.render_feedback(comment) == quickly


@given(LINKS)
def test_plain_tags_in_a_comment_look_as_if_bleach_had_seen_them(comment):
    quickly = markup.render_feedback(comment)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_wants_bleach", lambda body, body_format: True)
        assert markup.render_feedback(comment) == quickly


def test_an_address_is_linked_beside_plain_tags_too():
    for comment in ("<b>see</b> old.example.com", "see <b>old.example.com</b>", "<i>x</i> http://old.example.com/"):
        assert 'rel="nofollow ugc">' in markup.render_feedback(comment)
    assert markup.render_feedback('<a href="http://old.example.com/">', "text").count("<a ") == 1


@given(GARBLED)
def test_nothing_garbled_is_taken_for_clean(text):
    if mojibake.is_clean(text):
        assert not mojibake._repair(text, mojibake._whole, lambda after: False, ()).steps
        assert may_be_referred_to(text) or not mojibake._repair(text, passages, lambda after: False, ()).steps
        assert not list(mojibake.find_forms(text))
        assert not mojibake.is_bad(text)


@given(
    st.text(st.sampled_from("abZ019 .,_-'\n\xa0éßœŁİıKΣς½…№日のカ\u0301ﬁ²\u2028\x1cш") | st.characters(), max_size=90)
)
def test_an_indexed_text_is_its_keys(text):
    assert folding.index_text(text) == " ".join(folding.keys(text))


@given(HTML)
def test_the_words_of_a_sanitized_body_are_those_of_its_plain_text(html):
    body = markup.render_body(html, "html")
    assert folding.index_text(plain.words_of(body)) == folding.index_text(plain.plain_text(body))


@given(st.text(st.sampled_from("ab\x00\x0b\t\n\x7f\ufffe\uffff\ud800é\x80")))
def test_control_characters_are_found(text):
    assert plain.has_controls(text) == bool(plain._CONTROLS.search(text) or "\ud800" in text)


@given(HTML)
def test_what_tags_state_is_found_where_only_they_are_looked_at(html):
    quickly = markup.render_body(html, "html"), styles.left_out(html), pictures.without_inline(html)
    with pytest.MonkeyPatch.context() as patch:
        for module in (styles, pictures):
            patch.setattr(module, "stated", lambda html: html)
        assert (markup.render_body(html, "html"), styles.left_out(html), pictures.without_inline(html)) == quickly


@given(HTML)
def test_what_tags_state_holds_every_attribute(html):
    inside = [html[token.start : token.end] for token in fragments.tokens(html) if token.kind is fragments.Kind.OPEN]
    assert all(tag in fragments.stated(html) for tag in inside if "=" in tag)
