"""What readers and other sites send to a post."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from blog.models.sent import Sent
from blog.models.source import Source
from blog.text import rendering


class ModerationStatus(models.TextChoices):
    PENDING = "pending", _("pending")
    APPROVED = "approved", _("approved")
    SPAM = "spam", _("spam")
    TRASH = "trash", _("trash")


BEGINNING = 40  # characters of a text by which its repetitions are looked up


class Beginning(models.Func):
    """The first characters of a text. The number stands in the statement itself: SQLite knows its index by that."""

    function = "SUBSTR"
    template = f"%(function)s(%(expressions)s, 1, {BEGINNING})"
    output_field = models.TextField()


class FeedbackQuerySet(models.QuerySet):
    def public(self):
        """Feedback that anyone may read now: approved, on a post that anyone may read."""
        from blog.models.post import Post

        return self.filter(status=ModerationStatus.APPROVED, post__in=Post.objects.public())

    def approved(self):
        """Approved feedback, whatever its post; for use below a post already known to be public."""
        return self.filter(status=ModerationStatus.APPROVED)

    def awaiting_moderation(self):
        """Feedback that nobody has decided about yet."""
        return self.filter(status=ModerationStatus.PENDING)

    def comments(self):
        return self.filter(kind=Feedback.Kind.COMMENT)

    def trackbacks(self):
        """Mentions by other sites, whatever their protocol."""
        return self.exclude(kind=Feedback.Kind.COMMENT)

    def by_email(self, email):
        """What was sent under an address, however its letters are written. By the index `feedback_by_email`."""
        return self.alias(email=Lower("author_email")).filter(email=Lower(models.Value(email.strip())))

    def with_sent(self):
        """With `sent`, the number of when each was sent, by which indexes have them in order."""
        return self.annotate(sent=Sent())

    def last_sent_first(self):
        """By when they were sent or, where no zone is known, by what was printed; undated ones last."""
        return self.with_sent().order_by("-sent", "-pk")

    def oldest_first(self):
        """In the order in which they were sent; undated ones as the source had them."""
        return self.order_by(F("submitted_at").asc(nulls_first=True), "pk")

    def newest_first(self):
        """In the opposite order."""
        return self.order_by(F("submitted_at").desc(nulls_last=True), "-pk")


class Feedback(models.Model):
    class Kind(models.TextChoices):
        COMMENT = "comment", _("comment")
        TRACKBACK = "trackback", _("trackback")
        PINGBACK = "pingback", _("pingback")
        WEBMENTION = "webmention", _("webmention")

    class BodyFormat(models.TextChoices):
        HTML = "html", _("HTML")
        TEXT = "text", _("plain text")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.COMMENT)
    # Indexed by post in the indexes below; each index more is paid for by imports.
    post = models.ForeignKey(
        "blog.Post", verbose_name=_("post"), on_delete=models.CASCADE, related_name="feedback", db_index=False
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("answers"), null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )
    status = models.CharField(_("status"), max_length=10, choices=ModerationStatus, default=ModerationStatus.PENDING)
    author_name = models.CharField(_("name"), max_length=250, blank=True)
    author_email = models.CharField(_("e-mail"), max_length=254, blank=True)
    author_url = models.CharField(_("website"), max_length=2000, blank=True)
    author_address = models.CharField(_("IP address"), max_length=64, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("login"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="feedback",
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    blog_name = models.CharField(_("blog"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)
    body_format = models.CharField(_("format"), max_length=10, choices=BodyFormat, default=BodyFormat.TEXT)
    body_html = models.TextField(_("rendered text"), blank=True, editable=False)
    submitted_at = models.DateTimeField(_("sent"), null=True, blank=True)
    submitted_text = models.CharField(
        _("date as printed"),
        max_length=40,
        blank=True,
        help_text=_("What is known of the date when its time zone or time is not."),
    )
    anchor = models.CharField(_("anchor"), max_length=100)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.SET_NULL, related_name="feedback"
    )
    original_id = models.CharField(_("id at the source"), max_length=200, blank=True)
    source_meta = models.JSONField(_("what else the source said"), default=dict, blank=True)
    received_at = models.DateTimeField(_("stored"), auto_now_add=True)
    # What the rules found when it came in; `decided_by` names the rule whose verdict was decisive.
    findings = models.JSONField(_("what the rules found"), default=list, blank=True, editable=False)
    decided_by = models.CharField(_("decided by the rule"), max_length=80, blank=True, editable=False)
    score = models.FloatField(_("score"), default=0.0, editable=False)
    looked_at = models.DateTimeField(_("first looked at by a moderator"), null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    notify_replies = models.BooleanField(_("wants to hear of replies"), default=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["comment", "trackback", "pingback", "webmention"]), name="feedback_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "approved", "spam", "trash"]), name="feedback_status_known"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(kind="comment"), name="feedback_only_comments_answer"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="feedback_not_its_own_parent"
            ),
            models.UniqueConstraint(fields=["post", "anchor"], name="feedback_anchor_unique_per_post"),
        ]
        indexes = [
            models.Index(fields=["post", "status", "kind"], name="feedback_post_status_kind"),
            models.Index(fields=["post", "author_name"], name="feedback_repetition"),
            models.Index(F("status"), Sent().desc(), F("id").desc(), name="feedback_queue"),
            models.Index(Sent().desc(), F("id").desc(), name="feedback_sent"),
            models.Index(fields=["author_address", "received_at"], name="feedback_throttle"),
            models.Index(F("source"), Beginning("body"), name="feedback_repeats", condition=Q(source=None)),
            # Holds all that the desk's tabs and orders ask for: of a flooder's hundred thousand no row is fetched.
            models.Index(
                *(Lower("author_email"), Sent().desc(), F("id").desc(), F("status"), F("kind"), F("score")),
                *(F("author_email"), F("submitted_at"), F("submitted_text")),
                name="feedback_by_email",
            ),
            models.Index(fields=["submitted_at", "id"], name="feedback_by_date"),
            models.Index(*(F("status"), F("score").desc(), Sent().desc(), F("id").desc()), name="feedback_by_score"),
            models.Index(
                *(F("status"), Sent().desc(), F("id").desc()),
                name="feedback_mentions",
                condition=~Q(kind="comment"),
            ),
            models.Index(  # holds what the time is made of, so that no row is fetched to be passed over
                *(F("decided_by"), Sent().desc(), F("id").desc(), F("submitted_at"), F("submitted_text")),
                name="feedback_decided_by",
                condition=~Q(decided_by=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.author_name or str(self.pk)

    def save(self, *args, **kwargs) -> None:
        """Render the body; give an anchor of our own to feedback that brought none."""
        self.render()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "body_html"}
        if not self.anchor:
            self.anchor = f"comment-{secrets.randbelow(9 * 10**11) + 10**11}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#{self.anchor}"

    def render(self) -> None:
        """Set `body_html` from text and format. Done before a transaction, it costs nothing within."""
        if getattr(self, "_rendered", None) != (self.body, self.body_format, self.body_html):
            self.body_html = rendering.feedback_html(self.body, self.body_format)
            self._rendered = (self.body, self.body_format, self.body_html)


class KindManager(models.Manager.from_queryset(FeedbackQuerySet)):  # type: ignore[misc]
    """Feedback of some kinds only."""

    def __init__(self, *kinds: str) -> None:
        super().__init__()
        self.kinds = kinds

    def get_queryset(self):
        return super().get_queryset().filter(kind__in=self.kinds)

    def deconstruct(self):
        return (False, f"{type(self).__module__}.{type(self).__name__}", None, list(self.kinds), {})


class Comment(Feedback):
    objects: ClassVar[KindManager] = KindManager(Feedback.Kind.COMMENT)

    class Meta:
        proxy = True
        verbose_name = _("comment")
        verbose_name_plural = _("comments")


class Trackback(Feedback):
    objects: ClassVar[KindManager] = KindManager(
        Feedback.Kind.TRACKBACK, Feedback.Kind.PINGBACK, Feedback.Kind.WEBMENTION
    )

    class Meta:
        proxy = True
        verbose_name = _("trackback")
        verbose_name_plural = _("trackbacks")
