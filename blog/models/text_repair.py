"""One step of a mojibake repair: what stood there, what stands there now, why, and whether it holds."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TextRepairQuerySet(models.QuerySet):
    def applied(self):
        """Repairs that stand in the text now."""
        return self.filter(state=TextRepair.State.APPLIED)

    def proposed(self):
        """Guesses that wait for a person."""
        return self.filter(state=TextRepair.State.PROPOSED)


class TextRepair(models.Model):
    class Level(models.TextChoices):
        CERTAIN = "certain", _("certain")
        LIKELY = "likely", _("likely")
        GUESS = "guess", _("guess")

    class State(models.TextChoices):
        APPLIED = "applied", _("applied")
        PROPOSED = "proposed", _("proposed")
        REVERTED = "reverted", _("reverted")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    object = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("field"), max_length=40)
    before = models.TextField(_("before"))
    after = models.TextField(_("after"))
    prefix = models.CharField(_("text before the passage"), max_length=64, blank=True)
    suffix = models.CharField(_("text after the passage"), max_length=64, blank=True)
    reading = models.CharField(_("reading"), max_length=120)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    state = models.CharField(_("state"), max_length=10, choices=State)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = TextRepairQuerySet.as_manager()

    class Meta:
        verbose_name = _("text repair")
        verbose_name_plural = _("text repairs")
        ordering = ["-created_at", "pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="textrepair_object"),
            models.Index(fields=["state", "level"], name="textrepair_state_level"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["certain", "likely", "guess"]), name="textrepair_level_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "proposed", "reverted"]), name="textrepair_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
