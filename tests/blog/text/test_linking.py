"""Addresses in feedback become links, whole, whatever their host is called; what only looks like one does not."""

import time

import pytest
from bleach.linkifier import TLDS

from blog.text import linking
from blog.text.markup import render_feedback

ADDRESSES = [
    "https://xn--e1afmkfd.xn--p1ai/",
    "https://пример.рф/путь?x=1#y",
    "http://उदाहरण.परीक्षा/",
    "https://boats.photography/x",
    "https://harbour.dev",
    "http://192.0.2.7:8080/a",
    "http://[2001:db8::1]:8080/x",
    "http://localhost/",
    "https://boats.example/(1)",
]


@pytest.mark.parametrize("body_format", ["html", "text"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_says_http_is_linked_whole(address, body_format):
    link = f'<a href="{address}" rel="nofollow ugc">{address}</a>'
    for before, after in (("see ", " now"), ("see ", "."), ("(", ")"), ("“", "”, said he")):
        if address.endswith(")") and after == ")":
            continue  # one cannot tell
        is_end = after.startswith("”") and not address.endswith(("dev",))
        if not is_end:  # such quotation marks may stand in a path
            assert render_feedback(f"{before}{address}{after}", body_format) == f"<p>{before}{link}{after}</p>"


@pytest.mark.parametrize(
    "text", ["boats.photography", "one.Two", "a.b", "file.txt", "http://", "http:///x", "xhttp://a.b"]
)
def test_what_may_be_no_address_is_left_as_text(text):
    assert "<a " not in render_feedback(f"see {text} now")


def test_a_bare_name_of_a_known_domain_is_linked():
    assert '<a href="http://boats.example.com" rel' in render_feedback("see boats.example.com now")


PIECES = [
    *("http://", "http://a", "http://a:", "http://[", "http://a@", "(", "(a", "a-", "a.", "a@", "ftp:/", "http:"),
    *("a.com:1", "https://a)", "http://a-", "http://[:", "http://a.com/("),
]


@pytest.mark.parametrize("piece", PIECES)
def test_addresses_are_looked_for_in_linear_time(piece):
    pattern, text = linking.pattern_of(TLDS), piece * (100_000 // len(piece))
    begun = time.process_time()
    for _found in pattern.finditer(text):
        pass
    assert time.process_time() - begun < 2
