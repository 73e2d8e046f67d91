"""What came in lately, by whom it counts against: what throttling reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Arrival(models.Model):
    """One thing that came in and counts against `key`, a keyed hash: no address is kept here."""

    key = models.CharField(_("key"), max_length=40)
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        indexes = [models.Index(fields=["key", "-at"], name="arrival_key_at")]

    def __str__(self) -> str:
        return f"{self.key} {self.at}"
