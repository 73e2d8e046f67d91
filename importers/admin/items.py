"""The items of the sources: what the file said, what became of it here, and which run did what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from blog.admin import listing
from importers.admin import reading
from importers.models import ImportChange, ImportedItem, ImportRun

if TYPE_CHECKING:
    ItemAdminBase = admin.ModelAdmin[ImportedItem]
    ChangeInlineBase = admin.StackedInline[ImportChange, ImportedItem]
else:
    ItemAdminBase = listing.Listing
    ChangeInlineBase = admin.StackedInline


class ItemList(listing.SoundList):
    """A page of items with the objects that they became."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        reading.fetch_here(self.result_list)


class OfRun(reading.RunFilter):
    """Items that a run created or changed; left alone, those of its source that it did not touch."""

    def narrowed(self, queryset: QuerySet[Any], run: int, request: HttpRequest) -> QuerySet[Any]:
        match request.GET.get(OutcomeFilter.parameter_name):
            case "created":
                return queryset.filter(pk__in=reading.changed_by(run, before__isnull=True))
            case "updated":
                return queryset.filter(pk__in=reading.changed_by(run, before__isnull=False))
            case "unchanged":
                source = ImportRun.objects.filter(pk=run).values("source")
                return queryset.filter(source__in=source).exclude(pk__in=reading.changed_by(run))
        return queryset.filter(pk__in=reading.changed_by(run))


class OutcomeFilter(admin.SimpleListFilter):
    """What the run did; it means something beside a run only."""

    title = gettext_lazy("what the run did")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        if not reading.run_asked(request):
            return []
        return [
            ("created", gettext_lazy("created")),
            ("updated", gettext_lazy("updated")),
            ("unchanged", gettext_lazy("left as it was")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset


class ChangeInline(reading.ReadOnly, ChangeInlineBase):
    """What each run changed of an item."""

    model = ImportChange
    fields = readonly_fields = ("run", "before", "after")
    extra = 0


@admin.register(ImportedItem)
class ImportedItemAdmin(reading.ReadOnly, ItemAdminBase):
    """One item of a source: what the file said, what became of it here, and what each run changed."""

    list_display = ("identity", "kind", "what_became_of_it", "source", "origin", "reader")
    list_filter = (OfRun, OutcomeFilter, "kind", "tombstone", "reader", "source")
    list_select_related = ("source",)
    search_fields = ("identity", "origin")
    show_full_result_count = False
    fields = readonly_fields = (
        *("identity", "kind", "source", "origin", "reader", "what_became_of_it", "first_run"),
        *("what_was_found", "what_was_written", "raw_source"),
    )
    inlines = (ChangeInline,)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ItemList]:
        return ItemList

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportedItem]:
        return super().get_queryset(request).defer("raw", "provenance", "written")

    @admin.display(description=gettext_lazy("here"))
    def what_became_of_it(self, item: ImportedItem) -> SafeString | str:
        if not hasattr(item, "here"):
            reading.fetch_here([item])
        return reading.link_here(item)

    @admin.display(description=gettext_lazy("what the file said"))
    def what_was_found(self, item: ImportedItem) -> SafeString:
        return reading.preformatted(json.dumps(item.provenance, ensure_ascii=False, indent=2))

    @admin.display(description=gettext_lazy("what was last written"))
    def what_was_written(self, item: ImportedItem) -> SafeString:
        return reading.preformatted(json.dumps(item.written, ensure_ascii=False, indent=2))

    @admin.display(description=gettext_lazy("raw source"))
    def raw_source(self, item: ImportedItem) -> SafeString:
        return reading.preformatted(reading.raw_text(item))
