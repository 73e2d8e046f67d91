"""What a run did, as values: counts that balance, issues, and the three forms a person or a program reads them in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol

from blog.text.wording import Problem
from importers.records import KINDS, OUTCOMES, Issue, Refused, Severity
from importers.validating import without_illegal

IN_MEMORY = 1 << 20  # bytes of issues; more go to a file
KEPT = 5000  # issues that a run keeps in its own row: what is about an item is stored with that
LEVELS = ("certain", "likely", "guess")
SHOWN_NAMES = 100  # shortcodes named in the summary
SHOWN = 40  # issues in the table for a terminal


class StoppedEarly(Exception):  # noqa: N818 - it says what happened; what is stored is whole
    """The run cannot go on (disk full, interrupt). Its text is the sentence for a person."""


class Unusable(Problem):
    """Nothing can be imported as asked. Its text is the sentence for a person."""


@dataclass(slots=True)
class Tally:
    """Counts per (kind, outcome); "seen" is counted by the reading side."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, kind: str, outcome: str, number: int = 1) -> None:
        """Count `number` items of a kind."""
        if number:
            self.counts[kind, outcome] += number

    def update(self, other: Tally) -> None:
        """Take over another tally's counts."""
        self.counts.update(other.counts)

    def of(self, outcome: str) -> int:
        """Return how many items of all kinds had this outcome."""
        return sum(self.counts[kind, outcome] for kind in KINDS)


@dataclass(slots=True)
class Uses:
    """What posts hold and nothing stands for, shortcodes or styles, by name: how often, and in how many posts."""

    uses: Counter[str] = field(default_factory=Counter)
    posts: Counter[str] = field(default_factory=Counter)

    def add(self, found: Iterable[Counter[str]]) -> None:
        """Count those of some posts; beyond KEPT names only those that are known already."""
        for counts in found:
            for name, number in counts.items():
                if name in self.uses or len(self.uses) < KEPT:
                    self.uses[name] += number
                    self.posts[name] += 1

    def summary(self, where: str) -> Iterator[Issue]:
        """Yield one issue that names all shortcodes, the commonest first; nothing when there are none."""
        names = self._commonest()
        told = [f"[{name}] {self.uses[name]}× in {self.posts[name]}" for name in names[:SHOWN_NAMES]]
        if told:
            rest = f", and {len(names) - SHOWN_NAMES} more names" if len(names) > SHOWN_NAMES else ""
            message = f"shortcodes kept as text, with the number of posts: {', '.join(told)}{rest}"
            yield Issue("shortcodes-in-all", where, message, Severity.INFO)

    def each(self, where: str) -> Iterator[Issue]:
        """Yield an issue for each kind of styles, the commonest first."""
        for name in self._commonest():
            message = f"{name}: in {self.uses[name]} tags of {self.posts[name]} posts"
            yield Issue("styles-left-out", where, message, Severity.INFO)

    def _commonest(self) -> list[str]:
        return sorted(self.uses, key=lambda name: (-self.uses[name], name))


class Listener(Protocol):
    """Whoever is told of issues."""

    def append(self, issue: Issue, /) -> None: ...


class Issues:
    """The issues of one run in their order, however many there are: counted in memory, the rest in a file."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()  # by level and code
        self.first_error: Issue | None = None
        self.unfiled: list[Issue] = []  # the first of those that are not stored with an item
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it lives as long as the report

    def append(self, issue: Issue, /) -> None:
        """Add an issue."""
        issue = replace(issue, where=without_illegal(issue.where), message=without_illegal(issue.message))
        values = (str(issue.level), issue.code, issue.where, issue.message, issue.item)
        self.counts[values[:2]] += 1
        if issue.level is Severity.ERROR and self.first_error is None:
            self.first_error = issue
        if issue.item is None and len(self.unfiled) < KEPT:
            self.unfiled.append(issue)
        self._file.seek(0, 2)
        self._file.write(json.dumps(values).encode() + b"\n")

    def __iadd__(self, issues: Iterable[Issue]) -> Issues:
        for issue in issues:
            self.append(issue)
        return self

    def take_back(self, code: str, places: Collection[str]) -> None:
        """Drop the issues of a code that stand at these places: what they say is so no more."""
        wanted = set(places)
        if not wanted or not any(known == code for _, known in self.counts):
            return
        kept = Issues()
        kept += (issue for issue in self if issue.code != code or issue.where not in wanted)
        self.counts, self.first_error, self.unfiled = kept.counts, kept.first_error, kept.unfiled
        self._file = kept._file

    def __len__(self) -> int:
        return self.counts.total()

    def __iter__(self) -> Iterator[Issue]:
        place = 0
        while True:
            self._file.seek(place)
            line = self._file.readline()
            if not line:
                return
            place = self._file.tell()
            level, code, where, message, item = json.loads(line)
            yield Issue(code, where, message, Severity(level), item)

    def __getitem__(self, index: int) -> Issue:
        return next(islice(self, index, None))

    def by_level(self) -> dict[str, dict[str, int]]:
        """Return how many there are of each level and code."""
        return {
            str(level): {code: number for (of, code), number in sorted(self.counts.items()) if of == level}
            for level in Severity
        }


@dataclass(slots=True)
class ImportReport:
    """The result of a run, or of a dry run; `run` is None where none was begun, since nothing could be read."""

    reader: str
    source: str = ""
    run: int | None = None
    dry_run: bool = False
    tally: Tally = field(default_factory=Tally)
    repairs: Counter[str] = field(default_factory=Counter)
    issues: Issues = field(default_factory=Issues)
    shortcodes: Uses = field(default_factory=Uses)
    styles: Uses = field(default_factory=Uses)
    seconds: float = 0.0
    error: str | None = None
    stopped: bool = False

    def count(self, kind: str, outcome: str, issue: Issue) -> None:
        """Count an item as seen, and what became of it, and say why."""
        self.tally.add(kind, "seen")
        self.tally.add(kind, outcome)
        self.issues.append(issue)

    def refuse(self, record: Refused) -> None:
        """Count an item that could not be read, with its feedback."""
        self.count(record.kind, "failed", record.issue)
        for kind, number in (("comment", record.comments), ("trackback", record.trackbacks)):
            self.tally.add(kind, "seen", number)
            self.tally.add(kind, "failed", number)

    def close_books(self) -> None:
        """Say as the error that the books do not balance, or that nothing was stored."""
        if unbalanced := self.unbalanced():
            self.error = f"The books do not balance: {', '.join(unbalanced)}. Please report this."
        elif not self.stored_some:
            self.error = self.why_nothing

    @property
    def why_nothing(self) -> str:
        """Why nothing was stored: the first error, or that there was nothing."""
        error = self.issues.first_error
        return "Nothing was stored: " + (f"{error.where}: {error.message}" if error else "no item was found.")

    def unbalanced(self) -> list[str]:
        """Return the kinds whose books do not balance: seen is the sum of all outcomes."""
        counts = self.tally.counts
        return [kind for kind in KINDS if counts[kind, "seen"] != sum(counts[kind, outcome] for outcome in OUTCOMES)]

    @property
    def refused_some(self) -> bool:
        """Whether something should have been stored and was not."""
        return self.tally.of("failed") > 0 or self.issues.first_error is not None

    @property
    def stored_some(self) -> bool:
        """Whether something is stored, was stored before, or was left out on purpose."""
        return any(self.tally.of(outcome) for outcome in ("created", "updated", "unchanged", "skipped"))

    @property
    def stored_new(self) -> bool:
        """Whether something was written."""
        return any(self.tally.of(outcome) for outcome in ("created", "updated"))

    @property
    def exit_status(self) -> int:
        """0 all stored or unchanged; 2 some refused; 3 stopped early; 1 nothing stored."""
        if self.stopped:
            return 3
        if self.error or not self.stored_some:
            return 1
        return 2 if self.refused_some else 0

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints."""
        return self._with_issues([issue_as_dict(issue) for issue in self.issues])

    def as_summary(self) -> dict[str, Any]:
        """Return what the run keeps: the object with its issues counted; those of items are stored with the items."""
        issues = [issue_as_dict(issue) for issue in self.issues.unfiled]
        return {**self._with_issues(issues), "issue_counts": self.issues.by_level()}

    def as_json(self, *, ascii_only: bool = False) -> Iterator[str]:
        """Yield the object that `--json` prints, piece by piece: there may be hundreds of thousands of issues."""
        whole = json.dumps(self._with_issues([]), ensure_ascii=ascii_only, indent=2)
        # Within a string the quotes are escaped: this is the list itself.
        before, name, after = whole.partition('"issues": [')
        yield before + name
        for number, issue in enumerate(self.issues):
            yield (",\n    " if number else "\n    ") + json.dumps(issue_as_dict(issue), ensure_ascii=ascii_only)
        yield ("\n  " if self.issues else "") + after

    def _with_issues(self, issues: list[dict[str, str]]) -> dict[str, Any]:
        counts = self.tally.counts
        return {
            "run": None if self.dry_run else self.run,
            "reader": self.reader,
            "source": self.source,
            "dry_run": self.dry_run,
            "kinds": {kind: {name: counts[kind, name] for name in ("seen", *OUTCOMES)} for kind in KINDS},
            "repairs": {level: self.repairs[level] for level in LEVELS},
            "issues": issues,
            "seconds": round(self.seconds, 3),
            "error": self.error,
        }


def issue_as_dict(issue: Issue) -> dict[str, str]:
    """Return an issue as JSON holds it."""
    return {"level": str(issue.level), "code": issue.code, "where": issue.where, "message": issue.message}


def as_table(report: ImportReport) -> str:
    """Return a report as a table for a terminal; below, issues that ask for a look before others, and all by code."""
    columns = ("seen", *OUTCOMES)
    lines = [f"{'':<12}" + "".join(f"{name:>11}" for name in columns)]
    for kind in KINDS:
        row = [report.tally.counts[kind, name] for name in columns]
        if any(row):
            lines.append(f"{kind:<12}" + "".join(f"{number or '·':>11}" for number in row))
    repairs = ", ".join(f"{report.repairs[level]} {level}" for level in LEVELS if report.repairs[level])
    if repairs:
        lines += ["", f"Repaired passages: {repairs}"]
    lines += _issue_lines(report.issues)
    run = f"run {report.run}" if report.run else "nothing stored"
    if report.dry_run:
        run = "dry run, nothing stored"
    lines += ["", f"Source {report.source}, {run}, {report.seconds:.1f} s"]
    return "\n".join(lines)


def _issue_lines(issues: Issues) -> list[str]:
    if not issues:
        return []
    lines = ["", f"Issues: {len(issues)}"]
    shown = list(islice((issue for issue in issues if issue.level is not Severity.INFO), SHOWN))
    shown += islice((issue for issue in issues if issue.level is Severity.INFO), SHOWN - len(shown))
    lines += [f"  {issue.level:<8}{issue.code:<24}{issue.where}: {issue.message}" for issue in shown]
    if len(issues) > SHOWN:
        lines += [f"  … and {len(issues) - SHOWN} more; --json lists all", "", "Issues by code:"]
        lines += [f"  {level:<8}{code:<24}{number:>7}" for (level, code), number in issues.counts.most_common()]
    return lines
