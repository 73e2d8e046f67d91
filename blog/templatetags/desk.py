"""What the admin's pages show: what waits for this person, where moderation is, panels of other applications."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog import counting
from blog.admin import display, panels, places
from blog.admin.filters import COUNTED
from blog.learning import backlog
from blog.models import Feedback, ModerationStatus, Post, TextRepair, TranslationNote

register = template.Library()
for look in (
    *(
        display.change_link,
        display.change_url,
        display.known_date,
        display.reading_name,
        display.repair_sentence,
        display.repair_state,
    ),
    *(display.sent_date, display.state_badge),
):
    register.filter(look)
register.filter("seen", display.visible)


@register.simple_tag
def waiting_work(user: User) -> list[dict[str, Any]]:
    """Return the queues this user may see: label, address, count, whether there are more than were counted."""
    own: list[tuple[str, QuerySet[Any], Any, str, str]] = [
        ("blog.view_post", Post.objects.filter(status=Post.Status.DRAFT), _("drafts"), "post", "status__exact=draft"),
        (
            "blog.view_post",
            Post.objects.filter(status=Post.Status.IN_REVIEW),
            _("posts in review"),
            "post",
            "status__exact=in_review",
        ),
        (
            "blog.view_translationnote",
            TranslationNote.objects.unresolved(),
            _("open translation notes"),
            "translationnote",
            "state=open",
        ),
    ]
    queues = [
        (permission, queryset, label, display.list_url(model, query))
        for permission, queryset, label, model, query in own
    ]
    doctor = f"{reverse('admin:encoding')}?state={TextRepair.State.PROPOSED}"
    queues.append(("blog.view_textrepair", TextRepair.objects.proposed(), _("repairs proposed"), doctor))
    lost = f"{reverse('admin:encoding')}?state={TextRepair.State.OPEN}"
    queues.append(("blog.view_textrepair", TextRepair.objects.open(), _("words to correct by hand"), lost))
    queues.append(
        ("blog.change_comment", backlog.open_proposals(), _("proposals of the filter"), reverse("admin:filter"))
    )
    queues += [(queue.permission, queue.waiting(), queue.label, queue.url()) for queue in panels.work_queues]
    shown = _voices(user)
    for permission, queryset, label, url in queues:
        if user.has_perm(permission):
            count = queryset.order_by()[: COUNTED + 1].count()
            shown.append({"label": label, "url": url, "count": min(count, COUNTED), "more": count > COUNTED})
    return shown


def _voices(user: User) -> list[dict[str, Any]]:
    """Return the queues of the moderation desk, by their kept counts."""
    if not (user.has_perm("blog.view_comment") and user.has_perm("blog.view_trackback")):
        return []
    kept, desk = counting.counts(), reverse("admin:moderation")
    labels = (
        (Feedback.Kind.COMMENT.value, _("comments to moderate")),
        (counting.MENTIONS, _("trackbacks to moderate")),
    )
    return [
        {"label": label, "url": f"{desk}?kind={kind}", "count": kept.get((kind, "pending"), 0), "more": False}
        for kind, label in labels
    ]


@register.simple_tag(takes_context=True)
def moderation_places(context: dict[str, Any]) -> list[tuple[places.Place, bool]]:
    """Return on a page of moderation (place, whether the page is there) of all places that this user may go to."""
    request = context.get("request")
    if request is None or not any(place.has(request) for place in places.PLACES):
        return []
    return [(place, place.has(request)) for place in places.places_of(request.user)]


@register.simple_tag
def index_panels(user: User) -> list[tuple[str, Any]]:
    """Return (title, lines) of the panels that have something to say to this user."""
    return [(panel.title, lines) for panel in panels.index_panels if (lines := panel.for_index(user))]


@register.simple_tag
def latest_posts(user: User, limit: int = 6) -> list[Post]:
    """Return the posts that were changed last, for those who may see them all."""
    if not user.has_perm("blog.view_post"):
        return []
    light = Post.objects.defer("body", "body_html", "source_meta").order_by("-updated_at", "-pk")
    return list(light[:limit])


@register.filter
def level_badge(level: str) -> str:
    """Show how sure something is."""
    return display.choice_badge(TextRepair.Level(level)) if level in TextRepair.Level else display.badge(level)


@register.filter
def repair_form(repair: Any) -> str:
    """Show what a garbled form was, of a repair or of a group of repairs."""
    before, after = (repair["before"], repair["after"]) if isinstance(repair, dict) else (repair.before, repair.after)
    return display.repair_form(before, after)


@register.filter
def how_often(group: dict[str, Any]) -> str:
    """Say how many passages there are of a group, and in how many texts."""
    times = ngettext("%d time", "%d times", group["total"]) % group["total"]
    return ngettext("%(times)s in %(n)d text", "%(times)s in %(n)d texts", group["owners"]) % {
        "times": times,
        "n": group["owners"],
    }


@register.filter
def moderation_badge(status: str) -> str:
    return display.choice_badge(ModerationStatus(status))


@register.filter
def plain_excerpt(html: str) -> str:
    """Return the beginning of rendered text, on one line."""
    return display.excerpt_of(html[:5000], 180)


@register.filter
def grouped(number: int) -> str:
    """Write a number with its thousands apart, as the language has it."""
    return number_format(number, force_grouping=True)
