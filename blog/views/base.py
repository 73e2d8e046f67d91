"""What all public pages share: the site's frame, the page's language, and answers that caches may keep."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import ListView
from django.views.generic.base import ContextMixin, TemplateResponseMixin, View

from blog.models import Post, Source
from blog.speaking import interface_language

MAX_NAV_PAGES = 5
MAX_SOURCES = 12
# Kept by shared caches, asked about each time: what a moderator takes away is gone at once.
CACHEABLE = "public, max-age=0, must-revalidate"


def may_preview(request: HttpRequest) -> bool:
    """Say whether the visitor is an editor. Only a request that brings a session is asked who it is."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.has_perm("blog.change_post")


def site_context() -> dict[str, Any]:
    """Return what the frame of every page shows."""
    public = Post.objects.public()
    pages = public.pages().filter(parent=None).exclude(title="").order_by("menu_order", "title", "pk")
    sources = Source.objects.with_public_posts()
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "nav_pages": pages.only("title", "path", "language", "kind")[:MAX_NAV_PAGES],
        "sources": sources.only("name", "slug", "language")[:MAX_SOURCES],
    }


class PublicPage(TemplateResponseMixin, ContextMixin, View):
    """A page that is the same for every visitor who is not an editor."""

    cache_control = CACHEABLE

    def get_page_language(self) -> str:
        """Return the language of what the page is about, "" when it is about no one text."""
        return ""

    def get_canonical_path(self) -> str:
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**site_context(), canonical_path=self.get_canonical_path(), **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> TemplateResponse:
        """Render at once, in the page's language: no other language is active around it."""
        response = TemplateResponse(self.request, self.get_template_names(), context, **kwargs)
        with translation.override(interface_language(self.get_page_language())):
            response.render()
        response.headers.setdefault("Cache-Control", self.cache_control)
        return response


class PostListPage(PublicPage, ListView):
    """Public posts, newest first, some to a page."""

    context_object_name = "posts"
    paginate_by = settings.POSTS_PER_PAGE
    template_name = "blog/post_list.html"

    def get_queryset(self):
        return Post.objects.public().posts().for_list().newest_first()

    def paginate_queryset(self, queryset, page_size):
        """Answer 404 to a page that is no plain number or lies beyond the end."""
        asked = self.request.GET.get("page", "1")
        if not (asked.isascii() and asked.isdigit() and len(asked) < 8):
            raise Http404(_("There is no such page."))
        paginator = Paginator(queryset, page_size)
        try:
            page = paginator.page(int(asked))
        except EmptyPage as error:
            raise Http404(_("There is no such page.")) from error
        return paginator, page, page.object_list, page.has_other_pages()

    def get_canonical_path(self) -> str:
        page = self.request.GET.get("page", "1")
        return self.request.path if page == "1" else f"{self.request.path}?page={page}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if context.get("page_obj"):
            context["page_range"] = context["paginator"].get_elided_page_range(
                context["page_obj"].number, on_each_side=2, on_ends=1
            )
        return context
