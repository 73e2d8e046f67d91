"""Who was told of a reply by e-mail, and who wants to hear of none."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyNotice(models.Model):
    """A reply of which its parent's author was told, or is being told: no reply is told of twice."""

    reply = models.OneToOneField(
        "blog.Feedback", verbose_name=_("reply"), on_delete=models.CASCADE, related_name="reply_notice"
    )
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice of a reply")
        verbose_name_plural = _("notices of replies")

    def __str__(self) -> str:
        return str(self.reply_id)


class QuietAddress(models.Model):
    """A keyed hash of an e-mail address that gets no notices of replies, whoever gives it in a comment form."""

    key = models.CharField(_("key"), max_length=40, unique=True)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("address without notices")
        verbose_name_plural = _("addresses without notices")

    def __str__(self) -> str:
        return self.key
