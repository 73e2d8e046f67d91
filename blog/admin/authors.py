"""Who wrote the posts."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from blog.admin import choosing, display, indexed, merging
from blog.admin.post_form import ExactTextForm
from blog.models import Author, Post


@admin.register(Author)
class AuthorAdmin(merging.Merging, indexed.Indexed, choosing.Choosing):
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
        return (
            super()
            .get_queryset(request)
            .annotate(post_count=Count("posts", distinct=True), shared_count=Count("co_authored_posts", distinct=True))
        )

    def keys_of_posts(self, **named: Any) -> list[int]:
        """Find what they wrote with others too."""
        (authors,) = named.values()
        authors = authors if isinstance(authors, list) else [authors]
        found = Post.objects.filter(Q(author__in=authors) | Q(co_authors__in=authors)).order_by()
        return list(found.values_list("pk", flat=True).distinct())

    @admin.display(description=_("name"), ordering="name")
    def named(self, author: Author) -> str:
        link = display.change_link(author)
        return format_html('<span class="titled">{}&nbsp;{}</span>', link, display.public_link(author))

    @admin.display(description=_("posts"), ordering="post_count")
    def post_links(self, author: Any) -> str:
        shown = [
            (display.list_url("post", f"{name}__id__exact={author.pk}"), number)
            for name, number in (("author", author.post_count), ("co_authors", author.shared_count))
            if number
        ]
        return format_html_join(" + ", '<a href="{}">{}</a>', shown) or "–"
