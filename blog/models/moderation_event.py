"""The journal of what was decided about feedback."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.feedback import ModerationStatus


class ModerationEvent(models.Model):
    """Who or what rule moved which feedback from which status to which, and why. What undo reads."""

    batch = models.UUIDField(_("action"), default=uuid.uuid4, db_index=True)
    undoes = models.UUIDField(_("undoes the action"), null=True, blank=True, db_index=True)
    feedback = models.ForeignKey(
        "blog.Feedback", verbose_name=_("feedback"), null=True, on_delete=models.SET_NULL, related_name="events"
    )
    from_status = models.CharField(_("from"), max_length=10, choices=ModerationStatus)
    to_status = models.CharField(_("to"), max_length=10, choices=ModerationStatus)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="moderation_events",
    )
    rule = models.CharField(_("rule"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    changes = models.JSONField(
        _("changes of fields"),
        default=dict,
        blank=True,
        help_text=_("Of an edit: each field with its text before and after."),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("moderation event")
        verbose_name_plural = _("moderation events")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
