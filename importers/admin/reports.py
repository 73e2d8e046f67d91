"""A run's report as its page shows it: books whose counts lead to what they count, issues by code, repairs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from blog.admin import display
from importers.admin.issues import issues_url
from importers.admin.panels import label_of
from importers.admin.reading import meaning_of, tone_of
from importers.models import ImportRun
from importers.records import KINDS, OUTCOMES, Severity

SHOWN_ISSUES = 100
SHOWN_KEPT = 500
LEADING = ("created", "updated", "unchanged")
OUTCOME_NAMES = {
    "seen": pgettext_lazy("outcome of items", "seen"),
    "created": pgettext_lazy("outcome of items", "created"),
    "updated": pgettext_lazy("outcome of items", "updated"),
    "unchanged": pgettext_lazy("outcome of items", "unchanged"),
    "skipped": pgettext_lazy("outcome of items", "skipped"),
    "failed": pgettext_lazy("outcome of items", "failed"),
}
LEVELS = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def report_of(run: ImportRun) -> dict[str, Any]:
    """Return what the page shows of a run's report."""
    report = run.report or {}
    stored = not run.options.get("dry_run")
    return {
        "columns": [OUTCOME_NAMES[name] for name in ("seen", *OUTCOMES)],
        "rows": [(kind, cells(run, kind, report.get("kinds", {}).get(kind, {}), stored)) for kind in KINDS],
        "repairs": [
            (level, number, display.list_url("textrepair", f"run={run.pk}&level__exact={level}") if stored else "")
            for level, number in report.get("repairs", {}).items()
        ],
        "codes": codes_of(run, report),
        "issues": [
            {**issue, "tone": tone_of(issue["level"]), "url": item_url(issue.get("item"))}
            for issue in run.first_issues(SHOWN_ISSUES)
        ],
        "issues_url": issues_url(run.pk),
        "more_issues": max(0, run.count_issues() - SHOWN_ISSUES),
        "error": report.get("error") or "",
        "finished": date_format(run.finished_at, "DATETIME_FORMAT") if run.finished_at else "",
    }


def cells(run: ImportRun, kind: str, counts: dict[str, int], stored: bool) -> list[tuple[int, str]]:
    """Return a kind's counts, each with the address of the list of what it counts."""
    found = []
    for name in ("seen", *OUTCOMES):
        number, url = counts.get(name, 0), ""
        if number and stored and name in LEADING:
            query = f"?run={run.pk}&kind__exact={kind}&outcome={name}"
            url = reverse("admin:importers_importeditem_changelist") + query
        elif number and name in ("skipped", "failed"):
            url = "#issues"
        found.append((number, url))
    return found


def codes_of(run: ImportRun, report: dict[str, Any]) -> list[tuple[str, str, str, int, str]]:
    """Return code, meaning, tone, number and address for each code that the run met, the gravest first.

    Only what is about an item has a list; what is about a file or the whole run stands on the run's page.
    """
    counts = report.get("issue_counts") or {}
    listed = set(run.issues.order_by().values_list("code", flat=True).distinct())
    return [
        (
            code,
            meaning_of(code),
            tone_of(level),
            number,
            issues_url(run.pk, code=code) if code in listed else "",
        )
        for level in LEVELS
        for code, number in sorted(counts.get(level, {}).items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def undone_of(run: ImportRun) -> dict[str, Any] | None:
    """Return what undoing a run did, as far as a page can show it."""
    undone: dict[str, Any] | None = run.report.get("undo")
    if undone is None:
        return None
    return undone | {"kept": [kept | {"reason": told(kept["reason"])} for kept in undone["kept"][:SHOWN_KEPT]]}


def told(reason: str) -> str:
    """Say in the admin's language why something was kept: a sentence, and the fields it is about behind a colon."""
    sentence, _colon, names = reason.partition(": ")
    fields = ", ".join(label_of(name) for name in names.split(", ") if name)
    return _("%(name)s: %(value)s") % {"name": _(sentence), "value": fields} if fields else _(sentence)


def item_url(key: int | None) -> str:
    """Return the address of an item's page, "" where there is none."""
    return reverse("admin:importers_importeditem_change", args=[key]) if key else ""


def totals(report: dict[str, Any] | None) -> list[str]:
    """Return how many items of all kinds met each outcome, in words, where there were any."""
    kinds = (report or {}).get("kinds", {})
    counts = {name: sum(kinds.get(kind, {}).get(name, 0) for kind in KINDS) for name in OUTCOMES}
    return [
        _("%(number)d %(outcome)s") % {"number": number, "outcome": OUTCOME_NAMES[name]}
        for name, number in counts.items()
        if number
    ]
