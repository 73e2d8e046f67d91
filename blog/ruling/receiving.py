"""Feedback that comes in from outside is judged before it is stored, and what a rule decided is journalled after.

Imports do not come this way: what an old blog had approved or rejected stays as it was.
"""

from __future__ import annotations

from blog.models import Feedback, ModerationEvent, ModerationStatus
from blog.ruling.candidates import candidate_of
from blog.ruling.contexts import context_of
from blog.ruling.judging import judge
from blog.ruling.reasons import english_of
from blog.ruling.rules import in_force


def receive(feedback: Feedback) -> None:
    """Set status, findings, score and the rule that decided on feedback about to be saved, in the caller's transaction.

    Where no rule decides it waits. Four queries by the default rules, one more after a change of rules.
    """
    rules = in_force()
    judgement = judge(candidate_of(feedback), context_of(feedback, rules), rules)
    feedback.status = judgement.status or ModerationStatus.PENDING
    feedback.findings = [finding.as_json() for finding in judgement.findings]
    feedback.score = judgement.score
    feedback.decided_by = judgement.decided_by


def journal(feedback: Feedback) -> None:
    """Write down that a rule decided about feedback that has just been saved, unless it waits as all does."""
    if feedback.status == ModerationStatus.PENDING or not feedback.decided_by:
        return
    decisive = next((found for found in feedback.findings if found["rule"] == feedback.decided_by), None)
    ModerationEvent.objects.create(
        feedback=feedback,
        from_status=ModerationStatus.PENDING,
        to_status=feedback.status,
        rule=feedback.decided_by,
        reason=english_of(decisive)[:500] if decisive else "",
    )
