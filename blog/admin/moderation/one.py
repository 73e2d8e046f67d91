"""One piece of feedback with all that belongs to it: its thread, its author, the forms that change and answer it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from blog import authorship, moderation
from blog.admin import display
from blog.admin.moderation.filters import Filters
from blog.admin.moderation.items import Item
from blog.admin.moderation.telling import VERBS
from blog.admin.words_form import WordsForm
from blog.models import AuthorNote, Feedback
from blog.threading import thread

PARTS = ("thread", "author", "edit", "reply")
IN_A_THREAD = 200  # comments that are read of a post
AROUND = 60  # that are shown
OF_AN_AUTHOR = 25


def may(request: HttpRequest, action: str) -> bool:
    return all(request.user.has_perm(f"blog.{action}_{model}") for model in ("comment", "trackback"))


def demand(request: HttpRequest, action: str) -> None:
    if not may(request, action):
        raise PermissionDenied


class EditForm(WordsForm):
    """The words of feedback. Those fields that its kind has."""

    class Meta:
        model = Feedback
        fields = moderation.EDITABLE

    def __init__(self, *args: Any, feedback: Feedback, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"edit-{feedback.pk}-%s"} | kwargs)
        unused = ("title", "blog_name") if feedback.kind == Feedback.Kind.COMMENT else ("author_name", "author_email")
        for name in unused:
            if not getattr(feedback, name):
                del self.fields[name]
        self.fields["body"].widget = forms.Textarea(attrs={"rows": 6})
        for field in self.fields.values():
            field.strip = False  # type: ignore[attr-defined]
            field.widget.attrs.pop("class", None)


def words_of(feedback: Feedback) -> dict[str, str]:
    return {name: getattr(feedback, name) for name in moderation.EDITABLE}


# --- The page ------------------------------------------------------------------------------------


def context_of(request: HttpRequest, item: Item, back: str) -> dict[str, Any]:
    """Return what the page and each of its parts need; `back`: the query of the list that one came from."""
    return {"item": item, "may_act": may(request, "change"), "verbs": VERBS, "back": back}


def part_of(item: Item, name: str) -> dict[str, Any]:
    """Return what one of PARTS shows."""
    return _OF_PART[name](item)


def page(request: HttpRequest, item: Item, back: str, more: dict[str, Any] | None = None) -> HttpResponse:
    """The page of one; `more` takes the place of what its parts would show, such as a form that was sent."""
    context = context_of(request, item, back)
    for name in PARTS:
        context |= part_of(item, name)
    context |= {"title": _("Moderation"), "events": item.feedback.events.select_related("by").order_by("-pk")[:20]}
    around = admin.site.each_context(request)
    return TemplateResponse(request, "admin/moderation/one.html", {**around, **context, **(more or {})})


def _thread(item: Item) -> dict[str, Any]:
    """Return the conversation around: the latest of the post, cut to what stands near."""
    heavy = ("body", "source_meta", "findings")
    rows = Feedback.objects.comments().filter(post=item.feedback.post_id).defer(*heavy)
    near = list(rows.filter(pk__lte=item.pk).order_by("-pk")[: IN_A_THREAD // 2])
    near += list(rows.filter(pk__gt=item.pk).order_by("pk")[: IN_A_THREAD // 2])
    nodes = thread(sorted(near, key=lambda row: (row.submitted_at is not None, row.submitted_at, row.pk)))
    place = next((n for n, node in enumerate(nodes) if node.comment.pk == item.pk), 0)
    first = max(0, place - AROUND // 2)
    return {"nodes": nodes[first : first + AROUND], "cut": len(nodes) > AROUND}


def _author(item: Item) -> dict[str, Any]:
    """Return what is known of the author."""
    history = authorship.history(item.author) if item.author else None
    latest = authorship.feedback_of(item.author).last_sent_first() if item.author else Feedback.objects.none()
    latest = latest.select_related("post").only(
        "kind", "status", "body_html", "submitted_at", "submitted_text", "post__title", "post__path"
    )
    rows = list(latest[: OF_AN_AUTHOR * 4])
    rejected = [row for row in rows if row.status in ("spam", "trash")]
    notes = authorship.notes(item.author) if item.author else AuthorNote.objects.none()
    return {
        "history": history,
        "first_seen": display.first_day(history.first) if history and history.first else "",
        "rate": round(100 * history.rate) if history and history.rate is not None else None,
        "latest": rows[:OF_AN_AUTHOR],
        "rejected": rejected[:OF_AN_AUTHOR],
        "notes": list(notes[:50]),
        "of_author": Filters({"tab": "all", "author": item.by_email or item.feedback.author_name}).query(),
        "of_address": Filters({"tab": "all", "address": item.feedback.author_address}).query(),
    }


def _edit(item: Item) -> dict[str, Any]:
    return {"form": EditForm(initial=words_of(item.feedback), feedback=item.feedback)}


def _reply(item: Item) -> dict[str, Any]:
    return {}


_OF_PART = {"thread": _thread, "author": _author, "edit": _edit, "reply": _reply}
