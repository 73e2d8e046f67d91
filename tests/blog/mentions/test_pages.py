"""What a page that mentions a post says: its links, its entry, its author, its date. No database, no network."""

import datetime as dt
import json

import pytest

from blog.mentions import addresses, describing, pages

PAGE = "https://sender.example/2024/answer"
TARGET = "https://here.example/2009/06/rope/"
NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


def page(text, content_type="text/html", url=PAGE):
    return pages.read(url, content_type, text if isinstance(text, bytes) else text.encode())


def described(html):
    return describing.describe(page(html), {TARGET})


@pytest.mark.parametrize(
    "html",
    [
        '<a href="{}">x</a>', "<A HREF='{}'>x</A>", "<a href={}>x</a>", '<img src="{}">', '<video src="{}"></video>',
        '<audio src="{}"></audio>', '<video><source src="{}"></video>', '<blockquote cite="{}">', '<area href="{}">',
        '<q cite="{}">x</q>', '<link class="u-in-reply-to" href="{}">', '<data class="u-like-of" value="{}"></data>',
        '<a href="  {}  ">x</a>', "<div>" * 600 + '<a href="{}">x</a>', '<p title="<a>"><a class=x href="{}">x',
    ],
)  # fmt: skip
def test_a_link_is_found_in_every_tag_that_leads_somewhere(html):
    assert pages.links(page(html.format(TARGET))) == [TARGET]


@pytest.mark.parametrize(
    "html",
    [
        "{}", '<!-- <a href="{}">x</a> -->', "<script>var a = '<a href=\"{}\">'</script>", '<p title="{}">x</p>',
        '<link rel="canonical" href="{}">', '<textarea><a href="{}">x</a></textarea>', '<form action="{}"></form>',
        '<template><p><template></template><a href="{}">x</a></template>', '<noscript><a href="{}">x</a></noscript>',
        '<a data-href="{}">x</a>', '<meta property="og:url" content="{}">', '<a href="javascript:go(\'{}\')">x</a>',
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_no_link(html):
    assert TARGET not in pages.links(page(html.format(TARGET)))


def test_what_follows_what_nobody_sees_is_a_link():
    html = f'</template><template><a href="{TARGET}">x</a></template><p>About <a href="{TARGET}">rope</a> and knots.'
    assert pages.links(page(html)) == [TARGET]
    assert described(html).text == "About rope and knots."


def test_the_words_of_data_are_nobodys_words():
    told = json.dumps({"items": [{"in-reply-to": [TARGET]}]})
    assert describing.describe(page(told, "application/json"), {TARGET}) == describing.Description()
    assert describing.describe(page(f"See {TARGET}", "text/plain"), {TARGET}).text == f"See {TARGET}"


def test_relative_links_are_read_against_the_page_or_its_base():
    assert pages.links(page('<a href="../b?c#d">x</a>')) == ["https://sender.example/b?c#d"]
    assert pages.links(page('<base href="/x/"><a href="b">x</a>')) == ["https://sender.example/x/b"]
    assert pages.links(page('<a href="http://[bad">x</a><a href="//e.example/">y</a>')) == ["https://e.example/"]
    assert pages.links(page(f'<a href="{TARGET.replace("rope", "r&amp;ope")}">x</a>')) == [
        TARGET.replace("rope", "r&ope")
    ]


def test_other_kinds_of_pages_link_too():
    assert pages.links(page(f"See {TARGET}, he said ({TARGET}).", "text/plain"))[1] == TARGET
    told = json.dumps({"items": [{"in-reply-to": [TARGET], "text": f"not {TARGET}"}]})
    assert pages.links(page(told, "application/mf2+json")) == [TARGET]
    assert pages.links(page("[" * 100_000, "application/json")) == []
    assert not pages.is_readable("image/png")
    assert pages.is_readable("application/activity+json")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("é", "text/html; charset=utf-8"),
        ("é", "text/html"),
        ("é".encode("latin-1"), "text/html"),
        (b'<meta charset="koi8-r">' + "é".encode("koi8-r", "replace"), "text/html; charset=utf-8"),
        (b"\xef\xbb\xbf" + "é".encode(), "text/html; charset=latin-1"),
        ("é".encode("utf-16"), "text/html"),
    ],
)
def test_a_pages_charset_is_found(body, content_type):
    assert page(body, content_type).text.removeprefix('<meta charset="koi8-r">') in ("é", "?")


def test_a_page_may_say_its_charset_itself():
    html = '<head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><title>Привет'
    assert "Привет" in page(html.encode("cp1251")).text


ENTRY = """<html><head><title>Site</title><meta property="og:site_name" content="The Quay"></head><body>
<nav class="h-card"><a class="p-name u-url" href="/">Somebody else</a></nav>
<article class="h-entry"><h1 class="p-name">On ropes</h1>
<span class="p-author h-card"><img alt="" src="/i.png"><a class="p-name u-url" href="/about">Ines Rivera</a></span>
<time class="dt-published" datetime="2024-03-01T10:00:00+01:00">1 March</time>
<div class="e-content"><p>Long ago.</p><p>I read <a class="{kind}" href="{target}">this post</a> and liked it.</p></div>
</article><article class="h-entry"><p class="p-name">Another</p></article></body></html>"""


def test_an_entry_says_who_wrote_what_and_when():
    said = described(ENTRY.format(kind="", target=TARGET))
    assert said == describing.Description(
        title="On ropes",
        author_name="Ines Rivera",
        author_url="https://sender.example/about",
        blog_name="The Quay",
        text="Long ago. I read this post and liked it.",
        published="2024-03-01T10:00:00+01:00",
        relation="mention",
    )


@pytest.mark.parametrize(
    ("kind", "relation"),
    [("u-in-reply-to", "reply"), ("u-like-of", "like"), ("u-repost-of", "repost"), ("u-bookmark-of", "bookmark")],
)
def test_an_entry_says_how_it_refers(kind, relation):
    said = described(ENTRY.format(kind=kind, target=TARGET))
    assert said.relation == relation
    if relation == "reply":
        assert said.text == "Long ago.\n\nI read this post and liked it."


def test_what_is_cited_is_not_taken_for_the_answer():
    html = f"""<div class="h-entry"><div class="u-in-reply-to h-cite"><a class="u-url p-name" href="{TARGET}">Rope</a>
    <span class="p-author h-card">Ada</span></div><span class="p-author h-card">Ines</span>
    <p class="e-content">Well said.</p></div>"""
    said = described(html)
    assert (said.author_name, said.text, said.title, said.relation) == ("Ines", "Well said.", "", "reply")


def test_older_microformats_are_read():
    html = f"""<div class="hentry"><h2 class="entry-title">Knots</h2><span class="author vcard"><a class="fn url"
    href="http://ines.example/">Ines</a></span><abbr class="published" title="2009-07-01T08:00:00Z">July</abbr>
    <div class="entry-content"><p>See <a href="{TARGET}">this</a> for more of it, and of other things too.</p></div>"""
    said = described(html)
    assert (said.title, said.author_name, said.author_url) == ("Knots", "Ines", "http://ines.example/")
    assert (said.published, said.text[:8]) == ("2009-07-01T08:00:00Z", "See this")


def test_a_page_without_an_entry_gives_its_title_and_the_words_around_the_link():
    words = "Words before it. " * 40
    html = f"""<title>A &amp; B</title><meta name="author" content="Ines"><ul><li>menu</li></ul>
    <p>{words}<a href="{TARGET}">this post</a>{words}</p>"""
    said = described(html)
    assert (said.title, said.author_name, said.relation) == ("A & B", "Ines", "mention")
    assert "this post" in said.text
    assert said.text.startswith("…")
    assert said.text.endswith("…")
    assert len(said.text) <= 252


def test_a_short_item_is_told_with_what_stands_around_it():
    html = f'<div><p>Things that I read this week:</p><ul><li><a href="{TARGET}">Rope</a></li></ul></div>'
    assert described(html).text == "Things that I read this week: Rope"


@pytest.mark.parametrize(
    "html",
    ["", "<", "<title>", "plain", "<html></html>", f'<a href="{TARGET}">', "\x00", "<div class=h-entry>",
     f'<div class="h-entry h-card h-cite"><a class="p-author dt-published e-content u-url" href="{TARGET}">',
     f'<a class="h-card" href="http://[x">x</a><a href="{TARGET}">y</a>', "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;"],
)  # fmt: skip
def test_no_page_is_too_odd(html):
    said = described(html)
    assert len(said.title) <= 250
    assert said.author_url in ("", TARGET)


def test_all_that_a_page_says_is_plain_and_bounded():
    long = "<b>x</b> &lt;script&gt; " * 5000
    said = described(
        f'<div class="h-entry"><h1 class="p-name">{long}</h1><p class="p-author">{long}</p>'
        f'<div class="e-content">{long}'
        f'<a class="u-in-reply-to" href="{TARGET}">y</a></div></div>'
    )
    assert len(said.text) <= 2000
    assert len(said.author_name) <= 250
    assert "<b>" not in said.text


@pytest.mark.parametrize(
    ("published", "moment", "printed"),
    [
        ("2024-03-01T10:00:00+01:00", dt.datetime(2024, 3, 1, 9, tzinfo=dt.UTC), ""),
        ("2024-03-01T10:00:00Z", dt.datetime(2024, 3, 1, 10, tzinfo=dt.UTC), ""),
        ("2024-03-01 10:00:00+0100", dt.datetime(2024, 3, 1, 9, tzinfo=dt.UTC), ""),
        ("2024-03-01", None, "2024-03-01"),
        ("2024-03-01T10:00", None, "2024-03-01T10:00"),
        ("2024-06-05", None, ""),
        ("2031-01-01T00:00:00Z", None, ""),
        ("1970-01-01T00:00:00Z", None, ""),
        ("0001-01-01T00:00:00+14:00", None, ""),
        ("yesterday", None, ""),
        ("", None, ""),
    ],
)
def test_a_date_counts_as_far_as_it_is_stated_and_can_be(published, moment, printed):
    assert describing.moment_of(published, NOW) == (moment, printed)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("HTTP://A.example:80/x#y", "http://a.example/x", True),
        ("http://a.example", "http://a.example/", True),
        ("https://a.example./x", "https://a.example:443/x", True),
        ("http://a.example/x", "http://a.example/X", False),
        ("http://a.example/x", "http://a.example/x?y", False),
        ("http://a.example/x", "https://a.example/x", False),
        ("http://a.example:8080/", "http://a.example/", False),
    ],
)
def test_two_spellings_of_one_address_are_one(one, other, same):
    assert (addresses.key_of(one) == addresses.key_of(other)) is same


def test_names_below_one_domain_are_one_site():
    assert (
        addresses.site_of("http://a.b.example.org:99/x") == addresses.site_of("https://c.example.org") == "example.org"
    )
    assert addresses.site_of("http://192.0.2.7/") == addresses.sender_of("http://192.0.2.7/") == "192.0.2.7"
    assert addresses.sender_of("http://a.B.example.org:99/x") == "b.example.org"
    assert addresses.sender_of("http://example.org./x") == "example.org"
    assert addresses.site_of("http://[2001:db8::1]/") == "2001:db8::1"


def test_half_a_character_is_no_address():
    assert addresses.split("http://blog.example/\ud800") is None
