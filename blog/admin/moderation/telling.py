"""What the desk says after it has acted: how many, what became of the others, who was there first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from blog.models import ModerationEvent, ModerationStatus
from blog.models.moderation_event import NOT_TAKEN
from blog.ruling import name_of
from blog.ruling.blocking import BLOCKED

VERBS = {
    ModerationStatus.APPROVED.value: (gettext_lazy("Approve"), "a"),
    ModerationStatus.PENDING.value: (gettext_lazy("Hold"), "h"),
    ModerationStatus.SPAM.value: (gettext_lazy("Spam"), "s"),
    ModerationStatus.TRASH.value: (gettext_lazy("Trash"), "d"),
}
STILL_HERE = gettext_lazy("What you typed is here still: save it again to put it in its place.")
DONE = {
    ModerationStatus.APPROVED.value: ngettext_lazy("%d item approved.", "%d items approved."),
    ModerationStatus.PENDING.value: ngettext_lazy("%d item held.", "%d items held."),
    ModerationStatus.SPAM.value: ngettext_lazy("%d item marked as spam.", "%d items marked as spam."),
    ModerationStatus.TRASH.value: ngettext_lazy("%d item moved to the trash.", "%d items moved to the trash."),
}
TO_STATUS = {
    ModerationStatus.APPROVED.value: gettext_lazy("%(who)s approved this at %(when)s."),
    ModerationStatus.PENDING.value: gettext_lazy("%(who)s put this back into the queue at %(when)s."),
    ModerationStatus.SPAM.value: gettext_lazy("%(who)s marked this as spam at %(when)s."),
    ModerationStatus.TRASH.value: gettext_lazy("%(who)s moved this to the trash at %(when)s."),
}


def done(status: str, number: int) -> str:
    if not number:
        return _("Nothing was changed.")
    return str(DONE[status]) % number if isinstance(DONE[status], str) else DONE[status] % number


def left(number: int) -> list[str]:
    """Say how many were left out because somebody else was first."""
    if not number:
        return []
    told = ngettext(
        "%d was decided by somebody else meanwhile and stays as it is.",
        "%d were decided by somebody else meanwhile and stay as they are.",
        number,
    )
    return [told % number]


def undone(number: int, conflicts: int) -> str:
    """Say what an undo did."""
    if not number and not conflicts:
        return _("There is nothing to undo.")
    said = [] if not number else [ngettext("%d is back where it was.", "%d are back where they were.", number) % number]
    if conflicts:
        told = ngettext(
            "%d was changed again since and stays as it is.",
            "%d were changed again since and stay as they are.",
            conflicts,
        )
        said.append(told % conflicts)
    return " ".join(said)


def overtaken(keys: Iterable[int]) -> dict[int, str]:
    """Say of each who did what with it meanwhile."""
    latest: dict[int, ModerationEvent] = {}
    for event in ModerationEvent.objects.filter(feedback__in=keys).select_related("by").order_by("pk"):
        if event.feedback_id is not None:
            latest[event.feedback_id] = event
    return {key: _told(latest.get(key)) for key in keys}


def _by_rule(rule: str) -> str:
    return name_of(rule) if rule else _("The system")


def _told(event: ModerationEvent | None) -> str:
    if event is None:
        return _("This was changed or deleted meanwhile.")
    values: dict[str, Any] = {
        "who": (event.by and (event.by.get_full_name() or event.by.get_username())) or _by_rule(event.rule),
        "when": date_format(localtime(event.at), "TIME_FORMAT"),
    }
    if event.about.get(NOT_TAKEN):
        return _("%(who)s says something else since %(when)s.") % values
    if event.changes and BLOCKED not in event.changes:
        return _("%(who)s edited this at %(when)s.") % values
    if event.from_status == event.to_status:
        return _("%(who)s blocked the author at %(when)s.") % values
    return str(TO_STATUS[event.to_status]) % values
