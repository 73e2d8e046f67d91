"""Addresses that once led here."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# What an old address may lead to beside a post: there are few such rows, so only they are indexed.
NOUNS = ("category", "tag", "author", "attachment")
NOWHERE: dict[str, str | None] = {**dict.fromkeys(("post", *NOUNS)), "target_path": ""}


def leads_to_one() -> Q:
    """Match rows that lead to exactly one thing."""
    condition = Q()
    for kept in ("post", *NOUNS, "target_path"):
        nothing = {f"{name}__isnull": True for name in ("post", *NOUNS) if name != kept}
        condition |= (
            Q(target_path="", **nothing, **{f"{kept}__isnull": False})
            if kept != "target_path"
            else Q(~Q(target_path=""), **nothing)
        )
    return condition


class LegacyURL(models.Model):
    """(host, normalized path, sorted significant query) leads to a post, a term, an author, an attachment or a path.

    `blog.text.paths.legacy_key` gives the three. An empty host is our own.
    """

    host = models.CharField(_("host"), max_length=255, blank=True)
    path = models.CharField(_("path"), max_length=700)
    query = models.CharField(_("query"), max_length=255, blank=True)
    post = models.ForeignKey(
        "blog.Post", verbose_name=_("post"), null=True, blank=True, on_delete=models.CASCADE, related_name="legacy_urls"
    )
    category = models.ForeignKey(
        "blog.Category",
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="legacy_urls",
        db_index=False,
    )
    tag = models.ForeignKey(
        "blog.Tag",
        verbose_name=_("tag"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="legacy_urls",
        db_index=False,
    )
    author = models.ForeignKey(
        "blog.Author",
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="legacy_urls",
        db_index=False,
    )
    attachment = models.ForeignKey(
        "blog.Attachment",
        verbose_name=_("attachment"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="legacy_urls",
        db_index=False,
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
            models.CheckConstraint(condition=leads_to_one(), name="legacyurl_leads_to_one_thing"),
            models.CheckConstraint(
                condition=Q(target_path="") | (Q(target_path__startswith="/") & ~Q(target_path__startswith="//")),
                name="legacyurl_stays_on_this_site",
            ),
        ]
        indexes = [
            models.Index(fields=["path", "query"], name="legacyurl_path_query"),
            *(
                models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"legacyurl_{name}")
                for name in NOUNS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}{self.path}" + (f"?{self.query}" if self.query else "")
