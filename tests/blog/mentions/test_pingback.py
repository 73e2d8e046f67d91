"""Pingbacks: each of the specification's fault codes, from a real answer of a real source; and calls that are none."""

import dataclasses
import socket
from xmlrpc import client as xmlrpc

import pytest

from blog import fetching, redirecting
from blog.mentions import pingback
from blog.models import Feedback, LegacyURL, Mention
from tests import cast
from tests.blog.mentions.conftest import HERE, address_of, send_pingback, send_trackback
from tests.blog.serving import respond

pytestmark = pytest.mark.django_db
SOURCE = "https://sender.example/answer"


def test_a_pingback_whose_source_links_is_taken_in(client, post, sender):
    assert "received" in send_pingback(client, sender.links_to(address_of(post)), address_of(post))
    stored = Feedback.objects.get()
    assert (stored.kind, stored.status, stored.post, stored.title) == ("pingback", "pending", post, "A page")
    assert (stored.author_url, stored.author_address) == (sender.url(), "127.0.0.1")
    assert stored.body == "A word on ropes: this post is good."


@pytest.mark.parametrize("source", ["", "nothing", "ftp://sender.example/", "http://user:word@sender.example/"])
def test_16_the_source_is_no_address(client, post, source):
    assert send_pingback(client, source, address_of(post)) == 16


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden", "401 Unauthorized"])
def test_16_the_source_is_not_there(client, post, sender, status):
    assert send_pingback(client, sender.says("no", status=status), address_of(post)) == 16
    assert not Feedback.objects.exists()
    assert Mention.objects.get().state == "refused"


@pytest.mark.parametrize(
    ("body", "headers"),
    [(b"x" * 1_000_001, {}), (b"%PDF", {"Content_Type": "application/pdf"}), (b"x", {"Content_Encoding": "br"})],
)
def test_16_the_source_is_nothing_that_can_be_read(client, post, sender, body, headers):
    assert send_pingback(client, sender.says(body, **headers), address_of(post)) == 16


def test_16_the_source_is_not_on_the_open_internet(client, post, sender):
    sender.pages["/answer"] = respond(status="302 Found", Location="http://10.0.0.1/")
    assert send_pingback(client, sender.url(), address_of(post)) == 16


@pytest.mark.parametrize("code", [socket.EAI_NONAME, socket.EAI_NODATA])
def test_16_the_sources_host_does_not_exist(client, post, sender, monkeypatch, code):
    def nobody(host, port):
        raise socket.gaierror(code, "Name or service not known")

    monkeypatch.setattr(fetching, "PUBLIC", dataclasses.replace(fetching.PUBLIC, resolve=nobody))
    assert send_pingback(client, sender.url(), address_of(post)) == 16
    assert Mention.objects.get().problem_values == {"host": "sender.example"}


def test_a_name_that_cannot_be_looked_up_now_is_looked_up_later(client, post, sender, monkeypatch):
    def later(host, port):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(fetching, "PUBLIC", dataclasses.replace(fetching.PUBLIC, resolve=later))
    assert "will be looked at" in str(send_pingback(client, sender.url(), address_of(post)))


def test_17_the_source_does_not_link(client, post, sender):
    for html in ("<p>Nothing.</p>", f"<p>{address_of(post)}</p>", f'<!-- <a href="{address_of(post)}">x</a> -->'):
        Mention.objects.all().delete()
        assert send_pingback(client, sender.says(html), address_of(post)) == 17
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "target",
    ["", "nothing", f"{HERE}/2009/06/nowhere/", f"{HERE}/nowhere.html", "https://elsewhere.example/", "mailto:a@b"],
)
def test_32_the_target_is_not_there(client, post, target):
    assert send_pingback(client, SOURCE, target) == 32


def test_32_a_draft_is_not_there(client):
    assert send_pingback(client, SOURCE, address_of(cast.a_post(status="draft", trackbacks_open=True))) == 32


@pytest.mark.parametrize("path", ["/", "/archive/", "/2009/", "/2009/06/", "/search/", "/feed/"])
def test_33_the_target_is_no_post(client, post, path):
    assert send_pingback(client, SOURCE, HERE + path) == 33


def test_33_the_target_is_closed(client, post, settings):
    assert send_pingback(client, SOURCE, address_of(cast.a_post())) == 33
    settings.TRACKBACKS_OPEN = False
    assert send_pingback(client, SOURCE, address_of(post)) == 33


def test_48_the_pingback_is_known(client, post, sender):
    source = sender.links_to(address_of(post))
    assert "received" in send_pingback(client, source, address_of(post))
    assert send_pingback(client, source, address_of(post)) == 48
    assert send_pingback(client, f"{source}#else", f"{address_of(post)}#part") == 48
    assert Feedback.objects.count() == 1


def test_48_another_protocol_brought_it_or_an_import(client, post):
    send_trackback(client, post, SOURCE)
    assert send_pingback(client, SOURCE, address_of(post)) == 48
    cast.a_trackback(post, author_url=f"{SOURCE}/2")
    assert send_pingback(client, f"{SOURCE}/2", address_of(post)) == 48


def test_48_a_moderator_deleted_it(client, post, sender):
    source = sender.links_to(address_of(post))
    send_pingback(client, source, address_of(post))
    Feedback.objects.all().delete()
    assert send_pingback(client, source, address_of(post)) == 48


def test_49_too_many_came(client, post, settings, sender):
    settings.MENTIONS_PER_ADDRESS = (1, 600)
    send_pingback(client, sender.links_to(address_of(post)), address_of(post))
    response = client.post("/xmlrpc", xmlrpc.dumps((SOURCE, address_of(post)), "pingback.ping"), "text/xml")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    with pytest.raises(xmlrpc.Fault) as fault:
        xmlrpc.loads(response.content)
    assert fault.value.faultCode == 49


def test_what_was_refused_is_looked_at_again_later_and_answered_as_before_until_then(client, post, sender):
    source = sender.says("<p>No link.</p>")
    assert send_pingback(client, source, address_of(post)) == 17
    sender.links_to(address_of(post))
    assert send_pingback(client, source, address_of(post)) == 17
    assert len(sender.heads) == 1
    Mention.objects.update(tried_at=None)
    assert "received" in send_pingback(client, source, address_of(post))


def test_a_source_that_does_not_answer_now_is_looked_at_later(client, post, sender):
    source = sender.says("later", status="503 Service Unavailable")
    assert "will be looked at" in send_pingback(client, source, address_of(post))
    mention = Mention.objects.get()
    assert (mention.state, mention.attempts) == ("waiting", 1)


def test_a_site_that_was_just_asked_is_left_in_peace(client, post, sender):
    send_pingback(client, sender.links_to(address_of(post)), address_of(post))
    other = sender.links_to(address_of(post), path="/other")
    assert "will be looked at" in send_pingback(client, other, address_of(post))
    assert len(sender.heads) == 1


def test_old_addresses_and_fragments_are_targets_too(client, post, sender):
    LegacyURL.objects.create(host="old.example", path="/archives/000123", post=post)
    redirecting.OldBlogs.renewed()
    source = sender.links_to("http://old.example/archives/000123#c5")
    assert "received" in send_pingback(client, source, "http://old.example/archives/000123#c4")
    assert Feedback.objects.get().post == post


def test_only_one_method_is_answered(client, post):
    assert send_pingback(client, method="system.listMethods") == 0
    assert send_pingback(client, [{"methodName": "pingback.ping", "params": []}], method="system.multicall") == 0
    assert send_pingback(client, SOURCE) == 0
    assert send_pingback(client, SOURCE, address_of(post), "more") == 0
    assert send_pingback(client, SOURCE, 7) == 0


BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<methodCall><methodName>pingback.ping</methodName><params><param><value>&d;</value></param></params></methodCall>"""
OUTSIDE = (
    b"""<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><methodCall><methodName>&f;</methodName></methodCall>"""
)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"no xml", b"<methodCall>", b"<methodCall></methodCall>", b"<x/>", b"\x00\x01", b"<a><methodName/></a>",
        b"<methodCall><methodName>pingback.ping</methodName><params><param><value><int>x</int></value></param></params>"
        b"</methodCall>",
        b"<methodCall><methodName>pingback.ping</methodName><params><param><value><i4>" + b"9" * 9000 + b"</i4></value>"
        b"</param></params></methodCall>",
        b"<a>" * 5000, b'<?xml version="1.0" encoding="no-such"?><methodCall/>',
        b"<methodResponse><params><param><value>x</value></param></params></methodResponse>", BILLION_LAUGHS, OUTSIDE,
    ],
    ids=range(14),
)  # fmt: skip
def test_what_is_no_sound_call_is_a_fault(client, body):
    response = client.post("/xmlrpc", body, "text/xml")
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    with pytest.raises(xmlrpc.Fault) as fault:
        xmlrpc.loads(response.content)
    assert fault.value.faultCode == 0
    assert not response.cookies


def test_a_declaration_is_refused_before_what_it_declares_is_read():
    with pytest.raises(pingback.Fault, match="document type"):
        pingback.read(BILLION_LAUGHS)


def test_calls_in_other_encodings_and_without_a_type_are_read():
    call = xmlrpc.dumps(("http://a.example/é", "http://b.example/"), "pingback.ping")
    assert pingback.read(call.encode("utf-16"))[0] == "http://a.example/é"
    bare = b"<methodCall><methodName>pingback.ping</methodName><params><param><value>http://a.example/</value></param>"
    bare += b"<param><value> http://b.example/ </value></param></params></methodCall>"
    assert pingback.read(bare) == ("http://a.example/", "http://b.example/")


def test_a_call_that_is_too_long_is_not_read(client):
    assert client.post("/xmlrpc", b"x" * 20_000, "text/xml").status_code == 413


def test_other_methods_of_http_are_told_what_to_do(client):
    response = client.get("/xmlrpc")
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_the_page_offers_pingback_in_its_head_and_headers(client, post):
    response = client.get(post.get_absolute_url())
    assert response["X-Pingback"] == f"{HERE}/xmlrpc"
    assert f'<link rel="pingback" href="{HERE}/xmlrpc">' in response.content.decode()
    assert client.head(post.get_absolute_url())["X-Pingback"] == f"{HERE}/xmlrpc"
