"""A static site's folder, stored: pages at their addresses, drafts as drafts, old addresses that answer."""

import pytest

from blog.models import LegacyURL, Post, Source
from importers.models import ImportRun
from importers.running import run_import
from tests.importers.blogs import codes, counts, dump
from tests.importers.readers.test_front_matter_sites import CONFIG, POST, lay_out

pytestmark = pytest.mark.django_db

CODE = "{% highlight c %}x{% endhighlight %}\n"


@pytest.fixture
def site(tmp_path):
    return lay_out(
        tmp_path / "site",
        {
            "_config.yml": CONFIG,
            "_posts/2009-03-01-low-tide.md": "---\ntitle: Low tide\ntags: mud eel\nredirect_from: /sand/\n---\nSand.\n",
            "birds/_posts/2009-04-01-curlew.md": "---\ntitle: Rock &amp; Curlew\n---\n" + CODE,
            "_drafts/spring-tide.md": POST,
            "about.md": "---\ntitle: About\n---\nA house {% include map.html %}.\n",
            "index.html": "---\nlayout: home\n---\n",
        },
    )


def test_a_site_is_stored_as_what_it_was(site):
    report = run_import([site], "front_matter")
    assert (report.exit_status, report.unbalanced()) == (0, [])
    assert counts(report, "post") == {"created": 3}
    assert counts(report, "page") == {"created": 1, "skipped": 1}
    assert sorted(codes(report)) == ["item-skipped", "template-tag"]
    source = Source.objects.get()
    assert (source.name, source.base_url, source.timezone) == (
        "The Tide Table", "https://tide.example.org/blog", "Europe/Rome",
    )  # fmt: skip
    assert sorted(Post.objects.values_list("path", "status", "title")) == [
        ("2009/03/low-tide", "published", "Low tide"),
        ("2009/04/curlew", "published", "Rock & Curlew"),
        ("about", "published", "About"),
        ("undated/spring-tide", "draft", "Low tide"),
    ]
    assert [category.slug for category in Post.objects.get(slug="curlew").categories.all()] == ["birds"]
    assert "language-c" in Post.objects.get(slug="curlew").body_html
    assert "{% include map.html %}" in Post.objects.get(slug="about").body_html
    led = {(url.host, url.path): url.post.slug for url in LegacyURL.objects.filter(post__isnull=False)}
    assert led["tide.example.org", "/blog/2009/03/01/low-tide.html"] == "low-tide"
    assert led["tide.example.org", "/blog/sand"] == "low-tide"
    assert led["tide.example.org", "/blog/about.html"] == "about"


def test_the_lists_of_tags_and_categories_of_a_site_answer(site, client):
    run_import([site], "front_matter")
    asked = {
        "/blog/tags/eel/": "/tag/eel/",
        "/blog/categories/birds/": "/category/birds/",
        "/blog/categories/Birds/index.xml": "/category/birds/feed/",
    }
    found = {path: client.get(path, headers={"host": "tide.example.org"}) for path in asked}
    assert {path: response.status_code for path, response in found.items()} == dict.fromkeys(asked, 301)
    assert all(found[path]["Location"].endswith(target) for path, target in asked.items())


def test_a_second_run_of_a_site_changes_nothing(site):
    run_import([site], "front_matter")
    before = dump()
    report = run_import([site], "front_matter")
    assert dump() == before
    assert counts(report, "post") == {"unchanged": 3}
    assert ImportRun.objects.count() == 2


def test_one_bad_file_never_stops_the_run(site):
    lay_out(
        site, {"_posts/2009-05-01-bad.md": b"---\n\0: [\xff\n---\n\x80\n", "_posts/2009-05-02-none.md": "---\n---\n"}
    )
    report = run_import([site], "front_matter")
    assert (report.exit_status, report.unbalanced()) == (2, [])
    assert counts(report, "post") == {"created": 4, "failed": 1}


@pytest.mark.parametrize("said", [("", ""), ("lang: en\n", "lang: fr\n")])
def test_two_languages_of_jekyll_that_share_an_address_are_both_kept_and_translate_each_other(tmp_path, said):
    files = {
        f"_posts/{tag}/2009-03-01-low.md": f"---\ntitle: Low {tag}\n{line}---\nSand.\n"
        for tag, line in zip(("en", "fr"), said, strict=True)
    }
    site = lay_out(tmp_path / "site", files | {"_config.yml": CONFIG})
    report = run_import([site], "front_matter")
    assert (report.exit_status, set(codes(report))) == (0, {"address-collision"})
    english, french = Post.objects.order_by("pk")
    assert (english.path, english.language, english.translation_of) == ("2009/03/low", "en", None)
    assert (french.path, french.language, french.translation_of) == ("2009/03/low-2", "fr", english)
    assert LegacyURL.objects.get(path="/blog/2009/03/01/low.html").post == english
    before = dump()
    assert counts(run_import([site], "front_matter"), "post") == {"unchanged": 2}
    assert dump() == before
