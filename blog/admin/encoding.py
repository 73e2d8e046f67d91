"""The encoding doctor: repairs of mojibake by reading and garbled form, to be looked at and decided on together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from blog.admin.sentences import Sentence, sentences
from blog.admin.text_repairs import STATES, change_repairs
from blog.models import Feedback, Post, Source, TextRepair
from blog.models.text_repair import TextRepairQuerySet
from blog.text.keys import key_of

GROUPS_ON_A_PAGE = 40
REPAIRS_ON_A_PAGE = 20
CHOSEN = 1000  # repairs that one request may name
SOURCES = 200  # offered in the filter


State = TextRepair.State


class Choice(NamedTuple):
    """A value of a filter as it is offered: where it leads, and whether it is chosen."""

    label: str
    query: str
    is_chosen: bool
    number: int


class Filters:
    """What the address narrows the repairs to; what makes no sense narrows nothing."""

    def __init__(self, request: HttpRequest) -> None:
        asked = request.GET
        self.state = asked.get("state", "") if asked.get("state") in TextRepair.State.values else ""
        self.level = asked.get("level", "") if asked.get("level") in TextRepair.Level.values else ""
        self.sources = list(Source.objects.order_by("name", "pk")[:SOURCES])
        self.source = next((source for source in self.sources if source.slug == asked.get("source")), None)

    @property
    def query(self) -> str:
        """The address's query, without the page."""
        return self._with()

    def _with(self, **other: str) -> str:
        chosen = {"state": self.state, "level": self.level, "source": self.source.slug if self.source else ""} | other
        return urlencode({name: value for name, value in chosen.items() if value})

    def narrowed(self, repairs: TextRepairQuerySet, *, by_state: bool = True) -> TextRepairQuerySet:
        """Narrow repairs; whether by their state too."""
        if self.level:
            repairs = repairs.filter(level=self.level)
        if self.source:
            repairs = repairs.filter(_of_source(self.source))
        return repairs.filter(state=self.state) if self.state and by_state else repairs

    def states(self, counts: dict[str, int]) -> list[Choice]:
        """Return the states with how many repairs are in each."""
        choices = [Choice(_("All"), self._with(state=""), not self.state, sum(counts.values()))]
        for value in (State.PROPOSED, State.OPEN, State.APPLIED, State.REVERTED):
            label = str(value.label).capitalize()
            number = counts.get(value.value, 0)
            choices.append(Choice(label, self._with(state=value.value), self.state == value, number))
        return choices


def _of_source(source: Source) -> Q:
    """Return what is of a source: its name, its posts and what was said under them."""
    kinds: dict[type[Model], Any] = {
        Post: Post.objects.filter(source=source).order_by().values("pk"),
        Feedback: Feedback.objects.filter(post__source=source).order_by().values("pk"),
        Source: [source.pk],
    }
    wanted = Q(pk__in=())
    for model, keys in kinds.items():
        wanted |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    return wanted


def urls(site: AdminSite) -> list[Any]:
    """Return the doctor's routes for the admin."""
    return [
        path("encoding/", site.admin_view(require_GET(_Views(site).groups)), name="encoding"),
        path(
            "encoding/<int:pk>/",
            site.admin_view(require_http_methods(["GET", "POST"])(_Views(site).alike)),
            name="encoding_form",
        ),
    ]


class _Views:
    def __init__(self, site: AdminSite) -> None:
        self.site = site

    def groups(self, request: HttpRequest) -> HttpResponse:
        """List the garbled forms by their reading."""
        _demand(request, "view")
        filters = Filters(request)
        repairs = TextRepair.objects.all()
        groups, page = _page_of(filters.narrowed(repairs).grouped_by_reading(), request.GET.get("p", ""))
        if filters.state or not groups:
            counts = filters.narrowed(repairs, by_state=False).in_each_state()
        else:
            counts = {state: groups[0][f"all_{state}"] for state in TextRepair.State.values}
        context = {
            **self.site.each_context(request),
            "title": _("Encoding doctor"),
            "filters": filters,
            "levels": [choice for choice in TextRepair.Level.choices if choice[0] != TextRepair.Level.LOST],
            "states": filters.states(counts),
            "page": page,
            "pages": _pages(page),
            "groups": _described(groups),
        }
        return TemplateResponse(request, "admin/encoding/groups.html", context)

    def alike(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the repairs that are like one, in their sentences; change one, some or all of them."""
        _demand(request, "view")
        one = get_object_or_404(TextRepair, pk=pk)
        filters = Filters(request)
        if request.method == "POST":
            _demand(request, "change")
            return self._change(request, one, filters)
        all_alike = filters.narrowed(TextRepair.objects.alike(one), by_state=False)
        repairs = filters.narrowed(TextRepair.objects.alike(one))
        page = Paginator(repairs.order_by("pk"), REPAIRS_ON_A_PAGE).get_page(request.GET.get("p"))
        shown: list[Sentence] = sentences(list(page.object_list))
        states = filters.states(all_alike.in_each_state())
        context = {
            **self.site.each_context(request),
            "title": _("Encoding doctor"),
            "one": one,
            "filters": filters,
            "states": states,
            "counts": _counts(all_alike),
            "page": page,
            "pages": _pages(page),
            "shown": shown,
            "may_change": request.user.has_perm("blog.change_textrepair"),
        }
        return TemplateResponse(request, "admin/encoding/alike.html", context)

    def _change(self, request: HttpRequest, one: TextRepair, filters: Filters) -> HttpResponse:
        verb, _dash, scope = request.POST.get("do", "").partition("-")
        place = ""
        alike = filters.narrowed(TextRepair.objects.alike(one), by_state=False)
        if verb in STATES:
            if scope in TextRepair.State.values:
                wanted = alike.filter(state=scope)  # all like this
            else:
                keys = request.POST.getlist("repair") if scope == "chosen" else [scope]
                wanted = alike.filter(pk__in=[key for text in keys[:CHOSEN] if (key := key_of(text))])
            refused = change_repairs(request, verb, wanted)
            if key_of(scope) and not refused:
                place = _next(filters.narrowed(TextRepair.objects.alike(one)), key_of(scope))
        page = request.POST.get("p", "")
        query = "&".join(part for part in (filters.query, urlencode({"p": page}) if page.isdigit() else "") if part)
        address = reverse("admin:encoding_form", args=[one.pk]) + (f"?{query}" if query else "")
        return HttpResponseRedirect(address + place)


def _page_of(found: QuerySet[Any, dict[str, Any]], asked: str) -> tuple[list[dict[str, Any]], Page[int]]:
    """Return a page of groups, and the page of their numbers; one query where there is such a page."""
    wanted = max(key_of(asked), 1)
    first = (wanted - 1) * GROUPS_ON_A_PAGE
    groups = list(found[first : first + GROUPS_ON_A_PAGE])
    beyond = not groups and first > 0
    number = groups[0]["number"] if groups else next((group["number"] for group in found[: 1 if beyond else 0]), 0)
    page = Paginator(range(number), GROUPS_ON_A_PAGE).get_page(wanted)
    if beyond and number:
        groups = list(found[page.start_index() - 1 :][:GROUPS_ON_A_PAGE])
    return groups, page


def _described(groups: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return groups with what one of their repairs says of all; one query."""
    said = TextRepair.objects.in_bulk([group["one"] for group in groups])
    return [
        group | {"before": one.before, "after": one.after, "level": one.level}
        for group in groups
        if (one := said.get(group["one"])) is not None
    ]


def _counts(repairs: TextRepairQuerySet) -> dict[str, int]:
    """Return how many repairs are in each state, and in how many objects; one query."""
    for group in repairs.grouped()[:1]:
        return dict(group)
    return {state.value: 0 for state in TextRepair.State} | {"total": 0, "owners": 0}


def _pages(page: Page[Any]) -> list[int | str]:
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


def _next(shown: TextRepairQuerySet, key: int) -> str:
    """Return where in the page to go on once one repair is decided on: at it, or at the next where it is not shown."""
    found = shown.filter(pk__gte=key).order_by("pk").values_list("pk", flat=True).first()
    return f"#repair-{found}" if found else ""


def _demand(request: HttpRequest, action: str) -> None:
    if not request.user.has_perm(f"blog.{action}_textrepair"):
        raise PermissionDenied
