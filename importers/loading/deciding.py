"""What people decide about scraped pages, stored step by step, saved into the posts, and tried on pages built alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from blog.text.wording import gettext_noop as _
from importers.loading.examining import OpenPage, open_page
from importers.loading.finding import POSTS
from importers.loading.queueing import look_again
from importers.loading.reviewing import ReviewRun, Written, begin_run
from importers.models import ImportRun, PageReview
from importers.reporting import Unusable
from importers.scraping.decisions import MOST_STEPS
from importers.scraping.likening import liken

State = PageReview.State
MOST_LINES = 20_000  # in all steps of one review


class Overtaken(Unusable):
    """Somebody else decided something about the page meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("The page was changed meanwhile. This is how it stands now; please decide again."))


def add_step(review: PageReview, seen: int, step: Mapping[str, Any]) -> None:
    """Store a decision, made when the review was at version `seen`."""
    lines = sum(len(known.get("lines", ())) for known in (*review.steps, step))
    if len(review.steps) >= MOST_STEPS or lines > MOST_LINES:
        raise Unusable(_("So many decisions about one page are not kept. Save it, or undo some."))
    _write(review, seen, [*review.steps, dict(step)])


def undo_step(review: PageReview, seen: int) -> Mapping[str, Any] | None:
    """Take the last decision back and return it; None when there is none."""
    if not review.steps:
        return None
    last: Mapping[str, Any] = review.steps[-1]
    _write(review, seen, review.steps[:-1])
    return last


def _write(review: PageReview, seen: int, steps: list[Any]) -> None:
    """Write the steps where nobody was faster."""
    row = PageReview.objects.filter(pk=review.pk, version=seen)
    # What is decided and not saved is still to be done, even where the page was reviewed before.
    if not row.update(steps=steps, version=F("version") + 1, state=State.WAITING):
        raise Overtaken
    review.steps, review.version, review.state = steps, seen + 1, State.WAITING


def save(page: OpenPage, by: User) -> Written:
    """Write what was decided into the post; the page is reviewed with that. Unusable, with a sentence, when it is not.

    The post's status stays as it is: whoever publishes it does that beside. A run that changed nothing is not kept.
    """
    review = page.review
    run = begin_run(review.source_id, by, [review.item.origin])
    try:
        with ReviewRun(run) as writing, transaction.atomic():
            _hold(review)
            written = writing.write(page, by)
            review.state, review.reviewed_by, review.reviewed_at = State.REVIEWED, by, timezone.now()
            review.example = None
            review.save(update_fields=["state", "doubts", "decided", "run", "example", "reviewed_by", "reviewed_at"])
    finally:
        ImportRun.objects.filter(pk=run.pk, changes=None).delete()
    return written


def _hold(review: PageReview) -> None:
    """Hold the decisions of a page as they are known here till the transaction ends; Overtaken where they changed."""
    known = PageReview.objects.select_for_update().filter(pk=review.pk, version=review.version)
    if known.values_list("pk", flat=True).first() is None:
        raise Overtaken


def alike(review: PageReview) -> QuerySet[PageReview]:
    """Return the pages of the same blog that are built alike and that nobody decided upon."""
    if not review.layout:
        return PageReview.objects.none()
    pages = reviewable().filter(source=review.source_id, layout=review.layout, decided=False, steps=[])
    return pages.exclude(pk=review.pk).exclude(state=State.REVIEWED).order_by("pk")


def steps_alike(example: OpenPage, page: OpenPage) -> list[dict[str, Any]]:
    """Return the steps that do to a page what was decided about another."""
    return liken(example.found, example.assigned, page.found)


def apply_alike(writing: ReviewRun, example: OpenPage, keys: Sequence[int], by: User | None) -> int:
    """Do to pages what was decided about another; return how many changed. A page that refuses stops no other.

    Each in a transaction of its own, and none upon which somebody decided meanwhile.
    """
    changed = 0
    for key in keys:
        review = alike(example.review).select_related("item__source").filter(pk=key).first()
        if review is None:
            continue
        try:
            changed += _apply_one(writing, example, review, by)
        except Unusable as refusal:
            writing.refused(review.item, str(refusal))
    return changed


def _apply_one(writing: ReviewRun, example: OpenPage, review: PageReview, by: User | None) -> bool:
    """Do to a page what was decided about another; say whether it changed."""
    page = open_page(review)
    review.steps = steps_alike(example, page)
    if not review.steps:
        return False
    with transaction.atomic():
        _hold(review)
        written = writing.write(page, by)
        review.example, review.version = example.review, review.version + 1
        review.save(update_fields=["state", "doubts", "decided", "run", "example", "steps", "version"])
    return written.changed


def take_back(run: ImportRun) -> None:
    """Let the pages that a run wrote be as they were: the run is undone.

    What a person decided about a page is kept, and waits to be saved again; what was only done like another is not.
    """
    written = PageReview.objects.filter(run=run)
    look_again(list(written.values_list("item", flat=True)))
    written.filter(example__isnull=False).update(steps=[], version=F("version") + 1)
    written.exclude(steps=[]).update(state=State.WAITING)
    written.update(run=None, example=None)


def next_to(review: PageReview, waiting: QuerySet[PageReview]) -> tuple[int | None, int | None]:
    """Return the keys of the pages before and after this one among those that wait."""
    keys = waiting.order_by().values_list("pk", flat=True)
    before = keys.filter(pk__lt=review.pk).order_by("-pk").first()
    return before, keys.filter(pk__gt=review.pk).order_by("pk").first()


def waiting() -> QuerySet[PageReview]:
    """Return the pages that wait for review."""
    return reviewable().filter(state=State.WAITING)


def reviewable() -> QuerySet[PageReview]:
    """Return the pages whose posts are here, and theirs alone."""
    return PageReview.objects.filter(item__object_id__isnull=False, item__kind__in=POSTS)
