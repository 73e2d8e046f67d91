"""The hardest text costs by its length: eight times the text, about eight times the work, where squares would be 64."""

import time

import pytest

from blog.ruling.findings import Candidate, Context
from blog.ruling.judging import judge
from blog.ruling.kinds import Rule
from blog.ruling.links import links_of
from blog.ruling.registry import KINDS

SHORT, LONG = 10_000, 80_000
MOST_GROWTH = 30
HARD = {
    "words that almost match": "aaaa aaab ",
    "one long word": "a",
    "letters with marks": "e\u0301",
    "hidden characters": "\u200b",
    "tags that nothing closes": "<b",
    "typed tags": "<b>a",
    "spaces": "  ",
    "addresses": "http://a.example ",
    "addresses in a row": "http://",
    "dots": "a.",
    "hyphens": "www.-",
    "letters of three": "ﷺ",
}
MARKUP = {
    "links": '<a href="http://a.example" rel="nofollow">a</a>',
    "links without words": '<a href="http://a.example" rel="nofollow"></a>',
    "links that nothing closes": '<a href="http://a.example">',
    "openings": "<a ",
}


def rules():
    words = [f"{first}{second} aaab" for first in "ab" for second in "abcdefghij"] + ["aaaa", "a", "www", "e", "c++"]
    domains = [f"{word}.example" for word in "abcdefghij"]
    values = {"blocked_words": {"words": words}, "suspect_words": {"words": words}}
    values |= {"blocked_addresses": {"domains": domains, "names": ["a"], "networks": ["192.0.2.0/24"]}}
    return [Rule.of(kind, values.get(kind.name, {}), verdict=kind.verdict, score=kind.score) for kind in KINDS.values()]


def least_seconds(work, text):
    times = []
    for _again in range(3):
        begun = time.process_time()
        work(text)
        times.append(time.process_time() - begun)
    return max(min(times), 0.002)


@pytest.mark.parametrize("piece", HARD.values(), ids=HARD)
def test_judging_grows_as_the_text_does(piece):
    known = rules()

    def work(text):
        what = Candidate(texts={"body": text, "author_name": text[:100]}, links=links_of("", text), address="192.0.2.1")
        judge(what, Context(), known)

    text = piece * (LONG // len(piece))
    assert least_seconds(work, text) < MOST_GROWTH * least_seconds(work, text[:SHORT])


@pytest.mark.parametrize("piece", MARKUP.values(), ids=MARKUP)
def test_looking_for_links_grows_as_the_markup_does(piece):
    def work(html):
        links_of(html, "a" * len(html))

    html = piece * (LONG // len(piece))
    assert least_seconds(work, html) < MOST_GROWTH * least_seconds(work, html[:SHORT])
