"""The comments and pings of an entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from importers.decoding import decode_references, with_pairs
from importers.identity import part_name
from importers.readers.movable_type.splitting import FEEDBACK, Section, key_of
from importers.readers.movable_type.values import Habits, read_date
from importers.records import AuthorRecord, CommentRecord, FieldSource, FoundDate, Issue, TrackbackRecord
from importers.validating import is_email, is_ip_address, is_web_address

# What a line behind the date must look like to be one of the head: any text may begin "URL:".
_SHAPES: dict[str, Callable[[str], bool]] = {"EMAIL": is_email, "IP": is_ip_address, "URL": is_web_address}


@dataclass(slots=True)
class Sent:
    """What readers and other sites sent to one entry, in the order of the file."""

    comments: list[CommentRecord] = field(default_factory=list)
    trackbacks: list[TrackbackRecord] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_feedback(sections: list[Section], origin: str, text: Callable[[bytes], str], habits: Habits) -> Sent:
    """Read an entry's sections COMMENT and PING; `text` decodes."""
    sent = Sent()
    for section in sections:
        if section.name not in FEEDBACK:
            continue
        values, body = parted(section.name, text(section.data))
        number = len(sent.comments) if section.name == "COMMENT" else len(sent.trackbacks)
        where = f"{origin} {part_name('comment' if section.name == 'COMMENT' else 'trackback', '', number)}"
        date, fields = _dated(values, where, sent.issues, habits)
        if section.name == "COMMENT":
            sent.comments.append(_comment(values, body, date, fields))
        else:
            sent.trackbacks.append(_trackback(values, body, date, fields))
    return sent


def parted(name: str, text: str) -> tuple[dict[str, str], str]:
    """Part the head of a comment or ping from its text.

    The head's lines come in any order, each once, the date last where Movable Type wrote them. A line that repeats one,
    or that stands behind the date and does not look like what its key asks for, is the text's first.
    """
    values: dict[str, str] = {}
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((place for place, line in enumerate(lines) if line.strip()), 0)
    for place in range(start, len(lines)):
        key = key_of(lines[place].encode("utf-8", "replace"))
        value = lines[place].partition(":")[2].strip()
        if key not in FEEDBACK[name] or key in values:
            break
        if "DATE" in values and not _SHAPES.get(key, bool)(value):
            break
        values[key] = value
        start = place + 1
    return values, "\n".join(lines[start:]).strip("\n")


def _dated(
    values: dict[str, str], where: str, issues: list[Issue], habits: Habits
) -> tuple[FoundDate | None, dict[str, FieldSource]]:
    stated = values.get("DATE", "")
    try:
        date = read_date(stated, habits)
    except ValueError:
        issues.append(Issue("date-unreadable", where, f"“{stated[:40]}” is not a date"))
        return None, {"submitted": FieldSource(stated[:200], "DATE")}
    return date, {}


def _comment(
    values: dict[str, str], body: str, date: FoundDate | None, fields: dict[str, FieldSource]
) -> CommentRecord:
    name = decode_references(values.get("AUTHOR", ""))
    return CommentRecord(
        author=AuthorRecord(name=name, email=values.get("EMAIL", ""), url=values.get("URL", "")),
        address=values.get("IP", ""),
        body=with_pairs(body),
        submitted=date,
        meta={"date": fields["submitted"].raw} if fields else {},
        fields=fields,
    )


def _trackback(
    values: dict[str, str], body: str, date: FoundDate | None, fields: dict[str, FieldSource]
) -> TrackbackRecord:
    return TrackbackRecord(
        title=decode_references(values.get("TITLE", "")),
        blog_name=decode_references(values.get("BLOG NAME", "")),
        url=values.get("URL", ""),
        address=values.get("IP", ""),
        excerpt=body,
        received=date,
        meta={"date": fields["submitted"].raw} if fields else {},
        fields=fields,
    )
