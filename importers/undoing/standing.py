"""What stands in the objects of each kind, under the names of `ImportedItem.written`, and how it is written back."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db.models import Model

from blog import anchoring, attaching, search
from blog.models import Attachment, Author, Category, Feedback, LegacyURL, Post, Tag, TextRepair
from blog.text import placing
from importers.loading import merging, values
from importers.loading.changing import forget_repairs, write_repairs
from importers.loading.noun_values import MODELS as NAME_MODELS
from importers.loading.noun_values import keys_of_posts, values_of
from importers.loading.posts import write_post
from importers.models import ImportChange, ImportedItem
from importers.records import AuthorRecord, TermRecord
from importers.settling.categories import move, why_not
from importers.signals import WAS


def model_of(kind: str) -> type[Model]:
    """Return the model that holds a kind."""
    if kind in NAME_MODELS:
        return NAME_MODELS[kind]
    return {"attachment": Attachment, "comment": Feedback, "trackback": Feedback}.get(kind, Post)


def load(kind: str, keys: Collection[int]) -> dict[int, Any]:
    """Return the objects that are here, by key, with what `present_values` asks for."""
    if model_of(kind) is Post:
        posts = Post.objects.select_related("source").prefetch_related("categories", "tagged_posts")
        return dict(posts.with_co_authors().in_bulk(keys))
    return dict(model_of(kind)._default_manager.in_bulk(keys))


PRESENT: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "post": values.present_post,
    "page": values.present_post,
    "capture": values.present_post,
    "comment": values.present_feedback,
    "trackback": values.present_feedback,
    "attachment": values.present_attachment,
}
POINTERS = {
    "post": ("parent_id", "featured_image_id", "translation_of_id", "path"),
    "page": ("parent_id", "featured_image_id", "translation_of_id", "path"),
    "capture": ("parent_id", "featured_image_id", "translation_of_id", "path"),
    "attachment": ("post_id",),
    "author": tuple(values_of(AuthorRecord())),
    "category": (*values_of(TermRecord("category", "", "")), "parent_id"),
    "tag": tuple(values_of(TermRecord("tag", "", ""))),
}


RELATIONS: Mapping[str, type[Model]] = {
    "author_id": Author,
    "parent_id": Post,
    "featured_image_id": Attachment,
    "translation_of_id": Post,
    "post_id": Post,
    "co_authors": Author,
    "categories": Category,
    "tags": Tag,
}


def merged_here() -> dict[type[Model], dict[int, int]]:
    """Return by model what stands now for the keys of what was merged here."""
    found: dict[type[Model], dict[int, int]] = {}
    items = ImportedItem.objects.filter(kind__in=NAME_MODELS, tombstone=ImportedItem.Tombstone.MERGED_HERE)
    for kind, written, key in items.exclude(object_id=None).values_list("kind", "written", "object_id"):
        found.setdefault(NAME_MODELS[kind], {}).update(dict.fromkeys(written.get(WAS, ()), key))
    return found


def as_merged(kind: str, values: Mapping[str, Any], merged: Mapping[type[Model], Mapping[int, int]]) -> dict[str, Any]:
    """Return values that refer to what was merged here by what it became."""
    told = dict(values)
    for name in values.keys() & RELATIONS.keys():
        now = merged.get(model_of(kind) if name == "parent_id" else RELATIONS[name], {})
        value = values[name]
        if isinstance(value, list):
            keys = list(dict.fromkeys(now.get(key, key) for key in value))
            told[name] = keys if name == "co_authors" else sorted(keys)
        elif isinstance(value, int):
            told[name] = now.get(value, value)
    return told


def without_gone(kind: str, restored: dict[str, Any]) -> list[str]:
    """Take out of the values what refers to rows that are not here any more; return the names of these values."""
    gone = []
    for name in restored.keys() & RELATIONS.keys():
        model = model_of(kind) if name == "parent_id" else RELATIONS[name]
        many = isinstance(restored[name], list)
        keys = set(restored[name] if many else [restored[name]]) - {None}
        here = set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
        if keys <= here:
            continue
        gone.append(name.removesuffix("_id"))
        if many:
            restored[name] = [key for key in restored[name] if key in here]
        else:
            del restored[name]
    return sorted(gone)


def present_values(kind: str, present: Model) -> dict[str, Any]:
    """Return what stands in the object now, under the names of `ImportedItem.written`."""
    stands = PRESENT[kind](present) if kind in PRESENT else {}
    if isinstance(present, Attachment):
        # A file that was fetched later is nobody's own work.
        stands["file"] = "" if present.fetch == Attachment.Fetch.FETCHED else present.file.name or ""
    return stands | {name: getattr(present, name) for name in POINTERS.get(kind, ())}


def touched(kind: str, item: ImportedItem, present: Model) -> list[str]:
    """Return what a person changed since it was last written. What merely hung on something removed does not count."""
    stands = present_values(kind, present)
    names = [name for name, value in stands.items() if not merging.same(item.written, name, value)]
    if kind == "category" and "parent_id" not in item.written:  # it was not settled
        names = [name for name in names if name != "parent_id"]
    names = [name for name in names if not (name.endswith("_id") and stands[name] is None)]
    texts = {name: stands[name] for name in names if name in _TEXTS}
    mended = _only_repaired(present, texts, item.written) if texts else set()
    return [name for name in names if name not in mended]


_TEXTS = frozenset({"title", "excerpt", "body", "author_name", "blog_name", "name", "description", "alt", "caption"})


def _only_repaired(present: Model, texts: Mapping[str, Any], written: Mapping[str, Any]) -> set[str]:
    """Return the names of the texts that are as they were written once the latest repairs are taken back.

    What `repair_mojibake` mended since is no person's work; its rows come after those of the import.
    """
    rows = anchoring.of_object(present).filter(field__in=texts)
    by_field: dict[str, list[TextRepair]] = {}
    for row in rows:
        by_field.setdefault(row.field, []).append(row)
    return {name for name, made in by_field.items() if _stood(name, texts[name], made, written)}


def _stood(name: str, value: Any, repairs: Sequence[TextRepair], written: Mapping[str, Any]) -> bool:
    """Say whether a text stood as it was written before some of its repairs, the latest ones."""
    text = _text(value)
    places = placing.starts(text, [repair.mark for repair in repairs])
    latest: list[tuple[int, str, str]] = []
    for repair, start in zip(reversed(repairs), reversed(places), strict=True):
        if repair.state != TextRepair.State.APPLIED or start is None:
            continue
        latest.append((start, repair.after, repair.before))
        before = placing.replaced(text, latest)
        if merging.same(written, name, [*value[:-1], before] if isinstance(value, list) else before):
            return True
    return False


def write(
    kind: str, present: Any, restored: dict[str, Any], besides: Mapping[str, Any], settled: Collection[str] = ()
) -> None:
    """Write values back into an object, with the repairs they had; take the addresses that came with the others.

    The repairs of `settled` texts are those of before, and find their places again.
    """
    owner = {"post" if isinstance(present, Post) else kind: present.pk}
    for host, path, query in besides.get("addresses", ()):
        LegacyURL.objects.filter(**owner, host=host, path=path, query=query).delete()
    if not restored:
        return
    pointers = {name: value for name, value in restored.items() if name in POINTERS.get(kind, ())}
    rest = {name: value for name, value in restored.items() if name not in pointers}
    manager = model_of(kind)._default_manager.filter(pk=present.pk)
    if kind == "category" and "parent_id" in pointers:
        parent = pointers.pop("parent_id")
        if not why_not(present, parent):
            move(present, parent)
    if "file" in restored:
        attaching.detach(present)
    if pointers:
        manager.update(**pointers)
    renewed = restored.keys() - set(settled)
    forget_repairs(model_of(kind), [present.pk], renewed)
    write_repairs([row for row in besides.get("repairs", ()) if row["field"] in renewed])
    texts = {(present.pk, name): (getattr(present, name), _text(restored[name])) for name in settled}
    anchoring.carry(model_of(kind), texts, beside=0)
    if kind in ("post", "page", "capture"):
        write_post(present, rest)
        search.index([present])
    elif kind in NAME_MODELS:
        search.index_again(keys_of_posts(kind, present.pk))
    elif rest.keys() - {"file"}:
        columns = values.attachment_columns(rest) if kind == "attachment" else values.feedback_columns(rest)
        manager.update(**columns)


def only_settled(change: ImportChange, restored: Collection[str]) -> list[str]:
    """Return the names of the values that only settling changed: their file says the same before the run and after it.

    So their repairs stayed, and nobody noted them.
    """
    stood: Mapping[str, Any] = change.besides.get("item", {}).get("written", {})
    stands, before = change.item.written, change.before or {}
    return [
        name
        for name in restored
        if f"{name}_as_found" in {**stood, **stands}
        and as_found(stood, name) == as_found(stands, name)
        and merging.same(stood, name, before[name])
    ]


def _text(value: Any) -> Any:
    """Return the text of a value: a body stands with its format."""
    return value[-1] if isinstance(value, list) else value


def as_found(base: Mapping[str, Any], name: str) -> Any:
    """Return what a file brought of a value, as the base of a merge keeps it."""
    return base.get(f"{name}_as_found", base.get(name))


def restore_item(
    item: ImportedItem, besides: Mapping[str, Any], restored: Mapping[str, Any], lost: Sequence[str]
) -> None:
    """Give an item back what it said before the run; `lost` could not be restored and keeps the run's base.

    So the file that the run read is news again, and the one before it is not.
    """
    stood = dict(besides.get("item", {}))
    if not stood:
        # Nobody noted it: whatever the file says next is news.
        stood = {"content_hash": "", "kind": restored.get("kind", item.kind)}
        stood["written"] = {name: value for name, value in item.written.items() if name not in restored}
        stood["written"] |= merging.base_of(restored)
    else:
        stood["raw"] = base64.b64decode(stood["raw"])
        stood["written"] = {name: value for name, value in stood["written"].items() if name not in lost}
        stood["written"] |= {name: item.written[name] for name in lost if name in item.written}
    ImportedItem.objects.filter(pk=item.pk).update(**stood)
