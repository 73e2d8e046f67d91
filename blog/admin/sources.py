"""The blogs that were imported from."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.admin import display
from blog.admin.filters import ValuesFilter
from blog.admin.listing import Listing
from blog.admin.post_form import ExactTextForm
from blog.models import Source


@admin.register(Source)
class SourceAdmin(Listing):
    form = ExactTextForm
    formfield_overrides = {models.URLField: {"assume_scheme": "http"}}  # as old blogs had it
    list_display = ("named", "base_url", "platform", "language", "post_links")
    list_display_links = None
    list_filter = (("platform", ValuesFilter), ("language", ValuesFilter))
    search_fields = ("name", "slug", "base_url")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "tagline")}),
        (_("What it was"), {"fields": ("base_url", "alias_hosts", "platform", "language", "timezone")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(post_count=Count("posts"))

    @admin.display(description=_("name"), ordering="name")
    def named(self, source: Source) -> str:
        link = display.change_link(source)
        return format_html('<span class="titled">{}&nbsp;{}</span>', link, display.public_link(source))

    @admin.display(description=_("posts"), ordering="post_count")
    def post_links(self, source: Any) -> str:
        url = display.list_url("post", f"source__id__exact={source.pk}")
        return format_html('<a href="{}">{}</a>', url, source.post_count) if source.post_count else "–"
