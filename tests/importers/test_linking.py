"""Links are found to the character, in HTML and in Markdown, and nothing but their address changes."""

import time

import pytest

from importers.linking import links, rewritten, wants_links

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
    changed = rewritten(body, links(body, "markdown"), lambda url: f"/new{url[-2:]}")
    assert changed == 'See [one](/new/a "Title"), </new/b>, [three][3] and <a href="/new/c">four</a>.\n\n[3]: /new/d\n'


def test_plain_text_has_no_links():
    assert list(links('<a href="/a">', "text")) == []


def test_only_the_address_changes():
    body = "<p><a  href='/a?x=1&#038;y=2'\ttarget=_blank>a</a > <a HREF=/keep>b</a><br></p >"
    changed = rewritten(body, links(body, "html"), lambda url: "/b?c=\"&d='" if url == "/a?x=1&y=2" else None)
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
    began = time.perf_counter()
    wants_links(body, body_format, HOSTS)
    list(links(body, body_format))
    assert time.perf_counter() - began < 2
