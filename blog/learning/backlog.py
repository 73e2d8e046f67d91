"""What was approved long ago, looked at again: proposals, grouped, for a person to accept or decline. Nothing moves
before that."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Avg, Count, QuerySet

from blog import moderation
from blog.learning import keeping
from blog.learning.examples import CHUNK, RULE, decided, with_samples
from blog.learning.features import host_of
from blog.learning.scoring import Filter, Told
from blog.learning.words import links
from blog.models import Feedback, ModerationStatus, Source, SpamProposal

if TYPE_CHECKING:
    from django.contrib.auth.models import User

CAMPAIGN = 3  # proposals that have a host or a word in common
NAMED_BY = 3  # a group is named by longer words than that
State = SpamProposal.State


class NoFilter(RuntimeError):  # noqa: N818
    """Nothing was learned yet."""


@dataclass
class Sweep:
    """What a sweep looked at and proposes; `groups` are (kind, campaign, number), the largest first."""

    looked_at: int = 0
    proposed: int = 0
    groups: list[tuple[str, str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    feedback: int
    kind: str
    host: str
    words: tuple[str, ...]
    told: Told


def sweep(source: Source | None = None, dry_run: bool = False, check: Callable[[], None] = lambda: None) -> Sweep:
    """Propose what is approved and above the filter's threshold, unless a person decided about it here.

    Also what models that had not learned from it took for spam: the filter may know it as approved.
    The proposals that are open make room for the new ones. NoFilter when nothing was learned yet.
    """
    known = keeping.current()
    if known is None:
        raise NoFilter("There is no learned filter yet; train one first")
    approved = decided().filter(status=ModerationStatus.APPROVED, is_sure=False)
    if source is not None:
        approved = approved.filter(post__source=source)
    result = Sweep()
    found = list(_taken_for_spam(known, approved, result, check))
    campaigns = _campaigns(found)
    result.proposed = len(found)
    counted = Counter((item.kind, campaigns[item.feedback]) for item in found)
    result.groups = [(kind, campaign, number) for (kind, campaign), number in counted.most_common()]
    if not dry_run:
        _store(found, campaigns, source)
    return result


def _taken_for_spam(known: Filter, approved: QuerySet[Any], result: Sweep, check: Callable[[], None]) -> Any:
    """Yield what the filter, or one that had not seen it, takes for spam, a thousand at a time."""
    after, suspect = 0, keeping.suspect()
    while ids := list(approved.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        check()
        after = ids[-1]
        result.looked_at += len(ids)
        for feedback, sample in with_samples(Feedback.objects.filter(pk__in=ids)):
            if feedback.pk in suspect or known.probability(sample) >= known.threshold:
                told = known.tell(sample)
                hosts = [host_of(url) for url in (feedback.author_url, *links(feedback.body)) if url]
                host = next(filter(None, hosts), "")
                ending = host.rsplit(".", 2)[-2:]
                words = (word.casefold() for word in told.words)
                telling = tuple(word for word in words if len(word) > NAMED_BY and word not in ending)
                yield _Found(feedback.pk, feedback.kind, host, telling, told)


def _campaigns(found: list[_Found]) -> dict[int, str]:
    """Return for each what it has in common with others: its host, or else the strongest word that many have."""
    hosts = Counter(item.host for item in found if item.host)
    alone = [item for item in found if hosts[item.host] < CAMPAIGN]
    words = Counter(word for item in alone for word in item.words)
    common = {}
    for item in found:
        if item.host and hosts[item.host] >= CAMPAIGN:
            common[item.feedback] = item.host[:100]
        else:
            common[item.feedback] = next((word for word in item.words if words[word] >= CAMPAIGN), "")[:100]
    sizes = Counter((item.kind, common[item.feedback]) for item in found)
    return {
        item.feedback: name if sizes[item.kind, name := common[item.feedback]] >= CAMPAIGN else "" for item in found
    }


def _store(found: list[_Found], campaigns: dict[int, str], source: Source | None) -> None:
    rows = [
        SpamProposal(
            feedback_id=item.feedback,
            kind=item.kind,
            campaign=campaigns[item.feedback],
            probability=round(item.told.probability, 4),
            finding=_finding(item.told),
        )
        for item in found
    ]
    with transaction.atomic():
        former = SpamProposal.objects.exclude(state=State.DECLINED)
        if source is not None:
            former = former.filter(feedback__post__source=source)
        former.delete()
        SpamProposal.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)


def _finding(told: Told) -> dict[str, Any]:
    """Return what the filter found, as the findings of rules are stored."""
    return {
        "rule": RULE,
        "verdict": "spam",
        "score": round(told.probability, 4),
        "code": "learned" if told.words else "learned-manner",
        "params": {
            "percent": min(99, int(told.probability * 100)),
            "words": list(told.words),
            "signs": list(told.signs),
        },
        "evidence": [{"field": place.field, "start": place.start, "end": place.end} for place in told.places],
    }


def open_proposals() -> QuerySet[SpamProposal]:
    """Return proposals nobody has decided about, of feedback that is still approved."""
    return SpamProposal.objects.filter(state=State.OPEN, feedback__status=ModerationStatus.APPROVED)


def groups() -> list[dict[str, Any]]:
    """Return kind, campaign, number and mean probability of each group of open proposals, the largest first."""
    found = open_proposals().order_by().values("kind", "campaign").annotate(number=Count("pk"), mean=Avg("probability"))
    return [dict(group) for group in found.order_by("-number", "kind", "campaign")]


def accept(proposals: QuerySet[SpamProposal], by: User | None = None) -> tuple[uuid.UUID, int]:
    """Mark the feedback of open proposals as spam, as one action; return (batch, how many)."""
    batch = uuid.uuid4()
    with transaction.atomic():
        chosen = list(proposals.filter(state=State.OPEN).values_list("pk", "feedback_id"))
        moved = moderation.mark_spam(
            [feedback for _, feedback in chosen], by=by, rule=RULE, reason="Proposed by the learned filter", batch=batch
        )
        _settle([pk for pk, _ in chosen], State.ACCEPTED, by)
    return batch, moved


def decline(proposals: QuerySet[SpamProposal], by: User | None = None) -> int:
    """Note that the feedback of open proposals is no spam: it is not proposed again, and the filter learns from it."""
    with transaction.atomic():
        chosen = list(proposals.filter(state=State.OPEN).values_list("pk", flat=True))
        _settle(chosen, State.DECLINED, by)
    return len(chosen)


def _settle(ids: list[int], state: str, by: User | None) -> None:
    for start in range(0, len(ids), CHUNK):
        SpamProposal.objects.filter(pk__in=ids[start : start + CHUNK]).update(state=state, by=by)
