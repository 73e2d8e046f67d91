"""Posts and pages: what the blog is made of."""

import datetime as dt
import unicodedata

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelsearch import index
from modelsearch.queryset import SearchableQuerySetMixin
from simple_history.models import HistoricalRecords
from taggit.managers import TaggableManager

from blog.models.attachment import Attachment
from blog.models.author import Author
from blog.models.category import Category
from blog.models.feedback import Feedback
from blog.models.source import Source
from blog.models.tag import TaggedPost
from blog.text import folding, markup, rendering

# The sort key of what has no date: not null, so that one index orders all posts on every database.
UNDATED = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


def zone_of_dates(source: Source | None) -> dt.tzinfo:
    """Return the time zone by which dates without a time go: the source's, ours where that is not known."""
    return (source.zone if source else None) or timezone.get_default_timezone()


def first_moment(date_parts: tuple[int, ...], zone: dt.tzinfo) -> dt.datetime:
    """Return, in UTC, the first moment of a (year, month, day) as far as it is given; UNDATED when nothing is."""
    if not date_parts:
        return UNDATED
    year, month, day = (*date_parts, 1, 1)[:3]
    first = dt.datetime(year, month, day, tzinfo=dt.UTC)
    try:
        return first.replace(tzinfo=zone).astimezone(dt.UTC)
    except OverflowError:
        return first


class FoldedField(index.SearchField):
    """Indexed by its folded words, so that every database finds the same."""

    def get_value(self, obj):
        return folding.index_text(super().get_value(obj) or "")


class PostQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def public(self):
        """Posts and pages that anyone may read now: published, and not scheduled for later."""
        return self.filter(status=Post.Status.PUBLISHED).exclude(sort_at__gt=timezone.now())

    def posts(self):
        return self.filter(kind=Post.Kind.POST)

    def pages(self):
        return self.filter(kind=Post.Kind.PAGE)

    def scheduled(self):
        """Published in the future."""
        return self.filter(status=Post.Status.PUBLISHED, sort_at__gt=timezone.now())

    def undated(self):
        return self.filter(published_year__isnull=True)

    def newest_first(self):
        """By date as far as it is known; undated ones last."""
        return self.order_by("-sort_at", "-pk")

    def sort_again(self) -> None:
        """Put those without a time of day where the zones of their sources have the first moment of their dates."""
        parts = ("published_year", "published_month", "published_day")
        timeless = self.filter(published_at=None).exclude(published_year=None).order_by()
        sources = Source.objects.in_bulk(timeless.exclude(source=None).values_list("source", flat=True).distinct())
        for source, *date in timeless.values_list("source", *parts).distinct():
            first = first_moment(tuple(part for part in date if part), zone_of_dates(sources.get(source)))
            timeless.filter(source=source, **dict(zip(parts, date, strict=True))).update(sort_at=first)

    def with_counts(self):
        """Annotate `comment_count` and `trackback_count`: approved ones only."""

        def count(feedback):
            grouped = feedback.filter(post=OuterRef("pk")).order_by().values("post").annotate(n=Count("pk"))
            return Coalesce(Subquery(grouped.values("n")), 0)

        approved = Feedback.objects.approved()
        return self.annotate(comment_count=count(approved.comments()), trackback_count=count(approved.trackbacks()))

    def by(self, author):
        """What an author wrote, alone or with others."""
        together = Post.co_authors.through.objects.filter(author=author).values("post")
        return self.filter(Q(author=author) | Q(pk__in=together))

    def with_co_authors(self) -> "PostQuerySet":
        """Load the further authors in their order: that in which they were added."""
        link = Post.co_authors.through._meta.db_table
        in_order = Author.objects.order_by().extra(order_by=[f"{link}.id"])
        return self.prefetch_related(Prefetch("co_authors", in_order, to_attr="loaded_co_authors"))

    def for_list(self):
        """Load what a list shows of each post, in a bounded number of queries."""
        return (
            self.select_related("author", "source", "featured_image")
            .prefetch_related("tags", "categories")
            .with_co_authors()
            .with_counts()
        )


class Post(index.Indexed, models.Model):  # type: ignore[django-manager-missing] # taggit is not typed
    class Kind(models.TextChoices):
        POST = "post", _("post")
        PAGE = "page", _("page")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        PRIVATE = "private", _("private")
        ARCHIVED = "archived", _("archived")

    class BodyFormat(models.TextChoices):
        HTML = "html", _("HTML")
        WORDPRESS = "wordpress", _("WordPress (blank lines make paragraphs)")
        MARKDOWN = "markdown", _("Markdown")
        TEXT = "text", _("plain text")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.POST)
    title = models.CharField(_("title"), max_length=500, blank=True)
    slug = models.CharField(_("slug"), max_length=200, blank=True)
    path = models.CharField(
        _("path"),
        max_length=400,
        unique=True,
        help_text=_("The address below the site's root. Changing it keeps the old one as a legacy URL."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    author = models.ForeignKey(
        Author, verbose_name=_("author"), null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    co_authors = models.ManyToManyField(
        Author, verbose_name=_("further authors"), blank=True, related_name="co_authored_posts"
    )
    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("BCP 47 tag, for example en, fr or pt-BR.")
    )
    excerpt = models.TextField(_("excerpt"), blank=True, help_text=_("Plain text; empty: taken from the body."))
    categories = models.ManyToManyField(Category, verbose_name=_("categories"), blank=True, related_name="posts")
    tags = TaggableManager(through=TaggedPost, blank=True, verbose_name=_("tags"), related_name="posts")
    sticky = models.BooleanField(_("keep at the top of the front page"), default=False)
    featured_image = models.ForeignKey(
        Attachment, verbose_name=_("featured image"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("parent page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    menu_order = models.IntegerField(_("order among pages"), default=0)

    published_year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9999)]
    )
    published_month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    published_day = models.PositiveSmallIntegerField(
        _("day"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    published_at = models.DateTimeField(
        _("moment of publication"), null=True, blank=True, help_text=_("Only when the time is known.")
    )
    sort_at = models.DateTimeField(default=UNDATED, editable=False)

    seo_title = models.CharField(
        _("title for search engines"), max_length=500, blank=True, help_text=_("Empty: the title.")
    )
    seo_description = models.TextField(
        _("description for search engines"), blank=True, help_text=_("Plain text; empty: the excerpt.")
    )

    body = models.TextField(_("body"), blank=True)
    body_format = models.CharField(_("format"), max_length=10, choices=BodyFormat, default=BodyFormat.HTML)
    body_html = models.TextField(_("rendered body"), blank=True, editable=False)
    body_html_version = models.PositiveSmallIntegerField(default=0, editable=False)

    comments_open = models.BooleanField(_("comments are open"), default=True)
    comments_close_after = models.PositiveSmallIntegerField(
        _("comments close after so many days"),
        null=True,
        blank=True,
        help_text=_("Counted from the date of the post. Empty: as for the whole blog; 0: never."),
    )
    trackbacks_open = models.BooleanField(
        _("trackbacks, pingbacks and webmentions are open"),
        default=False,
        help_text=_("Other sites may announce that they mention it. Closed on imported posts until opened."),
    )

    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
    )

    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    original_id = models.CharField(_("id at the source"), max_length=200, blank=True)
    original_url = models.CharField(_("originally published at"), max_length=2000, blank=True)
    guid = models.CharField(_("GUID"), max_length=2000, blank=True)
    source_meta = models.JSONField(_("what else the source said"), default=dict, blank=True)

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["body_html", "body_html_version", "sort_at", "updated_at"])

    # Indexed in bulk by blog.search, never by a signal per save.
    search_auto_update = False
    search_fields = [
        FoldedField("title", boost=3),
        FoldedField("search_text"),
        index.FilterField("status"),
        index.FilterField("kind"),
        index.FilterField("language"),
        index.FilterField("sort_at"),
        index.FilterField("original_id"),
    ]

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-sort_at", "-pk"]
        permissions = [("translate_post", _("Can translate posts"))]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["post", "page"]), name="post_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "in_review", "published", "private", "archived"]),
                name="post_status_known",
            ),
            models.CheckConstraint(
                condition=Q(body_format__in=["html", "wordpress", "markdown", "text"]), name="post_body_format_known"
            ),
            models.CheckConstraint(
                condition=Q(published_month__isnull=True) | Q(published_year__isnull=False),
                name="post_month_needs_year",
            ),
            models.CheckConstraint(
                condition=Q(published_day__isnull=True) | Q(published_month__isnull=False),
                name="post_day_needs_month",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_day__isnull=False), name="post_time_needs_day"
            ),
            models.CheckConstraint(
                condition=Q(translation_of__isnull=True) | ~Q(translation_of=F("id")),
                name="post_not_its_own_translation",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="post_not_its_own_parent"
            ),
        ]
        indexes = [
            models.Index("status", "kind", F("sort_at").desc(), F("id").desc(), name="post_public_list"),
            models.Index(fields=["published_year", "published_month", "published_day"], name="post_archive"),
            models.Index(fields=["source", "original_id"], name="post_original_id"),
            models.Index(fields=["slug"], name="post_slug"),  # old addresses may say no more
        ]

    def __str__(self) -> str:
        return self.title or self.path

    def save(self, *args, **kwargs) -> None:
        """Keep what follows from other fields in step: the path's form, the sort key, the rendered body."""
        self.path = unicodedata.normalize("NFC", self.path).strip("/")
        self.derive()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {
                *kwargs["update_fields"],
                "sort_at",
                "body_html",
                "body_html_version",
                "updated_at",
            }
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("blog:post", kwargs={"path": self.path})

    def derive(self) -> None:
        """Set `sort_at` and `body_html` from date, body and format."""
        self.sort_at = self.published_at or self.earliest_moment()
        self.body_html = rendering.body_html(self.body, self.body_format)
        self.body_html_version = markup.ALLOWLIST_VERSION

    def earliest_moment(self) -> dt.datetime:
        """The first moment of the year, month or day that is known; UNDATED when none is."""
        return first_moment(self.date_parts, self.zone)

    @property
    def further_authors(self) -> list[Author]:
        """Who wrote it besides its author, in order."""
        if "loaded_co_authors" not in self.__dict__:
            links = Post.co_authors.through.objects.filter(post=self.pk).select_related("author").order_by("pk")
            self.loaded_co_authors = [link.author for link in links] if self.pk else []
        return self.loaded_co_authors

    @property
    def writers(self) -> list[Author]:
        """All who wrote it, its author first."""
        others = [author for author in self.further_authors if author.pk != self.author_id]
        return [*([self.author] if self.author else []), *others]

    @property
    def zone(self) -> dt.tzinfo:
        """The time zone by which its date goes: that of its source, ours where that is not known."""
        return zone_of_dates(self.source)

    @property
    def date_parts(self) -> tuple[int, ...]:
        """(year, month, day) as far as known."""
        parts = (self.published_year, self.published_month, self.published_day)
        return tuple(part for part in parts if part is not None)

    @property
    def is_public(self) -> bool:
        return self.status == self.Status.PUBLISHED and self.sort_at <= timezone.now()

    @property
    def comments_close_at(self) -> dt.datetime | None:
        """When comments close, or closed, by the age of the post; None: never, or its date is not known."""
        days = self.comments_close_after
        days = settings.COMMENTS_CLOSE_AFTER_DAYS if days is None else days
        if days <= 0 or self.sort_at == UNDATED:
            return None
        try:
            return self.sort_at + dt.timedelta(days=days)
        except OverflowError:
            return None

    @property
    def takes_comments(self) -> bool:
        """Whether anyone may comment now: not closed on the whole blog, nor on this post, nor by its age."""
        closes = self.comments_close_at
        in_time = closes is None or timezone.now() < closes
        return settings.COMMENTS_OPEN and self.comments_open and self.is_public and in_time

    @property
    def search_text(self) -> str:
        """What search finds beside the title: excerpt, body, and the names of author, tags and categories."""
        names = [author.name for author in self.writers]
        names += [term.name for term in (*self.tags.all(), *self.categories.all())]
        return "\n".join([self.excerpt, markup.plain_text(self.body_html), *names])
