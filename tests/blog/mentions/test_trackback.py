"""Trackbacks: every answer of the protocol, what is stored, and what becomes of it once its source was looked at."""

import re
from urllib.parse import quote_from_bytes
from xml.etree import ElementTree

import pytest

from blog import moderation, ruling
from blog.mentions import trackback, verifying
from blog.models import Feedback, Mention, ModerationEvent, ModerationRule
from tests import cast
from tests.blog.mentions.conftest import HERE, address_of, send_trackback, verify_all

pytestmark = pytest.mark.django_db
SOURCE = "https://sender.example/answer"


def told(response):
    """Return (error, message) of an answer."""
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert not response.cookies
    root = ElementTree.fromstring(response.content)
    assert root.tag == "response"
    return int(root.findtext("error")), root.findtext("message") or ""


def test_a_trackback_is_taken_in_and_waits(client, post):
    response = send_trackback(client, post, SOURCE, title="An answer", excerpt="On ropes.", blog_name="The Quay")
    assert (response.status_code, told(response)) == (200, (0, ""))
    stored = Feedback.objects.get()
    assert (stored.kind, stored.status, stored.post) == ("trackback", "pending", post)
    assert (stored.title, stored.body, stored.blog_name) == ("An answer", "On ropes.", "The Quay")
    assert (stored.author_url, stored.author_address) == (SOURCE, "127.0.0.1")
    assert [finding["code"] for finding in stored.findings] == ["source_waits"]
    assert "An answer" not in client.get(post.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "url",
    ["", "no address", "ftp://sender.example/x", "javascript:alert(1)", "http://", "http://user@sender.example/", "/x",
     "https://sender.example/" + "x" * 2000, "http://sender.example:99999/", "http://exa mple.org/"],
)  # fmt: skip
def test_a_trackback_names_a_page_of_the_web(client, post, url):
    assert told(send_trackback(client, post, url, title="T"))[0] == 1
    assert not Feedback.objects.exists()


def test_a_form_of_parts_is_read_too(client, post):
    assert told(client.post(f"/trackback/{post.pk}/", {"url": SOURCE, "title": "Où ?"})) == (0, "")
    assert Feedback.objects.get().title == "Où ?"


def test_a_trackback_without_its_address_is_told_so(client, post):
    assert told(client.post(f"/trackback/{post.pk}/", {"title": "T"})) == (
        1,
        "The source is missing, or no http or https address.",
    )


@pytest.mark.parametrize("status", ["draft", "private", "archived", "in_review"])
def test_a_post_that_is_not_public_is_not_there(client, status):
    hidden = cast.a_post(status=status, trackbacks_open=True)
    for response in (send_trackback(client, hidden, SOURCE), client.post("/trackback/999999/", {"url": SOURCE})):
        assert (response.status_code, told(response)[0]) == (404, 1)
    assert client.get(f"/trackback/{hidden.pk}/").status_code == 404


def test_a_closed_post_and_a_closed_site_take_nothing(client, post, settings):
    assert told(send_trackback(client, cast.a_post(), SOURCE))[0] == 1
    settings.TRACKBACKS_OPEN = False
    assert told(send_trackback(client, post, SOURCE))[0] == 1
    assert not Mention.objects.exists()


def test_whoever_only_looks_is_led_to_the_post(client, post):
    response = client.get(f"/trackback/{post.pk}/")
    assert (response.status_code, response["Location"]) == (302, f"{post.get_absolute_url()}#trackbacks")
    assert client.put(f"/trackback/{post.pk}/").status_code == 405


def test_the_same_page_sent_again_is_a_success_and_stored_once(client, post):
    for url in (SOURCE, SOURCE + "#part", "HTTPS://Sender.Example:443/answer"):
        assert told(send_trackback(client, post, url, title="T")) == (0, "")
    assert Feedback.objects.count() == Mention.objects.count() == 1
    assert told(send_trackback(client, cast.a_post(trackbacks_open=True), SOURCE)) == (0, "")
    assert Feedback.objects.count() == 2


def test_what_an_import_brought_is_not_stored_again(client, post):
    cast.a_trackback(post, author_url=SOURCE, status="approved")
    assert told(send_trackback(client, post, SOURCE)) == (0, "")
    assert Feedback.objects.count() == 1


def test_what_was_deleted_here_stays_deleted(client, post):
    send_trackback(client, post, SOURCE)
    Feedback.objects.all().delete()
    assert told(send_trackback(client, post, SOURCE)) == (0, "")
    assert not Feedback.objects.exists()


def test_a_flood_is_told_when_to_come_back(client, post, settings):
    settings.MENTIONS_PER_ADDRESS = (2, 600)
    answers = [send_trackback(client, post, f"{SOURCE}/{number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 600
    assert told(answers[2])[0] == 1
    assert told(send_trackback(client, post, f"{SOURCE}/0")) == (0, "")


def test_a_full_queue_takes_no_more(client, post, monkeypatch):
    monkeypatch.setattr("blog.mentions.receiving.MAX_WAITING_OF_SITE", 1)
    send_trackback(client, post, SOURCE)
    assert send_trackback(client, post, "https://other.sender.example/x").status_code == 429
    assert send_trackback(client, post, "https://else.example/x").status_code == 200


def test_a_post_whose_refused_trackbacks_nobody_looks_at_takes_no_more(client, post, sender, monkeypatch):
    monkeypatch.setattr("blog.mentions.receiving.MAX_REFUSED_FOR_POST", 1)
    send_trackback(client, post, sender.says("<p>No link.</p>"))
    verify_all()
    assert send_trackback(client, post, SOURCE).status_code == 429
    moderation.look([Feedback.objects.get().pk], by=cast.moderator())
    assert send_trackback(client, post, SOURCE).status_code == 200


def test_a_body_that_is_too_long_is_not_read(client, post):
    assert send_trackback(client, post, SOURCE, excerpt="x" * trackback.MAX_BYTES).status_code == 413


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("application/x-www-form-urlencoded; charset=utf-8", "utf-8"),
        ("application/x-www-form-urlencoded", "utf-8"),
        ("application/x-www-form-urlencoded", "cp1252"),
        ('application/x-www-form-urlencoded; charset="ISO-8859-1"', "latin-1"),
        ("application/x-www-form-urlencoded; charset=windows-1252", "cp1252"),
        ("application/x-www-form-urlencoded; charset=utf-8", "latin-1"),
    ],
)
def test_a_trackbacks_charset_is_what_it_says_or_what_its_bytes_are(client, post, content_type, charset):
    title = quote_from_bytes("Où est passé l’été ?".replace("’", "'").encode(charset))
    client.post(f"/trackback/{post.pk}/", f"title={title}&url={SOURCE}", content_type)
    assert Feedback.objects.get().title == "Où est passé l'été ?"


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r"])
def test_a_trackback_in_russian_that_says_no_charset_is_read(charset):
    said = {"title": "Шторм прошёл ночью", "excerpt": "Утром гавань была пуста.", "blog_name": "Причал"}
    body = "&".join(f"{name}={quote_from_bytes(text.encode(charset))}" for name, text in said.items())
    assert trackback.read(body.encode()) == trackback.Ping(**said)
    # What it says goes before what it looks like.
    assert trackback.read(f"{body}&charset=iso-8859-1".encode()).title != said["title"]


def test_other_charsets_are_read_too():
    title = quote_from_bytes("港の綱".encode("euc_jp"))
    assert trackback.read(f"title={title}".encode(), "text/plain; charset=EUC-JP").title == "港の綱"
    assert trackback.read(f"title={title}&charset=euc-jp".encode()).title == "港の綱"


@pytest.mark.parametrize("declared", ["utf-16", "utf-16le", "UTF-16BE", "unicode"])
def test_a_charset_in_which_no_form_can_be_written_is_no_charset(declared):
    title = quote_from_bytes("Été".encode())
    for body, header in ((f"url={SOURCE}&title={title}", f"text/plain; charset={declared}"),
                         (f"url={SOURCE}&title={title}&charset={declared}", "")):  # fmt: skip
        assert trackback.read(body.encode(), header) == trackback.Ping(url=SOURCE, title="Été")


def test_fields_in_the_address_are_read_too():
    assert trackback.read(b"", "", "title=A+word&url=http://a.example/").url == "http://a.example/"


@pytest.mark.parametrize(
    ("said", "length", "kept"),
    [
        ("short", 250, "short"),
        ("x" * 250, 250, "x" * 250),
        ("x" * 251, 250, "x" * 249 + "…"),
        ("word " * 60, 250, "word " * 49 + "word…"),
        ("<b>Bold</b> &amp; <script>alert(1)</script>plain", 250, "Bold & plain"),
        ("a\x00b\x08c  d\n e", 250, "abc d e"),
        ("港" * 300, 252, "港" * 251 + "…"),
    ],
)
def test_texts_are_plain_and_cut_at_a_word(said, length, kept):
    shortened = trackback.shortened(said, length)
    assert shortened == kept
    assert len(shortened) <= length


def test_the_page_offers_its_trackback_address(client, post):
    html = client.get(post.get_absolute_url()).content.decode()
    rdf = re.search(r"<!--\s*(<rdf:RDF.*?</rdf:RDF>)\s*-->", html, re.DOTALL)[1]
    description = ElementTree.fromstring(rdf)[0]
    named = {name.rpartition("}")[2]: value for name, value in description.attrib.items()}
    assert named == {
        "about": address_of(post),
        "identifier": address_of(post),
        "title": "Rope and tar",
        "ping": f"{HERE}/trackback/{post.pk}/",
    }


def test_no_title_ends_the_comment_in_which_it_stands(client):
    post = cast.a_post(title='A --> <script>alert("1")</script> ---', trackbacks_open=True)
    html = client.get(post.get_absolute_url()).content.decode()
    comment = re.search(r"<!--\s*<rdf(.*?)-->", html, re.DOTALL)
    assert "--" not in comment[1]
    rdf = ElementTree.fromstring(f"<rdf{comment[1]}")
    title = next(value for name, value in rdf[0].attrib.items() if name.endswith("}title"))
    assert title == post.title
    assert '<script>alert("1")' not in html


def test_a_closed_post_offers_nothing(client):
    response = client.get(cast.a_post().get_absolute_url())
    html = response.content.decode()
    assert "rdf:RDF" not in html
    assert 'rel="pingback"' not in html
    assert not {"X-Pingback", "Link"} & set(response.headers)


# --- Once its source was looked at -----------------------------------------------------------------


def test_a_trackback_whose_source_links_waits_for_a_moderator(client, post, sender):
    send_trackback(client, post, sender.links_to(address_of(post)), title="Mine")
    assert verify_all() == 1
    stored = Feedback.objects.get()
    assert (stored.status, stored.title) == ("pending", "Mine")
    assert Mention.objects.get().state == "verified"
    assert stored.body == "A word on ropes: this post is good."  # it said nothing itself
    assert [finding["rule"] for finding in stored.findings]


def test_a_trackback_whose_source_does_not_link_is_spam_with_the_reason(client, post, sender):
    send_trackback(client, post, sender.says("<p>Buy ropes.</p>"), title="Ropes")
    verify_all()
    stored = Feedback.objects.get()
    assert (stored.status, stored.decided_by) == ("spam", "source")
    assert ruling.reason_of(stored.findings[0]) == "The page that is said to mention the post does not link to it."
    event = ModerationEvent.objects.get()
    assert (event.rule, event.reason) == ("source", "The source does not link to the post.")
    assert Mention.objects.get().state == "refused"


@pytest.mark.parametrize(
    ("page", "code"),
    [({"html": "<p>No link.</p>"}, "source_without_link"), ({"html": "gone", "status": "410 Gone"}, "source_unread")],
)
@pytest.mark.parametrize("login_gone", [False, True])
def test_what_a_person_approved_stays_public_when_its_source_does_not_link_and_says_so(
    client, post, sender, page, code, login_gone
):
    send_trackback(client, post, sender.says(**page), title="A friend")
    maud = cast.moderator()
    moderation.approve([Feedback.objects.get().pk], by=maud)
    if login_gone:
        maud.delete()
    assert "A friend" in client.get(post.get_absolute_url()).content.decode()  # before it was looked at, too
    verify_all()
    stored = Feedback.objects.get()
    assert (stored.status, [found["code"] for found in stored.findings]) == ("approved", [code])
    assert "A friend" in client.get(post.get_absolute_url()).content.decode()


def test_what_only_a_rule_would_approve_is_not_public_before_its_source_was_looked_at(client, post, sender):
    ModerationRule.objects.all().delete()
    ModerationRule.objects.create(kind="blocked_words", name="friends", verdict="approve", values={"words": ["ropes"]})
    send_trackback(client, post, sender.links_to(address_of(post)), title="A friend of ropes", excerpt="ropes")
    assert "A friend of ropes" not in client.get(post.get_absolute_url()).content.decode()
    assert Feedback.objects.latest("pk").status == "pending"
    verify_all()
    assert Feedback.objects.latest("pk").status == "approved"


@pytest.mark.parametrize(
    ("page", "code"),
    [({"html": "<p>No link.</p>"}, "source_without_link"), ({"html": "gone", "status": "410 Gone"}, "source_unread")],
)
def test_what_a_rule_approved_waits_again_when_its_source_does_not_link(client, post, sender, page, code):
    send_trackback(client, post, sender.says(**page), title="A friend")
    moderation.approve([Feedback.objects.get().pk], rule="friends")
    verify_all()
    stored = Feedback.objects.get()
    assert (stored.status, [found["code"] for found in stored.findings]) == ("pending", [code])
    event = ModerationEvent.objects.latest("pk")
    assert (event.rule, event.to_status, bool(event.reason)) == ("source", "pending", True)
    # Whoever approves it now knows.
    moderation.approve([stored.pk], by=cast.moderator())
    Mention.objects.update(state="waiting", tried_at=None, next_try_at="2026-01-01T00:00Z")
    assert verify_all() == 1
    assert Feedback.objects.get().status == "approved"


def test_what_a_person_rejected_stays_so(client, post, sender):
    send_trackback(client, post, sender.says("<p>No link.</p>"), title="A friend")
    moderation.trash([Feedback.objects.get().pk], by=cast.moderator())
    verify_all()
    assert Feedback.objects.get().status == "trash"


def test_a_trackback_sent_again_once_it_links_comes_back(client, post, sender):
    send_trackback(client, post, sender.says("<p>No link yet.</p>"), title="T")
    verify_all()
    sender.links_to(address_of(post))
    Mention.objects.update(tried_at=None)
    send_trackback(client, post, sender.url(), title="T")
    verify_all()
    assert Feedback.objects.get().status == "pending"


def test_one_site_is_asked_once_at_a_time(client, post, sender):
    for number in range(3):
        send_trackback(client, post, sender.links_to(address_of(post), path=f"/{number}"))
    assert verifying.verify_waiting() == 1
    assert len(sender.heads) == 1
    assert Mention.objects.waiting().count() == 2
    assert verifying.next_due() is not None
