"""Comments, trackbacks and pingbacks of the posts of a batch: threads, anchors, and the merge of changed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from blog.models import Feedback
from importers import identity
from importers.identity import digest
from importers.loading import merging, values
from importers.loading.batch import Batch, Work
from importers.models import ImportedItem
from importers.records import CommentRecord, FieldRepair, TrackbackRecord

_PLAIN_ID = re.compile(r"[\w-]{1,80}")


@dataclass(slots=True)
class Part:
    """One comment or trackback: as prepared, and what is known of it."""

    kind: str
    record: CommentRecord | TrackbackRecord
    identity: str
    content_hash: str
    target: str
    stored: ImportedItem | None = None
    object_id: int = 0
    duplicate: bool = False


def parts_of(work: Work) -> list[Part]:
    """Return a post's feedback with identities and hashes, comments first, in their order."""
    assert work.post is not None
    found, ready = work.post.found, work.post.record
    post = work.item.identity
    comments = identity.of_feedback(post, found.comments)
    parts = []
    for index, (record, as_found) in enumerate(zip(ready.comments, found.comments, strict=True)):
        parent = comments[record.parent] if record.parent is not None else ""
        content_hash = identity.feedback_hash(as_found, parent, post)
        parts.append(Part("comment", record, comments[index], content_hash, f"comment-{index}"))
    trackbacks = identity.of_feedback(post, found.trackbacks)
    for index, (trackback, as_found_too) in enumerate(zip(ready.trackbacks, found.trackbacks, strict=True)):
        content_hash = identity.feedback_hash(as_found_too, "", post)
        parts.append(Part("trackback", trackback, trackbacks[index], content_hash, f"trackback-{index}"))
    return parts


class FeedbackWriter:
    """Writes the feedback of one batch's posts."""

    def __init__(self, batch: Batch, ids: Iterator[int], item_ids: Iterator[int]) -> None:
        self.batch = batch
        self.ids = ids
        self.item_ids = item_ids

    def write(self, work: Work, parts: list[Part], post_id: int, item_id: int, taken: set[str]) -> None:
        """Write a post's feedback; `taken` holds the anchors that the post has already."""
        self._place(parts)
        for part in parts:
            if part.duplicate:
                self._leave_out(part, work)
            elif part.stored is None:
                self._create(part, parts, work, post_id, item_id, taken)
            elif part.stored.tombstone or part.stored.object_id is None:
                if part.stored.parent_id != item_id:
                    ImportedItem.objects.filter(pk=part.stored.pk).update(parent=item_id)
                self.batch.outcome.tally.add(part.kind, "skipped")
                self.batch.say(
                    part.stored.tombstone or "deleted-here",
                    f"{work.item.record.origin} {part.target}",
                    "was deleted here; it was not imported again",
                )
            elif part.stored.content_hash == part.content_hash and not self.batch.context.force:
                self.batch.outcome.tally.add(part.kind, "unchanged")
            else:
                self._update(part, parts, work)

    def _place(self, parts: list[Part]) -> None:
        """Give every part its key, so that replies can name parents that come later."""
        first: dict[tuple[str, str], Part] = {}
        for part in parts:
            earlier = first.setdefault((part.kind, part.identity), part)
            if earlier is not part:
                part.duplicate = True
                part.object_id = earlier.object_id
            elif part.stored is not None:
                part.object_id = part.stored.object_id or 0
            else:
                part.object_id = next(self.ids)

    def _leave_out(self, part: Part, work: Work) -> None:
        self.batch.outcome.tally.add(part.kind, "skipped")
        message = "stands twice under one identity; the first was kept"
        self.batch.say("ambiguous-identity", f"{work.item.record.origin} {part.target}", message)

    def _create(self, part: Part, parts: list[Part], work: Work, post_id: int, item_id: int, taken: set[str]) -> None:
        record = part.record
        stated = self._values(part, parts)
        submitted_at = values.date_of(stated["submitted_at"])
        body_format, body = stated["body"]
        self.batch.feedback.add(
            part.object_id, feedback_kind(record), post_id, stated["parent_id"], stated["status"],
            stated["author_name"], stated["author_email"], stated["author_url"], stated["author_address"],
            stated["title"], stated["blog_name"], body, body_format, record.body_html, submitted_at,
            stated["submitted_text"], anchor_of(part, taken), work.source.pk, record.source_id,
            stated["source_meta"],
        )  # fmt: skip
        self.batch.add_item(
            next(self.item_ids), work.source, part.kind, part.identity, part.object_id, part.content_hash,
            merging.base_of(stated), parent_id=item_id, provenance=values.provenance(record.fields),
        )  # fmt: skip
        self.batch.add_repairs(Feedback, part.object_id, repairs_of(work, part))

    def _update(self, part: Part, parts: list[Part], work: Work) -> None:
        stored = part.stored
        assert stored is not None
        feedback = Feedback.objects.filter(pk=part.object_id).first()
        if feedback is None:
            self.batch.outcome.tally.add(part.kind, "skipped")
            return
        present = values.present_feedback(feedback)
        where = f"{work.item.record.origin} {part.target}"
        result = self.batch.merge(stored.pk, stored.written, present, self._values(part, parts), where)
        if result.changes:
            Feedback.objects.filter(pk=feedback.pk).update(**values.feedback_columns(result.changes))
            self.batch.renew_repairs(stored.pk, Feedback, feedback.pk, repairs_of(work, part), result.changes)
        if result.base != stored.written or stored.content_hash != part.content_hash:
            ImportedItem.objects.filter(pk=stored.pk).update(written=result.base, content_hash=part.content_hash)
        self.batch.outcome.tally.add(part.kind, "updated" if result.changes else "unchanged")

    def _values(self, part: Part, parts: list[Part]) -> dict[str, Any]:
        record = part.record
        if isinstance(record, TrackbackRecord):
            return values.of_trackback(record)
        parent = parts[record.parent].object_id if record.parent is not None else None
        # A reply to what was deleted here stays, at the top level; a duplicate may seem to answer itself.
        return values.of_comment(record, parent if parent and parent != part.object_id else None)


def repairs_of(work: Work, part: Part) -> Iterator[FieldRepair]:
    """Yield the repairs of one comment or trackback, under the names of the model's fields."""
    assert work.post is not None
    for repair in work.post.repairs:
        if repair.target == part.target:
            yield values.renamed(repair, {"excerpt": "body"})


def feedback_kind(record: CommentRecord | TrackbackRecord) -> str:
    """Return the Feedback.Kind of a record."""
    return record.kind if isinstance(record, TrackbackRecord) else "comment"


def anchor_of(part: Part, taken: set[str]) -> str:
    """Return an anchor that is free on its post: the source's own, so that #comment-12 stays valid, or a stable one."""
    source_id = part.record.source_id
    anchor = f"comment-{source_id}" if _PLAIN_ID.fullmatch(source_id) else f"comment-{digest(part.identity)[:12]}"
    if anchor in taken:
        anchor = f"comment-{digest(part.kind, part.identity)[:16]}"
    taken.add(anchor)
    return anchor
