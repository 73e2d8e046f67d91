"""Authors, categories and tags: each stored once, before the posts that name it, and remembered for the run.

They are keyed by the source's own words: an author by login or name, a term by its slug. What exists here under the
same slug is used, not doubled. Every one that is noticed gets exactly one outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DatabaseError, transaction

from blog import search
from blog.models import Source, TextRepair
from importers.identity import digest
from importers.loading import merging
from importers.loading.changing import (
    REPAIR_COLUMNS,
    file_issues,
    forget_repairs,
    merge_item,
    note_changes,
    repair_rows,
    set_aside,
)
from importers.loading.noun_rows import author_named, new_authors, new_category, new_tags
from importers.loading.noun_values import (
    MODELS,
    ancestors,
    completed,
    hash_of,
    identity_of,
    keys_of_posts,
    kind_of,
    said_by,
    values_of,
)
from importers.loading.rows import Table, flush, reserve
from importers.loading.trouble import stop_if_full
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.preparing import legal_json
from importers.records import AuthorRecord, FieldRepair, Issue, Severity, TermRecord
from importers.reporting import Issues, Tally

HEARD = 20_000


@dataclass(slots=True)
class Entry:
    """What is known of an item: its row here and its last import."""

    item_id: int
    object_id: int | None
    content_hash: str
    written: dict[str, Any]
    tombstone: str


@dataclass(slots=True)
class Names:
    """The authors and terms of one run."""

    source: Source
    run: ImportRun
    reader: str
    force: bool = False
    tally: Tally = field(default_factory=Tally)
    issues: Issues = field(default_factory=Issues)
    repaired: Counter[str] = field(default_factory=Counter)
    repairs: dict[tuple[str, str], tuple[FieldRepair, ...]] = field(default_factory=dict)
    known: dict[str, dict[str, Entry]] = field(default_factory=dict)
    wanted: dict[str, dict[str, AuthorRecord | TermRecord]] = field(default_factory=dict)
    done: dict[str, dict[str, str]] = field(default_factory=dict)
    declared: dict[str, TermRecord] = field(default_factory=dict)
    named: dict[tuple[str, int], str] = field(default_factory=dict)
    heard: dict[int, AuthorRecord | TermRecord] = field(default_factory=dict)  # by themselves: every post names some
    passed: set[tuple[str, str]] = field(default_factory=set)
    mapped: Mapping[str, AuthorRecord] = field(default_factory=dict)  # whom a person named for a login
    unmapped: set[str] = field(default_factory=set)  # such logins that nothing has named yet

    def __post_init__(self) -> None:
        self.unmapped = set(self.mapped)
        for kind in MODELS:
            rows = ImportedItem.objects.filter(source=self.source, kind=kind).values_list(
                "identity", "pk", "object_id", "content_hash", "written", "tombstone"
            )
            self.known[kind] = {identity: Entry(*row) for identity, *row in rows}
            self.wanted[kind], self.done[kind] = {}, {}

    def notice(self, record: AuthorRecord | TermRecord, repairs: tuple[FieldRepair, ...] = ()) -> None:
        """Take note of an author or term, declared or used, and of what was repaired in it."""
        if self.heard.get(id(record)) is record:
            return
        if len(self.heard) >= HEARD:
            self.heard.clear()
        self.heard[id(record)] = record
        kind = kind_of(record)
        identity = identity_of(record)
        if isinstance(record, AuthorRecord) and identity in self.mapped:
            record = self._as_mapped(record)
        if not identity:
            return
        if identity in self.done[kind]:
            self._learn(kind, identity, record)
            return
        if repairs:
            self.repairs.setdefault((kind, identity), repairs)
        waiting = self.wanted[kind].get(identity)
        if waiting is not None:
            if isinstance(waiting, AuthorRecord) and isinstance(record, AuthorRecord) and waiting is not record:
                self.wanted[kind][identity] = completed(waiting, record)
            elif isinstance(record, TermRecord) and record.declared and not getattr(waiting, "declared", True):
                self.wanted[kind][identity] = self.declared[identity] = record
            return
        if isinstance(record, TermRecord) and kind == "category":
            self.declared[identity] = record
        self.tally.add(kind, "seen")
        self.wanted[kind][identity] = record

    def _as_mapped(self, record: AuthorRecord) -> AuthorRecord:
        """Return the author whom a person named for a login."""
        self.unmapped.discard(identity_of(record))
        meant = self.mapped[identity_of(record)]
        return replace(record, name=meant.name, email=meant.email or record.email, url=meant.url or record.url)

    def _learn(self, kind: str, identity: str, record: AuthorRecord | TermRecord) -> None:
        """Take over what an earlier mention of this run left open: a guest author may stand behind the posts."""
        entry = self.known[kind].get(identity)
        if entry is None or entry.object_id is None or entry.tombstone or identity in self.mapped:
            return
        login = record.login if isinstance(record, AuthorRecord) else ""
        news = {
            name: value
            for name, value in said_by(record).items()
            if not merging.is_blank(value)
            and (merging.same(entry.written, name, None) or (name == "name" and entry.written.get("name") == login))
        }
        if not news:
            return
        with transaction.atomic():
            changed = self._merge(kind, identity, entry, news, late=True)
        if changed and self.done[kind][identity] == "unchanged":
            self.done[kind][identity] = "updated"
            self.tally.add(kind, "unchanged", -1)
            self.tally.add(kind, "updated")

    def pass_over(self, record: AuthorRecord | TermRecord, repairs: tuple[FieldRepair, ...] = ()) -> None:
        """Take note of one that only a left-out item names: it is not made for its sake."""
        kind, identity = kind_of(record), identity_of(record)
        if identity in self.known[kind]:
            self.notice(record, repairs)
        elif identity:
            self.passed.add((kind, identity))

    def close(self) -> None:
        """Store what is left; what only left-out items named is left out too."""
        self.store()
        for kind, identity in sorted(self.passed):
            if identity not in self.done[kind]:
                self.tally.add(kind, "seen")
                self._conclude(kind, identity, "skipped")
        for login in sorted(self.unmapped):
            message = "the author map names this login; no author of these files has it"
            self.issues.append(Issue("author-unknown", f"author {login}", message))

    def forget_wanted(self) -> None:
        """Take what was noticed and will not be stored out of the books: the run stops here."""
        for kind, wanted in self.wanted.items():
            self.tally.add(kind, "seen", -len(wanted))
            wanted.clear()

    def key_of(self, record: AuthorRecord | TermRecord | None) -> int | None:
        """Return the primary key of a stored author or term; None when it is not here."""
        if record is None:
            return None
        entry = self.known[kind_of(record)].get(identity_of(record))
        return entry.object_id if entry else None

    def keys_of(self, records: Iterable[AuthorRecord | TermRecord]) -> list[int]:
        """Return the primary keys of stored authors or terms, each once, in their order."""
        return list(dict.fromkeys(key for record in records if (key := self.key_of(record)) is not None))

    def name_of(self, kind: str, key: int) -> str:
        """Return the name that an author or term bears here, which may not be the file's."""
        if (kind, key) not in self.named:
            for pk, name in MODELS[kind].objects.filter(pk__in=self._unnamed(kind)).values_list("pk", "name"):
                self.named[kind, pk] = name
        return self.named.setdefault((kind, key), "")

    def _unnamed(self, kind: str) -> list[int]:
        return [
            entry.object_id
            for entry in self.known[kind].values()
            if entry.object_id is not None and (kind, entry.object_id) not in self.named
        ]

    def store(self) -> None:
        """Store what was noticed since the last time."""
        if not any(self.wanted.values()):
            return
        for kind in MODELS:
            # Each leaves `wanted` when its outcome is known, so that the books of an interrupted run balance.
            wanted = dict(self.wanted[kind])
            if not wanted:
                continue
            # What needs no statement needs no transaction: a second run opens none.
            fresh = {
                identity: record for identity, record in wanted.items() if not self._unchanged(kind, identity, record)
            }
            for identity in wanted.keys() - fresh.keys():
                self._conclude(kind, identity, "unchanged")
            try:
                with transaction.atomic():
                    outcomes = self._store_new(kind, fresh)
                    for identity, record in fresh.items():
                        if identity not in outcomes:
                            outcomes[identity] = self._store(kind, identity, record)
                for identity, outcome in outcomes.items():
                    self._conclude(kind, identity, outcome)
            except DatabaseError as error:
                stop_if_full(error)
                self._one_by_one(kind, fresh)

    def _one_by_one(self, kind: str, wanted: dict[str, AuthorRecord | TermRecord]) -> None:
        self._reload(kind)
        for identity, record in wanted.items():
            try:
                with transaction.atomic():
                    outcome = self._store(kind, identity, record)
            except DatabaseError as error:
                stop_if_full(error)
                self._reload(kind)
                outcome = "failed"
                message = f"cannot be stored: {str(error).splitlines()[0]}"
                self.issues.append(Issue("item-failed", f"{kind} {identity}", message, Severity.ERROR))
            self._conclude(kind, identity, outcome)

    def _reload(self, kind: str) -> None:
        """Forget what was rolled back."""
        stored = set(ImportedItem.objects.filter(source=self.source, kind=kind).values_list("identity", flat=True))
        self.known[kind] = {identity: entry for identity, entry in self.known[kind].items() if identity in stored}

    def _conclude(self, kind: str, identity: str, outcome: str) -> None:
        self.wanted[kind].pop(identity, None)
        if identity in self.done[kind]:
            return
        self.done[kind][identity] = outcome
        self.tally.add(kind, outcome)
        if outcome in ("created", "updated"):
            self.repaired.update(str(repair.level) for repair in self.repairs.get((kind, identity), ()))

    def _unchanged(self, kind: str, identity: str, record: AuthorRecord | TermRecord) -> bool:
        entry = self.known[kind].get(identity)
        if entry is None or entry.tombstone or entry.object_id is None or self.force:
            return False
        said = said_by(record)
        return entry.content_hash != "" and all(merging.same(entry.written, name, said[name]) for name in said)

    def _store(self, kind: str, identity: str, record: AuthorRecord | TermRecord) -> str:
        entry = self.known[kind].get(identity)
        if entry is not None and entry.tombstone:
            message = "was deleted here; it was not imported again"
            self.issues.append(Issue(entry.tombstone, f"{kind} {identity}", message, Severity.INFO))
            return "skipped"
        if entry is not None and entry.object_id is not None:
            return self._update(kind, identity, entry, record)
        parent_id = self._parent(record) if isinstance(record, TermRecord) and kind == "category" else None
        return self._create(kind, identity, record, parent_id)

    def _store_new(self, kind: str, fresh: dict[str, AuthorRecord | TermRecord]) -> dict[str, str]:
        """Store the authors or tags that were never here, with one statement per table; return what became of them."""
        new = {identity: record for identity, record in fresh.items() if identity not in self.known[kind]}
        if kind == "category" or not new:
            return {}
        keys = new_authors(new, self.source, self.mapped) if kind == "author" else new_tags(new)
        items = Table(
            ImportedItem, "id", "source_id", "kind", "identity", "object_id", "reader", "content_hash", "written",
            "first_run_id",
        )  # fmt: skip
        changes = Table(ImportChange, "run_id", "item_id", "before", "after")
        repairs = Table(TextRepair, *REPAIR_COLUMNS)
        for (identity, record), item_id in zip(new.items(), reserve(ImportedItem, len(new)), strict=True):
            key, made = keys[identity]
            written, content_hash = merging.base_of(values_of(record)), hash_of(record)
            items.add(
                item_id, self.source.pk, kind, identity, key, self.reader, content_hash, written, self.run.pk
            )  # fmt: skip
            if made:
                changes.add(self.run.pk, item_id, None, {})
                self._add_repairs(repairs, kind, identity, key)
            self.known[kind][identity] = Entry(item_id, key, content_hash, written, "")
        flush((items, changes, repairs))
        return {identity: "created" if made else "unchanged" for identity, (_, made) in keys.items()}

    def _add_repairs(
        self, table: Table, kind: str, identity: str, key: int, changed: Collection[str] | None = None
    ) -> None:
        repairs = self.repairs.get((kind, identity), ())
        kept = [repair for repair in repairs if changed is None or repair.field in changed]
        for row in repair_rows(MODELS[kind], key, kept) if kept else ():
            table.add(*row)

    def _renew_repairs(
        self, kind: str, identity: str, key: int, changed: Collection[str] | None = None
    ) -> list[dict[str, Any]]:
        """Note the repairs of one author or term, instead of those of the texts before, which are returned."""
        gone = forget_repairs(MODELS[kind], [key], changed)
        table = Table(TextRepair, *REPAIR_COLUMNS)
        self._add_repairs(table, kind, identity, key, changed)
        table.flush()
        return gone

    def _create(self, kind: str, identity: str, record: AuthorRecord | TermRecord, parent_id: int | None = None) -> str:
        """Store one category, or an author or tag whose object is gone."""
        if isinstance(record, AuthorRecord):
            key, made = new_authors({identity: record}, self.source, self.mapped)[identity]
        elif kind == "tag":
            key, made = new_tags({identity: record})[identity]
        else:
            key, made = new_category(record, parent_id)
        item, _ = ImportedItem.objects.update_or_create(
            source=self.source,
            kind=kind,
            identity=identity,
            defaults={
                "object_id": key,
                "reader": self.reader,
                "content_hash": hash_of(record),
                "written": merging.base_of(values_of(record)),
                "first_run": self.run,
            },
        )
        self.known[kind][identity] = Entry(item.pk, key, hash_of(record), item.written, "")
        if made:
            ImportChange.objects.update_or_create(run=self.run, item=item, defaults={"before": None, "after": {}})
            self._renew_repairs(kind, identity, key)
        return "created" if made else "unchanged"

    def _update(self, kind: str, identity: str, entry: Entry, record: AuthorRecord | TermRecord) -> str:
        incoming = said_by(record)
        target = author_named(record.name) if identity in self.mapped and kind == "author" else None
        if target not in (None, entry.object_id):
            # A person says now that this is somebody else.
            set_aside(self.run, entry.item_id, "author", [entry.object_id])
            entry.object_id, entry.written = target, merging.base_of(values_of(record))
            ImportedItem.objects.filter(pk=entry.item_id).update(object_id=target, written=entry.written)
            return "updated"
        if not MODELS[kind].objects.filter(pk=entry.object_id or 0).exists():
            return self._create(kind, identity, record)
        return "updated" if self._merge(kind, identity, entry, incoming) else "unchanged"

    def _merge(self, kind: str, identity: str, entry: Entry, incoming: dict[str, Any], *, late: bool = False) -> bool:
        """Merge what is said of one that is here already; say whether something changed.

        Late is what is said when this run has dealt with it before.
        """
        objects: Any = MODELS[kind].objects.filter(pk=entry.object_id or 0)
        present = objects.values("pk", *incoming).first()
        if present is None:
            return False
        issues: list[Issue] = []
        if late:
            result = merging.merge(entry.written, present, incoming, force=False)
            note_changes(self.run, [(ImportedItem.objects.get(pk=entry.item_id), result)])
        else:
            result = merge_item(
                self.run, entry.item_id, entry.written, present, incoming,
                force=self.force, where=f"{kind} {identity}", issues=issues,
            )  # fmt: skip
        file_issues(self.run, issues)
        self.issues += issues
        if result.changes:
            objects.update(**result.changes)
            if "name" in result.changes:
                self.named.pop((kind, present["pk"]), None)
                search.index_again(keys_of_posts(kind, present["pk"]))
            gone = self._renew_repairs(kind, identity, entry.object_id or 0, result.changes)
            set_aside(self.run, entry.item_id, "repairs", gone)
        entry.content_hash, entry.written = digest(merging.fingerprint_text(legal_json(incoming))), result.base
        ImportedItem.objects.filter(pk=entry.item_id).update(content_hash=entry.content_hash, written=entry.written)
        return bool(result.changes)

    def _parent(self, record: TermRecord) -> int | None:
        """Return the key of what a category stands under, made from the root down where it is not here yet."""
        parent_id = None
        for identity, term in ancestors(record, self.declared):
            entry = self.known["category"].get(identity)
            if entry is None:
                self._conclude("category", identity, self._create("category", identity, term, parent_id))
                entry = self.known["category"][identity]
            parent_id = entry.object_id or parent_id
        return parent_id
