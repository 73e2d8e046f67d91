"""What the database knows around feedback that has just come in, in as few queries as the rules in force need."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Subquery, Value
from django.db.models.functions import Lower
from django.utils import timezone

from blog.learning import keeping
from blog.models import Feedback, ModerationStatus, Post
from blog.ruling.findings import Context, History
from blog.ruling.kinds import Rule
from blog.ruling.literals import literal

LATEST = 200  # of someone's feedback that are looked at
AMONG = 1000  # latest feedback among which a text may be repeated
MAY_MODERATE = "blog.change_comment"
REJECTED = (ModerationStatus.SPAM, ModerationStatus.TRASH)


def context_of(feedback: Feedback, rules: Iterable[Rule]) -> Context:
    """Read what these rules need to know of feedback that is not stored yet."""
    needs = frozenset[str]().union(*(rule.kind.needs for rule in rules))
    others = Feedback.objects.exclude(pk=feedback.pk) if feedback.pk else Feedback.objects.all()
    by_email = by_address = History()
    if "by_email" in needs and feedback.author_email:
        same = others.alias(email=Lower("author_email")).filter(email=Lower(Value(feedback.author_email)))
        by_email = _history(same.order_by("-pk"))
    if "by_address" in needs and feedback.author_address:
        by_address = _history(others.filter(author_address=feedback.author_address).order_by("-received_at"))
    return Context(
        is_staff=feedback.user is not None and feedback.user.has_perm(MAY_MODERATE),
        is_open=is_open(feedback.post, feedback.kind),
        post_age=age_of(feedback.post),
        by_email=by_email,
        by_address=by_address,
        repeats=_repeats(feedback) if "repeats" in needs and feedback.body else 0,
        learned=keeping.tell(feedback) if "learned" in needs else None,
    )


def history_of(rows: Iterable[tuple[str, str]]) -> History:
    """Sum up (status, name)."""
    counted = dict.fromkeys(ModerationStatus.values, 0)
    names = set()
    for status, name in rows:
        counted[status] += 1
        if status == ModerationStatus.APPROVED:
            names.add(literal(name))
    rejected = sum(counted[status] for status in REJECTED)
    return History(counted[ModerationStatus.APPROVED], counted[ModerationStatus.PENDING], rejected, frozenset(names))


def is_open(post: Post, kind: str) -> bool:
    return post.comments_open if kind == Feedback.Kind.COMMENT else post.trackbacks_open


def age_of(post: Post) -> int | None:
    """Return how many days ago a post was published, where its time is known."""
    return (timezone.now() - post.published_at).days if post.published_at else None


def _history(feedback: object) -> History:
    return history_of(feedback.values_list("status", "author_name")[:LATEST])  # type: ignore[attr-defined]


def _repeats(feedback: Feedback) -> int:
    # Compared among the latest only: no index holds whole texts.
    latest = Subquery(Feedback.objects.order_by("-pk").values("pk")[:1])
    return Feedback.objects.filter(pk__gt=latest - AMONG, body=feedback.body).exclude(pk=feedback.pk).count()
