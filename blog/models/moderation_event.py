"""The journal of what was decided about feedback."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.feedback import ModerationStatus

NOT_TAKEN = "not_taken"  # in `about` of an edit: its words came, and were not written over a person's


class ModerationEventQuerySet(models.QuerySet):
    def edits(self):
        """Events that changed words."""
        return self.exclude(changes={})

    def moves(self):
        """Events that changed a status."""
        return self.exclude(from_status=models.F("to_status"))


class ModerationEvent(models.Model):
    """Who or what rule moved which feedback from which status to which, and why. What undo reads."""

    batch = models.UUIDField(_("action"), default=uuid.uuid4)
    undoes = models.UUIDField(_("undoes the action"), null=True, blank=True, db_index=True)
    feedback = models.ForeignKey(
        "blog.Feedback", verbose_name=_("feedback"), null=True, on_delete=models.SET_NULL, related_name="events"
    )
    # Empty where no feedback in particular is meant: `about` says what was done.
    from_status = models.CharField(_("from"), max_length=10, choices=ModerationStatus, blank=True)
    to_status = models.CharField(_("to"), max_length=10, choices=ModerationStatus, blank=True)
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
    about = models.JSONField(
        _("about"),
        default=dict,
        blank=True,
        help_text=_("What feedback that is gone was, without its words and its author; or what was done to many."),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ModerationEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderation event")
        verbose_name_plural = _("moderation events")
        ordering = ["-at", "-pk"]
        indexes = [
            # Counts an action's moves by themselves, of however many they are.
            models.Index(fields=["batch", "from_status", "to_status"], name="event_batch"),
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["to_status", "-id"], name="event_to_status"),
            models.Index(fields=["rule", "-id"], condition=~models.Q(rule=""), name="event_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
