"""What all files of a run hold, one after the other; a file that cannot be read does not stop the others. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from blog.text.wording import reason
from importers.asking import Asked
from importers.decoding import ReadError, SourceFile
from importers.gathering import without_name
from importers.readers import READERS
from importers.records import Issue, PostRecord, Record, Severity, SiteRecord
from importers.sites import is_another
from importers.surveying import Evidence

__all__ = ["Order", "read", "reason"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be read: files, each with the name of its reader, and what bears on what they say."""

    files: Sequence[tuple[SourceFile, str]]
    evidence: Evidence
    asked: Asked


def read(order: Order) -> Iterator[Record]:
    """Yield what the files hold; one that cannot be read to its end, or that is of another blog, is an issue.

    An item that a file ends in comes last: another file may hold it whole.
    """
    blog: SiteRecord | None = None
    cut: list[PostRecord] = []
    for file, name in order.files:
        try:
            for record in READERS[name].read(replace(file, asked=order.asked), order.evidence):
                if isinstance(record, SiteRecord):
                    blog = blog or record
                    if is_another(blog, record):
                        message = f"is an export of another blog ({record.url}); import such files one by one"
                        yield Issue("file-refused", file.origin, message, Severity.ERROR)
                        break
                if file.place and isinstance(record, PostRecord) and record.origin == file.origin:
                    record = replace(record, place=file.place)
                if isinstance(record, PostRecord) and record.is_cut:
                    cut.append(record)
                else:
                    yield record
        except (ReadError, OSError, ValueError, LookupError, ArithmeticError, TypeError, RecursionError) as error:
            told = without_name(error, file) if isinstance(error, ReadError) else reason(error)
            yield Issue("file-refused", file.origin, told, Severity.ERROR)
    yield from cut
