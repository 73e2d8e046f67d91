"""Source text to the HTML that templates print. What is too deep to parse is shown as escaped text, never lost."""

from __future__ import annotations

from html import escape

from blog.text import markup


def body_html(body: str, body_format: str) -> str:
    """Render a post's body, sanitized; source that no parser may touch comes out as preformatted text."""
    try:
        return markup.render_body(body, body_format)
    except markup.MarkupTooDeep:
        return _escaped(body)


def feedback_html(body: str, body_format: str) -> str:
    """Render a comment or a trackback's excerpt, sanitized; see `body_html`."""
    try:
        return markup.render_feedback(body, body_format)
    except markup.MarkupTooDeep:
        return _escaped(body)


def _escaped(body: str) -> str:
    return f"<pre>{escape(body, quote=False)}</pre>"
