"""What a run did, as values: counts that balance, issues, and the three forms a person or a program reads them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from importers.records import KINDS, OUTCOMES, Issue, Severity


class StoppedEarly(Exception):  # noqa: N818 - it says what happened; what is stored is whole
    """The run cannot go on (disk full, interrupt). Its text is the sentence for a person."""


class Unusable(Exception):  # noqa: N818 - it says what is wrong with what the person asked for
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
class ImportReport:
    """The result of a run, or of a dry run (`run` is then None)."""

    reader: str
    source: str = ""
    run: int | None = None
    dry_run: bool = False
    tally: Tally = field(default_factory=Tally)
    repairs: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)
    seconds: float = 0.0
    error: str | None = None
    stopped: bool = False

    def unbalanced(self) -> list[str]:
        """Return the kinds whose books do not balance: seen is the sum of all outcomes."""
        counts = self.tally.counts
        return [kind for kind in KINDS if counts[kind, "seen"] != sum(counts[kind, outcome] for outcome in OUTCOMES)]

    @property
    def refused_some(self) -> bool:
        """Whether something should have been stored and was not."""
        return self.tally.of("failed") > 0 or any(issue.level is Severity.ERROR for issue in self.issues)

    @property
    def stored_some(self) -> bool:
        """Whether something is stored, was stored before, or was left out on purpose."""
        return any(self.tally.of(outcome) for outcome in ("created", "updated", "unchanged", "skipped"))

    @property
    def exit_status(self) -> int:
        """0 all stored or unchanged; 2 some refused; 3 stopped early; 1 nothing stored."""
        if self.stopped:
            return 3
        if self.error or not self.stored_some:
            return 1
        return 2 if self.refused_some else 0

    def as_dict(self) -> dict[str, Any]:
        """Return the object that `--json` prints and the run keeps."""
        counts = self.tally.counts
        return {
            "run": None if self.dry_run else self.run,
            "reader": self.reader,
            "source": self.source,
            "dry_run": self.dry_run,
            "kinds": {kind: {name: counts[kind, name] for name in ("seen", *OUTCOMES)} for kind in KINDS},
            "repairs": {level: self.repairs[level] for level in ("certain", "likely", "guess")},
            "issues": [issue_as_dict(issue) for issue in self.issues],
            "seconds": round(self.seconds, 3),
            "error": self.error,
        }


def issue_as_dict(issue: Issue) -> dict[str, str]:
    """Return an issue as JSON holds it."""
    return {"level": str(issue.level), "code": issue.code, "where": issue.where, "message": issue.message}


def as_table(report: dict[str, Any], most_issues: int = 40) -> str:
    """Return a report's object as a table for a terminal, its issues below."""
    columns = ("seen", *OUTCOMES)
    lines = [f"{'':<12}" + "".join(f"{name:>11}" for name in columns)]
    for kind, row in report["kinds"].items():
        if any(row.values()):
            lines.append(f"{kind:<12}" + "".join(f"{row[name] or '·':>11}" for name in columns))
    repairs = ", ".join(f"{number} {level}" for level, number in report["repairs"].items() if number)
    if repairs:
        lines += ["", f"Repaired passages: {repairs}"]
    if report["issues"]:
        lines += ["", f"Issues: {len(report['issues'])}", *_issue_lines(report["issues"][:most_issues])]
        if len(report["issues"]) > most_issues:
            lines.append(f"  … and {len(report['issues']) - most_issues} more; --json lists all")
    run = "dry run, nothing stored" if report["dry_run"] else f"run {report['run']}"
    lines += ["", f"Source {report['source']}, {run}, {report['seconds']:.1f} s"]
    return "\n".join(lines)


def _issue_lines(issues: Iterable[dict[str, str]]) -> list[str]:
    return [f"  {issue['level']:<8}{issue['code']:<24}{issue['where']}: {issue['message']}" for issue in issues]
