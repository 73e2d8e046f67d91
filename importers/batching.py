"""The items that a run stores together: a batch of bounded size, with what was seen in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from importers.records import AttachmentRecord, PostRecord
from importers.reporting import Tally

MOST = 200  # items, fewer when they are large
MOST_BYTES = 8 << 20
MOST_PARTS = 2000  # comments and trackbacks


@dataclass(slots=True)
class Batch:
    """Items that wait to be stored."""

    records: list[PostRecord | AttachmentRecord] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    bytes: int = 0
    parts: int = 0

    def put(self, record: PostRecord | AttachmentRecord) -> None:
        """Add an item, and count it and its feedback as seen."""
        self.records.append(record)
        self.bytes += len(record.raw)
        if isinstance(record, AttachmentRecord):
            self.tally.add("attachment", "seen")
            return
        self.tally.add(record.kind, "seen")
        self.tally.add("comment", "seen", len(record.comments))
        self.tally.add("trackback", "seen", len(record.trackbacks))
        self.parts += len(record.comments) + len(record.trackbacks)

    @property
    def is_full(self) -> bool:
        """Whether it is time to store it."""
        return len(self.records) >= MOST or self.bytes >= MOST_BYTES or self.parts >= MOST_PARTS
