"""The rules in force, as moderators saved them last, for every worker at once."""

from __future__ import annotations

import logging
import threading
from typing import Any

from blog.models import ModerationRule
from blog.ruling.kinds import Rule
from blog.ruling.registry import KINDS

logger = logging.getLogger(__name__)

_lock = threading.Lock()
_known: tuple[tuple[Any, ...], tuple[Rule, ...]] = ((), ())


def in_force() -> tuple[Rule, ...]:
    """Return the enabled rules in their order: one query as long as nobody changes them, two when somebody did."""
    global _known
    enabled = ModerationRule.objects.filter(enabled=True)
    version = tuple(enabled.order_by("position", "pk").values_list("pk", "changed_at", "position"))
    with _lock:
        known, rules = _known
    if known == version:
        return rules
    rules = tuple(rule for row in enabled.order_by("position", "pk") if (rule := prepared(row)) is not None)
    with _lock:
        _known = (version, rules)
    return rules


def prepared(row: ModerationRule) -> Rule | None:
    """Return a stored rule with its values prepared; None, and a line in the log, for one that nothing can read."""
    kind = KINDS.get(row.kind)
    if kind is None:
        logger.error("The moderation rule %r is of a kind that is not here: %r", row.name, row.kind)
        return None
    try:
        return Rule.of(kind, row.values, verdict=row.verdict, score=row.score, name=row.name)
    except Exception:
        logger.exception("The values of the moderation rule %r cannot be read; it is skipped", row.name)
        return None
