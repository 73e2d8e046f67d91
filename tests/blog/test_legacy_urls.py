"""Old addresses lead to their page by one redirect, or say that nothing is known."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from blog import publishing
from blog.models import LegacyURL
from tests.cast import a_post, a_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_remembered_hosts():
    cache.clear()


@pytest.fixture
def old_blog():
    return a_source(name="Old", base_url="http://old.example/blog/", alias_hosts=["www.old.example"])


def legacy(post, path="/", query="", host="old.example", **fields):
    return LegacyURL.objects.create(host=host, path=path, query=query, post=post, **fields)


def assert_one_redirect(client, address, target, **headers):
    response = client.get(address, **headers)
    assert (response.status_code, response["Location"]) == (301, target)
    if target.startswith("/"):
        assert client.get(target).status_code == 200


@pytest.mark.parametrize("form", ["p", "page_id", "cat", "tag_id", "author", "tag", "m", "attachment_id"])
def test_a_known_form_at_the_front_page_leads_to_its_post(client, form):
    post = a_post()
    legacy(post, query=f"{form}=370")
    assert_one_redirect(client, f"/?{form}=370", post.get_absolute_url())
    assert_one_redirect(client, f"/index.php?{form}=370&utm_source=x", post.get_absolute_url())
    assert_one_redirect(client, f"/?cpage=2&{form}=370", post.get_absolute_url())


@pytest.mark.parametrize(
    "asked",
    [
        "/archives/2008/caf%C3%A9.html",
        "/archives/2008/cafe%CC%81.html",
        "/archives/2008/caf%c3%a9.html/",
        "//archives/2008/café.html",
    ],
)
def test_an_old_path_answers_however_it_is_encoded(client, asked):
    post = a_post()
    legacy(post, path="/archives/2008/café.html")
    assert_one_redirect(client, "http://testserver" + asked, post.get_absolute_url())


def test_an_old_path_without_its_slash_is_one_redirect_not_two(client):
    post = a_post()
    legacy(post, path="/tag/old-tag")
    assert_one_redirect(client, "/tag/old-tag", post.get_absolute_url())
    assert_one_redirect(client, "/tag/old-tag/", post.get_absolute_url())


def test_a_path_changed_by_hand_keeps_answering(client):
    post = a_post()
    before = post.get_absolute_url()
    post.path = "2009/06/a-better-path"
    publishing.save_post(post)
    post.path = "2009/06/the-best-path"
    publishing.save_post(post)
    assert_one_redirect(client, before, "/2009/06/the-best-path/")
    assert_one_redirect(client, "/2009/06/a-better-path/", "/2009/06/the-best-path/")


def test_an_address_may_lead_to_a_path_instead_of_a_post(client):
    a_post(title="x")
    LegacyURL.objects.create(host="old.example", path="/archives", target_path="/archive/")
    assert_one_redirect(client, "/archives", "/archive/")


@pytest.mark.parametrize("form", ["p=371", "page_id=x", "tag=none", "m=299901", "m=abc", "cat=" + "9" * 5000])
def test_an_unknown_form_is_not_the_front_page(client, form):
    assert client.get(f"/?{form}").status_code == 404


def test_forms_that_say_all_by_themselves_need_no_row(client):
    post = a_post(tags=("Rope",))
    assert_one_redirect(client, "/?m=200906", "/2009/06/")
    assert_one_redirect(client, "/?tag=rope", reverse("blog:tag", args=["rope"]))
    assert_one_redirect(client, "/?feed=rss2", "/feed/")
    assert_one_redirect(client, "/?s=rope+tar", "/search/?q=rope+tar")
    assert post.is_public


@pytest.mark.parametrize("status", ["draft", "private"])
def test_an_old_address_does_not_tell_of_what_is_not_public(client, status):
    post = a_post(status=status)
    legacy(post, query="p=370")
    legacy(post, path="/old")
    assert client.get("/?p=370").status_code == 404
    assert client.get("/old").status_code == 404


def test_an_address_that_several_blogs_had_offers_their_pages(client):
    first, second = a_post(title="First one"), a_post(title="Second one")
    legacy(first, query="p=5")
    legacy(second, query="p=5", host="other.example")
    response = client.get("/?p=5")
    assert response.status_code == 300
    html = response.content.decode()
    assert first.get_absolute_url() in html
    assert second.get_absolute_url() in html


def test_our_own_row_counts_before_those_of_other_hosts(client):
    ours, theirs = a_post(), a_post()
    legacy(ours, path="/same", host="")
    legacy(theirs, path="/same")
    assert_one_redirect(client, "/same/", ours.get_absolute_url())


@pytest.mark.parametrize("host", ["old.example", "OLD.example:80", "www.old.example", "old.example."])
def test_an_old_host_answers_with_its_own_addresses(client, settings, old_blog, host):
    settings.SITE_URL = "https://blog.example"
    mine, other = a_post(), a_post()
    for name in ("old.example", "www.old.example"):
        legacy(mine, query="p=5", host=name)
    legacy(other, query="p=5", host="other.example")
    assert_one_redirect(client, "/?p=5", f"https://blog.example{mine.get_absolute_url()}", headers={"host": host})


def test_an_old_host_leads_to_our_page_of_the_same_address(client, settings, old_blog):
    settings.SITE_URL = "https://blog.example"
    post = a_post()
    path = post.get_absolute_url()
    old = {"host": "old.example"}
    assert_one_redirect(client, path, f"https://blog.example{path}", headers=old)
    assert_one_redirect(client, path.rstrip("/"), f"https://blog.example{path}", headers=old)
    assert_one_redirect(client, "/", "https://blog.example/", headers=old)
    assert client.get("/nothing", headers=old).status_code == 404
    assert client.get("/?p=99", headers=old).status_code == 404


def test_a_host_that_is_nobodys_is_refused(client, old_blog):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_an_address_that_leads_to_itself_is_no_redirect(client):
    LegacyURL.objects.create(host="old.example", path="/a/b", target_path="/a/b/")
    assert client.get("/a/b/").status_code == 404


def test_a_page_of_ours_counts_before_an_old_address(client):
    post, other = a_post(), a_post()
    legacy(other, path=f"/{post.path}")
    assert client.get(post.get_absolute_url()).status_code == 200
    assert_one_redirect(client, f"/{post.path}", post.get_absolute_url())


def test_over_http_an_old_address_leads_straight_to_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SITE_URL = "https://blog.example"
    post = a_post()
    legacy(post, query="p=370")
    legacy(post, path="/old")
    target = f"https://blog.example{post.get_absolute_url()}"
    assert_one_redirect(client, "/?p=370", target)
    assert_one_redirect(client, "/old/", target)


def test_only_reading_is_redirected(client):
    legacy(a_post(), path="/old")
    assert client.post("/old/").status_code in (403, 404, 405)


@pytest.mark.parametrize("query", ["m=1", "m=0", "showComment=12", "p=9&x=y", "tag=%00"])
def test_parameters_that_nobody_knows_do_not_hide_an_old_path(client, query):
    post = a_post()
    legacy(post, path="/2009/06/x.html")
    assert_one_redirect(client, f"/2009/06/x.html?{query}", post.get_absolute_url())


def test_the_address_with_the_very_parameters_counts_before_the_one_without(client):
    post, front = a_post(), a_post()
    legacy(front, path="/blog")
    legacy(post, path="/blog", query="p=370")
    assert_one_redirect(client, "/blog/?p=370", post.get_absolute_url())
    assert_one_redirect(client, "/blog/?x=1", front.get_absolute_url())


@pytest.mark.parametrize("address", ["/?m=1", "/?m=0", "/index.php", "/index.html", "/index.htm?x=1", "/index.php?m=1"])
def test_the_front_page_by_its_old_names(client, settings, old_blog, address):
    assert_one_redirect(client, address, "/")
    settings.SITE_URL = "https://blog.example"
    assert_one_redirect(client, address, "https://blog.example/", headers={"host": "old.example"})
    settings.SECURE_SSL_REDIRECT = True
    assert_one_redirect(client, address, "https://blog.example/")


def test_the_front_page_for_telephones_is_not_one_with_an_unknown_post(client):
    assert client.get("/?m=1&p=99").status_code == 404
    assert client.get("/?page=99").status_code == 404


@pytest.mark.parametrize("form", ["tag=%00", "tag=ro%00pe", "s=%00", "p=%00", "feed=%00", "m=%00", "author=%00"])
def test_a_nul_breaks_no_form(client, form):
    assert client.get(f"/?{form}").status_code in (301, 404)
    assert client.get(f"/nowhere?{form}").status_code == 404


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("/search/?q=fog", "/search/?q=fog"),
        ("/search/?q=brume d’été", "/search/?q=brume%20d%E2%80%99%C3%A9t%C3%A9"),
        ("/tag/été/", "/tag/%C3%A9t%C3%A9/"),
        ("/100%/", "/100%25/"),
        ("/archive/#y2009", "/archive/#y2009"),
    ],
)
def test_a_target_keeps_its_query_and_fragment(client, target, address):
    LegacyURL.objects.create(path="/old", target_path=target)
    assert client.get("/old")["Location"] == address


@pytest.mark.parametrize("host", ["old.example", "www.old.example", "blog.elsewhere.example", "elsewhere.example"])
def test_a_host_is_known_with_and_without_www_and_from_old_addresses(client, settings, host):
    settings.SITE_URL = "https://blog.example"
    a_source(base_url=f"http://{'www.' if host.startswith('old') else ''}old.example/")
    post = a_post()
    legacy(post, path="/x", host="www.old.example" if "old" in host else host)
    assert_one_redirect(client, "/x/", f"https://blog.example{post.get_absolute_url()}", headers={"host": host})


@pytest.mark.parametrize("address", ["/?p=370", "/?s=rope", "/?feed=rss2"])
def test_query_forms_say_nothing_to_a_host_that_is_nobodys(client, address):
    legacy(a_post(), query="p=370", host="")
    assert client.get(address, headers={"host": "evil.example"}).status_code == 400


def test_a_search_of_old_is_a_search_of_ours(client):
    assert_one_redirect(client, "/?s=rope", "/search/?q=rope")
    assert_one_redirect(client, "/?s=", "/")
    assert_one_redirect(client, "/?s=+", "/")
