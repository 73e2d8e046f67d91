"""One step of a mojibake repair: what stood there, what stands there now, why, and whether it holds."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Count, F, IntegerField, Min, Q, Value, When
from django.utils.translation import gettext_lazy as _

MOST_READINGS = 100  # that are put in order by how common they are; there are some forty


class TextRepairQuerySet(models.QuerySet):
    def applied(self):
        """Repairs that stand in the text now."""
        return self.filter(state=TextRepair.State.APPLIED)

    def proposed(self):
        """Guesses that wait for a person."""
        return self.filter(state=TextRepair.State.PROPOSED)

    def alike(self, repair):
        """Repairs of the same garbled form, by the same reading and as sure."""
        return self.filter(reading=repair.reading, before=repair.before, after=repair.after, level=repair.level)

    def grouped(self):
        """Groups of repairs that are alike: how many stand in which state, in how many objects, and one of them."""
        # Objects of all models in one number, which is all that counting the distinct ones asks for.
        owner = F("object_id") * 4096 + F("content_type_id")
        counts = {state.value: Count("pk", filter=Q(state=state)) for state in TextRepair.State}
        groups = self.order_by().values("reading", "before", "after", "level")
        return groups.annotate(total=Count("pk"), owners=Count(owner, distinct=True), one=Min("pk"), **counts)

    def grouped_by_reading(self):
        """The groups, those of one reading together: the commonest reading first, and in it the commonest form."""
        readings = self.order_by().values_list("reading").annotate(n=Count("pk")).order_by("-n", "reading")
        ranks = [When(reading=reading, then=Value(rank)) for rank, (reading, n) in enumerate(readings[:MOST_READINGS])]
        rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
        return self.grouped().annotate(rank=rank).order_by("rank", "reading", "-total", "before", "after", "level")


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
