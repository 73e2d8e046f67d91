"""What machines ask for, what every answer carries, and the pages for what went wrong."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from lxml import etree

from blog.models import Author, Category
from blog.views import errors
from tests.cast import a_post, a_source

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client, address):
    return [element.text for element in etree.fromstring(client.get(address).content).iter(f"{{{NS['s']}}}loc")]


@pytest.mark.django_db
def test_the_sitemap_names_every_public_page_once(client, settings):
    post, about = a_post(tags=("Rope",), author=Author.objects.create(name="A", slug="a")), a_post(kind="page")
    a_post(status="draft", tags=("Secret",))
    a_source(slug="empty")
    Category.objects.create(name="Empty", slug="empty")
    sections = locations(client, "/sitemap.xml")
    assert len(sections) == 3
    found = [
        place for section in sections for place in locations(client, section.partition("testserver")[2] or section)
    ]
    expected = ["/tag/rope/", "/author/a/", post.get_absolute_url(), about.get_absolute_url()]
    assert sorted(found) == sorted(settings.SITE_URL + path for path in expected)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["sitemap-none.xml", "sitemap-posts.xml?p=2", "sitemap-posts.xml?p=x"])
def test_a_section_that_is_none_is_not_found(client, path):
    assert client.get(f"/{path}").status_code == 404


@pytest.mark.django_db
def test_robots_are_told_where_the_sitemap_is(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /comment/" in text


@pytest.mark.django_db
def test_the_health_check_answers(client):
    response = client.get("/healthz")
    assert (response.content, response["Cache-Control"]) == (b"ok\n", "no-store")


@pytest.mark.django_db
def test_every_answer_says_that_pages_load_from_here_only(client):
    a_post()
    for address in ("/", "/nothing/", "/?p=1", "/feed/", "/admin/login/", "/robots.txt"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "http:" not in policy
    response = client.get("/")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"


@pytest.mark.django_db
def test_pages_hold_no_script_and_no_address_of_another_host_that_loads(client):
    post = a_post(body='<p><img src="http://far.example/a.png"><video src="//far.example/v"></video></p>')
    html = client.get(post.get_absolute_url()).content.decode()
    assert "<script" not in html
    assert 'src="http' not in html
    assert 'src="//' not in html
    assert "style=" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["nothing", "2009/06/nothing-here/", "a%00b/", "x" * 3000, "%ff%fe/", "tag/%00/"])
def test_what_is_not_there_offers_search_and_archive(client, path):
    response = client.get(f"/{path}")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'action="/search/"' in html
    assert 'href="/archive/"' in html
    assert not response.cookies


@pytest.mark.django_db
def test_the_words_of_a_lost_address_are_offered_to_search(client):
    assert 'value="rope and tar"' in client.get("/2009/rope-and-tar/").content.decode()


def test_the_page_for_our_own_faults_asks_nothing_of_the_database():
    """Without the mark django_db, any query fails this test."""
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


@pytest.mark.django_db
def test_a_fault_is_answered_by_that_page(monkeypatch):
    monkeypatch.setattr("blog.views.base.site_context", lambda: 1 / 0)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "The fault is ours" in response.content.decode()


@pytest.mark.django_db
def test_kept_files_are_served_and_nothing_in_them_runs(client, settings):
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "a.svg").write_text("<svg><script>alert(1)</script></svg>")
    response = client.get("/media/a.svg")
    assert response.status_code == 200
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "media_type", "is_saved"),
    [
        ("a.png", "image/png", False),
        ("a.webp", "image/webp", False),
        ("a.mp3", "audio/mpeg", False),
        ("a.txt", "text/plain; charset=utf-8", False),
        ("a.svg", "image/svg+xml", True),
        ("a.html", "application/octet-stream", True),
        ("a.xml", "application/octet-stream", True),
        ("a.gz", "application/gzip", True),
        ("a", "application/octet-stream", True),
    ],
)
def test_what_a_browser_could_run_is_only_saved(client, settings, name, media_type, is_saved):
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / name).write_bytes(b"<svg/>")
    response = client.get(f"/media/{name}")
    assert response["Content-Type"] == media_type
    assert ("attachment" in response.get("Content-Disposition", "")) == is_saved
    assert "Content-Encoding" not in response


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["../settings.py", "%2e%2e/x", "none.png", "", "a%00.png", "/etc/passwd"])
def test_no_other_file_is_served(client, settings, path):
    settings.MEDIA_ROOT.mkdir()
    assert client.get(f"/media/{path}").status_code in (400, 404)


def test_every_public_template_compiles():
    for path in [*TEMPLATES.glob("*.html"), *TEMPLATES.glob("blog/*.html")]:
        get_template(str(path.relative_to(TEMPLATES)))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/feed/", "/feed.json", "/search/", "/sitemap.xml", "/archive/", "/nothing/here/", "/x"]
)
def test_what_is_only_read_takes_nothing(path, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
def test_an_unknown_host_is_told_so_on_a_page_of_ours(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "palimpsest.css" in response.content.decode()
    assert "evil.example" not in response.content.decode()
