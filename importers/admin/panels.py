"""The panels that imports fill: what the file said beside each post, and the last runs on the first page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.admin import panels
from blog.models import Feedback, Post, Source
from importers.admin.progress import name_of, standing
from importers.admin.reading import raw_text
from importers.loading import deciding
from importers.models import ImportedItem, ImportRun, PageReview

SHOWN_LEFTOVERS = 40
SHOWN_RUNS = 5

# A field of a record, and the field of a model that it fills.
FIELDS_OF_RECORDS = {"published": "published_at", "submitted": "submitted_at", "author": "author_name"}


class SourcePanel:
    """What the file said of a post: field by field, then what went into no field, then the raw source."""

    title = gettext_lazy("What the file said")

    def for_post(self, post: Post) -> Sequence[panels.Row]:
        item = item_of(post)
        return list(self.rows(item)) if item else []

    def rows(self, item: ImportedItem) -> Iterator[panels.Row]:
        found = item.provenance or {}
        yield panels.Row(_("found in"), item.origin or item.identity, rule=item.reader)
        for key, state in PageReview.objects.filter(item=item).values_list("pk", "state"):
            address = reverse("admin:importers_pagereview_change", args=[key])
            yield panels.Row(_("review of the page"), str(PageReview.State(state).label), url=address)
        for name, entry in found.get("fields", {}).items():
            yield panels.Row(
                label_of(name),
                str(entry.get("raw", "")),
                rule=str(entry.get("rule", "")),
                level=str(entry.get("level", "")),
                alternatives=tuple(str(other) for other in entry.get("alternatives", ())),
            )
        for hint in found.get("date_hints", ()):
            yield panels.Row(_("perhaps the date"), hint.get("value", ""), rule=hint.get("evidence", ""), level="guess")
        leftovers = found.get("leftover", ())
        for rest in leftovers[:SHOWN_LEFTOVERS]:
            yield panels.Row(_("in no field"), rest.get("text", ""), rule=rest.get("role", ""))
        if item.raw:
            yield panels.Row(_("raw source"), raw_text(item))

    def said(self, obj: Any, field_name: str) -> str | None:
        item = item_of(obj)
        fields = (item.provenance or {}).get("fields", {}) if item else {}
        for name, entry in fields.items():
            if field_name in (name, FIELDS_OF_RECORDS.get(name)):
                return str(entry.get("raw", ""))
        return None


class RunsPanel:
    """The last imports, on the admin's first page."""

    title = gettext_lazy("Last imports")

    def for_index(self, user: User) -> Sequence[panels.Line]:
        if not user.has_perm("importers.view_importrun"):
            return []
        return [
            panels.Line(
                text=f"{name_of(run)} · {run.reader}",
                url=reverse("admin:importers_importrun_change", args=[run.pk]),
                badge=str(standing(run).label),
                tone=standing(run).tone,
                note=_("%s ago") % timesince(run.started_at, timezone.now(), depth=1),
            )
            for run in ImportRun.objects.select_related("source")[:SHOWN_RUNS]
        ]


class ReviewQueue:
    """The pages that wait for review, counted on the admin's first page."""

    permission = "importers.change_pagereview"
    label = gettext_lazy("pages to review")

    def waiting(self) -> QuerySet[PageReview]:
        return deciding.waiting()

    def url(self) -> str:
        return reverse("admin:importers_pagereview_changelist")


def item_of(obj: Any) -> ImportedItem | None:
    """Return what an object was imported from; looked up once for each object that a page shows."""
    if not hasattr(obj, "_imported_item"):
        kinds = [ImportedItem.Kind.COMMENT, ImportedItem.Kind.TRACKBACK]
        if isinstance(obj, Post):
            kinds = [ImportedItem.Kind.POST, ImportedItem.Kind.PAGE]
        known = isinstance(obj, Post | Feedback) and obj.pk is not None
        items = ImportedItem.objects.filter(kind__in=kinds, object_id=obj.pk) if known else ImportedItem.objects.none()
        obj._imported_item = items.first()
    found: ImportedItem | None = obj._imported_item
    return found


def label_of(name: str) -> str:
    """Return what the admin calls a field of a record, or of a blog."""
    for field in (*Post._meta.get_fields(), *Source._meta.get_fields()):
        if field.name == FIELDS_OF_RECORDS.get(name, name):
            return str(getattr(field, "verbose_name", name))
    return name.replace("_", " ")


panels.register(SourcePanel())
panels.register_queue(ReviewQueue())
panels.register_index(RunsPanel())
