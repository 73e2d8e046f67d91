"""The one place where rules change. What is saved is in force at once, for every worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from blog.models import LearnedFilter, ModerationRule, ModerationStatus
from blog.ruling import blocking
from blog.ruling.registry import KINDS

LEARNED = "learned"
STEP = 10  # between the places of two rules, so that one can be put between them by number


class NotYet(Exception):  # noqa: N818 - said as it is
    """The rule cannot be put in force yet: the filter has learned nothing."""


class NoWords(Exception):  # noqa: N818 - said as it is
    """The rule would find nothing: none of the words is there that it looks for."""


def save_rule(rule: ModerationRule) -> ModerationRule:
    """Store a rule as it was typed; whom that blocks no more, no moderator's action blocks any more."""
    blocking.save(rule)
    return rule


def switch(pk: int, enabled: bool) -> ModerationRule:
    """Put a rule in force, or switch it off. Raise NotYet or NoWords where it cannot decide anything."""
    with transaction.atomic():
        rule = ModerationRule.objects.select_for_update().get(pk=pk)
        if enabled and not may_be_in_force(rule.kind):
            raise NotYet
        if enabled and is_empty(rule.kind, rule.values):
            raise NoWords
        rule.enabled = enabled
        rule.save(update_fields=["enabled", "changed_at"])
    return rule


def move(pk: int, up: bool) -> ModerationRule:
    """Let a rule change places with the one before or after it; the first and the last stay where they are."""
    with transaction.atomic():
        rules = list(ModerationRule.objects.select_for_update().order_by("position", "pk"))
        place = next((place for place, rule in enumerate(rules) if rule.pk == pk), None)
        if place is None:
            raise ModerationRule.DoesNotExist
        other = place - 1 if up else place + 1
        if 0 <= other < len(rules):
            rules[place], rules[other] = rules[other], rules[place]
        for number, rule in enumerate(rules, 1):
            if rule.position != number * STEP:
                rule.position = number * STEP
                rule.save(update_fields=["position", "changed_at"])
    return next(rule for rule in rules if rule.pk == pk)


def new_position(kind: str) -> int:
    """Return the place of a new rule: behind those of its kind, else before the first that holds what nobody knows."""
    rules = list(ModerationRule.objects.order_by("position", "pk").values_list("kind", "verdict", "position"))
    like = [position for name, _verdict, position in rules if name == kind]
    if like:
        return int(like[-1]) + 1
    holding = [position for _name, verdict, position in rules if verdict == ModerationStatus.PENDING]
    if holding:
        return max(0, int(holding[0]) - 1)
    return int(rules[-1][2]) + STEP if rules else STEP


def may_be_in_force(kind: str) -> bool:
    """Say whether a rule of this kind can decide: the learned filter not before somebody could see how good it is."""
    return kind != LEARNED or LearnedFilter.objects.exists()


def is_empty(kind: str, values: Mapping[str, Any]) -> bool:
    """Say whether a rule looks for words and has none."""
    parameters = KINDS[kind].parameters if kind in KINDS and isinstance(values, Mapping) else ()
    return any(parameter.needed and not values.get(parameter.name, parameter.default) for parameter in parameters)
