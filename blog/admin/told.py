"""Feedback as the learned filter reads it, to be looked at: its texts with the words that decided marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from blog.learning import keeping
from blog.learning.examples import with_samples
from blog.learning.scoring import Place, Told
from blog.models import Feedback
from blog.text import plain

SHOWN = 320  # characters of a text
BEFORE = 80  # characters before the first marked word
SENDER = ("title", "blog_name", "author_name", "author_email", "author_url")


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of feedback with what the filter says of it; `sender` are the fields about who sent it."""

    feedback: Feedback
    percent: int
    text: SafeString
    sender: list[SafeString]
    key: int = 0  # of the proposal, where it is one


def told_of(ids: Sequence[int]) -> list[Shown]:
    """Return feedback in the order of these ids as the filter in use reads it; what is gone is left out."""
    known = keeping.current()
    if known is None or not ids:
        return []
    found = {
        feedback.pk: shown(feedback, sample.body, known.tell(sample))
        for feedback, sample in with_samples(Feedback.objects.filter(pk__in=ids))
    }
    return [found[pk] for pk in ids if pk in found]


def proposed(proposals: Iterable[Any]) -> list[Shown]:
    """Return proposals with what the filter found when it proposed them."""
    result = []
    for proposal in proposals:
        evidence = proposal.finding.get("evidence", ())
        places = tuple(Place(place["field"], place["start"], place["end"]) for place in evidence)
        text = plain.plain_text(proposal.feedback.body_html)
        result.append(shown(proposal.feedback, text, Told(proposal.probability, places=places), proposal.pk))
    return result


def shown(feedback: Feedback, text: str, told: Told, key: int = 0) -> Shown:
    """Return one piece of feedback with the filter's words marked."""
    sender = [
        marked(value, [place for place in told.places if place.field == name])
        for name in SENDER
        if (value := str(getattr(feedback, name)))
    ]
    of_body = [place for place in told.places if place.field == "body"]
    return Shown(feedback, min(99, int(told.probability * 100)), marked(text, of_body), sender, key)


def marked(text: str, places: Sequence[Place]) -> SafeString:
    """Return a piece of a text, around what is marked in it, with the places in <mark>."""
    spans = sorted((place.start, place.end) for place in places)
    start = max(0, spans[0][0] - BEFORE) if spans and spans[0][0] > SHOWN - BEFORE else 0
    end = min(len(text), start + SHOWN)
    pieces: list[tuple[SafeString | str]] = [("… " if start else "",)]
    position = start
    for first, last in spans:
        if position <= first < last <= end:
            pieces += [(text[position:first],), (format_html("<mark>{}</mark>", text[first:last]),)]
            position = last
    pieces += [(text[position:end],), (" …" if end < len(text) else "",)]
    return format_html_join("", "{}", pieces)
