"""What happens around every request: the sender's true address, old addresses, what a page may load."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
)
from django.http.request import split_domain_port, validate_host
from django.shortcuts import render
from django.utils import translation

from blog import attaching, redirecting
from blog.text import paths
from blog.views.base import site_context
from blog.views.errors import not_found

GetResponse = Callable[[HttpRequest], HttpResponseBase]

FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
)
READING = ("GET", "HEAD")
OWN_PARAMETERS = {"page"}  # of our front page


class HeadMiddleware:
    """Answer HEAD with the headers of GET alone: Django leaves the body to the server, and gunicorn warns of each."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
            elif isinstance(response, HttpResponse):
                response.headers.setdefault("Content-Length", str(len(response.content)))
                response.content = b""
        return response


class TrustedProxyMiddleware:
    """Take the sender's address from X-Forwarded-For where a trusted proxy says it; forget such headers otherwise."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_trusted(request.META.get("REMOTE_ADDR", "")):
            chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")][-20:]
            # From the nearest hop outwards: the first that is no proxy of ours is the sender; before it all is hearsay.
            for hop in reversed(chain):
                if not is_address(hop):
                    break
                request.META["REMOTE_ADDR"] = hop
                if not is_trusted(hop):
                    break
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return self.get_response(request)


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_trusted(address: str) -> bool:
    """Say whether an address is a proxy of ours; ::ffff:127.0.0.1 is 127.0.0.1 on a socket of both families."""
    if not is_address(address):
        return False
    parsed = ip_address(address)
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return any(parsed in network for network in settings.TRUSTED_PROXIES)


class ContentSecurityPolicyMiddleware:
    """Let pages load from this site only, and from where its media are."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        media = urlsplit(settings.MEDIA_URL)
        places = (f"{media.scheme}://{media.netloc}" if media.netloc else "", attaching.served_from())
        elsewhere = "".join(f" {place}" for place in dict.fromkeys(places) if place)
        self.policy = "; ".join(
            (
                "default-src 'self'",
                f"img-src 'self' data:{elsewhere}",
                f"media-src 'self'{elsewhere}",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class LegacyURLMiddleware:
    """Lead old addresses to where their page is now, by one redirect.

    Stands before everything that redirects for other reasons, so that no chain begins.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path:
            return not_found(request, ValueError("NUL"))
        raw_host = request.META.get("HTTP_HOST", "")
        if not is_own(raw_host):
            host = paths.normalize_host(raw_host)
            known = host in redirecting.OldBlogs.known().hosts
            if not known:
                return self.get_response(request)  # a host that is nobody's: Django refuses it
            if request.method not in READING:
                return HttpResponseNotAllowed(READING)  # what is sent there, trackbacks above all, is not taken in
            return self.look_up(request, own=False) or gone(request)
        if names_another(request):
            known = not redirecting.QUERY_FORMS.isdisjoint(request.GET)
            found = self.look_up(request, own=True, plainly=known)
            if found is not None or known:
                return found or gone(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure() and not redirecting.answers(request.path_info):
            found = self.look_up(request, own=True)
            if found is not None:
                return found
        response = self.get_response(request)
        if response.status_code == 404 and request.path_info != "/":
            # What has a route of its own and is not there stands nowhere else either.
            return self.look_up(request, own=True, plainly=not redirecting.has_route(request.path_info)) or response
        return response

    def look_up(self, request: HttpRequest, own: bool, plainly: bool = True) -> HttpResponse | None:
        """Return a redirect, a page of candidates, or None where the address is not known.

        `plainly`: what the address says by itself counts too, without any legacy URL.
        """
        if request.method not in READING:
            return None
        query = request.META.get("QUERY_STRING", "")
        here = request.path + (f"?{query}" if query else "")
        host = paths.normalize_host(request.META.get("HTTP_HOST", ""))
        asked = redirecting.Asked.of(f"//{host}{quote(request.path_info)}{here[len(request.path) :]}", own)
        lookup = redirecting.Lookup([asked])
        found = lookup.find(asked)
        if own:
            found = [candidate for candidate in found if not redirecting.is_same(candidate.path, here)]
        if not found:
            slash = self.add_slash(request) if own else None
            plain = lookup.find_plain(asked) if plainly and not slash else None
            if slash or plain is None or (own and unquote(plain.path) == here):
                return slash
            found = [plain]
        if len(found) == 1:
            return redirect(request, found[0].path, leave_host=not own)
        with translation.override(settings.SITE_LANGUAGE):
            return render(request, "blog/candidates.html", {**site_context(), "candidates": found}, status=300)

    def add_slash(self, request: HttpRequest) -> HttpResponse | None:
        """Lead to the same address with its slash where a page stands there."""
        if request.path_info.endswith("/") or not redirecting.answers(f"{request.path_info}/"):
            return None
        query = request.META.get("QUERY_STRING", "")
        return redirect(request, f"{quote(request.path)}/" + (f"?{query}" if query else ""))


def gone(request: HttpRequest) -> HttpResponse:
    """Say that an old address is not known: the front page is not what was asked for."""
    return not_found(request, LookupError(request.path))


def is_own(raw_host: str) -> bool:
    """Say whether Django would take the host for ours; no host at all is judged further on."""
    domain, _port = split_domain_port(raw_host)
    return not domain or validate_host(domain, settings.ALLOWED_HOSTS)


def names_another(request: HttpRequest) -> bool:
    """Say whether parameters at the front page of ours, or of an old blog, may name another page."""
    if request.GET.keys() <= OWN_PARAMETERS or not paths.legacy_key(f"?{request.META.get('QUERY_STRING', '')}")[2]:
        return False
    path = paths.legacy_key(quote(request.path_info))[1]
    return path == "/" or path in redirecting.OldBlogs.known().bases()


def redirect(request: HttpRequest, path: str, leave_host: bool = False) -> HttpResponsePermanentRedirect:
    """Redirect at once to where the page is served: own host, own scheme."""
    upgrade = settings.SECURE_SSL_REDIRECT and not request.is_secure()
    inside = path.startswith("/") and not path.startswith("//")  # media may be elsewhere
    return HttpResponsePermanentRedirect(settings.SITE_URL + path if inside and (leave_host or upgrade) else path)
