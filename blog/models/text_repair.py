"""One step of a mojibake repair: what stood there, what stands there now, why, and whether it holds.

Also a word that letters are lost from and nothing brings back: it stands here as itself, until somebody corrects it.
"""

import hashlib

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, Func, Min, Q, Window
from django.utils.translation import gettext_lazy as _

from blog.text import levels
from blog.text.placing import Mark


class TextRepairQuerySet(models.QuerySet):
    def applied(self):
        """Repairs that stand in the text now."""
        return self.filter(state=TextRepair.State.APPLIED)

    def proposed(self):
        """Guesses that wait for a person."""
        return self.filter(state=TextRepair.State.PROPOSED)

    def open(self):
        """Words that letters are lost from, which wait for a person to write them anew."""
        return self.filter(state=TextRepair.State.OPEN)

    def lost(self):
        """Words that letters are lost from; those that a person left as they are, too."""
        return self.filter(level=TextRepair.Level.LOST)

    def placed(self):
        """Repairs, each of which has its place in a text; a word that letters are lost from is none."""
        return self.exclude(level=TextRepair.Level.LOST)

    def of(self, owner):
        """What stands in the texts of one object."""
        return self.filter(content_type=ContentType.objects.get_for_model(owner), object_id=owner.pk)

    def alike(self, repair):
        """Repairs of the same garbled form, by the same reading and as sure."""
        alike = self.filter(reading=repair.reading, form=form_of(repair.before, repair.after, repair.level))
        return alike.filter(before=repair.before, after=repair.after, level=repair.level)

    def in_each_state(self):
        """How many repairs are in which state."""
        return dict(self.order_by().values_list("state").annotate(number=Count("pk")))

    def grouped(self):
        """Groups of repairs that are alike: how many stand in which state, in how many objects, and one of them.

        All of it stands in the index `textrepair_form`; what the form looks like is for the one repair to say.
        """
        # Objects of all models in one number, which is all that counting the distinct ones asks for.
        owner = F("object_id") * 4096 + F("content_type_id")
        counts = {state.value: Count("pk", filter=Q(state=state)) for state in TextRepair.State}
        groups = self.order_by().values("reading", "form")
        return groups.annotate(total=Count("pk"), owners=Count(owner, distinct=True), one=Min("pk"), **counts)

    def grouped_by_reading(self):
        """The groups, those of one reading together: the commonest reading first, and in it the commonest form.

        Each says besides how many groups there are, and in all how many repairs in which state.
        """
        of_reading = Window(_Sum("total"), partition_by=[F("reading")])
        in_all = {f"all_{state.value}": Window(_Sum(state.value)) for state in TextRepair.State}
        groups = self.grouped().annotate(of_reading=of_reading, number=Window(Count("*")), **in_all)
        return groups.order_by("-of_reading", "reading", "-total", "one")


class _Sum(Func):
    """The sum of counts over a window; Django's own refuses to add up what is counted."""

    function = "SUM"
    window_compatible = True
    output_field = models.BigIntegerField()


def form_of(before: str, after: str, level: str) -> int:
    """Return the number that stands for a garbled form, what it was and how sure that is: 64 bits, signed."""
    said = "\0".join((before, after, str(level))).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big", signed=True)


class FormField(models.BigIntegerField):
    """Follows what the repair says, however it is stored."""

    def pre_save(self, model_instance, add):
        repair = model_instance
        repair.form = form_of(repair.before, repair.after, repair.level)
        return repair.form


class TextRepair(models.Model):
    class Level(models.TextChoices):
        CERTAIN = "certain", _("certain")
        LIKELY = "likely", _("likely")
        GUESS = "guess", _("guess")
        LOST = levels.LOST, _("beyond repair")

    class State(models.TextChoices):
        APPLIED = "applied", _("applied")
        PROPOSED = "proposed", _("proposed")
        OPEN = "open", _("to correct by hand")
        REVERTED = "reverted", _("reverted")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    object = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("field"), max_length=40)
    before = models.TextField(_("before"))
    after = models.TextField(_("after"))
    prefix = models.CharField(_("text before the passage"), max_length=64, blank=True)
    suffix = models.CharField(_("text after the passage"), max_length=64, blank=True)
    # Its place in the text as that would be with no repair made, and that text's fingerprint: see `blog.text.placing`.
    offset = models.PositiveIntegerField(null=True, editable=False)
    origin = models.BigIntegerField(null=True, editable=False)
    reading = models.CharField(_("reading"), max_length=120)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    form = FormField(editable=False, default=0)  # `before` may be longer than an index takes
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
            # The encoding doctor groups by this and nothing else, so it covers what is counted.
            models.Index(
                fields=["reading", "form", "level", "state", "content_type", "object_id", "id"], name="textrepair_form"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["certain", "likely", "guess", "lost"]), name="textrepair_level_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "proposed", "open", "reverted"]), name="textrepair_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def is_lost(self) -> bool:
        """Whether letters are lost, and nothing can be applied."""
        return self.level == self.Level.LOST

    @property
    def mark(self) -> Mark:
        """What tells where the repair stands in its text."""
        is_made = self.state == self.State.APPLIED
        return Mark(self.before, self.after, is_made, self.prefix, self.suffix, self.offset, self.origin)
