"""Titles and descriptions are HTML in WordPress and plain text here; links that lack a slug are no post's."""

import pytest

from importers.records import AttachmentRecord, Severity, TermRecord

from .exports import comment, export, field, item, of, post, read


def test_markup_in_a_title_is_taken_out_named_and_kept():
    record = post(item(7, title="<em>Low</em> water &amp; <b>high</b>"))
    assert record.title == "Low water & high"
    assert record.meta["title"] == "<em>Low</em> water &amp; <b>high</b>"
    assert [(issue.code, issue.level) for issue in record.issues] == [("title-markup", Severity.INFO)]


@pytest.mark.parametrize(
    ("written", "title"),
    [("a < b", "a < b"), ("a &lt; b", "a < b"), ("&lt;em&gt; in HTML", "<em> in HTML"), ("a &amp;lt; b", "a &lt; b")],
)
def test_a_title_without_tags_says_what_it_said(written, title):
    record = post(item(7, title=written))
    assert (record.title, record.issues, "title" in record.meta) == (title, (), False)


def test_the_title_of_an_attachment_is_text_too():
    (record,) = of(AttachmentRecord, read(export(item(7, title="<i>Boat</i>", wp__post_type="attachment"))))
    assert (record.title, record.meta["title"]) == ("Boat", "<i>Boat</i>")


def test_descriptions_of_terms_are_text():
    written = field("wp:category_nicename", "sea") + field("wp:cat_name", "Sea")
    described = field("wp:category_description", "d &amp; e, <em>f</em> &amp;lt;")
    (term,) = of(TermRecord, read(export(f"<wp:category>{written}{described}</wp:category>", item())))
    assert term.description == "d & e, f &lt;"
    assert dict(term.besides) == {"description": "d &amp; e, <em>f</em> &amp;lt;"}


def test_a_slug_that_is_the_whole_path_is_its_last_part():
    assert post(item(7, wp__post_name="journal/2018/2/10/low-tide")).slug == "low-tide"


@pytest.mark.parametrize("link", ["http://tide.example.org/2010/03//", "http://tide.example.org/2010/03/"])
def test_a_link_that_lacks_the_slug_is_no_address_of_the_post(link):
    record = post(item(7, link=link, wp__post_name=""))
    assert (record.original_url, record.meta["link"]) == ("", link)
    assert link not in record.legacy_urls


@pytest.mark.parametrize(
    ("link", "slug"),
    [
        ("http://tide.example.org/2010/", "2010"),
        ("http://tide.example.org/archives/7/", ""),
    ],
)
def test_other_links_are_the_posts_own(link, slug):
    assert post(item(7, link=link, wp__post_name=slug)).original_url == link


PAIR = "&#55357;&#56832;"


def test_halves_of_a_character_written_as_two_references_are_one_wherever_they_stand():
    serialized = f's:16:"{PAIR}";'
    meta = f"<wp:postmeta>{field('wp:meta_key', 'k')}{field('wp:meta_value', serialized)}</wp:postmeta>"
    note = comment(1, comment_author=f"Tam {PAIR}", comment_content=f"Yes {PAIR}")
    plainly = f"<excerpt:encoded>Short {PAIR}</excerpt:encoded>"
    record = post(item(7, note + meta + plainly, title=f"Ebb {PAIR}", content__encoded=f"<p>Low {PAIR} tide</p>"))
    assert (record.title, record.body, record.excerpt) == ("Ebb 😀", "<p>Low 😀 tide</p>", "Short 😀")
    assert [(one.author.name, one.body) for one in record.comments] == [("Tam 😀", "Yes 😀")]
    assert record.meta["postmeta"] == [["k", serialized]]
    assert PAIR.encode() in record.raw
