"""Media files, and records of those that are lost."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.admin import choosing, display
from blog.admin.filters import ValuesFilter
from blog.admin.post_form import MOMENTS, ExactTextForm
from blog.models import Attachment


class FileFilter(admin.SimpleListFilter):
    """Attachments by whether we have their bytes."""

    title = _("file")
    parameter_name = "has_file"

    def lookups(self, request, model_admin):
        return [("yes", _("here")), ("no", _("missing"))]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.exclude(file="")
            case "no":
                return queryset.filter(file="")
        return queryset


@admin.register(Attachment)
class AttachmentAdmin(choosing.Choosing, choosing.ChosenFrom):
    form = ExactTextForm
    formfield_overrides = MOMENTS | {models.URLField: {"assume_scheme": "http"}}  # as old blogs had it
    list_display = ("titled", "media_type", "on_post", "described", "here")
    list_display_links = ("titled",)
    columns_to_choose_by = ("media_type", "described")
    list_filter = (FileFilter, ("media_type", ValuesFilter), "source")
    list_select_related = ("post",)
    date_hierarchy = "uploaded_at"
    search_fields = ("title", "alt", "original_url", "file")
    show_full_result_count = False
    raw_id_fields = ("post",)
    readonly_fields = ("sha256", "original_id")
    fieldsets = (
        (None, {"fields": ("title", "file", "alt", "caption", "description", "post")}),
        (
            _("Where it came from"),
            {"fields": ("source", "original_id", "original_url", "uploaded_at", "media_type", "sha256")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("post__body", "post__body_html", "post__source_meta")

    @admin.display(description=_("title"), ordering="title")
    def titled(self, attachment: Attachment) -> str:
        return display.excerpt(str(attachment), 80)

    @admin.display(description=_("post"), ordering="post__title")
    def on_post(self, attachment: Attachment) -> str:
        return display.change_link(attachment.post) if attachment.post else "–"

    @admin.display(description=_("alternative text"), ordering="alt")
    def described(self, attachment: Attachment) -> str:
        return display.excerpt(attachment.alt, 60) or display.badge("draft", _("none yet"))

    @admin.display(description=_("file"))
    def here(self, attachment: Attachment) -> str:
        if attachment.file:
            return format_html('<a href="{}">{}</a>', attachment.file.url, _("here"))
        return display.badge("gone", _("missing"))
