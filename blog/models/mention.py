"""What other sites announced: where a post is said to be mentioned, and what came of looking there."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blog.models.feedback import Feedback
from blog.text.wording import Problem


class MentionQuerySet(models.QuerySet):
    def waiting(self):
        """Those of which the source has yet to be looked at."""
        return self.filter(state=Mention.State.WAITING)


class Mention(models.Model):
    """A page that is said to mention a post: one row for both, whatever protocols announce it and however often.

    What is shown of it is its `feedback`, which a trackback has from the first, the others once they are verified.
    """

    class Protocol(models.TextChoices):
        TRACKBACK = Feedback.Kind.TRACKBACK.value, _("trackback")
        PINGBACK = Feedback.Kind.PINGBACK.value, _("pingback")
        WEBMENTION = Feedback.Kind.WEBMENTION.value, _("webmention")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be verified")
        VERIFIED = "verified", _("verified")
        REFUSED = "refused", _("refused")
        GONE = "gone", _("gone")

    protocol = models.CharField(_("protocol"), max_length=10, choices=Protocol)
    post = models.ForeignKey("blog.Post", verbose_name=_("post"), on_delete=models.CASCADE, related_name="mentions")
    source_url = models.CharField(_("page that mentions"), max_length=2000)
    source_key = models.CharField(max_length=64, editable=False)
    source_site = models.CharField(max_length=255, editable=False)
    target_url = models.CharField(_("address that it names"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    # Why it was refused, or is tried again: a sentence of the catalogues, and the values in it.
    problem = models.CharField(max_length=200, blank=True, editable=False)
    problem_values = models.JSONField(default=dict, blank=True, editable=False)
    problem_code = models.PositiveSmallIntegerField(default=0, editable=False)  # pingback's
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    tried_at = models.DateTimeField(_("last try"), null=True, blank=True)
    verified_at = models.DateTimeField(_("first verified"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, editable=False)  # by the worker that is looking at the source
    sender_address = models.CharField(_("announced by the IP address"), max_length=64, blank=True)
    announced_at = models.DateTimeField(_("announced"))
    received_at = models.DateTimeField(_("first announced"), auto_now_add=True)
    feedback = models.OneToOneField(
        "blog.Feedback",
        verbose_name=_("feedback"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="announcement",
    )

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["-announced_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "source_key"], name="mention_once_per_post_and_source"),
            models.CheckConstraint(
                condition=Q(protocol__in=["trackback", "pingback", "webmention"]), name="mention_protocol_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "verified", "refused", "gone"]), name="mention_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(next_try_at__isnull=False), name="mention_waits_for_a_try"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="mention_queue"),
            models.Index(fields=["source_site", "tried_at"], name="mention_site_tried"),
            models.Index(fields=["-announced_at", "-id"], name="mention_newest"),
        ]

    def __str__(self) -> str:
        return self.source_url

    @property
    def is_deleted_here(self) -> bool:
        """Say whether a moderator deleted what there was to show: it stays deleted."""
        had_one = self.verified_at is not None or self.protocol == self.Protocol.TRACKBACK
        return had_one and self.feedback_id is None

    def reason(self, translate: Callable[[str], str]) -> str:
        """Return why it was refused or is tried again, in the language of `translate`; "" where all is well."""
        return Problem(self.problem, **self.problem_values).told(translate) if self.problem else ""
