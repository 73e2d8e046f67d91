"""What becomes of a WordPress body when it is prepared, and what the report says of it."""

import pytest

from blog.text import markup
from blog.text.plain import excerpt
from importers.decoding import SourceFile
from importers.noting import Setting
from importers.preparing import prepare
from importers.surveying import survey
from tests.importers.blogs import Shelf
from tests.importers.readers.exports import export, item, meta, post


def prepared(body, setting=None, **fields):
    return prepare(post(item(7, content__encoded=body, **fields)), setting or Setting())


def issues(result):
    return {issue.code: issue.message for issue in result.issues}


def test_shortcodes_that_nothing_stands_for_are_named_with_their_post():
    result = prepared('[buoy n="1"] [buoy] [lamp a="1"]x[/lamp] [sic]')
    assert issues(result)["shortcode-unknown"] == "kept as marked text: [buoy] 2×, [lamp]"
    assert dict(result.shortcodes) == {"buoy": 2, "lamp": 1}
    (issue,) = (issue for issue in result.issues if issue.code == "shortcode-unknown")
    assert issue.where == "export.xml#item-7"


def test_blocks_that_held_nothing_and_broken_delimiters_are_said():
    result = prepared("<!-- wp:calendar /--><!-- /wp:group --><p>x</p>")
    assert "calendar" in issues(result)["block-dynamic"]
    assert "block-broken" in issues(result)
    assert result.record.body_format == "html"
    assert result.record.body == "<p>x</p>"


def test_the_record_as_found_keeps_what_stood_there():
    result = prepared("[gallery]<!--more-->")
    assert result.found.body == "[gallery]<!--more-->"
    assert "<!--more-->" in result.record.body


def test_an_excerpt_has_no_shortcodes():
    assert prepared("x", excerpt__encoded="Low [buoy n='1'] tide [sic] [[gallery]]").record.excerpt == (
        "Low tide [sic] [gallery]"
    )
    assert excerpt(prepared('a [buoy n="1"] b').record.body_html) == "a b"


def test_an_excerpt_without_tags_is_html_too():
    assert prepared("x", excerpt__encoded="Salt &amp; sand &#8217;n&#8217; &lt;eels&gt;").record.excerpt == (
        "Salt & sand ’n’ <eels>"
    )


def test_a_title_keeps_the_blanks_that_do_not_break():
    title = prepared("x", title="À \t marée&nbsp;: quoi\u202f?\n").record.title
    assert title == "À marée\xa0: quoi\u202f?"


def test_garbled_words_in_a_caption_are_repaired_where_they_stand():
    result = prepared('[caption width="1"]<img src="/a.jpg"> The harbourâ€™s mouth[/caption]')
    assert "The harbour’s mouth</figcaption>" in result.record.body
    (repair,) = result.repairs
    assert f"{repair.prefix}{repair.after}" in result.record.body


def test_the_batch_proves_the_names_of_shortcodes(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(export(item(7, content__encoded='[buoy n="1"] [see x=1]')))
    assert survey([SourceFile(path.name, path)], "wxr").shortcodes == {"buoy"}


@pytest.mark.django_db
def test_a_bare_shortcode_counts_when_another_post_shows_its_attributes(tmp_path):
    shelf = Shelf(tmp_path)
    report = shelf.run(item(7, content__encoded="[buoy]"), item(8, content__encoded='[buoy n="1"]'))
    summary = [issue.message for issue in report.issues if issue.code == "shortcodes-in-all"]
    assert summary == ["shortcodes kept as text, with the number of posts: [buoy] 2× in 2"]


def test_footnotes_of_the_block_editor_come_from_the_postmeta():
    notes = meta("footnotes", '[{"id":"n-1","content":"Low &amp; slow"}]')
    result = prepared("<!-- wp:paragraph --><p>Tide</p><!-- /wp:paragraph --><!-- wp:footnotes /-->", extra=notes)
    assert "Low &amp; slow" in result.record.body_html
    assert "block-dynamic" not in issues(result)


@pytest.mark.django_db
def test_styles_that_nothing_is_made_of_are_said_once_for_each_kind(tmp_path):
    coloured = '<p style="color: red; text-align: center">Tide</p><font color="red">table</font>'
    report = Shelf(tmp_path).run(item(7, content__encoded=coloured), item(8, content__encoded=coloured))
    told = [(issue.level, issue.message) for issue in report.issues if issue.code == "styles-left-out"]
    assert told == [("info", "colours: in 4 tags of 2 posts")]


@pytest.mark.parametrize("more", ["", "tide " * 200])
def test_a_body_with_pictures_that_are_data_is_laid_out_unless_its_words_are_too_many(monkeypatch, more):
    monkeypatch.setattr(markup, "MAX_SIZE", 1000)
    body = f'[youtube=https://youtu.be/abcdefghijk] <img src="data:image/png;base64,{"iVBO" * 500}"> {more}'
    assert ("[youtube" in prepared(body).record.body) == bool(more)
