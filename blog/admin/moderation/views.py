"""The pages of the desk. What they change, they change through `blog.moderation` and `blog.ruling`."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from blog import authorship, counting, moderation
from blog.admin.moderation import acting
from blog.admin.moderation.filters import Filters
from blog.admin.moderation.items import Item, items_of
from blog.admin.moderation.listing import BULK, ON_A_PAGE, Listing
from blog.admin.moderation.telling import VERBS
from blog.admin.people import at_the_desk
from blog.models import AuthorNote, Feedback, ModerationEvent
from blog.threading import thread

PARTS = ("thread", "author", "edit", "reply")
IN_A_THREAD = 200  # comments that are read of a post
AROUND = 60  # that are shown
OF_AN_AUTHOR = 25


def urls(site: AdminSite) -> list[Any]:
    """Return the desk's routes for the admin."""
    views = _Views(site)
    return [
        path("moderation/", site.admin_view(require_GET(views.desk)), name="moderation"),
        path("moderation/act/", site.admin_view(require_POST(acting.act)), name="moderation_act"),
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
        acting.demand(request, "view")
        filters = Filters(request.GET)
        kept = counting.counts()
        numbers = {tab.name: tab.number for tab in filters.tabs(kept)}
        if request.GET.get("part") == "numbers":
            return JsonResponse({"numbers": numbers})
        listing = Listing(filters, kept)
        page = listing.page(request.GET.get("after", ""))
        items = items_of(page.keys, filters.q)
        look(request, items)
        context = {
            "filters": filters,
            "items": items,
            "page": page,
            "verbs": VERBS,
            "may_act": acting.may(request, "change"),
            "query": filters.query(),
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
        last = ModerationEvent.objects.filter(by=at_the_desk(request)).order_by("-pk").only("batch").first()
        around = {
            "title": _("Moderation"),
            "tabs": filters.tabs(kept),
            "kinds": filters.kinds(kept),
            "sources": filters.sources(),
            "languages": filters.languages(),
            "reasons": filters.reasons(),
            "last_batch": last.batch if last else "",
            "is_first": not request.GET.get("after"),
            "on_a_page": ON_A_PAGE,
        }
        if request.GET.get("select") == "all" and around["is_first"]:
            upto = listing.upto()
            number = listing.everything(upto).order_by()[: BULK + 1].count()
            around |= {"upto": upto, "selected": min(number, BULK), "more_selected": number > BULK}
        return around

    def one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One piece of feedback with all that belongs to it, or a part of that for a script."""
        acting.demand(request, "view")
        item = next(iter(items_of([pk])), None)
        if item is None:
            raise Http404
        look(request, [item])
        part = request.GET.get("part", "")
        context = {
            "item": item,
            "may_act": acting.may(request, "change"),
            "verbs": VERBS,
            "back": Filters(request.GET).query(),
        }
        if part in PARTS:
            context |= getattr(self, f"_{part}")(item)
            return JsonResponse({"html": render_to_string(f"admin/moderation/_{part}.html", context, request)})
        for name in PARTS:
            context |= getattr(self, f"_{name}")(item)
        context |= {"title": _("Moderation"), "events": item.feedback.events.select_related("by").order_by("-pk")[:20]}
        return TemplateResponse(request, "admin/moderation/one.html", {**self.site.each_context(request), **context})

    def _thread(self, item: Item) -> dict[str, Any]:
        """Return the conversation around: the latest of the post, cut to what stands near."""
        heavy = ("body", "source_meta", "findings")
        rows = Feedback.objects.comments().filter(post=item.feedback.post_id).defer(*heavy)
        near = list(rows.filter(pk__lte=item.pk).order_by("-pk")[: IN_A_THREAD // 2])
        near += list(rows.filter(pk__gt=item.pk).order_by("pk")[: IN_A_THREAD // 2])
        nodes = thread(sorted(near, key=lambda row: (row.submitted_at is not None, row.submitted_at, row.pk)))
        place = next((n for n, node in enumerate(nodes) if node.comment.pk == item.pk), 0)
        first = max(0, place - AROUND // 2)
        return {"nodes": nodes[first : first + AROUND], "cut": len(nodes) > AROUND}

    def _author(self, item: Item) -> dict[str, Any]:
        """Return what is known of the author."""
        history = authorship.history(item.author) if item.author else None
        latest = authorship.feedback_of(item.author).order_by("-pk") if item.author else Feedback.objects.none()
        latest = latest.select_related("post").only(
            "kind", "status", "body_html", "submitted_at", "submitted_text", "post__title", "post__path"
        )
        rows = list(latest[: OF_AN_AUTHOR * 4])
        rejected = [row for row in rows if row.status in ("spam", "trash")]
        notes = authorship.notes(item.author) if item.author else AuthorNote.objects.none()
        return {
            "history": history,
            "rate": round(100 * history.rate) if history and history.rate is not None else None,
            "latest": rows[:OF_AN_AUTHOR],
            "rejected": rejected[:OF_AN_AUTHOR],
            "notes": list(notes[:50]),
            "of_author": Filters({"tab": "all", "author": item.by_email or item.feedback.author_name}).query(),
            "of_address": Filters({"tab": "all", "address": item.feedback.author_address}).query(),
        }

    def _edit(self, item: Item) -> dict[str, Any]:
        return {"form": acting.EditForm(initial=acting.words_of(item.feedback), feedback=item.feedback)}

    def _reply(self, item: Item) -> dict[str, Any]:
        return {}


def look(request: HttpRequest, items: list[Item]) -> None:
    """Note that a moderator has seen what a page shows."""
    unseen = [item.pk for item in items if item.feedback.looked_at is None]
    if unseen and acting.may(request, "change"):
        moderation.look(unseen, at_the_desk(request))
