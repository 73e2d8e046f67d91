"""Attachments of a batch: what was in the old blog's library. Their files are fetched elsewhere."""

from __future__ import annotations

from blog.models import Attachment
from importers.loading import addresses, merging, values
from importers.loading.batch import Batch, Work
from importers.loading.changing import about, set_aside
from importers.loading.posts import skip_deleted
from importers.models import ImportedItem
from importers.records import AttachmentRecord

# What bodies that show an attachment take of it.
_SHOWN = frozenset({"alt", "caption", "original_url", "title"})


def write_attachments(batch: Batch, works: list[Work]) -> None:
    """Write the attachments of a batch."""
    if not works:
        return
    known = {id(work): addresses.attachment_keys(record_of(work), work.source.base_url) for work in works}
    claims = addresses.Claims(key for keys in known.values() for key in keys)

    posts = {tuple(row[:3]) for row in batch.legacy.rows}

    def claim(work: Work, pk: int) -> list[addresses.Key]:
        # Several may share a file, and a post that has the address keeps it: nothing to tell a person.
        fresh = claims.claim(known[id(work)], ("attachment_id", pk), work.item.record.origin)
        fresh = [key for key in fresh if key not in posts]
        for key in fresh:
            batch.legacy.add(*key, None, pk, "")
        return fresh

    new = [work for work in works if work.is_new]
    keys, item_keys = batch.reserve(Attachment, len(new)), batch.reserve(ImportedItem, len(new))
    for work, pk, item_id in zip(new, keys, item_keys, strict=True):
        _create(batch, work, pk, item_id)
        claim(work, pk)
    old = [work for work in works if not work.is_new]
    if old:
        present = Attachment.objects.in_bulk([work.stored.object_id for work in old if work.stored])
        for work in old:
            attachment = present.get(work.stored.object_id) if work.stored else None
            if attachment is None:
                skip_deleted(batch, work)
            else:
                _update(batch, work, attachment, claim(work, attachment.pk))


def _create(batch: Batch, work: Work, pk: int, item_id: int) -> None:
    assert work.attachment is not None
    record, repairs, issues = work.attachment
    stated = values.of_attachment(record)
    batch.attachments.add(
        pk, batch.context.source.pk, record.source_id, record.title, record.alt, record.caption, record.description,
        record.url, record.has_page, stated["source_meta"], values.date_of(stated["uploaded_at"]),
    )  # fmt: skip
    batch.add_item(
        item_id, work.source, "attachment", work.item.identity, pk, work.item.content_hash, merging.base_of(stated),
        origin=record.origin, raw=work.raw,
        points_to={"post": record.parent_id} if record.parent_id else {},
    )  # fmt: skip
    batch.add_repairs(Attachment, pk, repairs)
    batch.outcome.issues += about(item_id, (*work.item.record.issues, *issues))


def _update(batch: Batch, work: Work, attachment: Attachment, claimed: list[addresses.Key]) -> None:
    assert work.attachment is not None
    assert work.stored is not None
    record, repairs, issues = work.attachment
    stored = work.stored
    result = batch.merge(
        stored.pk, stored.written, values.present_attachment(attachment), values.of_attachment(record), record.origin
    )
    if result.changes:
        Attachment.objects.filter(pk=attachment.pk).update(**values.attachment_columns(result.changes))
        batch.renew_repairs(stored.pk, Attachment, attachment.pk, repairs, result.changes)
        if not _SHOWN.isdisjoint(result.changes):
            batch.context.changed.setdefault("galleries", set()).add(record.source_id)
            batch.context.unsettling = True
    set_aside(batch.context.run, stored.pk, "addresses", claimed)
    changes: dict[str, object] = {}
    if stored.content_hash != work.item.content_hash:
        changes = values.item_columns(work.item.content_hash, batch.context.reader, record, work.raw)
    if result.base != stored.written:
        changes["written"] = result.base
    points_to = {"post": record.parent_id} if record.parent_id else {}
    if points_to != stored.points_to:
        changes |= {"points_to": points_to, "unsettled": True}
        batch.context.unsettling = True
    if changes:
        ImportedItem.objects.filter(pk=stored.pk).update(**changes)
    batch.outcome.issues += about(stored.pk if changes else None, (*work.item.record.issues, *issues))
    batch.outcome.tally.add("attachment", "updated" if result.changes else "unchanged")


def record_of(work: Work) -> AttachmentRecord:
    """Return the prepared record of an attachment."""
    assert work.attachment is not None
    return work.attachment[0]
