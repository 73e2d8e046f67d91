"""Whatever an old body is made of, every word of its prose is on the page."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.text.bodies import lay_out
from blog.text.markup import render_body
from blog.text.plain import plain_text

# What may stand between words: "⎵" is a space, "⏎" the end of a line.
PIECES = """
[gallery] [gallery⎵ids="1,2"] [gallery⎵of⎵art] [/gallery] [video⎵games] [audio⎵src=/a.mp3] [/audio] [playlist]
[caption⎵width="1"] [caption] [/caption] [wp_caption⎵align="alignleft"] [/wp_caption] <img⎵src=/a.jpg>
[code] [code⎵lang="php"] [/code] [sourcecode] [/sourcecode] [cc_php] [/cc_php] [latex] [/latex] $latex $
[youtube=http://youtu.be/gull] [youtube⎵id=gull] [youtube] [/youtube] [vimeo⎵123] [embed] [/embed] [tweet⎵9876] [gist]
[AMAZON=B001] [mail_form] [vc_row] [vc_column⎵width="1/2"] [/vc_column] [/vc_row] [box⎵a="1"⏎b='2'] [/box]
[footnote] [/footnote] [fn] [/fn] [raw] [/raw] [nextpage] [/nextpage] [sic] [1] [Update:⎵rain] [[gallery]] [ ] [[ ]]
<!--more--> <!--nextpage--> <p> </p> <b> </b> <br> ⏎ ⏎⏎ <div> </div> <ul><li> </li></ul> <pre> </pre> <code> </code>
<span⎵style="text-decoration:underline"> </span>
<p⎵style="text-align:center"> <font⎵color="red"> </font> <center> </center>
<noscript> </noscript> <img⎵src="/b.gif"⎵data-src="/a.jpg"> <noscript><img⎵src="/a.jpg"></noscript> <picture> </picture>
<source⎵srcset="/a.webp"> <amp-img⎵src="/a.jpg"> </amp-img> <amp-youtube⎵data-videoid="x"> </amp-youtube>
<iframe⎵src=//youtu.be/x></iframe> <object></object> http://youtu.be/x &lt; &amp; " '
"""
BLOCKS = """
paragraph html freeform shortcode embed image gallery cover media-text file audio video details more nextpage footnotes
table buttons quote acme/box group columns list latest-posts
"""


def _spelled(text):
    return [piece.replace("⎵", " ").replace("⏎", "\n") for piece in text.split()]


def _delimiters(name):
    broken = '{"id":' if name == "list" else '{"id":3,"url":"https://youtu.be/x"}'
    return [f"<!-- wp:{name} -->", f"<!-- wp:{name} {broken} -->", f"<!-- /wp:{name} -->", f"<!-- wp:{name} /-->"]


words = st.integers(100, 999).map(lambda number: f" word{number} ")
classic = st.lists(st.one_of(words, st.sampled_from(_spelled(PIECES))), max_size=16).map("".join)
blocks = st.lists(
    st.one_of(
        words,
        st.sampled_from(_spelled(PIECES)),
        st.sampled_from([each for name in BLOCKS.split() for each in _delimiters(name)]),
    ),
    max_size=16,
).map("".join)


def _words(text):
    return set(re.findall(r"word\d{3}", text))


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(classic, blocks))
def test_no_word_of_a_body_is_lost(body):
    shown = plain_text(render_body(body, "wordpress"))
    assert _words(shown) == _words(body)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(classic, blocks))
def test_what_is_stored_shows_the_same_words_again(body):
    stored = lay_out(body)
    shown = plain_text(render_body(stored.body, stored.body_format))
    assert _words(shown) == _words(body)
