"""The one place where mentions by other sites are taken in: checked, throttled, put into the queue of `verifying`.

What is announced twice is stored once, also by requests at the same time. Refusals speak English, as protocols do.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from blog import locking, throttling
from blog.mentions import addresses, queueing, settling, targets
from blog.mentions.pingback import Code
from blog.mentions.trackback import Ping
from blog.models import Feedback, Mention, ModerationStatus, Post

AGAIN = dt.timedelta(seconds=60)  # between two looks at one source, however often it is announced
FULL = 600  # seconds after which a sender may try again when the queue is full
# Waiting to be verified: in all, below one domain, of one sender there, for one post.
MAX_WAITING = 5000
MAX_WAITING_OF_SITE = 1000
MAX_WAITING_OF_SENDER = 200  # while nobody else below its domain waits; see `_share`
MAX_WAITING_FOR_POST = 200
# Refused trackbacks of a post at which no moderator has looked: they are kept, so there must be an end of them.
MAX_REFUSED_FOR_POST = 500

Protocol = Mention.Protocol


class Refused(Exception):  # noqa: N818 - said as it is
    """A mention was not taken in. `code` is pingback's."""

    code = Code.GENERIC
    sentence = "This mention cannot be taken."

    def __init__(self) -> None:
        super().__init__(self.sentence)


class SourceInvalid(Refused):
    code = Code.NO_SOURCE
    sentence = "The source is missing, or no http or https address."


class TargetInvalid(Refused):
    code = Code.NO_TARGET
    sentence = "The target is missing, or no http or https address."


class SameAddress(Refused):
    sentence = "Source and target are one address."


class TargetUnknown(Refused):
    code = Code.NO_TARGET
    sentence = "The target is not a page of this site."


class TargetNoPost(Refused):
    code = Code.NOT_A_TARGET
    sentence = "The target is no post: only posts and pages take mentions."


class Closed(Refused):
    code = Code.NOT_A_TARGET
    sentence = "The target does not take mentions."


class AlreadyKnown(Refused):
    code = Code.KNOWN
    sentence = "This mention is known already."


class TooMany(Refused):
    """So many seconds from now the sender may try again."""

    code = Code.DENIED
    sentence = "Too many mentions came. Try again later."

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


def accepts(post: Post) -> bool:
    """Say whether a post takes mentions: it is public, open for them, and so is the site."""
    return bool(settings.TRACKBACKS_OPEN and post.trackbacks_open and post.is_public)


def receive_trackback(post: Post, ping: Ping, address: str) -> Mention:
    """Take a trackback in; what was announced before is a success, and stored once. Raises Refused."""
    _check_source(ping.url)
    return _receive(Protocol.TRACKBACK, post, ping.url, "", address, ping)


def receive_pingback(source: str, target: str, address: str) -> Mention:
    """Take a pingback in and return it; whether its source holds true is the caller's to ask for. Raises Refused."""
    _check_source(source)
    return _receive(Protocol.PINGBACK, target_of(source, target), source, target, address)


def receive_webmention(source: str, target: str, address: str) -> Mention:
    """Take a webmention in, a known one to be looked at again: that is how it is updated, or withdrawn."""
    _check_source(source)
    return _receive(Protocol.WEBMENTION, target_of(source, target), source, target, address)


def _check_source(source: str) -> None:
    if addresses.split(source) is None:
        raise SourceInvalid


def target_of(source: str, target: str) -> Post:
    """Return the post that a target names, or raise what is wrong with it."""
    if addresses.split(target) is None:
        raise TargetInvalid
    if addresses.key_of(source) == addresses.key_of(target):
        raise SameAddress
    post = targets.post_at(target)
    if post is None:
        raise TargetNoPost if targets.leads_here(target) else TargetUnknown
    return post


def _receive(
    protocol: Protocol, post: Post, source: str, target: str, address: str, ping: Ping | None = None
) -> Mention:
    if not accepts(post):
        raise Closed
    key = addresses.key_of(source)
    with transaction.atomic():
        locking.hold(f"mention of {post.pk} by {key}")
        mention = Mention.objects.select_for_update().filter(post=post, source_key=key).first()
        if mention is None and _was_imported(post, source):
            raise AlreadyKnown
        if mention is None:
            mention = Mention(post=post, source_url=source, source_key=key, source_site=addresses.site_of(source))
        elif not _has_news(mention, protocol):
            return mention
        _refuse_flood(mention, address)
        _put_into_queue(mention, protocol, target, address)
        if ping is not None and mention.pk is None:
            mention.feedback = _as_sent(mention, ping)
        mention.save()
    return mention


def _was_imported(post: Post, source: str) -> bool:
    return Feedback.objects.trackbacks().filter(post=post, author_url=source).exists()


def _has_news(mention: Mention, protocol: Protocol) -> bool:
    """Say whether a known mention is to be looked at again; AlreadyKnown where the protocol asks to be told."""
    known = mention.state in (Mention.State.WAITING, Mention.State.VERIFIED) or mention.is_deleted_here
    if known and protocol == Protocol.PINGBACK:
        raise AlreadyKnown
    if mention.is_deleted_here or mention.state == Mention.State.WAITING:
        return False
    if protocol == Protocol.PINGBACK and mention.tried_at and mention.tried_at > timezone.now() - AGAIN:
        return False  # the answer is the one of a moment ago
    return protocol == Protocol.WEBMENTION or not known


def _refuse_flood(mention: Mention, address: str) -> None:
    waiting = Mention.objects.waiting()
    unseen = Mention.objects.filter(post=mention.post, state=Mention.State.REFUSED, feedback__looked_at=None)
    for queue, most in (
        (unseen.exclude(feedback=None), MAX_REFUSED_FOR_POST),
        (waiting, MAX_WAITING),
        (waiting.filter(source_site=mention.source_site), MAX_WAITING_OF_SITE),
        (waiting.filter(post=mention.post), MAX_WAITING_FOR_POST),
    ):
        if queue.order_by()[:most].count() >= most:
            raise TooMany(FULL)
    beside = waiting.filter(source_site=mention.source_site).order_by().values_list("source_url", flat=True)
    senders = Counter(map(addresses.sender_of, beside[:MAX_WAITING_OF_SITE]))
    if senders[addresses.sender_of(mention.source_url)] >= _share(senders.total()):
        raise TooMany(FULL)
    try:
        throttling.admit(
            throttling.from_address(address, settings.MENTIONS_PER_ADDRESS, kind="mention"),
            throttling.under_post(mention.post, settings.MENTIONS_PER_POST, kind="mention"),
        )
    except throttling.Throttled as flood:
        raise TooMany(flood.retry_after) from flood


def _share(waiting: int) -> float:
    """Return how many one sender may have waiting where so many wait below its domain: the fewer, the less is free.

    One alone gets MAX_WAITING_OF_SENDER. So always something is left for whoever has nothing waiting, but for made up
    names by the hundred (dynamic thresholds, as switches share their memory among queues).
    """
    share = MAX_WAITING_OF_SENDER / max(1, MAX_WAITING_OF_SITE - MAX_WAITING_OF_SENDER)
    return share * (MAX_WAITING_OF_SITE - waiting)


def _put_into_queue(mention: Mention, protocol: Protocol, target: str, address: str) -> None:
    now = timezone.now()
    if mention.pk is None:
        mention.protocol = protocol
    mention.target_url = target or mention.target_url
    mention.sender_address = address[:64]
    mention.announced_at = now
    mention.state = Mention.State.WAITING
    mention.attempts = 0
    mention.next_try_at = max(now, mention.tried_at + AGAIN) if mention.tried_at else now
    if protocol != Protocol.PINGBACK:
        transaction.on_commit(queueing.want_verification)


def _as_sent(mention: Mention, ping: Ping) -> Feedback:
    """Store what a trackback says of itself: pending, and not seen by any rule before its source was looked at."""
    return Feedback.objects.create(
        kind=Feedback.Kind.TRACKBACK,
        status=ModerationStatus.PENDING,
        post=mention.post,
        title=ping.title,
        blog_name=ping.blog_name,
        author_url=mention.source_url,
        author_address=mention.sender_address,
        body=ping.excerpt,
        body_format=Feedback.BodyFormat.TEXT,
        submitted_at=mention.announced_at,
        findings=[settling.finding("source_waits")],
    )


def look_again(mentions: QuerySet[Mention]) -> int:
    """Put mentions into the queue again that were refused or went; return how many."""
    again = mentions.filter(state__in=(Mention.State.REFUSED, Mention.State.GONE))
    with transaction.atomic():
        number = again.update(state=Mention.State.WAITING, attempts=0, next_try_at=timezone.now())
        transaction.on_commit(queueing.want_verification)
    return number
