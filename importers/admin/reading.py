"""What the lists and pages of imports share: they are only read, and long texts are shown in boxes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.admin import display
from blog.models import Attachment, Author, Category, Comment, Post, Tag, Trackback
from blog.text.keys import key_of
from importers.issue_codes import ISSUE_CODES
from importers.models import ImportChange, ImportedItem, ImportRun
from importers.packing import unpacked
from importers.records import Severity

SHOWN_RAW = 60_000  # characters of an item's raw source
SHOWN_NAME = 90  # characters of what an item is called here
LATEST_RUNS = 8

# What a level means for the person at the desk; the colours are in admin.css.
LEVEL_TONES = {Severity.ERROR: "bad", Severity.WARNING: "wait", Severity.INFO: "quiet"}
# The models of what is here, without the columns that are large.
LIGHT: dict[str, QuerySet[Any]] = {
    "post": Post.objects.only("pk", "title", "path"),
    "page": Post.objects.only("pk", "title", "path"),
    "capture": Post.objects.only("pk", "title", "path"),
    "attachment": Attachment.objects.all(),
    "comment": Comment.objects.defer("body", "body_html"),
    "trackback": Trackback.objects.defer("body", "body_html"),
    "author": Author.objects.defer("bio"),
    "category": Category.objects.all(),
    "tag": Tag.objects.all(),
}


class ReadOnly:
    """What imports write is only read in the admin."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RunFilter(admin.SimpleListFilter):
    """Narrow a list to what one run is about; the last runs are offered, and the one that is chosen."""

    title = gettext_lazy("import run")
    parameter_name = "run"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        latest = [str(key) for key in ImportRun.objects.values_list("pk", flat=True)[:LATEST_RUNS]]
        asked = run_asked(request)
        return [(key, f"№ {key}") for key in dict.fromkeys([*([str(asked)] if asked else []), *latest])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        run = run_asked(request)
        return self.narrowed(queryset, run, request) if run else queryset

    def narrowed(self, queryset: QuerySet[Any], run: int, request: HttpRequest) -> QuerySet[Any]:
        return queryset.filter(run=run)


def run_asked(request: HttpRequest) -> int:
    """Return the run that a list's address names, 0 when it names none."""
    return key_of(request.GET.get("run", ""))


def changed_by(run: int, **narrowed: Any) -> QuerySet[ImportChange, Any]:
    """Return the keys of the items that a run created or changed."""
    return ImportChange.objects.filter(run=run, **narrowed).values("item")


def fetch_here(items: Iterable[ImportedItem | None]) -> None:
    """Give items the objects that they became, as `here`, by one query for each kind."""
    by_kind: dict[str, list[ImportedItem]] = {}
    for item in items:
        if item is not None and item.object_id is not None:
            by_kind.setdefault(item.kind, []).append(item)
    for kind, alike in by_kind.items():
        found = LIGHT[kind].in_bulk([item.object_id for item in alike])
        for item in alike:
            setattr(item, "here", found.get(item.object_id))  # noqa: B010 - it is no field


def link_here(item: ImportedItem) -> SafeString | str:
    """Link to what an item became; say why where it is not here."""
    if item.tombstone:
        return str(item.get_tombstone_display())
    here: Model | None = getattr(item, "here", None)
    if here is None:
        return "–" if item.object_id is None else str(_("gone"))
    return display.change_link(here, display.excerpt(str(here), SHOWN_NAME))


def link_item(item: ImportedItem) -> SafeString:
    """Link to what the file said of an item."""
    address = reverse("admin:importers_importeditem_change", args=[item.pk])
    return format_html('<a href="{}">{}</a>', address, display.excerpt(item.identity, SHOWN_NAME) or item.pk)


def meaning_of(code: str) -> str:
    """Say what an issue's code tells."""
    return _(ISSUE_CODES[code]) if code in ISSUE_CODES else ""


def tone_of(level: str) -> str:
    """Return the tone of a level."""
    return LEVEL_TONES.get(Severity(level), "quiet") if level in set(Severity) else "quiet"


def raw_text(item: ImportedItem) -> str:
    """Return the raw source as text, as much of it as a page can show."""
    text = unpacked(item.raw).decode("utf-8", "replace")
    return text if len(text) <= SHOWN_RAW else text[:SHOWN_RAW] + "…"


def preformatted(text: str) -> SafeString:
    """Return a long text as the admin shows one: cut, and scrolling in a box that the keyboard reaches."""
    return format_html('<pre class="source" tabindex="0">{}</pre>', text[:SHOWN_RAW])
