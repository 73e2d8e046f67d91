"""What the rules found, to be read: each reason with the passages that show it, highlighted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from blog import ruling
from blog.admin import display
from blog.models import Feedback, ModerationRule

REACH = 60  # characters around a passage
MOST_PASSAGES = 5
TONES = {"approve": "good", "pending": "wait", "spam": "bad", "trash": "bad"}
# Of a rule as it was found; "hold" is what a button says.
VERDICTS = {"approve": _("approves"), "pending": _("holds"), "spam": _("spam"), "trash": _("trash"), "": _("notes")}
FIELDS = {
    "author_name": _("name"),
    "author_email": _("e-mail"),
    "author_url": _("website"),
    "title": _("title"),
    "blog_name": _("blog"),
    "body": _("text"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a field with what was found in it marked."""

    field: Any
    shown: SafeString


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding as a person reads it."""

    rule: str
    verdict: SafeString
    sentence: str
    score: str
    decided: bool
    passages: list[Passage]


def reasons(feedback: Feedback) -> list[Reason]:
    """Return what the rules found when feedback came in."""
    decided = feedback.decided_by
    found = []
    for finding in feedback.findings:
        if not isinstance(finding, Mapping):
            continue
        is_decisive = bool(decided) and finding.get("rule") == decided and bool(finding.get("verdict"))
        found.append(reason(feedback, finding, decided=is_decisive))
    return found


def reason(feedback: Feedback, finding: Mapping[str, Any], *, decided: bool = False) -> Reason:
    """Return one finding as a person reads it."""
    score = float(finding.get("score") or 0)
    return Reason(
        rule=ruling.name_of(str(finding.get("rule", ""))),
        verdict=verdict_badge(str(finding.get("verdict", ""))),
        sentence=ruling.reason_of(finding),
        score=f"{score:+g}" if score else "",
        decided=decided,
        passages=passages(feedback, finding.get("evidence") or ()),
    )


def verdict_badge(verdict: str) -> SafeString:
    return format_html(
        '<span class="badge tone-{}">{}</span>', TONES.get(verdict, "quiet"), VERDICTS.get(verdict, verdict)
    )


def passages(feedback: Feedback, evidence: Iterable[Mapping[str, Any]]) -> list[Passage]:
    """Return the pieces of text in which evidence stands, as far as it still stands there."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for place in evidence:
        if place.get("field") in FIELDS:
            spans.setdefault(place["field"], []).append((int(place["start"]), int(place["end"])))
    found: list[Passage] = []
    for field in (field for field in FIELDS if field in spans):
        text = ruling.text_of(feedback, field)
        pieces = _pieces(text, spans[field])
        found += [Passage(FIELDS[field], marked(text, start, end, marks)) for start, end, marks in pieces]
    return found[:MOST_PASSAGES]


def marked(text: str, start: int, end: int, marks: Iterable[tuple[int, int]]) -> SafeString:
    """Return a piece of a text with these places in <mark>; an ellipsis where the text goes on."""
    parts: list[tuple[str, str]] = []
    at = start
    for first, last in marks:
        parts += [("", text[at:first]), ("mark", text[first:last])]
        at = last
    parts.append(("", text[at:end]))
    shown = format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if tag else piece,) for tag, piece in parts if piece)
    )
    return format_html("{}{}{}", "… " if start > 0 else "", shown, " …" if end < len(text) else "")


def _pieces(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """Return (start, end, marks) of the pieces around these places, those that meet as one."""
    pieces: list[tuple[int, int, list[tuple[int, int]]]] = []
    for start, end in sorted(spans):
        start, end = max(0, start), min(end, len(text), start + 2000)
        if pieces and pieces[-1][2]:
            start = max(start, pieces[-1][2][-1][1])
        if start >= end:
            continue
        left, right = _edge(text, start - REACH, -1), _edge(text, end + REACH, 1)
        if pieces and left <= pieces[-1][1]:
            first, last, marks = pieces[-1]
            pieces[-1] = (first, max(last, right), [*marks, (start, end)])
        else:
            pieces.append((left, right, [(start, end)]))
    return pieces


def _edge(text: str, at: int, step: int) -> int:
    """Return a place near this one at which no word is cut."""
    if at <= 0:
        return 0
    if at >= len(text):
        return len(text)
    for near in range(at, at - step * 20, -step):
        if 0 <= near < len(text) and text[near].isspace():
            return near + 1 if step < 0 else near
    return at


def rule_title(rule: ModerationRule) -> str:
    """Return what a rule is called in the reader's language."""
    return ruling.name_of(rule.name)


def excerpt_of(feedback: Feedback) -> str:
    return display.excerpt_of(feedback.body_html, 200)
