"""What authors, sources, tags and categories share: posts bear them, and readers learn of them by posts alone."""

from django.db import models
from django.db.models import Exists, OuterRef


class NounQuerySet(models.QuerySet):
    def with_public_posts(self):
        """Those of a post or page that anyone may read now: what readers may know of."""
        return self.filter(Exists(self.public_posts().filter(**{self.model.IN_POSTS: OuterRef("pk")})))

    def public_posts(self):
        from blog.models.post import Post

        return Post.objects.public().order_by()
