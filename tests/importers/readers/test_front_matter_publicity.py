"""What a header says of who may see its page, however it is written, and headers that other generators write."""

import pytest

from importers.decoding import SourceFile
from importers.readers import front_matter, sniff
from importers.surveying import Evidence


def read(text, name="2009-03-01-low-tide.md"):
    (record,) = front_matter.read(SourceFile(name, content=text.encode()), Evidence())
    return record


def codes(record):
    return [issue.code for issue in record.issues]


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        ("Draft: true", "draft", None),
        ("publishDate: 2099-01-01", "draft", "scheduled-draft"),
        ("publishDate: 2009-03-02", "published", None),
        ("expiryDate: 2011-01-01", "draft", "expired-draft"),
        ("ExpiryDate: 2099-01-01", "published", None),
        ("build:\n  render: never", "private", None),
        ("_build:\n  render: false", "private", None),
        ("build:\n  render: always", "published", None),
        ("visibility: private", "private", None),
    ],
)
def test_a_page_that_was_not_public_is_not_published(header, status, code):
    record = read(f"---\ntitle: Low tide\n{header}\n---\nWords.\n")
    assert record.status == status
    assert codes(record) == [code] * bool(code)


@pytest.mark.parametrize("header", ['title: "Low tide\n draft: true', "title: 'Low tide\n published: false"])
def test_a_header_that_is_broken_hides_its_page_where_any_line_does(header):
    record = read(f"---\n{header}\n---\nWords.\n")
    assert record.status == "draft"
    assert "front-matter-broken" in codes(record)


def test_the_day_from_which_hugo_shows_a_page_dates_it():
    assert (
        read("---\ntitle: Low tide\npublishDate: 2010-01-02\n---\nWords.\n", "low-tide.md").published.iso()
        == "2010-01-02"
    )


JSON = '{\n  "title": "Low tide",\n  "date": "2010-05-06T00:00:00Z",\n  "tags": ["sea", "salt"]\n}\n\nWords.\n'


@pytest.mark.parametrize("text", [JSON, JSON.replace("\n  ", " "), "\ufeff" + JSON, JSON.replace("\n", "\r\n")])
def test_a_header_in_json_is_read(text):
    assert sniff(SourceFile("low-tide.md", content=text.encode())) == "front_matter"
    record = read(text, "low-tide.md")
    assert (record.title, record.body.strip(), record.published.iso()) == ("Low tide", "Words.", "2010-05-06T00:00:00Z")
    assert [term.name for term in record.tags] == ["sea", "salt"]
    assert codes(record) == []


@pytest.mark.parametrize(
    "text",
    [
        '{ "title": "Low tide", "draft": true,\n\nWords.\n',
        '{ "title": "Low tide", "draft": true, "deep": ' + "[" * 5_000 + "\n\nWords.\n",
    ],
)
def test_a_broken_header_in_json_hides_what_it_says_it_hides(text):
    record = read(text, "low-tide.md")
    assert (record.title, record.status, record.body.strip()) == ("Low tide", "draft", "Words.")
    assert "front-matter-broken" in codes(record)


def test_a_header_that_no_line_opens_is_read_as_hexo_reads_it():
    text = "title: Low tide\ndate: 2012-01-02\ntags:\n- sea\n---\nWords.\n"
    assert sniff(SourceFile("low-tide.md", content=text.encode())) == "front_matter"
    record = read(text, "low-tide.md")
    assert (record.title, record.body.strip(), record.published.iso()) == ("Low tide", "Words.", "2012-01-02")


@pytest.mark.parametrize("text", ["{ braces } are fun\n\nWords.\n", "Note: a text\nthat goes on\n---\nWords.\n"])
def test_a_text_that_begins_alike_has_no_header(text):
    assert sniff(SourceFile("low-tide.md", content=text.encode())) != "front_matter"
