"""The header: strings only, bounded, and never the end of its post."""

import pytest

from importers.readers.front_matter import header as header_module
from importers.readers.front_matter.header import HeaderError, parse_header, parse_yaml


@pytest.mark.parametrize("value", ["no", "2004", "12:30:45", "1e3", "0x10", "2009-13-45", "1_000", ".inf"])
def test_every_value_is_text(value):
    assert parse_header(f"title: {value}").values == {"title": value}


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_an_empty_text_but_the_quoted_word_is_itself(nothing):
    assert parse_header(f"title: {nothing}").values == {"title": ""}
    assert parse_header("title: 'null'").values == {"title": "null"}


def test_lists_mappings_and_blocks_are_read():
    text = "a: [x, y]\nb:\n- name: n\n  slug: s\nc: |\n  one\n  two\n"
    assert parse_header(text).values == {"a": ["x", "y"], "b": [{"name": "n", "slug": "s"}], "c": "one\ntwo\n"}


def test_text_that_ruby_wrote_as_binary_is_decoded():
    assert parse_header("title: !binary |-\n  Q2Fmw6k=\n").values == {"title": "Café"}
    assert parse_header("title: !binary '%%'").values == {"title": "%%"}


@pytest.mark.parametrize("tag", ["!ruby/object:Gem::Requirement", "!!python/object/apply:os.system", "!str"])
def test_tags_make_nothing(tag):
    assert parse_header(f"title: {tag} x").values == {"title": "x"}


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x", "a: &x {k: v}\nb: {<<: *x}", "a: &x [1]"])
def test_aliases_are_not_read_and_the_rest_survives(text):
    with pytest.raises(HeaderError, match="aliases"):
        parse_yaml(text)
    header = parse_header(f"title: kept\n{text}")
    assert header.values["title"] == "kept"
    assert header.broken


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_bounded(opening):
    with pytest.raises(HeaderError):
        parse_yaml("a:\n  " + opening * 2000)
    assert parse_header("title: kept\na: " + "[" * 60_000).values["title"] == "kept"


def test_a_header_over_64_kb_is_read_key_by_key_and_entry_by_entry():
    comments = "".join(f"- id: {n}\n  content: '{'x' * 1000}'\n" for n in range(100))
    header = parse_header(f"title: long\ncomments:\n{comments}tags:\n- a\n- b")
    assert (header.values["title"], header.values["tags"], header.broken) == ("long", ["a", "b"], [])
    assert [row["id"] for row in header.values["comments"]] == [str(n) for n in range(100)]


def test_one_broken_key_costs_only_itself():
    text = 'title: Tides: a history\nauthor: Ines\ntags:\n- a\n- b\nsummary: "open\ncategories: [x]'
    header = parse_header(text)
    assert header.values["title"] == "Tides: a history"
    assert (header.values["author"], header.values["tags"]) == ("Ines", ["a", "b"])
    assert (header.values["summary"], header.values["categories"]) == ("open", ["x"])
    assert len(header.broken) > 1


def test_one_broken_entry_costs_only_itself():
    text = "comments:\n- id: 1\n  content: fine\n- id: 2\n  content: so: broken\n- id: 3\n  content: fine"
    rows = parse_header(text).values["comments"]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[1]["content"] == "so: broken"


def test_tabs_that_indent_are_read_as_spaces():
    assert parse_header("author:\n\tname: Ines\n\turl: http://x.example").values == {
        "author": {"name": "Ines", "url": "http://x.example"}
    }


def test_a_key_that_stands_twice_is_named_and_the_last_counts():
    header = parse_header("title: one\ntags: [a]\ntitle: two")
    assert (header.values["title"], header.duplicates) == ("two", ["title"])


def test_each_key_knows_its_lines():
    header = parse_header("title: one\ntags:\n- a\n- b\n\nlayout: post", first_line=2)
    assert header.lines == {"title": (2, 2), "tags": (3, 5), "layout": (7, 7)}


def test_what_is_no_mapping_is_broken():
    assert parse_header("- a\n- b").broken


def test_what_is_too_long_for_a_header_is_read_line_by_line(monkeypatch):
    monkeypatch.setattr(header_module, "MAX_HEADER", 40)
    header = parse_header("title: kept\ntags:\n- a\n- b\nsummary: one\n  two\n" + "x: y\n" * 20)
    assert (header.values["title"], header.values["tags"], header.values["summary"]) == ("kept", ["a", "b"], "one\ntwo")
    assert header.broken == ["it is longer than 4 MB"]
