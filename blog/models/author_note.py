"""What moderators write down about someone who sends feedback, for each other."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthorNote(models.Model):
    """A remark about whoever bears an e-mail address or, without one, a name."""

    author = models.CharField(_("author"), max_length=300, db_index=True, help_text=_("As blog.authorship has it."))
    text = models.CharField(_("note"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author_notes",
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("note about an author")
        verbose_name_plural = _("notes about authors")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text
