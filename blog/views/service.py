"""What machines ask for: robots.txt, the health check, stored media."""

from __future__ import annotations

from unicodedata import normalize

from django.conf import settings
from django.db import connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.static import serve

from blog import attaching, sniffing
from blog.models import Attachment, Post

ROBOTS = """User-agent: *
Disallow: {search}
Disallow: /comment/
Disallow: /admin/

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS.format(search=reverse("blog:search"), sitemap=settings.SITE_URL + reverse("blog:sitemap"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an imported file, of which nothing runs. What is no picture, recording or plain text is only saved: a
    drawing (SVG) is shown where a page has it as a picture, and nowhere by itself."""
    if "\x00" in path:
        raise Http404
    if attaching.served_from():
        return elsewhere(path)
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    media_type = sniffing.type_of(path) or "application/octet-stream"
    response.headers["Content-Type"] = media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")
    del response.headers["Content-Encoding"]  # of what ends with .gz, which nobody asked to have unpacked
    if media_type not in sniffing.INLINE:
        response.headers["Content-Disposition"] = "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def elsewhere(name: str) -> HttpResponse:
    """Lead to a file where the storage serves it, for now: that address may expire, ours does not."""
    if not Attachment.objects.filter(file=name).exists():
        raise Http404  # the storage may hold what nobody should read
    response = HttpResponseRedirect(attaching.storage_of().url(name))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def without_slash(request: HttpRequest, path: str) -> HttpResponseBase:
    """Lead to the post at this path. LegacyURLMiddleware looks for other pages and old addresses after the 404."""
    post = get_object_or_404(Post.objects.public(), path=normalize("NFC", path))
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return HttpResponsePermanentRedirect(post.get_absolute_url() + query)
