"""What points forward: parents of pages, featured images, the posts of attachments, originals of translations, links.

Runs when the whole import is stored. An item stays unsettled until everything it points at is here, so a run that was
killed, or one that brings the second half of a blog, settles what an earlier one could not. Again, it writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from blog.models import Source
from importers.models import ImportRun
from importers.records import Issue
from importers.settling.pointers import Settler

__all__ = ["settle"]


def settle(run: ImportRun, beat: Callable[[], None], others: Iterable[Source] = ()) -> list[Issue]:
    """Settle the items of the run's source, and of the others that its files named as their own; see the module."""
    assert run.source_id is not None, "settled before its blog is known"
    keys = dict.fromkeys((run.source_id, *(source.pk for source in others)))
    return [issue for key in keys for issue in Settler(run, key).settle(beat)]
