"""Sites in several languages: translations are known by their names, and nothing else is taken for one."""

import pytest

from importers.readers.front_matter.tongues import Languages, parted
from importers.records import PostRecord

from .test_front_matter_sites import lay_out, read

HUGO = 'baseURL = "https://tide.example.org/"\ntitle = "Tide"\n'
TWO = HUGO + "[languages.en]\nweight = 1\n[languages.fr]\nweight = 2\n"
PAGE = "---\ntitle: Tide\ndate: 2009-03-01\n---\nLow.\n"


def told(tmp_path, config, *names, content=PAGE, config_name="hugo.toml"):
    files = dict.fromkeys(names, content) | ({config_name: config} if config else {})
    found, _ = read(lay_out(tmp_path / "site", files))
    return {name: one for name, one in found.items() if isinstance(one, PostRecord)}


def tongues(found):
    return {name: (one.language, one.translation_group.removeprefix("place:")) for name, one in found.items()}


def test_what_stands_before_the_ending_is_the_language(tmp_path):
    found = told(tmp_path, TWO, "content/posts/low.en.md", "content/posts/low.fr.md")
    assert tongues(found) == {
        "content/posts/low.en.md": ("en", "content/posts/low"),
        "content/posts/low.fr.md": ("fr", "content/posts/low"),
    }
    assert [one.legacy_urls for one in found.values()] == [
        ("https://tide.example.org/posts/low/",),
        ("https://tide.example.org/fr/posts/low/",),
    ]
    assert {one.slug for one in found.values()} == {"low"}


def test_a_page_without_it_is_in_the_language_of_the_site(tmp_path):
    config = 'defaultContentLanguage = "it"\n' + TWO.replace("languages.en", "languages.it")
    found = told(tmp_path, config, "content/low.md", "content/low.fr.md", "content/high.md")
    assert tongues(found) == {
        "content/low.md": ("it", "content/low"),
        "content/low.fr.md": ("fr", "content/low"),
        "content/high.md": ("", ""),
    }
    assert found["content/low.fr.md"].translation_from == "it"
    assert found["content/low.md"].legacy_urls == ("https://tide.example.org/low/",)


def test_bundles_have_it_in_their_indexes(tmp_path):
    found = told(tmp_path, HUGO, "content/posts/low/index.md", "content/posts/low/index.fr.md")
    assert {group for _, group in tongues(found).values()} == {"content/posts/low/index"}
    assert {one.slug for one in found.values()} == {"low"}


@pytest.mark.parametrize("config", [HUGO, ""])
def test_folders_of_languages_translate_each_other(tmp_path, config):
    names = [f"content/{tag}/posts/{name}.md" for tag in ("en", "fr", "pt-br") for name in ("low", "high")]
    found = told(tmp_path, config, *names)
    assert {one.language for one in found.values()} == {"en", "fr", "pt-BR"}
    assert {one.translation_group for one in found.values()} == {f"place:content/posts/{x}" for x in ("low", "high")}
    if config:
        assert "https://tide.example.org/fr/posts/low/" in found["content/fr/posts/low.md"].legacy_urls


def test_folders_that_the_configuration_gives_to_languages(tmp_path):
    config = HUGO + '[languages.en]\ncontentDir = "content/english"\n[languages.de]\ncontentDir = "content/deutsch"\n'
    found = told(tmp_path, config, "content/english/low.md", "content/deutsch/low.md")
    assert tongues(found) == {
        "content/english/low.md": ("en", "content/low"),
        "content/deutsch/low.md": ("de", "content/low"),
    }
    assert found["content/deutsch/low.md"].legacy_urls == ("https://tide.example.org/de/low/",)


@pytest.mark.parametrize(
    "names",
    [
        ("content/it/router.md", "content/hr/holidays.md", "content/it/index.md", "content/hr/index.md"),
        ("content/notes.to.md", "content/other.md"),
        ("content/v1.2.md", "content/v1.3.md"),
        ("_posts/2009-03-01-low.md", "_posts/2009-03-01-high.md"),
    ],
)
def test_what_only_looks_like_a_language_is_none(tmp_path, names):
    found = told(tmp_path, "", *names)
    assert {one.language for one in found.values()} == {""}
    assert {one.translation_group for one in found.values()} == {""}


def test_only_the_languages_of_the_site_count_where_it_says_them(tmp_path):
    found = told(tmp_path, TWO, "content/low.md", "content/low.is.md")
    assert {one.translation_group for one in found.values()} == {""}


def test_a_header_says_it_better_than_a_name(tmp_path):
    content = PAGE.replace("title:", "lang: de\ntranslationKey: tides\ntitle:")
    found = told(tmp_path, TWO, "content/low.en.md", "content/high.fr.md", content=content)
    assert {(one.language, one.translation_group) for one in found.values()} == {("de", "key:tides")}


def test_a_file_by_itself_is_known_beside_its_neighbours(tmp_path):
    site = lay_out(tmp_path / "site", {"posts/low.en.md": PAGE, "posts/low.fr.md": PAGE})
    (record,) = (one for one in read(site / "posts/low.fr.md")[0].values() if isinstance(one, PostRecord))
    assert record.language == "fr"


def test_a_site_of_jekyll_keeps_its_addresses(tmp_path):
    config = "title: Tide\nurl: https://tide.example.org\n"
    found = told(tmp_path, config, "about.md", "fr/about.md", config_name="_config.yml")
    assert tongues(found) == {"about.md": ("", "about"), "fr/about.md": ("fr", "about")}
    assert found["fr/about.md"].legacy_urls == ("https://tide.example.org/fr/about.html",)


@pytest.mark.parametrize("key", ["ref", "lang-ref", "translation_id"])
def test_what_sites_of_jekyll_call_translations_by_counts_beside_a_language(tmp_path, key):
    names = {"_posts/2009-03-01-low.md": "en", "_posts/2009-03-02-basse.md": "fr", "_posts/2009-03-03-x.md": ""}
    files = {
        name: f"---\ntitle: Tide\n{key}: tides\n" + (f"lang: {tag}\n" if tag else "") + "---\nLow.\n"
        for name, tag in names.items()
    }
    found, _ = read(lay_out(tmp_path / "site", files))
    groups = {tag: found[name].translation_group for name, tag in names.items()}
    assert groups == {"en": "ref:tides", "fr": "ref:tides", "": ""}


def test_a_name_without_letters_is_parted_too():
    assert parted("content/.fr.md", Languages()).tag == ""
    assert parted("picture.fr.png", Languages()) is None
