"""Terms that several blogs have under one slug: the first blog's words stand here, each other's own are kept beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from blog.models import Source
from importers.loading import merging
from importers.loading.changing import note_changes
from importers.loading.noun_values import MODELS
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.records import AuthorRecord, Issue, Severity, TermRecord

SHARED = "shared"  # in `ImportedItem.written`: what it names was here before, by another's words
ALSO = "also"  # in `source_meta`: what other blogs call it


class Mention(NamedTuple):
    """What a source says of a term that it did not make."""

    item_id: int
    key: int
    identity: str
    said: Mapping[str, Any]


def keep_own_words(run: ImportRun, source: Source, kind: str, mentions: Sequence[Mention]) -> list[Issue]:
    """Keep what the source says otherwise than the terms do; say so where it is news."""
    objects: Any = MODELS[kind].objects
    rows = objects.filter(pk__in={mention.key for mention in mentions})
    present = {row.pop("pk"): row for row in rows.values("pk", "name", "description", "source_meta")}
    issues: list[Issue] = []
    for mention in mentions:
        stands = present.get(mention.key)
        said = {name: value for name, value in mention.said.items() if not merging.is_blank(value)}
        if stands is None or not _is_otherwise(said, stands):
            continue
        meta = _with_words(stands["source_meta"], source.slug, mention.identity, said)
        if meta == stands["source_meta"]:
            continue
        _note(run, mention.item_id, stands["source_meta"], meta)
        objects.filter(pk=mention.key).update(source_meta=meta)
        stands["source_meta"] = meta
        message = (
            f"is “{stands['name']}” here already, by another's words; this blog's own "
            f"({', '.join(sorted(said))}) are kept in source_meta"
        )
        issues.append(Issue("term-shared", f"{kind} {mention.identity}", message, Severity.INFO, mention.item_id))
    return issues


def _is_otherwise(said: Mapping[str, Any], stands: Mapping[str, Any]) -> bool:
    meta = {name: value for name, value in stands["source_meta"].items() if name != ALSO}
    return any(said[name] != (meta if name == "source_meta" else stands[name]) for name in said)


def _with_words(meta: Mapping[str, Any], source: str, slug: str, said: Mapping[str, Any]) -> dict[str, Any]:
    known = list(meta.get(ALSO, ()))
    place = next((n for n, own in enumerate(known) if (own["source"], own["slug"]) == (source, slug)), len(known))
    before = known[place] if place < len(known) else {"source": source, "slug": slug}
    known[place : place + 1] = [{**before, **said}]
    return {**meta, ALSO: known}


def _note(run: ImportRun, item_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Tell undo what stood there, for an item of this run too: it made nothing that would go with it."""
    item = ImportedItem.objects.get(pk=item_id)
    if item.first_run_id != run.pk:
        note_changes(run, [(item, merging.Merge({"source_meta": after}, {"source_meta": before}))])
        return
    defaults = {"before": {"source_meta": before}, "after": {"source_meta": after}}
    change, is_new = ImportChange.objects.get_or_create(run=run, item=item, defaults=defaults)
    if not is_new:
        change.after = {**change.after, "source_meta": after}
        change.save(update_fields=["after"])


def beside_others(
    written: Mapping[str, Any], present: Mapping[str, Any], incoming: dict[str, Any]
) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """Return base and incoming values for a merge that leaves other blogs' words where they stand."""
    meta = present.get("source_meta", {})
    if ALSO not in meta or "source_meta" not in incoming:
        return written, incoming
    own = {name: value for name, value in meta.items() if name != ALSO}
    base = merging.with_values(written, {"source_meta": meta}) if merging.same(written, "source_meta", own) else written
    return base, {**incoming, "source_meta": {**incoming["source_meta"], ALSO: meta[ALSO]}}


def cut_short(kind: str, records: Iterable[tuple[str, AuthorRecord | TermRecord]]) -> list[Issue]:
    """Say which names did not fit; the whole is kept."""
    return [
        Issue(
            "value-shortened",
            f"{kind} {identity}",
            f"the name has {len(whole)} characters; {len(record.name)} are kept",
        )
        for identity, record in records
        if isinstance(record, TermRecord) and (whole := dict(record.besides).get("name"))
    ]
