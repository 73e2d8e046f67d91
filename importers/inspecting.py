"""What the readers make of files, as the JSON that `inspect_source` prints. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from blog.text import plain, rendering
from importers import preparing, surveying
from importers.asking import Asked, Met
from importers.decoding import ReadError, SourceFile
from importers.gathering import gather, without_name
from importers.noting import Setting
from importers.preparing import Prepared
from importers.readers import READERS
from importers.records import (
    CommentRecord,
    FieldSource,
    FoundDate,
    Issue,
    Occurring,
    PostRecord,
    Severity,
    TrackbackRecord,
)
from importers.reporting import Unusable, issue_as_dict
from importers.surveying import Evidence
from importers.unpacking import held


@dataclass(slots=True)
class Inspection:
    """The records of files, what could not be read, and how that ends a command."""

    records: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    error: str = ""

    @property
    def warnings(self) -> list[Issue]:
        """What to say of the files beside their records; an error is the command's last word."""
        return [issue for issue in self.issues if issue.level is Severity.WARNING]

    @property
    def exit_status(self) -> int:
        if self.error and not self.records:
            return 1
        return 2 if any(issue.level is Severity.ERROR for issue in self.issues) else 0


@held()
def inspect(
    paths: Sequence[str | Path],
    *,
    raw: bool = False,
    limit: int | None = None,
    encoding: str = "",
    timezone: str = "",
    language: str = "",
    asked: Asked | None = None,
) -> Inspection:
    """Read files, each by the reader that recognises it; `raw` shows records as found."""
    result, met, asked = Inspection(), Met(), asked or Asked()
    try:
        zone = ZoneInfo(timezone) if timezone else None
        gathered = gather(paths, tuple(READERS), encoding)
    except (Unusable, ValueError, KeyError, OSError) as error:
        result.error = str(error) if isinstance(error, Unusable) else f"There is no time zone called “{timezone}”."
        return result
    result.issues += gathered.issues
    evidence = _learned(gathered.files)
    for file, name in gathered.files:
        readings = frozenset(reading for reading, _ in evidence[name].readings)
        try:
            for record in READERS[name].read(replace(file, asked=asked), evidence[name]):
                if isinstance(record, PostRecord):
                    if limit is not None and len(result.records) >= limit:
                        return result
                    learned = evidence[name]
                    setting = Setting(zone, language, readings, shortcodes=learned.shortcodes, words=learned.words)
                    result.records.append(_shown(record, setting, raw=raw))
                elif isinstance(record, Issue):
                    result.issues.append(record)
                elif isinstance(record, Occurring):
                    met.add(record)
        except (ReadError, OSError, ValueError) as error:
            told = without_name(error, file) if isinstance(error, ReadError) else str(error)
            result.issues.append(Issue("file-refused", file.origin, told, Severity.ERROR))
    result.issues += met.missing(asked)
    return _concluded(result)


def _learned(files: Sequence[tuple[SourceFile, str]]) -> dict[str, Evidence]:
    """Return by readers what their files together teach."""
    return {
        name: surveying.survey([file for file, reader in files if reader == name], name)
        for name in dict.fromkeys(name for _, name in files)
    }


def _concluded(result: Inspection) -> Inspection:
    """Say in one sentence what was refused first, or that there was nothing."""
    refused = next((issue for issue in result.issues if issue.level is Severity.ERROR), None)
    if refused is not None:
        result.error = f"{refused.where}: {refused.message}"
    elif not result.records:
        result.error = "There is no post or page in what was named."
    return result


def _shown(record: PostRecord, setting: Setting, *, raw: bool) -> dict[str, Any]:
    if raw:
        return as_json(Prepared(record, record))
    return as_json(preparing.prepare(record, setting))


def as_json(prepared: Prepared) -> dict[str, Any]:
    """Return a record as DESIGN.md §5 states it."""
    record = prepared.record
    html = record.body_html or rendering.body_html(record.body, record.body_format)
    return {
        "reader": record.reader,
        "origin": record.origin,
        "source_id": record.source_id,
        "kind": record.kind,
        "status": record.status,
        "title": record.title,
        "author": asdict(record.author) if record.author else None,
        "published_at": _when(record.published, record.reader),
        "date_hints": [asdict(hint) for hint in record.date_hints],
        "language": record.language,
        "categories": [term.name for term in record.categories],
        "tags": [term.name for term in record.tags],
        "excerpt": record.excerpt,
        "body_format": record.body_format,
        "body_html": html,
        "body": _paragraphs(html, record.reader),
        "comments": [_comment(comment, record.reader) for comment in record.comments],
        "comments_stated": record.comments_stated,
        "trackbacks": {
            "stated": record.trackbacks_stated,
            "url": record.trackback_url,
            "items": [_trackback(trackback, record.reader) for trackback in record.trackbacks],
        },
        "original_url": record.original_url,
        "legacy_urls": list(record.legacy_urls),
        "images": [asdict(image) for image in record.images],
        "site": asdict(record.site) if record.site else None,
        "related": list(record.related),
        "leftover": [asdict(rest) for rest in record.leftover],
        "fields": {name: _field(source) for name, source in record.fields.items()},
        "issues": [issue_as_dict(issue) for issue in (*record.issues, *prepared.issues)],
    }


def as_text(records: Sequence[dict[str, Any]]) -> str:
    """Return records for a person to read."""
    return "\n\n".join(_summary(record) for record in records)


def _summary(record: dict[str, Any]) -> str:
    author = record["author"]["name"] if record["author"] else ""
    lines = [
        f"{record['origin']} ({record['reader']}, {record['kind']}, {record['status']})",
        f"  title       {record['title']}",
        f"  author      {author or '—'}",
        f"  published   {record['published_at'] or '—'}",
        f"  language    {record['language'] or '—'}",
        f"  categories  {', '.join(record['categories']) or '—'}",
        f"  tags        {', '.join(record['tags']) or '—'}",
        f"  body        {len(record['body'])} paragraphs",
        f"  comments    {len(record['comments'])}, trackbacks {len(record['trackbacks']['items'])}",
    ]
    lines += [f"  {paragraph}" for paragraph in record["body"]]
    for comment in record["comments"]:
        lines.append(f"  — {comment['author_name']}: {' / '.join(filter(None, (comment['title'], *comment['body'])))}")
    lines += [f"  ! {issue['code']}: {issue['message']}" for issue in record["issues"]]
    return "\n".join(lines)


def _comment(record: CommentRecord, reader: str) -> dict[str, Any]:
    html = record.body_html or rendering.feedback_html(record.body, record.body_format)
    return {
        "author_name": record.author.name,
        "author_email": record.author.email,
        "author_url": record.author.url,
        "submitted_at": _when(record.submitted, reader),
        "parent": record.parent,
        "title": record.title,
        "status": record.status,
        "body": _paragraphs(html, reader),
    }


def _trackback(record: TrackbackRecord, reader: str) -> dict[str, Any]:
    html = record.body_html or rendering.feedback_html(record.excerpt, "html")
    return {
        "kind": record.kind,
        "title": record.title,
        "blog_name": record.blog_name,
        "url": record.url,
        "excerpt": "\n".join(plain.paragraphs(html)),
        "received_at": _when(record.received, reader),
    }


def _field(source: FieldSource) -> dict[str, Any]:
    return {
        "raw": source.raw,
        "span": list(source.span) if source.span else None,
        "rule": source.rule,
        "level": str(source.level),
        "alternatives": list(source.alternatives),
    }


def _when(found: FoundDate | None, reader: str) -> str | None:
    """Return a date; what a page prints is on its wall clock, and a person compares it with the page."""
    if found is None:
        return None
    return found.shown() if _is_page(reader) else found.iso()


def _paragraphs(html: str, reader: str) -> list[str]:
    """Return the paragraphs of a text; people who wrote pages by hand parted them by two line breaks."""
    return plain.paragraphs(html, parted=_is_page(reader))


def _is_page(reader: str) -> bool:
    return reader.startswith("scraped")
