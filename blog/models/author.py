"""Who wrote a post. Not a login; an author may be linked to one."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models.nouns import NounQuerySet
from blog.models.source import Source


class AuthorQuerySet(NounQuerySet):
    def bearing(self, posts):
        """Return the condition that they wrote one of these posts, alone or with others."""
        together = self.model.co_authored_posts.through.objects.filter(
            author=OuterRef("pk"), post__in=posts.values("pk")
        )
        return Q(Exists(posts.filter(author=OuterRef("pk")))) | Q(Exists(together))


class Author(models.Model):
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, blank=True, on_delete=models.SET_NULL, related_name="authors"
    )
    login = models.CharField(_("login at the source"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    url = models.URLField(_("website"), max_length=500, blank=True)
    bio = models.TextField(_("biography"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("login here"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="author_has_a_slug")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:author", kwargs={"slug": self.slug})
