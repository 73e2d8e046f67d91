"""The sitemap: an index, and sections of posts, pages and lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import Max
from django.http import HttpRequest, HttpResponse

from blog.models import Author, Category, Post, Source, Tag
from blog.views.base import CACHEABLE


class SiteSitemap(Sitemap):
    """Addresses below SITE_URL, whatever host was asked."""

    limit = 10_000
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PostSitemap(SiteSitemap):
    def items(self) -> Any:
        return Post.objects.public().posts().only("path", "updated_at").order_by("pk")

    def lastmod(self, item: Post) -> Any:
        return item.updated_at

    def get_latest_lastmod(self) -> Any:
        return self.items().aggregate(latest=Max("updated_at"))["latest"]


class PageSitemap(PostSitemap):
    def items(self) -> Any:
        return Post.objects.public().pages().only("path", "updated_at").order_by("pk")


class ListSitemap(SiteSitemap):
    """Tags, categories, authors and sources that have public posts."""

    def items(self) -> Any:
        found: list[Any] = []
        for model in (Tag, Category, Author, Source):
            found += model.objects.with_public_posts()
        return found


SECTIONS: dict[str, type[Sitemap] | Sitemap] = {"posts": PostSitemap, "pages": PageSitemap, "lists": ListSitemap}


def index(request: HttpRequest) -> HttpResponse:
    return _cacheable(sitemap_views.index(request, SECTIONS, sitemap_url_name="blog:sitemap_section"))


def section(request: HttpRequest, section: str) -> HttpResponse:
    return _cacheable(sitemap_views.sitemap(request, SECTIONS, section=section))


def _cacheable(response: HttpResponse) -> HttpResponse:
    response.headers.pop("Last-Modified", None)
    response.headers["Cache-Control"] = CACHEABLE
    return response
