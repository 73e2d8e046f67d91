"""The one place where what was found at the source of a mention is stored: in the mention, and in its feedback.

No rule and no look here takes back what a person decided or wrote; but what its author took from the web is taken from
the blog.
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
from blog.ruling.reasons import SOURCE, SOURCE_CHANGED
from blog.text.wording import Problem
from blog.text.wording import gettext_noop as _

# What does not answer, or answers that it cannot now, is asked again so much later, then never.
BACKOFF = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 30, 180, 720, 1440))
RULE = SOURCE  # as findings and the journal call what decides here
LINKS_AGAIN = _("The source links to the post now.")
KEPT_HERE = "The source says something else now, and what was edited here is kept"
SHOWN = 300  # characters of them that the finding shows; the journal has all
RECEIVED = "received"  # in `source_meta`: the words that came last, beside which a look sees what people wrote

WORDS = ("title", "blog_name", "author_name", "body")

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


def finding(code: str, verdict: str = "", **params: str) -> dict[str, object]:
    """Return what was found at a source as the rules store what they find."""
    return Finding(RULE, verdict, 0.0, code, params).as_json()


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
        source_meta=_meta(said) | {RECEIVED: _words(said)},
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
    received = _received(feedback)
    for name, text in _words(said).items():
        if not getattr(feedback, name):
            setattr(feedback, name, text)
            received[name] = text
    feedback.source_meta = {**feedback.source_meta, **_meta(said), RECEIVED: received}
    feedback.save()
    if _took_back(feedback):
        _hold(feedback, Problem(LINKS_AGAIN))
    _judge(feedback)


def _received(feedback: Feedback) -> dict[str, str]:
    """Return the words that came last: those noted, else what is stored without what people wrote since."""
    words = {name: getattr(feedback, name) for name in WORDS}
    noted = feedback.source_meta.get(RECEIVED)
    if isinstance(noted, dict):
        return words | noted
    for event in feedback.events.edits().order_by("-pk"):
        if event.rule == RULE:
            break
        words |= {name: before for name, (before, _after) in event.changes.items() if name in words}
    return words


def _update(feedback: Feedback, said: Description) -> None:
    """Write what the page says now, but not over what a person wrote; new words are judged anew."""
    returned = _took_back(feedback)
    if returned:
        _hold(feedback, Problem(LINKS_AGAIN))
    problem = Problem(_("The source says something else now."))
    words = {name: text for name, text in _words(said).items() if text or name == "body"}
    received, told = _received(feedback), [found for found in feedback.findings if _is_of_change(found)]
    news = {name: text for name, text in words.items() if text != received[name]}
    written_here = {name for name in news if getattr(feedback, name) not in (received[name], news[name])}
    if written_here:
        told = [_declined(feedback, {name: news[name] for name in WORDS if name in written_here})]
    taken = {name: text for name, text in news.items() if name not in written_here}
    if moderation.edit(feedback, taken, rule=RULE, reason=str(problem)) or returned:
        _judge_anew(feedback, problem)
    differs = any(getattr(feedback, name) != text for name, text in words.items())
    feedback.findings = [found for found in feedback.findings if not _is_of_change(found)] + (told if differs else [])
    feedback.source_meta = {**feedback.source_meta, RECEIVED: received | words}
    feedback.save(update_fields=["findings", "source_meta"])


def _declined(feedback: Feedback, news: dict[str, str]) -> dict[str, object]:
    """Journal words that are not written over a person's, and return the finding that tells of them."""
    changes = {name: [getattr(feedback, name), text] for name, text in news.items()}
    moderation.decline(feedback, changes, rule=RULE, reason=KEPT_HERE)
    return finding(SOURCE_CHANGED, text=" · ".join(news.values())[:SHOWN])


def _is_of_change(found: dict[str, object]) -> bool:
    return found.get("code") == SOURCE_CHANGED


def _judge_anew(feedback: Feedback, problem: Problem) -> None:
    """Let the rules see new words. They move what no person moved, and what was approved, which is no more what it was.

    Of all else they only say what they find: what they said of the old words is not true of the new.
    """
    if feedback.status == ModerationStatus.APPROVED or not _is_decided(feedback):
        _hold(feedback, problem)
        ruling.receive(feedback)
        feedback.save()
        ruling.journal(feedback)
        return
    status = feedback.status
    ruling.receive(feedback)
    feedback.status = status
    feedback.save()


def _hold(feedback: Feedback, problem: Problem) -> None:
    moderation.hold([feedback.pk], rule=RULE, reason=str(problem))
    feedback.status = ModerationStatus.PENDING


def _took_back(feedback: Feedback) -> bool:
    """Say whether it lies in the trash or among spam for the sole reason that its source had gone."""
    if feedback.status not in (ModerationStatus.TRASH, ModerationStatus.SPAM):
        return False
    last = _moves(feedback).first()
    return last is not None and last.rule == RULE


def _is_a_persons(feedback: Feedback) -> bool:
    """Say whether it was a person who moved it last, whose login may be gone."""
    last = _moves(feedback).first()
    return last is not None and not last.rule


# --- It does not -----------------------------------------------------------------------------------


def _unverified(mention: Mention, found: Found) -> None:
    """Refuse what never proved true, but of what a person approved say it only; take away what is true no more."""
    mention.state = State.GONE if mention.verified_at else State.REFUSED
    feedback = _held(mention)
    if feedback is None:
        return
    reason = str(found.problem)
    if mention.verified_at:
        if feedback.status in (ModerationStatus.PENDING, ModerationStatus.APPROVED):
            moderation.trash([feedback.pk], rule=RULE, reason=reason)
    elif feedback.status == ModerationStatus.PENDING and not _is_decided(feedback):
        feedback.findings, feedback.decided_by = [finding(_code(found), ModerationStatus.SPAM)], RULE
        feedback.save()
        moderation.mark_spam([feedback.pk], rule=RULE, reason=reason)
    elif feedback.status == ModerationStatus.APPROVED and not _is_known_unread(feedback):
        feedback.findings = [finding(_code(found))]
        feedback.save()
        if not _is_a_persons(feedback):  # whose word outweighs that of a page
            _hold(feedback, found.problem or Problem(""))


def _code(found: Found) -> str:
    return "source_without_link" if found.outcome is Outcome.NO_LINK else "source_unread"


def _is_known_unread(feedback: Feedback) -> bool:
    """Say whether whoever approved it could see that its source does not link, or cannot be read."""
    return any(found.get("code") in ("source_without_link", "source_unread") for found in feedback.findings)


def _is_decided(feedback: Feedback) -> bool:
    """Say whether a person moved it before."""
    return _moves(feedback).exclude(by=None).exists()


def _moves(feedback: Feedback):
    return ModerationEvent.objects.filter(feedback=feedback, changes={}).order_by("-pk")
