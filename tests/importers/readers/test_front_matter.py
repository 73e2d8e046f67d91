"""Posts with a header: what each key becomes, and what survives when the file is not as it should be."""

import json
from pathlib import Path

import pytest

from importers.decoding import ReadError, SourceFile
from importers.readers import front_matter, sniff
from importers.records import PostRecord, Refused
from importers.surveying import Evidence

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "tests" / "fixtures" / "front_matter"
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("000_*"))


def read_bytes(data, name="2009-03-01-low-tide.html"):
    (record,) = front_matter.read(SourceFile(name, content=data), Evidence())
    return record


def read(header, body="<p>Text.</p>", name="2009-03-01-low-tide.html"):
    return read_bytes(f"---\n{header}\n---\n{body}\n".encode(), name)


def codes(record):
    return [issue.code for issue in record.issues]


def names(terms):
    return [(term.slug, term.name) for term in terms]


@pytest.mark.skipif(not SEEDS, reason="../shared/seeds is not there")
def test_the_seed_says_all_that_it_says():
    (path,) = SEEDS
    truth = json.loads((path.parent / "expected" / "000.json").read_text(encoding="utf-8"))
    file = SourceFile(path.name, path)
    (record,) = front_matter.read(file, Evidence())
    assert sniff(file) == "front_matter"
    author = record.author
    assert truth["author"] == {
        "name": author.name, "login": author.login, "email": author.email, "url": author.url
    }  # fmt: skip
    assert [term.name for term in record.categories] == truth["categories"]
    assert [term.name for term in record.tags] == truth["tags"]
    assert (record.source_id, record.status) == (str(truth["legacy_ids"]["wordpress_id"]), "published")
    assert record.published.iso() == truth["date_utc"]
    assert record.published.local.isoformat() == truth["date"][:19]
    assert codes(record) == ["date-mislabelled"]
    assert record.legacy_urls == (truth["source_urls"]["canonical"],)
    assert (record.body_format, record.body.count("<p>")) == ("html", len(truth["body"]))
    assert record.raw == path.read_bytes()


def test_a_translation_names_its_original_and_brings_its_notes():
    record = read(
        "title: La brume\nlang: fr\ntranslation_of: 41\ntranslation_notes:\n"
        "- exact: la brume\n  kind: wordplay\n  visibility: public\n  text: It also clears.\n"
        "- Ask the author.\n- exact: no text\n"
    )
    assert (record.translation_of, record.language) == ("41", "fr")
    assert [(note.text, note.exact, note.kind, note.visibility) for note in record.translation_notes] == [
        ("It also clears.", "la brume", "wordplay", "public"),
        ("Ask the author.", "", "remark", "private"),
    ]


def test_a_post_as_jekyll_import_writes_it():
    path = FIXTURES / "2011-10-02-the-lamp-room.html"
    (record,) = front_matter.read(SourceFile(path.name, path), Evidence())
    assert (record.title, record.slug, record.kind) == ("The Lamp Room & its keeper’s log", "the-lamp-room", "post")
    assert (record.author.name, record.author.email) == ("Maud Ferrand", "maud@lamp.example.org")
    assert (record.author.login, record.author.url) == ("maud", "http://lamp.example.org/")
    assert (record.published.iso(), record.published.offset) == ("2011-10-02T18:30:00Z", 120)
    assert codes(record) == ["date-mislabelled", "orphan-comment"]
    assert [(comment.source_id, comment.parent) for comment in record.comments] == [
        ("41", None),
        ("42", 0),
        ("44", None),
    ]
    assert [comment.status for comment in record.comments] == ["approved", "approved", "pending"]
    assert record.comments[0].body == "<p>Is the lens still there?</p>"
    assert record.comments[0].submitted.iso() == "2011-10-03T07:12:09Z"
    (pingback,) = record.trackbacks
    assert (pingback.kind, pingback.title) == ("pingback", "Lights of the coast | Sea Marks")
    assert record.fields["title"].span == (5, 5)
    assert path.read_text().split("\n")[record.fields["body"].span[0] - 1].startswith("<p>The keeper")


@pytest.mark.parametrize(
    ("header", "status", "code"),
    [
        ("title: x", "published", None),
        ("published: false", "draft", None),
        ("draft: true", "draft", None),
        ("status: publish\npublished: false", "draft", None),
        ("status: private\npublished: false", "private", None),
        ("status: pending", "in_review", None),
        ("status: future", "draft", "scheduled-draft"),
        ("status: trash", "archived", None),
        ("status: inherit", "draft", "status-unknown"),
        ("password: sesame", "private", "private-password"),
        ("status: draft\npassword: sesame", "draft", "private-password"),
    ],
)
def test_nothing_becomes_public_that_was_not(header, status, code):
    record = read(header)
    assert (record.status, codes(record)) == (status, [code] if code else [])


def test_a_folder_of_drafts_holds_drafts():
    record = read("title: x", name="_drafts/x.md")
    assert (record.status, record.published) == ("draft", None)


@pytest.mark.parametrize("header", ["password: sesame", "post_password: 'sesame'", "password: |\n  sesame\n  open"])
def test_a_password_stands_in_no_field(header):
    record = read(f"title: x\n{header}\nlayout: post")
    assert "sesame" not in repr(record)
    assert b"<p>Text.</p>" in record.raw
    assert b"layout: post" in record.raw


@pytest.mark.parametrize(
    ("header", "iso", "offset"),
    [
        ("date: 2010-01-02 03:04:05 +0100", "2010-01-02T02:04:05Z", 60),
        ("date: 2010-01-02T03:04:05Z", "2010-01-02T03:04:05Z", 0),
        ("date: 2010-01-02 03:04:05", "2010-01-02T03:04:05", None),
        ("date: 2010-01-02 03:04", "2010-01-02T03:04:00", None),
        ("date: 2010/1/2 03:04:05", "2010-01-02T03:04:05", None),
        ("date: 2010-01-02 3:04 PM", "2010-01-02T15:04:00", None),
        ("date: 2010-01-02 12:04:05 a.m. +0100", "2010-01-01T23:04:05Z", 60),
        ("date: January 2nd, 2010", "2010-01-02", None),
        ("date: 2 Sept. 2010", "2010-09-02", None),
        ("date: 2010-01-02", "2010-01-02", None),
        ("date: 2010-01", "2010-01", None),
        ("date: '2010'", "2010", None),
        ("date: Sat, 02 Jan 2010 03:04:05 +0000", "2010-01-02T03:04:05Z", 0),
        ("title: only the name has it", "2009-03-01", None),
        ("date: 0000-00-00 00:00:00", "2009-03-01", None),
        ("date: 2010-01-02 03:04:05 +0100\ndate_gmt: 2010-01-02 02:04:05 +0000", "2010-01-02T02:04:05Z", 60),
        ("date_gmt: 2010-01-02 02:04:05 -0500", "2010-01-02T02:04:05Z", 0),
    ],
)
def test_a_date_is_known_as_far_as_it_is_written(header, iso, offset):
    record = read(header)
    assert (record.published.iso(), record.published.offset, codes(record)) == (iso, offset, [])


def test_date_gmt_is_utc_whatever_offset_stands_behind_it():
    record = read("date: 2010-01-02 03:04:05 -0600\ndate_gmt: 2010-01-02 08:04:05 -0600")
    assert (record.published.iso(), record.published.offset) == ("2010-01-02T08:04:05Z", -300)
    assert codes(record) == ["date-mislabelled"]
    source = record.fields["published"]
    assert source.raw == "2010-01-02 03:04:05 -0600\n2010-01-02 08:04:05 -0600"
    assert (source.span, source.alternatives) == ((2, 3), ("2010-01-02T09:04:05Z",))


@pytest.mark.parametrize("date", ["31 February", "2010-02-30", "2010-01-02 25:00:00", "soon"])
def test_a_date_that_is_none_is_named_and_the_file_name_helps(date):
    record = read(f"date: {date}")
    assert (record.published.iso(), codes(record)) == ("2009-03-01", ["date-unreadable"])


def test_a_post_without_any_date_says_so():
    assert codes(read("title: x", name="x.md")) == ["date-missing"]


@pytest.mark.parametrize(
    ("header", "slugs"),
    [
        ("categories: sea shore", ["sea", "shore"]),
        ("categories: Sea walks, Shore", ["sea-walks", "shore"]),
        ("category: Sea walks", ["sea-walks"]),
        ("categories:\n- Sea walks\n- Shore", ["sea-walks", "shore"]),
        ("categories:\n- name: Sea walks\n  slug: sea\n- title: Shore", ["sea", "shore"]),
        ("categories: [[sea, shore], sea]", ["sea", "shore"]),
        ("categories: []", []),
    ],
)
def test_categories_may_be_written_in_many_ways(header, slugs):
    assert [term.slug for term in read(header).categories] == slugs


def test_names_of_terms_keep_their_writing_and_lose_their_references():
    assert names(read("tags:\n- Rock &amp; Sand\n- 42\n- C++").tags) == [
        ("rock-sand", "Rock & Sand"),
        ("42", "42"),
        ("c", "C++"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "author: Ines",
        "author:\n  display_name: Ines",
        "author:\n  name: Ines",
        "author:\n  first_name: Ines",
        "author_login: Ines",
        "author: [Ines, Tam]",
    ],
)
def test_an_author_may_be_a_name_or_a_mapping(header):
    record = read(f"{header}\nauthor_email: i@example.org")
    assert (record.author.name, record.author.email) == ("Ines", "i@example.org")


@pytest.mark.parametrize(
    ("name", "body", "body_format"),
    [
        ("a.md", "<p>x</p>", "markdown"),
        ("a.markdown", "x", "markdown"),
        ("a.html", "x", "html"),
        ("a.txt", "<p>x</p>", "html"),
        ("a.txt", "x *y*", "markdown"),
        ("a.textile", "h1. x", "text"),
    ],
)
def test_the_name_tells_how_the_text_is_written_and_else_the_text_does(name, body, body_format):
    assert read("date: 2009-01-01", body, name).body_format == body_format


def test_every_old_address_leads_to_the_post():
    record = read(
        "wordpress_id: 9\nwordpress_url: http://x.example/2009/03/low-tide/\npermalink: /tides/low.html\n"
        "redirect_from:\n- /old/\n- http://other.example/a\naliases: older"
    )
    assert record.original_url == "http://x.example/2009/03/low-tide/"
    assert record.legacy_urls == (
        "http://x.example/2009/03/low-tide/",
        "http://x.example/?p=9",
        "/tides/low.html",
        "/old/",
        "http://other.example/a",
        "/older",
    )


@pytest.mark.parametrize(
    ("permalink", "address"),
    [("pretty", "/2009/03/01/low-tide/"), ("/:year/:title/", "/2009/low-tide/"), (":title", "/low-tide")],
)
def test_a_pattern_gives_the_address(permalink, address):
    assert read(f'permalink: "{permalink}"').legacy_urls == (address,)


def test_pages_pictures_languages_and_the_rest():
    record = read(
        "layout: page\nlang: pt_BR\nimage:\n  path: /a.jpg\n  alt: A\nmood: calm\nsticky: true\ncomments: true"
    )
    assert (record.kind, record.language, record.sticky, record.comments_open) == ("page", "pt-BR", True, True)
    assert [(image.filename, image.alt) for image in record.images] == [("/a.jpg", "A")]
    assert record.meta == {"mood": "calm"}


def test_a_post_without_a_title_is_called_as_its_file():
    record = read("layout: post")
    assert (record.title, record.fields["title"].rule, record.fields["title"].level) == (
        "Low tide",
        "file name",
        "likely",
    )


@pytest.mark.parametrize(
    ("name", "header", "slug"),
    [
        ("2009-03-01-low-tide.md", "title: x", "low-tide"),
        ("2009-03-01-low-tide.md", "slug: lower", "lower"),
        ("about.md", "layout: page", "about"),
        ("0000_f3a9.txt", "title: x", ""),
    ],
)
def test_a_slug_comes_from_the_header_or_from_a_name_that_holds_one(name, header, slug):
    assert read(header, name=name).slug == slug


def test_line_ends_marks_and_blank_lines_do_not_matter():
    data = "\ufeff\n\n---\r\ntitle: Été\r\ntags:\r\n- a\r\n---\r\n\r\n<p>One\r\ntwo</p>\r\n".encode()
    record = read_bytes(data)
    assert (record.title, names(record.tags), record.body) == ("Été", [("a", "a")], "<p>One\ntwo</p>\n")
    assert (codes(record), record.raw) == ([], data)


def test_a_header_that_nothing_closes_ends_where_the_text_begins():
    record = read_bytes(b"---\ntitle: x\ntags:\n- a\n\n<p>Text</p>\n\n<p>More: text</p>\n")
    assert (record.title, names(record.tags)) == ("x", [("a", "a")])
    assert record.body == "<p>Text</p>\n\n<p>More: text</p>\n"
    assert codes(record) == ["front-matter-broken"]


def test_a_rule_in_the_text_does_not_close_the_header():
    record = read_bytes(b"---\ntitle: x\n\nFirst part\n\n---\n\nSecond part\n", "2009-03-01-x.md")
    assert (record.title, record.body) == ("x", "First part\n\n---\n\nSecond part\n")
    assert codes(record) == ["front-matter-broken"]


def test_broken_yaml_costs_no_post():
    record = read('title: "Tides\ntags: [a\nauthor: Ines: the first', "<p>Still here.</p>")
    assert (record.author.name, record.body) == ("Ines: the first", "<p>Still here.</p>\n")
    assert "Tides" in record.title
    assert set(codes(record)) == {"front-matter-broken"}


def test_duplicate_keys_are_named():
    assert codes(read("title: a\ntitle: b")) == ["front-matter-duplicate-key"]


def test_an_undeclared_encoding_is_named():
    record = read_bytes("---\ntitle: Déjà vu\n---\n<p>Été à Nîmes</p>\n".encode("cp1252"))
    assert (record.title, record.body, codes(record)) == ("Déjà vu", "<p>Été à Nîmes</p>\n", ["encoding-guessed"])


def test_comments_of_other_systems_are_read():
    rows = "comments:\n- _id: x\n  name: Tam\n  email: t@example.org\n  message: Hello\n  date: 2010-01-02T03:04:05Z"
    (comment,) = read(rows).comments
    assert (comment.author.name, comment.author.email, comment.body) == ("Tam", "t@example.org", "Hello")
    assert (comment.submitted.iso(), comment.meta) == ("2010-01-02T03:04:05Z", {"_id": "x"})


def test_what_is_no_comment_is_named():
    record = read("comments:\n- just words")
    assert (record.comments, codes(record)) == ((), ["item-invalid"])


def test_an_empty_file_is_refused():
    assert isinstance(read_bytes(b"---\n---\n"), Refused)


def test_a_file_over_the_limit_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(front_matter, "MAX_FILE", 10)
    with pytest.raises(ReadError, match="low-tide"):
        read("title: a post of some length")


@pytest.mark.parametrize(
    ("head", "recognised"),
    [
        (b"---\ntitle: x\n", True),
        (b"\xef\xbb\xbf\n---  \n# made by hand\nlayout: post\n", True),
        ("\ufeff---\ntitle: x\n".encode("utf-16-le"), True),
        (b"---\n\nA dump of a page\n", False),
        (b"title: x\n", False),
        (b"<html>", False),
        (b"", False),
    ],
)
def test_a_header_is_recognised_by_its_fence_and_first_key(head, recognised):
    assert front_matter.recognises(head, "x.txt") is recognised


@pytest.mark.parametrize("body", ["", "x"])
def test_any_bytes_give_a_record(body):
    for junk in (
        b"\xff\xfe",
        b"\0",
        b"---",
        b"---\n",
        b"---\n\0: \0\n---\n",
        b"---\n{{{{\n---\n",
        b"---\n? [a]: b\n---\n",
    ):
        assert isinstance(read_bytes(junk + body.encode()), PostRecord | Refused)
