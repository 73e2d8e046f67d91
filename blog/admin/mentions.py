"""What other sites announced, and why it was refused: a list to look things up in. Nobody writes it by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from blog.admin import display
from blog.admin.listing import Listing
from blog.mentions import receiving
from blog.models import Mention


@admin.register(Mention)
class MentionAdmin(Listing):
    list_display = ("what", "status", "announced")
    list_display_links = None
    list_filter = ("state", "protocol")
    list_select_related = ("post",)
    list_per_page = 50
    ordering = ("-announced_at", "-pk")
    search_fields = ("source_url", "post__title", "=sender_address")
    search_hint = _("An address, an IP address, or a post’s title.")
    show_full_result_count = False
    actions = ("look_again",)
    fields = (
        *("page", "on_post", "target_url", "protocol", "status", "shown_as", "attempts"),
        *("announced_at", "received_at", "verified_at", "tried_at", "next_try_at", "sender_address"),
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_look_permission(self, request: HttpRequest) -> bool:
        """Those have a source looked at again who decide about what it says."""
        return request.user.has_perm("blog.change_trackback")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("post__body", "post__body_html", "post__source_meta")

    @admin.display(description=_("page that mentions"), ordering="source_url")
    def what(self, mention: Mention) -> str:
        return format_html(
            '{}<br><span class="quiet">{} · {}</span>',
            self.page(mention, 60),
            mention.get_protocol_display(),
            display.change_link(mention.post),
        )

    @admin.display(description=_("page that mentions"))
    def page(self, mention: Mention, length: int = 2000) -> str:
        return format_html(
            '{}&nbsp;<a class="public" href="{}" rel="noreferrer nofollow" title="{}"><span aria-hidden="true">↗</span>'
            '<span class="visually-hidden">{}</span></a>',
            display.change_link(mention, display.excerpt(mention.source_url.partition("://")[2], length)),
            mention.source_url,
            gettext("The page itself"),
            gettext("The page itself"),
        )

    @admin.display(description=_("post"), ordering="post__title")
    def on_post(self, mention: Mention) -> str:
        return display.change_link(mention.post)

    @admin.display(description=_("state"), ordering="state")
    def status(self, mention: Mention) -> str:
        badge = display.badge(mention.state, mention.get_state_display())
        said = [mention.reason(gettext)]
        if mention.attempts and mention.next_try_at:
            moment = date_format(timezone.localtime(mention.next_try_at), "SHORT_DATETIME_FORMAT")
            said.append(gettext("Tried %(times)d×, again %(moment)s.") % {"times": mention.attempts, "moment": moment})
        told = " ".join(filter(None, said))
        return format_html('{}<br><span class="quiet">{}</span>', badge, told) if told else badge

    @admin.display(description=_("announced"), ordering="announced_at")
    def announced(self, mention: Mention) -> str:
        return date_format(timezone.localtime(mention.announced_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("feedback"))
    def shown_as(self, mention: Mention) -> str:
        if mention.is_deleted_here:
            return gettext("deleted here")
        if mention.feedback is None:
            return "–"
        return display.change_link(mention.feedback, str(mention.feedback))

    @admin.action(permissions=["look"], description=_("Look at the sources of selected again"))
    def look_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        number = receiving.look_again(queryset)
        told = ngettext("%d source will be looked at again.", "%d sources will be looked at again.", number)
        self.message_user(request, told % number, messages.SUCCESS if number else messages.INFO)
