"""What a run knows of authors and terms: what is here, what is wanted, what became of each. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from blog.models import Source
from importers.loading.noun_values import MODELS, Entry, identity_of, kind_of
from importers.models import ImportedItem, ImportRun
from importers.records import AuthorRecord, FieldRepair, TermRecord
from importers.reporting import Issues, Tally


@dataclass(slots=True)
class NameBooks:
    """The books of one run's authors and terms: a row of each outcome, none twice."""

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
    listed: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # other taxonomies that old addresses name
    passed: set[tuple[str, str]] = field(default_factory=set)
    mapped: Mapping[str, AuthorRecord] = field(default_factory=dict)  # whom a person named for a login
    unsettling: bool = False  # a category says that it stands elsewhere than before
    unmapped: set[str] = field(default_factory=set)  # such logins that nothing has named yet

    def __post_init__(self) -> None:
        self.unmapped = set(self.mapped)
        for kind in MODELS:
            rows = ImportedItem.objects.filter(source=self.source, kind=kind).values_list(
                "identity", "pk", "object_id", "content_hash", "written", "tombstone", "points_to"
            )
            self.known[kind] = {identity: Entry(*row) for identity, *row in rows}
            self.wanted[kind], self.done[kind] = {}, {}

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

    def recount(self, kind: str, identity: str) -> None:
        """Count as updated what was counted as unchanged, since it changed after all."""
        if self.done[kind].get(identity) == "unchanged":
            self.done[kind][identity] = "updated"
            self.tally.add(kind, "unchanged", -1)
            self.tally.add(kind, "updated")

    def reload(self, kind: str) -> None:
        """Forget what was rolled back."""
        stored = set(ImportedItem.objects.filter(source=self.source, kind=kind).values_list("identity", flat=True))
        self.known[kind] = {identity: entry for identity, entry in self.known[kind].items() if identity in stored}

    def conclude(self, kind: str, identity: str, outcome: str) -> None:
        """Count what became of one; the first outcome counts."""
        self.wanted[kind].pop(identity, None)
        if identity in self.done[kind]:
            return
        self.done[kind][identity] = outcome
        self.tally.add(kind, outcome)
        if outcome in ("created", "updated"):
            self.repaired.update(str(repair.level) for repair in self.repairs.get((kind, identity), ()))

    def is_news(self, kind: str, identity: str) -> bool:
        """Say whether this run wrote one."""
        return self.done[kind].get(identity) in ("created", "updated")
