"""Who sent what: feedback of one person or site, as far as it can be told, and what moderators noted about them.

Someone is known by an e-mail address; without one by a name; a mention by the host that it comes from.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from blog import feedback_search
from blog.models import AuthorNote, Feedback, ModerationStatus
from blog.models.feedback import FeedbackQuerySet
from blog.ruling.hosts import host_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

REMEMBERED = 500  # of someone's feedback, the latest, that a history looks at
LONGEST_KEY = 300


@dataclass(frozen=True, slots=True)
class History:
    """What is known of someone's latest feedback. `rate`: the part of what was decided that was rejected, or None."""

    first: Feedback | None  # the earliest whose date is known or, where none is, that was stored first
    statuses: dict[str, int]
    more: bool
    rate: float | None

    @property
    def total(self) -> int:
        return sum(self.statuses.values())


def key_of(feedback: Feedback) -> str:
    """Return whom feedback is of; empty where nothing says it."""
    if email := feedback.author_email.strip().lower():
        return f"email:{email}"[:LONGEST_KEY]
    if feedback.kind != Feedback.Kind.COMMENT and (host := host_of(feedback.author_url)):
        return f"site:{host}"[:LONGEST_KEY]
    name = " ".join(feedback.author_name.split())
    return f"name:{name}"[:LONGEST_KEY] if name else ""


def feedback_of(key: str) -> FeedbackQuerySet:
    """Return someone's feedback. A name or a host is searched for in the index of words, among its newest matches."""
    by, _, value = key.partition(":")
    if by == "email":
        return Feedback.objects.by_email(value)
    feedback_search.catch_up()
    found = None
    if by in ("site", "name"):
        found = feedback_search.matching(f'"{value}"' if by == "site" else value, only_names=by == "name")
    if found is None:  # no word to look for
        return Feedback.objects.none()
    if by == "site":
        return Feedback.objects.trackbacks().filter(pk__in=found, author_url__icontains=value, author_email="")
    return Feedback.objects.filter(pk__in=found, author_name__iexact=value, author_email="")


def history(key: str) -> History:
    """Return what became of someone's latest feedback; two or three queries."""
    rows = feedback_of(key)
    statuses = list(rows.last_sent_first().values_list("status", flat=True)[: REMEMBERED + 1])
    counted = Counter(statuses[:REMEMBERED])
    rejected = counted[ModerationStatus.SPAM] + counted[ModerationStatus.TRASH]
    decided = rejected + counted[ModerationStatus.APPROVED]
    dates = rows.with_sent().only("submitted_at", "submitted_text", "received_at")
    first = dates.filter(sent__gt=0).order_by("sent", "pk").first() or dates.order_by("received_at", "pk").first()
    return History(
        first,
        {str(status): counted[status] for status in ModerationStatus if counted[status]},
        len(statuses) > REMEMBERED,
        rejected / decided if decided else None,
    )


def notes(key: str) -> QuerySet[AuthorNote]:
    return AuthorNote.objects.filter(author=key).select_related("by")


def note(key: str, text: str, by: User) -> AuthorNote | None:
    """Write something down about someone; nothing where there is nobody or no text."""
    text = text.strip()[:2000]
    return AuthorNote.objects.create(author=key, text=text, by=by) if key and text else None
