"""Reusable blocks: kept as a source says them, until the bodies that name them are settled."""

from __future__ import annotations

import hashlib
from typing import Literal

from blog.models import Source
from importers import identity
from importers.models import ImportedItem, ImportRun
from importers.packing import packed
from importers.records import ReusableBlock

LONGEST = 1_000_000  # characters


def keep_block(run: ImportRun, source: Source, block: ReusableBlock) -> Literal["", "new", "changed"]:
    """Store a block, or what became of it since; an unchanged one writes nothing. Say what was written."""
    raw = block.body[:LONGEST].encode("utf-8", "replace")
    content_hash = hashlib.sha256(raw).hexdigest()
    name = identity.of_id(block.source_id)
    stored = ImportedItem.objects.filter(source=source, kind=ImportedItem.Kind.BLOCK, identity=name)
    known = stored.values_list("content_hash", flat=True).first()
    values = {"content_hash": content_hash, "raw": packed(raw), "origin": block.origin[:1000], "reader": run.reader}
    if known is None:
        ImportedItem.objects.create(source=source, kind=ImportedItem.Kind.BLOCK, identity=name, first_run=run, **values)
        return "new"
    if known == content_hash:
        return ""
    stored.update(**values)
    return "changed"
