"""The rules by which feedback is decided when it comes in. `blog.ruling` knows what each kind looks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ModerationRule(models.Model):
    class Verdict(models.TextChoices):
        APPROVE = "approve", _("approve")
        PENDING = "pending", _("hold")
        SPAM = "spam", _("mark as spam")
        TRASH = "trash", pgettext_lazy("verb", "trash")
        NOTHING = "", _("decide nothing, only count the score")

    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("What the journal and the findings call it.")
    )
    kind = models.CharField(_("kind"), max_length=40, editable=False)
    values = models.JSONField(_("values"), default=dict, blank=True, editable=False)
    # Whom moderators blocked by a key, as the journal says it, with the actions (batches) that stand; see `blocking`.
    held_by = models.JSONField(default=dict, blank=True, editable=False)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, default=Verdict.PENDING, blank=True)
    score = models.FloatField(
        _("score"), default=0.0, help_text=_("Added to the score of what it finds; the more, the more like spam.")
    )
    position = models.PositiveIntegerField(_("order"), default=0, help_text=_("The first rule that decides wins."))
    enabled = models.BooleanField(_("in force"), default=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("moderation rule")
        verbose_name_plural = _("moderation rules")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict__in=["", "approve", "pending", "spam", "trash"]),
                name="rule_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
