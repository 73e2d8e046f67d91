"""A stored body as its page shows it."""

import pytest

from blog import presenting
from blog.models import Attachment, Post, TranslationNote


def shown(html, notes=(), original_url=""):
    post = Post(body_html=html, path="x", original_url=original_url)
    return presenting.present_body(post, [TranslationNote(**note) for note in notes])


def body(html, **kwargs):
    return shown(html, **kwargs)[0]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "plain",
        "<p>a &amp; b &lt;c&gt; “é” \xa0x</p>",
        "<p>a<br>b</p>\n<p>c</p>tail",
        '<p><a href="http://x.example/?a=1&amp;b=2" title="&quot;q&quot;">l</a></p>',
        '<img src="/media/a.png" alt="A">',
        "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>",
    ],
)
def test_sound_markup_stays_as_it_is(html):
    assert body(html).replace("title='\"q\"'", 'title="&quot;q&quot;"') == html


@pytest.mark.parametrize(
    "source",
    ["http://far.example/a.png", "https://far.example/a.png", "//far.example/a.png", "a.png", "/wp-content/a.png"],
)
def test_a_picture_that_is_not_kept_here_is_named_not_loaded(source):
    html = body(f'<p>x <img src="{source}" srcset="{source} 2x" alt="A &lt;b&gt;"> y</p>')
    assert "<img" not in html
    assert "srcset" not in html
    assert "A &lt;b&gt;" in html
    assert html.startswith("<p>x ")
    assert html.endswith(" y</p>")


def test_a_pictures_address_is_read_from_where_the_post_stood():
    html = body('<img src="rope.jpg" alt="">', original_url="http://old.example/2008/06/post.html")
    assert 'href="http://old.example/2008/06/rope.jpg"' in html
    assert "rope.jpg (old.example)" in html


def test_in_a_link_what_stands_for_a_picture_is_no_second_link():
    html = body('<a href="/x"><img src="http://far.example/a.png" alt="A"></a>')
    assert html.count("<a ") == 1
    assert "A (far.example)" in html


def test_media_from_elsewhere_become_links_with_all_their_sources():
    html = body('<video poster="http://far.example/p.png"><source src="http://far.example/a.mp4"></video>after')
    assert "<video" not in html
    assert "<source" not in html
    assert 'href="http://far.example/a.mp4"' in html
    assert html.endswith("after")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[bad", "data:image/png;base64,AA"])
def test_an_address_that_is_none_is_not_linked(address):
    assert "href" not in body(f'<img src="{address}" alt="A">')


@pytest.mark.django_db
def test_a_picture_that_is_kept_here_keeps_its_place_free(django_assert_num_queries):
    sha256 = "0a" * 32
    url = f"/media/attachments/0a/{sha256}.png"
    Attachment.objects.create(file=url[7:], sha256=sha256, width=800, height=600)
    lazy = 'loading="lazy" decoding="async"'
    with django_assert_num_queries(1):
        html = body(
            f'<img src="{url}" alt="A"><img src="{url}" alt="" width="400"><img src="{url}" alt="" height="3px">'
        )
    assert html == (
        f'<img src="{url}" alt="A" {lazy} width="800" height="600">'
        f'<img src="{url}" alt="" width="400" {lazy} height="300"><img src="{url}" alt="" height="3" {lazy} width="4">'
    )
    with django_assert_num_queries(0):
        assert 'height="7"' in body(f'<img src="{url}" alt="" width="8" height="7">')


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((3, 4, 3), (2, 3, 2)),
        ((1, 2), (2, 3)),
        ((2, 6), (2, 3)),
        ((4, 2), (2, 2)),
        ((1, 2, 3, 4, 5, 6), (2, 3, 4, 5, 6, 6)),
    ],
)
def test_headings_begin_below_the_title_and_skip_no_level(levels, expected):
    html = body("".join(f"<h{level}>x</h{level}>" for level in levels))
    assert html == "".join(f"<h{level}>x</h{level}>" for level in expected)


def test_an_empty_heading_is_none():
    assert body("<h2> </h2><h4>x</h4>") == "<div> </div><h2>x</h2>"


def test_what_scrolls_can_be_reached_by_keyboard():
    html = body("<pre>x</pre><table><tr><td>1</td></tr></table>")
    assert html.count('tabindex="0"') == 2
    assert html.count('role="group"') == 2


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("<li>x</li>", "<div>x</div>"),
        ("<ul><ul><li>x</li></ul></ul>", "<ul><li><ul><li>x</li></ul></li></ul>"),
        ("<dd>x</dd>", "<div>x</div>"),
        ("<dl><dt>t</dt><p>x</p><dd>d</dd></dl>", "<dl><dt>t</dt><dd><p>x</p></dd><dd>d</dd></dl>"),
        ("<dl><dt>t</dt></dl>", "<div><div>t</div></div>"),
        ("<dl><p>x</p></dl>", "<div><p>x</p></div>"),
        ("<aside>x</aside>", "<div>x</div>"),
        ('<a href="/x"></a>', '<a href="/x" aria-label="/x"></a>'),
        ('<img src="/media/x.png">', '<img src="/media/x.png" alt="">'),
    ],
)
def test_old_markup_is_mended_for_screen_readers(html, mended):
    assert body(html) == mended


def test_a_note_stands_behind_its_passage():
    html, notes = shown("<p>One <b>two</b> three.</p>", [{"text": "n", "exact": "two three"}])
    assert notes[0].found
    assert '<b>two</b> three<span class="note-ref">' in html
    assert 'href="#note-1"' in html
    assert html.endswith("</span>.</p>")


def test_notes_are_numbered_in_the_order_of_their_passages_and_general_ones_last():
    html, notes = shown(
        "<p>a b</p><p>c</p>",
        [
            {"text": "general"},
            {"text": "third", "exact": "c"},
            {"text": "first", "exact": "a"},
            {"text": "lost", "exact": "z"},
        ],
    )
    assert [(placed.number, placed.note.text, placed.found) for placed in notes] == [
        (1, "first", True),
        (2, "third", True),
        (3, "general", False),
        (4, "lost", False),
    ]
    assert html.index("ref-1") < html.index("ref-2")


def test_of_equal_passages_the_one_between_its_words_is_meant():
    html, _notes = shown("<p>red boat, blue boat, boat</p>", [{"text": "n", "exact": "boat", "prefix": "blue "}])
    assert html.startswith("<p>red boat, blue boat<span")


@pytest.mark.parametrize("exact", ["end\nand", "end and", "end   \n and"])
def test_a_passage_may_run_over_paragraphs(exact):
    html, notes = shown("<p>the end</p>\n<p>and more</p>", [{"text": "n", "exact": exact}])
    assert notes[0].found
    assert "<p>and<span" in html


def test_a_note_in_a_link_stands_behind_the_link():
    html, _notes = shown('<p><a href="/x">four <b>five</b> six</a> seven</p>', [{"text": "n", "exact": "five"}])
    assert '</a><span class="note-ref">' in html
    assert html.endswith("</span> seven</p>")


def test_several_notes_on_one_passage_all_stand_there_in_order():
    html, notes = shown("<p>word</p>", [{"text": "a", "exact": "word"}, {"text": "b", "exact": "word"}])
    assert [placed.note.text for placed in notes] == ["a", "b"]
    assert html.index("ref-1") < html.index("ref-2")


def test_a_notes_words_are_text():
    html, _notes = shown("<p>word</p>", [{"text": "<script>alert(1)</script>\nmore", "exact": "word"}])
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>more" in html


def test_a_deep_body_keeps_its_end():
    html = "<blockquote>" * 190 + "x" + "</blockquote>" * 190 + "<p>the end</p>"
    assert body(html).endswith("<p>the end</p>")


def test_in_feeds_addresses_are_whole(settings):
    settings.SITE_URL = "https://blog.example"
    post = Post(body_html='<p><img src="/media/a.png" srcset="x 2x"><a href="#text-n">n</a></p>', path="2009/x")
    html = presenting.absolute_body(post)
    assert 'src="https://blog.example/media/a.png"' in html
    assert 'href="https://blog.example/2009/x/#text-n"' in html
    assert "srcset" not in html
