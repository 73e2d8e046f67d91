"""The pipeline: every rule says what it found, the first that decides has decided. Pure."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from blog.ruling.findings import MOST_EVIDENCE, Candidate, Context, Finding, Judgement
from blog.ruling.kinds import Rule

logger = logging.getLogger(__name__)

# Verdicts, with the status that each means. Nothing: the finding only counts towards the score.
STATUSES = {"approve": "approved", "pending": "pending", "spam": "spam", "trash": "trash"}


def judge(candidate: Candidate, context: Context, rules: Iterable[Rule]) -> Judgement:
    """Ask all rules in their order; what one crashes with is logged and said among the findings."""
    findings: list[Finding] = []
    score = 0.0
    decisive: Finding | None = None
    for rule in rules:
        found = ask(rule, candidate, replace(context, score=score))
        if found is None:
            continue
        findings.append(found)
        score += found.score
        if decisive is None and found.verdict:
            decisive = found
    status = STATUSES[decisive.verdict] if decisive else None
    return Judgement(status, round(score, 4), tuple(findings), decisive.rule if decisive else "")


def ask(rule: Rule, candidate: Candidate, context: Context) -> Finding | None:
    """Return what one rule finds, or that it crashed."""
    try:
        hit = rule.kind.find(candidate, context, rule.values)
    except Exception as error:
        logger.exception("The moderation rule %r crashed and was skipped", rule.name)
        return Finding(rule.name, "", 0.0, "crashed", {"error": type(error).__name__})
    if hit is None:
        return None
    verdict = rule.verdict if hit.verdict is None else hit.verdict
    score = rule.score if hit.score is None else hit.score
    places = tuple(place for place in hit.evidence if place.end > place.start)[:MOST_EVIDENCE]
    return Finding(rule.name, verdict, float(score), hit.code, dict(hit.params), places)
