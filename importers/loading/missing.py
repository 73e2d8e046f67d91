"""What earlier runs brought and the source has no more. It is kept: nobody asked for it to go; and it is said once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import transaction

from blog.models import Source
from importers.loading.batch import Work
from importers.loading.changing import file_issues
from importers.loading.feedback import Part
from importers.models import ImportedItem, ImportRun
from importers.records import Issue, Severity

CODE = "gone-at-source"
KINDS = ("post", "page", "attachment")
# Whoever imports the parts of a blog one by one would be told of all the others each time.
NAMED = 100


def gone_items(run: ImportRun, source: Source, has_met: Callable[[int, str, str], bool]) -> list[Issue]:
    """Return, and store with the run, what of an export's source earlier exports held and this one does not."""
    earlier = ImportedItem.objects.filter(source=source, reader="wxr", kind__in=KINDS, tombstone="")
    earlier = earlier.exclude(object_id=None).exclude(first_run=run)
    gone = [
        (pk, kind, name, origin)
        for pk, kind, name, origin in earlier.values_list("pk", "kind", "identity", "origin").order_by("pk").iterator()
        if not has_met(source.pk, kind, name)
    ]
    said = set(ImportedItem.objects.filter(source=source, issues__code=CODE).values_list("pk", flat=True))
    news = [row for row in gone if row[0] not in said]
    if len(news) > NAMED:
        message = (
            f"{len(news)} posts, pages and attachments that were imported earlier are not in these files; "
            "they were kept as they are"
        )
        return [Issue(CODE, source.slug, message, Severity.INFO)]
    message = "was imported earlier and is not in these files any more; it was kept"
    issues = [Issue(CODE, origin, f"the {kind} {message}", Severity.INFO, item=pk) for pk, kind, _, origin in news]
    if issues:
        with transaction.atomic():
            file_issues(run, issues)
    return issues


def gone_parts(work: Work, known: Iterable[ImportedItem], parts: Sequence[Part]) -> Iterator[Issue]:
    """Yield what is to be said of a changed post's feedback that its file has no more."""
    assert work.stored is not None
    met = {(part.kind, part.identity) for part in parts}
    gone = sum(
        item.parent_id == work.stored.pk
        and (item.kind, item.identity) not in met
        and item.object_id is not None
        and not item.tombstone
        for item in known
    )
    is_cut = any(issue.code == "file-cut" for issue in work.item.record.issues)
    if gone and not is_cut:
        message = f"{gone} of its comments and trackbacks, imported earlier, are not in the file any more; kept"
        yield Issue(CODE, work.item.record.origin, message, Severity.INFO, item=work.stored.pk)
