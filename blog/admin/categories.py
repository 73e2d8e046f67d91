"""Categories, listed as the tree they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from blog.admin import choosing, display, indexed, merging
from blog.admin.listing import Listing
from blog.admin.post_form import ExactTextForm
from blog.models import Category


class CategoryForm(ExactTextForm):
    parent = choosing.CategoryField(label=capfirst(Category._meta.get_field("parent").verbose_name), required=False)

    def clean_parent(self) -> Category | None:
        """Refuse a parent that stands below the category itself."""
        parent: Category | None = self.cleaned_data["parent"]
        above = parent
        while above and self.instance.pk:
            if above.pk == self.instance.pk:
                raise ValidationError(_("A category cannot stand below itself."))
            above = above.parent
        return parent


@admin.register(Category)
class CategoryAdmin(merging.Merging, indexed.Indexed, Listing):
    in_posts = "categories"
    form = CategoryForm
    list_display = ("named", "slug", "post_links")
    list_display_links = None
    ordering = ("path",)
    search_fields = ("name", "slug", "path")
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "parent", "description")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(post_count=Count("posts"))

    @admin.display(description=_("name"), ordering="path")
    def named(self, category: Category) -> str:
        depth = min(category.path.count("/"), 9)
        link = display.change_link(category)
        return format_html(
            '<span class="titled depth-{}">{}&nbsp;{}</span>', depth, link, display.public_link(category)
        )

    @admin.display(description=_("posts"), ordering="post_count")
    def post_links(self, category: Any) -> str:
        url = display.list_url("post", f"categories__id__exact={category.pk}")
        return format_html('<a href="{}">{}</a>', url, category.post_count) if category.post_count else "–"
