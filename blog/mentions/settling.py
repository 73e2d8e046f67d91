"""The one place where what was found at the source of a mention is stored: in the mention, and in its feedback.

No rule and no look here takes back what a person decided; but what its author took from the web is taken from the blog.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from blog import moderation, ruling
from blog.mentions.describing import Description, moment_of
from blog.mentions.looking import Found, Outcome
from blog.models import Feedback, Mention, ModerationEvent, ModerationStatus
from blog.ruling.findings import Finding
from blog.ruling.reasons import SOURCE
from blog.text.wording import Problem
from blog.text.wording import gettext_noop as _

# What does not answer, or answers that it cannot now, is asked again so much later, then never.
BACKOFF = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 30, 180, 720, 1440))
RULE = SOURCE  # as findings and the journal call what decides here
LINKS_AGAIN = _("The source links to the post now.")

State = Mention.State


def settle(mention: Mention, found: Found) -> None:
    """Store what a look at the source of a claimed mention showed."""
    with transaction.atomic():
        stored = Mention.objects.select_for_update().filter(pk=mention.pk).first()
        if stored is None:
            return
        stored.claimed_until = stored.next_try_at = None
        _note(stored, found.problem)
        stored.problem_code = 0 if found.outcome is Outcome.LINKS else int(found.code)
        if found.outcome is Outcome.LINKS:
            _verified(stored, found.description)
        elif found.outcome is Outcome.PASSING and stored.attempts < len(BACKOFF):
            wait = max(BACKOFF[stored.attempts], found.wait or BACKOFF[stored.attempts])
            stored.attempts += 1
            stored.next_try_at = timezone.now() + wait
        elif found.outcome in (Outcome.PASSING, Outcome.CLOSED) and stored.verified_at:
            stored.state = State.VERIFIED  # it was there, and nobody says that it is no more
        else:
            _unverified(stored, found)
        stored.save()


def _note(mention: Mention, problem: Problem | None) -> None:
    mention.problem = problem.sentence[:200] if problem else ""
    mention.problem_values = {name: _plain(value) for name, value in problem.values.items()} if problem else {}


def _plain(value: object) -> object:
    return value if isinstance(value, int) else str(value)[:300]


def finding(code: str, verdict: str = "") -> dict[str, object]:
    """Return what was found at a source as the rules store what they find."""
    return Finding(RULE, verdict, 0.0, code).as_json()


# --- It links --------------------------------------------------------------------------------------


def _verified(mention: Mention, said: Description) -> None:
    is_first = mention.verified_at is None
    mention.state = State.VERIFIED
    mention.attempts = 0
    feedback = _held(mention)
    if feedback is not None and is_first:
        _fill(feedback, said)
    elif feedback is not None:
        _update(feedback, said)
    elif not mention.is_deleted_here:
        mention.feedback = _made(mention, said)
    mention.verified_at = mention.verified_at or timezone.now()


def _held(mention: Mention) -> Feedback | None:
    """Return a mention's feedback, which nobody else changes until the transaction ends."""
    return Feedback.objects.select_for_update().filter(pk=mention.feedback_id).first() if mention.feedback_id else None


def _judge(feedback: Feedback) -> None:
    """Let the rules decide about what nobody has decided about, and store it."""
    if feedback.status == ModerationStatus.PENDING and not _is_decided(feedback):
        ruling.receive(feedback)
        feedback.save()
        ruling.journal(feedback)


def _made(mention: Mention, said: Description) -> Feedback:
    """Store the feedback of a mention that proved true, judged by the rules."""
    moment, printed = moment_of(said.published, timezone.now())
    feedback = Feedback(
        kind=mention.protocol,
        status=ModerationStatus.PENDING,
        post=mention.post,
        author_url=mention.source_url,
        author_address=mention.sender_address,
        body_format=Feedback.BodyFormat.TEXT,
        submitted_at=moment or (None if printed else mention.announced_at),
        submitted_text=printed,
        source_meta=_meta(said),
        **_words(said),
    )
    ruling.receive(feedback)
    feedback.save()
    ruling.journal(feedback)
    return feedback


def _words(said: Description) -> dict[str, str]:
    return {
        "title": said.title[:250],
        "blog_name": said.blog_name[:250],
        "author_name": said.author_name[:250],
        "body": said.text,
    }


def _meta(said: Description) -> dict[str, str]:
    return {"relation": said.relation} | ({"author_url": said.author_url} if said.author_url else {})


def _fill(feedback: Feedback, said: Description) -> None:
    """Complete what a trackback left empty, and let the rules judge it where nobody has."""
    for name, text in _words(said).items():
        if not getattr(feedback, name):
            setattr(feedback, name, text)
    feedback.source_meta = {**feedback.source_meta, **_meta(said)}
    feedback.save()
    if _took_back(feedback):
        _hold(feedback, Problem(LINKS_AGAIN))
    _judge(feedback)


def _update(feedback: Feedback, said: Description) -> None:
    """Write what the page says now. What was approved is no more what was approved: it is judged anew."""
    if _took_back(feedback):
        _hold(feedback, Problem(LINKS_AGAIN))
    problem = Problem(_("The source says something else now."))
    words = {name: text for name, text in _words(said).items() if text or name == "body"}
    changed = moderation.edit(feedback, words, rule=RULE, reason=str(problem))
    if changed and feedback.status == ModerationStatus.APPROVED:
        _hold(feedback, problem)
        ruling.receive(feedback)
        feedback.save()
        ruling.journal(feedback)


def _hold(feedback: Feedback, problem: Problem) -> None:
    moderation.hold([feedback.pk], rule=RULE, reason=str(problem))
    feedback.status = ModerationStatus.PENDING


def _took_back(feedback: Feedback) -> bool:
    """Say whether it lies in the trash or among spam for the sole reason that its source had gone."""
    if feedback.status not in (ModerationStatus.TRASH, ModerationStatus.SPAM):
        return False
    last = _moves(feedback).first()
    return last is not None and last.rule == RULE


# --- It does not -----------------------------------------------------------------------------------


def _unverified(mention: Mention, found: Found) -> None:
    """Refuse what never proved true; take away what is true no more."""
    mention.state = State.GONE if mention.verified_at else State.REFUSED
    feedback = _held(mention)
    if feedback is None:
        return
    reason = str(found.problem)
    if mention.verified_at:
        if feedback.status in (ModerationStatus.PENDING, ModerationStatus.APPROVED):
            moderation.trash([feedback.pk], rule=RULE, reason=reason)
    elif feedback.status == ModerationStatus.PENDING and not _is_decided(feedback):
        code = "source_without_link" if found.outcome is Outcome.NO_LINK else "source_unread"
        feedback.findings, feedback.decided_by = [finding(code, ModerationStatus.SPAM)], RULE
        feedback.save()
        moderation.mark_spam([feedback.pk], rule=RULE, reason=reason)


def _is_decided(feedback: Feedback) -> bool:
    """Say whether a person moved it before."""
    return _moves(feedback).exclude(by=None).exists()


def _moves(feedback: Feedback):
    return ModerationEvent.objects.filter(feedback=feedback, changes={}).order_by("-pk")
