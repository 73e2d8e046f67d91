"""What was learned from moderators' decisions, and what it proposes to decide otherwise."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.feedback import Feedback


class LearnedFilter(models.Model):
    """A trained filter. Never changed once stored; the newest is the one in use, by every worker."""

    trained_at = models.DateTimeField(_("trained"), auto_now_add=True)
    spam = models.PositiveIntegerField(_("examples of spam"))
    approved = models.PositiveIntegerField(_("examples of approved feedback"))
    is_proven = models.BooleanField(_("precision proven"), default=False)
    # How many decisions had been made when it was trained: the id of the last event of the journal.
    last_event = models.BigIntegerField(_("last decision"), default=0)
    report = models.JSONField(_("measurements"), default=dict)
    weights = models.BinaryField(_("weights"), help_text=_("JSON, compressed."))

    class Meta:
        verbose_name = _("learned filter")
        verbose_name_plural = _("learned filters")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.trained_at)


class SpamProposal(models.Model):
    """Approved feedback that the learned filter takes for spam, until a person decides about it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    feedback = models.OneToOneField(
        Feedback, verbose_name=_("feedback"), on_delete=models.CASCADE, related_name="spam_proposal"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    kind = models.CharField(_("kind"), max_length=10, choices=Feedback.Kind)
    campaign = models.CharField(
        _("campaign"), max_length=100, blank=True, help_text=_("The host or word that many proposals have in common.")
    )
    probability = models.FloatField(_("probability"))
    finding = models.JSONField(_("what the filter found"), default=dict)
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = _("proposal of the filter")
        verbose_name_plural = _("proposals of the filter")
        ordering = ["-probability", "pk"]
        indexes = [models.Index(fields=["state", "kind", "campaign"], name="spam_proposal_groups")]

    def __str__(self) -> str:
        return str(self.feedback)
