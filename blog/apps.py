"""The blog: what an editor, a translator, a moderator and a reader see."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = _("Blog")

    def ready(self) -> None:
        """Let a file go with the last attachment that has it; have the database keep its counts."""
        from django.db.models.signals import post_delete, post_migrate

        from blog import attaching, counting
        from blog.models import Attachment

        post_delete.connect(attaching.release_deleted, sender=Attachment, dispatch_uid="release-file")
        post_migrate.connect(counting.install, sender=self, dispatch_uid="install-counts")
