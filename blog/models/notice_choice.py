"""What a moderator wants to hear by e-mail of feedback that waits."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeChoice(models.Model):
    """One moderator's choice. Who has none hears nothing.

    They were told of feedback up to a key, and of what began to wait later than it was stored up to a moment.
    """

    class When(models.TextChoices):
        NEVER = "never", _("never")
        DIGEST = "digest", _("once a day, all together")
        AT_ONCE = "at-once", _("soon after it comes in")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("login"), on_delete=models.CASCADE, related_name="notice_choice"
    )
    when = models.CharField(_("when"), max_length=10, choices=When, default=When.NEVER)
    told_up_to = models.PositiveBigIntegerField(default=0, editable=False)
    told_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("last sent"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return f"{self.user}: {self.get_when_display()}"
