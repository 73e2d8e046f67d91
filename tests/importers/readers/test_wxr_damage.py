"""Damaged exports: everything that is there is read, and every fault is named."""

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.decoding import ReadError
from importers.readers.wxr import splitting
from importers.readers.wxr.passwords import without_password, without_remnants
from importers.readers.wxr.splitting import HEADLESS
from importers.records import PostRecord, Refused, SiteRecord, TermRecord

from .exports import HEAD, TAIL, codes, comment, export, issues, item, of, post, posts, read


def ids(records):
    return [record.source_id for record in of(PostRecord, records)]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_file_cut_between_items_gives_all_before_the_cut(count):
    records = read(export(*(item(n) for n in range(1, count + 1)), tail="\n"))
    assert ids(records) == [str(n) for n in range(1, count + 1)]
    assert codes(records) == (["file-cut"] if count else ["file-cut", "file-empty"])
    assert issues(records)[0].where.startswith("export.xml#byte-")


def test_an_item_that_the_file_ends_in_is_refused_with_its_feedback():
    last = item(9, comment(1) + comment(2, comment_type="pingback"), wp__post_type="page", wp__status=None)
    records = read(export(item(1), last[: last.index("</item>") - 20], tail=""))
    assert ids(records) == ["1"]
    (refused,) = of(Refused, records)
    assert (refused.kind, refused.comments, refused.trackbacks) == ("page", 1, 1)
    assert (refused.issue.code, refused.issue.where) == ("file-cut", "export.xml#item-9")


def test_wherever_a_file_is_cut_whole_items_come_before_and_the_cut_is_named():
    data = export(item(1), item(2), item(3))
    for end in range(data.index(b"<item>"), len(data) - len("/rss>\n"), 7):
        records = read(data[:end])
        whole = data[:end].count(b"</item>")
        found = of(PostRecord, records)
        assert [one.source_id for one in found if not one.is_cut] == ["1", "2", "3"][:whole]
        # Of the one that the file ends in nobody sees what may be missing.
        assert {(one.source_id, one.status) for one in found if one.is_cut} <= {(str(whole + 1), "draft")}
        assert "file-cut" in codes(records)


def test_what_php_printed_before_the_declaration_is_passed_over():
    warning = "<br />\n<b>Warning</b>: Cannot modify header in <b>/srv/x.php</b> on line <b>3</b><br />\n\n"
    records = read(export(item(1), head=warning + HEAD))
    assert ids(records) == ["1"]
    assert codes(records) == []


def test_a_warning_between_items_is_named():
    records = read(export(item(1), "<b>Warning: memory exhausted\n", item(2)))
    assert ids(records) == ["1", "2"]
    assert codes(records) == ["markup-broken"]


def test_a_byte_order_mark_is_passed_over():
    assert ids(read(b"\xef\xbb\xbf" + export(item(1)))) == ["1"]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_an_export_in_another_unicode_form_is_read_with_or_without_a_mark(codec):
    data = export(item(1, title="Été à Oléron")).decode()
    (record,) = of(PostRecord, read(data.encode(codec)))
    assert record.title == "Été à Oléron"


def test_control_characters_are_removed_and_named():
    (record,) = posts(item(1, content__encoded="a\x0bb\x1fc\0d"))
    assert record.body == "abcd"
    assert [(issue.code, issue.where) for issue in record.issues] == [("control-characters", "export.xml#item-1")]


def test_windows_1252_inside_utf8_is_read_and_named():
    data = export(item(1, content__encoded="déjà QUOTED")).replace(b"QUOTED", b"\x93vu\x94")
    (record,) = of(PostRecord, read(data))
    assert record.body == "déjà “vu”"
    assert [issue.code for issue in record.issues] == ["encoding-guessed"]


def test_the_declared_encoding_holds_where_a_piece_is_not_utf8():
    data = export(item(1, title="Žluťoučký"), head=HEAD.replace("UTF-8", "windows-1250"))
    (record,) = of(PostRecord, read(data.decode().encode("cp1250")))
    assert (record.title, record.issues) == ("Žluťoučký", ())


def test_a_named_encoding_goes_before_all():
    (record,) = of(PostRecord, read(export(item(1, title="é")), encoding="cp1252"))
    assert record.title == "Ã©"
    with pytest.raises(ValueError, match="no encoding called"):
        read(export(item(1)), encoding="nonsense")


def test_undeclared_prefixes_mean_the_usual_or_are_kept():
    head = HEAD.replace('xmlns:dc="http://purl.org/dc/elements/1.1/"', "").replace(
        'xmlns:wp="http://wordpress.org/export/1.2/"', ""
    )
    (record,) = of(PostRecord, read(export(item(1, "<geo:lat>47.2</geo:lat>"), head=head)))
    assert (record.author.login, record.source_id) == ("ines", "1")
    assert record.meta["other"] == [["lat", "47.2"]]
    assert record.issues == ()


def test_a_closing_tag_inside_a_text_ends_nothing():
    text = "An item ends with </item> and begins with <item>, a channel ends with </channel></rss>."
    records = read(export(item(1, content__encoded=text), item(2)))
    assert [record.body for record in of(PostRecord, records)] == [text, "Text of post 2."]
    assert codes(records) == []


def test_a_section_end_split_over_sections_is_whole_again():
    (record,) = posts(item(1, content__encoded="a ]]]]><![CDATA[> b"))
    assert (record.body, record.issues) == ("a ]]> b", ())


def test_nested_sections_are_kept_as_text():
    (record,) = posts(item(1, content__encoded="a <![CDATA[ b ]]> c"))
    assert record.body == "a <![CDATA[ b ]]> c"
    assert [issue.code for issue in record.issues] == ["markup-broken"]


def test_a_section_that_nothing_closes_does_not_take_its_neighbours():
    broken = item(2).replace("Text of post 2.]]>", "Text of post 2.")
    records = read(export(item(1), broken, item(3)))
    assert ids(records) == ["1", "2", "3"]
    assert codes(records) == ["markup-broken"]


def test_an_item_that_nothing_closes_does_not_take_its_neighbours():
    records = read(export(item(1).replace("</item>", ""), item(2)))
    assert ids(records) == ["1", "2"]
    assert codes(records) == ["markup-broken"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("Fish & chips", "Fish & chips"),
        ("Fish&nbsp;&hellip;", "Fish\u00a0…"),
        ("AT&T &unheard;", "AT&T &unheard;"),
        ("one&#0;&#x1f;two", "onetwo"),
    ],
)
def test_references_outside_sections_are_read_as_html_would(written, read_as):
    data = export(item(1).replace("<![CDATA[Post 1]]>", written))
    assert [record.title for record in of(PostRecord, read(data))] == [read_as]


@pytest.mark.parametrize("left", ["<wp:category><wp:category_nicename>fog", "<wp:author><wp:author_lo", "<wp:term>"])
def test_a_declaration_that_nothing_closes_takes_no_item_with_it(left):
    whole = "<wp:tag><wp:tag_slug>mud</wp:tag_slug><wp:tag_name>Mud</wp:tag_name></wp:tag>\n"
    records = read(export(whole, item(6), left, "\n", item(7), left, item(8), whole.replace("mud", "sand")))
    assert ids(records) == ["6", "7", "8"]
    assert [term.slug for term in of(TermRecord, records) if term.taxonomy == "tag"] == ["mud", "sand"]
    assert "markup-broken" in codes(records)


def test_many_declarations_are_told_from_items_in_time_by_their_length():
    start = time.process_time()
    read(export("<wp:tag><wp:tag_slug>a</wp:tag_slug></wp:tag>" * 5_000, item(7)))
    read(export(item(7), "<wp:tag><wp:tag_slug>a</wp:tag_slug></wp:tag>" * 5_000))
    read(export("<wp:tag>" * 5_000, item(7)))
    assert time.process_time() - start < 5


def test_markup_that_was_not_escaped_is_kept():
    data = export(item(1).replace("<![CDATA[Text of post 1.]]>", "a <b>bold</b> word &lt; all"))
    assert [record.body for record in of(PostRecord, read(data))] == ["a <b>bold</b> word &lt; all"]


def test_tags_that_do_not_match_cost_only_their_item():
    broken = item(2).replace("</title>", "</titel>")
    records = read(export(item(1), broken, item(3)))
    assert ids(records)[::2] == ["1", "3"]
    assert codes(records) == ["markup-broken"]


@pytest.mark.parametrize("entity", ['<!ENTITY a "x">', '<!ENTITY a SYSTEM "file:///etc/passwd">'])
def test_a_document_type_is_refused(entity):
    data = export(item(1), head=HEAD.replace("<rss", f"<!DOCTYPE rss [{entity}]><rss"))
    with pytest.raises(ReadError, match=r"export\.xml declares a document type"):
        read(data)


def test_what_is_no_export_is_refused_by_name():
    with pytest.raises(ReadError, match=r"export\.xml is not a WordPress export"):
        read(b"<html><body>nothing</body></html>")


def test_comments_in_the_file_hold_no_items():
    assert ids(read(export(f"<!-- {item(9)} -->", item(1)))) == ["1"]


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0, max_value=10**6))
def test_no_damage_makes_a_traceback_or_loses_an_item_silently(seed):
    rng = random.Random(seed)
    data = bytearray(export(*(item(n, comment(n)) for n in range(1, 5))))
    start = data.index(b"<item>")
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(start, len(data))
        if rng.random() < 0.5:
            data[place] = rng.randrange(256)
        else:
            del data[place : place + rng.randint(1, 30)]
    records = read(bytes(data))
    found = len(of(PostRecord, records)) + len(of(Refused, records))
    assert found == 4 or codes(records)


def test_a_very_long_text_is_not_cut():
    text = "0123456789" * 1_200_000
    assert [len(record.body) for record in posts(item(1, content__encoded=text), item(2))] == [12_000_000, 15]


def test_an_item_too_long_for_memory_costs_only_itself(monkeypatch):
    monkeypatch.setattr(splitting, "MAX_PIECE", 50_000)
    monkeypatch.setattr(splitting, "CHUNK", 1000)
    long = item(2, comment(1), content__encoded="x" * 300_000)
    for parts in ((item(1), long, item(3)), (item(1), long), (long, item(1), item(3))):
        records = read(export(*parts))
        assert ids(records) == ["1", "3"][: len(parts) - 1]
        (refused,) = of(Refused, records)
        assert refused.issue.code == "item-invalid"
        assert "file-cut" not in codes(records)


@pytest.mark.parametrize("depth", [300, 30_000])
def test_markup_of_any_depth_that_was_not_escaped_is_kept(depth):
    for closed in (1, 0):
        written = "<div>" * depth + "x" + "</div>" * depth * closed
        data = export(item(1), item(2).replace("<![CDATA[Text of post 2.]]>", written), item(3))
        records = read(data)
        assert ids(records) == ["1", "2", "3"]
        assert of(PostRecord, records)[1].body.startswith("<div><div>")
        assert set(codes(records)) <= {"markup-broken"}


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("</title>", "</titel>"),
        ("</wp:comment_content>", "</wp:comment_contnet>"),
        ("<![CDATA[Tam]]>", "<b>Tam"),
        ("<![CDATA[Post 2]]>", "a < b <c"),
        ("</wp:comment>\n<wp:comment>", "<wp:comment>"),
    ],
)
def test_a_broken_field_costs_only_itself(sound, broken):
    whole = item(2, comment(1) + comment(2))
    assert sound in whole
    records = read(export(item(1), whole.replace(sound, broken, 1), item(3)))
    assert ids(records) == ["1", "2", "3"]
    assert codes(records) == ["markup-broken"]
    record = of(PostRecord, records)[1]
    assert (record.status, record.body, len(record.comments)) == ("published", "Text of post 2.", 2)


def test_end_is_needed():
    assert codes(read(export(item(1), tail=TAIL.replace("</rss>", "")))) == ["file-cut"]


@pytest.mark.parametrize(
    "written",
    [
        "<!-- c -->hunter2",
        "<![CDATA[</wp:post_password>hunter2]]>",
        "<![CDATA[hun]]>hunter2<![CDATA[ter2]]>",
        "hunter2<!-- </wp:post_password> -->hunter2",
        "<b>hunter2</b>",
    ],
)
def test_of_a_password_nothing_is_kept(written):
    extra = f"<wp:post_password>{written}</wp:post_password>"
    record = post(item(extra=extra))
    assert b"hunter2" not in record.raw
    assert b"<wp:post_password>***</wp:post_password></item>" in record.raw


def test_damaged_items_are_searched_in_time_by_their_length():
    start = time.process_time()
    for opened, closed in (
        ("<wp:comment>", ""),
        ("<title>", ""),
        ("<title>", "</title>"),
        ("<wp:comment> ", "</wp:comment>"),
    ):
        read(export(f"<item>{opened * (100_000 // len(opened))}<b>{closed}</item>"))
    read(export(f"<item>{'<wp:comment><wp:commentmeta>' * 3000}<b>{'</wp:commentmeta></wp:comment>' * 3000}</item>"))
    without_password(b"<wp:post_password><![CDATA[" * 4000)
    for remnant in (b"<wp:post_pass", b"</wp:post_pass>", b"]]></wp:post_pass", b"<wp:post_pass><![CDATA[" + b"x" * 50):
        without_remnants(remnant * (200_000 // len(remnant)))
    read(export("<item><wp:post_type>" + " " * 100_000 + "<wp:comment_type>" + " " * 100_000 + "<", tail=""))
    read(export("</item>" * 100_000))
    read(export("<item><wp:post_id>7</wp:post_id></item>" + "</item>" * 100_000, head="", tail=""))
    assert time.process_time() - start < 5


def capitals(data):
    return re.sub(rb"(</?)([\w:]+)(?=[ >])", lambda tag: tag[1] + tag[2].upper(), data)


@pytest.mark.parametrize("end", [b"", b"</CHANNEL></RSS>"])
@pytest.mark.parametrize("declaration", [b"", b'<?xml version="1.0"?>\n'])
@pytest.mark.parametrize("cut", [0, len("<item>\n<title>")])
def test_items_in_capitals_are_read_without_any_head_too(declaration, cut, end):
    items = capitals((item(7, extra=comment(1)) + item(8)).encode())
    found = of(PostRecord, read(declaration + items[cut:] + end))
    assert [(one.source_id, one.status, len(one.comments)) for one in found] == [
        ("7", "published", 1),
        ("8", "published", 0),
    ]


@pytest.mark.parametrize("spelled", [bytes, capitals])
def test_a_first_item_that_nothing_opens_takes_nothing_of_the_head(spelled):
    records = read(HEAD.encode() + spelled(item(7).removeprefix("<item>").encode()) + item(8).encode() + TAIL.encode())
    (site,) = of(SiteRecord, records)
    assert (site.name, site.url) == ("The Tide Table", "http://tide.example.org/blog/")
    assert [(one.title, one.body) for one in of(PostRecord, records)] == [
        ("Post 7", "Text of post 7."),
        ("Post 8", "Text of post 8."),
    ]
    assert [issue.message for issue in issues(records)][:1] == [HEADLESS]
