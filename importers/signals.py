"""What someone deletes or merges here stays so when it is imported again: a tombstone is left on the item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete

from blog import merging, retrieving
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

# What a base calls the keys of these: see importers.loading.values.
BASES: dict[type[Model], str] = {Author: "co_authors", Category: "categories", Tag: "tags"}
CHUNK = 200
WAS = "was"  # under which the item of what was merged keeps the keys it had, for undo

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


def follow_merging(sender: type[Model], kept: Any, gone: Any, posts: Sequence[int], **kwargs: Any) -> None:
    """Have the items of what was merged stand for what was kept, and let no import take that for an edit of posts."""
    items = ImportedItem.objects.filter(kind__in=KINDS[sender], object_id=gone.pk)
    merged = list(items.defer("raw", "provenance"))
    for item in merged:
        item.object_id, item.tombstone = kept.pk, ImportedItem.Tombstone.MERGED_HERE
        item.written = {**item.written, WAS: [*item.written.get(WAS, ()), gone.pk]}
    ImportedItem.objects.bulk_update(merged, ["object_id", "tombstone", "written"])
    for start in range(0, len(posts), CHUNK):
        found = ImportedItem.objects.filter(kind__in=KINDS[Post], object_id__in=posts[start : start + CHUNK])
        changed = [item for item in found.defer("raw", "provenance") if _rebase(item, sender, gone.pk, kept.pk)]
        ImportedItem.objects.bulk_update(changed, ["written"])


def _rebase(item: ImportedItem, model: type[Model], gone: int, kept: int) -> bool:
    """Put one key for another in the base of a post; say whether it had it. A base kept as a digest stays as it is."""
    written = dict(item.written)
    if model is Author and written.get("author_id") == gone:
        written["author_id"] = kept
    name = BASES[model]
    keys = written.get(name)
    if isinstance(keys, list) and gone in keys:
        keys = list(dict.fromkeys(kept if key == gone else key for key in keys))
        written[name] = keys if model is Author else sorted(keys)
    if model is Author and isinstance(keys, list):
        written[name] = [key for key in written[name] if key != written.get("author_id")]
    item.written, stood = {key: value for key, value in written.items() if value != []}, item.written
    return bool(item.written != stood)


def show_files(sender: type[Model], sources: list[int], **kwargs: Any) -> None:
    """Let bodies show the files that were fetched for them."""
    settle_fetched(sources)


def connect() -> None:
    """Listen to deletions and mergings, and to files that come."""
    retrieving.files_came.connect(show_files, dispatch_uid="show-files")
    for model in KINDS:
        post_delete.connect(leave_tombstone, sender=model, dispatch_uid=f"tombstone-{model.__name__}")
    for model in BASES:
        merging.merged.connect(follow_merging, sender=model, dispatch_uid=f"merging-{model.__name__}")
