"""Comments, trackbacks and pingbacks of the posts of a batch: threads, anchors, and the merge of changed ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from blog.models import Feedback
from importers import identity
from importers.identity import digest, part_name
from importers.loading import merging, values
from importers.loading.batch import Batch, Work
from importers.loading.changing import keep_item
from importers.models import ImportedItem
from importers.records import CommentRecord, FieldRepair, Issue, TrackbackRecord
from importers.threads import ORPHAN, place_of

GONE = -1
ANSWERS = "answers"  # in `points_to`: the identity of what a comment answers
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
    twin: int = 0  # the feedback that is here already and says the same, GONE where a person deleted it
    filled: bool = False  # that took something over

    @property
    def name(self) -> str:
        """What issues call it."""
        return part_name(self.kind, self.record.source_id, self.index)

    @property
    def index(self) -> int:
        """Its place among those of its kind."""
        return int(self.target.rpartition("-")[2])

    @property
    def answers(self) -> str:
        """The identity of what a comment says it answers where it stands at the top level; "" for any other."""
        if not isinstance(self.record, CommentRecord) or self.record.parent is not None:
            return ""
        number = self.record.meta.get("parent")
        return identity.of_answered(self.identity, str(number)) if number else ""

    def stated(self, parent: int | None = None) -> dict[str, Any]:
        """Return the values that the source says; `parent` is the key of the comment that it answers."""
        if isinstance(self.record, CommentRecord):
            return values.of_comment(self.record, parent)
        return values.of_trackback(self.record)


def parts_of(work: Work) -> list[Part]:
    """Return a post's feedback with identities and hashes, comments first, in their order."""
    assert work.post is not None
    found, ready, marks = work.post.found, work.post.record, work.post.feedback
    post = work.item.identity
    if post != identity.of_post(found):  # it was found here under another one
        marks = identity.marks_of_feedback(post, found, (comment.parent for comment in ready.comments))
    groups: tuple[tuple[str, Sequence[CommentRecord | TrackbackRecord]], ...] = (
        ("comment", ready.comments),
        ("trackback", ready.trackbacks),
    )
    named = [(kind, record, f"{kind}-{index}") for kind, group in groups for index, record in enumerate(group)]
    return [Part(kind, record, *mark, name) for (kind, record, name), mark in zip(named, marks, strict=True)]


def issues_of(work: Work) -> Sequence[Issue]:
    """Return what reading said of an item, but for comments whose parents another file brought."""
    found = work.item.record.issues
    if work.stored is None or all(issue.code != ORPHAN for issue in found):
        return found
    threaded = ImportedItem.objects.filter(parent=work.stored.pk, unsettled=False, points_to__has_key=ANSWERS)
    places = {origin.rpartition("#")[2] for origin in threaded.values_list("origin", flat=True)}
    return [issue for issue in found if issue.code != ORPHAN or issue.where.rpartition("#")[2] not in places]


def brings_news(parts: Iterable[Part]) -> bool:
    """Say whether any of a post's feedback is new here, or says something else than it did."""
    return any(part.stored is None or part.stored.content_hash != part.content_hash for part in parts)


def hold_back(work: Work, parts: Iterable[Part]) -> int:
    """Have what a page in doubt brings to a post that is here wait for a moderator; return how much that is.

    The post itself cannot become a draft for it, as the page's own would.
    """
    if work.post is None or work.post.record.status != "draft":
        return 0
    held = [part for part in parts if part.stored is None and not part.twin and part.record.status == "approved"]
    for part in held:
        part.record = replace(part.record, status="pending")
    return len(held)


class FeedbackWriter:
    """Writes the feedback of one batch's posts."""

    def __init__(self, batch: Batch, ids: Iterator[int], item_ids: Iterator[int]) -> None:
        self.batch = batch
        self.ids = ids
        self.item_ids = item_ids
        self._placed: Collection[tuple[str, str]] = ()  # kinds and identities of the feedback that is being written

    def write(self, work: Work, parts: list[Part], post_id: int, item_id: int, taken: set[str]) -> None:
        """Write a post's feedback; `taken` holds the anchors that the post has already."""
        self._place(parts)
        for part in parts:
            if part.duplicate:
                self._leave_out(part, work)
            elif part.twin:
                self._join(part, work, item_id)
            elif part.stored is None:
                self._create(part, parts, work, post_id, item_id, taken)
            elif part.stored.tombstone or part.stored.object_id is None:
                if part.stored.parent_id != item_id:
                    ImportedItem.objects.filter(pk=part.stored.pk).update(parent=item_id)
                self.batch.outcome.tally.add(part.kind, "skipped")
                self.batch.say(
                    part.stored.tombstone or "deleted-here",
                    f"{work.item.record.origin} {part.name}",
                    "was deleted here; it was not imported again",
                )
            elif work.is_older:
                self.batch.outcome.tally.add(part.kind, "skipped")
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
            elif part.twin:
                part.object_id = max(part.twin, 0)
            elif part.stored is not None:
                part.object_id = part.stored.object_id or 0
            else:
                part.object_id = next(self.ids)
        self._placed = first.keys()

    def _leave_out(self, part: Part, work: Work) -> None:
        self.batch.outcome.tally.add(part.kind, "skipped")
        message = "stands twice under one identity; the first was kept"
        self.batch.say("ambiguous-identity", f"{work.item.record.origin} {part.name}", message)

    def _join(self, part: Part, work: Work, item_id: int) -> None:
        """Know a part as what is here already; of what was deleted here nothing comes again."""
        if part.twin == GONE:
            self.batch.outcome.tally.add(part.kind, "skipped")
            where = f"{work.item.record.origin} {part.name}"
            self.batch.say("deleted-here", where, "was deleted here; it was not imported again")
            return
        self.batch.add_item(
            next(self.item_ids), work.source, part.kind, part.identity, part.twin, part.content_hash, {},
            parent_id=item_id, joins=True,
        )  # fmt: skip
        self.batch.outcome.tally.add(part.kind, "updated" if part.filled else "unchanged")

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
            **self._waiting(part, work),
        )  # fmt: skip
        self.batch.add_repairs(Feedback, part.object_id, repairs_of(work, part))
        if identity.shares_its_number(part.identity, record.source_id):
            message = "bears the number of another one of its post and says something else; both were kept"
            self.batch.say("number-shared", f"{work.item.record.origin} {part.name}", message)

    def _is_orphan(self, part: Part) -> bool:
        """Say whether a comment answers one that its file does not have; one cut loose from a circle is no orphan."""
        return part.answers != "" and ("comment", part.answers) not in self._placed

    def _waiting(self, part: Part, work: Work) -> dict[str, Any]:
        """Return what the item of an orphan says: another file may have what it answers."""
        if not self._is_orphan(part):
            return {}
        file = work.item.record.origin.partition("#")[0]
        return {"points_to": {ANSWERS: part.answers}, "origin": place_of(file, part.record.source_id, part.index + 1)}

    def _update(self, part: Part, parts: list[Part], work: Work) -> None:
        stored = part.stored
        assert stored is not None
        feedback = Feedback.objects.filter(pk=part.object_id).first()
        if feedback is None:
            self.batch.outcome.tally.add(part.kind, "skipped")
            return
        if not stored.written:  # it joined what another item brought
            ImportedItem.objects.filter(pk=stored.pk).update(content_hash=part.content_hash)
            self.batch.outcome.tally.add(part.kind, "unchanged")
            return
        present = values.present_feedback(feedback)
        where = f"{work.item.record.origin} {part.name}"
        stated, waiting = self._values(part, parts), self._waiting(part, work)
        if waiting:
            del stated["parent_id"]  # found when all is stored
        result = self.batch.merge(stored.pk, stored.written, present, stated, where)
        if result.changes:
            Feedback.objects.filter(pk=feedback.pk).update(**values.feedback_columns(result.changes))
            self.batch.renew_repairs(stored.pk, Feedback, feedback.pk, repairs_of(work, part), result.changes)
        if "parent_id" in result.changes:
            self._unsettle_threads(stored)
        if result.base != stored.written or stored.content_hash != part.content_hash:
            columns = {"points_to": {}, "origin": "", **waiting, "unsettled": bool(waiting)}
            columns |= {"written": result.base, "content_hash": part.content_hash}
            ImportedItem.objects.filter(pk=stored.pk).update(**columns)
            self.batch.context.unsettling |= bool(waiting)
        self.batch.outcome.tally.add(part.kind, "updated" if result.changes else "unchanged")

    def _unsettle_threads(self, moved: ImportedItem) -> None:
        """Have what answers comments of other files settled again: one that stands elsewhere may close a circle."""
        threads = ImportedItem.objects.filter(parent=moved.parent_id, points_to__has_key=ANSWERS)
        for key in threads.values_list("pk", flat=True):
            keep_item(self.batch.context.run, key)
            self.batch.context.unsettling = True
        threads.update(unsettled=True)

    def _values(self, part: Part, parts: list[Part]) -> dict[str, Any]:
        record = part.record
        answered = record.parent if isinstance(record, CommentRecord) else None
        parent = parts[answered].object_id if answered is not None else None
        # A reply to what was deleted here stays, at the top level; a duplicate may seem to answer itself.
        return part.stated(parent if parent and parent != part.object_id else None)


def repairs_of(work: Work, part: Part) -> list[FieldRepair]:
    """Return the repairs of one comment or trackback, under the names of the model's fields."""
    assert work.post is not None
    named = {"excerpt": "body"}
    return [values.renamed(repair, named) for repair in work.post.repairs if repair.target == part.target]


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
