"""The places of moderation: a row of links above each of their pages, and a group of its own in the list of nouns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

DECIDING = ("blog.change_comment", "blog.change_trackback")


@dataclass(frozen=True, slots=True)
class Place:
    """A page and those below it: the names of their addresses are `name`, or begin with it and an underscore."""

    name: str
    label: Any  # lazily translated
    permissions: tuple[str, ...]
    noun: str = ""  # the model that it lists

    @property
    def url(self) -> str:
        return reverse(f"admin:{self.name}_changelist" if self.noun else f"admin:{self.name}")

    def has(self, request: HttpRequest) -> bool:
        """Say whether what is asked for is one of its pages."""
        asked = request.resolver_match.url_name if request.resolver_match else None
        return asked is not None and (asked == self.name or asked.startswith(f"{self.name}_"))


PLACES = (
    Place("moderation", _("Desk"), ("blog.view_comment", "blog.view_trackback")),
    Place("blog_moderationevent", _("Journal"), ("blog.view_moderationevent",), "ModerationEvent"),
    Place("blog_moderationrule", _("Rules"), ("blog.view_moderationrule",), "ModerationRule"),
    Place("filter", _("Filter"), DECIDING),
    Place("notices", _("Notices"), DECIDING),
    Place("persons", _("Personal data"), ("blog.delete_comment", "blog.delete_trackback")),
)


def places_of(user: User | AnonymousUser) -> list[Place]:
    """Return the places that someone may go to."""
    return [place for place in PLACES if user.has_perms(place.permissions)]


def grouped(apps: list[Any], request: HttpRequest) -> list[Any]:
    """Return the admin's list of applications with the places as one of them, after the blog's own nouns."""
    places = places_of(request.user)
    if not places:
        return apps
    nouns = {place.noun for place in places if place.noun}
    taken = {model["object_name"]: model for app in apps for model in app["models"] if model["object_name"] in nouns}
    rest = [app | {"models": [model for model in app["models"] if model["object_name"] not in nouns]} for app in apps]
    entries = [taken.get(place.noun, {}) | _entry(place) for place in places]
    group = {"name": _("Moderation"), "app_label": "moderation", "app_url": places[0].url, "models": entries}
    rest = [app for app in rest if app["models"]]
    at = next((number for number, app in enumerate(rest, 1) if app["app_label"] == "blog"), 0)
    return [*rest[:at], group, *rest[at:]]


def _entry(place: Place) -> dict[str, Any]:
    """Return what the list shows of a place: a page to look at, where it lists no noun."""
    known = {"name": place.label, "admin_url": place.url}
    return known if place.noun else known | {"object_name": f"Place-{place.name}", "add_url": None, "view_only": True}
