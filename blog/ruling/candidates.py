"""Feedback as the rules see it."""

from __future__ import annotations

from blog.models import Feedback
from blog.ruling.findings import FIELDS, Candidate
from blog.ruling.links import links_of
from blog.text import plain


def text_of(feedback: Feedback, field: str) -> str:
    """Return the plain text of a field, in whose characters findings count the places of their evidence."""
    if field == "body":
        return plain.plain_text(_rendered(feedback))
    return str(getattr(feedback, field))


def candidate_of(feedback: Feedback) -> Candidate:
    """Return what rules look at; the database is not asked."""
    html = _rendered(feedback)
    texts = {field: str(getattr(feedback, field)) for field in FIELDS if field != "body"}
    texts["body"] = plain.plain_text(html)
    return Candidate(
        texts=texts,
        kind=feedback.kind,
        address=feedback.author_address,
        links=links_of(html, texts["body"]),
        language=feedback.post.language,
    )


def _rendered(feedback: Feedback) -> str:
    if not feedback.body_html:
        feedback.render()
    return feedback.body_html
