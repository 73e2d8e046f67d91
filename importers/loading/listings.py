"""Where the old blog listed posts by category, tag and author: those addresses lead to the same here, whatever they
are called now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote, unquote

from django.db import transaction

from blog.models import LegacyURL, Source
from blog.text.old_addresses import LISTED_BY_ID
from importers.loading.addresses import AT_ONCE, Key, Owner, keys_of, owners
from importers.loading.changing import note_addresses
from importers.loading.names import Names
from importers.loading.noun_values import Entry, identity_of, kind_of
from importers.loading.trouble import patiently
from importers.models import ImportRun
from importers.records import AuthorRecord, TermRecord

_UNUSUAL = re.compile(r"[^\w]+")


@dataclass(slots=True)
class Listings:
    """The terms and authors of one run, by their ids at the source."""

    source: Source
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    slugs: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, record: AuthorRecord | TermRecord) -> None:
        """Remember the id of a declared term or author; no parameter names those of what a person took for ours."""
        number = record.source_id if isinstance(record, AuthorRecord) else record.term_id
        if isinstance(record, TermRecord) and record.slug != identity_of(record):
            self.slugs[kind_of(record), identity_of(record)] = record.slug  # too long for an identity
        if number and not (isinstance(record, TermRecord) and record.listed_as):
            self.ids[kind_of(record), identity_of(record)] = number

    def store(self, names: Names, run: ImportRun) -> bool:
        """Note the old addresses of all that is known of the source; say whether there were any.

        Those that are known already cost no statement.
        """
        wanted = dict(self._addresses(names))
        some = False
        for start in range(0, len(wanted), AT_ONCE):
            keys = list(wanted)[start : start + AT_ONCE]
            taken = owners(keys)
            rows = [
                LegacyURL(host=key[0], path=key[1], query=key[2], **{wanted[key][0]: wanted[key][1]})
                for key in keys
                if key not in taken
            ]
            if rows:
                fresh = [(key, wanted[key]) for key in keys if key not in taken]
                patiently(partial(self._store, rows, names.known, run, fresh))
            some = some or bool(rows)
        return some

    @transaction.atomic
    def _store(
        self,
        rows: Sequence[LegacyURL],
        known: Mapping[str, Mapping[str, Entry]],
        run: ImportRun,
        fresh: Sequence[tuple[Key, Owner]],
    ) -> None:
        # Another import may claim the same host's addresses meanwhile.
        LegacyURL.objects.bulk_create(rows, ignore_conflicts=True)
        self._tell_undo(known, run, fresh)

    def _tell_undo(
        self, known: Mapping[str, Mapping[str, Entry]], run: ImportRun, fresh: Sequence[tuple[Key, Owner]]
    ) -> None:
        """Note whose addresses are new."""
        items = {
            (f"{kind}_id", entry.object_id): entry.item_id
            for kind, entries in known.items()
            for entry in entries.values()
        }
        found: dict[int, list[Any]] = {}
        for key, owner in fresh:
            found.setdefault(items[owner], []).append(list(key))
        note_addresses(run, found)

    def _addresses(self, names: Names) -> Iterator[tuple[Key, Owner]]:
        base = self.source.base_url
        for kind, entries in names.known.items() if base else ():
            for identity, entry in entries.items():
                if entry.object_id is None:
                    continue
                for key in keys_of(self._urls(kind, identity, names.listed.get((kind, identity), ())), base):
                    yield key, (f"{kind}_id", entry.object_id)

    def _urls(self, kind: str, identity: str, listed: Iterable[str]) -> Iterable[str]:
        base = self.source.base_url.rstrip("/")
        names = [self.slugs.get((kind, identity), identity)]
        if kind == "author":
            # Exports know the login, addresses the name that WordPress made of it.
            names.append(_UNUSUAL.sub("-", identity.lower()).strip("-"))
        urls = [f"{base}/{kind}/{quote(unquote(name))}" for name in names if name]
        if (kind, identity) in self.ids:
            urls.append(f"{base}/?{LISTED_BY_ID[kind]}={self.ids[kind, identity]}")
        name = quote(unquote(names[0]))
        for taxonomy in sorted(listed):
            urls += [f"{base}/{quote(taxonomy)}/{name}", f"{base}/?{quote(taxonomy)}={name}"]
        return urls
