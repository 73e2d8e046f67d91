"""Comments and trackbacks: two lists over one table. Their status changes through `blog.moderation` only."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME, ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from blog import journal, moderation, retention
from blog.admin import display, evidence
from blog.admin.filters import QueueFilter
from blog.admin.listing import Listing
from blog.admin.moderation import telling
from blog.admin.people import at_the_desk
from blog.admin.post_form import ExactTextForm
from blog.admin.words_form import WordsForm
from blog.models import Comment, Feedback, ModerationStatus, Trackback
from blog.text.keys import key_of

# The verb on the button, and what it says when it is done.
VERBS = {
    ModerationStatus.APPROVED: (_("Approve"), _("Approve selected"), _("approved")),
    ModerationStatus.PENDING: (_("Hold"), _("Hold selected for later"), _("held")),
    ModerationStatus.SPAM: (_("Mark as spam"), _("Mark selected as spam"), _("marked as spam")),
    ModerationStatus.TRASH: (_("Trash"), _("Trash selected"), _("moved to the trash")),
}
SHOWN_REPLIES = 20
TOLD = 5  # of those that others were first with


class ReasonForm(ActionForm):
    """The bar above the list: what to do, and why."""

    # Without a maximum of its own, for which Django would say that no action was chosen; `moderate` cuts.
    reason = forms.CharField(
        label=_("Reason:"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("optional"), "maxlength": 500}),
    )
    # Up to which event the list shows what was decided.
    seen = forms.CharField(label="", required=False, initial=journal.latest, widget=forms.HiddenInput)


class FeedbackForm(WordsForm, ExactTextForm):
    class Meta:
        widgets = {"body": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 8})}

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else did since the form was shown, and say what that was."""
        pk, shown = self.instance.pk, self.data.get("v", "")
        Feedback.objects.select_for_update().filter(pk=pk).first()  # until it is stored
        if shown and moderation.versions([pk]).get(pk) != shown:
            told = telling.overtaken([pk])[pk]
            self.add_error(None, f"{told} {telling.STILL_HERE}")
        return super().clean()


class FeedbackAdmin(Listing):
    form = FeedbackForm
    action_form = ReasonForm
    change_form_template = "admin/blog/feedback/change_form.html"
    change_list_template = "admin/blog/feedback/change_list.html"
    list_select_related = ("post", "parent")
    list_per_page = 50
    date_hierarchy = "submitted_at"
    ordering = ("-pk",)
    show_full_result_count = False
    actions = ("approve", "hold", "mark_spam", "trash")
    readonly_fields = ("state", "on_post", "sent", "source", "anchor", "original_id", "author_address", "received_at")

    class Media:
        css = {"all": ["blog/rules.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Feedback) -> None:
        retention.delete([obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        retention.delete(list(queryset.values_list("pk", flat=True)))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("post__body", "post__body_html", "post__source_meta", "source_meta")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Edit the words; the journal keeps what they were."""
        words = {name: form.cleaned_data[name] for name in form.changed_data if name in moderation.EDITABLE}
        moderation.edit(obj, words, by=at_the_desk(request))

    # Lists

    @admin.display(description=_("text"))
    def text(self, feedback: Feedback) -> str:
        shown = display.excerpt_of(feedback.body_html, 220) or _("(no text)")
        answers = ""
        if feedback.parent:
            answers = format_html('<span class="answers">{}</span> ', _("to %s:") % feedback.parent)
        return format_html("{}{}", answers, shown)

    @admin.display(description=_("author"), ordering="author_name")
    def who(self, feedback: Feedback) -> str:
        details = [feedback.author_email, feedback.author_url]
        return format_html(
            '<strong>{}</strong><br><span class="quiet">{}</span>',
            feedback.author_name or _("anonymous"),
            display.excerpt(" · ".join(filter(None, details)), 60),
        )

    @admin.display(description=_("post"), ordering="post__title")
    def on_post(self, feedback: Feedback) -> str:
        public = display.public_link(feedback) if feedback.status == ModerationStatus.APPROVED else ""
        return format_html("{}&nbsp;{}", display.change_link(feedback.post), public)

    @admin.display(description=_("sent"), ordering="submitted_at")
    def sent(self, feedback: Feedback) -> str:
        return display.sent_date(feedback)

    @admin.display(description=_("status"), ordering="status")
    def state(self, feedback: Feedback) -> str:
        return display.state_badge(feedback)

    # Deciding

    @admin.action(permissions=["change"], description=VERBS[ModerationStatus.APPROVED][1])
    def approve(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.decide(request, queryset, ModerationStatus.APPROVED)

    @admin.action(permissions=["change"], description=VERBS[ModerationStatus.PENDING][1])
    def hold(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.decide(request, queryset, ModerationStatus.PENDING)

    @admin.action(permissions=["change"], description=VERBS[ModerationStatus.SPAM][1])
    def mark_spam(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.decide(request, queryset, ModerationStatus.SPAM)

    @admin.action(permissions=["change"], description=VERBS[ModerationStatus.TRASH][1])
    def trash(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.decide(request, queryset, ModerationStatus.TRASH)

    def decide(self, request: HttpRequest, queryset: QuerySet, status: ModerationStatus) -> None:
        """Move feedback, say how many, and offer the way back."""
        batch, by = uuid.uuid4(), at_the_desk(request)
        reason, ids = request.POST.get("reason", "").strip(), queryset.values_list("pk", flat=True)
        # Without it a program asks, which was shown nothing.
        seen = key_of(request.POST.get("seen", "")) if "seen" in request.POST else journal.latest()
        moved, others = moderation.moderate_unless_later(ids, status, seen, by=by, reason=reason, batch=batch)
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)  # which were listed, also where all that match are selected
        moderation.look(filter(None, map(key_of, ticked[: self.list_per_page])), by)
        self.tell_of(request, others)
        if not moved and not others:
            self.message_user(request, _("Nothing to change: all had this status already."), messages.INFO)
        if not moved:
            return
        told = ngettext("%(n)d item was %(done)s.", "%(n)d items were %(done)s.", moved)
        undo = reverse("admin:blog_moderationevent_undo", args=[batch])
        shown = format_html('{} <a href="{}">{}</a>', told % {"n": moved, "done": VERBS[status][2]}, undo, _("Undo"))
        self.message_user(request, shown, messages.SUCCESS)

    def tell_of(self, request: HttpRequest, others: list[int]) -> None:
        """Say that somebody else was first with these, of some of them who."""
        for sentence in (*telling.left(len(others)), *telling.overtaken(others[:TOLD]).values()):
            self.message_user(request, sentence, messages.WARNING, extra_tags="as-said")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.decide_one))
        name = f"blog_{self.opts.model_name}_moderate"
        return [path("<int:pk>/moderate/", view, name=name), *super().get_urls()]

    def decide_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move one, by the buttons on its page."""
        feedback = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, feedback):
            raise PermissionDenied
        if request.POST.get("status") in ModerationStatus.values:
            self.decide(request, self.model.objects.filter(pk=pk), ModerationStatus(request.POST["status"]))
        return HttpResponseRedirect(reverse(f"admin:blog_{self.opts.model_name}_change", args=[pk]))

    # The form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        feedback = kwargs.get("obj")
        if feedback is not None:
            context["desk"] = self.desk(request, feedback)
        return super().render_change_form(request, context, *args, **kwargs)

    def desk(self, request: HttpRequest, feedback: Feedback) -> dict[str, Any]:
        """What stands beside the form: what to do, and what this feedback belongs to."""
        same = Feedback.objects.none()
        if feedback.author_email:
            same = Feedback.objects.by_email(feedback.author_email)
        counted = dict(same.order_by().values_list("status").annotate(Count("pk")))
        statuses = [status for status in ModerationStatus if status != feedback.status]
        return {
            "verbs": [(status.value, VERBS[status][0]) for status in statuses],
            "may_decide": self.has_change_permission(request, feedback),
            "moderate_url": reverse(f"admin:blog_{self.opts.model_name}_moderate", args=[feedback.pk]),
            "version": moderation.versions([feedback.pk]).get(feedback.pk, ""),
            "seen": journal.latest(),
            "parent": feedback.parent,
            "reasons": evidence.reasons(feedback),
            "replies": list(feedback.replies.order_by("pk")[:SHOWN_REPLIES]),
            "events": list(feedback.events.select_related("by")[:SHOWN_REPLIES]),
            "author": [
                (display.choice_badge(status), counted[status]) for status in ModerationStatus if counted.get(status)
            ],
            "state": display.state_badge(feedback),
        }


@admin.register(Comment)
class CommentAdmin(FeedbackAdmin):
    list_display = ("text", "who", "on_post", "sent", "state")
    list_filter = (QueueFilter, "source")
    search_fields = ("body", "author_name", "author_email", "author_url", "=author_address", "post__title")
    search_hint = _("Words of the text, a name, an e-mail, a website, an IP address or a post’s title.")
    fieldsets = (
        (None, {"fields": ("state", "on_post", "sent", "body")}),
        (_("Author"), {"fields": ("author_name", "author_email", "author_url", "author_address")}),
        (_("Where it came from"), {"fields": ("source", "original_id", "anchor", "received_at")}),
    )


@admin.register(Trackback)
class TrackbackAdmin(FeedbackAdmin):
    list_display = ("titled", "text", "on_post", "sent", "state")
    list_filter = (QueueFilter, "kind", "source")
    search_fields = ("title", "blog_name", "body", "author_url", "=author_address", "post__title")
    search_hint = _("Words of title, blog or excerpt, an address, or a post’s title.")
    fieldsets = (
        (None, {"fields": ("state", "on_post", "sent", "title", "blog_name", "author_url", "body")}),
        (_("Where it came from"), {"fields": ("author_address", "source", "original_id", "anchor", "received_at")}),
    )

    @admin.display(description=_("mention"), ordering="title")
    def titled(self, trackback: Trackback) -> str:
        shown = trackback.title or trackback.blog_name or trackback.author_url or trackback.anchor
        return format_html("{}", display.excerpt(shown, 80))
