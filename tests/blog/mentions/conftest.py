"""A site that mentions us, and what lets a test reach it."""

from urllib.parse import urlencode
from xmlrpc import client as xmlrpc

import pytest

from blog import fetching
from blog.mentions import verifying
from tests import cast
from tests.blog.serving import loopback, respond, serving, site

HERE = "http://testserver"


@pytest.fixture(autouse=True)
def at_this_site(settings):
    settings.SITE_URL = HERE
    settings.MENTIONS_PER_ADDRESS = settings.MENTIONS_PER_POST = (0, 1)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def post():
    return cast.a_post(title="Rope and tar", trackbacks_open=True)


class Sender:
    """A site elsewhere: `pages` by path, what it answers; `heads` of the requests that it got."""

    def __init__(self, port, pages, heads):
        self.pages = pages
        self.heads = heads
        self.root = f"http://sender.example:{port}"

    def url(self, path="/answer"):
        return self.root + path

    def says(self, html, path="/answer", status="200 OK", **headers):
        """Answer at a path with this page from now on; return its address."""
        body = html if isinstance(html, bytes) else html.encode()
        headers.setdefault("Content_Type", "text/html; charset=utf-8")
        self.pages[path] = respond(body, status, **headers)
        return self.url(path)

    def links_to(self, target, path="/answer", text="A word on ropes"):
        return self.says(f'<title>A page</title><p>{text}: <a href="{target}">this post</a> is good.</p>', path)


@pytest.fixture
def sender(monkeypatch):
    pages = {}
    with serving(site(pages)) as (port, heads):
        monkeypatch.setattr(fetching, "PUBLIC", loopback(port))
        yield Sender(port, pages, heads)


def address_of(post):
    return HERE + post.get_absolute_url()


def send_trackback(client, post, url, **fields):
    return send_form(client, f"/trackback/{post.pk}/", url=url, **fields)


def send_form(client, address, **fields):
    return client.post(address, urlencode(fields), "application/x-www-form-urlencoded")


def send_webmention(client, source, target):
    return send_form(client, "/webmention/", source=source, target=target)


def send_pingback(client, *params, method="pingback.ping"):
    """Return the answer's string, or the fault's code."""
    response = client.post("/xmlrpc", xmlrpc.dumps(params, method), "text/xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    try:
        return xmlrpc.loads(response.content)[0][0]
    except xmlrpc.Fault as fault:
        return fault.faultCode


def verify_all(monkeypatch=None):
    """Look at all sources that are due, as a worker would with time enough between two looks."""
    looked = 0
    while mention := verifying.claim():
        verifying.verify(mention)
        type(mention).objects.filter(pk=mention.pk).update(tried_at=None)
        looked += 1
    return looked
