"""The importers: what turns remains of a blog into posts, pages and feedback."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportersConfig(AppConfig):
    name = "importers"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Listen to deletions and erasures in the blog, which knows nothing of imports, and help it endure."""
        from importers import enduring, erasing, signals

        for module in (signals, erasing, enduring):
            module.connect()
