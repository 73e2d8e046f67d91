"""What the database knows around feedback that has just come in, in as few queries as the rules in force need."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from blog.learning import keeping
from blog.models import Feedback, Post
from blog.models.feedback import BEGINNING, Beginning
from blog.ruling.findings import Context, History
from blog.ruling.kinds import Rule

logger = logging.getLogger(__name__)

LATEST = 100  # of someone's feedback that are looked at
MOST_ALIKE = 100  # texts of one beginning that are compared
MAY_MODERATE = "blog.change_comment"


def context_of(feedback: Feedback, rules: Iterable[Rule]) -> Context:
    """Read what these rules need to know of feedback that is not stored yet."""
    needs = frozenset[str]().union(*(rule.kind.needs for rule in rules))
    others = Feedback.objects.exclude(pk=feedback.pk) if feedback.pk else Feedback.objects.all()
    by_email = by_address = History()
    if "by_email" in needs and feedback.author_email:
        by_email = _history(others.by_email(feedback.author_email).last_sent_first())
    if "by_address" in needs and feedback.author_address:
        by_address = _history(others.filter(author_address=feedback.author_address).order_by("-received_at"))
    return Context(
        is_staff=feedback.user is not None and feedback.user.has_perm(MAY_MODERATE),
        is_open=is_open(feedback.post, feedback.kind),
        post_age=age_of(feedback.post),
        by_email=by_email,
        by_address=by_address,
        repeats=_repeats(feedback) if "repeats" in needs and feedback.body else 0,
        learned=_told(feedback) if "learned" in needs else None,
    )


def _told(feedback: Feedback) -> Any:
    """Return what the learned filter says; None, and a line in the log, where it crashes: no comment is lost by it."""
    try:
        return keeping.tell(feedback)
    except Exception:
        logger.exception("The learned filter failed and was skipped.")
        return None


def is_open(post: Post, kind: str) -> bool:
    return post.comments_open if kind == Feedback.Kind.COMMENT else post.trackbacks_open


def age_of(post: Post) -> int | None:
    """Return how many days ago a post was published, where its time is known."""
    return (timezone.now() - post.published_at).days if post.published_at else None


def _history(feedback: QuerySet[Any]) -> History:
    return History.of(feedback.values_list("status", "author_name")[:LATEST])


def _repeats(feedback: Feedback) -> int:
    """Count the same text among what was sent here. The index holds the beginnings; SQLite would not use it if the
    whole texts were compared in the same statement."""
    alike = Feedback.objects.filter(source=None).exclude(pk=feedback.pk).alias(beginning=Beginning("body"))
    texts = alike.filter(beginning=feedback.body[:BEGINNING]).order_by().values_list("body", flat=True)
    return sum(text == feedback.body for text in texts[:MOST_ALIKE])


class Past:
    """What became of feedback by the same e-mail or IP address before a moment of the past."""

    def __init__(self, name: str, first: int) -> None:
        self.name = name
        self.first = first  # the id from which on the past is replayed; what came before is read
        self.known: dict[str, History] = {}

    def read(self, chunk: Iterable[Feedback]) -> None:
        """Read in one query what came before the replay from those who are met for the first time."""
        new = {self._key(feedback) for feedback in chunk} - self.known.keys() - {""}
        self.known |= dict.fromkeys(new, History())
        if not new:
            return
        by = Lower("author_email") if self.name == "author_email" else F(self.name)
        before = Feedback.objects.filter(pk__lt=self.first).annotate(key=by).filter(key__in=new).order_by()
        for key, status, name, number in before.values_list("key", "status", "author_name").annotate(
            number=Count("pk")
        ):
            self.known[key] = self.known.get(key, History()).plus(status, name, number)

    def of(self, feedback: Feedback) -> History:
        return self.known.get(self._key(feedback), History())

    def add(self, feedback: Feedback) -> None:
        if key := self._key(feedback):
            self.known[key] = self.known.get(key, History()).plus(feedback.status, feedback.author_name)

    def _key(self, feedback: Feedback) -> str:
        value: str = getattr(feedback, self.name)
        return value.lower() if self.name == "author_email" else value
