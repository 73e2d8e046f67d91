"""Moderators hear by e-mail of feedback that waits, as each of them chose, with links that decide.

A link says whose it is, of which feedback, and how that stood; it leads to a page that asks for one POST. It decides
once: whatever happens to the feedback makes it a link to what happened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog import moderation
from blog.models import Feedback, Mention, ModerationEvent, ModerationStatus, NoticeChoice
from blog.ruling.reasons import reason_of
from blog.text import letters, plain

SALT = "blog.notices"
VALID = dt.timedelta(days=14)
DIGEST_EVERY = dt.timedelta(days=1)
SETTLED = dt.timedelta(minutes=1)  # for which feedback was received before letters tell of it
AGAIN = dt.timedelta(minutes=15)  # until a letter that the mail server did not take is tried again
TOLD = 20  # that one letter describes; it counts the others
LONGEST = 600  # characters of a text that a letter holds
ACTIONS = (ModerationStatus.APPROVED, ModerationStatus.SPAM, ModerationStatus.TRASH)
When = NoticeChoice.When


class LinkInvalid(Exception):  # noqa: N818 - said as it is
    """The link is not one of ours, or not whole."""


class LinkExpired(LinkInvalid):
    """The link was good once."""


class NotAllowed(Exception):  # noqa: N818
    """Whose link it is moderates no more."""


@dataclass(slots=True)
class Link:
    """What a link asks for, and how things stand: `since` are the events that came between; then it decides nothing."""

    user: User
    action: ModerationStatus
    feedback: Feedback | None
    since: list[ModerationEvent]

    @property
    def is_open(self) -> bool:
        return self.feedback is not None and not self.since


# --- Who wants to hear -------------------------------------------------------------------------


def may_moderate(user: User) -> bool:
    """Say whether someone may decide about feedback now."""
    allowed = user.has_perm("blog.change_comment") and user.has_perm("blog.change_trackback")
    return user.is_active and user.is_staff and allowed


def choice_of(user: User) -> NoticeChoice:
    """Return what someone chose; who chose nothing hears nothing."""
    return NoticeChoice.objects.filter(user=user).first() or NoticeChoice(user=user)


def choose(user: User, when: str) -> NoticeChoice:
    """Keep what someone chose: what waited before is no news. The first digest comes a day later."""
    before = choice_of(user)
    if before.pk and before.when == when:
        return before
    values: dict[str, Any] = {"when": When(when), "sent_at": timezone.now() if when == When.DIGEST else None}
    if before.when == When.NEVER:
        values |= {"told_up_to": Feedback.objects.aggregate(newest=Max("pk"))["newest"] or 0, "told_at": timezone.now()}
    return NoticeChoice.objects.update_or_create(user=user, defaults=values)[0]


def due(at_once: bool = False) -> list[NoticeChoice]:
    """Return the choices of those who are to be told now, or `at_once`, and of whom there is something to tell."""
    now = timezone.now()
    return [choice for choice in _with_news() if at_once or next_letter(choice) <= now]


def held_back() -> list[NoticeChoice]:
    """Return the choices of those for whom there is news, but whose next letter has to wait."""
    now = timezone.now()
    return [choice for choice in _with_news() if next_letter(choice) > now]


def next_letter(choice: NoticeChoice) -> dt.datetime:
    """Return when somebody may get the next letter: letters are gathered, and one that failed is not tried at once."""
    return choice.sent_at + _pause(choice.when) if choice.sent_at else choice.told_at


def _with_news() -> list[NoticeChoice]:
    found = NoticeChoice.objects.exclude(when=When.NEVER).exclude(user__email="").select_related("user").order_by("pk")
    until = timezone.now() - SETTLED
    return [choice for choice in found if _news(choice, until).exists() and may_moderate(choice.user)]


def _pause(when: str) -> dt.timedelta:
    """Return how long letters are gathered."""
    return DIGEST_EVERY if when == When.DIGEST else dt.timedelta(minutes=settings.NOTICE_MINUTES)


# --- Letters -----------------------------------------------------------------------------------


def send_due(at_once: bool = False) -> int:
    """Send the letters that are due and return how many; what goes wrong while sending is raised at the end."""
    sent, trouble = 0, None
    for choice in due(at_once):
        try:
            sent += tell(choice)
        except OSError as problem:
            trouble = problem
    if trouble:
        raise trouble
    return sent


def tell(choice: NoticeChoice) -> bool:
    """Send one moderator a letter about all that is new and waits; say whether there was anything.

    The choice says first that they were told, so that two workers never tell the same; a letter that does not get away
    takes that back.
    """
    until = timezone.now() - SETTLED
    news = list(_news(choice, until).values_list("pk", flat=True))
    if not news:
        return False
    before = {"told_up_to": choice.told_up_to, "told_at": choice.told_at}
    after = {"told_up_to": max(choice.told_up_to, news[-1]), "told_at": until}
    mine = NoticeChoice.objects.filter(pk=choice.pk, when=choice.when, **before)
    if not mine.update(sent_at=timezone.now(), **after):
        return False
    try:
        _letter(choice.user, news).send()
    except Exception:
        told = NoticeChoice.objects.filter(pk=choice.pk, **after)
        told.update(sent_at=timezone.now() + AGAIN - _pause(choice.when), **before)
        raise
    return True


def _news(choice: NoticeChoice, until: dt.datetime) -> QuerySet[Feedback]:
    """Return what waits and was not told of, imports apart: what came, up to the first that was received after
    `until`, a moment ago, and what began to wait later, since its source proved to link or a rule sent it back.

    What comes at once may be stored in another order than that of its keys. One with a smaller key than those that
    were told of would never be told of: so nothing is told before all of its time is stored.
    """
    waiting = Feedback.objects.awaiting_moderation().filter(source=None).order_by("pk")
    came = waiting.filter(pk__gt=choice.told_up_to)
    young = came.filter(received_at__gt=until).values_list("pk", flat=True).first()
    is_new = Q(pk__gt=choice.told_up_to) if young is None else Q(pk__gt=choice.told_up_to, pk__lt=young)
    back = ModerationEvent.objects.moves().filter(by=None, to_status=ModerationStatus.PENDING, at__gt=choice.told_at)
    proved = Mention.objects.filter(verified_at__gt=choice.told_at)
    is_back = Q(pk__in=back.filter(at__lte=until).values("feedback"))
    is_proved = Q(pk__in=proved.filter(verified_at__lte=until).values("feedback"))
    unproved = Mention.objects.waiting().filter(verified_at=None)
    # What began to wait a moment ago is told of by the next letter, and by that alone.
    later = [unproved, proved.filter(verified_at__gt=until), back.filter(at__gt=until)]
    for rows in later:
        waiting = waiting.exclude(pk__in=rows.exclude(feedback=None).values("feedback"))
    return waiting.filter(is_new | is_back | is_proved)


def _letter(user: User, news: list[int]) -> EmailMessage:
    with translation.override(settings.SITE_LANGUAGE):
        number = len(news)
        told = Feedback.objects.filter(pk__in=news[:TOLD]).select_related("post", "parent").order_by("pk")
        items = [_item(user, feedback) for feedback in told]
        subject = ngettext("%(n)d item to moderate", "%(n)d items to moderate", number) % {"n": number}
        context = {
            "items": items,
            "more": number - len(items),
            "waiting": Feedback.objects.awaiting_moderation().count(),
            "desk": settings.SITE_URL + reverse("admin:moderation"),
            "choice": settings.SITE_URL + reverse("admin:notices"),
            "days": VALID.days,
            "site": settings.SITE_NAME,
        }
        text = render_to_string("blog/mail/notice.txt", context)
    return EmailMessage(
        subject=f"[{plain.one_line(settings.SITE_NAME)}] {subject}",
        body=text,
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _item(user: User, feedback: Feedback) -> dict[str, Any]:
    words = plain.plain_text(feedback.body_html)
    words = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    return {
        "kind": feedback.get_kind_display(),
        "title": _line(feedback.post.title),
        "sent": letters.quoted(_sender(feedback), _line(feedback.title), words),
        "reasons": [letters.noted(reason_of(finding)[:LONGEST]) for finding in feedback.findings],
        "links": [(_VERBS[action](), _address(link)) for action, link in links(user, feedback)],
    }


def _sender(feedback: Feedback) -> str:
    """Return who sent feedback, and whence, a line to each."""
    names = (_line(feedback.author_name), _line(feedback.blog_name))
    named = list(dict.fromkeys(name for name in names if name)) or [_("anonymous")]
    return "\n".join([*named, _line(feedback.author_url)])


_VERBS = {
    ModerationStatus.APPROVED: lambda: _("Approve"),
    ModerationStatus.SPAM: lambda: _("Mark as spam"),
    ModerationStatus.TRASH: lambda: _("Trash"),
}


def _line(text: str) -> str:
    return plain.one_line(text)[:200]


def _address(token: str) -> str:
    return settings.SITE_URL + reverse("blog:notice", kwargs={"token": token})


# --- Links -------------------------------------------------------------------------------------


def links(user: User, feedback: Feedback) -> Iterator[tuple[ModerationStatus, str]]:
    """Yield (action, token) for what one moderator may do with feedback as it stands."""
    for action in ACTIONS:
        yield action, make_token(user, feedback, action)


def make_token(user: User, feedback: Feedback, action: str) -> str:
    """Return what a link says: who, about what, to do what, and up to which event the journal of it went."""
    said = [user.pk, feedback.pk, str(action), feedback.status, _last_event(feedback.pk)]
    return signing.dumps(said, salt=SALT)


def read(token: str) -> Link:
    """Return what a link asks for; raises LinkInvalid, LinkExpired or NotAllowed."""
    return _read(token, Feedback.objects.select_related("post", "parent").defer("post__body", "post__body_html"))


def decide(token: str) -> tuple[Link, bool]:
    """Do what a link asks for, if nothing happened since it was sent; return it and whether it was done now."""
    with transaction.atomic():
        link = _read(token, Feedback.objects.select_for_update())
        if not link.is_open or link.feedback is None:
            return read(token), False
        moderation.look([link.feedback.pk], link.user)
        moderation.moderate([link.feedback.pk], link.action, by=link.user, reason=_("Decided by a link in an e-mail."))
    return read(token), True


def _read(token: str, rows: QuerySet[Feedback]) -> Link:
    try:
        user_id, feedback_id, action, status, event = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError) as error:
        raise LinkInvalid from error
    user = User.objects.filter(pk=user_id).first()
    if user is None or not may_moderate(user):
        raise NotAllowed
    feedback = rows.filter(pk=feedback_id).first()
    since = list(ModerationEvent.objects.filter(feedback=feedback_id, pk__gt=event).select_related("by").order_by("pk"))
    if feedback and feedback.status != status and not since:
        # Moved by what keeps no journal, an import for one.
        since = [ModerationEvent(feedback=feedback, from_status=status, to_status=feedback.status)]
    return Link(user, ModerationStatus(action), feedback, since)


def _last_event(feedback_id: int) -> int:
    return ModerationEvent.objects.filter(feedback=feedback_id).aggregate(last=Max("pk"))["last"] or 0
