"""Where a moderator chooses which notices to get by e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from blog import notices
from blog.admin.people import at_the_desk
from blog.models import NoticeChoice


def urls(site: AdminSite) -> list[Any]:
    """Return the page's route for the admin."""

    def choose(request: HttpRequest) -> HttpResponse:
        """Show the choice; keep another one."""
        user = at_the_desk(request)
        if not notices.may_moderate(user):
            raise PermissionDenied
        if request.method == "POST" and request.POST.get("when") in NoticeChoice.When.values:
            choice = notices.choose(user, request.POST["when"])
            messages.success(request, _("Notices by e-mail: %s.") % choice.get_when_display())
            return HttpResponseRedirect(reverse("admin:notices"))
        context = {
            **site.each_context(request),
            "title": _("Notices by e-mail"),
            "choice": notices.choice_of(user),
            "options": NoticeChoice.When.choices,
            "email": user.email,
            "days": notices.VALID.days,
        }
        return TemplateResponse(request, "admin/notices/choice.html", context)

    return [path("notices/", site.admin_view(require_http_methods(["GET", "POST"])(choose)), name="notices")]
