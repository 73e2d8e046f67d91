"""The runs: sending an export, watching, ending and repeating a run, reading its report, undoing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from blog.admin import listing
from blog.admin.people import at_the_desk
from importers import tasks, uploading
from importers.admin import importing
from importers.admin.forecast import forecast
from importers.admin.progress import Progress, name_of, possible, shown_paths, standing
from importers.admin.reading import ReadOnly, meaning_of
from importers.admin.reports import issues_of, report_of, totals, undone_of
from importers.issue_codes import ISSUE_CODES
from importers.models import ImportRun

if TYPE_CHECKING:
    RunAdminBase = admin.ModelAdmin[ImportRun]
else:
    RunAdminBase = listing.Listing

ISSUES_PER_PAGE = 200
ACTIONS = ("cancel", "again", "earnest", "discard")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, RunAdminBase):
    """Runs are made by commands and by whoever sends a file here."""

    change_form_template = "admin/importers/importrun/change_form.html"
    change_list_template = "admin/importers/importrun/change_list.html"
    list_display = ("run", "blog", "reader", "how_it_stands", "outcome", "started_at", "took")
    list_display_links = ("run",)
    list_filter = ("state", "reader", "source")
    list_select_related = ("source", "started_by")
    date_hierarchy = "started_at"
    fields = readonly_fields = (*("blog", "reader", "how_it_stands", "started_at", "took", "by", "files", "asked"),)

    class Media:
        js = ("importers/progress.js",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("importers.add_importrun")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out how a run ended while it has not."""
        ended = obj is None or not Progress(obj).is_active
        return [name for name in self.fields if ended or name not in ("how_it_stands", "took")]

    @admin.display(description=gettext_lazy("run"), ordering="pk")
    def run(self, run: ImportRun) -> str:
        return f"№ {run.pk}"

    @admin.display(description=gettext_lazy("source"), ordering="source")
    def blog(self, run: ImportRun) -> str:
        return name_of(run)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def how_it_stands(self, run: ImportRun) -> SafeString:
        label, tone = standing(run)
        return format_html('<span class="badge tone-{}">{}</span>', tone, label)

    @admin.display(description=gettext_lazy("outcome"))
    def outcome(self, run: ImportRun) -> str:
        return ", ".join(totals(run.report)) or "–"

    @admin.display(description=gettext_lazy("took"))
    def took(self, run: ImportRun) -> str:
        if tasks.was_killed(run):
            lived = (run.heartbeat_at - run.started_at).total_seconds()
            return _("at least %s s") % number_format(round(max(0.0, lived), 1))
        seconds = (run.report or {}).get("seconds")
        return _("%s s") % number_format(round(seconds, 1)) if seconds is not None else "–"

    @admin.display(description=gettext_lazy("started by"))
    def by(self, run: ImportRun) -> str:
        # By name alone: most who see runs may not see the pages of people.
        return str(run.started_by) if run.started_by else "–"

    @admin.display(description=gettext_lazy("files"))
    def files(self, run: ImportRun) -> str:
        return ", ".join(shown_paths(run))

    @admin.display(description=gettext_lazy("options"))
    def asked(self, run: ImportRun) -> str:
        return importing.spelled(run.options) or "–"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        info = "importers_importrun"
        # What is sent must not be read before it is known how much may be sent.
        send = path("add/", csrf_exempt(self.receive), name=f"{info}_add")
        steps = [
            path(f"<int:pk>/{step}/", view(require_POST(self.step)), {"step": step}, name=f"{info}_{step}")
            for step in ACTIONS
        ]
        look = path("<int:pk>/progress/", view(self.progress_view), name=f"{info}_progress")
        undo = path("<int:pk>/undo/", view(self.undo_view), name=f"{info}_undo")
        issues = path("<int:pk>/issues/", view(self.issues_view), name=f"{info}_issues")
        return [send, look, undo, issues, *steps, *super().get_urls()]

    def receive(self, request: HttpRequest) -> HttpResponse:
        """Let what is sent go to the disk it will lie on, as much as may be sent, by those who may."""
        if request.method == "POST":
            if not self.admin_site.has_permission(request):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            if not self.has_add_permission(request):
                raise PermissionDenied
            request.upload_handlers = [uploading.Intake(request)]
        return self.admin_site.admin_view(self.add_view)(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take an export and let a worker import it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        intake = next((known for known in request.upload_handlers if isinstance(known, uploading.Intake)), None)
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        form = importing.ImportForm(*data, refusal=intake.refusal if intake else "")
        if data and form.is_valid():
            asked = form.cleaned_data
            run = tasks.prepare(asked["path"], asked["reader"], asked["options"], at_the_desk(request))
            return HttpResponseRedirect(page_of(run.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import a file"),
            "opts": self.opts,
            "form": form,
            "adminform": helpers.AdminForm(cast("Any", form), form.fieldsets(), {}),
            "most": uploading.most(),
        }
        return TemplateResponse(request, "admin/importers/importrun/import.html", context)

    def step(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Cancel a run, import its file again or in earnest, or let go of the file."""
        run = self.asked_for(request, pk)
        told = _("Nothing is to be done: the run has ended, or its file is not here any more.")
        done: Any = None
        if step == "cancel":
            done = tasks.cancel(run)
        elif step == "discard":
            if done := tasks.may_go_on(run):
                uploading.remove(run.paths)
                self.message_user(request, _("The file was removed."), messages.SUCCESS)
        else:
            done = tasks.again(run, at_the_desk(request), **({"dry_run": False} if step == "earnest" else {}))
            pk = done.pk if done else pk
        if not done:
            self.message_user(request, told, messages.INFO)
        return HttpResponseRedirect(page_of(pk))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what would go, come back and stay, and let a worker do it when asked to by the button."""
        run = self.asked_for(request, pk)
        if request.method == "POST":
            if not tasks.ask_to_undo(run):
                self.message_user(request, _("This run cannot be undone now."), messages.WARNING)
            return HttpResponseRedirect(page_of(pk))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Undo this run?"),
            "opts": self.opts,
            "run": run,
            "name": name_of(run),
            "forecast": forecast(run),
            "may_undo": tasks.may_undo(run),
        }
        return TemplateResponse(request, "admin/importers/importrun/undo.html", context)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return what of a run's page changes while it works; say in a header when it works no more."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        progress = Progress(get_object_or_404(ImportRun.objects.select_related("source"), pk=pk))
        context = {"progress": progress, "outcomes": totals(progress.run.report)}
        response = TemplateResponse(request, "admin/importers/importrun/_live.html", context)
        if not progress.is_active:
            response.headers["X-Run-Over"] = "1"
        return response

    def issues_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show all issues of a run, those of one code perhaps: about its items, its files and itself."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun.objects.select_related("source"), pk=pk)
        code = request.GET.get("code", "") if request.GET.get("code", "") in ISSUE_CODES else ""
        pages = Paginator(range(run.count_kept(code)), ISSUES_PER_PAGE)
        page = pages.get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Issues of import run № %d") % run.pk,
            "subtitle": name_of(run),
            "opts": self.opts,
            "run": run,
            "code": code,
            "meaning": meaning_of(code),
            "issues": issues_of(run, ISSUES_PER_PAGE, page.start_index() - 1 if pages.count else 0, code),
            "page": page,
            "missing": 0 if code else max(0, run.count_issues() - pages.count),
        }
        return TemplateResponse(request, "admin/importers/importrun/issues.html", context)

    def asked_for(self, request: HttpRequest, pk: int) -> ImportRun:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return get_object_or_404(ImportRun.objects.select_related("source"), pk=pk)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        run = kwargs.get("obj")
        if run is not None:
            progress = Progress(run)
            context |= {
                "title": _("Import run № %d") % run.pk,
                "subtitle": name_of(run),
                "report": None if progress.is_active else report_of(run),
                "progress": progress,
                "outcomes": totals(run.report),
                "possible": possible(run) if self.has_add_permission(request) else None,
                "undone": undone_of(run),
            }
        return super().render_change_form(request, context, *args, **kwargs)


def page_of(key: int) -> str:
    """Return the address of a run's page."""
    return reverse("admin:importers_importrun_change", args=[key])
