"""Our own tags. taggit's admin would show its own, which the blog does not use."""

from __future__ import annotations

from typing import Any

import taggit.admin
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.admin import display, indexed, merging
from blog.admin.listing import Listing
from blog.models import Tag

# Imported above, taggit.admin has registered its tags by now, and will not again.
admin.site.unregister(taggit.models.Tag)


@admin.register(Tag)
class TagAdmin(merging.Merging, indexed.Indexed, Listing):
    in_posts = "tagged_posts__tag"
    list_display = ("named", "slug", "post_links")
    list_display_links = None
    ordering = ("name", "pk")
    search_fields = ("name", "slug")
    fields = ("name", "slug", "description")
    prepopulated_fields = {"slug": ("name",)}
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(post_count=Count("tagged_posts"))

    @admin.display(description=_("name"), ordering="name")
    def named(self, tag: Tag) -> str:
        link = display.change_link(tag)
        return format_html('<span class="titled">{}&nbsp;{}</span>', link, display.public_link(tag))

    @admin.display(description=_("posts"), ordering="post_count")
    def post_links(self, tag: Any) -> str:
        url = display.list_url("post", f"tags__id__exact={tag.pk}")
        return format_html('<a href="{}">{}</a>', url, tag.post_count) if tag.post_count else "–"
