"""The runs of what is not ASCII, and what relies on them."""

import re

import pytest

from blog.text import markup
from blog.text.foreign import FEW, runs, spelled
from blog.text.fragments import may_hold


@pytest.mark.parametrize(
    "text",
    ["", "plain", "é", "aé", "éa", "a é–b “quoted” \U0001f98a\ud800", "é " * (FEW + 2), "日本語" * 100],
    ids=["empty", "ascii", "one", "last", "first", "several", "many", "one-long"],
)
def test_runs_are_those_that_a_search_finds(text):
    data, kinds = spelled(text)
    assert runs(kinds) == [found.span() for found in re.finditer(rb"[^\x00-\x7f]+", data)]


@pytest.mark.parametrize(
    ("html", "names", "may"),
    [
        ("no markup", {"pre"}, False),
        ("<p>text</p>", {"pre"}, False),
        ("<p><PRE>text</PRE></p>", {"pre"}, True),
        ("</pre>", {"pre"}, True),
        ("<p>1 < 2</p>", {"pre"}, True),
        ("<!-- a --><p>text</p>", {"pre"}, True),
        ("<script>1</script>", {"pre"}, True),
    ],
    ids=["text", "other", "capitals", "end", "sign", "comment", "raw"],
)
def test_a_fragment_may_hold_what_plain_tags_do_not_rule_out(html, names, may):
    assert may_hold(html, names) is may


@pytest.mark.parametrize(
    "html",
    [
        '<p class="alignleft">a</p>',
        '<p class="alignleft  themed">a</p>',
        "<p CLASS='themed'>a</p>",
        '<a id="here" href="#there">a</a>',
        '<a href="&#35;there">a</a>',
        '<a rel="nofollow opener" href="https://example.org/?a=1&amp;b=2">a</a>',
        '<p align="&#108;eft">a</p>',
        '<img srcset="javascript:1 2x" src="/a.png" alt="">',
        "<p title=' class=\"themed\"'>a</p>",
        "<p id>a</p>",
    ],
)
def test_narrowing_is_left_out_only_where_it_changes_nothing(html):
    assert markup.render_body(html, "html") == markup._body_cleaner(is_narrowing=True).clean(html)
