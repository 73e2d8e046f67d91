"""What joins a post that is here already: a page fills what is missing, another capture may be fuller, an export that
comes after its pages says it better. What an editor wrote, and what an export said of what a page says too, stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from blog.models import Feedback, Post
from blog.text.levels import Level
from importers import matching, rewriting
from importers.loading import addresses, merging, values
from importers.loading.batch import Elder, Work
from importers.loading.changing import note_changes, set_aside
from importers.loading.feedback import FeedbackWriter, Part, hold_back, parts_of
from importers.loading.finding import CAPTURE, PAGES, is_page, only_adds
from importers.loading.merging import Merge, is_blank, same
from importers.loading.posts import PostWriter, record_of, repairs_of, write_post
from importers.loading.twins import find_twins, known_of
from importers.matching import Likeness
from importers.models import ImportedItem, PageReview
from importers.records import Issue, PostRecord, Severity

# What a page may fill, by the names of values, with the names of the record's fields.
FILLED = {
    "title": "title", "excerpt": "excerpt", "author_id": "author", "language": "language", "date": "published",
    "original_url": "original_url", "body": "body", "categories": "categories", "tags": "tags",
}  # fmt: skip


class Uniter(PostWriter):
    """Writes the items of one batch that join posts, no two of them the same."""

    def unite(self, works: Sequence[Work]) -> None:
        """Join posts and their feedback."""
        elders = {id(work): _elder(work) for work in works}
        items = ImportedItem.objects.in_bulk([elder.item for elder in elders.values()])
        posts = self._posts([elder.post for elder in elders.values()])
        parts = {id(work): parts_of(work) for work in works}
        reserve = self.batch.reserve
        number = sum(len(group) for group in parts.values())
        item_ids = iter(reserve(ImportedItem, len(works) + number))
        self.feedback = FeedbackWriter(self.batch, iter(reserve(Feedback, number)), item_ids)
        self.keys = {id(work): self._keys(work) for work in works}
        self.known = known_of([elder.post for elder in elders.values()])
        self.claims = addresses.Claims(key for keys in self.keys.values() for key in keys)
        for work in works:
            elder = elders[id(work)]
            find_twins(self.batch.context.run, elder.post, parts[id(work)], self.known)
            if is_page(work):
                self._hold_back(work, parts[id(work)])
            self._join(work, items[elder.item], posts[elder.post], parts[id(work)], next(item_ids))
        self.batch.outcome.issues += self.claims.issues

    def _hold_back(self, work: Work, parts: list[Part]) -> None:
        if held := hold_back(work, parts):
            message = f"what the page says of itself does not agree with what was found; {held} comments and trackbacks"
            self.batch.say("feedback-held", work.item.record.origin, f"{message} wait for a moderator")

    def _posts(self, keys: Sequence[int]) -> dict[int, Post]:
        stored = Post.objects.select_related("source").prefetch_related("categories", "tagged_posts")
        return dict(stored.with_co_authors().in_bulk(keys))

    def _join(self, work: Work, item: ImportedItem, post: Post, parts: list[Part], item_id: int) -> None:
        record = record_of(work)
        present = values.present_post(post)
        incoming = self._values(record)
        merge = self._merge(work, item, present, incoming)
        note_changes(self.context.run, [(item, merge)])
        if merge.changes:
            write_post(post, merge.changes)
            self.batch.renew_repairs(item.pk, Post, post.pk, repairs_of(work), merge.changes)
            self.batch.to_index.append(post)
        set_aside(self.context.run, item.pk, "addresses", [list(key) for key in self._claim(work, post.pk)])
        self._add_item(work, item, post, item_id, incoming, merge)
        anchors = {feedback.anchor for feedback in self.known.here[post.pk]}
        self.feedback.write(work, parts, post.pk, item_id, anchors)
        self._tell(work, post, parts, item_id, merge)

    def _merge(self, work: Work, item: ImportedItem, present: dict[str, Any], incoming: dict[str, Any]) -> Merge:
        base = {"kind": item.kind, **item.written}
        if not only_adds(work):
            said = {name: value for name, value in incoming.items() if not is_blank(value) and name != "slug"}
            news = merging.without_as_found(base, present, said, force=False)
            merge = merging.merge(base, present, news, force=self.context.force)
            for name in merge.conflicts:
                message = f"{name.removesuffix('_id')} was changed here and differs at the source; ours was kept"
                self.batch.say("conflict", work.item.record.origin, message)
            return merge
        merge = Merge(base=dict(item.written))
        for name, value in _news(work, item, base, present, incoming):
            merge.changes[name], merge.before[name] = value, present[name]
        return merge

    def _add_item(
        self, work: Work, item: ImportedItem, post: Post, item_id: int, incoming: dict[str, Any], merge: Merge
    ) -> None:
        """Note the item beside the one that the post has; of an export's and a page's the export's leads."""
        record = record_of(work)
        leads = not only_adds(work)
        written: dict[str, Any] = {}
        points_to = self._points_to(record) if leads or "body" in merge.changes else {}
        if leads:
            stands = {"slug": post.slug, "path": post.path, **rewriting.media_marks(post.body_html)}
            written = merging.base_of({**incoming, **stands})
            ImportedItem.objects.filter(pk=item.pk).update(kind=CAPTURE, unsettled=False)
            PageReview.objects.filter(item=item, decided=False).delete()
        else:
            self._renew(item, merge, points_to)
            points_to = {}
        self.batch.add_item(
            item_id, work.source, record.kind if leads else CAPTURE, work.item.identity, post.pk,
            work.item.content_hash, written, origin=record.origin, raw=work.raw, points_to=points_to,
            provenance=values.provenance(record.fields, record, work.file), joins=True,
        )  # fmt: skip

    def _renew(self, item: ImportedItem, merge: Merge, points_to: dict[str, Any]) -> None:
        """Have the post's own item know what a page brought it, as far as that is nobody else's to know."""
        changes: dict[str, Any] = {}
        if item.first_run_id == self.context.run.pk and merge.changes:
            # Undoing removes both, and asks whether a person wrote into the post.
            changes["written"] = merging.with_values(item.written, merge.changes)
        if points_to:
            changes |= {"points_to": points_to, "unsettled": True}
            self.context.unsettling = True
        if changes:
            ImportedItem.objects.filter(pk=item.pk).update(**changes)

    def _tell(self, work: Work, post: Post, parts: Sequence[Part], item_id: int, merge: Merge) -> None:
        """Count the item and say what it was taken for."""
        elder = _elder(work)
        fresh = sum(not part.twin and not part.duplicate for part in parts)
        record = record_of(work)
        self.batch.outcome.tally.add(record.kind, "updated" if merge.changes or fresh else "unchanged")
        self._say_all(work, item_id)
        named = ", ".join(sorted(name.removesuffix("_id") for name in merge.changes)) or "nothing"
        message = (
            f"is the post “{post.title[:80]}” (/{post.path}/) by {elder.how}; "
            f"taken over: {named}; {fresh} of {len(parts)} comments and trackbacks were new"
        )
        self.batch.outcome.issues.append(Issue("post-matched", record.origin, message, Severity.INFO, item=item_id))


def one_of_each(works: Sequence[Work]) -> tuple[list[Work], list[Work]]:
    """Return of the works that join posts the first for each post, and the other works."""
    joining: dict[int, Work] = {}
    for work in works:
        if work.elder is not None:
            joining.setdefault(work.elder.post, work)
    first = list(joining.values())
    others = [work for work in works if work.elder is None or joining[work.elder.post] is not work]
    for work in others:
        work.elder = None  # it is looked for again
    return first, others


def _elder(work: Work) -> Elder:
    assert work.elder is not None
    return work.elder


def _news(
    work: Work, item: ImportedItem, base: dict[str, Any], present: dict[str, Any], incoming: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Yield what a page brings to a post: what is missing there, and of another capture the fuller text."""
    record = record_of(work)
    for name, field in FILLED.items():
        sure = field not in record.fields or record.fields[field].level is not Level.GUESS
        news = _is_missing(name, present[name]) and not _is_missing(name, incoming[name])
        if sure and news and same(base, name, present[name]):
            yield name, incoming[name]
    if item.reader in PAGES and not record.adds_only and _replaces(record, present, base):
        yield "body", incoming["body"]
        if present["status"] == "draft" and record.status == "published" and same(base, "status", "draft"):
            yield "status", "published"


def _is_missing(name: str, value: Any) -> bool:
    return not value[1].strip() if name == "body" else is_blank(value)


def _replaces(record: PostRecord, present: dict[str, Any], base: dict[str, Any]) -> bool:
    """Say whether a capture's text is to stand in place of another's: fuller, surely a body, nobody's edit."""
    source = record.fields.get("body")
    if (source is not None and source.level is Level.GUESS) or not same(base, "body", present["body"]):
        return False
    if _is_missing("body", present["body"]):
        return False
    here = Likeness("", body_html=present["body"][1])
    return matching.is_fuller(Likeness("", body_html=record.body_html), here)
