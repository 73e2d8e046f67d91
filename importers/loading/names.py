"""Authors, categories and tags: each stored once, before the posts that name it, and remembered for the run.

They are keyed by the source's own words: an author by login or name, a term by its slug. What exists here under the
same slug is used, not doubled. Every one that is noticed gets exactly one outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction

from blog import search
from blog.models import TextRepair
from importers.identity import digest
from importers.json_text import canonical
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
from importers.loading.name_books import NameBooks
from importers.loading.noun_rows import author_named, new_authors, new_categories, new_tags
from importers.loading.noun_values import (
    MODELS,
    Entry,
    ancestors,
    completed,
    hash_of,
    identity_of,
    keys_of_posts,
    kind_of,
    parent_of,
    said_by,
    values_of,
)
from importers.loading.rows import Table, flush, reserve
from importers.loading.sharing import SHARED, Mention, beside_others, cut_short, keep_own_words
from importers.loading.trouble import patiently, stop_if_full
from importers.models import ImportChange, ImportedItem
from importers.noting import legal_json
from importers.records import AuthorRecord, FieldRepair, Issue, Severity, TermRecord

HEARD = 20_000


@dataclass(slots=True)
class Names(NameBooks):
    """The authors and terms of one run, as they come and as they are stored."""

    def notice(self, record: AuthorRecord | TermRecord, repairs: tuple[FieldRepair, ...] = ()) -> None:
        """Take note of an author or term, declared or used, and of what was repaired in it."""
        if self.heard.get(id(record)) is record:
            return
        if len(self.heard) >= HEARD:
            self.heard.clear()
        self.heard[id(record)] = record
        kind, identity = kind_of(record), identity_of(record)
        if isinstance(record, TermRecord) and record.listed_as:
            self.listed.setdefault((kind, identity), set()).add(record.listed_as)
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
        identifier = record.login if isinstance(record, AuthorRecord) else record.slug
        news = {
            name: value
            for name, value in said_by(record).items()
            if not merging.is_blank(value)
            and (
                merging.same(entry.written, name, None) or (name == "name" and entry.written.get("name") == identifier)
            )
        }
        moved = parent_of(record) not in ("", entry.points_to.get("parent"))
        if not (news or moved):
            return
        with transaction.atomic():
            changed = bool(news) and self._merge(kind, identity, entry, news, late=True)
            if moved:
                self._point(entry, record)
        if changed:
            self.recount(kind, identity)

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
                self.conclude(kind, identity, "skipped")
        for login in sorted(self.unmapped):
            message = "the author map names this login; no author of these files has it"
            self.issues.append(Issue("author-unknown", f"author {login}", message))

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
                self.conclude(kind, identity, "unchanged")
            try:
                outcomes = patiently(partial(self._together, kind, fresh), partial(self.reload, kind))
                for identity, outcome in outcomes.items():
                    self.conclude(kind, identity, outcome)
                self.issues += cut_short(kind, (one for one in fresh.items() if self.is_news(kind, one[0])))
            except DatabaseError as error:
                stop_if_full(error)
                self._one_by_one(kind, fresh)

    def _together(self, kind: str, fresh: dict[str, AuthorRecord | TermRecord]) -> dict[str, str]:
        with transaction.atomic():
            outcomes = self._store_new_categories(fresh) if kind == "category" else self._store_new(kind, fresh)
            for identity, record in fresh.items():
                if identity not in outcomes:
                    outcomes[identity] = self._store(kind, identity, record)
        return outcomes

    def _one_by_one(self, kind: str, wanted: dict[str, AuthorRecord | TermRecord]) -> None:
        self.reload(kind)
        for identity, record in wanted.items():
            try:
                outcomes = patiently(partial(self._together, kind, {identity: record}), partial(self.reload, kind))
            except DatabaseError as error:
                stop_if_full(error)
                self.reload(kind)
                outcomes = {identity: "failed"}
                message = f"cannot be stored: {str(error).splitlines()[0]}"
                self.issues.append(Issue("item-failed", f"{kind} {identity}", message, Severity.ERROR))
            for name, outcome in outcomes.items():
                self.conclude(kind, name, outcome)

    def _unchanged(self, kind: str, identity: str, record: AuthorRecord | TermRecord) -> bool:
        entry = self.known[kind].get(identity)
        if entry is None or entry.tombstone or entry.object_id is None or self.force:
            return False
        if (
            isinstance(record, TermRecord)
            and record.declared
            and parent_of(record) != entry.points_to.get("parent", "")
        ):
            return False
        said = said_by(record)
        return entry.content_hash != "" and all(merging.same(entry.written, name, said[name]) for name in said)

    def _store(self, kind: str, identity: str, record: AuthorRecord | TermRecord) -> str:
        entry = self.known[kind].get(identity)
        if entry is not None and entry.tombstone:
            what = "merged with another one" if entry.object_id is not None else "deleted"
            message = f"was {what} here; it was not imported again"
            self.issues.append(Issue(entry.tombstone, f"{kind} {identity}", message, Severity.INFO))
            return "skipped"
        if entry is not None and entry.object_id is not None:
            return self._update(kind, identity, entry, record)
        parent_id = self._parent(record) if isinstance(record, TermRecord) and kind == "category" else None
        return self._create(kind, identity, record, parent_id)

    def _store_new(self, kind: str, fresh: dict[str, AuthorRecord | TermRecord]) -> dict[str, str]:
        """Store the authors or tags that were never here, with one statement per table; return what became of them."""
        new = {identity: record for identity, record in fresh.items() if identity not in self.known[kind]}
        if not new:
            return {}
        return self._file(kind, new, new_authors(new, self.source, self.mapped) if kind == "author" else new_tags(new))

    def _store_new_categories(self, fresh: Mapping[str, AuthorRecord | TermRecord]) -> dict[str, str]:
        """Store the categories that were never here, and those they stand under: from the root down, each level with
        one statement per table. Return what became of them."""
        depths: dict[str, int] = {}
        levels: defaultdict[int, dict[str, TermRecord]] = defaultdict(dict)
        for identity, record in fresh.items():
            assert isinstance(record, TermRecord)
            depth = -1
            for name, term in [*ancestors(record, self.declared), (identity, record)]:
                depth = depths.setdefault(name, depth + 1)
                if name not in self.known["category"]:
                    levels[depth].setdefault(name, term)
        outcomes: dict[str, str] = {}
        for _, new in sorted(levels.items()):
            keys = new_categories({name: (term, self._parent(term)) for name, term in new.items()})
            outcomes |= self._file("category", new, keys)
        return outcomes

    def _file(
        self, kind: str, new: Mapping[str, AuthorRecord | TermRecord], keys: Mapping[str, tuple[int, bool]]
    ) -> dict[str, str]:
        """Note what this run made of authors or terms, or found here; return what became of them."""
        items = Table(
            ImportedItem, "id", "source_id", "kind", "identity", "object_id", "reader", "content_hash", "written",
            "points_to", "unsettled", "first_run_id",
        )  # fmt: skip
        mentions: list[Mention] = []
        changes = Table(ImportChange, "run_id", "item_id", "before", "after")
        repairs = Table(TextRepair, *REPAIR_COLUMNS)
        for (identity, record), item_id in zip(new.items(), reserve(ImportedItem, len(new)), strict=True):
            key, made = keys[identity]
            written, content_hash = merging.base_of(values_of(record)), hash_of(record)
            if not made and kind != "author":
                written[SHARED] = True
                mentions.append(Mention(item_id, key, identity, said_by(record)))
            points_to = {"parent": parent_of(record)} if parent_of(record) else {}
            items.add(
                item_id, self.source.pk, kind, identity, key, self.reader, content_hash, written, points_to,
                bool(points_to), self.run.pk,
            )  # fmt: skip
            self.unsettling |= bool(points_to)
            if made:
                changes.add(self.run.pk, item_id, None, {})
                self._add_repairs(repairs, kind, identity, key)
            self.known[kind][identity] = Entry(item_id, key, content_hash, written, "", points_to)
        flush((items, changes, repairs))
        self._share(kind, mentions)
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
        """Store an author or term again whose object is gone."""
        if isinstance(record, AuthorRecord):
            key, made = new_authors({identity: record}, self.source, self.mapped)[identity]
        elif kind == "tag":
            key, made = new_tags({identity: record})[identity]
        else:
            key, made = new_categories({identity: (record, parent_id)})[identity]
        written = merging.base_of(values_of(record)) | ({} if made or kind == "author" else {SHARED: True})
        points_to = {"parent": parent_of(record)} if parent_of(record) else {}
        columns: dict[str, Any] = {
            "object_id": key,
            "reader": self.reader,
            "content_hash": hash_of(record),
            "written": written,
            "points_to": points_to,
            "unsettled": bool(points_to),
            "first_run": self.run,
        }
        named: dict[str, Any] = {"source": self.source, "kind": kind, "identity": identity}
        item, _ = ImportedItem.objects.update_or_create(**named, defaults=columns)
        self.known[kind][identity] = Entry(item.pk, key, hash_of(record), written, "", points_to)
        self.unsettling |= bool(points_to)
        if made:
            ImportChange.objects.update_or_create(run=self.run, item=item, defaults={"before": None, "after": {}})
            self._renew_repairs(kind, identity, key)
        elif kind != "author":
            self._share(kind, [Mention(item.pk, key, identity, said_by(record))])
        return "created" if made else "unchanged"

    def _share(self, kind: str, mentions: list[Mention]) -> bool:
        """Keep what this source says of terms that others made; say whether it is news."""
        issues = keep_own_words(self.run, self.source, kind, mentions) if mentions else []
        file_issues(self.run, issues)
        self.issues += issues
        return bool(issues)

    def _point(self, entry: Entry, record: AuthorRecord | TermRecord) -> None:
        """Note below what a category stands now; it is moved when all is stored."""
        parent = parent_of(record)
        if not isinstance(record, TermRecord) or not record.declared or parent == entry.points_to.get("parent", ""):
            return
        note_changes(self.run, [(ImportedItem.objects.get(pk=entry.item_id), merging.Merge())])
        entry.points_to = {"parent": parent} if parent else {}
        ImportedItem.objects.filter(pk=entry.item_id).update(points_to=entry.points_to, unsettled=True)
        self.unsettling = True

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
        changed = self._merge(kind, identity, entry, incoming)
        self._point(entry, record)
        return "updated" if changed else "unchanged"

    def _merge(self, kind: str, identity: str, entry: Entry, incoming: dict[str, Any], *, late: bool = False) -> bool:
        """Merge what is said of one that is here already; say whether something changed.

        Late is what is said when this run has dealt with it before.
        """
        objects: Any = MODELS[kind].objects.filter(pk=entry.object_id or 0)
        present = objects.values("pk", *incoming).first()
        if present is None:
            return False
        if entry.written.get(SHARED):
            mention = Mention(entry.item_id, present["pk"], identity, incoming)
            self._keep(entry, incoming, merging.with_values(entry.written, incoming))
            return self._share(kind, [mention])
        stated = incoming
        base, incoming = beside_others(entry.written, present, incoming)
        issues: list[Issue] = []
        if late:
            result = merging.merge(base, present, incoming, force=False)
            note_changes(self.run, [(ImportedItem.objects.get(pk=entry.item_id), result)])
        else:
            result = merge_item(
                self.run, entry.item_id, base, present, incoming,
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
        self._keep(entry, stated, merging.with_values(result.base, stated))
        return bool(result.changes)

    def _keep(self, entry: Entry, stated: dict[str, Any], base: dict[str, Any]) -> None:
        """Keep what was said of one as the base of the next merge."""
        entry.content_hash, entry.written = digest(canonical(legal_json(stated))), base
        ImportedItem.objects.filter(pk=entry.item_id).update(content_hash=entry.content_hash, written=entry.written)

    def _parent(self, record: TermRecord) -> int | None:
        """Return the key of what a category stands under, as far as it is here."""
        parent_id = None
        for identity, _ in ancestors(record, self.declared):
            entry = self.known["category"].get(identity)
            parent_id = (entry.object_id if entry else None) or parent_id
        return parent_id
