"""The form by which an export is sent, and what its options are called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Source
from blog.text.wording import Problem
from importers import starting, uploading
from importers.asking import asked_of
from importers.author_map import AuthorMap, author_map_of
from importers.loading import UPDATES
from importers.loading.sources import Wish
from importers.options import Options
from importers.unpacking import damaged_at, is_archive

FORMATS = {
    "wxr": gettext_lazy("a WordPress export"),
    "movable_type": gettext_lazy("a Movable Type or TypePad export"),
    "front_matter": gettext_lazy("posts with front matter (Jekyll and its like)"),
    "pages": gettext_lazy("saved pages, HTML or bare text"),
}
EXPORTS = ("wxr", "movable_type")  # one file of many items, known by what it says and not by its place
MEANINGS = {
    "changed": gettext_lazy("take over what changed at the source, keep what was edited here"),
    "force": gettext_lazy("overwrite them, edited or not"),
    "never": gettext_lazy("leave them as they are"),
}


class ImportForm(forms.Form):
    """A file, what it is, which blog it is of, and what a command's options would say."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "An export of WordPress or Movable Type, a Markdown or HTML page, a bare text, or a zip file of them."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml,.gz,.zip,.md,.markdown,.html,.htm,.txt,.warc"}),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        required=False,
        choices=[("", gettext_lazy("found out from the file")), *FORMATS.items()],
    )
    dry_run = forms.BooleanField(
        label=gettext_lazy("Only try"),
        required=False,
        help_text=gettext_lazy(
            "Report what would be stored and store nothing. The file is kept for the import itself."
        ),
    )
    source = forms.ModelChoiceField(
        label=gettext_lazy("Blog"),
        required=False,
        queryset=Source.objects.order_by("name", "pk"),
        empty_label=gettext_lazy("found out from the file"),
        help_text=gettext_lazy("The blog it comes from. What is said below counts where the blog is new."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)
    url = forms.CharField(
        label=gettext_lazy("Old address"),
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "http://old.example.com"}),
    )
    language = forms.CharField(
        label=gettext_lazy("Language"), required=False, max_length=35, help_text=gettext_lazy("For example fr.")
    )
    timezone = forms.CharField(
        label=gettext_lazy("Time zone"),
        required=False,
        max_length=64,
        help_text=gettext_lazy("For example Europe/Rome."),
    )
    update = forms.ChoiceField(
        label=gettext_lazy("Items imported before"),
        required=False,
        choices=[(name, MEANINGS[name]) for name in UPDATES],
    )
    limit = forms.IntegerField(
        label=gettext_lazy("At most"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=gettext_lazy("So many posts and pages; all, when this is empty."),
    )
    encoding = forms.CharField(
        label=gettext_lazy("Encoding"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Only when you know better than the file, for example windows-1252."),
    )

    fetch_media = forms.BooleanField(
        label=gettext_lazy("Fetch pictures and other files"),
        required=False,
        help_text=gettext_lazy("From their old addresses, in the background, where they still answer."),
    )
    post_types = forms.CharField(
        label=gettext_lazy("Types kept as posts"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Of a WordPress export, for example recipe,review; all with text, when this is empty."),
    )
    taxonomy = forms.CharField(
        label=gettext_lazy("Taxonomies"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("What to take for tags or categories, for example genre=tag,series=category."),
    )
    author_map = forms.CharField(
        label=gettext_lazy("Whom logins stand for"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "login,name,email,url"}),
        help_text=gettext_lazy("A line login,name or login,name,email,url, and below it a line for each login."),
    )

    def __init__(self, *args: Any, refusal: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.refusal = refusal
        if refusal:
            # Of a file that was let go nothing is left but the reason.
            self.fields["file"].required = False

    def fieldsets(self) -> list[tuple[Any, dict[str, Any]]]:
        """Return the fields in the order of thought, as the admin lays out forms."""
        return [
            (None, {"fields": ["file", "format", "dry_run"]}),
            (_("Where it comes from"), {"fields": ["source", "name", "url", "language", "timezone"]}),
            (_("How"), {"fields": ["fetch_media", "update", "limit", "encoding"]}),
            (_("Of a WordPress export"), {"fields": ["post_types", "taxonomy", "author_map"]}),
        ]

    def clean(self) -> dict[str, Any]:
        """Check the options, then keep the file and see whether anybody reads it."""
        asked: dict[str, Any] = super().clean() or {}
        if self.refusal:
            self.add_error("file", self.refusal)
        try:
            asked["options"] = self.options(asked)
            asked["options"].check()
        except Problem as problem:
            self.add_error(None, problem.told(_))
        if not self.errors:
            self.take(asked)
        return asked

    def options(self, asked: Mapping[str, Any]) -> Options:
        source: Source | None = asked.get("source")
        said = {name: asked.get(name) or "" for name in ("name", "url", "language", "timezone")}
        pairs = (asked.get("taxonomy") or "").replace(",", " ").split()
        wish = Wish(slug=source.slug) if source else Wish(**said)
        return Options(
            wish=wish,
            dry_run=bool(asked.get("dry_run")),
            limit=asked.get("limit"),
            encoding=asked.get("encoding") or "",
            update=asked.get("update") or "changed",
            asked=asked_of(asked.get("post_types") or None, [pair for pair in pairs if pair]),
            authors=author_map_of(asked["author_map"], _("The author map")) if asked.get("author_map") else AuthorMap(),
            fetch_media=bool(asked.get("fetch_media")),
        )

    def take(self, asked: dict[str, Any]) -> None:
        """Keep the file for its run."""
        try:
            path = uploading.keep(asked["file"])
        except uploading.UploadRefused as problem:
            self.add_error("file", str(problem))
            return
        reader = starting.recognise(path, asked.get("format") or "")
        if not reader:
            self.add_error("file", why_not(path, FORMATS.get(asked.get("format", ""))))
            uploading.remove([str(path)])
        asked |= {"path": uploading.file_in(path) if reader in EXPORTS else path, "reader": reader}


def why_not(path: Path, wanted: Any) -> str:
    """Say why nobody reads what was sent."""
    file = uploading.file_in(path)
    if is_archive(file) and (member := damaged_at(file)):
        return _("The archive is damaged or cut off, at “%(name)s”.") % {"name": member}
    return _("This is not %s.") % wanted if wanted else _("This is in no format that is read here.")


NAMES = {
    "slug": gettext_lazy("blog"),
    "name": gettext_lazy("name"),
    "url": gettext_lazy("address"),
    "language": gettext_lazy("language"),
    "timezone": gettext_lazy("time zone"),
    "dry_run": gettext_lazy("only try"),
    "limit": gettext_lazy("at most"),
    "encoding": gettext_lazy("encoding"),
    "update": gettext_lazy("items imported before"),
    "fetch_media": gettext_lazy("fetch files"),
    "post_types": gettext_lazy("types kept as posts"),
    "taxonomies": gettext_lazy("taxonomies"),
    "authors": gettext_lazy("logins"),
    "uploads": gettext_lazy("files from"),
}


UNTOLD = ("made_source", "review", "example", "pages")  # what a run notes for itself


def spelled(options: Mapping[str, Any]) -> str:
    """Return a run's options that say something, for a person to read."""
    defaults = {"update": "changed"}
    told = [
        str(named(name)) if value is True else _("%(name)s: %(value)s") % {"name": named(name), "value": plain(value)}
        for name, value in options.items()
        if value and value != defaults.get(name) and name not in UNTOLD
    ]
    return ", ".join(told)


def named(option: str) -> Any:
    """Return what an option is called."""
    return NAMES.get(option, option.replace("_", " "))


def plain(value: Any) -> str:
    """Return an option's value without brackets."""
    if isinstance(value, Mapping):
        return ", ".join(value)
    if isinstance(value, list):
        return ", ".join("=".join(part) if isinstance(part, list) else str(part) for part in value)
    return str(value)
