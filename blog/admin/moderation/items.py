"""What the desk shows of one piece of feedback: its words with what was found in them, and why it is where it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from blog import authorship, moderation
from blog.admin import display, evidence
from blog.models import AuthorNote, Feedback
from blog.ruling import name_of, reason_of, text_of
from blog.search import Query
from blog.text.marking import joined, mark, mark_places, tell_links, tell_spelled

SHOWN_TEXT = 20_000  # characters of rendered text; longer ones are imported oddities, and lead to their own page
SHOWN_FIELD = 120
FIELDS = ("author_name", "author_email", "author_url", "title", "blog_name")
HEAVY = (
    "source_meta", "body", "post__body", "post__body_html", "post__source_meta", "post__excerpt",
    "parent__body", "parent__source_meta", "parent__findings",
)  # fmt: skip
VERDICT_TONES = {"approve": "good", "pending": "wait", "spam": "bad", "trash": "bad"}


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule found, said in a sentence."""

    rule: str
    sentence: str
    tone: str
    decided: bool
    score: float


@dataclass(slots=True)
class Item:
    """One piece of feedback as the desk shows it."""

    feedback: Feedback
    version: str
    author: str
    reasons: list[Reason] = field(default_factory=list)
    noted: int = 0
    html: SafeString | str = ""
    fields: dict[str, SafeString] = field(default_factory=dict)
    is_cut: bool = False
    answered: str = ""

    @property
    def pk(self) -> int:
        return int(self.feedback.pk)

    @property
    def is_mention(self) -> bool:
        return self.feedback.kind != Feedback.Kind.COMMENT

    @property
    def by_email(self) -> str:
        return self.feedback.author_email

    @property
    def sent(self) -> str:
        return display.sent_date(self.feedback)

    @property
    def badge(self) -> SafeString:
        return display.state_badge(self.feedback)


def items_of(keys: Sequence[int], asked: str = "") -> list[Item]:
    """Return items for these keys in their order; `asked`: words searched for. Four queries, however many they are.

    Versions are read first: what somebody decides meanwhile is newer than its version says, never older, so that nobody
    decides on the version of a state that they were not shown.
    """
    versions = moderation.versions(keys)
    found = Feedback.objects.select_related("post", "parent", "user").defer(*HEAVY).in_bulk(keys)
    rows = [found[key] for key in keys if key in found]
    authors = {row.pk: authorship.key_of(row) for row in rows}
    noted = dict(
        AuthorNote.objects.filter(author__in={author for author in authors.values() if author})
        .order_by()
        .values_list("author")
        .annotate(Count("pk"))
    )
    words = words_of(asked)
    return [
        item_of(row, versions.get(row.pk, ""), authors[row.pk], noted.get(authors[row.pk], 0), words) for row in rows
    ]


def words_of(asked: str) -> list[str]:
    """Return the words of a search as they may stand in a text."""
    return [word.strip("\"'“”«».,;:!?()") for word in asked.split()] if Query.parse(asked).words else []


def item_of(row: Feedback, version: str, author: str, noted: int, words: Iterable[str] = ()) -> Item:
    findings = [finding for finding in row.findings or () if isinstance(finding, Mapping)]
    html = row.body_html
    is_cut = len(html) > SHOWN_TEXT
    if is_cut:
        shown = format_html("<p>{}…</p>", display.excerpt_of(html[:SHOWN_TEXT], 2000))
    else:
        told = tell_links(mark_places(tell_spelled(html), *_evidence(row, findings)))
        shown = mark_safe(mark(told, words))  # noqa: S308 - rendered and sanitized
    parent = row.parent
    return Item(
        row,
        version,
        author,
        reasons=_reasons(row, findings),
        noted=noted,
        html=shown,
        fields={name: _field(row, name, findings) for name in FIELDS},
        is_cut=is_cut,
        answered=display.excerpt_of(parent.body_html[:5000], 160) if parent else "",
    )


def _reasons(row: Feedback, findings: Sequence[Mapping[str, Any]]) -> list[Reason]:
    """Return what the rules found, the decisive first."""
    reasons = [
        Reason(
            name_of(str(finding.get("rule", ""))),
            reason_of(finding),
            VERDICT_TONES.get(str(finding.get("verdict", "")), "quiet"),
            bool(row.decided_by) and finding.get("rule") == row.decided_by,
            float(finding.get("score") or 0),
        )
        for finding in findings
    ]
    return sorted(reasons, key=lambda reason: not reason.decided)


def _places(findings: Iterable[Mapping[str, Any]], name: str) -> list[tuple[int, int]]:
    return [
        (int(place["start"]), int(place["end"]))
        for finding in findings
        for place in finding.get("evidence") or ()
        if place.get("field") == name
    ]


def _evidence(row: Feedback, findings: Sequence[Mapping[str, Any]]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text and where it made rules say what they said; not what is the text nearly whole."""
    places = _places(findings, "body")
    text = text_of(row, "body") if places else ""
    return text, [(start, end) for start, end in places if end - start < max(200, len(text) // 2)]


def _field(row: Feedback, name: str, findings: Sequence[Mapping[str, Any]]) -> SafeString:
    """Return the beginning of a field with what the rules found in it marked."""
    text = str(getattr(row, name))
    end = min(len(text), SHOWN_FIELD)
    places = joined((max(0, first), min(last, end)) for first, last in _places(findings, name))
    return evidence.marked(text, 0, end, places)
