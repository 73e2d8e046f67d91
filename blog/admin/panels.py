"""What other applications may show in the blog's admin: panels beside a post, and on the index page.

The blog offers the places and knows nothing of who fills them: `importers.admin` registers what the files said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    from blog.models import Post


@dataclass(frozen=True, slots=True)
class Row:
    """One value beside a post: what it is called, the raw text, and how it came about.

    Everything is plain text and is escaped where it is shown. `level` is certain, likely, guess or empty.
    """

    label: str
    value: str
    rule: str = ""
    level: str = ""
    note: str = ""
    alternatives: tuple[str, ...] = ()
    url: str = ""  # where the value leads

    @property
    def is_long(self) -> bool:
        """Say whether the value deserves a box of its own."""
        return len(self.value) > 160 or self.value.count("\n") > 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the index page: what it says, where it leads, and a badge with its tone.

    `tone` is one of good, wait, bad, quiet.
    """

    text: str
    url: str = ""
    badge: str = ""
    tone: str = "quiet"
    note: str = ""


class PostPanel(Protocol):
    """Shown beside a post's form."""

    title: Any  # a string, lazily translated or not

    def for_post(self, post: Post) -> Sequence[Row]:
        """Return what to show of this post; nothing hides the panel."""

    def said(self, obj: Any, field_name: str) -> str | None:
        """Return what the source said of this field of a post or of feedback, None when it said nothing of it."""


class IndexPanel(Protocol):
    """Shown on the admin's first page."""

    title: Any  # a string, lazily translated or not

    def for_index(self, user: User) -> Sequence[Line]:
        """Return a few lines for this user; nothing hides the panel."""


class WorkQueue(Protocol):
    """Counted on the admin's first page among what waits for this person."""

    permission: str
    label: Any  # a string, lazily translated or not

    def waiting(self) -> QuerySet[Any]:
        """Return what waits."""

    def url(self) -> str:
        """Return the address of the list of what waits."""


work_queues: list[WorkQueue] = []
post_panels: list[PostPanel] = []
index_panels: list[IndexPanel] = []


def register(panel: PostPanel) -> PostPanel:
    """Show a panel beside posts, after those that are there."""
    post_panels.append(panel)
    return panel


def register_index(panel: IndexPanel) -> IndexPanel:
    """Show a panel on the index page, after those that are there."""
    index_panels.append(panel)
    return panel


def register_queue(queue: WorkQueue) -> WorkQueue:
    """Count a queue on the index page, after those that are there."""
    work_queues.append(queue)
    return queue


def filled_for(post: Post) -> list[tuple[Any, Sequence[Row]]]:
    """Return (title, rows) of the panels that have something to say of the post."""
    return [(panel.title, rows) for panel in post_panels if (rows := panel.for_post(post))]


def said(obj: Any, field_name: str) -> str | None:
    """Return what the first panel that knows says the source said of a field."""
    return next((text for panel in post_panels if (text := panel.said(obj, field_name)) is not None), None)
