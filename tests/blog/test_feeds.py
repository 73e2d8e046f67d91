"""Feeds: well formed, whole, public only, in three formats."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from lxml import etree

from blog.models import Author, Category
from tests.cast import a_comment, a_post, a_source, a_trackback

pytestmark = pytest.mark.django_db

FORMATS = ["", "_atom", "_json"]
NS = {"a": "http://www.w3.org/2005/Atom", "c": "http://purl.org/rss/1.0/modules/content/"}


def rss(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    return etree.fromstring(response.content).find("channel")


@pytest.fixture
def site(settings):
    settings.SITE_URL = "https://blog.example"
    settings.SITE_NAME = "Blog & Co"


def test_rss_says_what_a_post_is(client, site):
    author = Author.objects.create(name="Élise", slug="elise")
    post = a_post(title="Rope & <tar>", body="<p>Déjà <img src='/media/a.png'></p>", author=author, tags=("Rope",))
    channel = rss(client, "/feed/")
    assert channel.findtext("title") == "Blog & Co"
    assert channel.find("a:link", NS).get("href") == "https://blog.example/feed/"
    item = channel.find("item")
    assert item.findtext("title") == "Rope & <tar>"
    assert item.findtext("link") == f"https://blog.example{post.get_absolute_url()}"
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("pubDate") == "Wed, 03 Jun 2009 17:14:00 +0000"
    assert item.findtext("category") == "Rope"
    assert "https://blog.example/media/a.png" in item.findtext("c:encoded", namespaces=NS)


def test_atom_says_its_languages_and_whole_text(client, site):
    a_post(title="Été", body="<p>L’eau</p>", language="fr")
    feed = etree.fromstring(client.get("/feed/atom/").content)
    entry = feed.find("a:entry", NS)
    content = entry.find("a:content", NS)
    assert (content.text, content.get("type")) == ("<p>L’eau</p>", "html")
    assert content.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert feed.findtext("a:id", namespaces=NS) == "https://blog.example/feed/atom/"


def test_json_feed_follows_its_specification(client, site):
    post = a_post(title="Rope", language="en", tags=("Tar",))
    response = client.get("/feed.json")
    feed = json.loads(response.content)
    assert response["Content-Type"].startswith("application/feed+json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://blog.example/feed.json"
    (item,) = feed["items"]
    assert item["url"] == f"https://blog.example{post.get_absolute_url()}"
    assert (item["title"], item["language"], item["tags"]) == ("Rope", "en", ["Tar"])
    assert item["date_published"] == "2009-06-03T17:14:00+00:00"
    assert None not in item.values()


def test_a_json_feed_without_items_says_so(client):
    assert json.loads(client.get("/feed.json").content)["items"] == []


@pytest.mark.parametrize("known", [{"published_year": None}, {"published_year": 2009, "published_month": 6}])
def test_a_date_not_known_to_the_day_is_not_made_up(client, known):
    a_post(**known)
    assert rss(client, "/feed/").find("item").find("pubDate") is None
    assert "date_published" not in json.loads(client.get("/feed.json").content)["items"][0]


@pytest.mark.parametrize("form", FORMATS)
def test_feeds_hold_the_newest_public_posts_only(client, form):
    for number in range(25):
        a_post(title=f"n{number}", published_year=2000 + number % 10, published_month=1, published_day=1 + number)
    a_post(title="hidden draft", status="draft")
    a_post(title="hidden future", published_year=2999)
    a_post(title="hidden page", kind="page")
    text = client.get(reverse(f"blog:feed{form}")).content.decode()
    assert "hidden" not in text
    assert sum(f"/n{number}/" in text for number in range(25)) == 20


@pytest.mark.parametrize("form", FORMATS)
def test_each_thing_has_a_feed_of_its_own(client, form):
    root = Category.objects.create(name="Root", slug="root")
    below = Category.objects.create(name="Below", slug="below", parent=root)
    author = Author.objects.create(name="Ann", slug="ann")
    mine = a_post(
        title="mine", slug="mine", tags=("Rope",), author=author, source=a_source(slug="old"), language="pt-BR"
    )
    mine.categories.add(below)
    a_post(title="other", slug="other", language="en")
    for name, kwargs in {
        "tag": {"slug": "rope"},
        "category": {"path": "root"},
        "author": {"slug": "ann"},
        "source": {"slug": "old"},
        "language": {"tag": "pt-BR"},
    }.items():
        text = client.get(reverse(f"blog:{name}_feed{form}", kwargs=kwargs)).content.decode()
        assert "/mine/" in text, name
        assert "/other/" not in text, name


@pytest.mark.parametrize("path", ["tag/x", "category/x/y", "author/x", "source/x", "language/xx", "comment/7"])
def test_a_feed_of_nothing_is_not_found(client, path):
    assert client.get(f"/{path}/feed/").status_code == 404


def test_a_posts_comments_have_a_feed_without_trackbacks_and_what_waits(client, site):
    post = a_post(title="Rope", language="fr")
    shown = a_comment(post, status="approved", body="shown", author_name="Ann")
    a_comment(post, body="waits")
    a_trackback(post, status="approved", body="trackback")
    channel = rss(client, reverse("blog:comment_feed", args=[post.pk]))
    assert channel.findtext("language") == "fr"
    (item,) = channel.findall("item")
    assert item.findtext("title") == "Ann"
    assert item.findtext("link") == f"https://blog.example{post.get_absolute_url()}#{shown.anchor}"


def test_a_hidden_posts_comments_have_no_feed(client):
    post = a_post(status="private")
    assert client.get(reverse("blog:comment_feed", args=[post.pk])).status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_control_characters_break_no_feed(client, form):
    post = a_post(title="a\x08b\x1fc", excerpt="d\x0be")
    type(post).objects.update(body_html="<p>f\x0cg\ufffe</p>")
    a_comment(post, status="approved", author_name="h\x01i", body="j\x02k")
    assert client.get(reverse(f"blog:feed{form}")).status_code == 200
    assert client.get(reverse(f"blog:comment_feed{form}", args=[post.pk])).status_code == 200


@pytest.mark.parametrize("form", FORMATS)
def test_a_feed_is_kept_until_something_changes(client, form):
    post = a_post()
    address = reverse(f"blog:feed{form}")
    first = client.get(address)
    assert not first.cookies
    assert "Cookie" not in first.get("Vary", "")
    again = {"if-none-match": first["ETag"], "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get(address, headers=again).status_code == 304
    type(post).objects.update(status="draft", updated_at=dt.datetime(2009, 1, 1, tzinfo=dt.UTC))
    after = client.get(address, headers=again)
    assert after.status_code == 200
    assert post.title not in after.content.decode()


def test_an_undated_comment_is_as_old_as_its_place_here(client, site):
    post = a_post()
    comment = a_comment(post, status="approved", submitted_at=None)
    entry = etree.fromstring(client.get(f"/comment/{post.pk}/feed/atom/").content).find("a:entry", NS)
    assert dt.datetime.fromisoformat(entry.findtext("a:updated", namespaces=NS)) == comment.received_at
    assert entry.find("a:published", NS) is None


@pytest.mark.parametrize("format", ["", "atom/"])
def test_a_feed_of_nothing_says_no_time_of_its_own(client, site, format):
    post = a_post()
    address = f"/comment/{post.pk}/feed/{format}"
    response = client.get(address)
    assert b"1970" in response.content
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_a_json_item_without_text_has_an_empty_one(client, site):
    a_post(body="", title="Only a title")
    assert json.loads(client.get("/feed.json").content)["items"][0]["content_text"] == ""


def ids_of(client, post):
    found = []
    for name in ("feed", "comment_feed"):
        args = [post.pk] if name == "comment_feed" else []
        found.append(rss(client, reverse(f"blog:{name}", args=args)).find("item").findtext("guid"))
        atom = etree.fromstring(client.get(reverse(f"blog:{name}_atom", args=args)).content)
        found.append(atom.find("a:entry", NS).findtext("a:id", namespaces=NS))
        found.append(json.loads(client.get(reverse(f"blog:{name}_json", args=args)).content)["items"][0]["id"])
    return found


def test_what_was_read_is_not_new_again_when_its_address_changes(client, site):
    post = a_post()
    a_comment(post, status="approved")
    before = ids_of(client, post)
    assert len(set(before)) == 2
    post.path = "elsewhere/now"
    post.save()
    assert ids_of(client, post) == before


def test_the_newest_comments_come_first_and_those_without_a_date_last(client):
    post = a_post()
    a_comment(post, status="approved", author_name="undated", submitted_at=None)
    a_comment(post, status="approved", author_name="dated")
    channel = rss(client, reverse("blog:comment_feed", args=[post.pk]))
    assert [item.findtext("title") for item in channel.findall("item")] == ["dated", "undated"]


def test_a_day_without_its_time_is_that_day_by_the_clock_of_its_source(client):
    a_post(published_year=2009, published_month=6, published_day=3, source=a_source(timezone="Europe/Rome"))
    item = rss(client, "/feed/").find("item")
    assert item.findtext("pubDate") == "Wed, 03 Jun 2009 00:00:00 +0200"
