"""The one place where a reader's comment is taken in: checked, throttled, judged by the rules, stored.

`submit_comment` is the whole of it; the form only reads what was typed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.utils import timezone

from blog import correcting, locking, reply_notices, ruling, throttling
from blog.models import Feedback, ModerationStatus, Post

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SALT = "blog.comment"


class CommentRefused(Exception):  # noqa: N818 - said as it is
    """The comment was not stored. `status` is the HTTP status that says so."""

    status = 400


class CommentsClosed(CommentRefused):
    status = 403


class AlreadySaid(CommentRefused):
    """The same person said the same under the same post before."""

    status = 409


class TooMany(CommentRefused):
    """The address sent, or the post got, too many; `retry_after` seconds from now the next may come."""

    status = 429

    def __init__(self, retry_after: int, whose: str) -> None:
        super().__init__()
        self.retry_after = retry_after
        self.whose = whose


# --- The form's token --------------------------------------------------------------------------


class TokenInvalid(Exception):  # noqa: N818
    """The token is not ours, or not this post's."""


class TokenExpired(TokenInvalid):
    """The token is ours and too old."""


class TokenTooYoung(TokenInvalid):
    """The token was given a moment ago: nobody writes so fast."""


def make_token(post: Post) -> str:
    """Return a signed token that says for which post and when a form was given."""
    return signing.TimestampSigner(salt=SALT).sign(str(post.pk))


def check_token(token: str, post: Post) -> None:
    """Raise what is wrong with a token, if anything."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        named = signer.unsign(token, max_age=settings.COMMENT_FORM_MAX_SECONDS)
    except signing.SignatureExpired as error:
        raise TokenExpired from error
    except signing.BadSignature as error:
        raise TokenInvalid from error
    if named != str(post.pk):
        raise TokenInvalid
    try:
        signer.unsign(token, max_age=settings.COMMENT_FORM_MIN_SECONDS)
    except signing.SignatureExpired:
        return
    raise TokenTooYoung


# --- Taking it in ------------------------------------------------------------------------------


def submit_comment(post: Post, cleaned: Mapping[str, Any], address: str, user: User | None = None) -> Feedback:
    """Store a comment with the status that the rules give it, and return it; raise CommentRefused where it may not be.

    `cleaned` holds name, email, url, text, notify and parent (a comment of the same post, or None). Looking for the
    same comment, counting and storing happen under locks, so that workers of all machines count alike.
    """
    if not post.takes_comments:
        raise CommentsClosed
    comment = draft(post, cleaned, address, user)
    # Before the transaction: on SQLite nobody else writes during it.
    ruling.receive(comment)
    with locking.writing():
        _refuse_flood(comment)
        _refuse_repetition(comment)
        comment.save()
        ruling.journal(comment)
        if comment.parent and comment.status == ModerationStatus.APPROVED:
            reply_notices.want([comment.pk])
    return comment


def draft(post: Post, cleaned: Mapping[str, Any], address: str, user: User | None = None) -> Feedback:
    """Return the comment, rendered and not stored."""
    comment = Feedback(
        kind=Feedback.Kind.COMMENT,
        status=ModerationStatus.PENDING,
        post=post,
        parent=cleaned.get("parent"),
        author_name=cleaned["name"],
        author_email=cleaned.get("email", ""),
        author_url=cleaned.get("url", ""),
        author_address=address[:64],
        user=user,
        body=cleaned["text"],
        body_format=Feedback.BodyFormat.TEXT,
        submitted_at=timezone.now(),
        notify_replies=bool(cleaned.get("notify") and cleaned.get("email")),
    )
    comment.render()
    return comment


def _refuse_repetition(comment: Feedback) -> None:
    same = Feedback.objects.comments().filter(
        post=comment.post, parent=comment.parent, author_name=comment.author_name, body=comment.body
    )
    # Compared here: the index of e-mail addresses would lead through all that came without one.
    for said in same.only("status", "kind", "author_email").order_by("-pk"):
        if said.author_email.casefold() == comment.author_email.casefold() and not correcting.is_withdrawn(said):
            raise AlreadySaid


def _refuse_flood(comment: Feedback) -> None:
    try:
        throttling.admit(
            throttling.from_address(comment.author_address, settings.COMMENTS_PER_ADDRESS),
            throttling.under_post(comment.post, settings.COMMENTS_PER_POST),
            holding=f"comment {_digest(comment)}",
        )
    except throttling.Throttled as flood:
        raise TooMany(flood.retry_after, flood.whose) from flood


def _digest(comment: Feedback) -> str:
    """Return what two comments share that say the same: the name of the lock under which one is looked for."""
    said = (comment.post_id, comment.parent_id, comment.author_name, comment.author_email.casefold(), comment.body)
    return hashlib.sha256(repr(said).encode()).hexdigest()
