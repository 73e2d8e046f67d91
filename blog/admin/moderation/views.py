"""The pages of the desk. What they change, they change through `blog.moderation` and `blog.ruling`."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from blog import counting, journal
from blog.admin.moderation import acting, looking, one
from blog.admin.moderation.filters import Filters
from blog.admin.moderation.items import items_of
from blog.admin.moderation.listing import ON_A_PAGE, Listing, bulk
from blog.admin.moderation.telling import VERBS
from blog.admin.moderation.undoing import undoable
from blog.text.keys import key_of

_READ_OR_SAY = require_http_methods(["GET", "POST"])


def urls(site: AdminSite) -> list[Any]:
    """Return the desk's routes for the admin."""
    views = _Views(site)
    return [
        path("moderation/", site.admin_view(require_GET(views.desk)), name="moderation"),
        path("moderation/act/", site.admin_view(require_POST(acting.act)), name="moderation_act"),
        path("moderation/shown/", site.admin_view(_READ_OR_SAY(looking.shown)), name="moderation_shown"),
        path("moderation/undo/", site.admin_view(require_POST(acting.undo)), name="moderation_undo"),
        path("moderation/<int:pk>/", site.admin_view(require_GET(views.one)), name="moderation_one"),
        path("moderation/<int:pk>/edit/", site.admin_view(require_POST(acting.edit)), name="moderation_edit"),
        path("moderation/<int:pk>/reply/", site.admin_view(require_POST(acting.reply)), name="moderation_reply"),
        path("moderation/<int:pk>/block/", site.admin_view(require_POST(acting.block)), name="moderation_block"),
        path("moderation/<int:pk>/note/", site.admin_view(require_POST(acting.note)), name="moderation_note"),
    ]


class _Views:
    def __init__(self, site: AdminSite) -> None:
        self.site = site

    def desk(self, request: HttpRequest) -> HttpResponse:
        """The list: a page of what the filters let through; `part=items` is what a script adds to it."""
        one.demand(request, "view")
        filters = Filters(request.GET)
        kept = counting.counts()
        numbers = filters.numbers(kept)
        if request.GET.get("part") == "numbers":
            return JsonResponse({"numbers": numbers})
        listing = Listing(filters, kept)
        seen = journal.latest() if request.GET.get("select") == "all" else 0
        page = listing.page(request.GET.get("after", ""))
        items = items_of(page.keys, filters.q)
        context = {
            "filters": filters,
            "items": items,
            "page": page,
            "verbs": VERBS,
            "may_act": one.may(request, "change"),
            "query": filters.query(),
            "seen": seen,
            "listed": looking.sign(looking.unseen(items)),
        }
        if request.GET.get("part") == "items":
            html = render_to_string("admin/moderation/_items.html", context, request)
            return JsonResponse({"html": html, "after": page.after, "stopped": page.stopped, "numbers": numbers})
        context |= self._around(request, filters, listing, kept)
        return TemplateResponse(request, "admin/moderation/desk.html", {**self.site.each_context(request), **context})

    def _around(
        self, request: HttpRequest, filters: Filters, listing: Listing, kept: counting.Counts
    ) -> dict[str, Any]:
        """Return what stands around the list: filters, what may be acted on at once, what may be undone."""
        batches = undoable(request)
        around = {
            "title": _("Moderation"),
            "tabs": filters.tabs(kept),
            "kinds": filters.kinds(kept),
            "sources": filters.sources(),
            "languages": filters.languages(),
            "reasons": filters.reasons(),
            "batches": " ".join(batches),
            "last_batch": batches[-1] if batches else "",
            "is_first": not request.GET.get("after"),
            "on_a_page": ON_A_PAGE,
        }
        if request.GET.get("select") == "all" and around["is_first"]:
            upto = listing.upto()
            number = listing.everything(upto).order_by()[: bulk() + 1].count()
            around |= {"upto": upto, "selected": min(number, bulk()), "more_selected": number > bulk()}
        return around

    def one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One piece of feedback with all that belongs to it, or a part of that for a script."""
        one.demand(request, "view")
        item = next(iter(items_of([key_of(str(pk))])), None)
        if item is None:
            raise Http404
        looking.look(request, looking.unseen([item]))
        part, back = request.GET.get("part", ""), Filters(request.GET).query()
        if part in one.PARTS:
            context = one.context_of(request, item, back) | one.part_of(item, part)
            return JsonResponse({"html": render_to_string(f"admin/moderation/_{part}.html", context, request)})
        return one.page(request, item, back)
