"""Posts and pages in the admin: the form, and beside it the original, what the file said, and the repairs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from simple_history.admin import SimpleHistoryAdmin

from blog import publishing, search, translating
from blog.admin import choosing, display, listing, panels
from blog.admin.filters import LanguageFilter, PrecisionFilter, TranslationFilter, WorkFilter
from blog.admin.people import at_the_desk
from blog.admin.post_form import MOMENTS, PostForm
from blog.admin.text_repairs import repairs_of
from blog.admin.translation_notes import TranslationNoteInline
from blog.models import Feedback, ModerationStatus, Post, TranslationNote
from blog.text import languages
from blog.text.keys import key_of

SHOWN_REPAIRS = 60


class PostList(listing.SoundList):
    """Reads no long texts, which no list shows."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        posts = super().get_queryset(request, exclude_parameters)
        return posts.defer("body", "body_html", "source_meta")


@admin.register(Post)
class PostAdmin(choosing.Choosing, choosing.ChosenFrom, SimpleHistoryAdmin):
    form = PostForm
    change_form_template = "admin/blog/post/change_form.html"
    list_display = ("titled", "state", "dated", "language_tag", "feedback_links")
    list_display_links = None
    columns_to_choose_by = ("state", "dated", "language_tag")
    list_filter = ("status", "kind", WorkFilter, PrecisionFilter, LanguageFilter, TranslationFilter, "source")
    list_select_related = ("author", "source")
    list_per_page = 50
    date_hierarchy = "published_at"
    ordering = ("-sort_at", "-pk")
    search_fields = ("title", "path", "body", "=original_id", "original_url")
    search_hint = _("Words of the title, the address or the text; an id or an address at the source.")
    show_full_result_count = False
    save_on_top = True
    raw_id_fields = ("featured_image", "parent", "translation_of")
    readonly_fields = ("comments_now", "original_id", "original_address", "created_at", "updated_at")
    inlines = (TranslationNoteInline,)
    formfield_overrides = MOMENTS
    actions = ("publish_selected", "unpublish_selected", "open_for_mentions", "close_for_mentions")
    fieldsets = (
        (None, {"fields": ("title", "body", "body_format", "excerpt")}),
        (
            _("State"),
            {
                "fields": (
                    ("status", "kind"),
                    ("sticky", "comments_open", "trackbacks_open"),
                    ("comments_close_after", "comments_now"),
                )
            },
        ),
        (
            _("Date"),
            {
                "fields": (("published_year", "published_month", "published_day"), "published_at"),
                "description": _("As far as it is known, by the old blog's clock. A wrong date is worse than none."),
            },
        ),
        (_("About it"), {"fields": ("author", "co_authors", "language", "categories", "tags", "featured_image")}),
        (_("For search engines"), {"classes": ("collapse",), "fields": ("seo_title", "seo_description")}),
        (_("Address"), {"fields": ("slug", "path", "parent", "menu_order")}),
        (
            _("Where it came from"),
            {
                "classes": ("collapse",),
                "fields": ("translation_of", "source", "original_id", "original_address", "created_at", "updated_at"),
            },
        ),
    )
    translators_fieldsets = (
        (None, {"fields": ("title", "body", "excerpt")}),
        (_("State"), {"fields": ("status", "tags")}),
        (_("For search engines"), {"classes": ("collapse",), "fields": ("seo_title", "seo_description")}),
    )

    # Lists

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PostList]:
        return PostList

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        waiting = Feedback.objects.awaiting_moderation().filter(post=OuterRef("pk")).order_by().values("post")
        posts: Any = super().get_queryset(request)
        return (
            posts.with_co_authors()
            .with_counts()
            .annotate(waiting_count=Coalesce(Subquery(waiting.annotate(n=Count("pk")).values("n")), 0))
        )

    @admin.display(description=_("comments now"))
    def comments_now(self, post: Post) -> str:
        """Say whether readers may comment, and until or since when."""
        closes = post.comments_close_at
        if not settings.COMMENTS_OPEN:
            return gettext("Closed on the whole blog (COMMENTS_OPEN).")
        if not post.comments_open:
            return gettext("Closed on this post.")
        if closes is None:
            return (
                gettext("Open, never closed by age.") if post.is_public else gettext("Open once readers see the post.")
            )
        day = formats.date_format(timezone.localtime(closes), "DATE_FORMAT")
        return (gettext("Open until %s.") if timezone.now() < closes else gettext("Closed since %s.")) % day

    @admin.display(description=_("title"), ordering="title")
    def titled(self, post: Post) -> str:
        about = " · ".join(str(known) for known in (", ".join(map(str, post.writers)), post.source) if known)
        return format_html(
            '<span class="titled">{}&nbsp;{}<span class="about">{}</span></span>',
            display.change_link(post),
            display.public_link(post),
            about,
        )

    @admin.display(description=_("status"), ordering="status")
    def state(self, post: Post) -> str:
        shown = display.state_badge(post)
        kind = display.badge("page", _("page")) if post.kind == Post.Kind.PAGE else ""
        return format_html("{} {}", shown, kind)

    @admin.display(description=_("date"), ordering="sort_at")
    def dated(self, post: Post) -> str:
        return display.known_date(post)

    @admin.display(description=_("language"), ordering="language")
    def language_tag(self, post: Post) -> str:
        return format_html("{}{}", post.language, " ⇄" if post.translation_of_id else "")

    @admin.display(description=_("feedback"))
    def feedback_links(self, post: Any) -> str:
        here = f"status=approved&post__id__exact={post.pk}"
        shown = []
        if post.comment_count:
            text = ngettext("%d comment", "%d comments", post.comment_count) % post.comment_count
            shown.append((display.list_url("comment", here), text))
        if post.trackback_count:
            text = ngettext("%d trackback", "%d trackbacks", post.trackback_count) % post.trackback_count
            shown.append((display.list_url("trackback", here), text))
        html = format_html_join(" · ", '<a href="{}">{}</a>', shown)
        if not post.waiting_count:
            return html or "–"
        return format_html("{} {}", html, display.badge(ModerationStatus.PENDING, _("%d pending") % post.waiting_count))

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return translating.may_edit(request.user, obj)

    def has_translate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("blog.translate_post")

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_perm("blog.change_post")

    has_publish_permission = may_publish  # by which Django asks about actions

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Post | None = None) -> Any:
        if obj and not self.may_publish(request) and self.has_change_permission(request, obj):
            return self.translators_fieldsets
        return self.fieldsets

    def get_form(self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        # A class of its own for each request, made by Django.
        form.may_publish = obj is None or self.may_publish(request)
        form.may_add_tags = request.user.has_perm("blog.add_tag")
        form.said = _said_of(obj) if obj else {}
        return form

    def get_inlines(self, request: HttpRequest, obj: Post | None) -> Any:
        """Offer notes where a translator needs them: on translations, and where there are some."""
        noted = obj and (obj.translation_of_id or obj.translation_notes.exists())
        return self.inlines if noted else ()

    @admin.display(description=_("originally published at"))
    def original_address(self, post: Post) -> str:
        if not post.original_url.startswith(("http://", "https://")):
            return post.original_url or "–"
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', post.original_url)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        post = kwargs.get("obj")
        if post is not None:
            context["desk"] = self.desk(request, post)
            context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)

    def desk(self, request: HttpRequest, post: Post) -> dict[str, Any]:
        """What stands beside the form."""
        group = translating.group_of(post)
        repairs = repairs_of(post)
        statuses = post.feedback.order_by().values_list("status", "kind").annotate(Count("pk"))
        return {
            "original": translating.original_of(post) if post.translation_of_id else None,
            "translations": [other for other in group if other.pk != post.pk] if len(group) > 1 else [],
            "languages": missing_languages(group) if self.has_translate_permission(request) else [],
            "panels": panels.filled_for(post),
            "repairs": list(repairs[:SHOWN_REPAIRS]),
            "repairs_in_all": repairs.count(),
            "may_repair": request.user.has_perm("blog.change_textrepair"),
            "feedback": _feedback_lines(post, list(statuses)),
        }

    # Saving

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        obj._history_user = request.user
        before = Post.objects.filter(pk=obj.pk).values_list("status", flat=True).first() if change else None
        if obj.status == Post.Status.PUBLISHED != before:
            publishing.publish(obj)
        else:
            publishing.save_post(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        search.index([form.instance])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not TranslationNote:
            super().save_formset(request, form, formset, change)
            return
        formset.save_notes(by=request.user)

    # Actions and addresses of their own

    @admin.action(permissions=["change"], description=_("Publish selected posts"))
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        posts = list(queryset.exclude(status=Post.Status.PUBLISHED))
        for post in posts:
            post._history_user = request.user
            publishing.publish(post)
        shown = ngettext("%d post is public now.", "%d posts are public now.", len(posts)) % len(posts)
        self.message_user(request, shown, messages.SUCCESS)

    @admin.action(permissions=["change"], description=_("Take selected posts back to draft"))
    def unpublish_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        posts = list(queryset.exclude(status=Post.Status.DRAFT))
        for post in posts:
            post._history_user = request.user
            publishing.unpublish(post)
        shown = ngettext("%d post is a draft now.", "%d posts are drafts now.", len(posts)) % len(posts)
        self.message_user(request, shown, messages.SUCCESS)

    @admin.action(
        permissions=["publish"], description=_("Open selected posts for trackbacks, pingbacks and webmentions")
    )
    def open_for_mentions(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.tell_of_switch(request, publishing.open_for_mentions(_plainly(queryset), True))

    @admin.action(
        permissions=["publish"], description=_("Close selected posts for trackbacks, pingbacks and webmentions")
    )
    def close_for_mentions(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.tell_of_switch(request, publishing.open_for_mentions(_plainly(queryset), False))

    def tell_of_switch(self, request: HttpRequest, number: int) -> None:
        told = ngettext("%d post was changed.", "%d posts were changed.", number) % number
        self.message_user(request, told, messages.SUCCESS if number else messages.INFO)

    def get_urls(self) -> list[Any]:
        own = path(
            "<int:pk>/translate/",
            self.admin_site.admin_view(require_POST(self.translate_view)),
            name="blog_post_translate",
        )
        return [own, *super().get_urls()]

    def translate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the linked draft and open it."""
        if not (self.has_translate_permission(request) and self.has_view_permission(request)):
            raise PermissionDenied
        post = get_object_or_404(Post, pk=pk)
        try:
            draft = translating.translate(post, request.POST.get("language", ""), by=at_the_desk(request))
        except translating.TranslationError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:blog_post_change", args=[pk]))
        self.log_addition(request, draft, [{"added": {}}])
        self.message_user(request, _("The draft begins as a copy of the original. Write over it."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:blog_post_change", args=[draft.pk]))

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer as for a post that is gone where the number is none: simple_history asks the database for it."""
        if not key_of(object_id):
            raise Http404
        return super().history_view(request, object_id, *args, **kwargs)

    def history_form_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Let nobody but editors go back to an older version: simple_history asks for the right to look only."""
        if request.method == "POST" and not self.may_publish(request):
            raise PermissionDenied
        return super().history_form_view(request, object_id, *args, **kwargs)


def _plainly(posts: QuerySet) -> QuerySet[Post]:
    """Return the same posts without what a list counts of them."""
    return Post.objects.filter(pk__in=posts.order_by().values("pk"))


def missing_languages(group: list[Post]) -> list[tuple[str, str]]:
    """Return (tag, name) of the languages that a group of translations has not, by name."""
    present = {languages.normalize_language(post.language) for post in group}
    known = {
        languages.normalize_language(code): info["name_local"]
        for code, info in LANG_INFO.items()
        if "name_local" in info
    }
    return sorted(
        ((tag, name) for tag, name in known.items() if tag and tag not in present), key=lambda pair: pair[1].casefold()
    )


def _said_of(post: Post) -> dict[str, str]:
    """Return what the source said of each field, where it differs from what stands there and is short enough."""
    fields = (
        "title",
        "slug",
        "language",
        "excerpt",
        "seo_title",
        "seo_description",
        "author",
        "published_at",
        "path",
        "original_url",
    )
    found = {}
    for name in fields:
        text = panels.said(post, name)
        if text and len(text) <= 300 and text != str(getattr(post, name) or ""):
            found[name] = text
    return found


def _feedback_lines(post: Post, counted: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    """Return a line per status that feedback has: its badge, and how many comments and trackbacks, with links."""
    lines = []
    for status in ModerationStatus:
        comments = sum(n for found, kind, n in counted if found == status and kind == Feedback.Kind.COMMENT)
        trackbacks = sum(n for found, kind, n in counted if found == status and kind != Feedback.Kind.COMMENT)
        here = f"status={status}&post__id__exact={post.pk}"
        if comments or trackbacks:
            lines.append(
                {
                    "badge": display.choice_badge(status),
                    "comments": comments,
                    "comments_url": display.list_url("comment", here),
                    "trackbacks": trackbacks,
                    "trackbacks_url": display.list_url("trackback", here),
                }
            )
    return lines
