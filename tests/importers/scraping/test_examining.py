"""A page laid open for review: nothing of its source is lost, and what a person assigns is followed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from importers.decoding import SourceFile
from importers.readers import scraped_html, scraped_text
from importers.scraping.shown import Examined
from importers.surveying import Evidence
from tests.importers.pages import own_pages, page_of

TAGS = st.sampled_from(
    ["<div class=comments>", "</div>", "<p>", "<br>", "<li>", "<b>", "</b>", "<script>", "</script>", "<!--", "-->",
     "<h2>", "</h2>", "&eacute;", "<td>", "<select>", "</select>", "\n", " ", "<", ">"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["It rained all day and we stayed in.", "3 Comments", "Alice said:", "June 4, 2009", "é", "\x00"]
)
NEWS = "A day on the river\n\nWe rowed until it was dark, and then we rowed on.\n\nOlga Brandt\n\nYes, me too.\n"


def lay_open(data: bytes, name="page.txt", assigned=None):
    reader = scraped_html if name.endswith(".html") else scraped_text
    return reader.examine(SourceFile(name, content=data), Evidence(), assigned or {})


def check_tiles(examined):
    assert "".join(examined.source[part.start : part.stop] for part in examined.segments) == examined.source
    for part in examined.segments:
        assert (
            "".join(examined.source[line.start : line.stop] for line in part.lines)
            == (examined.source[part.start : part.stop])
        )


@settings(deadline=None)  # the first call loads the language model
@given(st.text())
def test_the_segments_of_a_text_are_the_text(text):
    examined = lay_open(text.encode("utf-8", "replace"))
    if isinstance(examined, Examined):
        check_tiles(examined)


@settings(deadline=None)
@given(st.lists(TAGS | WORDS, max_size=40))
def test_the_segments_of_a_page_of_html_are_its_source(parts):
    examined = lay_open("".join(parts).encode(), "page.html")
    if isinstance(examined, Examined):
        check_tiles(examined)


def test_the_segments_of_our_own_pages_are_their_source():
    for path in own_pages():
        page, _ = page_of(path)
        examined = lay_open(page.read_bytes(), page.name)
        check_tiles(examined)
        assert examined.source.encode() == page.read_bytes()


def test_what_a_person_assigns_is_followed():
    lines = {line.text: line for part in lay_open(NEWS.encode()).segments for line in part.lines}
    assigned = {lines["Olga Brandt"].number: "comment-attribution", lines["Yes, me too."].number: "comment"}
    examined = lay_open(NEWS.encode(), assigned=assigned)
    (comment,) = examined.record.comments
    assert (comment.author.name, comment.body) == ("Olga Brandt", "Yes, me too.")
    assert examined.record.body == "We rowed until it was dark, and then we rowed on."
    assert [line.number for part in examined.segments for line in part.lines if line.assigned] == sorted(assigned)


def test_an_assigned_title_and_body_are_certain():
    examined = lay_open(NEWS.encode(), assigned={1: "title", 3: "body", 5: "furniture", 7: "furniture"})
    record = examined.record
    assert (record.title, record.body) == ("A day on the river", "We rowed until it was dark, and then we rowed on.")
    assert (record.fields["title"].rule, record.fields["body"].rule) == ("assigned", "assigned")
    assert record.status == "published"


def test_a_bracket_between_two_dates_is_no_time_of_day():
    assert lay_open(b"<p>June 4, 2009&gt;June 4, 2009&gt;</p>", "page.html").record.body_format == "html"
