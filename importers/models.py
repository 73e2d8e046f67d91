"""What an import leaves behind about itself: the run, one row per item, and what was changed."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.models import Source


class ImportRuns(models.Manager["ImportRun"]):
    """Runs, without what only undoing them reads."""

    def get_queryset(self) -> models.QuerySet["ImportRun"]:
        return super().get_queryset().defer("went_on")


class ImportRun(models.Model):
    """One run of an import command. While it is running it holds its source's lease."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        STOPPED = "stopped", _("stopped early")
        FAILED = "failed", _("failed")
        UNDONE = "undone", pgettext_lazy("a run", "undone")

    # Unknown until the files of a run that the admin started are looked into.
    source = models.ForeignKey(
        Source, verbose_name=_("source"), null=True, on_delete=models.CASCADE, related_name="runs"
    )
    reader = models.CharField(_("reader"), max_length=40)
    paths = models.JSONField(_("files"), default=list)
    options = models.JSONField(_("options"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    report = models.JSONField(_("report"), default=dict, blank=True)
    holder = models.CharField(_("process"), max_length=200, blank=True, help_text=_("Host and process number."))
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    items_done = models.PositiveIntegerField(_("items so far"), default=0)
    bytes_done = models.PositiveBigIntegerField(default=0)
    bytes_total = models.PositiveBigIntegerField(default=0)
    cancel_wanted = models.BooleanField(_("to be cancelled"), default=False)
    undoing = models.BooleanField(default=False, help_text=_("Its undoing is asked for, or is on its way."))
    items_total = models.PositiveIntegerField(default=0, help_text=_("How many changes are to be undone."))
    # What it settled of items that runs brought which did not come to their end: see importers.loading.continuing.
    went_on = models.TextField(default="", blank=True, editable=False)
    # What it filled in of blogs that were known before it: values by name, by the blog's key.
    filled = models.JSONField(default=dict, blank=True, editable=False)

    objects = ImportRuns()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(state="running"), name="importrun_one_running_per_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader} · {self.pk}"

    def first_issues(self, number: int, start: int = 0, code: str = "") -> list[dict[str, Any]]:
        """Return issues as JSON: first those stored with an item (its key under "item"), then those of the run."""
        rows = self.issues.values("level", "code", "where", "message", "item")
        rows = rows.filter(code=code) if code else rows
        stop, filed = start + number, rows.count()
        noted = [issue for issue in self.report.get("issues", ()) if code in ("", issue["code"])]
        return [*rows[start:stop], *noted[max(0, start - filed) : max(0, stop - filed)]]

    def count_kept(self, code: str = "") -> int:
        """Return how many issues `first_issues` can give."""
        rows = self.issues.filter(code=code) if code else self.issues
        noted = sum(code in ("", issue["code"]) for issue in self.report.get("issues", ()))
        return rows.count() + noted

    def count_issues(self) -> int:
        """Return how many issues the run met, those that it keeps nowhere in full among them."""
        counts = self.report.get("issue_counts")
        if counts is None:
            return len(self.report.get("issues", ()))
        return sum(number for codes in counts.values() for number in codes.values())


class ImportedItem(models.Model):
    """One item of a source: what it was, what became of it here, and what was last written.

    `object_id` is the primary key in the model that `kind` names; null once the item is gone here. `written` is the
    base of the three-way merge (long values as digests). `points_to` names other items of the source by their ids
    there (parent, featured image, translation); while `unsettled`, some of them have not been found yet.
    """

    class Kind(models.TextChoices):
        POST = "post", _("post")
        PAGE = "page", _("page")
        ATTACHMENT = "attachment", _("attachment")
        COMMENT = "comment", _("comment")
        TRACKBACK = "trackback", _("trackback")
        AUTHOR = "author", _("author")
        CATEGORY = "category", _("category")
        TAG = "tag", _("tag")
        BLOCK = "block", _("reusable block")  # no object here: bodies take it in
        CAPTURE = "capture", _("capture of a post")  # a page that only adds to the post of another item

    class Tombstone(models.TextChoices):
        NONE = "", _("none")
        DELETED_HERE = "deleted-here", _("deleted here")
        MERGED_HERE = "merged-here", _("merged here")

    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    identity = models.CharField(_("identity"), max_length=500)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    origin = models.CharField(_("found in"), max_length=1000, blank=True)
    reader = models.CharField(_("reader"), max_length=40, blank=True)
    raw = models.BinaryField(_("raw source, compressed"), default=bytes)
    content_hash = models.CharField(max_length=64)
    provenance = models.JSONField(_("what the file said"), default=dict, blank=True)
    written = models.JSONField(_("what was last written"), default=dict, blank=True)
    points_to = models.JSONField(default=dict, blank=True)
    unsettled = models.BooleanField(default=False)
    tombstone = models.CharField(_("tombstone"), max_length=12, choices=Tombstone, blank=True, default=Tombstone.NONE)
    first_run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="first_items")

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "identity"], name="importeditem_identity_unique")
        ]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="importeditem_object"),
            models.Index(fields=["source"], condition=Q(unsettled=True), name="importeditem_unsettled"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.identity}"


class ImportChange(models.Model):
    """What a run changed of one item: `before` is null for what it created. What undo reads."""

    run = models.ForeignKey(ImportRun, verbose_name=_("run"), on_delete=models.CASCADE, related_name="changes")
    item = models.ForeignKey(ImportedItem, verbose_name=_("item"), on_delete=models.CASCADE, related_name="changes")
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), default=dict)
    # For undo: the item as it was, the repairs that went with the values before, the addresses that came.
    besides = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("import change")
        verbose_name_plural = _("import changes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "item"], name="importchange_once_per_run_and_item")]

    def __str__(self) -> str:
        return f"{self.run_id} · {self.item_id}"


class ImportIssue(models.Model):
    """A problem that a run met, stored with the batch it belongs to; `item` is what it is about, where that is here."""

    run = models.ForeignKey(ImportRun, verbose_name=_("run"), on_delete=models.CASCADE, related_name="issues")
    item = models.ForeignKey(
        ImportedItem, verbose_name=_("item"), null=True, on_delete=models.SET_NULL, related_name="issues"
    )
    level = models.CharField(_("level"), max_length=10)
    code = models.CharField(_("code"), max_length=40)
    where = models.CharField(_("where"), max_length=1000)
    message = models.TextField(_("message"))

    class Meta:
        verbose_name = _("import issue")
        verbose_name_plural = _("import issues")
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "code"], name="importissue_run_code")]

    def __str__(self) -> str:
        return f"{self.code} · {self.where}"


class PageReview(models.Model):
    """A scraped page under a person's eyes: what is in doubt, how it is built, and what was decided.

    `steps` are the decisions (see scraping/decisions.py), stored as they are made; `decided` says that what follows
    from them stands in the post, so that no import overwrites it. `version` counts changes of the steps: who decides
    upon what has changed meanwhile is told so.
    """

    class State(models.TextChoices):
        SURE = "sure", pgettext_lazy("a page", "nothing in doubt")
        WAITING = "waiting", pgettext_lazy("a page", "waits")
        REVIEWED = "reviewed", pgettext_lazy("a page", "reviewed")

    class Doubt(models.TextChoices):
        CHECKSUM = "checksum", _("a count fails")
        TITLE = "title", _("title in doubt")
        BODY = "body", _("text in doubt")
        COMMENTS = "comments", _("comments in doubt")
        GUESS = "guess", _("a guess is kept")

    item = models.OneToOneField(ImportedItem, verbose_name=_("page"), on_delete=models.CASCADE, related_name="review")
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    doubts = models.CharField(_("why"), max_length=80, blank=True, help_text=_("Names, each between two commas."))
    layout = models.CharField(max_length=32, blank=True)
    furniture = models.JSONField(default=list, blank=True)  # hashes of its lines that other pages of the batch have
    steps = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=0)
    decided = models.BooleanField(default=False)
    # The last run that wrote what was decided; undoing it takes the decision back.
    run = models.ForeignKey(ImportRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    example = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)

    class Meta:
        verbose_name = _("page to review")
        verbose_name_plural = _("pages to review")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["state", "id"], name="pagereview_state"),
            models.Index(fields=["source", "layout"], name="pagereview_layout"),
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def reasons(self) -> list[str]:
        """Why the page should be looked at, as values of Doubt."""
        return [doubt for doubt in self.doubts.split(",") if doubt]

    @reasons.setter
    def reasons(self, doubts: Sequence[str]) -> None:
        # Between commas, so that one is found wherever it stands.
        self.doubts = ",".join(("", *doubts, "")) if doubts else ""
