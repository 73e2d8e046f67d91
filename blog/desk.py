"""The admin site: Django's, with the nouns in the order of the work."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# What is worked on daily first, then what is looked up, then logins.
APPS = ("blog", "importers")
NOUNS = (
    *("Post", "Comment", "Trackback", "Mention", "TranslationNote", "TextRepair", "ModerationEvent", "ModerationRule"),
    *("Author", "Category", "Tag", "Attachment", "Source", "LegacyURL"),
    *("PageReview", "ImportRun", "ImportedItem", "ImportIssue"),
)


class Desk(AdminSite):
    site_header = site_title = "Palimpsest"
    index_title = _("The desk")

    def get_urls(self) -> list[Any]:
        """Return Django's, and those of pages that are no noun's."""
        # The admin's modules need the site, and are loaded after it.
        from blog.admin import encoding, learned_filter, moderation, notices, persons

        own = (encoding, learned_filter, moderation, notices, persons)
        return [*(route for module in own for route in module.urls(self)), *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return what Django does, in our order; the places of moderation stand together."""
        from blog.admin import places  # which needs the applications to be loaded

        found = super().get_app_list(request, app_label)
        found.sort(key=lambda app: _place(app["app_label"], APPS))
        for app in found:
            app["models"].sort(key=lambda model: _place(model["object_name"], NOUNS))
        return found if app_label else places.grouped(found, request)


class DeskConfig(AdminConfig):
    """Stands in INSTALLED_APPS in place of Django's own."""

    default_site = "blog.desk.Desk"


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)
