"""What stands among comments and trackbacks ends in a field or as a leftover, whatever the layout."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.decoding import SourceFile
from importers.readers import scraped_html, scraped_text
from importers.surveying import Evidence
from tests.importers import scenery
from tests.importers.pages import own_pages, page_of, read_page, squeezed

FIELDS = ("comments", "trackbacks", "author")


def lost_lines(name, text):
    """Return the lines that a field took without saying them, beyond who wrote, and when."""
    reader = scraped_html if name.endswith("html") else scraped_text
    found = reader.examine(SourceFile(name, content=text.encode()), Evidence())
    record = found.record
    people = [comment.author for comment in record.comments] + ([record.author] if record.author else [])
    kept = [record.body, record.excerpt, *(rest.text for rest in record.leftover), *(one.bio for one in people)]
    kept += [part for comment in record.comments for part in (comment.title, comment.body)]
    kept += [part for ping in record.trackbacks for part in (ping.title, ping.blog_name, ping.excerpt)]
    kept += [ping.fields["excerpt"].raw for ping in record.trackbacks if "excerpt" in ping.fields]
    kept = solid(" ".join(kept))
    told = [source for part in (*record.comments, *record.trackbacks) for source in part.fields.values()]
    told = plain(" ".join(source.raw for source in [*told, *record.fields.values()]))
    names = (
        [plain(ping.blog_name) for ping in record.trackbacks]
        + [plain(one.name) for one in people]
        + [plain(ping.title) for ping in record.trackbacks]
    )
    lost = []
    for line in (line for segment in found.segments for line in segment.lines if line.role in FIELDS):
        said = plain(line.text)
        who_or_when = said in told and (any(name in said for name in names if name) or re.search(r"\d", said))
        if solid(line.text) not in kept and not (who_or_when and len(said.split()) <= 30):
            lost.append(line.text)
    return lost


def plain(text):
    return squeezed(re.sub(r"&nbsp;|\u00a0", " ", re.sub(r"<[^>]*>", " ", text))).casefold()


def solid(text):
    """Without blanks: a tag among the words of a line parts them in a field, and not in the line."""
    return plain(text).replace(" ", "")


@pytest.mark.parametrize("path", own_pages(), ids=lambda path: path.stem)
def test_no_line_of_feedback_is_lost_on_our_own_pages(path):
    page, _ = page_of(path)
    assert lost_lines(page.name, page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("held_out", [False, True])
def test_no_line_of_feedback_is_lost_on_pages_made_by_script(held_out):
    pages = [scenery.make(*page) for page in scenery.catalogue(held_out, 1)]
    lost = {(name, truth["title"]): lines for name, text, truth in pages if (lines := lost_lines(name, text))}
    assert lost == {}


PROSE = "We carried the boat over the dyke before noon, and then we waited for the tide to come back to us."
PIECES = st.lists(
    st.sampled_from(
        [
            "<h3>Which boat?</h3>", "<h4><a href='#c1'>Re: Which boat?</a></h4>", "<b>About the oars</b><br>",
            "<div class='submitted'>Submitted by Mads Holm on Tue, 2008-05-20 08:10.</div>",
            "<span class='author'>Mads Holm</span> <span class='date'>20 May 2008 08:10</span>",
            "<div class='content'><p>The green one leaks.</p></div>", "<p>It always leaked, and you knew it.</p>",
            "<div class='meta'>harbour master since 1998 and proud of every one of the years</div>",
            "<div class='author'>Mads Holm</div>", "<div class='links'><a href='#'>reply</a></div>",
            "<div class='signature'>Rust never sleeps, they say.</div>", "<em>edited by the harbour</em><br>",
        ]
    ),
    min_size=1,
    max_size=7,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=3))
def test_no_line_of_a_comment_is_lost_however_it_is_built(comments):
    built = "".join(f"<div class='comment' id='comment-{n}'>{''.join(one)}</div>" for n, one in enumerate(comments))
    page = f"<html><body><h1>The boat</h1><div class='content'><p>{PROSE}</p></div><div id='comments'>{built}</div>"
    assert lost_lines("page.html", page) == []


def test_the_subject_of_a_comment_is_its_title():
    comment = (
        "<div class='submitted'>Submitted by Mads on Tue, 2008-05-20 08:10.</div><div class='content'>It leaks.</div>"
    )
    record = read_page(
        f"<html><body><h1>The boat</h1><div class='content'><p>{PROSE}</p></div><div id='comments'>"
        f"<div class='comment'><h3 class='title'><a href='#1'>Which boat?</a></h3>{comment}</div></div>".encode(),
        "page.html",
    )
    assert [(comment.title, comment.author.name) for comment in record.comments] == [("Which boat?", "Mads")]


def test_every_paragraph_about_the_author_is_kept():
    record = read_page(
        f"The boat\n\nPosted by Mads Holm on May 4, 2009\n\n{PROSE}\n\n{PROSE}\n\nAbout the author\n\nMads Holm\n\n"
        "Mads Holm has kept the harbour of a small town for more than twenty years.\n\n"
        "He lives on a barge with a dog, and both of them dislike the wind.\n".encode()
    )
    kept = " ".join([record.author.bio, *(rest.text for rest in record.leftover)])
    assert "more than twenty years" in kept
    assert "dislike the wind" in kept
