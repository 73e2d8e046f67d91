"""Brackets of WordPress: which of them are shortcodes, and what stands for those that everybody used."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.text.bodies import lay_out
from blog.text.markup import render_body
from blog.text.plain import plain_text
from blog.text.shortcodes import attributes, evident_names


def laid_out(body, proved=frozenset()):
    return lay_out(body, frozenset(proved)).body


@pytest.mark.parametrize(
    "prose",
    [
        "He wrote it so [sic] and [1] went [...] on.",
        "[Update: the rain stopped] and [Ed. note] and [a=b]",
        "array[i] and array[gull x] [[Main page]] [/sic] []",
        "[caption] the [video] was [code] [audio] red [youtube] too",
        "[see the log for x = 3 and more]",
        "[link](http://example.org/?a=b) [x] task",
        '[see <a href="http://example.org/?a=b">there</a>]',
        "[gallery",
        "[ gallery ]",
        "Our [gallery of art], the [video games], an [audio book] and a [playlist of songs]",
        "Read [more] or [caption this], [embed that] and [nextpage please]; [code review] too",
        "[youtube videos], [vimeo clips], [youtube: see below] and [tweet this] of [the gist of it]",
        "[self-portrait] [Update 2: x] [note: y=1] [x=1] [mean=5.2] [EDIT: a=b] [_really_ good]",
        "[some_name](http://example.org/) and [[Main_page]] and $row[first_name]",
    ],
)
def test_brackets_in_prose_are_left_alone(prose):
    assert laid_out(prose) == prose
    assert not lay_out(prose).unknown


@pytest.mark.parametrize(
    ("body", "shown", "names"),
    [
        ('a [tide_box port="Quay"] b', 'a <span class="shortcode">[tide_box port="Quay"]</span> b', {"tide_box": 1}),
        (
            "[drop]T[/drop]ide",
            '<span class="shortcode">[drop]</span>T<span class="shortcode">[/drop]</span>ide',
            {"drop": 1},
        ),
        ('[buoy n="1"] and [buoy]', None, {"buoy": 2}),
        ("[nggallery id=3]", '<span class="shortcode">[nggallery id=3]</span>', {"nggallery": 1}),
        ("[AMAZONPRODUCT=B001]", '<span class="shortcode">[AMAZONPRODUCT=B001]</span>', {"AMAZONPRODUCT": 1}),
        ("[mail_form]", '<span class="shortcode">[mail_form]</span>', {"mail_form": 1}),
        ('[buoy a="1"\n\n  b="2"]', '<span class="shortcode">[buoy a="1" b="2"]</span>', {"buoy": 1}),
        ('[box a="1"][lamp b="2"]x[/lamp][/box]', None, {"box": 1, "lamp": 1}),
        ("[contact-form-7]", '<span class="shortcode">[contact-form-7]</span>', {"contact-form-7": 1}),
        ('[map at="<b>x</b>"]', '<span class="shortcode">[map at="&lt;b&gt;x&lt;/b&gt;"]</span>', {"map": 1}),
    ],
)
def test_a_shortcode_that_nothing_stands_for_stays_visible_and_is_counted(body, shown, names):
    result = lay_out(body)
    assert dict(result.unknown) == names
    assert shown is None or result.body == shown


def test_a_name_that_the_batch_proved_counts_without_attributes():
    assert laid_out("[buoy] rings") == "[buoy] rings"
    assert laid_out("[buoy] rings", {"buoy"}) == '<span class="shortcode">[buoy]</span> rings'
    assert laid_out("light[buoy]", {"buoy"}) == "light[buoy]"
    assert evident_names("[buoy n='1'] [sic] [see x=1]") == {"buoy"}


def test_what_an_unknown_one_encloses_is_rendered():
    html = render_body('[box w="1"]\n\n[caption width="3"]<img src="/a.jpg"> A[/caption]\n\n[/box]', "wordpress")
    assert "<figcaption" in html
    assert '<p><span class="shortcode">[/box]</span></p>' in html


def test_an_escaped_shortcode_is_shown_and_stays_so():
    once = laid_out('Write [[gallery ids="1"]] or [[box a="1"]x[/box]].')
    assert render_body(once, "wordpress") == '<p>Write [gallery ids="1"] or [box a="1"]x[/box].</p>'
    assert laid_out(once) == once


def test_one_of_wordpress_s_own_is_shown_as_it_was_when_it_is_escaped_alone():
    once = laid_out("Write [[caption]], [[audio]], [[embed]] or [[video loop]]; [[code]], [[Caption]], [[tide]] stay.")
    shown = "Write [caption], [audio], [embed] or [video loop]; [[code]], [[Caption]], [[tide]] stay."
    assert render_body(once, "wordpress") == f"<p>{shown}</p>"
    assert laid_out(once) == once
    assert laid_out("<pre>[[caption]]</pre> [[caption] [caption]]") == "<pre>[[caption]]</pre> [[caption] [caption]]"


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/x" title="[gallery ids=1]">x</a>',
        "<pre>[gallery]</pre>",
        "<code>[caption]x[/caption]</code>",
        "<!-- [gallery] -->",
        "<PRE>[gallery]</PRE>",
    ],
)
def test_nothing_is_found_in_tags_comments_and_code(body):
    assert laid_out(body) == body


def test_an_element_that_nothing_closes_hides_nothing():
    assert laid_out("<code> [gallery]") == '<code> <span class="shortcode">[gallery]</span>'


@pytest.mark.parametrize(
    ("text", "named", "words"),
    [
        (" a=\"1 2\" B='x' c=3 word 'two words'", {"a": "1 2", "b": "x", "c": "3"}, ("word", "two words")),
        (" a = '1'\xa0b=2", {"a": "1", "b": "2"}, ()),
        (" a=“curly” b=&quot;7&quot;", {"a": "curly", "b": "7"}, ()),
        (' x="', {}, ('x="',)),
    ],
)
def test_attributes_are_read_as_wordpress_reads_them(text, named, words):
    assert attributes(text) == (named, words)


CAPTIONED = (
    '<figure class="wp-caption alignleft"><a href="/big"><img src="/a.jpg"></a>\n'
    '<figcaption class="wp-caption-text">Low <em>tide</em></figcaption></figure>'
)


@pytest.mark.parametrize(
    "body",
    [
        '[caption id="attachment_1" align="alignleft" width="3" caption="Low <em>tide</em>"]'
        '<a href="/big"><img src="/a.jpg"></a>[/caption]',
        '[caption align="alignleft"]<a href="/big"><img src="/a.jpg"></a> Low <em>tide</em>[/caption]',
        '[wp_caption align="alignleft"]<p><a href="/big"><img src="/a.jpg"></a></p>\n'
        "<p>Low <em>tide</em></p>[/wp_caption]",
    ],
)
def test_a_caption_of_every_age_becomes_a_figure(body):
    assert laid_out(body) == CAPTIONED
    assert laid_out(CAPTIONED) == CAPTIONED


def test_a_caption_in_a_caption_keeps_all_that_is_in_it():
    html = laid_out('[caption width="1"]<img src="/a.jpg"> See [box a="1"] and [[gallery]][/caption]')
    assert '<figcaption class="wp-caption-text">See <span class="shortcode">[box a="1"]</span>' in html
    assert "&#91;gallery]" in html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ('[code lang="php"]\n<?php echo "<b>[x]</b>";\n\n$a && $b\n[/code]', "language-php"),
        (
            '[sourcecode language="c#"]\n&lt;?php echo "&lt;b&gt;[x]&lt;/b&gt;";\n\n$a &amp;&amp; $b\n[/sourcecode]',
            "csharp",
        ),
        ('[php]&lt;?php echo "&lt;b&gt;[x]&lt;/b&gt;";<br />\n<br />\n$a &amp;&amp; $b[/php]', "language-php"),
    ],
)
def test_code_is_escaped_once_and_only_once(body, html):
    rendered = render_body(body, "wordpress")
    assert html in rendered
    assert '&lt;?php echo "&lt;b&gt;[x]&lt;/b&gt;";\n\n$a &amp;&amp; $b</code></pre>' in rendered
    assert render_body(laid_out(body), "wordpress") == rendered


def test_a_script_in_code_is_shown_and_hides_nothing_behind_it():
    html = laid_out('[code]\n<script>\n<!-- [/code] then [box a="1"]')
    assert "&lt;script&gt;" in html
    assert '<span class="shortcode">[box a="1"]</span>' in html


@pytest.mark.parametrize(
    ("body", "page"),
    [
        ("[youtube=http://www.youtube.com/watch?v=gull&amp;w=640]", "https://www.youtube.com/watch?v=gull"),
        ("[youtube gull_7]", "https://www.youtube.com/watch?v=gull_7"),
        ('[youtube id="gull"]', "https://www.youtube.com/watch?v=gull"),
        ("[vimeo 123]", "https://vimeo.com/123"),
        ("[googlevideo=http://video.google.com/googleplayer.swf?docId=9]", "http://video.google.com/videoplay?docid=9"),
        ('[soundcloud url="http://api.soundcloud.com/tracks/1"]', "http://api.soundcloud.com/tracks/1"),
        ("[tweet https://twitter.com/quay/status/1]", "https://twitter.com/quay/status/1"),
        ('[embed width="4"]https://vimeo.com/7[/embed]', "https://vimeo.com/7"),
        ('[video src="https://youtu.be/x"]', "https://youtu.be/x"),
    ],
)
def test_a_service_s_shortcode_becomes_a_link(body, page):
    html = laid_out(body)
    assert html.startswith(f'<p class="embed"><a href="{page}">')


@pytest.mark.parametrize(
    "body",
    [
        "[audio http://quay.example/a.mp3|titles=A]",
        "[audio:http://quay.example/a.mp3]",
        '[audio mp3="http://quay.example/a.mp3"][/audio]',
    ],
)
def test_a_recording_of_every_age_becomes_a_player_with_a_link(body):
    html = render_body(body, "wordpress")
    assert '<audio controls="" src="http://quay.example/a.mp3">' in html
    assert '<a href="http://quay.example/a.mp3">a.mp3</a>' in html


def test_a_video_keeps_all_its_sources_and_its_poster():
    html = laid_out('[video mp4="/a.mp4" webm="/a.webm" poster="/a.jpg"][/video]')
    assert '<source src="/a.mp4"><source src="/a.webm">' in html
    assert 'poster="/a.jpg"' in html


@pytest.mark.parametrize(
    ("body", "page"),
    [
        ("[youtube id=gull&amp;w=3]", "https://www.youtube.com/watch?v=gull"),
        ('[vimeo clip_id="77" width="3"]', "https://vimeo.com/77"),
        ('[spotify id="spotify:track:9x"]', "https://open.spotify.com/track/9x"),
        ("[slideshare id=12&doc=tides]", "https://www.slideshare.net/slideshow/embed_code/12"),
        ("[polldaddy poll=5]", "https://polldaddy.com/poll/5/"),
    ],
)
def test_an_id_is_found_under_every_name_it_had(body, page):
    assert f'<a href="{page}">' in laid_out(body)


@pytest.mark.parametrize(
    "body",
    [
        '[gallery][caption width="1"]<img src="/a.jpg"> Lost words[/caption][/gallery]',
        "[nextpage]Lost words[/nextpage]",
        '[audio src="/a.mp3"]Lost words[/audio]',
        "[youtube id=gull]Lost words[/youtube]",
        "[embed]see https://youtu.be/x for Lost words[/embed]",
    ],
)
def test_what_a_shortcode_encloses_is_kept_beside_what_stands_for_it(body):
    html = render_body(body, "wordpress")
    assert "Lost words" in plain_text(html)
    assert "/a.jpg" in html or "/a.jpg" not in body


def test_a_formula_is_shown_as_the_code_it_is():
    html = render_body("A $latex x^2 &amp; y&amp;s=2$ and [latex]a < b[/latex], for $5 or $latex.", "wordpress")
    assert html == (
        '<p>A <code class="language-latex">x^2 &amp; y</code> and <code class="language-latex">a &lt; b</code>,'
        " for $5 or $latex.</p>"
    )


def test_footnotes_are_gathered_at_the_end_and_numbered_on():
    once = laid_out("Tide[footnote]Spring <em>tide</em>[/footnote] and quay.[ref]There[/ref]")
    assert '<sup id="fnref-2"><a href="#fn-2">2</a></sup>' in once
    assert once.endswith(
        '<ol class="footnotes">\n<li id="fn-1">Spring <em>tide</em> <a href="#fnref-1">↩\ufe0e</a></li>\n'
        '<li id="fn-2">There <a href="#fnref-2">↩\ufe0e</a></li>\n</ol>'
    )
    assert laid_out(once) == once
    assert '<ol class="footnotes" start="3">\n<li id="fn-3">' in laid_out(once + "[fn]Later[/fn]")


def test_what_is_a_block_leaves_no_empty_paragraph_around_it():
    html = render_body('<p>[caption width="1"]<img src="/a.jpg"> A[/caption]</p>', "wordpress")
    assert html.startswith("<figure")
    assert "<p>" not in html


def test_two_of_a_kind_do_not_swallow_what_is_between_them():
    html = laid_out('[audio src="/a.mp3"] words [audio src="/b.mp3"][/audio]')
    assert html.count("<audio") == 2
    assert "words" in html


def test_spaces_that_an_editor_hardened_part_attributes_too():
    assert laid_out('[gallery&nbsp;ids="1"&nbsp;columns="2"]') == laid_out('[gallery ids="1" columns="2"]')


def test_the_title_of_a_recording_is_its_caption():
    html = laid_out("[audio:http://quay.example/a.mp3|titles=Low tide|artists=Ines]")
    assert '<figcaption class="wp-caption-text">Low tide</figcaption>' in html


@pytest.mark.parametrize("body", ["[gallery]", '[gallery ids="1,2" columns=2]', "[playlist]"])
def test_what_speaks_of_other_items_waits_marked(body):
    result = lay_out(body)
    assert result.body == f'<span class="shortcode">{body}</span>'
    assert not result.unknown


def test_a_page_break_is_a_separator_and_more_is_nothing():
    html = render_body("one\n\n<!--nextpage-->\n\ntwo\n\n<!--more On-->\n\nthree", "wordpress")
    assert html == '<p>one</p>\n<hr class="page-break">\n<p>two</p>\n<p>three</p>'


def test_a_more_in_brackets_counts_where_it_stands_alone_in_its_line():
    assert laid_out("one\n\n [more] \n\ntwo [more]\n[more] three") == "one\n\n\n\ntwo [more]\n[more] three"
    assert laid_out("<pre>\n[more]\n</pre>\n[more]") == "<pre>\n[more]\n</pre>"
    assert laid_out("[more]<b>or less</b>") == "[more]<b>or less</b>"


PIECES = """
[gallery] [gallery⎵ids="1"] [[gallery]] [caption⎵width="1"] [/caption] <img⎵src=/a.jpg>
[[caption]] [code] [/code] [x⎵a="1"] [/x] [x] [ ] [[ ]]
⏎ ⏎⏎ text <p> </p> <pre> </pre> <!--more--> <!--nextpage--> [youtube⎵abc] http://youtu.be/x
<iframe⎵src=//youtu.be/x></iframe> <b> " ' <
[audio⎵src=/a.mp3] [/audio] &lt; <a⎵href="[x]"> </a> <object> </object> <embed⎵src=/x> [embed] [/embed]
[footnote] [/footnote] $latex⎵x$ [latex] [/latex] [raw] [/raw] [mail_form] [AMAZON=B1] [youtube⎵id=x]words[/youtube]
"""
bodies = st.lists(
    st.sampled_from([piece.replace("⎵", " ").replace("⏎", "\n") for piece in PIECES.split()]), max_size=14
).map("".join)


@settings(max_examples=400, deadline=None)
@given(bodies)
def test_a_body_that_is_laid_out_comes_out_of_itself(body):
    once = laid_out(body)
    assert laid_out(once) == once
