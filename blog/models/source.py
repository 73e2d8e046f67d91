"""A blog that was imported from. Several sources may live on one Palimpsest."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.nouns import NounQuerySet


class Source(models.Model):
    """The blog a post came from: its name, its old addresses, its language and time zone."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    tagline = models.CharField(_("tagline"), max_length=500, blank=True)
    base_url = models.URLField(_("address"), max_length=500, blank=True)
    alias_hosts = models.JSONField(
        _("alias hosts"), default=list, blank=True, help_text=_("Other host names under which the old blog answered.")
    )
    platform = models.CharField(_("platform"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True, help_text=_("BCP 47 tag, for example fr."))
    timezone = models.CharField(
        _("time zone"), max_length=60, blank=True, help_text=_("IANA name, for example Europe/Rome.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    IN_POSTS = "source"

    objects = NounQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Keep the order of its posts in step with its time zone."""
        fields = kwargs.get("update_fields")
        known = Source.objects.filter(pk=self.pk).exclude(timezone=self.timezone) if self.pk else Source.objects.none()
        moves = (fields is None or "timezone" in fields) and known.exists()
        super().save(*args, **kwargs)
        if moves:
            self.posts.sort_again()

    def get_absolute_url(self) -> str:
        return reverse("blog:source", kwargs={"slug": self.slug})

    @property
    def zone(self) -> dt.tzinfo | None:
        """The time zone that its name says; None where it has none or nobody knows it."""
        try:
            return ZoneInfo(self.timezone) if self.timezone else None
        except (ValueError, OSError, KeyError):
            return None
