"""Who wrote an item where a plugin lets several people, or people without a login, write."""

from dataclasses import replace

import pytest

from importers.asking import Asked
from importers.decoding import SourceFile
from importers.readers import wxr
from importers.records import AuthorRecord, PostRecord, Skipped
from importers.surveying import Evidence

from .exports import codes, export, field, item, of, post, posts, read


def author(login, name, number=1):
    return f"<wp:author><wp:author_id>{number}</wp:author_id>{field('wp:author_login', login)}" + (
        f"{field('wp:author_display_name', name)}</wp:author>"
    )


def credit(nicename, name):
    return f'<category domain="author" nicename="{nicename}"><![CDATA[{name}]]></category>'


def meta(key, value):
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>{field('wp:meta_value', value)}</wp:postmeta>"


GUEST = item(
    90,
    meta("cap-user_login", "anna-guest")
    + meta("cap-display_name", "Anna &amp; Guest")
    + meta("cap-user_email", "anna@example.org")
    + meta("cap-website", "http://anna.example.org/")
    + meta("cap-description", "Writes now and then."),
    wp__post_type="guest-author",
    wp__post_name="cap-anna-guest",
)


def names(record):
    return [record.author.name, *(other.name for other in record.co_authors)]


def test_the_first_of_several_authors_is_the_author_and_all_keep_their_order():
    terms = credit("cap-zoe", "zoe") + credit("cap-ines", "ines") + credit("cap-anna-guest", "anna-guest")
    record = posts(author("ines", "Inês"), author("zoe", "Zoë"), GUEST, item(7, terms))[0]
    assert names(record) == ["Zoë", "Inês", "Anna & Guest"]


def test_who_only_put_the_post_into_wordpress_is_no_author_but_is_remembered():
    record = post(author("ines", "Inês"), author("zoe", "Zoë"), item(7, credit("cap-zoe", "zoe")))
    assert names(record) == ["Zoë"]
    assert record.meta["creator"] == "ines"


def test_a_guest_who_is_described_behind_the_post_is_the_same_author():
    records = read(export(item(7, credit("cap-anna-guest", "anna-guest")), GUEST))
    (record,) = of(PostRecord, records)
    assert of(AuthorRecord, records) == [
        AuthorRecord(
            "Anna & Guest", "anna-guest", "anna@example.org", "http://anna.example.org/", "Writes now and then."
        )
    ]
    assert record.author == of(AuthorRecord, records)[0]


def test_a_guest_who_has_a_login_and_stands_behind_the_post_is_that_author_too():
    linked = GUEST.replace("</item>", meta("cap-linked_account", "ines") + "</item>")
    assert names(post(author("ines", "Inês"), item(7, credit("cap-anna-guest", "anna-guest")), linked)) == ["Inês"]
    gus = item(90, title="Gus", wp__post_type="guest_author")
    assert names(post(item(7, meta("_molongui_author", "guest-90")), gus)) == ["Gus"]


def test_a_damaged_guest_behind_the_post_is_the_same_author_and_one_that_is_asked_for_as_a_post_is_none():
    damaged = GUEST.replace("<title>", "<title>&nbsp;& ")
    assert names(posts(item(7, credit("cap-anna-guest", "anna-guest")), damaged)[0]) == ["Anna & Guest"]
    asked = Asked(frozenset({"post", "guest-author"}))
    content = export(item(7, credit("cap-anna-guest", "anna-guest")), GUEST)
    records = list(wxr.read(SourceFile("export.xml", content=content, asked=asked), Evidence()))
    assert [names(record) for record in of(PostRecord, records)] == [["anna-guest"], ["ines"]]


def test_a_guest_is_looked_for_in_the_other_files_of_the_blog():
    one = SourceFile("a.xml", content=export(item(7, credit("cap-anna-guest", "anna-guest"))))
    other = SourceFile("b.xml", content=export(GUEST, item(8)))
    (record,) = of(PostRecord, wxr.read(replace(one, others=(one, other)), Evidence()))
    assert names(record) == ["Anna & Guest"]


@pytest.mark.parametrize(
    ("usual", "written"),
    [
        (b"wp:post_type>", b"WP:POST_TYPE>"),
        (b"wp:", b"w:"),
        (b"item>", b"ITEM>"),
        (b"</item>\n<item>\n<title><![CDATA[Post 90", b"<title><![CDATA[Post 90"),
    ],
    ids=["in capitals", "by another prefix", "with an item in capitals", "run together with another item"],
)
def test_a_guest_behind_the_post_is_known_however_the_file_is_written(usual, written):
    whole = export(item(7, credit("cap-anna-guest", "anna-guest")), item(8), GUEST)
    content = whole.replace(usual, written).replace(b"xmlns:" + usual[:-1], b"xmlns:" + written[:-1])
    assert content != whole
    assert names(of(PostRecord, read(content))[0]) == ["Anna & Guest"]


def test_a_guest_in_another_file_is_read_as_that_file_is_written():
    one = SourceFile("a.xml", content=export(item(7, credit("cap-anna-guest", "anna-guest"))))
    latin = export(GUEST.replace("Anna &amp; Guest", "Joško")).decode().replace('"UTF-8"', '"iso-8859-2"')
    other = SourceFile("b.xml", content=latin.encode("iso-8859-2"))
    (record,) = of(PostRecord, wxr.read(replace(one, others=(one, other)), Evidence()))
    assert names(record) == ["Joško"]


def test_a_guest_is_no_post_and_is_counted_as_left_out():
    records = read(export(GUEST))
    assert [(skipped.kind, skipped.issue.code) for skipped in of(Skipped, records)] == [("post", "item-skipped")]
    assert codes(records) == ["item-skipped"]


def test_a_guest_who_has_a_login_too_is_that_author():
    linked = GUEST.replace("</item>", meta("cap-linked_account", "ines") + "</item>")
    record = posts(author("ines", "Inês"), linked, item(7, credit("cap-anna-guest", "anna-guest")))[0]
    assert names(record) == ["Inês"]


def test_credits_by_display_name_and_by_number_are_understood():
    record = post(author("J Doe", "Jay"), item(7, credit("j-doe", "Jay the Elder")))
    assert names(record) == ["Jay"]
    molongui = meta("_molongui_author", "guest-90") + meta("_molongui_author", "user-4")
    guest = item(90, title="Gus", wp__post_type="guest_author")
    record = posts(author("ines", "Inês", 4), guest, item(7, molongui))[0]
    assert names(record) == ["Gus", "Inês"]


def test_a_guest_whose_name_was_typed_beside_the_post_wrote_it():
    told = meta("sfly_guest_author_names", "Gus &amp; Co") + meta("sfly_guest_author_link", "http://gus.example.org/")
    record = post(author("ines", "Inês"), item(7, told + meta("sfly_guest_author_description", "Visits in spring.")))
    assert record.author == AuthorRecord("Gus & Co", url="http://gus.example.org/", bio="Visits in spring.")
    assert record.meta["creator"] == "ines"
    assert names(post(author("ines", "Inês"), item(7, meta("guest-author", " Gus ")))) == ["Gus"]


def test_a_typed_name_that_an_author_bears_is_that_author():
    record = post(author("ines", "Inês"), author("zoe", "Zoë"), item(7, meta("guest-author", "Zoë")))
    assert (record.author.login, record.co_authors) == ("zoe", ())


def test_what_cannot_be_a_typed_name_credits_nobody():
    for value in ("", "1", 'a:1:{i:0;s:3:"Gus";}', "Gus\nand a long story", "g" * 201):
        assert names(post(author("ines", "Inês"), item(7, meta("guest-author", value)))) == ["Inês"], value
