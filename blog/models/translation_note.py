"""A translator's or editor's remark on a passage of a translation."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TranslationNoteQuerySet(models.QuerySet):
    def public(self):
        """Notes that a reader of the post may see."""
        return self.filter(visibility=TranslationNote.Visibility.PUBLIC)

    def unresolved(self):
        """Notes that still ask for an answer."""
        return self.filter(resolved_at__isnull=True)


class TranslationNote(models.Model):
    """Anchored by a W3C TextQuoteSelector: `exact` between `prefix` and `suffix` in the post's plain text."""

    class Kind(models.TextChoices):
        REMARK = "remark", _("remark")
        QUESTION = "question", _("question")
        CONTEXT = "context", _("context for readers")
        WORDPLAY = "wordplay", _("wordplay")
        ERROR = "error", _("slip of the original")

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("private")
        PUBLIC = "public", _("public")

    post = models.ForeignKey(
        "blog.Post", verbose_name=_("post"), on_delete=models.CASCADE, related_name="translation_notes"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REMARK)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    exact = models.TextField(
        _("passage"), blank=True, help_text=_("The words of the translation that the note is about; empty: the whole.")
    )
    prefix = models.CharField(_("words before it"), max_length=64, blank=True)
    suffix = models.CharField(_("words after it"), max_length=64, blank=True)
    text = models.TextField(_("note"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translation_notes",
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("resolved by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = TranslationNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation note")
        verbose_name_plural = _("translation notes")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["remark", "question", "context", "wordplay", "error"]),
                name="translationnote_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["private", "public"]), name="translationnote_visibility_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
