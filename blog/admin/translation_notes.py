"""Translation notes: beneath the form of a translation, and all together as a list of what is open."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog import translating
from blog.admin import choosing, display
from blog.admin.filters import OpenFilter
from blog.admin.people import at_the_desk
from blog.admin.post_form import ExactTextForm
from blog.models import Post, TranslationNote
from blog.text import markup, quotes, rendering


class TranslationNoteForm(ExactTextForm):
    resolved = forms.BooleanField(label=_("Resolved"), required=False)

    class Meta:
        widgets = {
            "exact": forms.Textarea(attrs={"rows": 2, "cols": 30}),
            "text": forms.Textarea(attrs={"rows": 3, "cols": 40}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "resolved" in self.fields:
            self.initial["resolved"] = self.instance.resolved_at is not None

    def clean(self) -> dict[str, Any]:
        """A passage that is chosen must stand in the text as it will be stored; one that was kept may be gone."""
        data = super().clean()
        post, exact = data.get("post"), data.get("exact", "")
        kept = self.instance.pk and exact == self.initial.get("exact") and "post" not in self.changed_data
        if post and exact.strip() and not kept:
            text = markup.plain_text(rendering.body_html(post.body, post.body_format))
            if quotes.find_words(text, exact) is None:
                self.add_error("exact", _("These words do not stand in the text. Copy them from the translation."))
        return data

    def save_note(self, *, by: Any) -> TranslationNote:
        """Store the note through the module that may."""
        note = translating.save_note(self.instance, by=by)
        if self.cleaned_data.get("resolved"):
            return translating.resolve(note, by)
        return translating.reopen(note) if note.resolved_at else note


class TranslationNoteFormSet(BaseInlineFormSet):
    """Notes of one post, stored through the module that may."""

    def save_notes(self, *, by: Any) -> None:
        """Store what was added, changed and deleted."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects = [form.instance for form in self.deleted_forms if form.instance.pk]
        for note in self.deleted_objects:
            note.delete()
        for form in self.forms:
            if form in self.deleted_forms or not form.has_changed():
                continue
            is_new = form.instance.pk is None
            form.instance.post = self.instance
            note = cast("TranslationNoteForm", form).save_note(by=by)
            if is_new:
                self.new_objects.append(note)
            else:
                self.changed_objects.append((note, form.changed_data))


class TranslationNoteInline(admin.StackedInline):
    model = TranslationNote
    form = TranslationNoteForm
    formset = TranslationNoteFormSet
    fields = (("exact", "text"), ("kind", "visibility", "resolved"))
    extra = 1
    verbose_name_plural = _("Notes on passages")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return self.fields
        return (("exact", "text"), ("kind", "visibility"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("author")


@admin.register(TranslationNote)
class TranslationNoteAdmin(choosing.Choosing):
    form = TranslationNoteForm
    list_display = ("note", "passage", "translation", "kind", "seen_by", "author", "state")
    list_filter = (OpenFilter, "kind", "visibility")
    list_select_related = ("post", "author")
    search_fields = ("text", "exact", "post__title")
    show_full_result_count = False
    raw_id_fields = ("post",)
    fields = ("post", "exact", "text", ("kind", "visibility"), "resolved", "author", "created_at", "resolved_by")
    readonly_fields = ("author", "created_at", "resolved_by")
    actions = ("resolve_selected", "reopen_selected")

    def get_fields(self, request: HttpRequest, obj: TranslationNote | None = None) -> Any:
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [name for name in self.fields if name != "resolved" or may]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "post" and not request.user.has_perm("blog.change_post"):
            kwargs["queryset"] = Post.objects.filter(translation_of__isnull=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: TranslationNote | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or translating.may_annotate(request.user, obj.post))

    def has_delete_permission(self, request: HttpRequest, obj: TranslationNote | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or translating.may_annotate(request.user, obj.post))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("post__body", "post__body_html", "post__source_meta")

    @admin.display(description=_("note"), ordering="text")
    def note(self, note: TranslationNote) -> str:
        return display.excerpt(note.text)

    @admin.display(description=_("passage"))
    def passage(self, note: TranslationNote) -> str:
        return display.excerpt(note.exact, 80) or str(_("the whole"))

    @admin.display(description=_("translation"), ordering="post__title")
    def translation(self, note: TranslationNote) -> str:
        return display.change_link(note.post)

    @admin.display(description=_("visibility"), ordering="visibility")
    def seen_by(self, note: TranslationNote) -> str:
        return display.badge(note.visibility, note.get_visibility_display())

    @admin.display(description=_("state"), ordering="resolved_at")
    def state(self, note: TranslationNote) -> str:
        return display.badge("resolved", _("resolved")) if note.resolved_at else display.badge("draft", _("open"))

    def save_model(self, request: HttpRequest, obj: TranslationNote, form: Any, change: bool) -> None:
        form.save_note(by=at_the_desk(request))

    @admin.action(permissions=["change"], description=_("Mark selected notes as resolved"))
    def resolve_selected(self, request: HttpRequest, queryset: Any) -> None:
        notes = list(queryset.unresolved())
        for note in notes:
            translating.resolve(note, at_the_desk(request))
        shown = ngettext("%d note is resolved.", "%d notes are resolved.", len(notes)) % len(notes)
        self.message_user(request, shown, messages.SUCCESS)

    @admin.action(permissions=["change"], description=_("Open selected notes again"))
    def reopen_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        notes = list(queryset.filter(resolved_at__isnull=False))
        for note in notes:
            translating.reopen(note)
        shown = ngettext("%d note is open again.", "%d notes are open again.", len(notes)) % len(notes)
        self.message_user(request, shown, messages.SUCCESS)
