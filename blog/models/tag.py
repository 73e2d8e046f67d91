"""Tags by django-taggit, with a tag of our own: the slug is the key, names may repeat."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, NaturalKeyManager, TagBase

from blog.models.nouns import LONGEST_NAME, NounQuerySet
from blog.text import paths


class TagManager(NaturalKeyManager, models.Manager.from_queryset(NounQuerySet)):  # type: ignore[misc]
    """Tags by their slug, for fixtures, and by their posts."""


class Tag(TagBase):
    # taggit's own Tag.name is unique; two old blogs may spell two tags alike.
    name = models.CharField(_("name"), max_length=LONGEST_NAME, db_index=True)
    slug = models.SlugField(_("slug"), max_length=LONGEST_NAME, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)
    source_meta = models.JSONField(_("what else the source said"), default=dict, blank=True)

    IN_POSTS = "tagged_posts__tag"

    natural_key_fields = ["slug"]

    objects: ClassVar[TagManager] = TagManager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="tag_has_a_slug")]

    def get_absolute_url(self) -> str:
        return reverse("blog:tag", kwargs={"slug": self.slug})

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return the slug of a name, for the i-th other tag that asks for the same; taggit calls it."""
        slug = paths.slugify(tag) or "tag"
        return slug if i is None else f"{slug}-{i + 1}"


class TaggedPost(ItemBase):
    """A post bears a tag. A real foreign key instead of taggit's generic one."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_posts")
    content_object = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="tagged_posts")

    class Meta:
        verbose_name = _("tagged post")
        verbose_name_plural = _("tagged posts")
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="taggedpost_unique_tag_per_post")]

    def __str__(self) -> str:
        return f"{self.content_object_id} · {self.tag_id}"
