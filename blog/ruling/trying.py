"""A rule tried on the past before it is saved: what it would have done, and what people decided. Writes nothing.

The past is replayed in the order in which it was stored, so that of an author's feedback only what came before counts.
Whether a post was open at that time, and which status feedback had in between, nobody knows: every post counts as
open, and earlier feedback has the status that it has now.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from blog.learning import keeping
from blog.learning.examples import sample_of, words_of_posts
from blog.learning.features import PostWords
from blog.models import Feedback, ModerationEvent, ModerationRule, ModerationStatus
from blog.ruling.candidates import candidate_of
from blog.ruling.contexts import MAY_MODERATE, Past
from blog.ruling.findings import Candidate, Context, Finding
from blog.ruling.judging import STATUSES, ask, judge
from blog.ruling.kinds import Rule
from blog.ruling.rules import in_force, prepared

LATEST = 2000  # feedback that a rule is tried on, unless asked otherwise
MOST = 20_000
SECONDS = 8.0  # after which a trial ends with what it has
CHUNK = 500
EXAMPLES = 25  # of contradictions that are shown
OTHERS = 10  # of what else it finds
_READ = (
    *("kind", "status", "author_name", "author_email", "author_url", "author_address", "title", "blog_name", "body"),
    *(
        "body_format",
        "body_html",
        "submitted_at",
        "source_id",
        "user_id",
        "parent_id",
        "post__language",
        "post__published_at",
    ),
)


@dataclass(frozen=True, slots=True)
class Example:
    """One that the rule matches: what it found, what it would be, and what it became."""

    feedback: Feedback
    finding: Finding
    status: str  # by the rule; empty where it decides nothing or another decided before
    decided: str  # by a person; empty where nobody did
    imported: bool
    contradicts: bool


@dataclass(slots=True)
class Trial:
    """What a rule would have done with the latest feedback, `tried` of the `asked`.

    `would` counts by status what it would have decided; `earlier` matched too, and a rule before it had decided.
    Of what a person had decided, it `contradicts` what it would have decided otherwise, `agrees` with what it would
    have decided alike, and `delays` what was approved in the end and would have waited.
    """

    asked: int
    tried: int = 0
    matched: int = 0
    would: Counter[str] = field(default_factory=Counter)
    earlier: int = 0
    by_people: int = 0
    agrees: int = 0
    contradicts: int = 0
    delays: int = 0
    crashed: int = 0
    finished: bool = True
    against: list[Example] = field(default_factory=list)
    others: list[Example] = field(default_factory=list)


def try_rule(row: ModerationRule, latest: int = LATEST, seconds: float = SECONDS) -> Trial:
    """Replay up to `latest` feedback, at most for so many seconds; the rule need not be saved. ValueError if it
    cannot be read. Queries grow by four or five for each 500."""
    rule = prepared(row)
    if rule is None:
        raise ValueError(row.kind)
    earlier = _rules_before(row)
    asked = max(1, min(latest, MOST))
    trial = Trial(asked)
    ends = time.monotonic() + seconds
    first = Feedback.objects.order_by("-pk").values_list("pk", flat=True)[asked - 1 : asked].first() or 0
    replay = _Replay([rule, *earlier], first)
    for chunk in _chunks(first):
        decided = _decisions(chunk)
        replay.read_before(chunk)
        for feedback in chunk:
            if time.monotonic() > ends:
                trial.finished = False
                return trial
            candidate, context = candidate_of(feedback), replay.context_of(feedback)
            _count(trial, feedback, rule, earlier, candidate, context, decided.get(feedback.pk, ("", False)))
            replay.remember(feedback)
    return trial


def _count(
    trial: Trial,
    feedback: Feedback,
    rule: Rule,
    earlier: list[Rule],
    candidate: Candidate,
    context: Context,
    decision: tuple[str, bool],
) -> None:
    decided, imported = decision
    trial.tried += 1
    trial.by_people += bool(decided)
    needs_score = "score" in rule.kind.needs
    before = judge(candidate, context, earlier) if needs_score else None
    if before:
        context = Context(score=before.score)
    found = ask(rule, candidate, context)
    if found is None:
        return
    if found.code == "crashed":
        trial.crashed += 1
        return
    trial.matched += 1
    before = before or (judge(candidate, context, earlier) if found.verdict else None)
    status = STATUSES.get(found.verdict, "")
    if status and before and before.status:
        trial.earlier += 1
        status = ""
    decides = bool(decided) and status not in ("", ModerationStatus.PENDING)
    contradicts = decides and status != decided
    if status:
        trial.would[status] += 1
        trial.contradicts += contradicts
        trial.delays += status == ModerationStatus.PENDING and decided == ModerationStatus.APPROVED
        trial.agrees += decides and not contradicts
    kept = trial.against if contradicts else trial.others
    # The newest are the most telling: what came before makes room.
    kept.append(Example(feedback, found, status, decided, imported, contradicts))
    if len(kept) > (EXAMPLES if contradicts else OTHERS):
        kept.pop(0)


def _rules_before(row: ModerationRule) -> list[Rule]:
    """Return the rules in force that would be asked before this one."""
    own = row.pk or float("inf")
    places = {
        name: (position, pk)
        for name, position, pk in ModerationRule.objects.filter(enabled=True).values_list("name", "position", "pk")
    }
    return [
        rule
        for rule in in_force()
        if rule.name in places and places[rule.name] < (row.position, own) and places[rule.name][1] != row.pk
    ]


def _chunks(first: int) -> Iterator[list[Feedback]]:
    """Yield feedback from an id on, in the order of ids."""
    after = first - 1
    while True:
        rows = Feedback.objects.filter(pk__gt=after).select_related("post").only(*_READ).order_by("pk")[:CHUNK]
        chunk = list(rows)
        if not chunk:
            return
        yield chunk
        after = chunk[-1].pk


def _decisions(chunk: list[Feedback]) -> dict[int, tuple[str, bool]]:
    """Return what a person decided about each that stands: the status, and whether that was in the old blog.

    What was undone does not stand, nor what a rule moved since; and to hold is to decide nothing.
    """
    moves: dict[int, list[ModerationEvent]] = {feedback.pk: [] for feedback in chunk}
    rows = ModerationEvent.objects.moves().filter(feedback__in=list(moves))
    for event in rows.only("batch", "undoes", "feedback_id", "to_status", "by_id").order_by("-pk"):
        moves[event.feedback_id or 0].append(event)
    decided: dict[int, tuple[str, bool]] = {}
    for feedback in chunk:
        last = _last_standing(moves[feedback.pk])
        status = last.to_status if last else feedback.status
        is_by_person = last.by_id is not None if last else bool(feedback.source_id)
        if is_by_person and status != ModerationStatus.PENDING:
            decided[feedback.pk] = (status, last is None)
    return decided


def _last_standing(latest_first: list[ModerationEvent]) -> ModerationEvent | None:
    """Return the last move that nobody took back; what took back another may have been taken back itself."""
    undone = set()
    for event in latest_first:
        if event.batch in undone:
            continue
        if event.undoes is None:
            return event
        undone.add(event.undoes)
    return None


class _Replay:
    """What was known around each feedback when it came, as far as it can be told."""

    def __init__(self, rules: list[Rule], first: int) -> None:
        needs: frozenset[Any] = frozenset().union(*(rule.kind.needs for rule in rules))
        self.by_email = Past("author_email", first) if "by_email" in needs else None
        self.by_address = Past("author_address", first) if "by_address" in needs else None
        self.times: Counter[int] = Counter()
        self.filter = keeping.current() if "learned" in needs else None
        self.posts: dict[int, PostWords] = {}
        self.staff = _moderators()

    def read_before(self, chunk: list[Feedback]) -> None:
        for past in filter(None, (self.by_email, self.by_address)):
            past.read(chunk)
        if self.filter:
            self.posts |= words_of_posts({feedback.post_id for feedback in chunk} - self.posts.keys())

    def context_of(self, feedback: Feedback) -> Context:
        published, sent = feedback.post.published_at, feedback.submitted_at
        known: dict[str, Any] = {}
        if self.by_email:
            known["by_email"] = self.by_email.of(feedback)
        if self.by_address:
            known["by_address"] = self.by_address.of(feedback)
        if self.filter:
            known["learned"] = (self.filter, self.filter.tell(sample_of(feedback, self.posts[feedback.post_id])))
        return Context(
            is_staff=feedback.user_id in self.staff,
            post_age=(sent - published).days if published and sent else None,
            repeats=self.times[hash(feedback.body)],
            **known,
        )

    def remember(self, feedback: Feedback) -> None:
        for past in filter(None, (self.by_email, self.by_address)):
            past.add(feedback)
        self.times[hash(feedback.body)] += feedback.source_id is None


def _moderators() -> frozenset[int]:
    backend = settings.AUTHENTICATION_BACKENDS[0]
    users = get_user_model().objects.with_perm(MAY_MODERATE, backend=backend)
    return frozenset(users.values_list("pk", flat=True))
