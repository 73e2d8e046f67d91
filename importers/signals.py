"""What someone deletes here stays deleted when it is imported again: deletion leaves a tombstone on the item."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete

from blog import retrieving
from blog.models import Attachment, Author, Category, Comment, Feedback, Post, Tag, Trackback
from importers.models import ImportedItem
from importers.settling.media import settle_fetched

KINDS: dict[type[Model], tuple[str, ...]] = {
    Post: ("post", "page", "capture"),
    Attachment: ("attachment",),
    Feedback: ("comment", "trackback"),
    Comment: ("comment", "trackback"),
    Trackback: ("comment", "trackback"),
    Author: ("author",),
    Category: ("category",),
    Tag: ("tag",),
}

_removing: ContextVar[bool] = ContextVar("removing", default=False)


@contextmanager
def no_tombstones() -> Iterator[None]:
    """Delete without tombstones: what is undone may come again."""
    token = _removing.set(True)
    try:
        yield
    finally:
        _removing.reset(token)


def leave_tombstone(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Mark the item of a deleted object."""
    if not _removing.get():
        ImportedItem.objects.filter(kind__in=KINDS[sender], object_id=instance.pk).update(
            object_id=None, tombstone=ImportedItem.Tombstone.DELETED_HERE
        )


def show_files(sender: type[Model], sources: list[int], **kwargs: Any) -> None:
    """Let bodies show the files that were fetched for them."""
    settle_fetched(sources)


def connect() -> None:
    """Listen to deletions, and to files that come."""
    retrieving.files_came.connect(show_files, dispatch_uid="show-files")
    for model in KINDS:
        post_delete.connect(leave_tombstone, sender=model, dispatch_uid=f"tombstone-{model.__name__}")
