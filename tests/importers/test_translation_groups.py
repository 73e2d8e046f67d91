"""Groups of translations find their original once the whole import is stored, and again when more of them comes."""

import pytest
from django.db import connection

from blog.models import LegacyURL, Post
from importers.loading.sources import Wish
from importers.running import Options, run_import
from importers.undoing import undo_run
from tests.cast import a_post, reader_client
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers.exports import item
from tests.importers.readers.test_wxr_credits import meta
from tests.importers.readers.test_wxr_languages import POLYLANG, term, used

pytestmark = pytest.mark.django_db


def pll(number, language, group="g", **fields):
    return item(number, used("language", language) + used("post_translations", group), **fields)


def wpml(number, language, source="", group="61"):
    pairs = (("code", language), ("group", group), ("source", source))
    keys = {"code": "language_code", "group": "translation_group", "source": "source_language_code"}
    return item(number, "".join(meta(f"_wpml_import_{keys[name]}", value) for name, value in pairs if value))


def groups():
    rows = Post.objects.exclude(translation_of=None).values_list("original_id", "translation_of__original_id")
    return dict(rows)


def test_the_original_is_the_one_in_the_blogs_language(shelf):
    shelf.run(POLYLANG, pll(12, "fr"), pll(34, "en"), pll(40, "it"), pll(50, "fr", "other"))
    assert groups() == {"12": "34", "40": "34"}
    assert dict(Post.objects.values_list("original_id", "language"))["12"] == "fr"


def test_the_original_is_the_one_that_the_file_calls_so(shelf):
    shelf.run(wpml(12, "en", "fr"), wpml(34, "fr"), wpml(40, "it", "fr"))
    assert groups() == {"12": "34", "40": "34"}


def test_else_the_original_is_the_oldest(shelf):
    shelf.run(pll(100, "it"), pll(34, "fr"))
    assert groups() == {"100": "34"}


def test_a_person_says_what_the_blogs_language_is(shelf):
    shelf.run(pll(34, "fr"), pll(100, "it"), wish=Wish(language="it"))
    assert groups() == {"34": "100"}


def test_a_group_grows_with_the_next_export_and_the_original_may_change(shelf):
    shelf.run(pll(12, "fr"), pll(40, "it"))
    assert groups() == {"40": "12"}
    before = dump()
    report = shelf.run(pll(12, "fr"), pll(40, "it"), pll(34, "en"))
    assert groups() == {"12": "34", "40": "34"}
    undo_run(report.run)
    assert groups() == {"40": "12"}
    shelf.run(pll(12, "fr"), pll(40, "it"))
    assert dump().keys() == before.keys()


def test_a_second_run_writes_nothing(shelf):
    parts = (POLYLANG, pll(12, "en"), pll(34, "br"), pll(50, "fr", "alone"))
    shelf.run(*parts)
    before, writing = dump(), []

    def watch(execute, sql, params, many, context):
        if sql.split()[0].upper() in ("INSERT", "UPDATE", "DELETE") and "importers_importrun" not in sql:
            writing.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        assert counts(shelf.run(), "post") == {"unchanged": 3}
    assert (writing, dump()) == ([], before)


def test_a_translation_that_an_editor_chose_stays(shelf):
    shelf.run(pll(12, "fr"), pll(40, "it"))
    chosen = a_post(language="de")
    Post.objects.filter(original_id="40").update(translation_of=chosen)
    report = shelf.run(pll(12, "fr"), pll(40, "it"), pll(34, "en"))
    assert Post.objects.get(original_id="40").translation_of == chosen
    assert "conflict" in codes(report)


def test_translations_that_share_an_address_all_get_one_and_it_is_said(shelf):
    same = {"wp__post_name": "tides", "link": None}
    report = shelf.run(pll(12, "en", **same), pll(34, "fr", **same))
    assert sorted(Post.objects.values_list("path", flat=True)) == ["2009/03/tides", "2009/03/tides-2"]
    assert "address-collision" in codes(report)
    assert {row.query: row.post.original_id for row in LegacyURL.objects.exclude(query="")} == {
        "p=12": "12",
        "p=34": "34",
    }


def test_readers_find_the_other_languages(shelf):
    shelf.run(pll(12, "en"), pll(34, "fr"))
    page = reader_client().get(Post.objects.get(original_id="12").get_absolute_url()).content.decode()
    assert 'hreflang="fr"' in page


def test_of_two_posts_of_one_language_the_first_is_the_translation_and_the_other_is_named(shelf):
    report = shelf.run(pll(40, "fr"), pll(34, "fr"), pll(12, "en"))
    assert groups() == {"34": "12"}
    assert [(issue.code, issue.where) for issue in report.issues] == [("translation-doubled", "export.xml#item-40")]
    assert Post.objects.count() == 3
    before = dump()
    assert codes(shelf.run()) == []
    assert dump() == before


def test_a_post_of_the_same_language_that_comes_later_takes_no_place(shelf):
    shelf.run(pll(40, "fr"), pll(12, "en"))
    report = shelf.run(pll(40, "fr"), pll(12, "en"), pll(50, "en"), pll(51, "fr"))
    assert groups() == {"40": "12"}
    assert codes(report) == ["translation-doubled", "translation-doubled"]
    undo_run(report.run)
    assert groups() == {"40": "12"}


def test_posts_whose_language_the_file_does_not_say_stay_in_their_group(shelf):
    report = shelf.run(*(item(number, used("post_translations", "g")) for number in (12, 34)))
    assert (groups(), codes(report)) == ({"34": "12"}, [])


def declared(group, **members):
    pairs = "".join(f's:2:"{language}";i:{number};' for language, number in members.items())
    return term("post_translations", group, f"a:{len(members)}:{{{pairs}}}")


def said(report):
    return [(issue.code, issue.where, issue.message) for issue in report.issues]


def test_a_group_that_names_a_post_which_is_not_here_says_so_once_and_links_the_others(shelf):
    parts = (declared("g", en=12, fr=34, it=99), pll(12, "en"), pll(34, "fr"))
    sentence = "its group of translations names 99, not among what was imported"
    assert said(shelf.run(*parts)) == [("translation-missing", "export.xml#item-12", sentence)]
    assert groups() == {"34": "12"}
    before = dump()
    assert said(shelf.run()) == []
    assert dump() == before
    assert said(shelf.run(*parts, pll(99, "it"))) == []
    assert groups() == {"34": "12", "99": "12"}


def test_a_post_of_a_group_that_comes_with_another_file_or_was_deleted_here_is_not_missed(shelf):
    parts = (declared("g", en=12, fr=34), pll(12, "en"), pll(34, "fr"))
    shelf.run(*parts[:2], limit=1)
    Post.objects.all().delete()
    assert "translation-missing" not in codes(shelf.run(*parts))


def test_a_group_whose_original_is_not_here_says_so(shelf):
    sentence = "translates a post in fr, of which its group has none here"
    report = shelf.run(wpml(12, "en", "fr"), wpml(40, "it", "fr"))
    assert said(report) == [("translation-missing", "export.xml#item-12", sentence)]
    assert groups() == {"40": "12"}
    assert said(shelf.run(wpml(12, "en", "fr"), wpml(40, "it", "fr"), wpml(34, "fr"))) == []
    assert groups() == {"12": "34", "40": "34"}


@pytest.mark.parametrize(
    "both",
    [
        used("post_translations", "one") + used("post_translations", "two"),
        meta("_icl_trid", "one") + meta("_icl_trid", "two"),
        used("post_translations", "one") + "{declared}",
        "{declared} {first}",
    ],
)
def test_a_post_in_two_groups_stays_in_the_first_and_says_so(shelf, both):
    first = declared("one", en=12, fr=34) if "{first}" in both else ""
    second = declared("two", en=12, fr=40) if "{declared}" in both else ""
    both = both.partition("{")[0]
    report = shelf.run(first, second, item(12, used("language", "en") + both), pll(40, "fr", "two"))
    sentence = "is in several groups of translations (one, two); one counts"
    assert ("translation-groups", "export.xml#item-12", sentence) in said(report)
    assert groups() == {}


def hugo(folder, *names):
    for name in ("hugo.toml", *names):
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        header = "---\ntitle: Tide\ndate: 2009-03-01\n---\nLow.\n"
        path.write_text('title = "Tide"\ndefaultContentLanguage = "en"\n' if name == "hugo.toml" else header)
    return run_import([folder / "site"], "front_matter", Options())


def test_files_that_translate_each_other_by_their_names_become_a_group(tmp_path):
    report = hugo(tmp_path, "content/posts/low.md")
    assert (report.exit_status, Post.objects.get().language) == (0, "en")
    # The first is the same file, and now has a translation.
    hugo(tmp_path, "content/posts/low.md", "content/posts/low.fr.md")
    original, translation = Post.objects.order_by("pk")
    assert (translation.language, translation.translation_of, original.translation_of) == ("fr", original, None)
    assert hugo(tmp_path).tally.of("updated") == 0


def test_the_page_in_the_language_of_the_site_gets_the_address_that_its_translations_ask_for_too(tmp_path):
    hugo(tmp_path, "content/posts/low.fr.md", "content/posts/low.md", "content/posts/low.it.md")
    original = Post.objects.get(translation_of=None)
    assert (original.language, original.path) == ("en", "2009/03/low")
    assert set(original.translations.values_list("path", flat=True)) == {"2009/03/low-2", "2009/03/low-3"}
