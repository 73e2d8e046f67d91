"""What preparing notes about one item while it works on it: repairs, issues, and what did not fit.

Pure: no ORM, no settings, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from blog.text import mojibake, placing, plain
from blog.text.levels import LOST, Level
from blog.text.mojibake_steps import anchored, flagged
from blog.text.placing import Mark
from importers import validating
from importers.json_text import compact
from importers.records import FieldRepair, FoundDate, Issue

VERSION = 5  # changes when the same record would be prepared otherwise: items are then looked at again
NAME = 60  # characters that most names have at most; no field holds fewer
_TELLING = re.compile("[?&\ufffd]")  # where letters may be lost, or stand as references
_ESCAPED_CONTROL = re.compile(r"\\[ubf]")  # as orjson writes what no text may hold
LOST_NAMED = 8  # places of a field that an issue names


@lru_cache(maxsize=4096)
def _is_sound(name: str) -> bool:
    """Say whether there is surely nothing to do about a name; remembered, since writers of comments come again."""
    return name.isprintable() and not _TELLING.search(name) and mojibake.is_clean(name)


@dataclass(frozen=True, slots=True)
class Setting:
    """What bears on every item of a run: the source's zone and language, and the readings that the batch proved."""

    zone: ZoneInfo | None = None
    language: str = ""
    proved: frozenset[str] = frozenset()
    encoding: str = ""  # that a person named
    asked: str = ""  # what else a person asked that bears on the items
    shortcodes: frozenset[str] = frozenset()  # names that the batch proved
    words: frozenset[str] = frozenset()  # shapes of broken words that stand whole elsewhere in the batch

    @property
    def key(self) -> str:
        """What must be part of an item's content hash."""
        named = [part for part in (self.encoding, self.asked) if part]
        return "|".join((str(VERSION), self.zone.key if self.zone else "", self.language, *named))


@dataclass(slots=True)
class Desk:
    """Where one item is worked on: collects repairs, issues and what did not fit."""

    where: str
    setting: Setting
    target: str = "post"
    named: str = ""  # the target, as people find it again
    repairs: list[FieldRepair] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)

    def text(self, name: str, value: str, *, html: bool = False, limit: int = 0) -> str:
        """Repair a text, take out what no text may hold, shorten it."""
        if not value or (len(value) <= NAME and _is_sound(value)):
            return value
        repair = mojibake.repair_html if html else mojibake.repair
        result = repair(value, self.setting.proved, self.setting.words)
        if not (result.steps or result.lost):
            return self.legal(name, result.after, limit)
        self._tell(name, result)
        value = self.legal(name, result.after, limit)
        self._note(name, result, value)
        return value

    def legal(self, name: str, value: str, limit: int = 0) -> str:
        """Take out what no text may hold and shorten the rest."""
        legal = validating.without_illegal(value)
        if legal is not value:
            self.say("control-characters", f"{self.label(name)}: {len(value) - len(legal)} characters removed")
        if limit and len(legal) > limit:
            self.say("value-shortened", f"{self.label(name)} has {len(legal)} characters; {limit} are kept")
            self.keep(name, legal)
            legal = legal[:limit].rstrip()
        return legal

    def _tell(self, name: str, result: mojibake.Repair) -> None:
        """Say what letters are lost from, and what may be a repair."""
        if result.lost:
            places = [f"“{lost.word}” at {lost.offset}" for lost in result.lost[:LOST_NAMED]]
            places += [f"and {len(result.lost) - LOST_NAMED} more"] if len(result.lost) > LOST_NAMED else []
            self.say("letters-lost", f"{self.label(name)}: {', '.join(places)}")
        for step in result.steps:
            if step.level is Level.GUESS:
                self.say("undecided-repair", f"{self.label(name)}: “{step.before}” may be “{step.after}”")

    def _note(self, name: str, result: mojibake.Repair, text: str) -> None:
        """Note the steps of a repair by their places in the text that is stored, and words that lost letters."""
        for word, quote in flagged(result.after, result.lost):
            self.repairs.append(
                FieldRepair(self.target, name, word.word, word.word, quote.prefix, quote.suffix, word.reading, LOST)
            )
        marks = _marks(result, text)
        for (step, quote), mark in zip(anchored(result.after, result.steps), marks, strict=True):
            self.repairs.append(
                FieldRepair(
                    *(self.target, name, step.before, step.after, quote.prefix, quote.suffix),
                    *(step.reading, step.level, mark.offset, mark.origin),
                )
            )

    def checked(self, name: str, value: str, valid: Callable[[str], bool], limit: int = 0) -> str:
        """Keep a value that is valid and fits; another one goes where nothing links to it."""
        value = validating.without_illegal(value).strip()
        if value and (not valid(value) or (limit and len(value) > limit)):
            self.keep(name, value)
            return ""
        return value

    def date(self, name: str, found: FoundDate | None) -> FoundDate | None:
        """Locate a date; one that no calendar has is none."""
        if found is None:
            return None
        if found.year == 1:
            # The zero date of programs that have no word for none.
            self.say("date-missing", f"{self.label(name)}: the year 1 stands for no date")
            return None
        try:
            return validating.located(found, self.setting.zone)
        except ValueError:
            self.say("date-unreadable", f"{self.label(name)}: there is no such date")
            return None

    def keep(self, name: str, value: str) -> None:
        """Keep what no field holds."""
        self.kept.setdefault("whole", {})[name] = value

    def say(self, code: str, message: str) -> None:
        self.issues.append(Issue(code, self.where, message))

    def label(self, name: str) -> str:
        return name if self.target == "post" else f"{self.named or self.target} {name}"

    def meta(self, stated: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the source said and no field holds, and start afresh."""
        kept, self.kept = self.kept, {}
        cleaned: dict[str, Any] = legal_json({**stated, **kept}) if stated or kept else {}
        return cleaned


def _marks(result: mojibake.Repair, text: str) -> list[Mark]:
    """Return where the steps of a repair stand in a text that was made legal, or shortened, after it."""
    root = placing.fingerprint(result.before)
    marks = [
        Mark(step.before, step.after, step.level is not Level.GUESS, offset=step.offset, origin=root)
        for step in result.steps
    ]
    if text == result.after:
        return marks
    return placing.moved(result.after, text, marks)


def legal_json(value: Any) -> Any:
    """Return a JSON value without characters that no text may hold, which PostgreSQL refuses in keys and strings."""
    try:
        written = compact(value)
    except (TypeError, ValueError):
        return _legal_json(value)
    # As most are: nothing is escaped that is a control character, and none is left as it is.
    if _ESCAPED_CONTROL.search(written) or plain.has_controls(written):
        return _legal_json(value)
    return value


def _legal_json(value: Any) -> Any:
    if isinstance(value, str):
        return validating.without_illegal(value)
    if isinstance(value, Mapping):
        return {validating.without_illegal(str(key)): _legal_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_legal_json(entry) for entry in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)
