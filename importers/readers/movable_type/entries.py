"""An entry of an export becomes a post: what has no field of its own is kept as the file says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from importers.decoding import decode, decode_references, decode_stray, with_pairs
from importers.identity import digest
from importers.readers.movable_type.feedback import Sent, read_feedback
from importers.readers.movable_type.splitting import (
    BLANK,
    FEEDBACK,
    MAX_ENTRY,
    TEXTS,
    Entry,
    Section,
    key_of,
    value_of,
)
from importers.readers.movable_type.values import FORMATS, OWN, STATUS, Habits, names_in, read_date, terms_of
from importers.records import (
    AuthorRecord,
    FieldSource,
    FoundDate,
    Issue,
    PostRecord,
    Record,
    Refused,
    Severity,
)
from importers.validating import is_web_address

MORE = "<!--more-->"  # where the rest of an entry begins, which pages of many entries did not show

# What fields of ours hold, word by word.
_HELD = frozenset({"AUTHOR", "TITLE", "BASENAME", "PRIMARY CATEGORY", "CATEGORY", "TAGS", "DATE", "UNIQUE URL"})
_SEVERAL = frozenset({"CATEGORY"})


@dataclass(slots=True)
class Context:
    """What the entries of one file share."""

    origin: str
    habits: Habits
    slugs: dict[str, dict[str, str]] = field(default_factory=lambda: {"category": {}, "tag": {}})
    met: dict[str, str] = field(default_factory=dict)  # identities, and what they were given to


@dataclass(slots=True)
class _Head:
    """The lines above an entry's texts: keys with their values, and lines that are none."""

    values: dict[str, list[str]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    def get(self, key: str) -> str:
        """Return a key's last value that says something: a key that stands twice counts as Movable Type counts it."""
        return next((value for value in reversed(self.values.get(key, ())) if value), "")


def read_entry(entry: Entry, context: Context) -> Iterator[Record]:
    """Yield an entry's post, and what of it had to be refused."""
    where = f"{context.origin}#entry-{entry.number}"
    if entry.is_too_long or entry.is_broken_off or not entry.has_texts:
        yield _refused(entry, where)
        return
    breaks_off = not entry.ended and not entry.closed
    lost = entry.sections.pop() if breaks_off and entry.sections[-1].name in FEEDBACK else None
    yield _Reading(entry, where, context, is_cut=breaks_off and lost is None).post()
    if lost is not None:
        message = "the file ends inside it; what is left of it stays with its post's source"
        issue = Issue("file-cut", where, message, Severity.ERROR)
        yield Refused("comment" if lost.name == "COMMENT" else "trackback", issue)


def _refused(entry: Entry, where: str) -> Refused:
    """Refuse an entry that nothing can be made of, with the feedback it holds."""
    code, message = "item-invalid", "has no text"
    if entry.is_too_long:
        message = f"is longer than {MAX_ENTRY >> 20} MB"
    elif not entry.ended:
        code, message = "file-cut", "the file ends inside this entry"
    names = [section.name for section in entry.sections]
    issue = Issue(code, where, f"{message} (byte {entry.offset})", Severity.ERROR)
    return Refused("post", issue, names.count("COMMENT"), names.count("PING"))


class _Reading:
    """One entry on its way to a record."""

    def __init__(self, entry: Entry, where: str, context: Context, *, is_cut: bool) -> None:
        self.entry, self.where, self.context, self.is_cut = entry, where, context, is_cut
        self.raw = b"".join(entry.raw)
        self.issues: list[Issue] = []
        self.codec = self._codec()
        self.head = self._read_head()
        self.texts = {section.name: self._whole(section) for section in entry.sections if section.name in TEXTS}

    def post(self) -> PostRecord:
        """Return the post."""
        head = self.head
        published, fields = self._published()
        sent = read_feedback(self.entry.sections, self.where, self._text, self.context.habits)
        body_format, body = self._body()
        status = self._status(published)
        url = head.get("UNIQUE URL") if is_web_address(head.get("UNIQUE URL")) else ""
        title = head.get("TITLE")
        author = decode_references(head.get("AUTHOR"))
        tags = names_in(head.get("TAGS"))
        shown = [name for name in tags if not name.startswith("@")]
        slugs = self.context.slugs
        categories = [name for key in ("PRIMARY CATEGORY", "CATEGORY") for name in head.values.get(key, ()) if name]
        return PostRecord(
            reader="movable_type",
            origin=self.where,
            source_id="" if url else self._identity(sent, published),
            status=status,
            title=decode_references(title),
            slug=head.get("BASENAME").rstrip("/").rpartition("/")[2],
            author=AuthorRecord(name=author) if author else None,
            published=published,
            categories=terms_of("category", categories, slugs["category"]),
            tags=terms_of("tag", shown, slugs["tag"]),
            excerpt=self.texts.get("EXCERPT", ""),
            body_format=body_format,
            body=with_pairs(body),
            comments=tuple(sent.comments),
            comments_open=head.get("ALLOW COMMENTS") == "1",
            trackbacks=tuple(sent.trackbacks),
            original_url=url,
            fields={"title": FieldSource(title, "TITLE"), "body": FieldSource("", "BODY"), **fields},
            meta=self._meta(url, private=len(shown) < len(tags)),
            issues=(*self.issues, *sent.issues),
            raw=self.raw,
            adds_only=self.adds_only,
        )

    @property
    def adds_only(self) -> bool:
        """Whether it is but feedback to a post that stands elsewhere."""
        return self.head.get("NO ENTRY") not in ("", "0")

    def _codec(self) -> str:
        decoded = decode(self.raw)
        if decoded.guessed and decoded.encoding != "utf-8" and self.context.habits.codec:
            # What the whole file shows says more than one entry.
            decoded = decode(self.raw, declared=self.context.habits.codec)
        if decoded.encoding != "utf-8":
            self._say("encoding-guessed", f"is not UTF-8; it was read as {decoded.encoding}")
        elif decoded.guessed:
            self._say("encoding-guessed", "some bytes are not UTF-8; these were read as cp1252")
        if decoded.lossy:
            self._say("encoding-lossy", f"some bytes have no meaning in {decoded.encoding}")
        return decoded.encoding

    def _text(self, data: bytes) -> str:
        """Decode a part of the entry, with "\n" for all ends of lines."""
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = decode(data, declared=self.codec).text if self.codec != "utf-8" else decode_stray(data)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _whole(self, section: Section) -> str:
        inline = self._text(section.inline)
        return (f"{inline}\n" if inline else "") + self._text(section.data).strip("\n")

    def _read_head(self) -> _Head:
        head = _Head()
        for line in self.entry.sections[0].lines:
            key = key_of(line)
            if key:
                head.values.setdefault(key, []).append(self._text(value_of(line)))
            elif line.strip(BLANK):
                head.others.append(self._text(line).strip())
        if head.others:
            self._say("item-invalid", f"lines above its text that say nothing: “{head.others[0][:60]}”; kept aside")
        return head

    def _say(self, code: str, message: str, level: Severity = Severity.WARNING) -> None:
        self.issues.append(Issue(code, self.where, message, level))

    def _published(self) -> tuple[FoundDate | None, dict[str, FieldSource]]:
        stated = self.head.get("DATE")
        if not stated:
            return None, {}
        try:
            date = read_date(stated, self.context.habits)
        except ValueError:
            self._say("date-unreadable", f"“{stated[:40]}” is not a date")
            date = None
        return date, {"published": FieldSource(stated[:200], "DATE, by the blog's own clock")} if date else {}

    def _status(self, published: FoundDate | None) -> str:
        status = self._stated_status()
        if self.adds_only:
            status = "draft"  # where no post of its moment is found
            message = "is feedback without its entry; it goes to the post of its moment, or waits as a draft"
            self._say("feedback-alone", message, Severity.INFO)
        if published is None and status == "published":
            self._say("date-missing", "was published, but when is not in the file")
        return status

    def _stated_status(self) -> str:
        stated = self.head.get("STATUS")
        status = STATUS.get(stated.lower(), "")
        if not status:
            status = "draft"
            self._say("status-unknown", f"“{stated[:40]}” is not a status; it is a draft now")
        if stated.lower() == "future":
            self._say("scheduled-draft", f"was scheduled for {self.head.get('DATE')}; it is a draft now")
        return self._cut_status(status) if not self.entry.ended else status

    def _cut_status(self, status: str) -> str:
        """Return what an entry may be that the file breaks off: with half a text a draft."""
        if self.is_cut and self.entry.sections[-1].name in ("BODY", "EXTENDED BODY"):
            self._say("file-cut", "the file ends inside its text; it is a draft now", Severity.ERROR)
            return "draft" if status == "published" else status
        self._say("file-cut", "the file ends before the line that ends the entry; what stood there is lost")
        return status

    def _body(self) -> tuple[str, str]:
        """Return the body with what follows it, and what turns it into paragraphs."""
        stated = self.head.get("CONVERT BREAKS")
        body_format = FORMATS.get(stated.lower(), "")
        if not body_format:
            body_format = OWN
            message = f"is written in “{stated[:40]}”, which is not read here; its signs stay as they were typed"
            self._say("format-unknown", message)
        parts = [self.texts.get("BODY", ""), self.texts.get("EXTENDED BODY", "")]
        return body_format, f"\n\n{MORE}\n\n".join(part for part in parts if part.strip())

    def _meta(self, url: str, *, private: bool) -> dict[str, Any]:
        """Keep what the file says and no field holds."""
        head = self.head
        meta: dict[str, Any] = {
            key.lower().replace(" ", "_"): values[0] if len(values) == 1 else values
            for key, values in head.values.items()
            if any(values) and (key not in _HELD or (len(values) > 1 and key not in _SEVERAL))
        }
        if private:
            meta["tags"] = head.get("TAGS")
        if head.get("DATE") and "date" not in meta:
            meta["date"] = head.get("DATE")
        if "/" in head.get("BASENAME"):
            meta["basename"] = head.get("BASENAME")
        if head.get("UNIQUE URL") != url:
            meta["unique_url"] = head.get("UNIQUE URL")
        if self.texts.get("KEYWORDS", "").strip():
            meta["keywords"] = self.texts["KEYWORDS"]
        if head.others:
            meta["lines"] = head.others
        unknown = [self._text(section.data) for section in self.entry.sections if section.name == "?"]
        if unknown:
            meta["sections"] = unknown
        return meta

    def _identity(self, sent: Sent, published: FoundDate | None) -> str:
        """Return what the entry is known by where it has no address: its basename or title, with its date."""
        head, met = self.head, self.context.met
        prefix = "no entry " if self.adds_only else ""
        when = published.iso() if published else head.get("DATE")
        name = head.get("BASENAME") or (f"~{digest(head.get('TITLE'))[:16]}" if head.get("TITLE") else "")
        if not name and not when:
            name = f"~{digest(self.texts.get('BODY', ''))[:16]}"
        identity = prefix + f"{when} {name}".strip()
        whole = digest(self.raw.strip())
        # Two entries of one name and date are two all the same; one that stands twice is one.
        number, own = 1, identity
        while met.setdefault(own, whole) != whole:
            number += 1
            own = f"{identity} ({number})"
        return own
