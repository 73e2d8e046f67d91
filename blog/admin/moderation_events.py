"""The journal of moderation: to be read, narrowed, taken away as a file, and undone from. Nobody writes it by hand."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from blog import journal, moderation
from blog.admin import display, spreadsheets
from blog.admin.people import at_the_desk
from blog.journal import Narrowing
from blog.models import Feedback, ModerationEvent, ModerationStatus, Post, Source
from blog.text.keys import key_of

SHOWN_EVENTS = 20
OFFERED = 300  # persons and sources in the filters
KINDS = [("moves", _("decisions")), ("edits", _("edits")), ("undos", _("undone again"))]
COLUMNS = (
    *("when", "action", "by", "rule", "reason", "from", "to", "kind", "feedback", "author", "post", "address"),
    *("changes", "about", "undoes"),
)


@admin.register(ModerationEvent)
class ModerationEventAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_undo_permission(self, request: HttpRequest) -> bool:
        """Those undo who may decide."""
        return request.user.has_perm("blog.change_comment") and request.user.has_perm("blog.change_trackback")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        own = [
            path("undo/<uuid:batch>/", view(self.undo_view), name="blog_moderationevent_undo"),
            path("undo/one/<int:pk>/", view(self.undo_one_view), name="blog_moderationevent_undo_one"),
            path("export/", view(require_GET(self.export_view)), name="blog_moderationevent_export"),
        ]
        return [*own, *super().get_urls()]

    # Reading

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the journal, an action in a line; or the events of one action, when it is narrowed to that."""
        self._demand_view(request)
        narrowing = Narrowing.of(request.GET)
        before = key_of(request.GET.get("before", "")) or None
        batch = uuid.UUID(narrowing.batch) if narrowing.batch else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Journal"),
            "opts": self.opts,
            "narrowing": narrowing,
            "page": journal.events(narrowing, before) if batch else journal.actions(narrowing, before),
            "is_first": before is None,
            "action": journal.action(batch) if batch else None,
            "moved_since": journal.moved_since(batch) if batch else 0,
            "may_undo": self.has_undo_permission(request),
            **_offered(narrowing),
        }
        return TemplateResponse(request, "admin/blog/moderationevent/journal.html", context)

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Send all events that the journal is narrowed to."""
        self._demand_view(request)
        name = f"journal-{timezone.localdate():%Y-%m-%d}.csv"
        return spreadsheets.download(name, COLUMNS, _rows(Narrowing.of(request.GET)))

    def _demand_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    # Undoing

    def undo_view(self, request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
        """Show what would go back where, and do it when asked to by the button."""
        return self._undo(request, batch, None)

    def undo_one_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take back one event of an action."""
        if not self.has_undo_permission(request):
            raise PermissionDenied
        event = get_object_or_404(ModerationEvent, pk=pk)
        return self._undo(request, event.batch, event)

    def _undo(self, request: HttpRequest, batch: uuid.UUID, one: ModerationEvent | None) -> HttpResponse:
        if not self.has_undo_permission(request):
            raise PermissionDenied
        events = ModerationEvent.objects.filter(batch=batch, **({"pk": one.pk} if one else {}))
        count = events.count()
        if not count:
            raise Http404
        if not events.filter(feedback__isnull=False).exists():
            self.message_user(request, _("There is nothing to undo."), messages.INFO)
            return HttpResponseRedirect(display.list_url("moderationevent", f"batch={batch}"))
        if request.method == "POST":
            undone = moderation.undo(batch, by=at_the_desk(request), only=[one.pk] if one else None)
            if not undone.restored and _is_undone(batch, undone.conflicts):
                self.message_user(request, _("This is undone already."), messages.INFO)
                return HttpResponseRedirect(display.list_url("moderationevent", f"batch={batch}"))
            return self._undone(request, undone)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Undo this one?") if one else _("Undo this action?"),
            "opts": self.opts,
            "count": count,
            "events": journal.with_feedback(events.order_by("pk"))[:SHOWN_EVENTS],
            "more": max(0, count - SHOWN_EVENTS),
            "moved_since": journal.moved_since(batch, one.pk if one else None),
        }
        return TemplateResponse(request, "admin/blog/moderationevent/undo.html", context)

    def _undone(self, request: HttpRequest, undone: moderation.Undone) -> HttpResponse:
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
        return HttpResponseRedirect(
            display.list_url("moderationevent", f"batch={undone.batch}" if undone.restored else "")
        )


def _is_undone(batch: uuid.UUID, concerned: list[int]) -> bool:
    """Say whether what an action did to this feedback was taken back before."""
    back = ModerationEvent.objects.filter(undoes=batch).values_list("feedback", flat=True)
    return bool(concerned) and set(concerned) <= set(back)


def _offered(narrowing: Narrowing) -> dict[str, Any]:
    """Return what the filters offer."""
    return {
        "persons": User.objects.filter(is_staff=True).order_by("username")[:OFFERED],
        "rules": journal.rules(),
        "statuses": ModerationStatus.choices,
        "kinds": KINDS,
        "sources": Source.objects.order_by("name", "pk").only("name")[:OFFERED],
        "post": Post.objects.only("title").filter(pk=narrowing.post or 0).first(),
    }


def _rows(narrowing: Narrowing) -> Iterator[tuple[Any, ...]]:
    for event in journal.all_events(narrowing):
        feedback: Feedback | None = event.feedback
        yield (
            *(event.at.isoformat(timespec="seconds"), event.batch, event.by or "", event.rule, event.reason),
            *(event.from_status, event.to_status),
            *(
                (feedback.kind, feedback.pk, feedback.author_name, feedback.post.title, _address(feedback))
                if feedback
                else (event.about.get("kind", ""), event.about.get("id", ""), "", event.about.get("title", ""), "")
            ),
            *(_json(event.changes), _json(event.about), event.undoes or ""),
        )


def _address(feedback: Feedback) -> str:
    return settings.SITE_URL + feedback.get_absolute_url()


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""
