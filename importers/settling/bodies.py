"""Bodies rewritten once everything they speak of is stored: one pass, to which small rewriters are plugged in.

To plug one in takes three steps:

1. A test in `importers.rewriting.WISHES`: does a prepared body want the rewriter? Pure and cheap; asked when the post
   is loaded, and again here of a body that an earlier rewriter changed. Its name is then in `points_to["body"]`.
2. A module beside this one with `gather(bodies)`: look up what these bodies (at most CHUNK, all of one source) need, in
   a bounded number of queries, and return a function that maps one `Body` to `Rewritten`. It writes nothing, leaves
   alone what it does not understand, and must be the identity on what it wrote itself: a body of which something is
   still missing comes again, as it was stored, when a later run has brought something new.
3. A line in REWRITERS, in the order of WISHES.

A body that a person changed since is never rewritten. What is rewritten becomes the base of the next merge:
`written["body"]` is the body as it stands then, `written["body_as_found"]` the one that the file brought.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from blog import anchoring, search
from blog.models import Post
from blog.text import markup, rendering
from importers import linking, rewriting
from importers.loading import merging
from importers.loading.changing import about, file_issues, note_changes
from importers.loading.finding import POSTS
from importers.loading.rows import update
from importers.loading.trouble import reason, stop_if_full
from importers.models import ImportedItem, ImportRun
from importers.records import Issue
from importers.rewriting import Body, Gather
from importers.settling import blocks, galleries, links

CHUNK = 200  # bodies that are rewritten together, fewer when they are large
CHUNK_LENGTH = 4_000_000  # characters

REWRITERS: Mapping[str, Gather] = MappingProxyType(
    {"blocks": blocks.gather, "galleries": galleries.gather, "links": links.gather}
)

_POST_COLUMNS = ("path", "source_id", "original_url", "body", "body_format", "body_html", "body_html_version")


@dataclass(slots=True)
class Work:
    """An item with its body, as stored and as the rewriters leave it."""

    item: ImportedItem
    before: list[str]  # format and text
    body: Body
    html: str  # as rendered by the present rules; "" when it has to be rendered anew
    missing: bool = False
    words_changed: bool = False
    issues: list[Issue] = field(default_factory=list)

    @property
    def after(self) -> list[str]:
        return [self.body.format, self.body.text]

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    def wants(self, name: str, hosts: Collection[str]) -> bool:
        if not self.is_changed:
            return name in self.item.points_to["body"]
        return rewriting.WISHES[name](self.body.text, self.body.format, hosts)


@dataclass(slots=True)
class BodySettler:
    """Rewrites the bodies of one source's unsettled items. Those of `waiting` wait for something else too."""

    run: ImportRun
    source_id: int
    waiting: Collection[int] = ()
    hosts: Collection[str] = ()  # of all old blogs
    issues: list[Issue] = field(default_factory=list)
    rewriters: Mapping[str, Gather] = field(default_factory=lambda: REWRITERS)

    def settle(self, beat: Callable[[], None]) -> list[Issue]:
        """Rewrite what can be; return what there is to say about it."""
        for chunk in self._chunks():
            beat()
            with transaction.atomic():
                self.rewrite(chunk)
        return self.issues

    def _chunks(self) -> Iterator[list[ImportedItem]]:
        last = 0
        while items := list(self._unsettled().filter(pk__gt=last)[:CHUNK]):
            last = items[-1].pk
            yield from bounded([item for item in items if item.points_to.get("body")])

    def _unsettled(self) -> QuerySet[ImportedItem]:
        items = ImportedItem.objects.filter(
            source=self.source_id, unsettled=True, kind__in=POSTS, object_id__isnull=False
        )
        return items.defer("raw", "provenance").order_by("pk")

    def rewrite(self, items: Sequence[ImportedItem]) -> None:
        """Rewrite the bodies of these items that no person changed since; inside a transaction."""
        posts = Post.objects.select_for_update().only(*_POST_COLUMNS)
        found = posts.in_bulk([item.object_id for item in items if item.object_id])
        works = [self._work(item, post) for item in items if (post := found.get(item.object_id or 0)) is not None]
        ours = [work for work in works if merging.same(work.item.written, "body", work.before)]
        for name, gather in self.rewriters.items():
            self._ask(name, gather, [work for work in ours if self._wants(work, name)])
        self._store(works)

    def _work(self, item: ImportedItem, post: Post) -> Work:
        again = "body_as_found" in item.written
        place = (post.pk, post.path, post.original_url, item.origin)
        html = post.body_html if post.body_html_version == markup.ALLOWLIST_VERSION else ""
        body = Body(item.source_id, *place, post.body_format, post.body, again)
        return Work(item, [post.body_format, post.body], body, html)

    def _wants(self, work: Work, name: str) -> bool:
        return work.wants(name, self.hosts)

    def _ask(self, name: str, gather: Gather, works: Sequence[Work]) -> None:
        """Have one rewriter look at these bodies; one that it cannot handle stays as it is."""
        if not works:
            return
        rewrite = gather([work.body for work in works])
        for work in works:
            try:
                result = rewrite(work.body)
            except Exception as error:
                stop_if_full(error)
                message = f"its {name} could not be settled ({reason(error)}); they stay as they are"
                work.issues.append(Issue("body-unsettled", work.item.origin, message))
                continue
            if result.text != work.body.text:
                work.words_changed |= result.words_changed
                work.html = linking.with_addresses(work.html, result.addresses) or "" if result.addresses else ""
            work.missing |= result.missing
            work.body.text = result.text
            work.issues += result.issues

    def _store(self, works: Sequence[Work]) -> None:
        """Write bodies, what follows from them, what undo will read, and the base of the next merge."""
        changed = [work for work in works if work.is_changed]
        now = timezone.now()
        rendered = {work.item.pk for work in changed if not work.html}
        for work in changed:
            work.html = work.html or rendering.body_html(work.body.text, work.body.format)
        rows = [(work.body.text, work.html, markup.ALLOWLIST_VERSION, now) for work in changed]
        keys = [work.body.post_id for work in changed]
        update(Post, ("body", "body_html", "body_html_version", "updated_at"), zip(keys, rows, strict=True))
        texts = {(work.body.post_id, "body"): (work.before[1], work.body.text) for work in changed}
        anchoring.carry(Post, texts, beside=0)
        merges = [merging.Merge({"body": work.after}, {"body": work.before}) for work in changed]
        note_changes(self.run, list(zip((work.item for work in changed), merges, strict=True)))
        items: list[tuple[int, tuple[Any, ...]]] = []
        issues: list[Issue] = []
        for work in works:
            unsettled = work.missing or work.item.pk in self.waiting
            if work.is_changed:
                base = merging.settled_base(work.item.written, "body", work.after)
                marks = rewriting.media_marks(work.html) if work.item.pk in rendered else {}
                work.item.written = merging.with_values(base, marks)
            written = work.is_changed or unsettled != work.item.unsettled
            if written:
                items.append((work.item.pk, (work.item.written, unsettled)))
            issues += about(work.item.pk if written else None, work.issues)
        file_issues(self.run, issues)
        self.issues += issues
        update(ImportedItem, ("written", "unsettled"), items)
        if any(work.words_changed for work in changed):
            search.index([Post(pk=work.body.post_id) for work in changed if work.words_changed])


@dataclass(slots=True)
class LateBodies(BodySettler):
    """Rewrites bodies that may be settled, for something that came later; what they wait for, they wait for still."""

    changed: int = 0

    def _wants(self, work: Work, name: str) -> bool:
        return True

    def _store(self, works: Sequence[Work]) -> None:
        for work in works:
            work.missing = work.item.unsettled
            self.changed += work.is_changed
        BodySettler._store(self, works)


def bounded(items: Sequence[ImportedItem]) -> Iterator[list[ImportedItem]]:
    """Yield the items in groups whose bodies together are not too long for the memory."""
    keys = [item.object_id or 0 for item in items]
    lengths = dict(Post.objects.filter(pk__in=keys).annotate(length=Length("body")).values_list("pk", "length"))
    group: list[ImportedItem] = []
    length = 0
    for item in items:
        group.append(item)
        length += lengths.get(item.object_id or 0, 0)
        if length > CHUNK_LENGTH:
            yield group
            group, length = [], 0
    if group:
        yield group
