"""Repairs of mojibake: what stood there, what stands there now, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from blog import repairing
from blog.admin import display
from blog.admin.filters import ValuesFilter
from blog.admin.listing import Listing
from blog.admin.people import at_the_desk
from blog.models import Post, TextRepair

STATES = {"revert": TextRepair.State.REVERTED, "apply": TextRepair.State.APPLIED, "flag": TextRepair.State.OPEN}
OF_ONE = ("revert", "apply")  # that have addresses of their own
SECONDS = 10  # a request changes no more than it can in this time; what is left is said
REASONS = 10  # reasons that are told


def change_repairs(request: HttpRequest, verb: str, repairs: QuerySet) -> bool:
    """Apply or revert repairs, and tell the person what came of it: what has lost its anchor stops no other.

    Say whether anything was not done.
    """
    if not repairs.exists():
        messages.info(request, _("No repair was chosen."))
        return True
    done = repairing.change_all(repairs, STATES[verb], at_the_desk(request), SECONDS)
    shown = ngettext("%d repair was changed.", "%d repairs were changed.", done.number) % done.number
    messages.add_message(request, messages.SUCCESS if done.number else messages.INFO, shown)
    if done.left:
        left = ngettext("%d is left; do it again to go on.", "%d are left; do it again to go on.", done.left)
        messages.warning(request, left % done.left)
    for reason in done.refusals[:REASONS]:
        messages.error(request, reason)
    if len(done.refusals) > REASONS:
        messages.error(request, _("And %d more could not be changed.") % (len(done.refusals) - REASONS))
    return bool(done.refusals or done.left)


def repairs_of(obj: Any) -> QuerySet:
    """Return the repairs of an object, proposals first."""
    content_type = ContentType.objects.get_for_model(obj)
    return TextRepair.objects.filter(content_type=content_type, object_id=obj.pk).order_by("-state", "field", "pk")


@admin.register(TextRepair)
class TextRepairAdmin(Listing):
    change_form_template = "admin/blog/textrepair/change_form.html"
    list_display = ("sentence", "where", "reading", "how_sure", "how_it_stands")
    list_display_links = ("sentence",)
    list_filter = ("state", "level", ("field", ValuesFilter), ("reading", ValuesFilter))
    list_per_page = 50
    search_fields = ("before", "after", "reading", "prefix", "suffix")
    show_full_result_count = False
    date_hierarchy = "created_at"
    actions = ("revert_selected", "apply_selected")
    fields = readonly_fields = (
        *("sentence", "where", "field", "reading", "how_sure", "how_it_stands"),
        *("created_at", "changed_at"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        light = Post.objects.defer("body", "body_html", "source_meta")
        return (
            super()
            .get_queryset(request)
            .select_related("content_type")
            .prefetch_related(GenericPrefetch("object", [light]))
        )

    @admin.display(description=_("before → after"))
    def sentence(self, repair: TextRepair) -> str:
        return display.repair_sentence(repair)

    @admin.display(description=_("where"))
    def where(self, repair: TextRepair) -> str:
        return display.change_link(repair.object) if repair.object else str(_("gone"))

    @admin.display(description=_("level"), ordering="level")
    def how_sure(self, repair: TextRepair) -> str:
        return display.badge(repair.level, repair.get_level_display())

    @admin.display(description=_("state"), ordering="state")
    def how_it_stands(self, repair: TextRepair) -> str:
        return display.repair_state(repair)

    @admin.action(permissions=["change"], description=_("Revert selected repairs, or reject proposals"))
    def revert_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        change_repairs(request, "revert", queryset.prefetch_related(None))

    @admin.action(permissions=["change"], description=_("Apply selected repairs"))
    def apply_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        change_repairs(request, "apply", queryset.prefetch_related(None))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.change_one))
        own = [path(f"<int:pk>/{verb}/", view, {"verb": verb}, name=f"blog_textrepair_{verb}") for verb in OF_ONE]
        return [*own, *super().get_urls()]

    def change_one(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Revert or apply one repair, and go back to where the button was."""
        repair = get_object_or_404(TextRepair, pk=pk)
        if not self.has_change_permission(request, repair):
            raise PermissionDenied
        change_repairs(request, verb, TextRepair.objects.filter(pk=repair.pk))
        back = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            back = reverse("admin:blog_textrepair_change", args=[pk])
        return HttpResponseRedirect(back)
