"""The list of repairs, narrowed to what a run brought."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from blog.admin.text_repairs import TextRepairAdmin
from blog.models import Attachment, Author, Category, Feedback, Post, Tag
from importers.admin import reading
from importers.models import ImportedItem

KINDS: dict[type[Model], tuple[str, ...]] = {
    Post: ("post", "page"),
    Feedback: ("comment", "trackback"),
    Attachment: ("attachment",),
    Author: ("author",),
    Category: ("category",),
    Tag: ("tag",),
}


class RepairsOfRun(reading.RunFilter):
    """Repairs of what a run created or changed."""

    def narrowed(self, queryset: QuerySet[Any], run: int, request: HttpRequest) -> QuerySet[Any]:
        items = ImportedItem.objects.filter(pk__in=reading.changed_by(run), object_id__isnull=False)
        wanted = Q(pk__in=())
        for model, kinds in KINDS.items():
            content_type = ContentType.objects.get_for_model(model)
            wanted |= Q(content_type=content_type, object_id__in=items.filter(kind__in=kinds).values("object_id"))
        return queryset.filter(wanted)


TextRepairAdmin.list_filter += (RepairsOfRun,)  # type: ignore[assignment]
