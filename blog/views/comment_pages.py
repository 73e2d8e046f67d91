"""What the pages about commenting share: whose post it is, that no cache keeps them, where a form was sent from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.generic import TemplateView

from blog.models import Post
from blog.speaking import interface_language
from blog.views.base import PublicPage

# Of a post, for its link and its date, and for whoever judges a comment: a form is sent far oftener than it is shown.
NEEDED = (
    *("kind", "title", "path", "language", "status", "sort_at", "published_at", "source"),
    *("comments_open", "comments_close_after", "trackbacks_open"),
)


class CommentPage(PublicPage, TemplateView):
    """A page about commenting on one public post. Never kept by caches."""

    cache_control = "no-store"
    post_object: Post

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        posts = Post.objects.public().only(*NEEDED)
        self.post_object = get_object_or_404(posts, pk=kwargs["pk"])
        with translation.override(interface_language(self.post_object.language)):
            return super().dispatch(request, *args, **kwargs)

    def get_page_language(self) -> str:
        return self.post_object.language

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(post=self.post_object, comments_open=self.post_object.takes_comments, **kwargs)


def comes_from_here(request: HttpRequest) -> bool:
    """Say whether a form was sent from a page of ours.

    Browsers say so with every POST, in Sec-Fetch-Site, in Origin, older ones in Referer. What says nothing is no
    browser: it has no cookies that could be abused, and a token that another site cannot read.
    """
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched and fetched not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    if origin == "null" and fetched == "same-origin":
        origin = None  # the page's policy, or the reader, hides where it was sent from
    named = origin or request.headers.get("Referer")
    if not named:
        return True
    try:
        parts = urlsplit(named)
        here = {settings.SITE_URL.lower(), f"{request.scheme}://{request.get_host()}".lower()}
    except (ValueError, DisallowedHost):
        return False
    return f"{parts.scheme}://{parts.netloc}".lower() in here


def see_other(path: str) -> HttpResponse:
    """Lead to a page that can be loaded again without sending anything again."""
    return HttpResponse(status=303, headers={"Location": path, "Cache-Control": "no-store"})
