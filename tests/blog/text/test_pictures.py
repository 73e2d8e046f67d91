"""Pictures that scripts loaded are pictures; of those that are data the alternative text is shown."""

import time

import pytest

from blog.text.bodies import lay_out
from blog.text.markup import render_body
from blog.text.pictures import with_addresses, without_inline

REAL = "http://quay.example/real.jpg"


@pytest.mark.parametrize(
    "picture",
    [
        f'<img class="lazyload" data-src="{REAL}" alt="A">',
        f"<img src='data:image/gif;base64,R0l=' data-lazy-src='{REAL}' alt=A>",
        f'<img src="/b.gif" srcset="/b.gif 1x" data-original="{REAL}" alt="A"><noscript><img src="{REAL}"></noscript>',
    ],
)
def test_the_address_that_a_script_was_to_load_is_the_picture_s(picture):
    body = lay_out(picture).body
    assert f'src="{REAL}"' in body
    assert lay_out(body).body == body
    rendered = render_body(body, "wordpress")
    assert rendered.count("<img") == rendered.count(REAL) == 1
    assert 'alt="A"' in rendered


def test_of_a_picture_that_is_data_its_alternative_text_is_shown():
    body = 'See <img src="data:image/png;base64,iVBO=" alt="a &lt; gull">!'
    assert render_body(body, "wordpress") == "<p>See a &lt; gull!</p>"
    assert without_inline(body)[1] == 1
    assert without_inline("data: = data: x") == ("data: = data: x", 0)


@pytest.mark.parametrize("piece", ["<img data-src=x><noscript> ", "<img data-src", " data-src= ", "<img src='data:"])
def test_pictures_take_time_by_their_length(piece):
    body = piece * (100_000 // len(piece)) + ">"
    start = time.process_time()
    with_addresses(body)
    without_inline(body)
    assert time.process_time() - start < 5
