"""A run's report as its page shows it: books whose counts lead to what they count, issues by code, repairs."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from blog.admin import display
from importers import tasks
from importers.admin.issues import issues_url
from importers.admin.panels import label_of
from importers.admin.reading import meaning_of, tone_of
from importers.models import ImportedItem, ImportRun
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
    killed = tasks.was_killed(run)
    return {
        "columns": [OUTCOME_NAMES[name] for name in ("seen", *OUTCOMES)],
        "rows": [(kind, cells(run, kind, report.get("kinds", {}).get(kind, {}), stored)) for kind in KINDS],
        "repairs": [
            (level, number, display.list_url("textrepair", f"run={run.pk}&level__exact={level}") if stored else "")
            for level, number in report.get("repairs", {}).items()
        ],
        "codes": codes_of(run, report),
        "issues": issues_of(run, SHOWN_ISSUES),
        "issues_url": page_of_issues(run),
        "more_issues": max(0, run.count_issues() - SHOWN_ISSUES),
        "error": report.get("error") or (told_of_killed(run) if killed else ""),
        "ended": bool(report) and not killed,
        "told_at": date_format(localtime(run.heartbeat_at), "DATETIME_FORMAT") if killed and report else "",
        "finished": date_format(run.finished_at, "DATETIME_FORMAT") if run.finished_at else "",
    }


def told_of_killed(run: ImportRun) -> str:
    """Return the sentence for a run whose process ended without a word."""
    return _(
        "The process that worked at it ended without a word: it was killed, or the machine went down. "
        "What is stored is whole, and importing the file again continues."
    )


def issues_of(run: ImportRun, number: int, start: int = 0, code: str = "") -> list[dict[str, Any]]:
    """Return issues as a page shows them, each with the address of its item, as far as there is one."""
    found = run.first_issues(number, start, code)
    places = {issue["where"] for issue in found if not issue.get("item")}
    rows = ImportedItem.objects.filter(source=run.source_id, origin__in=places).values_list("origin", "pk")
    items = dict(rows) if run.source_id and places else {}
    return [
        {
            **issue,
            "tone": tone_of(issue["level"]),
            "url": item_url(issue.get("item") or items.get(issue["where"])),
        }
        for issue in found
    ]


def page_of_issues(run: ImportRun, code: str = "") -> str:
    """Return the address of a run's issues, those of one code perhaps."""
    address = reverse("admin:importers_importrun_issues", args=[run.pk])
    return f"{address}?code={code}" if code else address


def cells(run: ImportRun, kind: str, counts: dict[str, int], stored: bool) -> list[tuple[int, str, Any]]:
    """Return a kind's counts, each with the address of the list of what it counts, and what the count is called."""
    found = []
    for name in ("seen", *OUTCOMES):
        number, url = counts.get(name, 0), ""
        if number and stored and name in LEADING:
            query = f"?run={run.pk}&kind__exact={kind}&outcome={name}"
            url = reverse("admin:importers_importeditem_changelist") + query
        elif number and name in ("skipped", "failed"):
            url = "#issues"
        found.append((number, url, OUTCOME_NAMES[name]))
    return found


def codes_of(run: ImportRun, report: dict[str, Any]) -> list[tuple[str, str, str, int, str]]:
    """Return code, meaning, tone, number and address for each code that the run met, the gravest first.

    Where all of them are about items they have a list that can be searched; else a page that shows the run's too.
    """
    counts = report.get("issue_counts") or {}
    filed = dict(run.issues.order_by().values_list("code").annotate(number=Count("pk")))
    return [
        (
            code,
            meaning_of(code),
            tone_of(level),
            number,
            issues_url(run.pk, code=code) if filed.get(code, 0) >= number else page_of_issues(run, code),
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
