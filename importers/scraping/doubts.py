"""What of a scraped page's record a person should look at: failed checksums, guesses, and what may stand for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from blog.text import languages
from blog.text.levels import Level
from importers.found_dates import FoundDate
from importers.records import AuthorRecord, FieldSource, PostRecord

CHECKSUM, TITLE, BODY, COMMENTS, GUESS = "checksum", "title", "body", "comments", "guess"
DOUBTS = (CHECKSUM, TITLE, BODY, COMMENTS, GUESS)
_OF_CODES = {"checksum-failed": CHECKSUM, "title-guessed": TITLE, "body-guessed": BODY, "several-posts": BODY}
_OF_FIELDS = {"title": TITLE, "body": BODY, "comments": COMMENTS}
ACCEPTABLE = ("title", "author", "published", "language")
NAMELESS = "comment {} names nobody"
UNTOLD = "what looks like comments could not be told apart"
LONGEST = 300  # characters of a guess that can be accepted as it is


@dataclass(frozen=True, slots=True)
class Guess:
    """A value that may be a field's, and why one may think so."""

    field: str
    value: str
    evidence: str


def doubts_of(record: PostRecord) -> list[str]:
    """Return why a page should be looked at, the gravest first; nothing when all is sure."""
    found = {_OF_CODES[issue.code] for issue in record.issues if issue.code in _OF_CODES}
    found |= {_OF_FIELDS.get(name, GUESS) for name, source in record.fields.items() if source.level is Level.GUESS}
    if record.published is None and record.date_hints:
        found.add(GUESS)
    return [doubt for doubt in DOUBTS if doubt in found]


def textless(record: PostRecord) -> list[int]:
    """Return the numbers of the comments that have no text."""
    return [number for number, comment in enumerate(record.comments, start=1) if not comment.body.strip()]


def nameless(record: PostRecord) -> list[int]:
    """Return the numbers of the comments that should name somebody, and do not."""
    told = {issue.message for issue in record.issues if issue.code == "checksum-failed"}
    return [number for number in range(1, len(record.comments) + 1) if NAMELESS.format(number) in told]


def is_untold(record: PostRecord) -> bool:
    """Say whether there seem to be comments that could not be told apart."""
    return any(issue.code == "checksum-failed" and issue.message == UNTOLD for issue in record.issues)


def guesses_of(record: PostRecord) -> list[Guess]:
    """Return the guesses that are kept for review, each once, as values that can be accepted."""
    found = {(guess.field, guess.value): guess for guess in reversed([*_guesses(record)])}
    return [guess for guess in reversed(found.values()) if can_accept(guess.field, guess.value)]


def _guesses(record: PostRecord) -> Iterator[Guess]:
    for name in ACCEPTABLE:
        source = record.fields.get(name)
        if source is not None and source.level is Level.GUESS:
            yield Guess(name, source.raw.strip(), source.rule)
        for other in source.alternatives if source is not None and source.level is not Level.CERTAIN else ():
            yield Guess(name, other.strip(), "alternative")
    if record.published is None:
        for hint in record.date_hints:
            yield Guess("published", hint.value, hint.evidence)


def can_accept(name: str, value: str) -> bool:
    """Say whether a value can be a field's as it stands."""
    return name in ACCEPTABLE and 0 < len(value) <= LONGEST and _value(name, value) is not None


def with_accepted(record: PostRecord, accepted: Mapping[str, str]) -> PostRecord:
    """Return a record with the guesses that a person accepted (field to value), as certain."""
    values = {name: _value(name, text) for name, text in accepted.items()}
    changes = {name: value for name, value in values.items() if value is not None}
    if not changes:
        return record
    sources = {name: FieldSource(accepted[name], "accepted", Level.CERTAIN) for name in changes}
    settled = {code for code, doubt in _OF_CODES.items() if doubt in (_OF_FIELDS.get(name) for name in changes)}
    issues = tuple(issue for issue in record.issues if issue.code not in settled)
    return replace(record, **changes, fields={**record.fields, **sources}, issues=issues)


def _value(name: str, text: str) -> Any:
    match name:
        case "author":
            return AuthorRecord(name=text)
        case "published":
            return _date(text)
        case "language":
            return languages.normalize_language(text) or None
    return text


def _date(text: str) -> FoundDate | None:
    """Read a date as far as it is known: a year, a month or a day."""
    parts = text.partition("T")[0].split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month, day = (*map(int, parts), 1, 1)[:3]
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    known = len(parts)
    return FoundDate(year, month if known > 1 else None, day if known > 2 else None) if year > 1 else None
