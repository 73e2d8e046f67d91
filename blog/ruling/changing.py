"""The one place where rules change. What is saved is in force at once, for every worker."""

from __future__ import annotations

from django.db import transaction

from blog.models import ModerationRule

STEP = 10  # between the places of two rules, so that one can be put between them by number


def save_rule(rule: ModerationRule) -> ModerationRule:
    """Store a rule as it was typed."""
    rule.save()
    return rule


def switch(pk: int, enabled: bool) -> ModerationRule:
    """Put a rule in force, or switch it off."""
    with transaction.atomic():
        rule = ModerationRule.objects.select_for_update().get(pk=pk)
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


def last_position() -> int:
    """Return the place behind all rules."""
    last = ModerationRule.objects.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + STEP
