"""Movable Type's export format: all that it says becomes a record or stays with it."""

from pathlib import Path

import pytest

from importers.decoding import ReadError
from importers.preparing import Setting, prepare
from importers.readers import HEAD as HEAD_BYTES
from importers.readers import movable_type
from importers.records import Refused
from tests.importers.readers.movable import comment, entry, issues, ping, posts, read

FIXTURE = Path(__file__).parents[2] / "fixtures" / "movable_type" / "everything-wrong.txt"


def test_halves_of_a_character_written_as_two_references_are_one():
    (post,) = posts(entry(comment("Yes &#55357;&#56832;"), TITLE="Ebb &#55357;&#56832;", body="Low &#xD83D;&#xDE00;"))
    assert (post.title, post.body.strip(), post.comments[0].body) == ("Ebb 😀", "Low 😀", "Yes 😀")


def test_the_keys_of_an_entry_fill_the_fields_of_a_post():
    (post,) = posts(
        entry(
            PRIMARY_CATEGORY="Sea",
            CATEGORY="Birds &amp; boats",
            TAGS='gulls,"ebb, flow",@mine',
            MOOD="drizzly",
            KEYWORDS="x",
        )
    )
    assert (post.title, post.slug, post.author.name) == ("Low water", "low_water", "Mara")
    assert (post.status, post.comments_open, post.published.iso()) == ("published", True, "2005-03-01T21:30:00")
    assert [term.name for term in post.categories] == ["Sea", "Birds & boats"]
    assert [term.name for term in post.tags] == ["gulls", "ebb, flow"]
    assert post.meta["mood"] == "drizzly"
    assert post.meta["tags"] == 'gulls,"ebb, flow",@mine'
    assert post.meta["convert_breaks"] == "0"
    assert post.meta["allow_pings"] == "1"


def test_body_extension_excerpt_and_keywords_are_kept():
    text = entry(body="One.").replace("EXTENDED BODY:\n\n", "EXTENDED BODY:\nTwo.\n")
    text = text.replace("EXCERPT:\n\n", "EXCERPT:\nIn short.\n").replace("KEYWORDS:\n\n", "KEYWORDS:\nsalt\n")
    (post,) = posts(text)
    assert post.body == "One.\n\n<!--more-->\n\nTwo."
    assert post.excerpt == "In short."
    assert post.meta["keywords"] == "salt"


def test_comments_and_pings_are_read_with_all_they_say():
    said = comment("Two\n\nparagraphs.", EMAIL="j@example.org", IP="192.0.2.9", URL="http://j.example.org/")
    (post,) = posts(entry(said, ping()))
    (one,) = post.comments
    assert (one.author.name, one.author.email, one.author.url) == ("Jonas", "j@example.org", "http://j.example.org/")
    assert (one.address, one.body, one.submitted.iso()) == ("192.0.2.9", "Two\n\nparagraphs.", "2005-03-02T08:00:00")
    (other,) = post.trackbacks
    assert (other.title, other.blog_name, other.url) == ("Tides", "B", "http://b.example.org/1")
    assert (other.address, other.excerpt, other.received.iso()) == ("192.0.2.1", "They say.", "2005-03-03T08:00:00")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("01/31/2002 03:31:05 PM", "2002-01-31T15:31:05"),
        ("01/31/2002 15:31:05", "2002-01-31T15:31:05"),
        ("01/31/2002 15:31:05 PM", "2002-01-31T15:31:05"),
        ("01/31/2002 12:00:00 AM", "2002-01-31T00:00:00"),
        ("01/31/2002 12:00:00 PM", "2002-01-31T12:00:00"),
        ("1/31/02 3:31 am", "2002-01-31T03:31:00"),
        ("01/31/2002", "2002-01-31"),
        ("2002-01-31 15:31:05", "2002-01-31T15:31:05"),
        ("20020131153105", "2002-01-31T15:31:05"),
    ],
)
def test_dates_come_with_twelve_and_with_twenty_four_hours(written, iso):
    (post,) = posts(entry(DATE=written))
    assert post.published.iso() == iso
    assert post.published.offset is None


@pytest.mark.parametrize("written", ["02/30/2002 10:00:00", "yesterday", "01/31/2002 25:00:00", "13/13/2002"])
def test_what_is_no_date_is_told_and_kept(written):
    (post,) = posts(entry(DATE=written) + entry(TITLE="Other", DATE="12/31/2004 10:00:00"))[:1]
    assert post.published is None
    assert post.meta["date"] == written
    assert {"date-unreadable", "date-missing"} <= {issue.code for issue in post.issues}


def test_days_before_months_show_by_the_whole_file():
    text = entry(DATE="03/02/2005 10:00:00") + entry(TITLE="Other", DATE="25/12/2004 10:00:00")
    assert [post.published.iso()[:10] for post in posts(text)] == ["2005-02-03", "2004-12-25"]
    assert "date-day-first" in issues(text)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Publish", "published"),
        ("publish", "published"),
        (None, "published"),
        ("Draft", "draft"),
        ("Review", "in_review"),
    ],
)
def test_statuses_are_those_of_the_file(said, status):
    assert posts(entry(STATUS=said))[0].status == status


def test_nothing_becomes_public_that_was_not():
    (post,) = posts(entry(STATUS="Future"))
    assert (post.status, [issue.code for issue in post.issues]) == ("draft", ["scheduled-draft"])
    (post,) = posts(entry(STATUS="Mysterious"))
    assert (post.status, [issue.code for issue in post.issues]) == ("draft", ["status-unknown"])


@pytest.mark.parametrize(
    ("convert", "body", "html"),
    [
        ("__default__", "a\nb\n\nc", "<p>a<br>\nb</p>\n\n<p>c</p>"),
        ("1", "<h2>a</h2>\n\nb", "<h2>a</h2>\n\n<p>b</p>"),
        (None, "a\n\nb", "<p>a</p>\n\n<p>b</p>"),
        ("0", "a\n\nb", "a\n\nb"),
        ("richtext", "<p>a</p>\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
        ("markdown", "*a*", "<p><em>a</em></p>"),
        ("textile_2", "_a_\n\nb", "<p>_a_</p>\n\n<p>b</p>"),
    ],
)
def test_what_makes_paragraphs_is_what_the_entry_says(convert, body, html):
    (post,) = posts(entry(body=body, CONVERT_BREAKS=convert))
    assert prepare(post, Setting()).record.body_html.strip() == html
    assert ("format-unknown" in [issue.code for issue in post.issues]) == (convert == "textile_2")


def test_an_address_is_the_identity_else_basename_and_date():
    url = "http://mara.example.org/2005/03/low_water.html"
    (with_address, without) = posts(entry(UNIQUE_URL=url) + entry(BASENAME="other"))
    assert (with_address.original_url, with_address.source_id) == (url, "")
    assert without.source_id == "2005-03-01T21:30:00 other"


def test_two_entries_of_one_name_and_date_are_two_and_one_that_stands_twice_is_one():
    text = entry(body="One.") + entry(body="Two.") + entry(body="One.")
    assert [post.source_id for post in posts(text)] == [
        "2005-03-01T21:30:00 low_water",
        "2005-03-01T21:30:00 low_water (2)",
        "2005-03-01T21:30:00 low_water",
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_ends_of_lines_do_not_matter(end):
    text = entry(comment("a\nb"), body="c\n\nd")
    (here,), (there,) = posts(text), posts(text.replace("\n", end))
    assert (here.title, here.body, here.comments, here.published) == (
        there.title,
        there.body,
        there.comments,
        there.published,
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "mac-roman"])
def test_every_encoding_is_read(encoding):
    text = "".join(entry(TITLE=f"Été {number}", body="La marée était basse, très basse.") for number in range(4))
    found = posts(text.encode(encoding))
    assert [post.title for post in found] == [f"Été {number}" for number in range(4)]
    assert {post.body for post in found} == {"La marée était basse, très basse."}
    assert {post.author.name for post in found} == {"Mara"}


def test_entries_of_two_encodings_in_one_file_are_both_read():
    data = entry(TITLE="Été").encode() + entry(TITLE="Marée haute, été", BASENAME="b").encode("cp1252")
    assert [post.title for post in posts(data)] == ["Été", "Marée haute, été"]


def test_a_named_encoding_goes_before_all():
    assert posts(entry(TITLE="Été").encode("cp850"), encoding="cp850")[0].title == "Été"


def test_it_is_recognised_by_its_first_entry_or_by_a_later_one():
    text = entry().encode()
    assert movable_type.recognises(text, "export.txt")
    assert movable_type.recognises(b"\xef\xbb\xbf\r\n" + text.replace(b"\n", b"\r\n"), "x")
    assert movable_type.recognises(entry().encode("utf-16"), "x")
    assert movable_type.recognises(text[len(text) // 2 :] + text, "x")
    assert movable_type.recognises(FIXTURE.read_bytes()[:HEAD_BYTES], "x")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"TITLE: no export\n\nbut a letter.\n",
        b"---\ntitle: a\n---\n-----\n",
        b"<html>",
        b"AUTHOR: a\n-----\nBut no.\n",
    ],
)
def test_what_is_no_export_is_not_taken_for_one(data):
    assert not movable_type.recognises(data, "letter.txt")
    with pytest.raises(ReadError):
        read(data)


def test_a_damaged_entry_stops_nothing_and_is_named():
    found = read(FIXTURE.read_bytes())
    assert [record.issue.where for record in found if isinstance(record, Refused)] == ["export.txt#entry-3"]
    titles = [record.title for record in posts(FIXTURE.read_bytes())]
    assert titles[1:] == ["No author, no breaks", "With an address", "The last one"]
    second = posts(FIXTURE.read_bytes())[1]
    assert second.meta["lines"] == ["this line is nobody's"]
    assert second.body.startswith("begins on the line itself")
