"""Links are found to the character, in HTML and in Markdown, and nothing but their address changes."""

import time

import pytest

from blog.text import rendering
from importers.linking import links, rewritten, wants_links, with_addresses

HOSTS = frozenset({"old.example", "www.old.example"})


@pytest.mark.parametrize(
    ("body", "urls"),
    [
        ('<a href="http://old.example/a">x</a>', ["http://old.example/a"]),
        ("<A class=x HREF='/b?x=1&amp;y=2'>x</A>", ["/b?x=1&y=2"]),
        ("<a href=../c#top>x</a>", ["../c#top"]),
        ('<a title="5 > 4" data-href="/no" href = "/d">x</a>', ["/d"]),
        ("<map><area href='/e'></map>", ["/e"]),
        ('&lt;a href="/f"&gt; and <!-- <a href="/g"> --> and <script>"<a href=/h>"</script>', []),
        ('<img src="/i.png"> <link href="/j">', []),
    ],
)
def test_a_link_is_the_address_of_an_element_that_links(body, urls):
    assert [link.url for link in links(body, "html")] == urls
    assert [link.url for link in links(body, "wordpress")] == urls


def test_markdown_has_links_of_its_own():
    body = 'See [one](/a "Title"), <http://old.example/b>, [three][3] and <a href="/c">four</a>.\n\n[3]: /d\n'
    assert [link.url for link in links(body, "markdown")] == ["/a", "http://old.example/b", "/c", "/d"]
    found = links(body, "markdown")
    changed = rewritten(body, found, {link.url: f"/new{link.url[-2:]}" for link in found})
    assert changed == 'See [one](/new/a "Title"), </new/b>, [three][3] and <a href="/new/c">four</a>.\n\n[3]: /new/d\n'


def test_plain_text_has_no_links():
    assert list(links('<a href="/a">', "text")) == []


def test_only_the_address_changes():
    body = "<p><a  href='/a?x=1&#038;y=2'\ttarget=_blank>a</a > <a HREF=/keep>b</a><br></p >"
    changed = rewritten(body, links(body, "html"), {"/a?x=1&y=2": "/b?c=\"&d='"})
    assert changed == ("<p><a  href='/b?c=&quot;&amp;d=&#x27;'\ttarget=_blank>a</a > <a HREF=/keep>b</a><br></p >")


@pytest.mark.parametrize(
    ("body", "body_format", "wanted"),
    [
        ('<a href="https://WWW.old.example:443/x">', "html", True),
        ("<a href=//old.example>", "wordpress", True),
        ('<a href = "/x">', "html", True),
        ('<a href="../x">', "html", True),
        ('<a href="https://new.example/?u=http://old.example/">', "html", False),
        ('<a href="mailto:a@old.example"> <a href="#top"> <a href="">', "html", False),
        ("http://old.example/ without a link", "html", False),
        ("[x](http://old.example/a)", "markdown", True),
        ("[x]: /a", "markdown", False),
        ("[x]: http://old.example/a", "markdown", True),
        ("<http://old.example/a>", "markdown", True),
        ("[x](https://new.example/)", "markdown", False),
        ("[x](http://old.example/a)", "html", False),
        ('<a href="/x">', "text", False),
    ],
)
def test_only_a_body_that_may_link_to_an_old_blog_wants_its_links_looked_at(body, body_format, wanted):
    assert wants_links(body, body_format, HOSTS) is wanted


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<a href=", 'href= "', "href ", "](", "[x]", "[", "](<", "<http://", "<a href='", "href=" + " " * 50],
)
@pytest.mark.parametrize("body_format", ["html", "markdown"])
def test_no_body_costs_more_than_its_length(piece, body_format):
    body = piece * (100_000 // len(piece)) + " " * 50_000
    began = time.process_time()
    wants_links(body, body_format, HOSTS)
    list(links(body, body_format))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("body", "body_format"),
    [
        ('<p>One <a href="/a?x=1&#038;y=2" title="t">x</a> and <a href=\'/b\'>y</a>, <a href="/b">z</a>.</p>', "html"),
        ('One <a href="/a?x=1&y=2">x</a>\n\ntwo <A HREF=/b>y</A>', "wordpress"),
        ("[x](/a?x=1&y=2) and <a href='/b'>y</a>", "markdown"),
        ('<a href=" /b ">spaced</a> <a onclick="x" href="/b"><b>y</b></a>', "html"),
        ('<a href="/b">y</a> and the words href="/b" in prose', "html"),
        ('<a href="/b"><a href="/b">nested</a></a><table><a href="/b">moved</a><tr><td>x</table>', "html"),
        ('<pre><a href="/b">y</a></pre><code>&lt;a href="/b"&gt;</code><del><a href="/b">', "wordpress"),
        ('<a href="/été?ü">y</a><form><a href="/b"></form><script><a href="/b"></script>', "html"),
    ],
)
def test_the_rendering_follows_the_addresses_or_is_made_anew(body, body_format):
    found = links(body, body_format)
    new = {url: f"/new{url.replace('/', '-')}&z=1" for url in {link.url for link in found}}
    times = {url: (address, sum(link.url == url for link in found)) for url, address in new.items()}
    followed = with_addresses(rendering.body_html(body, body_format), times)
    assert followed in (None, rendering.body_html(rewritten(body, found, new), body_format))


def test_the_rendering_of_an_ordinary_body_is_not_made_anew():
    body = '<p>One <a href="http://old.example/?p=1&amp;x=2">x</a>.</p>'
    followed = with_addresses(rendering.body_html(body, "html"), {"http://old.example/?p=1&x=2": ("/a/", 1)})
    assert followed == '<p>One <a href="/a/">x</a>.</p>'
