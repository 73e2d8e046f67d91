"""The issues that runs met: each with the item it is about and what became of it here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from blog.admin import listing
from blog.admin.filters import ValuesFilter
from importers.admin import reading
from importers.models import ImportedItem, ImportIssue

if TYPE_CHECKING:
    IssueAdminBase = admin.ModelAdmin[ImportIssue]
else:
    IssueAdminBase = listing.Listing


class IssueList(listing.SoundList):
    """A page of issues with their items and the objects that these became."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        light = ImportedItem.objects.only("pk", "kind", "identity", "object_id", "tombstone")
        items = light.in_bulk([issue.item_id for issue in self.result_list if issue.item_id])
        for issue in self.result_list:
            issue.item = items.get(issue.item_id)
        reading.fetch_here(items.values())


@admin.register(ImportIssue)
class ImportIssueAdmin(reading.ReadOnly, IssueAdminBase):
    """Issues are written by runs: here they are read."""

    change_list_template = "admin/importers/importissue/change_list.html"
    list_display = ("what", "level_and_code", "where", "about", "here", "run_link")
    list_display_links = None
    list_filter = (reading.RunFilter, ("level", ValuesFilter), ("code", ValuesFilter))
    search_fields = ("where", "message")
    show_full_result_count = False
    fields = readonly_fields = ("what", "level_and_code", "where", "about", "here", "run_link")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[IssueList]:
        return IssueList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say first how many there are of each code."""
        run = reading.run_asked(request)
        rows = ImportIssue.objects.filter(run=run).order_by("level", "code").values_list("level", "code")
        counted = [
            (code, reading.meaning_of(code), reading.tone_of(level), number, issues_url(run, code=code))
            for level, code, number in (rows.annotate(number=Count("pk")) if run else ())
        ]
        return super().changelist_view(request, {"counted": counted, "run_number": run, **(extra_context or {})})

    @admin.display(description=gettext_lazy("what"))
    def what(self, issue: ImportIssue) -> str:
        return issue.message

    @admin.display(description=gettext_lazy("code"), ordering="code")
    def level_and_code(self, issue: ImportIssue) -> SafeString:
        return format_html('<span class="badge tone-{}">{}</span>', reading.tone_of(issue.level), issue.code)

    @admin.display(description=gettext_lazy("item"))
    def about(self, issue: ImportIssue) -> SafeString | str:
        return reading.link_item(issue.item) if issue.item else "–"

    @admin.display(description=gettext_lazy("here"))
    def here(self, issue: ImportIssue) -> SafeString | str:
        return reading.link_here(issue.item) if issue.item else "–"

    @admin.display(description=gettext_lazy("run"), ordering="run")
    def run_link(self, issue: ImportIssue) -> SafeString:
        address = reverse("admin:importers_importrun_change", args=[issue.run_id])
        return format_html('<a href="{}">№ {}</a>', address, issue.run_id)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> ImportIssue | None:
        issue = super().get_object(request, object_id, from_field)
        if issue is not None:
            reading.fetch_here([issue.item])
        return issue


def issues_url(run: int, **narrowed: str) -> str:
    """Return the address of a run's issues, those of one level or code perhaps."""
    query = "".join(f"&{name}__exact={value}" for name, value in narrowed.items())
    return reverse("admin:importers_importissue_changelist") + f"?run={run}{query}"
