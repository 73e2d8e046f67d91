"""How much feedback there is of each kind and status: kept by the database, not counted. See `blog.counting`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.feedback import Feedback, ModerationStatus


class FeedbackCount(models.Model):
    """A part of a number. The parts of all seats together are the number; each connection writes to its own seat."""

    kind = models.CharField(_("kind"), max_length=10, choices=Feedback.Kind)
    status = models.CharField(_("status"), max_length=10, choices=ModerationStatus)
    seat = models.BigIntegerField(_("seat"), default=0)
    number = models.BigIntegerField(_("number"))

    class Meta:
        verbose_name = _("kept count")
        verbose_name_plural = _("kept counts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "status", "seat"], name="feedbackcount_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.status}: {self.number}"


class UnindexedFeedback(models.Model):
    """Feedback whose words are not in the index yet, noted by the database. See `blog.feedback_search`."""

    feedback_id = models.BigIntegerField(primary_key=True)

    class Meta:
        verbose_name = _("feedback to be indexed")
        verbose_name_plural = _("feedback to be indexed")

    def __str__(self) -> str:
        return str(self.feedback_id)
