"""Whom LiveJournal's tags name is still named."""

import pytest

from blog.text.bodies import to_html
from blog.text.markup import render_body, render_feedback


@pytest.mark.parametrize(
    "written", ['<lj user="Tide_Watch">', "<lj comm=Tide_Watch />", '<LJ user="Tide_Watch" title="x"></lj>']
)
def test_a_name_in_a_tag_of_its_own_is_shown_and_linked(written):
    said = 'By <a href="https://tide-watch.livejournal.com/"'
    assert render_body(to_html(f"By {written}, 2004"), "html").startswith(f"<p>{said}>Tide_Watch</a>, 2004")
    html = render_feedback(f"By {written}, 2004")
    assert said in html
    assert ">Tide_Watch</a>, 2004" in html


def test_other_tags_of_its_own_leave_what_they_hold():
    assert "Sand" in to_html('<lj-cut text="more">Sand</lj-cut>')
