"""Why something that a run made must stay when the run is undone: a person, or what a person made, needs it.

Asked for many objects of one kind at once, in a bounded number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from blog.models import Author, Category, Feedback, ModerationEvent, Post, Tag, TaggedPost, TranslationNote
from blog.text.wording import gettext_noop as _
from importers.models import ImportedItem, ImportRun
from importers.undoing.standing import model_of, touched

CHANGED = _("was changed here since")
# What hangs on what: the column, and why what it leads to stays.
ABOVE = {
    "comment": (("parent_id", _("was answered here since")),),
    "post": (("translation_of_id", _("was translated here")), ("parent_id", _("has pages below it"))),
    "page": (("translation_of_id", _("was translated here")), ("parent_id", _("has pages below it"))),
    "category": (("parent_id", _("is still used")),),
}
Stays = Mapping[str, Collection[int]]  # by kind, what is kept of what the run made


def reasons(
    kind: str, run: ImportRun, items: Sequence[ImportedItem], present: Mapping[int, Any], stays: Stays
) -> dict[int, str]:
    """Return the reasons of those items (by key) that must stay; what is not here any more has none."""
    found: dict[int, str] = {}
    for item in items:
        here = present.get(item.object_id or 0)
        changed = touched(kind, item, here) if here is not None else []
        if changed:
            found[item.pk] = f"{CHANGED}: {', '.join(changed)}"
    here = [item for item in items if item.pk not in found and item.object_id in present]
    keys = {item.object_id or 0: item.pk for item in here}
    for why, needed in _needed(kind, run, list(keys), stays):
        for key in needed:
            if key in keys:
                found.setdefault(keys[key], why)
    _keep_above(kind, [item for item in items if item.object_id in present], found)
    return found


def _needed(kind: str, run: ImportRun, keys: list[int], stays: Stays) -> Iterable[tuple[str, Iterable[Any]]]:
    """Yield reasons with the keys of the objects they hold for."""
    if not keys:
        return
    model = model_of(kind)
    if model in (Author, Category, Tag):
        others = ImportedItem.objects.filter(kind=kind, tombstone=ImportedItem.Tombstone.MERGED_HERE)
        yield (
            _("another one was merged into it here"),
            others.filter(object_id__in=keys).values_list("object_id", flat=True),
        )
    if model is Feedback:
        events = ModerationEvent.objects.filter(feedback__in=keys)
        yield _("was moderated here since"), events.values_list("feedback_id", flat=True)
        replies = Feedback.objects.filter(parent__in=keys).filter(_not_made(run, stays, "comment"))
        yield _("was answered here since"), replies.values_list("parent_id", flat=True)
    elif model is Post:
        yield from _posts(run, keys, stays)
    elif model is Author:
        linked = Author.objects.filter(pk__in=keys)
        linked = linked.filter(~Q(user=None) | Q(posts__isnull=False) | Q(co_authored_posts__isnull=False))
        yield _("is still the author of posts, or linked to a login"), linked.values_list("pk", flat=True).distinct()
    elif model is Category:
        used = Post.categories.through.objects.filter(category__in=keys)
        yield _("is still used"), used.values_list("category_id", flat=True).distinct()
        below = Category.objects.filter(parent__in=keys).filter(_not_made(run, stays, "category"))
        yield _("is still used"), below.values_list("parent_id", flat=True)
    elif model is Tag:
        yield _("is still used"), TaggedPost.objects.filter(tag__in=keys).values_list("tag_id", flat=True).distinct()
    else:
        shown = Post.objects.filter(featured_image__in=keys)
        yield _("is still shown by a post"), shown.values_list("featured_image_id", flat=True)


def _posts(run: ImportRun, keys: list[int], stays: Stays) -> Iterable[tuple[str, Iterable[Any]]]:
    feedback = Feedback.objects.filter(post__in=keys)
    yield _("holds feedback that was sent or moderated here"), feedback.values_list("post_id", flat=True).distinct()
    others = Post.objects.filter(_not_made(run, stays, "post", "page"))
    translations = others.filter(translation_of__in=keys)
    yield _("was translated here"), translations.values_list("translation_of_id", flat=True)
    yield _("has pages below it"), others.filter(parent__in=keys).values_list("parent_id", flat=True)
    notes = TranslationNote.objects.filter(post__in=keys).exclude(author=None, resolved_by=None)
    yield _("has notes that were written or resolved here"), notes.values_list("post_id", flat=True)
    yield _("was edited here since"), Post.history.filter(id__in=keys).values_list("id", flat=True).distinct()


def _not_made(run: ImportRun, stays: Stays, *kinds: str) -> Q:
    """Return a condition for what the run did not make, or what is kept of it: the rest goes too, before or after."""
    made = ImportedItem.objects.filter(kind__in=kinds, first_run=run, object_id__isnull=False)
    kept = {key for kind in kinds for key in stays.get(kind, ())}
    return ~Q(pk__in=made.values("object_id")) | Q(pk__in=kept)


def _keep_above(kind: str, items: Sequence[ImportedItem], found: dict[int, str]) -> None:
    """Keep what those that stay hang on, where both are among the items."""
    places = {item.object_id or 0: item.pk for item in items}
    above: dict[int, list[tuple[int, str]]] = {}
    for column, why in ABOVE.get(kind, ()):
        pairs = model_of(kind)._default_manager.filter(**{f"{column}__in": places}).values_list("pk", column)
        for below, key in pairs:
            above.setdefault(below, []).append((key, why))
    waiting = [below for below in above if places.get(below) in found]
    while waiting:
        for key, why in above.get(waiting.pop(), ()):
            if places[key] not in found:
                found[places[key]] = why
                waiting.append(key)
