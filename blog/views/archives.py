"""Archives by date, as far as dates are known. They go by the date parts, which are in the source's own time zone."""

from __future__ import annotations

import calendar
from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from blog import redirecting
from blog.models import Category, Post, Tag
from blog.views.base import PostListPage, PublicPage

MAX_TERMS = 60


def days_of(year: int, month: int) -> list[list[int]]:
    """Return the weeks of a month, Monday first, 0 for days of other months."""
    return calendar.Calendar().monthdayscalendar(year, month)


class ArchiveView(PublicPage, TemplateView):
    """Every year and month that has posts; categories, tags, pages."""

    template_name = "blog/archive.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posts = Post.objects.public().posts()
        years: dict[int, dict[str, Any]] = {}
        dated = posts.exclude(published_year=None).values_list("published_year", "published_month")
        for year, month, count in dated.annotate(n=Count("pk")).order_by("-published_year", "published_month"):
            entry = years.setdefault(year, {"year": year, "count": 0, "months": {}})
            entry["count"] += count
            if month is not None:
                entry["months"][month] = count
        public = Post.objects.public()
        return super().get_context_data(
            years=[{**entry, "months": months_of(entry["months"])} for entry in years.values()],
            undated_count=posts.undated().count(),
            pages=public.pages().exclude(title="").only("title", "path", "language", "kind").order_by("path")[:200],
            categories=Category.objects.filter(posts__in=public).annotate(n=Count("posts")).order_by("path")[:200],
            tags=sorted(
                Tag.objects.filter(posts__in=public).annotate(n=Count("posts")).order_by("-n", "name")[:MAX_TERMS],
                key=lambda tag: tag.name.casefold(),
            ),
            post_languages=posts.exclude(language="")
            .order_by("language")
            .values_list("language", flat=True)
            .distinct(),
            **kwargs,
        )


def months_of(counts: dict[int, int]) -> list[tuple[int, int]]:
    """Return (month, count) for the twelve months."""
    return [(month, counts.get(month, 0)) for month in range(1, 13)]


class DatedView(PostListPage):
    """Posts of one year, month or day: whichever the address names."""

    template_name = "blog/archive_dated.html"

    def get_queryset(self):
        return super().get_queryset().filter(**self.date_filter())

    def date_filter(self) -> dict[str, int]:
        return {f"published_{part}": number for part, number in self.kwargs.items()}

    def get(self, request, *args, **kwargs):
        """Answer 404 to a date without posts: nothing was written that day."""
        if not self.get_queryset().order_by()[:1].exists():
            raise Http404(_("Nothing here was published at that date."))
        return super().get(request, *args, **kwargs)

    def neighbour(self, later: bool) -> tuple[int, ...] | None:
        """Return the nearest date of the same precision that has posts."""
        sought, same = Q(), dict[str, int]()
        for part, number in self.date_filter().items():
            sought |= Q(**same, **{f"{part}__gt" if later else f"{part}__lt": number})
            same[part] = number
        dates = Post.objects.public().posts().filter(sought).exclude(**{part: None})
        return dates.order_by(*(part if later else f"-{part}" for part in same)).values_list(*same).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            date_parts=tuple(self.kwargs.values()),
            earlier=self.neighbour(later=False),
            later=self.neighbour(later=True),
            **self.kwargs,
            **kwargs,
        )


class YearView(DatedView):
    """Posts of a year, with a way into its months."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posts = Post.objects.public().posts().filter(**self.date_filter()).exclude(published_month=None)
        counts = dict(posts.values_list("published_month").annotate(n=Count("pk")).order_by())
        return super().get_context_data(
            months=months_of(counts), namesakes=redirecting.pages_once_at(self.request.path_info), **kwargs
        )


class MonthView(DatedView):
    """Posts of a month, with its calendar."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        posts = Post.objects.public().posts().filter(**self.date_filter()).exclude(published_day=None)
        counts = dict(posts.values_list("published_day").annotate(n=Count("pk")).order_by())
        weeks = [[(day, counts.get(day, 0)) for day in week] for week in days_of(*self.kwargs.values())]
        return super().get_context_data(weeks=weeks, **kwargs)


class DayView(DatedView):
    """Posts of a day."""


class UndatedView(PostListPage):
    """Posts whose date nobody knows."""

    template_name = "blog/undated.html"

    def get_queryset(self):
        return super().get_queryset().undated()
