"""What authors, sources, tags and categories share: posts bear them, and readers learn of them by posts alone."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

LONGEST_NAME = 255  # of a tag's or category's name, and of its slug: WordPress allows 200


class NounQuerySet(models.QuerySet):
    def with_public_posts(self):
        """Those of a post or page that anyone may read now."""
        from blog.models.post import Post

        return self.borne_by(Post.objects.public())

    def borne_by(self, posts):
        """Those that some of these posts bear."""
        return self.filter(self.bearing(posts.order_by()))

    def bearing(self, posts):
        """Return the condition that some of these posts bear it."""
        return Exists(posts.filter(**{self.model.IN_POSTS: OuterRef("pk")}))

    def known(self):
        """What readers may know of: what public posts bear, and what had a page on an old blog and hides no post."""
        from blog.models.legacy_url import NOUNS, LegacyURL
        from blog.models.post import Post

        name = self.model._meta.model_name
        public = self.bearing(Post.objects.public().order_by())
        if name not in NOUNS:
            return self.filter(public)
        listed = Exists(LegacyURL.objects.order_by().filter(**{name: OuterRef("pk")}))
        return self.filter(public | Q(listed & ~self.bearing(Post.objects.order_by())))
