"""What a writer meant to be seen is seen: code, fields, words in angle brackets."""

import pytest

from blog.text.markup import render_body, render_feedback
from blog.text.showing import unseen


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<textarea rows='3'>My badge\n\n&lt;a></textarea>", "<pre>My badge\n\n&lt;a&gt;</pre>"),
        ("<xmp><b>x</b> &lt;</xmp>", "<pre>&lt;b&gt;x&lt;/b&gt; &amp;lt;</pre>"),
        ("a<textarea></textarea>b", "<p>ab</p>"),
        ("<select><option>One<option>Two</select>", "<p>One Two</p>"),
        ("<svg><style>x</style><text>drawn</text></svg>", "<p>drawn</p>"),
        ("<math><mi>x</mi><annotation>TeX</annotation></math>", "<p>x</p>"),
    ],
)
def test_the_text_of_fields_drawings_and_formulas_stays(body, html):
    assert render_body(body, "wordpress") == html
    assert render_body(html, "wordpress") == html


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("a <code>vector<int> v</code> b", "<p>a <code>vector&lt;int&gt; v</code> b</p>"),
        (
            "<pre>#include <a.h>\n<?php 1 ?>\n<!-- c --></pre>",
            "<pre>#include &lt;a.h&gt;\n&lt;?php 1 ?&gt;\n&lt;!-- c --&gt;</pre>",
        ),
        ("<pre>a <i>b</i> Map<b> <br></pre>", "<pre>a <i>b</i> Map&lt;b&gt; <br></pre>"),
        ('<pre lang="xml"><b>x</b></pre>', '<pre lang="xml">&lt;b&gt;x&lt;/b&gt;</pre>'),
        ('<pre lang="fr"><b>x</b></pre>', '<pre lang="fr"><b>x</b></pre>'),
        ("<code><title></code> <code><script></code>", "<p><code>&lt;title&gt;</code> <code>&lt;script&gt;</code></p>"),
        ("[crayon]x<y>z[/crayon]", "<pre><code>x&lt;y&gt;z</code></pre>"),
    ],
)
def test_what_is_no_formatting_in_code_is_code(body, html):
    assert render_body(body, "wordpress") == html
    assert render_body(html, "wordpress") == html


def test_a_list_in_the_code_of_a_page_is_a_list():
    body = "<pre><ol><li>a</li><li>b&lt;c</ol></pre>"
    assert render_body(body, "html") == "<pre><ol><li>a</li><li>b&lt;c</li></ol></pre>"


@pytest.mark.parametrize(
    ("code", "html"),
    [
        ("see <code>\na\n\nb\n</code> there", "<p>see</p>\n<pre><code>a\n\nb</code></pre>\n<p>there</p>"),
        ("<code>a<br />\nb</code>", "<pre><code>a\nb</code></pre>"),
        ("see <code>a\nb</code> there", "<p>see <code>a<br>\nb</code> there</p>"),
    ],
)
def test_code_of_several_lines_is_kept_whole(code, html):
    assert render_body(code, "wordpress") == html
    assert render_feedback(code) == html
    assert render_body(html, "wordpress") == html


@pytest.mark.parametrize(
    ("comment", "html"),
    [
        (
            "<html> vector<int> a<b <3 love <hugs>",
            "<p>&lt;html&gt; vector&lt;int&gt; a&lt;b &lt;3 love &lt;hugs&gt;</p>",
        ),
        ("<joe@x.invalid> </sarcasm>", "<p>&lt;joe@x.invalid&gt; &lt;/sarcasm&gt;</p>"),
        ("a <open", "<p>a &lt;open</p>"),
        ("<o:p>a</o:p> <font>b</font>", "<p>a b</p>"),
        ("<textarea>ta</textarea>", "<pre>ta</pre>"),
    ],
)
def test_words_in_angle_brackets_stay_in_a_comment(comment, html):
    assert render_feedback(comment) == html


def test_what_is_dropped_with_its_text_is_named():
    body = "<title>a</title> <template><p>b</p></template> <noframes> </noframes> <script>c</script> <textarea>d"
    assert unseen(body) == ["title", "template", "textarea"]
    assert unseen("<code><title></code> <textarea>d</textarea>") == []
