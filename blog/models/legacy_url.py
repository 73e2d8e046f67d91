"""Addresses that once led here."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LegacyURL(models.Model):
    """(host, normalized path, sorted significant query) leads to a post or to a path.

    `blog.text.paths.legacy_key` gives the three. An empty host is our own.
    """

    host = models.CharField(_("host"), max_length=255, blank=True)
    path = models.CharField(_("path"), max_length=700)
    query = models.CharField(_("query"), max_length=255, blank=True)
    post = models.ForeignKey(
        "blog.Post", verbose_name=_("post"), null=True, blank=True, on_delete=models.CASCADE, related_name="legacy_urls"
    )
    target_path = models.CharField(
        _("target"),
        max_length=700,
        blank=True,
        # With two slashes, or what browsers take for one, an address names another site.
        validators=[RegexValidator(r"\A/(?![/\\])", _("An address of this site, from its first slash on: /archive/"))],
    )

    class Meta:
        verbose_name = _("legacy URL")
        verbose_name_plural = _("legacy URLs")
        ordering = ["host", "path", "query"]
        constraints = [
            models.UniqueConstraint(fields=["host", "path", "query"], name="legacyurl_unique"),
            models.CheckConstraint(
                condition=Q(post__isnull=False, target_path="") | (Q(post__isnull=True) & ~Q(target_path="")),
                name="legacyurl_leads_to_a_post_or_a_path",
            ),
            models.CheckConstraint(
                condition=Q(target_path="") | (Q(target_path__startswith="/") & ~Q(target_path__startswith="//")),
                name="legacyurl_stays_on_this_site",
            ),
        ]
        indexes = [models.Index(fields=["path", "query"], name="legacyurl_path_query")]

    def __str__(self) -> str:
        return f"{self.host}{self.path}" + (f"?{self.query}" if self.query else "")
