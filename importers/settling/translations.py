"""Groups of translations: which post of a group is the original, once its members are here.

It is the one in the language that the file calls the source, else the one in the blog's own language, else the one with
the lowest id. A member that comes later is taken into its group, and may turn out to be the original.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from blog.models import Post, Source
from importers import identity
from importers.loading import merging
from importers.loading.changing import file_issues, note_changes, unsaid
from importers.loading.finding import POSTS
from importers.models import ImportedItem, ImportRun
from importers.records import Issue

# In `points_to`: the group's name, the language of its original or "", and the post's own where that is told.
GROUP = "group"
MEMBERS = "members"  # the ids of the posts that the group names, where it does
AT_ONCE = 200  # members that are settled together, or a group that is larger


@dataclass(slots=True)
class TranslationSettler:
    """Settles the groups of one source that a run brought, or brought something to."""

    run: ImportRun
    source_id: int
    issues: list[Issue] = field(default_factory=list)

    def settle(self, beat: Callable[[], None]) -> list[Issue]:
        """Point the members of each group at its original; return what there is to say about it."""
        language = Source.objects.values_list("language", flat=True).get(pk=self.source_id)
        for groups in self._chunks():
            beat()
            with transaction.atomic():
                keys = [item.object_id for members in groups for item in members if item.object_id]
                posts = Post.objects.only("language", "translation_of").in_bulk(keys)
                known = self._known(item for members in groups for item in members)
                for members in groups:
                    present = [item for item in members if item.object_id in posts]
                    self._settle_group(present, posts, language)
                    self._say(missing(present, posts, known))
        return self.issues

    def _known(self, members: Iterable[ImportedItem]) -> set[str]:
        """Return which of the posts that these groups name came with this import or an earlier one."""
        named = {identity.of_id(number) for item in members for number in item.points_to.get(MEMBERS, ())}
        if not named:
            return set()
        rows = ImportedItem.objects.filter(source=self.source_id, kind__in=POSTS, identity__in=named)
        return set(rows.order_by().values_list("identity", flat=True))

    def _say(self, issues: Sequence[Issue]) -> None:
        issues = unsaid(issues)
        file_issues(self.run, issues)
        self.issues += issues

    def _chunks(self) -> Iterator[list[list[ImportedItem]]]:
        members = ImportedItem.objects.filter(
            source=self.source_id, kind__in=POSTS, object_id__isnull=False, points_to__has_key=GROUP
        )
        new = members.filter(unsettled=True).values_list("points_to", flat=True)
        names = sorted({str(points_to[GROUP][0]) for points_to in new})
        if not names:
            return
        keys: dict[str, list[int]] = {name: [] for name in names}
        for key, points_to in members.order_by("pk").values_list("pk", "points_to").iterator():
            if (group := str(points_to[GROUP][0])) in keys:
                keys[group].append(key)
        waiting: list[list[int]] = []
        for name in names:
            waiting.append(keys[name])
            if sum(map(len, waiting)) >= AT_ONCE:
                yield self._items(waiting)
                waiting = []
        if waiting:
            yield self._items(waiting)

    def _items(self, groups: Sequence[Sequence[int]]) -> list[list[ImportedItem]]:
        found = ImportedItem.objects.defer("raw", "provenance").in_bulk([key for group in groups for key in group])
        return [[found[key] for key in group] for group in groups]

    def _settle_group(self, members: Sequence[ImportedItem], posts: dict[int, Post], language: str) -> None:
        if not members:
            return
        members = self._one_of_each_language(members, posts)
        original = original_of(members, posts, language)
        root = posts[original.object_id or 0].pk
        for item in (original, *(item for item in members if item is not original)):
            post = posts[item.object_id or 0]
            incoming = {"translation_of_id": None if post.pk == root else root}
            result = merging.merge(item.written, {"translation_of_id": post.translation_of_id}, incoming, force=False)
            self._write(item, post, result)
            if item is original and post.translation_of_id is not None:
                root = post.translation_of_id  # an editor made it a translation of something else

    def _one_of_each_language(self, members: Sequence[ImportedItem], posts: Mapping[int, Post]) -> list[ImportedItem]:
        """Return the first of each language; another one stands by itself, and keeps the group's name in its item."""
        first: dict[str, ImportedItem] = {}
        kept: list[ImportedItem] = []
        for item in sorted(members, key=_place):
            post = posts[item.object_id or 0]
            # Where the file does not say it, it is only thought to be the blog's.
            tag = post.language.lower() if len(item.points_to[GROUP]) > 2 else ""
            if not tag or first.setdefault(tag, item) is item:
                kept.append(item)
                continue
            message = (
                f"is in {post.language} like {first[tag].origin}, of the same group of translations; kept out of it"
            )
            self._say([Issue("translation-doubled", item.origin, message, item=item.pk)])
            present = {"translation_of_id": post.translation_of_id}
            self._write(item, post, merging.merge(item.written, present, {"translation_of_id": None}, force=False))
        return kept

    def _write(self, item: ImportedItem, post: Post, result: merging.Merge) -> None:
        if result.conflicts:
            message = "translation_of was changed here and at the source; what stands here was kept"
            issue = Issue("conflict", item.origin, message, item=item.pk)
            file_issues(self.run, [issue])
            self.issues.append(issue)
        if result.changes:
            post.translation_of_id = result.changes["translation_of_id"]
            Post.objects.filter(pk=post.pk).update(translation_of_id=post.translation_of_id)
            note_changes(self.run, [(item, result)])
        if result.base != item.written:
            item.written = result.base
            item.save(update_fields=["written"])


def missing(members: Sequence[ImportedItem], posts: Mapping[int, Post], known: Collection[str]) -> list[Issue]:
    """Return what of a group is not here: posts that it names, or an original in the language that it says."""
    if not members:
        return []
    first = min(members, key=_place)
    named = dict.fromkeys(number for item in members for number in item.points_to.get(MEMBERS, ()))
    absent = [number for number in named if identity.of_id(number) not in known]
    if absent:
        message = f"its group of translations names {', '.join(absent)}, not among what was imported"
        return [Issue("translation-missing", first.origin, message, item=first.pk)]
    spoken = {posts[item.object_id or 0].language.lower().partition("-")[0] for item in members}
    stated = {str(item.points_to[GROUP][1]): item for item in reversed(members) if item.points_to[GROUP][1]}
    message = "translates a post in {}, of which its group has none here"
    return [
        Issue("translation-missing", item.origin, message.format(tag), item=item.pk)
        for tag, item in stated.items()
        if tag.lower().partition("-")[0] not in spoken
    ]


def original_of(members: Sequence[ImportedItem], posts: dict[int, Post], language: str) -> ImportedItem:
    """Return the member that the others translate."""

    def in_language(tag: str, length: int | None = None) -> list[ImportedItem]:
        wanted = tag.lower().split("-")[:length]
        return [item for item in members if posts[item.object_id or 0].language.lower().split("-")[:length] == wanted]

    stated = Counter(str(item.points_to[GROUP][1]) for item in members if item.points_to[GROUP][1])
    for tag in (*(tag for tag, _ in stated.most_common(1)), language):
        found = tag and (in_language(tag) or in_language(tag, 1))
        if found:
            return min(found, key=_place)
    return min(members, key=_place)


def _place(item: ImportedItem) -> tuple[int, Any]:
    number = item.identity.removeprefix("id:")
    return (int(number), "") if number.isascii() and number.isdigit() and len(number) < 20 else (1 << 64, item.identity)
