"""Whose address a request comes from, and what HEAD is answered with."""

from ipaddress import ip_network

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from blog.middleware import TrustedProxyMiddleware


def seen(settings, trusted, remote, **headers):
    settings.TRUSTED_PROXIES = [ip_network(network) for network in trusted]
    request = RequestFactory().get("/", REMOTE_ADDR=remote, **headers)
    TrustedProxyMiddleware(lambda request: request)(request)
    return request.META


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "address"),
    [
        ([], "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (["10.0.0.0/8"], "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (["10.0.0.0/8"], "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.1", "198.51.100.1, 10.0.0.9", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.1", "nonsense", "10.0.0.1"),
        (["10.0.0.0/8"], "10.0.0.1", "6.6.6.6, nonsense, 10.0.0.9", "10.0.0.9"),
        (["10.0.0.0/8"], "10.0.0.1", "", "10.0.0.1"),
        (["::1/128"], "::1", "2001:db8::7", "2001:db8::7"),
        (["10.0.0.0/8"], "", "198.51.100.1", ""),
    ],
)
def test_only_a_trusted_proxy_says_who_sent_a_request(settings, trusted, remote, forwarded, address):
    assert seen(settings, trusted, remote, HTTP_X_FORWARDED_FOR=forwarded)["REMOTE_ADDR"] == address


def test_a_stranger_cannot_claim_another_scheme_or_host(settings):
    meta = seen(settings, ["10.0.0.0/8"], "203.0.113.7", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_HOST="x")
    assert not [name for name in meta if "FORWARDED" in name]


def test_a_trusted_proxys_scheme_is_believed(settings):
    meta = seen(settings, ["10.0.0.0/8"], "10.0.0.1", HTTP_X_FORWARDED_PROTO="https")
    assert meta["HTTP_X_FORWARDED_PROTO"] == "https"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/feed/", "/nowhere/", "/healthz", "/sitemap.xml"])
def test_head_is_answered_with_the_headers_of_get_and_no_body(address):
    def answer(method):
        told = {}
        environ = RequestFactory().generic(method, address).environ
        body = WSGIHandler()(environ, lambda status, headers: told.update(headers, status=status))
        return told, b"".join(body)

    whole, body = answer("GET")
    head, nothing = answer("HEAD")
    assert (head["status"], head.get("Content-Type")) == (whole["status"], whole.get("Content-Type"))
    assert int(head["Content-Length"]) == len(body)
    assert nothing == b""
