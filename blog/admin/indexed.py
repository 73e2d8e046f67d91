"""Names that posts are found by: when one changes or goes, its posts are indexed anew."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from blog import search
from blog.models import Post


class Indexed(admin.ModelAdmin):
    """An admin of authors, tags or categories; `in_posts` is how a post's query names them."""

    in_posts: str

    def keys_of_posts(self, **named: Any) -> list[int]:
        return list(Post.objects.filter(**named).order_by().values_list("pk", flat=True).distinct())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            search.index_again(self.keys_of_posts(**{self.in_posts: obj}))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        keys = self.keys_of_posts(**{self.in_posts: obj})
        super().delete_model(request, obj)
        search.index_again(keys)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        keys = self.keys_of_posts(**{f"{self.in_posts}__in": list(queryset)})
        super().delete_queryset(request, queryset)
        search.index_again(keys)
