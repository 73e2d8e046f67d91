"""Pointers from item to item: the keys of what an item names, once that is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from blog.models import Attachment, Feedback, Post
from blog.publishing import PathAllocator
from blog.text import paths
from importers import identity, threads
from importers.loading import merging
from importers.loading.addresses import owners
from importers.loading.changing import file_issues, merge_values, note_changes, runs_over, those_over, unsaid
from importers.loading.feedback import ANSWERS
from importers.loading.finding import POSTS
from importers.loading.rows import update
from importers.models import ImportedItem, ImportIssue, ImportRun
from importers.records import Issue
from importers.settling.former import FORMER
from importers.settling.translations import GROUP, MEMBERS

CHUNK = 200

# Pointer: the column it fills, and the kinds that it may name, in the order in which they are looked for.
POINTERS = {
    "parent": ("parent_id", ("page", "post")),
    "featured_image": ("featured_image_id", ("attachment",)),
    "translation_of": ("translation_of_id", POSTS),
    "post": ("post_id", POSTS),
    ANSWERS: ("parent_id", ("comment",)),
}
# What is said of a pointer to nothing; that an attachment's post is gone is usual.
MISSING = {
    "parent": ("parent-missing", "its parent {} is not here; kept without one until it comes"),
    "featured_image": ("image-missing", "its featured image {} is not here; kept without one until it comes"),
    "translation_of": ("original-missing", "the original {} that it translates is not here; kept until it comes"),
}
BODY = "body"  # no pointer: the rewriters that the body wants
NO_POINTERS = {BODY, GROUP, MEMBERS, FORMER}
POST_COLUMNS = (
    "kind",
    "path",
    "slug",
    "parent",
    "featured_image",
    "translation_of",
)  # no bodies: pages come all at once
Target = tuple[str, int]  # kind and key


# Each column with the models that have it.
COLUMNS: tuple[tuple[type[Post] | type[Attachment] | type[Feedback], str], ...] = (
    (Post, "parent_id"),
    (Post, "featured_image_id"),
    (Post, "translation_of_id"),
    (Attachment, "post_id"),
    (Feedback, "parent_id"),
)


@dataclass(slots=True)
class Work:
    """An item, what is here of it, and what changes."""

    item: ImportedItem
    present: Any
    changes: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    is_written: bool = False
    path: str = ""  # of a page that moved below its parent: where it was

    def merge(self) -> merging.Merge:
        """Return what undo reads."""
        if not self.path:
            return merging.Merge(self.changes, self.before)
        return merging.Merge({**self.changes, "path": self.present.path}, {**self.before, "path": self.path})


@dataclass(slots=True)
class Settler:
    """Settles the items of one source."""

    run: ImportRun
    source_id: int
    issues: list[Issue] = field(default_factory=list)
    waiting: set[int] = field(default_factory=set)  # items that point at what is not here
    parents: dict[int, int | None] = field(default_factory=dict)  # of pages
    originals: dict[int, int | None] = field(default_factory=dict)  # of translations
    answered: dict[int, int | None] = field(default_factory=dict)  # by comments
    threaded: list[str] = field(default_factory=list)  # where comments stand that found what they answer

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
        while chunk := list(self._unsettled().exclude(kind__in=("page", "category")).filter(pk__gt=last)[:CHUNK]):
            last = chunk[-1].pk
            yield chunk

    def _settle(self, items: Sequence[ImportedItem]) -> None:
        items = [item for item in items if item.points_to.keys() != {BODY} or released(item)]
        if not items:
            return
        targets = self._targets(items)
        if any("parent" in item.points_to for item in items):
            self.parents = dict(Post.objects.exclude(parent=None).values_list("pk", "parent_id"))
        if any("translation_of" in item.points_to for item in items):
            translations = Post.objects.exclude(translation_of=None)
            self.originals = dict(translations.values_list("pk", "translation_of_id"))
        found = self._present(items)
        if any(kind == "comment" for kind, _ in targets):
            posts = {present.post_id for present in found.values() if isinstance(present, Feedback)}
            replies = Feedback.objects.filter(post__in=posts).exclude(parent=None)
            self.answered = dict(replies.values_list("pk", "parent_id"))
        works = [Work(item, present) for item in items if (present := found.get((item.kind, item.object_id or 0)))]
        # What lets go of its parent goes first: the parent may come to stand below it.
        for work in sorted(works, key=lambda work: not released(work.item)):
            self._settle_item(work, targets)
        self._rehome([work for work in works if work.changes.get("parent_id") and work.item.kind == "page"])
        self._store(works)

    def _present(self, items: Sequence[ImportedItem]) -> dict[Target, Any]:
        """Return what is here of these items, by kind and key."""
        keys: dict[str, set[int]] = {"attachment": set(), "comment": set(), "post": set()}
        for item in items:
            keys[item.kind if item.kind in keys else "post"].add(item.object_id or 0)
        posts = Post.objects.only(*POST_COLUMNS).in_bulk(keys["post"])
        found: dict[Target, Any] = {(kind, key): post for key, post in posts.items() for kind in POSTS}
        if keys["attachment"]:
            attachments = Attachment.objects.only("post").in_bulk(keys["attachment"])
            found |= {("attachment", key): attachment for key, attachment in attachments.items()}
        if keys["comment"]:
            comments = Feedback.objects.only("post", "parent").in_bulk(keys["comment"])
            found |= {("comment", key): comment for key, comment in comments.items()}
        return found

    def _targets(self, items: Sequence[ImportedItem]) -> dict[tuple[str, str], int]:
        """Return the keys of all that these items point at: of their own source first, then of the run's."""
        values = {value for item in items for name, value in item.points_to.items() if name not in NO_POINTERS}
        names = {name for value in values for name in identities(value)}
        found: dict[tuple[str, str], int] = {}
        for source in dict.fromkeys((self.source_id, self.run.source_id)):
            rows = ImportedItem.objects.filter(
                source=source, kind__in=("post", "page", "attachment", "comment"), identity__in=names
            ).exclude(object_id=None)
            for kind, name, key in rows.order_by().values_list("kind", "identity", "object_id"):
                found.setdefault((kind, name), key or 0)
        # An original may be named by an address while it is known here by its id.
        addresses = {value for value in values if is_address(value)}
        known = owners(paths.legacy_key(address) for address in addresses)
        for address in addresses:
            column, post = known.get(paths.legacy_key(address), ("", 0))
            if column == "post_id":
                found.setdefault(("post", identity.of_address(address)), post)
        return found

    def _settle_item(self, work: Work, targets: Mapping[tuple[str, str], int]) -> None:
        """Find which pointers of an item change, now that their targets are here."""
        item, present = work.item, work.present
        incoming: dict[str, Any] = dict.fromkeys(released(item))
        missing = False
        for name, value in item.points_to.items():
            if name in NO_POINTERS:
                continue
            column, kinds = POINTERS[name]
            found = next(
                (targets[kind, known] for kind in kinds for known in identities(value) if (kind, known) in targets),
                None,
            )
            itself = found == present.pk and column != "featured_image_id" and not isinstance(present, Attachment)
            if found is None:
                missing = True
                work.issues += [*not_here(item, name), *with_suffix(work, name)]
            elif itself or self._is_circle(name, present.pk, found):
                work.issues += [*in_a_circle(item, name), *with_suffix(work, name)]
            else:
                incoming[column] = found
        stands = {column: getattr(present, column) for column in incoming}
        result = merge_values(
            item.pk, item.written, stands, incoming, force=False, where=item.origin, issues=work.issues
        )
        work.changes, work.before = result.changes, result.before
        for column, value in result.changes.items():
            setattr(present, column, value)
        if "parent_id" in result.changes and isinstance(present, Post):
            self.parents[present.pk] = result.changes["parent_id"]
        if "translation_of_id" in result.changes:
            self.originals[present.pk] = result.changes["translation_of_id"]
        if item.kind == "comment":
            self.answered[present.pk] = present.parent_id
        if missing:
            self.waiting.add(item.pk)
        unsettled = missing or BODY in item.points_to  # see importers.settling.bodies
        work.is_written = result.base != item.written or item.unsettled != unsettled
        item.written, item.unsettled = result.base, unsettled

    def _store(self, works: Sequence[Work]) -> None:
        """Write the pointers that change, what undo will read, and the base of the next merge."""
        changed = [work for work in works if work.changes]
        for model, column in COLUMNS:
            rows = [
                (work.present.pk, (work.changes[column],))
                for work in changed
                if column in work.changes and isinstance(work.present, model)
            ]
            update(model, (column,), rows)
        note_changes(self.run, [(work.item, work.merge()) for work in changed])
        items = [(work.item.pk, (work.item.written, work.item.unsettled)) for work in works if work.is_written]
        update(ImportedItem, ("written", "unsettled"), items)
        self._take_back([work.item for work in works if work.item.kind == "comment" and not work.item.unsettled])
        issues = unsaid([issue for work in works for issue in work.issues])
        file_issues(self.run, issues)
        self.issues += issues

    def _take_back(self, items: Sequence[ImportedItem]) -> None:
        """Say no more that comments answer what is not here; what runs said that came to their end stays."""
        if items:
            places = [item.origin for item in items]
            said = ImportIssue.objects.filter(code=threads.ORPHAN, where__in=places, run__source=self.source_id)
            said.exclude(run__in=those_over(self.run, set(said.values_list("run_id", flat=True)))).delete()
            self.threaded += places

    def _is_circle(self, name: str, post: int, found: int) -> bool:
        """Say whether a page would stand above its own parent, or a post be the original of its own one."""
        above = {"parent": self.parents, "translation_of": self.originals, ANSWERS: self.answered}.get(name)
        return above is not None and post in _above(above, found, post)

    def _rehome(self, works: Sequence[Work]) -> None:
        """Give pages that this import brought the address below their parent's, the upper ones first."""
        over = runs_over(self.run, [work.item for work in works])
        # Nobody can have used the address of a page yet whose import is not over.
        fresh = [
            work
            for work in works
            if work.item.first_run_id not in over and merging.same(work.item.written, "path", work.present.path)
        ]
        levels: dict[int, list[Work]] = {}
        for work in fresh:
            levels.setdefault(len(_above(self.parents, work.present.pk)), []).append(work)
        for level in sorted(levels):
            pages = sorted(levels[level], key=lambda work: work.present.pk)
            above = dict(
                Post.objects.filter(pk__in={work.present.parent_id for work in pages}).values_list("pk", "path")
            )
            wanted = [f"{above[work.present.parent_id]}/{segment_of(work.present)}" for work in pages]
            allocator = PathAllocator(wanted)
            for work, path in zip(pages, wanted, strict=True):
                self._move(work, path, allocator.allocate(path))
            update(Post, ("path",), [(work.present.pk, (work.present.path,)) for work in pages])

    def _move(self, work: Work, wanted: str, path: str) -> None:
        if path != wanted:
            message = f"/{wanted}/ is taken; the address here is /{path}/"
            work.issues.append(Issue("address-collision", work.item.origin, message, item=work.item.pk))
        work.path, work.present.path = work.present.path, path
        work.item.written |= merging.base_of({"path": path})
        work.is_written = True


def _above(above: Mapping[int, int | None], post: int | None, until: int = 0) -> list[int]:
    """Return a post and those above it, up to `until`; each once, should they stand in a circle."""
    found: dict[int, None] = {}
    while post is not None and post not in found:
        found[post] = None
        post = above.get(post) if post != until else None
    return list(found)


def segment_of(page: Post) -> str:
    """Return what a page is called in its address, where no other one is called so."""
    return paths.slugify(page.slug) or page.path.rsplit("/", 1)[-1]


def with_suffix(work: Work, name: str) -> Iterator[Issue]:
    """Say that a page is called otherwise in its address, as another one is called so: below its parent it was not."""
    path, segment = (work.present.path, segment_of(work.present)) if name == "parent" else ("", "")
    if path and work.present.kind == "page" and "/" not in path and path != segment:
        message = f"/{segment}/ is taken; the address here is /{path}/"
        yield Issue("address-collision", work.item.origin, message, item=work.item.pk)


def not_here(item: ImportedItem, name: str) -> Iterator[Issue]:
    """Say that a pointer leads to nothing that is here: the item is kept without it, and waits."""
    if name in MISSING:
        code, message = MISSING[name]
        yield Issue(code, item.origin, message.format(item.points_to[name]), item=item.pk)


def in_a_circle(item: ImportedItem, name: str) -> Iterator[Issue]:
    """Say that a page would stand below itself, a post translate itself, or a comment answer itself."""
    if name == "parent":
        message = f"its parent {item.points_to[name]} stands below it in turn; kept without a parent"
        yield Issue("parent-cycle", item.origin, message, item=item.pk)
    if name == "translation_of":
        message = f"its original {item.points_to[name]} translates it in turn; kept as an original"
        yield Issue("translation-cycle", item.origin, message, item=item.pk)
    if name == ANSWERS:
        answered = item.points_to[name].rpartition("#")[2]
        yield threads.in_a_circle(item.origin, answered, item=item.pk)


def released(item: ImportedItem) -> list[str]:
    """Return the columns that an earlier import filled, and that the source names nothing for any more; what a comment
    answers among them, until that is found."""
    named = {POINTERS[name][0] for name in item.points_to if name not in {*NO_POINTERS, ANSWERS}}
    if GROUP in item.points_to:
        named.add("translation_of_id")
    return [column for column, _ in POINTERS.values() if column in item.written and column not in named]


def is_address(value: str) -> bool:
    """Say whether a pointer names its target by an address."""
    return value.startswith(("http://", "https://", "/"))


def identities(value: str) -> tuple[str, ...]:
    """Return the identities that a stated id or address may have; a comment's is stated itself."""
    if is_address(value):
        return identity.of_address(value), identity.of_id(value)
    return (identity.of_id(value), identity.bounded(f"path:{value}"), value)
