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
