"""Stored feedback as the filter sees it, and the decisions it learns from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Left

from blog.learning.features import PostWords, Sample, days_between, post_words
from blog.models import Feedback, ModerationEvent, ModerationRule, ModerationStatus, Post, SpamProposal
from blog.text import plain

RULE = "learned"  # what the journal and the findings call the filter
MOST = 30_000  # examples of spam, and as many of approved feedback: spread evenly when there are more
CHUNK = 1000
READ = 20_000  # characters of a post's HTML


@dataclass(frozen=True, slots=True)
class Examples:
    """What to learn from: ids of feedback by post, whether each is spam, whether a person said so, and their order."""

    ids: list[int]
    decisions: list[bool]
    sure: list[bool]
    order: list[int]  # numbers of the examples, the oldest first

    @property
    def counts(self) -> tuple[int, int]:
        """(spam, approved)."""
        return sum(self.decisions), len(self.decisions) - sum(self.decisions)


def sample_of(feedback: Feedback, post: PostWords | None = None) -> Sample:
    """Return what the filter sees of feedback, stored or about to be; the post's words unless they are given."""
    if not feedback.body_html:
        feedback.render()
    of_post = feedback.post
    return Sample(
        body=plain.plain_text(feedback.body_html),
        markup=feedback.body,
        kind=feedback.kind,
        author_name=feedback.author_name,
        author_email=feedback.author_email,
        author_url=feedback.author_url,
        title=feedback.title,
        blog_name=feedback.blog_name,
        is_reply=feedback.parent_id is not None,
        days=days_between(of_post.published_at, feedback.submitted_at),
        post=words_of_post(of_post.title, of_post.body_html, of_post.language) if post is None else post,
    )


def words_of_post(title: str, html: str, language: str) -> PostWords:
    """Return what comparing with a post needs; only its beginning is read."""
    html = html[:READ]
    if html.rfind("<") > html.rfind(">"):
        html = html[: html.rfind("<")]
    return post_words(title, plain.words_of(html), language)


def decided() -> QuerySet[Any]:
    """Return feedback to learn from: approved and spam, but what the filter itself decided and nobody confirmed."""
    by_someone = ModerationEvent.objects.filter(feedback=OuterRef("pk"), by__isnull=False, to_status=OuterRef("status"))
    declined = SpamProposal.objects.filter(feedback=OuterRef("pk"), state=SpamProposal.State.DECLINED)
    known = Feedback.objects.filter(status__in=(ModerationStatus.APPROVED, ModerationStatus.SPAM))
    known = known.annotate(
        is_sure=Exists(by_someone) | (Q(status=ModerationStatus.APPROVED) & Exists(declined)),
        at=Coalesce("submitted_at", "post__published_at", "received_at"),
    )
    rules = ModerationRule.objects.filter(kind=RULE).values("name")  # whatever moderators call it
    return known.exclude(Q(is_sure=False) & (Q(decided_by=RULE) | Q(decided_by__in=rules))).order_by()


def examples() -> Examples:
    """Return what there is to learn from, at most MOST of each."""
    chosen = sorted(row for status in (ModerationStatus.APPROVED, ModerationStatus.SPAM) for row in _spread(status))
    by_post = sorted(range(len(chosen)), key=lambda number: (chosen[number][2], chosen[number][1]))
    place = {number: at for at, number in enumerate(by_post)}
    return Examples(
        ids=[chosen[number][1] for number in by_post],
        decisions=[chosen[number][3] == ModerationStatus.SPAM for number in by_post],
        sure=[bool(chosen[number][4]) for number in by_post],
        order=[place[number] for number in range(len(chosen))],
    )


def counts() -> dict[str, int]:
    """Return how many examples there are of spam and of approved feedback."""
    spam = Count("pk", filter=Q(status=ModerationStatus.SPAM))
    return Feedback.objects.aggregate(spam=spam, approved=Count("pk", filter=Q(status=ModerationStatus.APPROVED)))


def samples(ids: Sequence[int]) -> Iterator[Sample]:
    """Yield the samples of these ids in their order; two queries to a thousand. What is gone meanwhile is empty."""
    remaining = iter(ids)
    while chunk := list(islice(remaining, CHUNK)):
        found = {feedback.pk: sample for feedback, sample in with_samples(Feedback.objects.filter(pk__in=chunk))}
        for pk in chunk:
            yield found.get(pk) or Sample("")


def with_samples(feedback: QuerySet[Feedback]) -> Iterator[tuple[Feedback, Sample]]:
    """Yield feedback with its samples; one query, and one for the posts."""
    rows = list(feedback.defer("findings", "source_meta"))
    known: dict[int, PostWords] = {}
    posts = _posts({row.post_id for row in rows})
    for row in sorted(rows, key=lambda row: row.post_id):
        post, html = posts[row.post_id]
        row.post = post
        if row.post_id not in known:
            known = {row.post_id: words_of_post(post.title, html, post.language)}
        yield row, sample_of(row, known[row.post_id])


def words_of_posts(ids: set[int]) -> dict[int, PostWords]:
    """Return what comparing with these posts needs; one query."""
    return {pk: words_of_post(post.title, html, post.language) for pk, (post, html) in _posts(ids).items()}


def _posts(ids: set[int]) -> dict[int, tuple[Post, str]]:
    wanted = Post.objects.filter(pk__in=ids).annotate(beginning=Left("body_html", READ))
    rows = wanted.only("title", "language", "published_at", "path").order_by()
    return {post.pk: (post, post.beginning) for post in rows}


def _spread(status: str) -> list[Any]:
    """Return (time, id, post's id, status, sure) of all that has a status, or of every n-th when there is too much."""
    rows = decided().filter(status=status)
    step = -(-rows.count() // MOST)
    if step > 1:
        rows = rows.alias(place=F("pk") % step).filter(place=0)
    return list(rows.values_list("at", "pk", "post_id", "status", "is_sure"))
