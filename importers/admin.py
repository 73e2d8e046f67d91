"""What an import left behind, in the admin: the runs with their reports, and what the files said beside each post."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.admin import listing, panels
from blog.models import Feedback, Post
from importers.loading import values
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.records import KINDS, OUTCOMES

SHOWN_RAW = 60_000  # characters of an item's raw source
SHOWN_LEFTOVERS = 40
SHOWN_ISSUES = 500
SHOWN_RUNS = 5

TONES = {
    ImportRun.State.RUNNING: "wait",
    ImportRun.State.FINISHED: "good",
    ImportRun.State.STOPPED: "wait",
    ImportRun.State.FAILED: "bad",
}
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
                text=f"{run.source.name if run.source else '…'} · {run.reader}",
                url=reverse("admin:importers_importrun_change", args=[run.pk]),
                badge=str(run.get_state_display()),
                tone=TONES.get(ImportRun.State(run.state), "quiet"),
                note=_("%s ago") % timesince(run.started_at, timezone.now(), depth=1),
            )
            for run in ImportRun.objects.select_related("source")[:SHOWN_RUNS]
        ]


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
    """Return what the admin calls a field of a record."""
    for field in Post._meta.get_fields():
        if field.name == FIELDS_OF_RECORDS.get(name, name):
            return str(getattr(field, "verbose_name", name))
    return name.replace("_", " ")


def raw_text(item: ImportedItem) -> str:
    """Return the raw source as text, as much of it as a page can show."""
    text = values.unpacked(item.raw).decode("utf-8", "replace")
    return text if len(text) <= SHOWN_RAW else text[:SHOWN_RAW] + "…"


def preformatted(text: str) -> SafeString:
    """Return a long text as the admin shows one: cut, and scrolling in a box that the keyboard reaches."""
    return format_html('<pre class="source" tabindex="0">{}</pre>', text[:SHOWN_RAW])


if TYPE_CHECKING:
    RunAdminBase = admin.ModelAdmin[ImportRun]
    ItemAdminBase = admin.ModelAdmin[ImportedItem]
    ChangeInlineBase = admin.StackedInline[ImportChange, ImportedItem]
else:
    RunAdminBase = ItemAdminBase = listing.Listing
    ChangeInlineBase = admin.StackedInline

panels.register(SourcePanel())
panels.register_index(RunsPanel())


class ReadOnly:
    """What commands write is only read in the admin."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ChangeInline(ReadOnly, ChangeInlineBase):
    """What each run changed of an item."""

    model = ImportChange
    fields = readonly_fields = ("run", "before", "after")
    extra = 0


@admin.register(ImportedItem)
class ImportedItemAdmin(ReadOnly, ItemAdminBase):
    """One item of a source: what the file said, what became of it here, and what each run changed."""

    list_display = ("identity", "kind", "source", "origin", "reader", "what_became_of_it")
    list_filter = ("kind", "tombstone", "reader", "source")
    list_select_related = ("source",)
    search_fields = ("identity", "origin")
    fields = readonly_fields = (
        "identity",
        "kind",
        "source",
        "origin",
        "reader",
        "what_became_of_it",
        "first_run",
        "what_was_found",
        "what_was_written",
        "raw_source",
    )
    inlines = (ChangeInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportedItem]:
        return super().get_queryset(request).defer("raw", "provenance", "written")

    @admin.display(description=gettext_lazy("here"))
    def what_became_of_it(self, item: ImportedItem) -> str:
        if item.tombstone:
            return str(item.get_tombstone_display())
        if item.object_id is None:
            return "–"
        model = "post" if item.kind == ImportedItem.Kind.PAGE else item.kind
        address = reverse(f"admin:blog_{model}_change", args=[item.object_id])
        return format_html('<a href="{}">№ {}</a>', address, item.object_id)

    @admin.display(description=gettext_lazy("what the file said"))
    def what_was_found(self, item: ImportedItem) -> str:
        return preformatted(json.dumps(item.provenance, ensure_ascii=False, indent=2))

    @admin.display(description=gettext_lazy("what was last written"))
    def what_was_written(self, item: ImportedItem) -> str:
        return preformatted(json.dumps(item.written, ensure_ascii=False, indent=2))

    @admin.display(description=gettext_lazy("raw source"))
    def raw_source(self, item: ImportedItem) -> str:
        return preformatted(raw_text(item))


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, RunAdminBase):
    """Runs are made by commands: here they are read."""

    change_form_template = "admin/importers/importrun/change_form.html"
    list_display = ("run", "source", "reader", "how_it_ended", "outcome", "started_at", "took")
    list_display_links = ("run",)
    list_filter = ("state", "reader", "source")
    list_select_related = ("source",)
    date_hierarchy = "started_at"
    fields = ("source", "reader", "how_it_ended", "started_at", "finished_at", "files")
    readonly_fields = fields

    @admin.display(description=gettext_lazy("run"), ordering="pk")
    def run(self, run: ImportRun) -> str:
        return f"№ {run.pk}"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def how_it_ended(self, run: ImportRun) -> SafeString:
        tone = TONES.get(ImportRun.State(run.state), "quiet")
        return format_html('<span class="badge tone-{}">{}</span>', tone, run.get_state_display())

    @admin.display(description=gettext_lazy("outcome"))
    def outcome(self, run: ImportRun) -> str:
        return ", ".join(f"{count} {_(name)}" for name, count in totals(run.report).items() if count) or "–"

    @admin.display(description=gettext_lazy("took"))
    def took(self, run: ImportRun) -> str:
        seconds = (run.report or {}).get("seconds")
        return _("%s s") % seconds if seconds is not None else "–"

    @admin.display(description=gettext_lazy("files"))
    def files(self, run: ImportRun) -> str:
        return ", ".join(str(path) for path in run.paths)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        run = kwargs.get("obj")
        if run is not None:
            report = run.report or {}
            kinds = report.get("kinds", {})
            context["report"] = {
                "columns": ("seen", *OUTCOMES),
                "rows": [(kind, [kinds.get(kind, {}).get(name, 0) for name in ("seen", *OUTCOMES)]) for kind in KINDS],
                "repairs": report.get("repairs", {}),
                "issues": run.first_issues(SHOWN_ISSUES),
                "more_issues": max(0, run.count_issues() - SHOWN_ISSUES),
                "error": report.get("error") or "",
                "finished": date_format(run.finished_at, "DATETIME_FORMAT") if run.finished_at else "",
            }
        return super().render_change_form(request, context, *args, **kwargs)


def totals(report: dict[str, Any] | None) -> dict[str, int]:
    """Return how many items of all kinds met each outcome."""
    kinds = (report or {}).get("kinds", {})
    return {name: sum(kinds.get(kind, {}).get(name, 0) for kind in KINDS) for name in OUTCOMES}
