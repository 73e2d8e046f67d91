"""Several threads render at once, as those of a server do, and each gets what it gave."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from blog.text import markup

ROUNDS, THREADS = 20, 4


@pytest.fixture
def eager_threads():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def comment(number):
    return f"<p><b>{number}</b> says: see www.harbour{number}.example.org/tide and <i>write {number}</i></p>" * 3


def test_comments_with_addresses_are_linked_each_for_itself(eager_threads):
    texts = [comment(number) for number in range(ROUNDS)]
    alone = [markup.render_feedback(text) for text in texts]
    with ThreadPoolExecutor(THREADS) as threads:
        together = list(threads.map(markup.render_feedback, texts * 2))
    assert together == alone * 2
    assert 'href="http://www.harbour7.example.org/tide"' in alone[7]


def test_markdown_is_whole_from_the_first_rendering_on(eager_threads):
    text = "# Tide\n\n- *one*\n- **two**\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    alone = markup.render_body(text, "markdown")
    for _ in range(5):
        markup._markdown.cache_clear()
        with ThreadPoolExecutor(THREADS) as threads:
            assert set(threads.map(lambda _: markup.render_body(text, "markdown"), range(THREADS))) == {alone}
