"""Which actions of a person the desk offers to take back, one after the other."""

from __future__ import annotations

import uuid

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from blog import journal
from blog.admin.people import at_the_desk
from blog.models import ModerationEvent

LATEST = 2000  # events of a person among which their last actions are looked for
UNDOABLE = 20  # actions that a page can take back, one after the other


def undoable(request: HttpRequest) -> list[str]:
    """Return the last actions of the person that are not undone, the oldest first; an undo is no action.

    The last of them has something left to take back: what others changed wholly since would stand in the way of all
    that was done before it.
    """
    undone = ModerationEvent.objects.filter(undoes=OuterRef("batch")).order_by()
    events = ModerationEvent.objects.filter(by=at_the_desk(request), undoes=None, feedback__isnull=False)
    latest = events.exclude(Exists(undone)).order_by("-pk").values_list("batch", flat=True)[:LATEST]
    batches = list(dict.fromkeys(latest))[:UNDOABLE]
    while batches and not journal.stands(batches[0]):
        del batches[0]
    return [str(batch) for batch in reversed(batches)]


def before(request: HttpRequest, batch: uuid.UUID) -> str:
    """Return the action that is offered in place of one that nothing is left of; empty if there is none."""
    batches = [other for other in undoable(request) if other != str(batch)]
    return batches[-1] if batches else ""
