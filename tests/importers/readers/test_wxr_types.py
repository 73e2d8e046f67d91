"""Post types, taxonomies and what is left out, as a person asked or as the export says."""

import pytest

from importers.asking import Asked, asked_of
from importers.decoding import SourceFile
from importers.readers import wxr
from importers.records import AttachmentRecord, PostRecord, Skipped, TermRecord
from importers.surveying import Evidence

from .exports import codes, comment, export, item, of, post, read
from .test_wxr_languages import term, used


def asking(asked, *parts):
    return list(wxr.read(SourceFile("export.xml", content=export(*parts), asked=asked), Evidence()))


def kept(records):
    return [record.source_id for record in of(PostRecord, records)]


TYPES = (item(1), item(2, wp__post_type="recipe"), item(3, wp__post_type="review"), item(4, wp__post_type="wp_block"))


@pytest.mark.parametrize(
    ("asked", "stay"),
    [
        (Asked(), ["1", "2", "3"]),
        (Asked(frozenset({"recipe"})), ["1", "2"]),
        (Asked(frozenset({"wp_block"})), ["1", "4"]),
        (Asked(frozenset()), ["1"]),
    ],
)
def test_a_person_says_which_types_are_posts(asked, stay):
    records = asking(asked, *TYPES)
    assert kept(records) == stay
    assert len(of(Skipped, records)) == len(TYPES) - len(stay)


def test_what_is_left_out_is_counted_by_type_at_the_end():
    records = read(export(item(1, wp__post_type="revision"), item(2, wp__post_type="revision"), item(3)))
    assert records[-1].message == "2 × revision left out: an older version of a post"
    assert len(of(Skipped, records)) == 2


@pytest.mark.parametrize("post_type", ["feedback", "shop_order", "flamingo_inbound"])
def test_what_visitors_sent_in_confidence_is_no_post(post_type):
    assert kept(read(export(item(1, wp__post_type=post_type)))) == []


def test_an_unknown_type_without_a_word_in_it_is_left_out_unless_asked_for():
    gallery = item(5, wp__post_type="gallery", content__encoded="")
    assert kept(read(export(gallery))) == []
    assert kept(asking(Asked(frozenset({"gallery"})), gallery)) == ["5"]


def test_a_post_that_inherits_its_status_is_a_draft():
    record = post(item(wp__status="inherit"))
    assert (record.status, [issue.code for issue in record.issues]) == ("draft", ["status-unknown"])


def test_another_taxonomy_is_kept_with_all_that_is_told_of_it():
    series = term("series", "winter", "Cold &amp; dark", "Winter &amp; spring")
    record = post(series, item(1, used("series", "winter", "Winter")))
    assert record.meta["terms"] == [
        {"taxonomy": "series", "slug": "winter", "name": "Winter & spring", "description": "Cold &amp; dark"}
    ]


def test_a_person_says_which_taxonomies_are_categories_or_tags():
    parts = (term("series", "winter", name="Winter"), item(1, used("series", "winter") + used("mood", "calm", "Calm")))
    records = asking(Asked(taxonomies=(("series", "category"), ("mood", "tag"))), *parts)
    (record,) = of(PostRecord, records)
    assert [category.name for category in record.categories] == ["Winter"]
    assert [tag.name for tag in record.tags] == ["Calm"]
    assert [found.taxonomy for found in of(TermRecord, records)] == ["category"]
    assert "terms" not in record.meta


def test_the_options_are_read_and_what_makes_no_sense_is_refused():
    asked = asked_of("recipe, review", ["series=category"])
    assert (asked.post_types, asked.taxonomies) == ({"recipe", "review"}, (("series", "category"),))
    assert asked.key == "types=recipe,review|series=category"
    assert asked_of(None, []).key == ""
    for types, pairs in (("re<cipe", []), (None, ["series"]), (None, ["series=page"]), (None, ["s=tag", "s=category"])):
        with pytest.raises(ValueError, match=r"\.$"):
            asked_of(types, pairs)


def test_term_metadata_and_numeric_names_are_kept():
    tag = (
        "<wp:tag><wp:tag_slug>2008</wp:tag_slug><wp:tag_name>2008</wp:tag_name><wp:termmeta><wp:meta_key>colour"
        "</wp:meta_key><wp:meta_value>a:1:{i:0;s:3:&quot;red&quot;;}</wp:meta_value></wp:termmeta></wp:tag>"
    )
    (found,) = of(TermRecord, read(export(tag)))
    assert (found.slug, found.name, found.meta) == ("2008", "2008", (("colour", 'a:1:{i:0;s:3:"red";}'),))


def test_comments_on_an_attachment_are_kept_whole_beside_it():
    meta = "<wp:commentmeta><wp:meta_key>rating</wp:meta_key><wp:meta_value>5</wp:meta_value></wp:commentmeta>"
    rows = comment(1).replace("</wp:comment>", f"{meta}</wp:comment>") + comment(2, parent=1)
    ping = comment(3, comment_type="pingback")
    records = read(export(item(8, rows + ping, wp__post_type="attachment")))
    (found,) = of(AttachmentRecord, records)
    first, second = found.meta["comments"]
    assert (first["source_id"], first["body"], first["author"]["email"]) == ("1", "Comment 1", "tam@example.org")
    assert (first["address"], first["sent"]) == ("192.0.2.7", "2009-03-02T08:00:00Z")
    assert first["meta"] == {"commentmeta": [["rating", "5"]]}
    assert second["parent"] == 0
    assert found.meta["trackbacks"][0]["kind"] == "pingback"
    assert codes(records) == ["item-skipped"] * 3
