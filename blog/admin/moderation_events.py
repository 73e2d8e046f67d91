"""The journal of moderation: to be read, filtered, and undone from. Nobody writes it by hand."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog import moderation
from blog.admin import display
from blog.admin.filters import ValuesFilter
from blog.admin.listing import Listing
from blog.admin.people import at_the_desk
from blog.models import ModerationEvent

SHOWN_EVENTS = 20


@admin.register(ModerationEvent)
class ModerationEventAdmin(Listing):
    list_display = ("at", "decided_by", "change", "what", "on_post", "reason", "action")
    list_display_links = None
    list_filter = ("to_status", "from_status", ("by", admin.RelatedOnlyFieldListFilter), ("rule", ValuesFilter))
    list_select_related = ("by", "feedback", "feedback__post")
    list_per_page = 50
    date_hierarchy = "at"
    search_fields = ("reason", "rule", "feedback__author_name", "feedback__body", "feedback__post__title")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_undo_permission(self, request: HttpRequest) -> bool:
        """Those undo who may decide."""
        return request.user.has_perm("blog.change_comment") and request.user.has_perm("blog.change_trackback")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        undone = ModerationEvent.objects.filter(undoes=OuterRef("batch"))
        heavy = ("feedback__post__body", "feedback__post__body_html", "feedback__post__source_meta")
        return super().get_queryset(request).annotate(is_undone=Exists(undone)).defer(*heavy)

    @admin.display(description=_("by"), ordering="by")
    def decided_by(self, event: ModerationEvent) -> str:
        return str(event.by or event.rule or _("the system"))

    @admin.display(description=_("change"))
    def change(self, event: ModerationEvent) -> str:
        return format_html(
            '{} <span aria-hidden="true">→</span> {}',
            display.badge(event.from_status, event.get_from_status_display()),
            display.badge(event.to_status, event.get_to_status_display()),
        )

    @admin.display(description=_("feedback"))
    def what(self, event: ModerationEvent) -> str:
        if event.feedback is None:
            return str(_("gone"))
        shown = display.excerpt_of(event.feedback.body_html, 80) or str(event.feedback)
        return display.change_link(event.feedback, shown)

    @admin.display(description=_("post"))
    def on_post(self, event: ModerationEvent) -> str:
        return display.change_link(event.feedback.post) if event.feedback else ""

    @admin.display(description=_("action"))
    def action(self, event: Any) -> str:
        whole = format_html(
            '<a href="{}">{}</a>', display.list_url("moderationevent", f"batch={event.batch}"), _("whole action")
        )
        if event.undoes:
            return format_html("{} · {}", _("an undo"), whole)
        return format_html("{} · {}", _("undone"), whole) if event.is_undone else whole

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Offer to undo the action to which the list is narrowed."""
        batch = request.GET.get("batch", "")
        undo = batch if _is_uuid(batch) and self.has_undo_permission(request) else ""
        return super().changelist_view(request, {"undo_batch": undo, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        own = path("undo/<uuid:batch>/", self.admin_site.admin_view(self.undo_view), name="blog_moderationevent_undo")
        return [own, *super().get_urls()]

    def undo_view(self, request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
        """Show what would go back where, and do it when asked to by the button."""
        if not self.has_undo_permission(request):
            raise PermissionDenied
        events = self.get_queryset(request).filter(batch=batch).select_related(*self.list_select_related)
        count = events.count()
        if not count:
            raise Http404
        if request.method == "POST":
            return self.undo(request, batch)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Undo this action?"),
            "opts": self.opts,
            "count": count,
            "events": [(event, self.what(event), self.change(event)) for event in events[:SHOWN_EVENTS]],
            "more": max(0, count - SHOWN_EVENTS),
        }
        return TemplateResponse(request, "admin/blog/moderationevent/undo.html", context)

    def undo(self, request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
        undone = moderation.undo(batch, by=at_the_desk(request))
        n = undone.restored
        shown = ngettext("%d item is back where it was.", "%d items are back where they were.", n) % n
        self.message_user(request, shown, messages.SUCCESS if n else messages.INFO)
        if undone.conflicts:
            n = len(undone.conflicts)
            told = ngettext(
                "%d item was moved again since and stays where it is.",
                "%d items were moved again since and stay where they are.",
                n,
            )
            self.message_user(request, told % n, messages.WARNING)
        where = undone.batch if undone.restored else batch
        return HttpResponseRedirect(display.list_url("moderationevent", f"batch={where}"))


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
