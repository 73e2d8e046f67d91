"""Items that are not well-formed: marks of CDATA sections in their texts, and tags that nothing opens or closes."""

import re
import time

import pytest

from importers.records import PostRecord, TermRecord

from .exports import codes, comment, export, item, meta, of, read


def post_of(written):
    records = read(export(item(1), written, item(9)))
    first, found, last = of(PostRecord, records)
    assert (first.source_id, found.source_id, last.source_id) == ("1", "7", "9")
    assert codes(records) == ["markup-broken"]
    return found


@pytest.mark.parametrize(
    "text",
    [
        "if (row[cell[0]]>1) then “ebb” else ]] > x",
        "High <![CDATA[inner]]> and low",
        "one <![CDATA[ two ]]> three <![CDATA[ four ]]>",
        "]]>",
        "]]>]]>",
        "a <![CDATA[ b <![CDATA[ c ]]> d ]]> e",
    ],
)
def test_marks_of_sections_within_a_text_belong_to_it(text):
    written = item(7, content__encoded=text, extra=meta("tide", text) + comment(1, comment_content=text))
    found = post_of(written)
    assert found.body == text
    assert found.meta["postmeta"] == [["tide", text]]
    assert [one.body for one in found.comments] == [text]


def test_a_text_in_several_sections_is_one_text_beside_a_broken_one():
    written = item(7, title="a ]]> b", content__encoded="ebb ]]]]><![CDATA[> flow]]><![CDATA[ on")
    found = post_of(written)
    assert (found.title, found.body) == ("a ]]> b", "ebb ]]> flow on")


def test_a_section_that_nothing_closes_takes_no_mark_from_a_later_field():
    written = item(7, extra=meta("a", "one") + meta("b", "two ]]> three")).replace("one]]>", "one")
    assert post_of(written).meta["postmeta"] == [["a", "one"], ["b", "two ]]> three"]]


@pytest.mark.parametrize("missing", ["</wp:comment>", "<wp:comment>"])
@pytest.mark.parametrize("behind", ["", comment(2), meta("k", "v")])
def test_a_comment_that_nothing_opens_or_closes_is_whole(missing, behind):
    found = post_of(item(7, comment(1).replace(missing, "") + behind, wp__comment_status="open"))
    first = found.comments[0]
    assert (first.source_id, first.author.name, first.body, first.status) == ("1", "Tam", "Comment 1", "approved")
    assert [one.source_id for one in found.comments] == (["1", "2"] if "comment" in behind else ["1"])
    assert found.comments_open
    assert ("k" in str(found.meta)) == ("meta_key" in behind)


def test_a_tag_that_nothing_closes_or_whose_mark_quotes_is_kept():
    first, second = (f'<category domain="post_tag" nicename="{one}"><![CDATA[{one}]]></category>' for one in "ab")
    found = post_of(item(7, first.replace("</category>", "") + second))
    assert [tag.name for tag in found.tags] == ["a", "b"]
    found = post_of(item(7, first.replace('nicename="a"', 'nicename="a"1"') + second))
    assert [tag.name for tag in found.tags] == ["a", "b"]


@pytest.mark.parametrize(
    "piece",
    ["<wp:comment_id>", "<wp:comment>", "<title><![CDATA[", "]]></title>", "<title><![CDATA[a]]>b", '<title a="b"c" '],
)
def test_what_is_broken_all_through_takes_no_time(piece):
    began = time.process_time()
    read(export(f"<item><title>x</title>&nbsp;<wp:post_id>7</wp:post_id>{piece * (100_000 // len(piece))}</item>\n"))
    assert time.process_time() - began < 10


WHOLE = item(
    7,
    meta("k", "v") + comment(1).replace("</wp:comment>", f"{meta('a', 'b').replace('post', 'comment')}</wp:comment>"),
    excerpt__encoded="Short",
    guid="http://tide.example.org/blog/?p=7",
    wp__comment_status="open",
)
TAGS = list(re.finditer(r"</?[\w:]+>", WHOLE))[1:-1]
KEPT = ("title", "slug", "author", "published", "excerpt", "body", "status", "comments_open", "guid", "original_url")


@pytest.mark.parametrize("times", [0, 2])
@pytest.mark.parametrize("place", range(len(TAGS)))
def test_a_tag_that_is_missing_or_stands_twice_costs_nothing(place, times):
    tag = TAGS[place]
    records = read(export(item(1), WHOLE[: tag.start()] + tag[0] * times + WHOLE[tag.end() :], item(9)))
    (whole,) = of(PostRecord, read(export(WHOLE)))
    _, found, _ = of(PostRecord, records)
    assert [getattr(found, name) for name in KEPT] == [getattr(whole, name) for name in KEPT]
    assert found.meta["postmeta"] == [["k", "v"]]
    (comment,) = found.comments
    assert (comment.source_id, comment.body, comment.status) == ("1", "Comment 1", "approved")
    assert "'a'" in str(comment.meta) or "'other'" in str(comment.meta)


def test_an_item_that_nothing_closes_and_whose_fields_are_broken_too_keeps_its_comments():
    written = item(7, comment(1) + comment(2)).replace("</item>", "").replace("</wp:post_type>", "")
    assert [one.source_id for one in post_of(written).comments] == ["1", "2"]


def test_an_item_that_nothing_opens_is_read():
    found = post_of(item(7, comment(1, comment_content="a ]]]]><![CDATA[> b")).removeprefix("<item>"))
    assert (found.title, found.body) == ("Post 7", "Text of post 7.")
    assert [one.body for one in found.comments] == ["a ]]> b"]


def test_what_ends_like_an_item_and_holds_nothing_of_one_is_none():
    assert [one.source_id for one in of(PostRecord, read(export(item(1), "</item>", item(2))))] == ["1", "2"]


def test_a_field_in_two_sections_one_in_the_other_is_its_text():
    twice = "<![CDATA[{}]]]]><![CDATA[>"
    written = item(7, comment(1, comment_content=twice.format("said")), title=twice.format("Ebb"))
    open_twice = item(8, content__encoded="<![CDATA[only opened")
    first, second = of(PostRecord, read(export(written, open_twice)))
    assert (first.title, first.comments[0].body, second.body) == ("Ebb", "said", "only opened")


@pytest.mark.parametrize("lost", ["</item>\n<item>", "</wp:post_type>\n</item>\n<item>", "</item>\n<item>\n<title>"])
def test_items_that_ran_together_are_read_each_by_itself(lost):
    about = "<title>not one</title> <wp:post_id>3</wp:post_id>"
    first = item(7, extra=comment(1), content__encoded=about) if "type" not in lost else item(7, content__encoded=about)
    written = (first + item(8, extra=comment(2))).replace(lost, "")
    records = read(export(item(1), written, item(9)))
    found = of(PostRecord, records)
    assert [one.source_id for one in found] == ["1", "7", "8", "9"]
    assert found[1].body == about
    assert [one.source_id for record in found for one in record.comments][-1] == "2"
    assert found[2].comments[0].source_id == "2"
    assert set(codes(records)) == {"markup-broken"}


def test_a_section_that_nothing_closes_takes_nothing_of_the_next_item():
    open_one = "<wp:comment><wp:comment_date><![CDATA[2009-03-02 09</wp:comment_date></wp:comment>\n"
    first, second = of(PostRecord, read(export(item(7, extra=open_one), item(8, extra=comment(3)))))
    assert (first.title, second.title, second.slug, len(second.comments)) == ("Post 7", "Post 8", "post-8", 1)


DECLARED = (
    "<wp:author><wp:author_login>ines</wp:author_login></wp:author>\n"
    "<wp:category><wp:category_nicename>sea</wp:category_nicename><wp:cat_name><![CDATA[Sea]]></wp:cat_name>"
    "<wp:category_description><![CDATA[<em>Salt</em>]]></wp:category_description></wp:category>\n"
)


@pytest.mark.parametrize(
    "lost", ["</wp:author>", "</wp:category>", "</em>]]></wp:category_description></wp:category>", "[CDATA[Sea]]>"]
)
def test_a_term_or_an_author_that_nothing_closes_takes_nothing_of_what_follows(lost):
    records = read(export(DECLARED.replace(lost, ""), item(1), item(2)))
    assert [one.source_id for one in of(PostRecord, records)] == ["1", "2"]
    assert [term.slug for term in of(TermRecord, records)] == ["sea"]
    assert set(codes(records)) == {"markup-broken"}


def test_tags_in_the_texts_of_a_term_end_it_nowhere():
    texts = "<wp:category_description><![CDATA[x <item> y]]></wp:category_description>"
    texts += "<wp:cat_name><![CDATA[The <wp:tag> tag]]></wp:cat_name>"
    term = f"<wp:category><wp:category_nicename>tags</wp:category_nicename>{texts}</wp:category>\n"
    records = read(export(term, item(1)))
    assert [(one.slug, one.name) for one in of(TermRecord, records)] == [("tags", "The <wp:tag> tag")]
    assert [one.source_id for one in of(PostRecord, records)] == ["1"]
    assert not codes(records)


def test_an_item_behind_half_of_a_term_is_read():
    half = "<wp:category><wp:category_nicename><![x</link>\n"
    records = read(export(half, item(1).replace("<item>", ""), item(2)))
    assert [one.source_id for one in of(PostRecord, records)] == ["1", "2"]


def test_a_comment_of_xml_that_nothing_closes_hides_no_item():
    records = read(export(item(1), "<!-- ", item(2), item(3)))
    assert [one.source_id for one in of(PostRecord, records)] == ["1", "2", "3"]
    assert codes(records) == ["markup-broken"]
