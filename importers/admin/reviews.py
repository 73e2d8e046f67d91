"""The scraped pages that wait for review: their list, and the screen on which a person decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from blog import publishing
from blog.admin import display, listing
from blog.admin.filters import bounded_count
from blog.admin.people import at_the_desk
from blog.models import Post
from blog.text.keys import key_of
from blog.text.wording import gettext_noop
from importers import tasks
from importers.admin import screen
from importers.admin.parts import AUTOMATIC_KEY
from importers.admin.reading import ReadOnly, link_here
from importers.admin.review_requests import (
    anchor_of,
    here_of,
    lines_from,
    list_url,
    narrowed,
    numbers_of,
    query_of,
    screen_url,
    seen_of,
)
from importers.loading import deciding
from importers.loading.examining import OpenPage, open_page
from importers.loading.reviewing import Written
from importers.models import PageReview
from importers.reporting import Unusable
from importers.scraping import decisions
from importers.scraping.doubts import can_accept

if TYPE_CHECKING:
    ReviewAdminBase = admin.ModelAdmin[PageReview]
else:
    ReviewAdminBase = listing.Listing

State, Doubt = PageReview.State, PageReview.Doubt
TONES = {Doubt.CHECKSUM: "bad", Doubt.TITLE: "bad", Doubt.BODY: "bad", Doubt.COMMENTS: "wait", Doubt.GUESS: "quiet"}
AT_ONCE = 12  # pages built alike that are written while a person waits; more are left to a worker
SHOWN_ALIKE = 60


class StateFilter(admin.SimpleListFilter):
    """Pages by what is to be done; those that wait are shown unless asked otherwise."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        pages = deciding.reviewable()
        named = [(state.value, f"{state.label} ({bounded_count(pages.filter(state=state))})") for state in State]
        return [*named, ("all", _("all"))]

    def value(self) -> str:
        return super().value() or State.WAITING.value

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset

    def choices(self, changelist: Any) -> Any:
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": self.value() == str(value), "query_string": query, "display": label}


class DoubtFilter(admin.SimpleListFilter):
    """Pages by why they wait."""

    title = gettext_lazy("why")
    parameter_name = "why"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Doubt.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(doubts__contains=f",{self.value()},") if self.value() in Doubt.values else queryset


class ReviewList(listing.SoundList):
    """A page of pages, with the posts that they became."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        light = Post.objects.only("pk", "title", "path", "status")
        posts = light.in_bulk([review.item.object_id for review in self.result_list if review.item.object_id])
        for review in self.result_list:
            review.item.here = posts.get(review.item.object_id)


@admin.register(PageReview)
class PageReviewAdmin(ReadOnly, ReviewAdminBase):
    """Pages are queued by imports: here they are reviewed."""

    list_display = ("titled", "why", "status", "source", "how_it_stands")
    list_display_links = None
    list_filter = (StateFilter, DoubtFilter, ("source", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("source", "item")
    list_per_page = 50
    search_fields = ("item__origin", "item__identity")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[PageReview]:
        heavy = ("steps", "furniture", "item__raw", "item__provenance", "item__written")
        return deciding.reviewable().defer(*heavy)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ReviewList]:
        return ReviewList

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("importers.change_pagereview")

    @admin.display(description=gettext_lazy("page"))
    def titled(self, review: PageReview) -> SafeString:
        here = getattr(review.item, "here", None)
        name = display.excerpt(str(here), 90) if here is not None else review.item.origin or review.item.identity
        found = review.item.origin or review.item.identity
        address = screen_url(review.pk)
        return format_html(
            '<span class="titled"><a href="{}">{}</a><span class="about">{}</span></span>', address, name, found
        )

    @admin.display(description=gettext_lazy("why"))
    def why(self, review: PageReview) -> SafeString | str:
        return badges(review) or "–"

    @admin.display(description=gettext_lazy("the post"))
    def status(self, review: PageReview) -> SafeString | str:
        here = getattr(review.item, "here", None)
        return display.state_badge(here) if here else link_here(review.item)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def how_it_stands(self, review: PageReview) -> SafeString:
        tones = {State.WAITING: "wait", State.REVIEWED: "good"}
        return format_html(
            '<span class="badge tone-{}">{}</span>', tones.get(State(review.state), "quiet"), review.get_state_display()
        )

    # The screen

    def get_urls(self) -> list[Any]:
        view, info = self.admin_site.admin_view, "importers_pagereview"
        steps = {"assign": self.assign, "accept": self.accept, "undo": self.undo, "save": self.save_page}
        own = [
            path(f"<int:pk>/{name}/", view(require_POST(self._step(act))), name=f"{info}_{name}")
            for name, act in steps.items()
        ]
        alike = path("<int:pk>/alike/", view(self.alike_view), name=f"{info}_alike")
        return [*own, alike, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the page and what is made of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        review = self.asked_for(object_id)
        try:
            page = open_page(review)
        except Unusable as refusal:
            self.message_user(request, refusal.told(_), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:importers_pagereview_changelist"))
        post = Post.objects.filter(pk=review.item.object_id or 0).first()
        before, after = deciding.next_to(review, narrowed(request))
        context = {
            **self.admin_site.each_context(request),
            **screen.context_of(page, review, post),
            "title": _("Review a page"),
            "opts": self.opts,
            "lines": screen.lines_html(screen.rows_of(page, lines_from(request)), self.has_change_permission(request)),
            "stretches": stretches(page, request),
            "badges": badges(review),
            "may_decide": self.has_change_permission(request),
            "query": query_of(request),
            "here": here_of(request),
            "before": screen_url(before, request) if before else "",
            "after": screen_url(after, request) if after else "",
            "alike": alike_to(page),
            "automatic_key": AUTOMATIC_KEY,
            "is_nav_sidebar_enabled": False,
        }
        return TemplateResponse(request, "admin/importers/pagereview/review.html", context)

    def asked_for(self, key: Any) -> PageReview:
        reviews = PageReview.objects.select_related("item__source", "source")
        return get_object_or_404(reviews, pk=key_of(str(key)))

    def _step(self, act: Callable[[HttpRequest, PageReview, OpenPage], str]) -> Callable[..., HttpResponse]:
        """Return the view of a decision: it answers a script with what changed, and a form with the screen."""

        def view(request: HttpRequest, pk: int) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            review = self.asked_for(pk)
            said, level = "", messages.SUCCESS
            try:
                said = act(request, review, open_page(review))
            except Unusable as refusal:
                said, level = refusal.told(_), messages.WARNING
                review = self.asked_for(pk)
            if request.headers.get("X-Requested-With") == "fetch":
                return self.changed(request, review, said, level)
            if said:
                self.message_user(request, said, level)
            return HttpResponseRedirect(self.where_next(request, review, level) + anchor_of(request))

        return view

    def where_next(self, request: HttpRequest, review: PageReview, level: int) -> str:
        """Return the screen of the next page that waits where that was asked for, else this one's."""
        if level == messages.SUCCESS and request.POST.get("then") == "next":
            _before, after = deciding.next_to(review, narrowed(request))
            return screen_url(after, request) if after else list_url(request)
        return screen_url(review.pk) + here_of(request)

    def changed(self, request: HttpRequest, review: PageReview, said: str, level: int) -> HttpResponse:
        """Return what a script puts in place of what stands there."""
        page = open_page(review)
        context = {**screen.context_of(page, review, None), "query": query_of(request), "here": here_of(request)}
        context["may_decide"] = True
        context["alike"] = alike_to(page)
        return JsonResponse(
            {
                "version": review.version,
                "steps": len(review.steps),
                "lines": screen.painting(page, lines_from(request)),
                "record": render_to_string("admin/importers/pagereview/_record.html", context, request),
                "checks": render_to_string("admin/importers/pagereview/_checks.html", context, request),
                "alike": render_to_string("admin/importers/pagereview/_alike.html", context, request),
                "said": said,
                "failed": level != messages.SUCCESS,
            }
        )

    def assign(self, request: HttpRequest, review: PageReview, page: OpenPage) -> str:
        """Assign lines to a part."""
        if request.POST.get("part") == "-":
            raise Unusable(gettext_noop("Say by one of the buttons what the lines are."))
        numbers = numbers_of(request)
        lines = [line for line in decisions.lines_of(page.found) if line.number in numbers]
        try:
            step = decisions.assign(request.POST.get("part", "?"), lines)
        except KeyError as error:
            raise Unusable(gettext_noop("There is no such part of a page.")) from error
        if not step["lines"]:
            return _("No line is selected.")
        deciding.add_step(review, seen_of(request), step)
        number = len(step["lines"])
        return ngettext("%d line was assigned.", "%d lines were assigned.", number) % number

    def accept(self, request: HttpRequest, review: PageReview, page: OpenPage) -> str:
        """Accept a guess."""
        name, value = request.POST.get("field", ""), request.POST.get("value", "").strip()
        if not can_accept(name, value):
            raise Unusable(gettext_noop("This value cannot stand in this field."))
        deciding.add_step(review, seen_of(request), decisions.accept(name, value))
        return _("The guess was accepted.")

    def undo(self, request: HttpRequest, review: PageReview, page: OpenPage) -> str:
        """Take the last decision back."""
        undone = deciding.undo_step(review, seen_of(request))
        return _("The last decision was undone.") if undone else _("There is nothing to undo.")

    def save_page(self, request: HttpRequest, review: PageReview, page: OpenPage) -> str:
        """Write what was decided into the post, and publish it when that was asked for."""
        if seen_of(request) != review.version:
            raise deciding.Overtaken
        publish = request.POST.get("publish") == "1"
        if publish and not request.user.has_perm("blog.change_post"):
            raise PermissionDenied
        written = deciding.save(page, at_the_desk(request))
        if publish and not written.post.title:
            raise Unusable(
                gettext_noop("Saved, and not published: the post has no title. Assign one, or edit the post.")
            )
        if publish and written.post.status != Post.Status.PUBLISHED:
            written.post._history_user = at_the_desk(request)
            publishing.publish(written.post)
            return told_of(written, _("Saved; the post is public now."))
        return told_of(written, _("Saved in the post.") if written.changed else _("Reviewed; nothing had to change."))

    def alike_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show which pages are built alike and what would change there; do it when asked to by the button."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        review = self.asked_for(pk)
        pages = deciding.alike(review)
        if request.method == "POST":
            return self.apply_alike(request, review, list(pages.values_list("pk", flat=True)))
        try:
            example = open_page(review)
        except Unusable as refusal:
            self.message_user(request, refusal.told(_), messages.ERROR)
            return HttpResponseRedirect(screen_url(pk, request))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Apply to the pages built like this one?"),
            "opts": self.opts,
            "review": review,
            "found": screen.alike_of(example, pages, SHOWN_ALIKE),
            "number": pages.count(),
            "query": query_of(request),
            "back": screen_url(pk, request),
        }
        return TemplateResponse(request, "admin/importers/pagereview/alike.html", context)

    def apply_alike(self, request: HttpRequest, review: PageReview, keys: list[int]) -> HttpResponse:
        left_out = {key_of(shown) for shown in request.POST.getlist("shown")}
        left_out -= {key_of(chosen) for chosen in request.POST.getlist("page")}
        keys = [key for key in keys if key not in left_out]
        if not keys:
            self.message_user(request, _("No page was chosen."), messages.INFO)
            return HttpResponseRedirect(screen_url(review.pk, request))
        try:
            run = tasks.review_alike(review, keys, at_the_desk(request), at_once=len(keys) <= AT_ONCE)
        except Unusable as refusal:
            self.message_user(request, refusal.told(_), messages.ERROR)
            return HttpResponseRedirect(screen_url(review.pk, request))
        return HttpResponseRedirect(reverse("admin:importers_importrun_change", args=[run.pk]))


def stretches(page: OpenPage, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the stretches in which the lines of a long page are shown, each with its address; none of a short one."""
    number = len(decisions.lines_of(page.decided))
    if number <= screen.SHOWN_LINES:
        return []
    return [
        {
            "first": first,
            "last": min(number, first + screen.SHOWN_LINES - 1),
            "url": screen_url(page.review.pk) + here_of(request, first),
            "is_here": first == lines_from(request),
        }
        for first in range(1, number + 1, screen.SHOWN_LINES)
    ]


def alike_to(page: OpenPage) -> dict[str, Any] | None:
    """Return how many pages are built like one upon which something was decided."""
    shown = bounded_count(deciding.alike(page.review)) if page.assigned else "0"
    return {"number": int(shown.rstrip("+")), "shown": shown} if shown != "0" else None


def badges(review: PageReview) -> SafeString:
    """Return why a page waits, as badges."""
    return format_html_join(
        " ", '<span class="badge tone-{}">{}</span>', ((TONES[Doubt(why)], Doubt(why).label) for why in review.reasons)
    )


def told_of(written: Written, said: str) -> str:
    """Add to what was done what was left alone for an editor's sake."""
    number = len(written.conflicts)
    if not number:
        return said
    kept = ngettext("%d value that was edited here was kept.", "%d values that were edited here were kept.", number)
    return f"{said} {kept % number}"
