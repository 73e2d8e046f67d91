"""What the learned filter is worth, in few words: shown wherever it can be switched on."""

from __future__ import annotations

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from blog.admin import evidence
from blog.models import LearnedFilter, ModerationStatus


def figures(row: LearnedFilter | None) -> SafeString:
    """Return the measured precision and recall, leading to the page that says more."""
    said = _("It has not learned anything yet.")
    if row is not None:
        measured = row.report["measured"]
        said = _("Measured: precision %(precision)s%%, recall %(recall)s%%.") % {
            name: floatformat(measured[name] * 100, 1) for name in ("precision", "recall")
        }
        if not row.is_proven:
            said += " " + _("Too little to mark anything as spam: it only holds.")
    return format_html('<a class="quiet rule-figures" href="{}">{}</a>', reverse("admin:filter"), said)


def verdicts(row: LearnedFilter | None) -> SafeString:
    """Return badges of what the filter does with what it takes for spam, and from which probability on."""
    holds = evidence.verdict_badge(ModerationStatus.PENDING)
    if row is None:
        return holds
    threshold, hold = (row.report.get(name, 0.0) for name in ("threshold", "hold"))
    if not row.is_proven:
        return format_html("{} {}", holds, _from(hold))
    spam = format_html("{} {}", evidence.verdict_badge(ModerationStatus.SPAM), _from(threshold))
    return spam if hold >= threshold else format_html("{}<br>{} {}", spam, holds, _from(hold))


def _from(probability: float) -> str:
    return _("from %s%%") % floatformat(probability * 100, 0)
