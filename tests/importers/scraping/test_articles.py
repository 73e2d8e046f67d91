"""The text of today's articles: no box, button or list of other articles gets into it."""

from tests.bench.articles import scores


def test_the_text_of_an_article_is_found_whole_and_nothing_else():
    found = scores()
    assert min(min(values) for values in found.values()) >= 0.9
    assert sum(map(sum, found.values())) / sum(map(len, found.values())) >= 0.98
