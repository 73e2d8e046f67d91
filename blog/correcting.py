"""A comment's author mends or withdraws it within some minutes, known by a signed pass that the answer to sending gave.

What is mended is judged by the rules again: a comment that readers see and no rule would let through waits once more.
"""

from __future__ import annotations

import copy
import datetime as dt
import uuid
from collections.abc import Mapping

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from blog import moderation, ruling, throttling
from blog.models import Feedback, ModerationEvent, ModerationStatus
from blog.ruling import blocking

SALT = "blog.comment.pass"
RULE = "author"  # who decided, in the journal


class Changed(Exception):  # noqa: N818
    """Somebody else changed the comment's words since they were shown to its author."""


class TooLate(Exception):  # noqa: N818 - said as it is
    """The comment is not its author's to change any more."""


def make_pass(comment: Feedback) -> str:
    """Return what its author shows to be known by."""
    return signing.TimestampSigner(salt=SALT).sign(str(comment.pk))


def is_pass(value: str, pk: int) -> bool:
    """Say whether a value is the pass of this comment, and not too old."""
    try:
        named = signing.TimestampSigner(salt=SALT).unsign(value, max_age=seconds_open())
    except signing.BadSignature:
        return False
    return named == str(pk)


def seconds_open() -> int:
    return settings.COMMENT_EDIT_MINUTES * 60


def open_until(comment: Feedback) -> dt.datetime:
    """Return until when its author may change a comment."""
    return comment.received_at + dt.timedelta(seconds=seconds_open())


def is_open(comment: Feedback) -> bool:
    """Say whether its author may change a comment now. What lies in the trash is nobody's but a moderator's."""
    sent_here = comment.kind == Feedback.Kind.COMMENT and comment.source_id is None
    return sent_here and comment.status != ModerationStatus.TRASH and timezone.now() < open_until(comment)


def is_withdrawn(comment: Feedback) -> bool:
    """Say whether its author took a comment away."""
    withdrawn = ModerationEvent.objects.filter(feedback=comment, rule=RULE, to_status=ModerationStatus.TRASH)
    return comment.status == ModerationStatus.TRASH and withdrawn.exists()


def last_change(comment: Feedback) -> int:
    """Return the id of the last event by which somebody but its author changed its words; 0 where nobody did."""
    edits = ModerationEvent.objects.filter(feedback=comment).exclude(changes={}).exclude(rule=RULE)
    edits = edits.exclude(changes__has_key=blocking.BLOCKED)
    return edits.aggregate(last=Max("pk"))["last"] or 0


def correct(comment: Feedback, cleaned: Mapping[str, str], address: str, seen: int = 0) -> Feedback:
    """Store new words (text, name, url) and return the comment as it is now, judged anew.

    `seen`: the last change of somebody else's that its author was shown. Raises Changed where there is a later one,
    TooLate, and Throttled when corrections come from one address as no person sends them.
    """
    with transaction.atomic():
        throttling.admit(throttling.from_address(address, settings.COMMENTS_PER_ADDRESS, "correction"))
        stored = _locked(comment)
        if last_change(stored) != seen:
            raise Changed
        words = {"body": cleaned["text"], "author_name": cleaned["name"], "author_url": cleaned["url"]}
        batch = uuid.uuid4()
        if moderation.edit(stored, words, rule=RULE, reason="mended by its author", batch=batch):
            _judge_again(stored, batch)
    return Feedback.objects.get(pk=stored.pk)


def withdraw(comment: Feedback) -> None:
    """Put a comment into the trash for its author. Raises TooLate."""
    with transaction.atomic():
        stored = _locked(comment)
        moderation.trash([stored.pk], rule=RULE, reason="withdrawn by its author")


def _locked(comment: Feedback) -> Feedback:
    stored = Feedback.objects.select_for_update().get(pk=comment.pk)
    if not is_open(stored):
        raise TooLate
    return stored


def _judge_again(stored: Feedback, batch: uuid.UUID) -> None:
    """Keep what the rules find now; move the comment where they put it, as far as its author's doing may."""
    judged = copy.copy(stored)
    ruling.receive(judged)
    kept = {name: getattr(judged, name) for name in ("findings", "score", "decided_by")}
    Feedback.objects.filter(pk=stored.pk).update(**kept)
    status = _status_after(stored, judged.status)
    if status != stored.status:
        rule = judged.decided_by or RULE
        moderation.moderate([stored.pk], status, rule=rule, reason="mended by its author and judged again", batch=batch)


def _status_after(stored: Feedback, judged: str) -> str:
    """Return where a mended comment belongs.

    Its author cannot free it from spam, nor from what a person decided. What readers see goes back to the queue unless
    a rule lets it through, since whoever approved it approved other words; and always where somebody else mended it.
    """
    match stored.status:
        case ModerationStatus.APPROVED:
            is_free = judged == ModerationStatus.APPROVED and not last_change(stored)
            return ModerationStatus.APPROVED if is_free else ModerationStatus.PENDING
        case ModerationStatus.PENDING:
            by_a_person = ModerationEvent.objects.filter(feedback=stored, by__isnull=False, changes={})
            return stored.status if judged == ModerationStatus.APPROVED and by_a_person.exists() else judged
    return stored.status
