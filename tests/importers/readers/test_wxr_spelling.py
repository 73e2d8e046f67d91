"""Exports whose tags are spelled otherwise, or hidden in comments: they are read as they were meant, and it is said."""

import re
import time

import pytest

from importers.readers.wxr.spelling import with_usual_names
from importers.records import AuthorRecord, PostRecord

from .exports import HEAD, codes, comment, export, item, of, posts, read

OLD_HTML = "<LINK REL=next><TITLE>So</TITLE> <ITEM> </ITEM>"


def whole():
    return export(
        "<wp:author><wp:author_login>ines</wp:author_login><wp:author_display_name>Ines</wp:author_display_name></wp:author>",
        item(1, comment(1), excerpt__encoded="Short", content__encoded=OLD_HTML),
        item(2),
    )


def told(records):
    found = of(PostRecord, records)
    texts = [(post.source_id, post.title, post.body, post.excerpt, post.published.iso()) for post in found]
    return texts, [one.address for post in found for one in post.comments], of(AuthorRecord, records)


def respelled(change):
    """Return the export with the names of tags outside CDATA sections changed."""
    parts = re.split(rb"(<!\[CDATA\[.*?\]\]>)", whole(), flags=re.DOTALL)
    parts[::2] = [re.sub(rb"(</?)([A-Za-z][\w:]*)", lambda tag: tag[1] + change(tag[2]), part) for part in parts[::2]]
    return b"".join(parts)


@pytest.mark.parametrize("change", [bytes.upper, bytes.lower, bytes.title, bytes.swapcase])
def test_the_case_of_tags_makes_no_difference(change):
    records = read(respelled(change))
    assert told(records) == told(read(whole()))
    assert codes(records) == ["markup-broken"]


def test_one_item_among_others_may_be_spelled_otherwise():
    odd = item(2).replace("<item>", "<ITEM>").replace("</item>", "</ITEM>")
    assert [post.source_id for post in posts(item(1), odd, item(3))] == ["1", "2", "3"]


def test_tags_of_old_html_in_texts_stay_as_they_are():
    (post,) = posts(item(1, content__encoded=OLD_HTML))
    assert (post.body, post.issues) == (OLD_HTML, ())


@pytest.mark.parametrize("hidden", ["<item>", "</item>", item(9), "</rss>"])
@pytest.mark.parametrize("place", ["in an item", "between items"])
def test_what_a_comment_of_xml_holds_is_no_item(hidden, place):
    note = f"<!-- {hidden} -->"
    parts = [item(1, note), item(2)] if place == "in an item" else [item(1), note, item(2)]
    records = read(export(*parts))
    assert [post.source_id for post in of(PostRecord, records)] == ["1", "2"]
    assert codes(records) == []


def test_a_comment_of_xml_in_an_item_that_nothing_closes_hides_nothing():
    block = "<!-- wp:paragraph --><p>Low</p><!-- /wp:paragraph -->"
    records = read(export(item(1, "<!-- so", content__encoded=block), item(2, content__encoded=block)))
    assert [post.body for post in of(PostRecord, records)] == [block, block]


def renamed(data):
    for usual, other in ((b"wp:", b"ns0:"), (b"content:", b"ns1:"), (b"excerpt:", b"ns3:"), (b"dc:", b"ns2:")):
        data = data.replace(usual, other).replace(b":" + usual[:-1] + b"=", b":" + other[:-1] + b"=")
    return data


@pytest.mark.parametrize("extra", ["", "<b>"], ids=["sound", "broken"])
@pytest.mark.parametrize("head", [HEAD, re.sub(r'\s*xmlns:\w+="[^"]*"', "", HEAD)], ids=["declared", "undeclared"])
def test_other_prefixes_mean_the_same(head, extra):
    (post,) = of(PostRecord, read(renamed(export(item(1, comment(1) + extra, excerpt__encoded="Short"), head=head))))
    assert (post.source_id, post.status, post.author.login, len(post.comments)) == ("1", "published", "ines", 1)
    assert (post.body, post.excerpt) == ("Text of post 1.", "Short")


@pytest.mark.parametrize("worst", [b"<", b"</wp:", b"<ITEM ", b"<![CDATA[", b"<wp:" + b"a" * 41, b"<item\t"])
def test_spelling_is_linear(worst):
    began = time.process_time()
    with_usual_names(worst * (100_000 // len(worst)))
    assert time.process_time() - began < 1


@pytest.mark.parametrize("worst", ["<!--", "<!-- <item>", "<!-- </item>", "-->", "<!-- -- </item>"])
def test_comments_are_looked_through_in_linear_time(worst):
    began = time.process_time()
    read(export(item(1, worst * (100_000 // len(worst)))))
    assert time.process_time() - began < 5


def test_ends_of_items_that_nothing_opens_are_looked_through_in_linear_time():
    began = time.process_time()
    read(export(item(1), "x </item>" * 100_000))
    assert time.process_time() - began < 3
