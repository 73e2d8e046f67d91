"""The page of the learned filter: what it learned, how well it does, its switch, and what it proposes."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from blog import tasks
from blog.admin import display, told
from blog.admin.people import at_the_desk
from blog.learning import backlog, examples, keeping, training
from blog.models import Feedback, LearnedFilter, SpamProposal
from blog.text.keys import key_of

MAY = ("blog.change_comment", "blog.change_trackback")
EXAMPLES = 6  # of each sort
WORDS = 30
GROUPS = 100
ON_A_PAGE = 25
CHOSEN = 1000  # proposals that one request may name


def urls(site: AdminSite) -> list[Any]:
    """Return the filter's routes for the admin."""
    views = _Views(site)
    both = require_http_methods(["GET", "POST"])
    return [
        path("filter/", site.admin_view(both(views.page)), name="filter"),
        path("filter/backlog/<str:kind>/", site.admin_view(both(views.group)), name="filter_backlog"),
    ]


class _Views:
    def __init__(self, site: AdminSite) -> None:
        self.site = site

    def page(self, request: HttpRequest) -> HttpResponse:
        """Show what the filter is worth; switch it, train it, sweep with it."""
        _demand(request)
        if request.method == "POST":
            self._act(request, request.POST.get("do", ""))
            return HttpResponseRedirect(reverse("admin:filter"))
        row = keeping.newest()
        groups = backlog.groups()
        context = {
            **self.site.each_context(request),
            "title": _("Learned filter"),
            "row": row,
            "is_on": keeping.is_on(),
            "can_train": find_spec("sklearn") is not None,
            "is_training": tasks.waits(tasks.train_filter),
            "is_sweeping": tasks.waits(tasks.sweep_backlog),
            "target": training.TARGET,
            "groups": [_named(group) for group in groups[:GROUPS]],
            "proposals": sum(group["number"] for group in groups),
            **(_figures(row) if row else _counts()),
        }
        return TemplateResponse(request, "admin/filter/page.html", context)

    def _act(self, request: HttpRequest, wish: str) -> None:
        if wish in ("on", "off"):
            if wish == "on" and keeping.newest() is None:
                self._say(request, _("It has not learned anything yet."), messages.WARNING)
                return
            keeping.switch(wish == "on")
            self._say(request, _("The filter is on.") if wish == "on" else _("The filter is off."))
        elif wish == "train":
            tasks.ask_for(tasks.train_filter)
            self._say(request, _("It will be trained in the background."))
        elif wish == "sweep":
            tasks.ask_for(tasks.sweep_backlog)
            self._say(request, _("What was approved will be looked through in the background."))

    def group(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Show the proposals of a group; accept or decline some or all of them."""
        _demand(request)
        campaign = request.GET.get("campaign", "")[:100].replace("\0", "")
        if kind not in Feedback.Kind.values:
            raise Http404
        proposals = backlog.open_proposals().filter(kind=kind, campaign=campaign)
        if request.method == "POST":
            return self._decide(request, proposals, urlencode({"campaign": campaign}))
        rows = proposals.select_related("feedback__post").defer("feedback__post__body", "feedback__post__body_html")
        page = Paginator(rows.order_by("-probability", "pk"), ON_A_PAGE).get_page(request.GET.get("p"))
        number = page.paginator.count
        context = {
            **self.site.each_context(request),
            "title": _named({"kind": kind, "campaign": campaign, "number": number, "mean": 0})["sentence"],
            "group": {"kind": kind, "campaign": campaign, "number": number},
            "page": page,
            "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
            "query": urlencode({"campaign": campaign}),
            "shown": told.proposed(page.object_list),
        }
        return TemplateResponse(request, "admin/filter/backlog.html", context)

    def _decide(self, request: HttpRequest, proposals: QuerySet[SpamProposal], query: str) -> HttpResponse:
        verb, _dash, scope = request.POST.get("do", "").partition("-")
        if scope != "all":
            chosen = [key for text in request.POST.getlist("proposal")[:CHOSEN] if (key := key_of(text))]
            proposals = proposals.filter(pk__in=chosen)
        by = at_the_desk(request)
        if verb == "accept":
            batch, moved = backlog.accept(proposals, by)
            if moved:
                text = ngettext("%d item was marked as spam.", "%d items were marked as spam.", moved) % moved
                undo = display.list_url("moderationevent", f"batch={batch}")
                self._say(
                    request, format_html('{} <a href="{}">{}</a>', text, undo, _("See it in the journal, or undo it"))
                )
        elif verb == "decline":
            number = backlog.decline(proposals, by)
            text = ngettext("%d item stays approved.", "%d items stay approved.", number) % number
            self._say(request, text)
        return HttpResponseRedirect(f"{reverse('admin:filter')}#backlog" if scope == "all" else f"?{query}")

    def _say(self, request: HttpRequest, text: Any, level: int = messages.SUCCESS) -> None:
        messages.add_message(request, level, text)


def _counts() -> dict[str, Any]:
    """Return how many examples there are while nothing is learned yet."""
    return {"counts": examples.counts(), "enough": training.ENOUGH}


def _figures(row: LearnedFilter) -> dict[str, Any]:
    """Return the figures of a filter as people read them, and examples of each sort."""
    report = row.report
    known = keeping.current()
    for_spam, against = known.telling_words(WORDS) if known else ([], [])
    sorts = (
        (
            "wrong",
            _("Approved, and taken for spam"),
            _("Each counts against the precision. The percentage is what the filter says now that it knows them."),
        ),
        ("missed", _("Spam that was not found"), _("Each counts against the recall.")),
        ("caught", _("Spam that was found"), ""),
        (
            "doubted",
            _("Approved long ago, and left out of the learning"),
            _("They look more like spam than most spam does. The backlog below proposes them."),
        ),
    )
    return {
        "measured": _percents(report["measured"]),
        "as_recorded": _percents(report["as_recorded"]),
        "by_kind": [(_plural(kind), _percents(one)) for kind, one in report["by_kind"].items()],
        "report": report,
        "curve": [
            {"at": probability, "precision": precision * 100, "recall": recall * 100}
            for probability, precision, recall in report["curve"]
        ],
        "spam_words": for_spam,
        "other_words": against,
        "sorts": [
            {"name": name, "label": label, "help": help_text, "shown": told.told_of(report[name][:EXAMPLES])}
            for name, label, help_text in sorts
        ],
    }


def _percents(measured: dict[str, Any]) -> dict[str, Any]:
    return measured | {name: measured[name] * 100 for name in ("precision", "recall")}


def _named(group: dict[str, Any]) -> dict[str, Any]:
    """Return a group with what is said of it and where it leads."""
    number, kind = group["number"], group["kind"]
    sentences = {
        Feedback.Kind.COMMENT: ngettext(
            "%d approved comment looks like spam", "%d approved comments look like spam", number
        ),
        Feedback.Kind.TRACKBACK: ngettext(
            "%d approved trackback looks like spam", "%d approved trackbacks look like spam", number
        ),
        Feedback.Kind.PINGBACK: ngettext(
            "%d approved pingback looks like spam", "%d approved pingbacks look like spam", number
        ),
        Feedback.Kind.WEBMENTION: ngettext(
            "%d approved webmention looks like spam", "%d approved webmentions look like spam", number
        ),
    }
    url = f"{reverse('admin:filter_backlog', args=[kind])}?{urlencode({'campaign': group['campaign']})}"
    return group | {"sentence": sentences[kind] % number, "url": url, "percent": int(group["mean"] * 100)}


def _plural(kind: str) -> str:
    names: dict[str, str] = {
        Feedback.Kind.COMMENT: _("comments"),
        Feedback.Kind.TRACKBACK: _("trackbacks"),
        Feedback.Kind.PINGBACK: _("pingbacks"),
        Feedback.Kind.WEBMENTION: _("webmentions"),
    }
    return names.get(kind, kind)


def _demand(request: HttpRequest) -> None:
    if not request.user.has_perms(MAY):
        raise PermissionDenied
