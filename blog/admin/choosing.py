"""How a form chooses other objects: fields and lists that work by keyboard, on a phone and without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.widgets import ForeignKeyRawIdWidget, RelatedFieldWidgetWrapper
from django.db.models import Field
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from taggit.utils import parse_tags

from blog import publishing
from blog.admin.listing import Listing
from blog.models import Author, Category, Post, Tag

DEEPEST = 6  # levels of the tree that are told apart by indentation


class TreeIterator(ModelChoiceIterator):
    """Categories as the tree they are, in one query; each knows the names above it.

    Sorted here: a database sorts "a-b" between "a" and "a/b".
    """

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        categories = sorted(self.queryset, key=lambda category: category.path.split("/"))
        names = {category.path: category.name for category in categories}
        for category in categories:
            steps = category.path.split("/")
            above = ("/".join(steps[:depth]) for depth in range(1, len(steps)))
            category.above = [names[path] for path in above if path in names]
            yield self.choice(category)


class CategoryTree(forms.CheckboxSelectMultiple):
    """A box of checkboxes, indented; who cannot see that hears the names above."""

    template_name = "admin/blog/widgets/category_tree.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"above": value.instance.above, "depth": min(len(value.instance.above), DEEPEST)}


class CategoriesField(forms.ModelMultipleChoiceField):
    iterator = TreeIterator
    widget = CategoryTree

    def __init__(self, **options: Any) -> None:
        label = options.setdefault("label", capfirst(Category._meta.verbose_name_plural))
        super().__init__(Category.objects.only("name", "path"), **options)
        self.widget.attrs["aria-label"] = label


class Boxes(forms.CheckboxSelectMultiple):
    """The same box for what is no tree."""

    template_name = "admin/blog/widgets/category_tree.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"above": [], "depth": 0}


class AuthorsField(forms.ModelMultipleChoiceField):
    widget = Boxes

    def __init__(self, **options: Any) -> None:
        label = options.setdefault("label", capfirst(Post._meta.get_field("co_authors").verbose_name))
        super().__init__(Author.objects.only("name"), **options)
        self.widget.attrs["aria-label"] = label


class CategoryField(forms.ModelChoiceField):
    iterator = TreeIterator

    def __init__(self, **options: Any) -> None:
        super().__init__(Category.objects.only("name", "path"), **options)

    def label_from_instance(self, category: Any) -> str:
        return " › ".join([*category.above, category.name])


class TagNamesField(forms.CharField):
    """Names of tags, separated by commas; a name that has a comma itself stands in quotation marks."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", capfirst(Tag._meta.verbose_name_plural))
        options.setdefault(
            "help_text", _("Names separated by commas. One that has a comma itself stands in quotation marks.")
        )
        super().__init__(**options)
        self.widget.attrs |= {"class": "vLargeTextField", "autocomplete": "off", "autocapitalize": "off"}

    def prepare_value(self, value: Sequence[Tag] | str | None) -> str | None:
        if value is None or isinstance(value, str):
            return value
        names = sorted({publishing.plain_name(tag) for tag in value}, key=str.casefold)
        return ", ".join(f'"{name}"' if "," in name else name for name in names)

    def clean(self, value: Any) -> list[str]:  # type: ignore[override] # names, not one text
        return names_in(super().clean(value))

    def has_changed(self, initial: Sequence[Tag] | None, data: Any) -> bool:
        return set(names_in(data or "")) != {publishing.plain_name(tag) for tag in initial or ()}


def names_in(text: str) -> list[str]:
    """Return the names in a text, by taggit's rules.

    The comma at the end says that commas separate: without any, taggit would take every word for a tag.
    """
    return [" ".join(name.split()) for name in parse_tags(f"{text},")]


class NumberInput(ForeignKeyRawIdWidget):
    """The number of an object, a link to the list where it is looked up, and its title."""

    template_name = "admin/blog/widgets/number_input.html"
    may_look = True

    class Media:
        js = ("admin/js/jquery.init.js", "blog/chosen.js")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"inputmode": "numeric", "autocomplete": "off"}
        context["about"] = self.rel.field.verbose_name
        if not self.may_look:
            context |= {"related_url": None, "link_url": None}
        return context


class Choosing(Listing):
    """An admin whose forms choose other objects: `raw_id_fields` by number, all others from a select."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.raw_id_fields:
            widget = NumberInput(db_field.remote_field, self.admin_site)
            meta = db_field.related_model._meta
            verbs = ("view", "change")
            widget.may_look = any(request.user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}") for verb in verbs)
            kwargs["widget"] = widget
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Keep one form from deleting and renaming what others use too."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_change_related = False
        return field


class ChosenFrom(admin.ModelAdmin):
    """An admin whose list is looked up for the number of an object."""

    columns_to_choose_by: Sequence[str] = ()

    def get_list_display(self, request: HttpRequest) -> Any:
        if is_lookup(request):
            return ("number", "__str__", *self.columns_to_choose_by)
        return super().get_list_display(request)

    def get_list_display_links(self, request: HttpRequest, list_display: Any) -> Any:
        if is_lookup(request):
            return ("number", "__str__")
        return super().get_list_display_links(request, list_display)

    @admin.display(description=_("number"), ordering="pk")
    def number(self, obj: Any) -> str:
        return str(obj.pk)


def is_lookup(request: HttpRequest) -> bool:
    """Say whether a list was opened from a form: by the popup, or without scripts in a window of its own."""
    return IS_POPUP_VAR in request.GET or TO_FIELD_VAR in request.GET
