"""The one place where a repair of mojibake is taken back or applied after its import.

A repair is found again by its words and what stands around them, in the field as it is stored; nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from blog import publishing
from blog.models import Post, TextRepair
from blog.text import quotes

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class RepairError(ValueError):
    """The repair cannot be changed so; the message says why, in one sentence for a person."""


class AnchorLostError(RepairError):
    """The passage does not stand in the text any more as the repair left it."""


@transaction.atomic
def revert(repair: TextRepair, by: User | None) -> TextRepair:
    """Put back, byte for byte, what stood there before the repair; a proposal is rejected and the text left alone.

    Raises AnchorLostError when the repaired passage is not there any more, RepairError when it was reverted already.
    """
    repair = _locked(repair)
    if repair.state == TextRepair.State.REVERTED:
        raise RepairError(_("This repair was reverted already."))
    if repair.state == TextRepair.State.APPLIED:
        _swap(repair, repair.after, repair.before, by)
    return _moved(repair, TextRepair.State.REVERTED)


@transaction.atomic
def apply(repair: TextRepair, by: User | None) -> TextRepair:
    """Make the repair in the text: one that was proposed, or was reverted. Raises as `revert` does."""
    repair = _locked(repair)
    if repair.state == TextRepair.State.APPLIED:
        raise RepairError(_("This repair stands in the text already."))
    _swap(repair, repair.before, repair.after, by)
    return _moved(repair, TextRepair.State.APPLIED)


def _locked(repair: TextRepair) -> TextRepair:
    locked: TextRepair = TextRepair.objects.select_for_update().get(pk=repair.pk)
    return locked


def _moved(repair: TextRepair, state: str) -> TextRepair:
    repair.state = state
    repair.save(update_fields=["state", "changed_at"])
    return repair


def _swap(repair: TextRepair, old: str, new: str, by: User | None) -> None:
    """Replace the passage `old`, at the repair's anchor, by `new`, and store the object."""
    owner = _owner(repair)
    text = getattr(owner, repair.field)
    start = _place(repair, text, old)
    changed = text[:start] + new + text[start + len(old) :]
    limit = getattr(owner._meta.get_field(repair.field), "max_length", None)
    if limit is not None and len(changed) > limit:
        raise RepairError(_("The text would be longer than the %d characters that there is room for.") % limit)
    setattr(owner, repair.field, changed)
    _store(owner, repair.field, by)


def _owner(repair: TextRepair) -> models.Model:
    """Return the repaired object, locked; AnchorLostError when it or its field is gone."""
    model = ContentType.objects.get_for_id(repair.content_type_id).model_class()
    try:
        field = model._meta.get_field(repair.field) if model else None
    except FieldDoesNotExist:
        field = None
    if model is None or not isinstance(field, models.CharField | models.TextField):
        raise AnchorLostError(_("There is no text field “%s” any more.") % repair.field)
    owner = model._base_manager.select_for_update().filter(pk=repair.object_id).first()
    if owner is None:
        raise AnchorLostError(_("What was repaired is not there any more."))
    return owner


def _place(repair: TextRepair, text: str, old: str) -> int:
    """Return where the passage stands; of several places alike, the one that is this repair's by its order."""
    siblings = TextRepair.objects.filter(
        content_type_id=repair.content_type_id, object_id=repair.object_id, field=repair.field
    )
    pairs = set(siblings.exclude(pk=repair.pk).values_list("before", "after"))
    places = quotes.find_all(text, old, repair.prefix, repair.suffix, interchangeable=pairs)
    if not places:
        raise AnchorLostError(_("“%s” does not stand at its place any more; the text was changed since.") % old)
    alike = siblings.filter(before=repair.before, after=repair.after, prefix=repair.prefix, suffix=repair.suffix)
    applied = Q(state=TextRepair.State.APPLIED)
    same_side = alike.filter(applied if repair.state == TextRepair.State.APPLIED else ~applied)
    order = same_side.filter(pk__lt=repair.pk).count()
    return places[min(order, len(places) - 1)]


def _store(owner: Any, field: str, by: User | None) -> None:
    if isinstance(owner, Post):
        owner._history_user = by
        publishing.save_post(owner)
    else:
        owner.save(update_fields=[field])
