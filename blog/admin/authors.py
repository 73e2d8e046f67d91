"""Who wrote the posts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.admin import choosing, display, indexed
from blog.admin.post_form import ExactTextForm
from blog.models import Author


@admin.register(Author)
class AuthorAdmin(indexed.Indexed, choosing.Choosing):
    in_posts = "author"
    form = ExactTextForm
    formfield_overrides = {models.URLField: {"assume_scheme": "http"}}  # as old blogs had it
    list_display = ("named", "login", "email", "source", "post_links")
    list_display_links = None
    list_filter = ("source",)
    list_select_related = ("source",)
    ordering = ("name", "pk")
    search_fields = ("name", "slug", "login", "email")
    prepopulated_fields = {"slug": ("name",)}
    raw_id_fields = ("user",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "url", "bio")}),
        (_("Not shown to readers"), {"fields": ("email", "user", "source", "login")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(post_count=Count("posts"))

    @admin.display(description=_("name"), ordering="name")
    def named(self, author: Author) -> str:
        link = display.change_link(author)
        return format_html('<span class="titled">{}&nbsp;{}</span>', link, display.public_link(author))

    @admin.display(description=_("posts"), ordering="post_count")
    def post_links(self, author: Any) -> str:
        url = display.list_url("post", f"author__id__exact={author.pk}")
        return format_html('<a href="{}">{}</a>', url, author.post_count) if author.post_count else "–"
