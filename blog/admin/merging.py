"""Several authors, categories or tags that are one and the same: a person says which is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog import merging
from blog.text.wording import Problem

MOST = 100  # that are looked at together


class Merging(admin.ModelAdmin):
    """An admin of authors, categories or tags whose list can make several of them one."""

    actions = ("merge_into_one",)

    @admin.action(permissions=["delete"], description=gettext_lazy("Merge selected %(verbose_name_plural)s into one"))
    def merge_into_one(self, request: HttpRequest, queryset: QuerySet) -> TemplateResponse | None:
        """Ask which is kept, then merge the others into it."""
        chosen = list(queryset[: MOST + 1])
        if not 2 <= len(chosen) <= MOST:
            said = _("Choose at least two to be merged, and at most %(most)d.") % {"most": MOST}
            self.message_user(request, said, messages.WARNING)
            return None
        kept = next((one for one in chosen if str(one.pk) == request.POST.get("kept")), None)
        if kept is None:
            return self._ask(request, chosen)
        self._merge(request, kept, [one for one in chosen if one is not kept])
        return None

    def _ask(self, request: HttpRequest, chosen: list[Any]) -> TemplateResponse:
        most_used = max(chosen, key=lambda one: one.post_count)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Which one is kept?"),
            "opts": self.opts,
            "chosen": chosen,
            "most_used": most_used,
            "box": helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/blog/merge.html", context)

    def _merge(self, request: HttpRequest, kept: Any, others: Any) -> None:
        names = ", ".join(str(one) for one in others)
        try:
            with transaction.atomic():
                self.log_deletions(request, others)
                merging.merge(kept, others)
        except Problem as problem:
            self.message_user(request, problem.told(_), messages.ERROR)
            return
        self.log_change(request, kept, _("Merged with: %(names)s.") % {"names": names})
        said = ngettext("%(count)d was merged into “%(name)s”.", "%(count)d were merged into “%(name)s”.", len(others))
        self.message_user(request, said % {"count": len(others), "name": kept}, messages.SUCCESS)
