"""Categories and tags of an export: keyed by taxonomy and slug, whatever their names."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import Category, Post, Tag
from tests.cast import reader_client
from tests.importers.blogs import counts, dump
from tests.importers.readers.exports import export, field, item
from tests.importers.readers.test_wxr_languages import term, used

pytestmark = pytest.mark.django_db


def category(slug, name, parent="", extra=""):
    named = field("wp:category_nicename", slug) + field("wp:category_parent", parent) + field("wp:cat_name", name)
    return f"<wp:category>{named}{extra}</wp:category>"


def tag(slug, name, extra=""):
    return f"<wp:tag>{field('wp:tag_slug', slug)}{field('wp:tag_name', name)}{extra}</wp:tag>"


def termmeta(key, value):
    return f"<wp:termmeta>{field('wp:meta_key', key)}{field('wp:meta_value', value)}</wp:termmeta>"


def test_one_name_under_two_parents_is_two_categories(shelf):
    shelf.run(
        category("sea", "Sea"), category("land", "Land"), category("notes", "Notes", "sea"),
        category("notes-land", "Notes", "land"), item(7, used("category", "notes-land", "Notes")),
    )  # fmt: skip
    assert set(Category.objects.values_list("path", "name")) == {
        ("sea", "Sea"), ("land", "Land"), ("sea/notes", "Notes"), ("land/notes-land", "Notes")
    }  # fmt: skip
    assert [found.path for found in Post.objects.get().categories.all()] == ["land/notes-land"]


def test_a_hundred_categories_cost_hardly_more_statements_than_two(shelf):
    def statements(first, last):
        below = [category(f"b{number}", "B", f"a{number}") for number in range(first, last)]
        above = [category(f"a{number}", "A") for number in range(first, last)]
        with CaptureQueriesContext(connection) as asked:
            counted = counts(shelf.run(*below, *above, item(first)), "category")
        assert counted == {"created": 2 * (last - first)}
        return len(asked)

    assert statements(101, 151) < statements(1, 2) + 20
    assert Category.objects.get(slug="b150").path == "a150/b150"


def test_a_chain_of_categories_stands_whatever_their_order_and_as_deep_as_addresses_go(shelf):
    slugs = ["feed", *(f"{'long-name-' * 3}{number}" for number in range(30))]
    chain = [category(slug, slug, parent) for slug, parent in zip(slugs, ["", *slugs], strict=False)]
    shelf.run(*chain[15:], *chain[:15], item())
    stored = {found.slug: found for found in Category.objects.select_related("parent")}
    assert set(stored) == set(slugs)
    assert stored[slugs[20]].path == "/".join(slugs[:21])
    assert all(len(found.path) <= 700 and found.path == found.derived_path() for found in stored.values())


def test_a_category_and_a_tag_of_one_slug_are_two(shelf):
    shelf.run(item(7, used("category", "2008", "2008") + used("post_tag", "2008", "2008")))
    assert (Category.objects.get().name, Tag.objects.get().name) == ("2008", "2008")


def test_entities_in_a_name_are_decoded_once(shelf):
    shelf.run(category("r-d", "R&amp;D"), tag("lt", "a &amp;lt; b"), item(7, used("category", "r-d", "R&amp;D")))
    assert (Category.objects.get().name, Tag.objects.get().name) == ("R&D", "a &lt; b")


def test_descriptions_and_metadata_of_terms_are_kept_and_shown(shelf):
    colour = termmeta("colour", 'a:1:{i:0;s:3:"red";}') + termmeta("colour", "blue")
    low = tag("low", "Low", field("wp:tag_description", "When the sea is away.") + colour)
    shelf.run(category("sea", "Sea", extra=colour), low, item(7, used("post_tag", "low", "Low")))
    both = {"termmeta": [["colour", 'a:1:{i:0;s:3:"red";}'], ["colour", "blue"]]}
    assert Category.objects.get().source_meta == Tag.objects.get().source_meta == both
    assert "When the sea is away." in reader_client().get("/tag/low/").content.decode()


def test_an_export_that_only_uses_a_term_takes_nothing_from_it(shelf):
    low = tag("low", "Low tide", field("wp:tag_description", "When the sea is away."))
    shelf.run(low, item(7, used("post_tag", "low", "Low tide")))
    before = dump()
    assert counts(shelf.run(item(7, used("post_tag", "low", "Low tide"))), "tag") == {"unchanged": 1}
    assert dump() == before
    shelf.run(low.replace("sea", "lake"), item(7, used("post_tag", "low", "Low tide")))
    assert Tag.objects.get().description == "When the lake is away."


def test_a_taxonomy_becomes_what_a_person_says(shelf, capsys):
    shelf.write(term("series", "winter", "Cold.", "Winter"), item(7, used("series", "winter") + used("mood", "calm")))
    arguments = ("import_wxr", str(shelf.path), "--taxonomy", "series=category", "--taxonomy", "mood=tag", "--json")
    call_command(*arguments)
    report = json.loads(capsys.readouterr().out)
    assert (report["kinds"]["category"]["created"], report["kinds"]["tag"]["created"]) == (1, 1)
    assert Category.objects.get().description == "Cold."
    before = dump()
    call_command(*arguments)
    assert json.loads(capsys.readouterr().out)["kinds"]["post"]["unchanged"] == 1
    assert dump() == before


def test_options_that_make_no_sense_end_the_command(shelf, capsys):
    shelf.write(item(7))
    for wrong in (("--taxonomy", "series=page"), ("--post-types", "a<b")):
        with pytest.raises(SystemExit) as stop:
            call_command("import_wxr", str(shelf.path), *wrong, "--json")
        assert stop.value.code == 1
        assert json.loads(capsys.readouterr().out)["error"].endswith(".")


def test_what_is_asked_for_and_not_there_is_named(shelf, capsys):
    shelf.write(item(7, used("mood", "calm")), item(8, wp__post_type="recipe"))
    asked = ("--post-types", "recipe,bogus,page", "--taxonomy", "mood=tag", "--taxonomy", "moods=tag", "--json")
    call_command("import_wxr", str(shelf.path), *asked)
    issues = json.loads(capsys.readouterr().out)["issues"]
    told = [(issue["where"], issue["message"].split("“")[1].split("”")[0]) for issue in issues]
    assert told == [("--post-types", "bogus"), ("--taxonomy", "moods")]
    assert {issue["code"] for issue in issues} == {"asked-in-vain"}


def test_inspecting_takes_what_an_import_takes(shelf, capsys):
    shelf.write(item(7, used("mood", "calm")), item(8, wp__post_type="recipe"), item(9, wp__post_type="review"))
    asked = ("--post-types", "recipe,bogus", "--taxonomy", "mood=tag", "--taxonomy", "moods=tag", "--json")
    call_command("inspect_source", str(shelf.path), *asked)
    out, err = capsys.readouterr()
    assert [(record["origin"], record["tags"]) for record in json.loads(out)] == [
        ("export.xml#item-7", ["x"]),
        ("export.xml#item-8", []),
    ]
    assert [line.partition(":")[0] for line in err.splitlines()] == ["--post-types", "--taxonomy"]


def test_inspecting_refuses_what_makes_no_sense(shelf, capsys):
    shelf.write(item(7))
    with pytest.raises(SystemExit) as stop:
        call_command("inspect_source", str(shelf.path), "--taxonomy", "series=page", "--json")
    out, err = capsys.readouterr()
    assert (stop.value.code, json.loads(out)) == (1, [])
    assert "--taxonomy takes" in err


def test_a_name_that_a_later_file_tells_takes_the_place_of_the_slug(shelf, tmp_path):
    (tmp_path / "export-1.xml").write_bytes(export(item(7, used("post_tag", "low", "low"))))
    (tmp_path / "export-2.xml").write_bytes(export(tag("low", "Low tide"), item(8)))
    call_command("import_wxr", str(tmp_path))
    assert Tag.objects.get().name == "Low tide"
