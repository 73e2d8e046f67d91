"""Where an editor answers somebody who wants their data, or wants them gone. No address ever stands in a page's own."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from blog import persons
from blog.admin.people import at_the_desk

PERMISSIONS = ("blog.delete_comment", "blog.delete_trackback")


def urls(site: AdminSite) -> list[Any]:
    """Return the page's route for the admin."""
    view = never_cache(require_http_methods(["GET", "POST"])(_Page(site).answer))
    return [path("persons/", site.admin_view(view), name="persons")]


class _Page:
    def __init__(self, site: AdminSite) -> None:
        self.site = site

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Ask for an address; say what there is; give it, or erase it once that was confirmed."""
        if not request.user.has_perms(PERMISSIONS):
            raise PermissionDenied
        if request.method != "POST":
            return self.show(request)
        email, step = request.POST.get("email", "").strip(), request.POST.get("step", "")
        anonymise = request.POST.get("how") == "anonymise"
        try:
            if step == "export":
                return _download(persons.export(email, by=at_the_desk(request)))
            sure = step == "erase" and request.POST.get("sure") == "yes"
            done = persons.erase(email, by=at_the_desk(request), anonymise=anonymise, dry_run=not sure)
        except ValueError as problem:
            return self.show(request, email=email, problem=str(problem))
        if sure:
            messages.success(request, _said(done))
            return HttpResponseRedirect(reverse("admin:persons"))
        return self.show(request, email=email, done=done, asked=step == "erase", anonymise=anonymise)

    def show(self, request: HttpRequest, **context: Any) -> HttpResponse:
        context = {**self.site.each_context(request), "title": _("One person’s data"), **context}
        return TemplateResponse(request, "admin/persons/person.html", context)


def _download(found: dict[str, Any]) -> HttpResponse:
    text = json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="person.json"'
    return response


def _said(done: persons.Erased) -> str:
    removed = ngettext("%d item was removed.", "%d items were removed.", done.removed) % done.removed
    anonymous = ngettext("%d item is anonymous now.", "%d items are anonymous now.", done.anonymised) % done.anonymised
    return f"{removed} {anonymous}"
