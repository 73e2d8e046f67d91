"""Categories: a tree. The same slug may stand under two parents."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Concat, Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.nouns import LONGEST_NAME, NounQuerySet

LONGEST_PATH = 700
# Below another category the address of one with this slug is that of the other's feed.
FEED_SLUG = "feed"


class CategoryQuerySet(NounQuerySet):
    def bearing(self, posts):
        """Return the condition that one of these posts is in it, or in one below it."""
        bearing = self.model.posts.through.objects.filter(post__in=posts).values("category")
        below = Q(path=OuterRef("path")) | Q(path__startswith=Concat(OuterRef("path"), Value("/")))
        return Exists(Category.objects.filter(below, pk__in=bearing))


class Category(models.Model):
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    slug = models.SlugField(_("slug"), max_length=LONGEST_NAME, allow_unicode=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("parent"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    description = models.TextField(_("description"), blank=True)
    path = models.CharField(
        _("path"),
        max_length=LONGEST_PATH,
        unique=True,
        editable=False,
        help_text=_("Slugs from the root, joined by /."),
    )
    source_meta = models.JSONField(_("what else the source said"), default=dict, blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "slug"], name="category_slug_unique_under_parent"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(parent__isnull=True), name="category_slug_unique_at_the_top"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="category_not_its_own_parent"),
            models.CheckConstraint(condition=~Q(slug=""), name="category_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Keep the path of this category and of all below it in step with slug and parent."""
        self.path = self.derived_path()
        super().save(*args, **kwargs)
        for child in self.children.all() if self.pk else ():
            if child.path != child.derived_path():
                child.save(update_fields=["path"])

    def get_absolute_url(self) -> str:
        return reverse("blog:category", kwargs={"path": self.path})

    def clean(self) -> None:
        """Refuse an address that is a feed's, and one that is too long, for this category or one below it."""
        if self.parent and self.slug == FEED_SLUG:
            raise ValidationError({"slug": _("Below another category this is the address of a feed.")})
        below = Category.objects.filter(path__startswith=f"{self.path}/") if self.path else Category.objects.none()
        longest = below.order_by().aggregate(longest=Max(Length("path")))["longest"] or len(self.path)
        if len(self.derived_path()) + longest - len(self.path) > LONGEST_PATH:
            raise ValidationError({"slug": _("With the categories above and below it the address is too long.")})

    def derived_path(self) -> str:
        return f"{self.parent.path}/{self.slug}" if self.parent else self.slug
