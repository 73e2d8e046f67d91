"""The pages for what is not there and what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from blog.views.base import site_context


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say so, and offer search and archive."""
    words = request.path.strip("/").rpartition("/")[2].replace("-", " ").replace("\x00", "")[:80]
    with translation.override(settings.SITE_LANGUAGE):
        return render(request, "404.html", {**site_context(), "words": words}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Ask nothing of the database: it may be what failed."""
    with translation.override(settings.SITE_LANGUAGE):
        context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        return render(request, "500.html", context, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what no browser sends by itself, an unknown host for one: nothing of the request is repeated."""
    with translation.override(settings.SITE_LANGUAGE):
        context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        return render(request, "400.html", context, status=400)
