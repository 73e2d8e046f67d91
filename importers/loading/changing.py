"""An item that is here already and changed at the source: what is written of it, and what undo will read."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q

from blog.models import TextRepair
from blog.models.text_repair import form_of
from blog.text.levels import LOST
from importers.loading import merging
from importers.loading.continuing import keep_addresses, keep_settled
from importers.loading.rows import Table
from importers.models import ImportChange, ImportedItem, ImportIssue, ImportRun
from importers.records import FieldRepair, Issue
from importers.reporting import Listener
from importers.validating import without_illegal


def merge_values(
    item_id: int,
    base: Mapping[str, Any],
    present: Mapping[str, Any],
    incoming: Mapping[str, Any],
    *,
    force: bool,
    where: str,
    issues: Listener,
) -> merging.Merge:
    """Merge what the file says now into what stands here, and say conflicts."""
    news = merging.without_as_found(base, present, incoming, force=force)
    result = merging.merge(base, present, news, force=force)
    for name in result.conflicts:
        message = f"{name.removesuffix('_id')} was changed here and at the source; what stands here was kept"
        issues.append(Issue("conflict", where, message, item=item_id))
    return result


def merge_item(
    run: ImportRun,
    item_id: int,
    base: Mapping[str, Any],
    present: Mapping[str, Any],
    incoming: Mapping[str, Any],
    *,
    force: bool,
    where: str,
    issues: Listener,
) -> merging.Merge:
    """Merge an item that this run has not written yet, and keep what stood there before."""
    result = merge_values(item_id, base, present, incoming, force=force, where=where, issues=issues)
    if result.changes:
        ImportChange.objects.create(
            run=run,
            item_id=item_id,
            before=result.before,
            after=dict(result.changes),
            besides=items_as_they_are([item_id])[item_id],
        )
    return result


def items_as_they_are(keys: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return what undo restores of items besides the values of their objects: to be asked before they are written."""
    rows = ImportedItem.objects.filter(pk__in=keys).values_list("pk", *ITEM_COLUMNS, "raw")
    return {
        key: {"item": {**dict(zip(ITEM_COLUMNS, columns, strict=True)), "raw": base64.b64encode(raw).decode("ascii")}}
        for key, *columns, raw in rows
    }


def keep_item(run: ImportRun, item_id: int) -> None:
    """Keep for undo what an item said whose own object stays as it is, while its feedback or its pointers change.

    Else the file that the run read would be no news once that is undone, and nobody would look at these again.
    """
    ImportChange.objects.get_or_create(
        run=run, item_id=item_id, defaults={"before": {}, "besides": items_as_they_are([item_id])[item_id]}
    )


def set_aside(run: ImportRun, item_id: int, name: str, value: list[Any]) -> None:
    """Keep for undo what else an update took away or brought."""
    if not value:
        return
    change = ImportChange.objects.filter(run=run, item=item_id).first()
    if change is None:
        change = ImportChange(run=run, item_id=item_id, before={}, besides=items_as_they_are([item_id])[item_id])
    change.besides[name] = [*change.besides.get(name, ()), *value]
    change.save()


def note_addresses(run: ImportRun, found: Mapping[int, Sequence[Any]]) -> None:
    """Tell undo which old addresses a run found for items (by key) that it did not make: its own take theirs along.

    Those of a run that did not come to its end are noted with the run itself, as what it settled of that one is.
    """
    made = dict(ImportChange.objects.filter(item__in=list(found), before__isnull=True).values_list("item_id", "run_id"))
    over = those_over(run, set(made.values()))
    went_on = {}
    for key, addresses in found.items():
        if key not in made or made[key] in over:
            set_aside(run, key, "addresses", list(addresses))
        elif made[key] != run.pk:
            went_on[key] = addresses
    keep_addresses(run, went_on)


def file_issues(run: ImportRun, issues: Iterable[Issue]) -> None:
    """Store the issues that are about an item, in the transaction that writes the item.

    Told of an unchanged item, an issue stands here already, and nothing is written; so it is not filed under the item.
    """
    rows = Table(ImportIssue, "run_id", "item_id", "level", "code", "where", "message")
    for issue in issues:
        if issue.item is not None:
            where, message = without_illegal(issue.where)[:1000], without_illegal(issue.message)
            rows.add(run.pk, issue.item, str(issue.level), issue.code, where, message)
    rows.flush()


def unsaid(issues: Sequence[Issue]) -> list[Issue]:
    """Return the issues without those that an earlier run said of an item: what waits is looked at each time."""
    waiting = [issue for issue in issues if issue.code in WAITING]
    if not waiting:
        return list(issues)
    told = ImportIssue.objects.filter(item__in={issue.item for issue in waiting}, code__in=WAITING)
    before = set(told.values_list("item_id", "code", "message"))
    return [issue for issue in issues if (issue.item, issue.code, without_illegal(issue.message)) not in before]


def about(item_id: int | None, issues: Iterable[Issue]) -> list[Issue]:
    """Return the issues as those of an item; of none when nothing of it is written."""
    return [issue if item_id is None else replace(issue, item=item_id) for issue in issues]


def note_changes(run: ImportRun, changes: Sequence[tuple[ImportedItem, merging.Merge]]) -> None:
    """Tell undo what stood there before a run's later changes, but for items that the run brings itself.

    To be called before the items are written.

    Those of a run that did not come to its end are this one's as well.
    """
    if not changes:
        return
    # What a run that was killed noted of an item goes on, when nobody wrote the item since.
    newest = ImportChange.objects.filter(item__in=[item for item, _ in changes]).select_related("run").order_by("pk")
    newest = newest.defer("run__went_on", "run__report")
    latest = {note.item_id: note for note in newest}
    over = those_over(run, {note.run_id for note in latest.values()} | {item.first_run_id or 0 for item, _ in changes})
    notes = {
        item: note
        for item, note in latest.items()
        if note.run_id == run.pk or (note.before is not None and note.run_id not in over)
    }
    fresh: list[ImportChange] = []
    known: list[ImportChange] = []
    went_on: list[tuple[ImportedItem, merging.Merge]] = []
    for item, merge in changes:
        note = notes.get(item.pk)
        if merge.changes and (note.run_id if note else item.first_run_id or run.pk) not in (run.pk, *over):
            went_on.append((item, merge))
        if note is not None and note.before is not None:
            note.before = {**merge.before, **note.before}
            note.after = {**note.after, **merge.changes}
            known.append(note)
        elif note is None and item.first_run_id in over:
            fresh.append(ImportChange(run=run, item=item, before=merge.before, after=dict(merge.changes)))
    as_they_are = items_as_they_are([note.item_id for note in fresh]) if fresh else {}
    for note in fresh:
        note.besides = as_they_are[note.item_id]
    keep_settled(run, went_on)
    ImportChange.objects.bulk_create(fresh)
    if known:
        ImportChange.objects.bulk_update(known, ["before", "after"])


def runs_over(run: ImportRun, items: Iterable[ImportedItem]) -> set[int]:
    """Return those runs that first brought one of these items, but for this one, that came to their end."""
    return those_over(run, {item.first_run_id or 0 for item in items})


def those_over(run: ImportRun, keys: set[int]) -> set[int]:
    """Return those of these runs that came to their end, or that another one went on with which did."""
    others = keys - {run.pk, 0}
    if not others:
        return set()
    ended = ImportRun.objects.filter(source=OuterRef("source"), state=ImportRun.State.FINISHED, pk__lt=run.pk)
    over = ImportRun.objects.filter(~Q(state=ImportRun.State.STOPPED) | Exists(ended.filter(pk__gt=OuterRef("pk"))))
    return set(over.filter(pk__in=others).values_list("pk", flat=True))


def forget_repairs(
    model: type[Model], keys: Sequence[int], fields: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Remove the repairs of objects, or of some of their fields; return them."""
    rows = TextRepair.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    rows = rows if fields is None else rows.filter(field__in=fields)
    found = list(rows.order_by("pk").values(*REPAIR_COLUMNS))
    if found:
        rows.delete()
    return found


def write_repairs(rows: Iterable[Mapping[str, Any]]) -> None:
    """Store repairs again that were removed."""
    table = Table(TextRepair, *REPAIR_COLUMNS)
    for row in rows:
        known = {"form": form_of(row["before"], row["after"], row["level"]), "offset": None, "origin": None, **row}
        table.add(*(known[column] for column in REPAIR_COLUMNS))
    table.flush()


def repair_rows(model: type[Model], object_id: int, repairs: Iterable[FieldRepair]) -> Iterator[tuple[Any, ...]]:
    """Yield the repairs of one object as rows of REPAIR_COLUMNS."""
    content_type = ContentType.objects.get_for_model(model).pk
    for repair in repairs:
        state = TextRepair.State.OPEN if repair.level == LOST else TextRepair.State.PROPOSED
        state = TextRepair.State.APPLIED if repair.is_applied else state
        yield (
            content_type, object_id, repair.field, repair.before, repair.after, repair.prefix, repair.suffix,
            repair.reading[:120], str(repair.level), str(state), form_of(repair.before, repair.after, repair.level),
            repair.offset, repair.origin,
        )  # fmt: skip


# What settling says of an item each time that it looks at it.
WAITING = frozenset(
    {
        "parent-missing",
        "parent-cycle",
        "image-missing",
        "original-missing",
        "translation-doubled",
        "translation-missing",
        "translation-cycle",
        "address-collision",
    }
)
ITEM_COLUMNS = (
    "kind", "object_id", "content_hash", "reader", "origin", "provenance", "written", "points_to", "unsettled",
)  # fmt: skip
REPAIR_COLUMNS = (
    "content_type_id", "object_id", "field", "before", "after", "prefix", "suffix", "reading", "level", "state",
    "form", "offset", "origin",
)  # fmt: skip
