"""How the journal's lines are said: who, what happened, to what."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog import ruling
from blog.admin import display
from blog.models import Feedback, ModerationEvent, ModerationStatus
from blog.models.moderation_event import NOT_TAKEN
from blog.ruling.blocking import BLOCKED

register = template.Library()
register.filter("event_reason", ruling.reason_of_event)
register.filter("rule_name", ruling.name_of)

# What was done where no single feedback is meant; the number is how many.
DONE = {
    "emptied": lambda n: ngettext("%d item deleted for good", "%d items deleted for good", n) % n,
    "erased": lambda n: (
        ngettext("%d item of one person deleted on request", "%d items of one person deleted on request", n) % n
    ),
    "anonymised": lambda n: (
        ngettext(
            "%d item of one person made anonymous on request", "%d items of one person made anonymous on request", n
        )
        % n
    ),
    "exported": lambda n: ngettext("%d item of one person exported", "%d items of one person exported", n) % n,
}


@register.filter
def event_by(event: ModerationEvent) -> str:
    """Say which person or rule it was."""
    if event.by:
        return str(event.by.get_full_name() or event.by)
    return ruling.name_of(event.rule) if event.rule else _("the system")


@register.filter
def event_change(event: ModerationEvent) -> str:
    """Show the statuses before and after; that it is an edit; or what was done to many."""
    known = [(said, event.about[name]) for name, said in DONE.items() if name in event.about]
    if done := [said(number) for said, number in known if number] or [said(number) for said, number in known[:1]]:
        return format_html_join(" ", '<span class="badge tone-quiet">{}</span>', ((text,) for text in done))
    if BLOCKED in event.changes:
        _before, blocked = event.changes[BLOCKED]
        said = _("author blocked") if blocked else _("author not blocked any more")
        return format_html('<span class="badge tone-quiet">{}</span>', said)
    if event.about.get(NOT_TAKEN):
        return format_html('<span class="badge tone-quiet">{}</span>', _("not taken over"))
    if event.changes or event.about.get("edited"):
        return format_html('<span class="badge tone-quiet">{}</span>', _("edited"))
    return moved(event.from_status, event.to_status)


def moved(before: str, after: str) -> str:
    """Show one status, an arrow, another status."""
    if not after:
        return ""
    if before == after:
        return display.choice_badge(ModerationStatus(after))
    return format_html(
        '<span class="moved">{} <span aria-hidden="true">→</span><span class="visually-hidden">{}</span> {}</span>',
        display.choice_badge(ModerationStatus(before)) if before else "",
        _("became"),
        display.choice_badge(ModerationStatus(after)),
    )


@register.simple_tag
def action_moves(action: Any) -> str:
    """Show what an action of many moved from where to where, with how many where that differs."""
    shown = [(moved(before, after), number) for before, after, number in action.moved]
    if len(shown) == 1:
        return shown[0][0]
    return format_html_join(" ", '{} <span class="quiet">({})</span>', shown)


@register.filter
def event_subject(event: ModerationEvent) -> str:
    """Name the feedback and lead to it; of one that is gone say what it was."""
    if event.feedback:
        shown = display.excerpt_of(event.feedback.body_html, 110) or str(event.feedback)
        return display.change_link(event.feedback, shown)
    if event.about.get("kind"):
        kind = dict(Feedback.Kind.choices).get(event.about["kind"], event.about["kind"])
        said = _("%(kind)s %(number)s on “%(post)s”, gone") % {
            "kind": kind,
            "number": event.about.get("id", ""),
            "post": event.about.get("title", ""),
        }
        return format_html('<span class="quiet">{}</span>', said)
    return "" if event.about else format_html('<span class="quiet">{}</span>', _("gone"))


@register.filter
def field_changes(event: ModerationEvent) -> list[tuple[str, str, str]]:
    """Return of an edit (field, before, after), what differs marked."""
    found: list[tuple[str, str, str]] = []
    known = {field.name: field for field in Feedback._meta.concrete_fields}
    for name, pair in event.changes.items():
        before, after = map(str, pair) if isinstance(pair, list) and len(pair) == 2 else ("", str(pair))
        label = str(known[name].verbose_name) if name in known else _("blocked") if name == BLOCKED else name
        found.append((label, *display.marked(before, after)))
    return found
