"""Media files, and records of those that are lost."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from blog import attaching, retrieving, tasks
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


class AttachmentForm(ExactTextForm):
    """Looks at the bytes of an uploaded file before anything is stored."""

    def clean_file(self) -> Any:
        """Refuse what is not kept here."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            try:
                attaching.examine(file.open(), file.name or "")
            except attaching.NotMedia as error:
                raise ValidationError(error.told(gettext)) from error
        return file


@admin.register(Attachment)
class AttachmentAdmin(choosing.Choosing, choosing.ChosenFrom):
    form = AttachmentForm
    formfield_overrides = MOMENTS | {models.URLField: {"assume_scheme": "http"}}  # as old blogs had it
    list_display = ("titled", "media_type", "on_post", "described", "here")
    actions = ("fetch_again",)
    list_display_links = ("titled",)
    columns_to_choose_by = ("media_type", "described")
    list_filter = (FileFilter, ("fetch", ValuesFilter), ("media_type", ValuesFilter), "source")
    list_select_related = ("post",)
    date_hierarchy = "uploaded_at"
    search_fields = ("title", "alt", "original_url", "file")
    show_full_result_count = False
    raw_id_fields = ("post",)
    readonly_fields = ("sha256", "original_id", "fetch", "fetch_problem", "fetch_tries")
    fieldsets = (
        (None, {"fields": ("title", "file", "alt", "caption", "description", "post", "has_page")}),
        (
            _("Where it came from"),
            {"fields": ("source", "original_id", "original_url", "uploaded_at", "media_type", "sha256")},
        ),
        (_("Fetching"), {"fields": ("fetch", "fetch_problem", "fetch_tries")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("post__body", "post__body_html", "post__source_meta")

    def save_model(self, request: HttpRequest, obj: Attachment, form: Any, change: bool) -> None:
        """Have the file stored by the one who does that; the form brings everything else."""
        before = Attachment.objects.filter(pk=obj.pk).first() if change else None
        sent = form.cleaned_data.get("file")
        if "file" in form.changed_data:
            obj.file = before.file.name if before else ""
        super().save_model(request, obj, form, change)
        if "file" in form.changed_data:
            kept = attaching.keep(sent.open(), sent.name or "") if isinstance(sent, UploadedFile) else attaching.NO_FILE
            attaching.attach(obj, kept, fetch=Attachment.Fetch.NONE, fetch_problem="")

    @admin.action(permissions=["change"], description=_("Try again to fetch the files of selected attachments"))
    def fetch_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        # Those that are wanted still may wait for a worker that was killed.
        number = retrieving.wanted_of().filter(pk__in=queryset.order_by().values("pk")).count()
        number += retrieving.retry(queryset)
        sources = set(queryset.order_by().values_list("source", flat=True)) if number else set()
        for source in [None] if None in sources else sorted(sources):
            transaction.on_commit(partial(tasks.want_media, source))
        message = ngettext("%d file will be fetched again.", "%d files will be fetched again.", number) % number
        self.message_user(request, message)

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
            return format_html('<a href="{}">{}</a>', attachment.address, _("here"))
        if attachment.fetch == Attachment.Fetch.FAILED:
            return format_html(
                '{} <span class="quiet">{}</span>',
                display.badge("gone", Attachment.Fetch.FAILED.label),
                attachment.fetch_problem,
            )
        return display.badge("gone", _("missing"))
