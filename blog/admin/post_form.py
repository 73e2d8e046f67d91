"""The form of a post: fields that belong together are judged together, and what nobody edited comes back unchanged."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog import publishing, translating
from blog.admin import choosing
from blog.models import Post, Tag
from blog.text import languages, paths

# The statuses of a translator, who prepares a translation and lets an editor publish it.
UNPUBLISHED = translating.IN_PREPARATION
DATE_PARTS = ("published_year", "published_month", "published_day")
TAG_LENGTH = Tag._meta.get_field("name").max_length


class MomentField(forms.DateTimeField):
    """Keeps the stored moment where its text was not touched: it says no microseconds, nor which of two like hours."""

    stored: dt.datetime | None = None

    def is_untouched(self, text: Any) -> bool:
        if self.stored is None or not isinstance(text, str):
            return False
        shown = self.widget.format_value(self.prepare_value(self.stored))
        return text in (shown, shown.removesuffix(":00"))  # browsers leave out seconds that are none

    def clean(self, value: Any) -> dt.datetime | None:
        return self.stored if self.is_untouched(value) else super().clean(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.is_untouched(data) and super().has_changed(initial, data)


# One field with the browser's own picker, where Django has two without names.
MOMENTS: dict[Any, dict[str, Any]] = {
    models.DateTimeField: {
        "form_class": MomentField,
        "widget": forms.DateTimeInput({"type": "datetime-local", "step": 1}, "%Y-%m-%dT%H:%M:%S"),
    }
}


class ExactTextForm(forms.ModelForm):
    """Keeps long texts as they were stored: a browser sends CRLF for every line break, and Django strips the ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
                field.strip = False

    def clean(self) -> dict[str, Any]:
        """Take over untouched texts to the byte; edited ones get plain line feeds."""
        super().clean()
        for name, field in self.fields.items():
            if not isinstance(field.widget, forms.Textarea) or not isinstance(self.cleaned_data.get(name), str):
                continue
            stored, sent = self.initial.get(name) or "", _line_feeds(self.cleaned_data[name])
            self.cleaned_data[name] = stored if sent == _line_feeds(stored) else sent
        return self.cleaned_data


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class PostForm(ExactTextForm):
    co_authors = choosing.AuthorsField(required=False)
    categories = choosing.CategoriesField(required=False)
    tags = choosing.TagNamesField(required=False)

    class Meta:
        # Model and fields come from the admin's fieldsets.
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "body": forms.Textarea(attrs={"class": "vLargeTextField body", "rows": 24, "spellcheck": "true"}),
            "excerpt": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
            "seo_title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "seo_description": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 2}),
            "path": forms.TextInput(attrs={"class": "vLargeTextField"}),
        }

    # Set by the admin for the person and the post at hand.
    may_publish = True
    may_add_tags = True
    said: Mapping[str, str] = MappingProxyType({})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "path" in self.fields:
            self.fields["path"].required = False
        if isinstance(moment := self.fields.get("published_at"), MomentField):
            moment.stored = self.instance.published_at
        if "slug" in self.fields:
            self.fields["slug"].help_text = _("Part of the address of a new post; empty: made from the title.")
        for name, text in self.said.items():
            if name in self.fields:
                note = format_html('<span class="said">{} <q>{}</q></span>', _("The file said:"), text)
                self.fields[name].help_text = format_html("{} {}", self.fields[name].help_text, note)
        status = self.fields.get("status")
        if not self.may_publish and isinstance(status, forms.ChoiceField):
            allowed = {*UNPUBLISHED, self.instance.status}
            status.choices = [pair for pair in Post.Status.choices if pair[0] in allowed]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].strip()
        return slug if slug == self.instance.slug else paths.slugify(slug)

    def clean_path(self) -> str:
        path = unicodedata.normalize("NFC", self.cleaned_data["path"]).strip().strip("/")
        if path == self.instance.path:
            return path
        if self.instance.pk and not path:
            raise ValidationError(_("A post that is there has an address."))
        if path and not publishing.is_possible(path):
            raise ValidationError(
                _("Another page answers here, or no browser can ask for this address, or it is too long.")
            )
        return path

    def clean_language(self) -> str:
        written = self.cleaned_data["language"].strip()
        tag = languages.normalize_language(written)
        if written and not tag and written != self.instance.language:
            raise ValidationError(_("This is not the tag of a language."))
        return tag or written

    def clean_parent(self) -> Post | None:
        """Refuse a parent that stands below the page itself."""
        parent: Post | None = self.cleaned_data["parent"]
        above, seen = parent.pk if parent else None, set()
        while above and self.instance.pk and above not in seen:
            if above == self.instance.pk:
                raise ValidationError(_("A page cannot stand below itself."))
            seen.add(above)
            above = Post.objects.filter(pk=above).values_list("parent", flat=True).first()
        return parent

    def clean_translation_of(self) -> Post | None:
        original = self.cleaned_data["translation_of"]
        if original is None or original.pk == self.instance.translation_of_id:
            return original
        original = translating.original_of(original)
        if self.instance.pk and (original.pk == self.instance.pk or self.instance.translations.exists()):
            raise ValidationError(_("A post that has translations is an original."))
        return original

    def clean_tags(self) -> list[str]:
        """Judge the names that the post does not bear yet."""
        names: list[str] = self.cleaned_data["tags"]
        borne = {publishing.plain_name(tag) for tag in self.initial.get("tags") or ()}
        slugs = {name: paths.slugify(name) for name in names if name not in borne}
        known = set(Tag.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True)) if slugs else set()
        for name, slug in slugs.items():
            if slug in known:
                continue
            if not slug or len(name) > TAG_LENGTH:
                raise ValidationError(_("“%s” cannot be a tag: it has no letters, or too many.") % name[:TAG_LENGTH])
            if not self.may_add_tags:
                raise ValidationError(_("There is no tag “%s” yet. An editor can add it.") % name)
        return names

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.keys() >= {*DATE_PARTS, "published_at"}:
            self.clean_date()
        return self.cleaned_data

    def _get_validation_exclusions(self) -> set[str]:
        """Where something is wrong with a date, it has been said in words: the constraints have nothing to add."""
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # Django's own, not in its stubs
        names = {*DATE_PARTS, "published_at"}
        return found | names if names & self.errors.keys() else found

    def _save_m2m(self) -> None:
        """Store the tags where names may repeat; taggit would find them by name."""
        names = self.cleaned_data.pop("tags", None)
        super()._save_m2m()  # type: ignore[misc] # Django's own, which its stubs do not name
        if names is not None:
            publishing.set_tags(self.instance, names)

    def clean_date(self) -> None:
        """Judge year, month, day and moment together; a moment alone gives the other three."""
        data = self.cleaned_data
        year, month, day = (data[name] for name in DATE_PARTS)
        moment = data["published_at"]
        moment = moment and timezone.localtime(moment)
        if moment and not (year or month or day):
            data.update(zip(DATE_PARTS, (moment.year, moment.month, moment.day), strict=True))
            return
        for name, last in zip(DATE_PARTS, (9999, 12, 31), strict=True):
            if data[name] is not None and not 1 <= data[name] <= last:
                self.add_error(name, _("From 1 to %d.") % last)
                return
        if (month and not year) or (day and not month):
            missing = "published_month" if year else "published_year"
            self.add_error(missing, _("A month needs its year, and a day its month."))
            return
        try:
            date = dt.date(year or 1, month or 1, day or 1)
        except ValueError:
            self.add_error("published_day", _("There is no such day in that month."))
            return
        if moment and not day:
            self.add_error("published_at", _("When the time is known, the day is known too."))
        # The day is that of the old blog's clock, up to 14 hours away from any other.
        elif moment and abs(moment.date() - date) > dt.timedelta(days=1):
            self.add_error("published_at", _("Day and moment do not agree."))
