"""Categories find their place below their parents once all is stored, whatever the order of files and runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from blog.models import Category, LegacyURL
from blog.models.category import FEED_SLUG, LONGEST_PATH
from blog.models.legacy_url import NOWHERE
from importers.identity import bounded
from importers.loading import merging
from importers.loading.changing import file_issues, merge_values, note_changes, runs_over, set_aside, unsaid
from importers.loading.rows import update
from importers.loading.sharing import SHARED
from importers.models import ImportedItem, ImportRun
from importers.records import Issue

PARENT = "parent_id"


@dataclass(slots=True)
class CategorySettler:
    """Settles the categories of one source."""

    run: ImportRun
    source_id: int
    recount: Callable[[Iterable[ImportedItem]], None]
    parents: dict[int, int | None] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def settle(self) -> list[Issue]:
        """Put categories below what they name; return what there is to say about it, all at once."""
        items = ImportedItem.objects.filter(
            source=self.source_id, kind="category", unsettled=True, object_id__isnull=False
        )
        waiting = list(items.defer("raw", "provenance").order_by("pk"))
        return self._settle_all(waiting) if waiting else []

    @transaction.atomic
    def _settle_all(self, waiting: Sequence[ImportedItem]) -> list[Issue]:
        self.issues = []  # it may be tried again
        self.parents = dict(Category.objects.order_by().values_list("pk", PARENT))
        targets = self._targets(waiting)
        present = Category.objects.in_bulk([item.object_id or 0 for item in waiting])
        over = runs_over(self.run, waiting)
        moved = []
        for item in waiting:
            category = present.get(item.object_id or 0)
            if category is not None and self._settle(item, category, targets, in_use=item.first_run_id in over):
                moved.append(item)
        update(ImportedItem, ("written", "unsettled"), [(item.pk, (item.written, item.unsettled)) for item in waiting])
        issues = unsaid(self.issues)
        file_issues(self.run, issues)
        self.recount(moved)
        return issues

    def _targets(self, items: Iterable[ImportedItem]) -> dict[str, int]:
        names = {bounded(str(item.points_to["parent"])) for item in items if "parent" in item.points_to}
        rows = ImportedItem.objects.filter(source=self.source_id, kind="category", identity__in=names)
        found = rows.exclude(object_id=None).order_by().values_list("identity", "object_id")
        return {name: key for name, key in found if key is not None}

    def _settle(self, item: ImportedItem, category: Category, targets: Mapping[str, int], *, in_use: bool) -> bool:
        """Settle one; say whether it moved."""
        named = item.points_to.get("parent", "")
        found = targets.get(bounded(str(named))) if named else None
        item.unsettled = bool(named) and found is None
        if item.unsettled:
            self._say("parent-missing", item, f"its parent {named} is not here; kept without one until it comes")
            return False
        if found is not None and category.pk in self._above(found):
            self._say("parent-cycle", item, f"its parent {named} stands below it in turn; kept without a parent")
            return False
        if found == category.parent_id:
            item.written = merging.with_values(item.written, {PARENT: found})
            return False
        if item.written.get(SHARED):
            message = "was here before; it stays where the other blog has it"
            self._say("term-shared", item, message)
            return False
        stands = {PARENT: category.parent_id}
        result = merge_values(
            item.pk, item.written, stands, {PARENT: found}, force=False, where=_where(item), issues=self.issues
        )
        item.written = result.base
        return bool(result.changes) and self._move(item, result, found, in_use=in_use)

    def _move(self, item: ImportedItem, result: merging.Merge, parent: int | None, *, in_use: bool) -> bool:
        # What was moved before it may have moved it too.
        category = Category.objects.get(pk=item.object_id or 0)
        why = why_not(category, parent)
        if why:
            self._say("address-collision", item, why)
            return False
        note_changes(self.run, [(item, result)])
        before = move(category, parent)
        self.parents[category.pk] = parent
        if in_use:
            set_aside(self.run, item.pk, "addresses", _keep_addresses(category, before))
        return True

    def _above(self, category: int | None) -> set[int]:
        found: set[int] = set()
        while category is not None and category not in found:
            found.add(category)
            category = self.parents.get(category)
        return found

    def _say(self, code: str, item: ImportedItem, message: str) -> None:
        self.issues.append(Issue(code, _where(item), message, item=item.pk))


def why_not(category: Category, parent: int | None) -> str:
    """Return why a category cannot stand below a parent, or ""."""
    others = Category.objects.filter(parent=parent, slug=category.slug).exclude(pk=category.pk)
    if others.exists():
        return f"there is another category {category.slug} already where it should stand; kept where it is"
    if parent is None:
        return ""
    if category.slug == FEED_SLUG:
        return "below another category its address would be a feed's; kept where it is"
    above = Category.objects.values_list("path", flat=True).get(pk=parent)
    below = Category.objects.filter(path__startswith=f"{category.path}/").order_by().values_list("path", flat=True)
    deepest = max((len(path) - len(category.path) for path in below), default=0)
    if len(above) + 1 + len(category.slug) + deepest > LONGEST_PATH:
        return "below its parent its address would be too long; kept where it is"
    return ""


def move(category: Category, parent: int | None) -> dict[int, str]:
    """Put a category below another, with all that stands below it; return the paths that they had."""
    below = Category.objects.filter(path__startswith=f"{category.path}/").order_by()
    before = {category.pk: category.path, **dict(below.values_list("pk", "path"))}
    category.parent_id = parent
    category.parent = Category.objects.get(pk=parent) if parent is not None else None
    category.save()
    return before


def _keep_addresses(category: Category, before: Mapping[int, str]) -> list[list[str]]:
    """Have the paths that categories had lead to them; return the keys of the moved one's own."""
    addresses = {key: f"/category/{path}"[:LONGEST_PATH] for key, path in before.items()}
    for key, old in addresses.items():
        LegacyURL.objects.update_or_create(host="", path=old, query="", defaults={**NOWHERE, "category_id": key})
    return [["", addresses[category.pk], ""]]


def _where(item: ImportedItem) -> str:
    return f"category {item.identity}"
