"""A media file: content-addressed where we have its bytes, a record of what was there where we have not."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.encoding import filepath_to_uri
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.models.source import Source


def address_of(name: str) -> str:
    """Return the address of a kept file on this site. It lasts: what the storage gives may be signed, and expire."""
    return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def with_page(self) -> AttachmentQuerySet:
        """Return those of which a page of their own tells: no post shows them, and their files are not here."""
        return self.filter(has_page=True, post=None, file="")


class Attachment(models.Model):
    class Fetch(models.TextChoices):
        """What became of the wish to fetch the file from its old address."""

        NONE = "", _("not asked for")
        WANTED = "wanted", _("to be fetched")
        FETCHED = "fetched", _("fetched")
        FAILED = "failed", pgettext_lazy("fetching", "failed")

    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    original_id = models.CharField(_("id at the source"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    alt = models.CharField(_("alternative text"), max_length=1000, blank=True)
    caption = models.TextField(_("caption"), blank=True)
    description = models.TextField(_("description"), blank=True)
    original_url = models.URLField(_("original address"), max_length=2000, blank=True)
    file = models.FileField(_("file"), upload_to="attachments/", max_length=255, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, db_index=True, editable=False)
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True, editable=False)
    fetch = models.CharField(_("fetching"), max_length=10, choices=Fetch, blank=True, default=Fetch.NONE)
    fetch_problem = models.CharField(_("why fetching failed"), max_length=500, blank=True)
    fetch_tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    post = models.ForeignKey(
        "blog.Post",
        verbose_name=_("post"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="attachments",
    )
    # Nothing gets one by itself: that its post is deleted here makes nothing public.
    has_page = models.BooleanField(
        _("has a page of its own"),
        default=False,
        help_text=_("It stands on no post. While its file is not here, a page says what it was."),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), null=True, blank=True)
    source_meta = models.JSONField(_("what else the source said"), default=dict, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = [F("uploaded_at").desc(nulls_last=True), "-pk"]

    def __str__(self) -> str:
        return self.title or self.original_url.rsplit("/", 1)[-1] or str(self.pk)

    @property
    def address(self) -> str:
        """The address of its file on this site; "" without one."""
        return address_of(self.file.name) if self.file.name else ""
