"""Addresses that once led here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.admin import choosing, display
from blog.admin.filters import ValuesFilter
from blog.models import LegacyURL
from blog.models.legacy_url import NOUNS
from blog.text import paths

TARGETS = ("post", *NOUNS, "target_path")


class LegacyURLForm(forms.ModelForm):
    """Takes an address as it stands in a browser; stores the key under which it is looked up."""

    address = forms.CharField(
        label=_("Old address"),
        max_length=1000,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text=_("In full, or from the slash on when it was on this site: /?p=370"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "address" in self.fields and self.instance.pk:
            self.initial["address"] = f"//{self.instance}" if self.instance.host else str(self.instance)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if sum(bool(data.get(name)) for name in TARGETS) != 1:
            raise ValidationError(_("An old address leads to one thing: fill in one of the fields below it."))
        if "address" in data:
            host, path, query = paths.legacy_key(data["address"])
            taken = LegacyURL.objects.filter(host=host, path=path, query=query).exclude(pk=self.instance.pk)
            if len(path) > 700 or len(query) > 255 or len(host) > 255 or taken.exists():
                self.add_error("address", _("This address is known already, or too long."))
            self.instance.host, self.instance.path, self.instance.query = host, path, query
        return data


@admin.register(LegacyURL)
class LegacyURLAdmin(choosing.Choosing):
    form = LegacyURLForm
    list_display = ("old_address", "leads_to")
    list_filter = (("host", ValuesFilter),)
    list_select_related = ("post", *NOUNS)
    search_fields = ("path", "query", "host", "post__title")
    show_full_result_count = False
    raw_id_fields = ("post", *NOUNS)
    fields = ("address", *TARGETS)

    def get_fields(self, request: HttpRequest, obj: LegacyURL | None = None) -> Any:
        if obj and not self.has_change_permission(request, obj):
            return ("old_address", *TARGETS)
        return self.fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("post__body", "post__body_html", "post__source_meta")

    @admin.display(description=_("old address"), ordering="path")
    def old_address(self, legacy: LegacyURL) -> str:
        return str(legacy)

    @admin.display(description=_("leads to"))
    def leads_to(self, legacy: LegacyURL) -> str:
        target = next((found for name in ("post", *NOUNS) if (found := getattr(legacy, name)) is not None), None)
        return display.change_link(target) if target else format_html("<code>{}</code>", legacy.target_path)
