"""Pointers from item to item: the keys of what an item names, once that is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from blog.models import Attachment, Post
from blog.publishing import PathAllocator
from blog.text import paths
from importers import identity
from importers.loading import merging
from importers.loading.addresses import owners
from importers.loading.changing import file_issues
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.records import Issue
from importers.settling.translations import GROUP

CHUNK = 200

# Pointer: the column it fills, and the kinds that it may name, in the order in which they are looked for.
POINTERS = {
    "parent": ("parent_id", ("page", "post")),
    "featured_image": ("featured_image_id", ("attachment",)),
    "translation_of": ("translation_of_id", ("post", "page")),
    "post": ("post_id", ("post", "page")),
}
BODY = "body"  # no pointer: the rewriters that the body wants
NO_POINTERS = {BODY, GROUP}
POST_COLUMNS = ("kind", "path", "parent", "featured_image", "translation_of")  # no bodies: pages come all at once
Target = tuple[str, str]  # kind and identity


@dataclass(slots=True)
class Settler:
    """Settles the items of one source."""

    run: ImportRun
    source_id: int
    issues: list[Issue] = field(default_factory=list)
    waiting: set[int] = field(default_factory=set)  # items that point at what is not here

    def settle(self, beat: Callable[[], None]) -> list[Issue]:
        """Settle what can be settled; return what there is to say about it."""
        # Pages in one go: the address of a page follows from all that stand above it.
        pages = list(self._unsettled().filter(kind="page"))
        if pages:
            with transaction.atomic():
                self._settle(pages)
        for chunk in self._chunks():
            beat()
            with transaction.atomic():
                self._settle(chunk)
        return self.issues

    def _unsettled(self) -> Any:
        items = ImportedItem.objects.filter(source=self.source_id, unsettled=True, object_id__isnull=False)
        return items.defer("raw", "provenance").order_by("pk")

    def _chunks(self) -> Iterator[list[ImportedItem]]:
        last = 0
        while chunk := list(self._unsettled().exclude(kind="page").filter(pk__gt=last)[:CHUNK]):
            last = chunk[-1].pk
            yield chunk

    def _settle(self, items: Sequence[ImportedItem]) -> None:
        items = [item for item in items if item.points_to.keys() - {BODY}]
        targets = self._targets(items)
        posts = Post.objects.only(*POST_COLUMNS).in_bulk(
            [item.object_id for item in items if item.kind != "attachment" and item.object_id]
        )
        attachments = Attachment.objects.in_bulk(
            [item.object_id for item in items if item.kind == "attachment" and item.object_id]
        )
        moved = []
        for item in items:
            present = (attachments if item.kind == "attachment" else posts).get(item.object_id or 0)
            if present is not None and self._settle_item(item, present, targets) and isinstance(present, Post):
                moved.append((item, present))
        self._rehome(moved)

    def _targets(self, items: Sequence[ImportedItem]) -> dict[Target, int]:
        """Return the keys of all that these items point at: of their own source first, then of the run's."""
        values = {value for item in items for name, value in item.points_to.items() if name not in NO_POINTERS}
        names = {name for value in values for name in identities(value)}
        found: dict[Target, int] = {}
        for source in dict.fromkeys((self.source_id, self.run.source_id)):
            rows = ImportedItem.objects.filter(
                source=source, kind__in=("post", "page", "attachment"), identity__in=names
            ).exclude(object_id=None)
            for kind, name, key in rows.values_list("kind", "identity", "object_id"):
                found.setdefault((kind, name), key or 0)
        # An original may be named by an address while it is known here by its id.
        addresses = {value for value in values if is_address(value)}
        known = owners(paths.legacy_key(address) for address in addresses)
        for address in addresses:
            column, post = known.get(paths.legacy_key(address), ("", 0))
            if column == "post_id":
                found.setdefault(("post", identity.of_address(address)), post)
        return found

    def _settle_item(self, item: ImportedItem, present: Post | Attachment, targets: Mapping[Target, int]) -> bool:
        """Write the pointers of one item whose targets are here; say whether its parent was set."""
        incoming: dict[str, Any] = {}
        missing = False
        for name, value in item.points_to.items():
            if name in NO_POINTERS:
                continue
            column, kinds = POINTERS[name]
            found = next(
                (targets[kind, known] for kind in kinds for known in identities(value) if (kind, known) in targets),
                None,
            )
            itself = found == present.pk and column != "featured_image_id" and isinstance(present, Post)
            if found is None or itself or (name == "parent" and self._is_circle(present, found)):
                missing = missing or found is None
            else:
                incoming[column] = found
        stands = {column: getattr(present, column) for column in incoming}
        result = merging.merge(item.written, stands, incoming, force=False)
        for column in result.conflicts:
            message = f"{column.removesuffix('_id')} was changed here and at the source; what stands here was kept"
            self._say(Issue("conflict", item.origin, message, item=item.pk))
        if result.changes:
            for column, value in result.changes.items():
                setattr(present, column, value)
            type(present)._default_manager.filter(pk=present.pk).update(**result.changes)
            self._note_change(item, result)
        if missing:
            self.waiting.add(item.pk)
        unsettled = missing or BODY in item.points_to  # see importers.settling.bodies
        if result.base != item.written or item.unsettled != unsettled:
            item.written, item.unsettled = result.base, unsettled
            item.save(update_fields=["written", "unsettled"])
        return "parent_id" in result.changes

    def _say(self, issue: Issue) -> None:
        file_issues(self.run, [issue])
        self.issues.append(issue)

    def _is_circle(self, present: Post | Attachment, parent: int) -> bool:
        """Say whether the page would stand above its own parent."""
        seen = {present.pk}
        above: int | None = parent
        while above is not None and above not in seen:
            seen.add(above)
            above = Post.objects.filter(pk=above).values_list("parent_id", flat=True).first()
        return above == present.pk

    def _note_change(self, item: ImportedItem, result: merging.Merge) -> None:
        """Tell undo what stood there before, unless the item is this run's own."""
        change = ImportChange.objects.filter(run=self.run, item=item).first()
        if change is not None and change.before is None:
            return
        if change is None:
            if item.first_run_id == self.run.pk or self._is_unfinished(item):
                return
            change = ImportChange(run=self.run, item=item, before={}, after={})
        change.before = {**result.before, **(change.before or {})}
        change.after = {**change.after, **result.changes}
        change.save()

    def _rehome(self, moved: list[tuple[ImportedItem, Post]]) -> None:
        """Give pages that this import brought the address below their parent's, the upper ones first."""
        depths = {post.pk: depth(post) for _, post in moved}
        pages = [(item, post) for item, post in moved if post.kind == Post.Kind.PAGE and self._is_fresh(item, post)]
        for item, post in sorted(pages, key=lambda pair: (depths[pair[1].pk], pair[1].pk)):
            above = Post.objects.filter(pk=post.parent_id or 0).values_list("path", flat=True).first()
            wanted = f"{above}/{post.path.rsplit('/', 1)[-1]}"
            path = PathAllocator([wanted]).allocate(wanted)
            if path != wanted:
                message = f"/{wanted}/ is taken; the address here is /{path}/"
                self._say(Issue("address-collision", item.origin, message, item=item.pk))
            post.path = path
            Post.objects.filter(pk=post.pk).update(path=path)
            item.written |= merging.base_of({"path": path})
            item.save(update_fields=["written"])

    def _is_fresh(self, item: ImportedItem, post: Post) -> bool:
        """Say whether nobody can have used the page's address yet: its import is not over."""
        unused = merging.same(item.written, "path", post.path)
        return unused and (item.first_run_id == self.run.pk or self._is_unfinished(item))

    def _is_unfinished(self, item: ImportedItem) -> bool:
        over = ImportRun.objects.filter(first_items=item).filter(~Q(state=ImportRun.State.STOPPED))
        return not over.exclude(pk=self.run.pk).exists()


def is_address(value: str) -> bool:
    """Say whether a pointer names its target by an address."""
    return value.startswith(("http://", "https://", "/"))


def identities(value: str) -> tuple[str, ...]:
    """Return the identities that a stated id or address may have."""
    if is_address(value):
        return identity.of_address(value), identity.of_id(value)
    return (identity.of_id(value), identity.bounded(f"path:{value}"))


def depth(post: Post) -> int:
    """Return how many pages stand above this one."""
    number, parent, seen = 0, post.parent_id, {post.pk}
    while parent is not None and parent not in seen:
        seen.add(parent)
        number += 1
        parent = Post.objects.filter(pk=parent or 0).values_list("parent_id", flat=True).first()
    return number
