"""Filters of the admin's lists that Django does not have."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from blog.models import ModerationStatus, Post, TextRepair, TranslationNote

# Beyond this a count is shown as "1000+": nobody plans a day by the difference, and counting a million rows is slow.
COUNTED = 1000


def bounded_count(queryset: QuerySet) -> str:
    """Count up to COUNTED rows."""
    count = queryset.order_by()[: COUNTED + 1].count()
    return f"{COUNTED}+" if count > COUNTED else str(count)


class ValuesFilter(admin.AllValuesFieldListFilter):
    """The values that a field has, by their own names; an empty one has a name too."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or _("none")}


class QueueFilter(admin.SimpleListFilter):
    """Feedback by status, with counts; what awaits moderation is shown unless asked otherwise."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        everything = model_admin.model.objects.all()
        return [
            (status.value, f"{status.label} ({bounded_count(everything.filter(status=status))})")
            for status in ModerationStatus
        ] + [("all", _("all"))]

    def value(self):
        return super().value() or ModerationStatus.PENDING.value

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() in ModerationStatus.values else queryset

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == str(value),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }


class LanguageFilter(admin.SimpleListFilter):
    """Posts by the language they are written in."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        languages = Post.objects.order_by("language").values_list("language", flat=True).distinct()[:50]
        return [(language or "-", language or _("unknown")) for language in languages]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(language="" if self.value() == "-" else self.value())


class PrecisionFilter(admin.SimpleListFilter):
    """Posts by how well their date is known."""

    title = _("date")
    parameter_name = "dated"

    def lookups(self, request, model_admin):
        return [
            ("time", _("time known")),
            ("day", _("day known")),
            ("month", _("month or year only")),
            ("no", _("undated")),
            ("later", _("scheduled")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "time":
                return queryset.filter(published_at__isnull=False)
            case "day":
                return queryset.filter(published_day__isnull=False, published_at__isnull=True)
            case "month":
                return queryset.filter(published_year__isnull=False, published_day__isnull=True)
            case "no":
                return queryset.undated()
            case "later":
                return queryset.scheduled()
        return queryset


class WorkFilter(admin.SimpleListFilter):
    """Posts on which something is left to do."""

    title = _("to do")
    parameter_name = "todo"

    def lookups(self, request, model_admin):
        return [
            ("feedback", _("feedback awaits moderation")),
            ("repairs", _("repairs are proposed")),
            ("notes", _("translation notes are open")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "feedback":
                return queryset.filter(feedback__status=ModerationStatus.PENDING).distinct()
            case "repairs":
                proposed = TextRepair.objects.proposed().filter(
                    content_type__app_label="blog", content_type__model="post"
                )
                return queryset.filter(pk__in=proposed.values("object_id"))
            case "notes":
                return queryset.filter(pk__in=TranslationNote.objects.unresolved().values("post"))
        return queryset


class TranslationFilter(admin.SimpleListFilter):
    """Originals and translations."""

    title = _("translation")
    parameter_name = "translation"

    def lookups(self, request, model_admin):
        return [("no", _("originals")), ("yes", _("translations"))]

    def queryset(self, request, queryset):
        match self.value():
            case "no":
                return queryset.filter(translation_of__isnull=True)
            case "yes":
                return queryset.filter(translation_of__isnull=False)
        return queryset


class OpenFilter(admin.SimpleListFilter):
    """Translation notes by whether they were answered."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("resolved", _("resolved"))]

    def queryset(self, request, queryset):
        match self.value():
            case "open":
                return queryset.unresolved()
            case "resolved":
                return queryset.filter(resolved_at__isnull=False)
        return queryset
