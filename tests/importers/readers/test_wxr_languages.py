"""Languages and groups of translations, as Polylang and WPML export them."""

import time

import pytest

from importers.readers.wxr.terms import _MEMBER, Terms
from importers.records import PostRecord, TermRecord

from .exports import export, field, item, of, post, posts, read
from .test_wxr_credits import meta


def term(taxonomy, slug, description="", name="x"):
    return (
        f"<wp:term>{field('wp:term_taxonomy', taxonomy)}{field('wp:term_slug', slug)}{field('wp:term_name', name)}"
        f"{field('wp:term_description', description)}</wp:term>"
    )


def used(domain, slug, name="x"):
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'


def locale(tag):
    return f'a:3:{{s:6:"locale";s:5:"{tag}";s:3:"rtl";i:0;s:9:"flag_code";s:2:"xx";}}'


POLYLANG = (
    term("language", "en", locale("en_GB"), "English")
    + term("language", "br", locale("pt_BR"), "Português")
    + term("post_translations", "pll_5e", 'a:2:{s:2:"en";i:12;s:2:"br";i:34;}')
)


def tongue(record):
    return record.language, record.translation_group


def test_polylang_says_language_and_group_by_terms():
    group = used("post_translations", "pll_5e")
    one, other = posts(POLYLANG, item(12, used("language", "en") + group), item(34, used("language", "br") + group))
    assert (tongue(one), tongue(other)) == (("en", "pll:pll_5e"), ("pt-BR", "pll:pll_5e"))


def test_polylang_groups_are_understood_where_only_their_description_is_there():
    one, other = posts(POLYLANG, item(12), item(34))
    assert (tongue(one), tongue(other)) == (("en", "pll:pll_5e"), ("pt-BR", "pll:pll_5e"))


def test_descriptions_that_were_escaped_once_more_are_understood():
    one, other = posts(POLYLANG.replace('"', "&quot;"), item(12), item(34))
    assert (tongue(one), tongue(other)) == (("en", "pll:pll_5e"), ("pt-BR", "pll:pll_5e"))


def test_polylang_needs_no_declarations():
    record = post(item(12, used("language", "fr", "Français") + used("post_translations", "pll_7")))
    assert tongue(record) == ("fr", "pll:pll_7")


def test_no_category_is_made_of_a_language():
    record = post(POLYLANG, item(12, used("language", "en")))
    assert record.categories == ()
    assert [entry["taxonomy"] for entry in record.meta["terms"]] == ["language"]


@pytest.mark.parametrize(
    "keys",
    [
        ("_wpml_import_language_code", "_wpml_import_source_language_code", "_wpml_import_translation_group"),
        ("wpml_language", "wpml_source_language", "trid"),
        ("_icl_lang", "_icl_source_language_code", "_icl_trid"),
    ],
)
def test_wpml_says_language_and_group_by_metadata(keys):
    language, source, group = keys
    record = post(item(7, meta(language, "fr") + meta(source, "en") + meta(group, "61")))
    assert (record.language, record.translation_from, record.translation_group) == ("fr", "en", "wpml:61")


def test_wpml_says_it_by_elements_too():
    record = post(item(7, "<wp:language_code>it</wp:language_code><wp:trid>9</wp:trid>"))
    assert tongue(record) == ("it", "wpml:9")


def test_a_duplicate_names_its_original():
    assert post(item(7, meta("_icl_lang_duplicate_of", "3"))).translation_of == "3"


def test_other_metadata_says_nothing_of_a_language():
    pairs = (("language", "Latin"), ("_my_lang", "fr"), ("slang", "yes"), ("_wpml_word_count", "12"))
    assert tongue(post(item(7, "".join(meta(key, value) for key, value in pairs)))) == ("", "")


@pytest.mark.parametrize("text", ['s:2:"' * 20_000, 's:2:"en";i:' * 10_000, "s:" + "1" * 100_000])
def test_reading_a_group_takes_time_in_proportion(text):
    started = time.monotonic()
    _MEMBER.findall(text)
    assert time.monotonic() - started < 1
    assert Terms().translations == {}


def test_the_languages_of_terms_are_kept_with_the_groups_of_their_translations():
    def declared(slug, number):
        return f"<wp:category>{field('wp:term_id', number)}{field('wp:category_nicename', slug)}</wp:category>"

    parts = (
        declared("sea", 3),
        declared("mer", 4),
        declared("moon", 5),
        term("term_translations", "pll_77", 'a:2:{s:2:"en";i:3;s:2:"fr";i:4;}'),
        item(12, used("category", "mer")),
    )
    records = read(export(*parts))
    found = {record.slug: dict(record.besides) for record in of(TermRecord, records)}
    assert found["sea"] == {"language": "en", "translations": "pll_77"}
    assert found["mer"] == {"language": "fr", "translations": "pll_77"}
    assert found["moon"] == {}
    (record,) = of(PostRecord, records)
    assert dict(record.categories[0].besides) == found["mer"]
