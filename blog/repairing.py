"""The one place where a repair of mojibake is made, taken back or applied after its import.

A repair is found again by its words and what stands around them, in the field as it is stored; nothing is guessed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import publishing
from blog.models import Post, TextRepair
from blog.models.text_repair import TextRepairQuerySet
from blog.text import quotes
from blog.text.levels import Level
from blog.text.lost_letters import lost_letters
from blog.text.mojibake import Lost, Repair, Step
from blog.text.mojibake_steps import anchored, applied, flagged

if TYPE_CHECKING:
    from django.contrib.auth.models import User


BESIDE = 8  # characters on both sides that must stand as they were, whatever was written further away


class RepairError(ValueError):
    """The repair cannot be changed so; the message says why, in one sentence for a person."""


class AnchorLostError(RepairError):
    """The passage does not stand in the text any more as the repair left it."""


@dataclass(slots=True)
class Changed:
    """How many repairs were changed, why others were not, and how many were not come to."""

    number: int = 0
    refusals: list[str] = field(default_factory=list)
    left: int = 0


def revert(repair: TextRepair, by: User | None) -> TextRepair:
    """Put back, byte for byte, what stood there before the repair; a proposal is rejected and the text left alone.

    Raises AnchorLostError when the repaired passage is not there any more, RepairError when it was reverted already.
    """
    return _change_one(repair, TextRepair.State.REVERTED, by)


def apply(repair: TextRepair, by: User | None) -> TextRepair:
    """Make the repair in the text: one that was proposed, or was reverted. Raises as `revert` does."""
    return _change_one(repair, TextRepair.State.APPLIED, by)


def change_all(repairs: QuerySet[TextRepair], state: str, by: User | None, seconds: float = float("inf")) -> Changed:
    """Revert or apply many repairs, an object and all its repairs at a time, until `seconds` are over.

    What cannot be changed is told and stops no other; what is as wanted already is left alone and not counted.
    """
    wanted = repairs.exclude(state=state).order_by("content_type_id", "object_id", "pk")
    keys = list(wanted.values_list("content_type_id", "object_id", "pk"))
    changed, done, began = Changed(), 0, time.monotonic()
    for _owner_key, rows in groupby(keys, key=itemgetter(0, 1)):
        if done and time.monotonic() - began > seconds:
            break
        batch = [key for _, _, key in rows]
        done += len(batch)
        _change(batch, state, by, changed)
    changed.left = len(keys) - done
    return changed


def _change_one(repair: TextRepair, state: str, by: User | None) -> TextRepair:
    with transaction.atomic():
        repair = TextRepair.objects.select_for_update().get(pk=repair.pk)
        if repair.state == state:
            raise RepairError(_ALREADY[TextRepair.State(state)])
        touched: dict[str, Any] = {}
        owner = _change_within(repair, state, None, touched)
        if touched:
            _store(owner, list(touched), by)
    return repair


@transaction.atomic
def _change(keys: Sequence[int], state: str, by: User | None, changed: Changed) -> None:
    """Change repairs of one object, and store it once."""
    owner: models.Model | None = None
    touched: dict[str, Any] = {}
    for repair in TextRepair.objects.select_for_update().filter(pk__in=keys).exclude(state=state).order_by("pk"):
        try:
            owner = _change_within(repair, state, owner, touched)
            changed.number += 1
        except RepairError as refusal:
            changed.refusals.append(f"{repair.object}: {refusal}" if repair.object else str(refusal))
    if owner is not None and touched:
        _store(owner, list(touched), by)


def _change_within(
    repair: TextRepair, state: str, owner: models.Model | None, touched: dict[str, Any]
) -> models.Model | None:
    """Change a locked repair and the text of its object, which is for the caller to store when it is `touched`."""
    if repair.is_lost != (state == TextRepair.State.OPEN) and state != TextRepair.State.REVERTED:
        raise RepairError(_("Nothing can bring lost letters back; correct the text by hand."))
    if state == TextRepair.State.APPLIED:
        old, new = repair.before, repair.after
    else:
        old, new = repair.after, repair.before
    # A proposal that is rejected never stood in the text.
    if TextRepair.State.APPLIED in (state, repair.state):
        owner = owner or _owner(repair)
        changed = _swapped(repair, owner, old, new)
        setattr(owner, repair.field, changed)
        touched[repair.field] = changed
    repair.state = state
    repair.save(update_fields=["state", "changed_at"])
    return owner


_ALREADY = {
    TextRepair.State.REVERTED: gettext_lazy("This repair was reverted already."),
    TextRepair.State.APPLIED: gettext_lazy("This repair stands in the text already."),
    TextRepair.State.OPEN: gettext_lazy("This word waits for a correction already."),
}


def _swapped(repair: TextRepair, owner: models.Model, old: str, new: str) -> str:
    """Return the text with `new` instead of the passage `old`, at the repair's anchor."""
    column = _text_field(type(owner), repair.field)
    text = getattr(owner, repair.field)
    start = _place(repair, text, old)
    changed: str = text[:start] + new + text[start + len(old) :]
    if column.max_length is not None and len(changed) > column.max_length:
        raise RepairError(
            _("The text would be longer than the %d characters that there is room for.") % column.max_length
        )
    return changed


def _text_field(model: type[models.Model] | None, name: str) -> models.Field[Any, Any]:
    try:
        column = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        column = None
    if not isinstance(column, models.CharField | models.TextField):
        raise AnchorLostError(_("There is no text field “%s” any more.") % name)
    return column


def _owner(repair: TextRepair) -> models.Model:
    """Return the repaired object, locked; AnchorLostError when it or its field is gone."""
    model = ContentType.objects.get_for_id(repair.content_type_id).model_class()
    _text_field(model, repair.field)
    owner = model._base_manager.select_for_update().filter(pk=repair.object_id).first() if model else None
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
        # Somebody may have written not far away; what stands right beside it then has to be at one place only.
        near = quotes.find_all(text, old, repair.prefix[-BESIDE:], repair.suffix[:BESIDE], interchangeable=pairs)
        places = near if len(near) == 1 else []
    if not places:
        raise AnchorLostError(_("“%s” does not stand at its place any more; the text was changed since.") % old)
    alike = siblings.filter(before=repair.before, after=repair.after, prefix=repair.prefix, suffix=repair.suffix)
    applied = Q(state=TextRepair.State.APPLIED)
    same_side = alike.filter(applied if repair.state == TextRepair.State.APPLIED else ~applied)
    order = same_side.filter(pk__lt=repair.pk).count()
    return places[min(order, len(places) - 1)]


def _store(owner: Any, fields: Sequence[str], by: User | None) -> None:
    if isinstance(owner, Post):
        owner._history_user = by
        publishing.save_post(owner)
    else:
        owner.save(update_fields=list(fields))


@dataclass(slots=True)
class Found:
    """What a look at the texts of one stored object found: steps by field, the new ones first of all."""

    new: list[tuple[str, Step]] = field(default_factory=list)  # applied, or proposed when they are guesses
    held: int = 0  # steps that a person took back, or that wait for one
    too_long: list[str] = field(default_factory=list)  # fields that have no room for what is repaired
    lost: dict[str, tuple[str, list[Lost]]] = field(default_factory=dict)  # by field: its text, repaired, and the words

    @property
    def changes(self) -> bool:
        """Whether a text changes."""
        return any(step.level is not Level.GUESS for _, step in self.new)


Repairer = Callable[[str, str], Repair]  # of a field and its text


def look_at(owner: models.Model, fields: Sequence[str], repairer: Repairer) -> Found:
    """Find what is garbled in the texts of an object, and not known already; nothing is stored."""
    return _look_at(owner, fields, repairer)[0]


@transaction.atomic
def repair_stored(model: type[models.Model], pk: int, fields: Sequence[str], repairer: Repairer) -> Found | None:
    """Repair the texts of a stored object: apply what is certain or likely, propose what is a guess, note every step.

    What a person reverted, rejected or has yet to decide is left alone. Words that letters are lost from are flagged,
    and those that were corrected no more. None when the object is gone.
    """
    owner = model._base_manager.select_for_update().filter(pk=pk).first()
    if owner is None:
        return None
    found, texts = _look_at(owner, fields, repairer)
    _flag(owner, found.lost)
    if not found.new:
        return found
    rows = []
    for name, (text, steps) in texts.items():
        setattr(owner, name, text)
        rows += _rows(owner, name, text, steps)
    if found.changes:
        owner.skip_history_when_saving = True  # type: ignore[attr-defined]  # the rows are the history
        _store(owner, list(texts), None)
    TextRepair.objects.bulk_create(rows)
    return found


def _look_at(
    owner: models.Model, fields: Sequence[str], repairer: Repairer
) -> tuple[Found, dict[str, tuple[str, list[Step]]]]:
    found = Found()
    texts: dict[str, tuple[str, list[Step]]] = {}
    for name in fields:
        source = getattr(owner, name)
        looked = repairer(name, source) if source else Repair("", "")
        steps = looked.steps
        held = _held(owner, name, source) if steps else []
        new = [
            step
            for step in steps
            if not any(start < step.offset + len(step.before) and step.offset < end for start, end in held)
        ]
        found.held += len(steps) - len(new)
        text = applied(source, new)
        limit = getattr(owner._meta.get_field(name), "max_length", None)
        if limit is not None and len(text) > limit:
            found.too_long.append(name)
            text = source
        elif new:
            texts[name] = text, new
            found.new += ((name, step) for step in new)
        found.lost[name] = text, list(_placed(looked, text))
    return found, texts


def _placed(looked: Repair, text: str) -> Iterator[Lost]:
    """Yield the words that letters are lost from at their places in a text in which not every step was made."""
    end = 0
    for lost in looked.lost:
        start = lost.offset if looked.after == text else text.find(lost.word, end)
        if start >= 0:
            end = start + len(lost.word)
            yield lost._replace(offset=start)


def _held(owner: models.Model, name: str, text: str) -> list[tuple[int, int]]:
    """Return the places of the passages that a person took back, or has yet to decide on."""
    content_type = ContentType.objects.get_for_model(owner)
    rows = TextRepair.objects.filter(content_type=content_type, object_id=owner.pk, field=name)
    held = []
    for row in rows.exclude(state__in=(TextRepair.State.APPLIED, TextRepair.State.OPEN)):
        try:
            start = _place(row, text, row.before)
        except AnchorLostError:
            # Somebody wrote nearby: the decision holds for the passage that looks most like the one it was about.
            found = quotes.find_quote(text, row.before, row.prefix, row.suffix)
            if found is None:
                continue
            start = found
        held.append((start, start + len(row.before)))
    return held


def _rows(owner: models.Model, name: str, text: str, steps: Sequence[Step]) -> list[TextRepair]:
    """Return the rows of steps that were made in a text; `text` is what stands there after them."""
    return [
        _row(
            *(owner, name, step.before, step.after, quote),
            reading=step.reading[:120],
            level=str(step.level),
            state=TextRepair.State.PROPOSED if step.level is Level.GUESS else TextRepair.State.APPLIED,
        )
        for step, quote in anchored(text, steps)
    ]


def _row(owner: models.Model, name: str, before: str, after: str, quote: quotes.Quote, **told: str) -> TextRepair:
    return TextRepair(
        content_type=ContentType.objects.get_for_model(owner),
        object_id=owner.pk,
        field=name,
        before=before,
        after=after,
        prefix=quote.prefix,
        suffix=quote.suffix,
        **told,
    )


# --- letters that nothing brings back


def forget_corrected(owner: models.Model) -> int:
    """Flag no more the words of an object that were corrected by hand; return how many. One query, when none are."""
    rows = list(_flags(owner).open())
    gone = [row.pk for row in rows if not _text_of(owner, row.field)]
    for (name, word), alike in groupby(sorted(rows, key=_WORD_AND_FIELD), key=_WORD_AND_FIELD):
        text, group = _text_of(owner, name), list(alike)
        # Somebody may have written beside a word that is broken still.
        group.sort(key=lambda row: not quotes.find_all(text, row.before, row.prefix, row.suffix))
        gone += [row.pk for row in group[text.count(word) :]]
    if gone:
        TextRepair.objects.filter(pk__in=gone).delete()
    return len(set(gone))


def look_again(owner: models.Model, fields: Iterable[str]) -> None:
    """Flag what letters are lost from in texts that were just written, and no more what was corrected."""
    forget_corrected(owner)
    texts = {name: _text_of(owner, name) for name in fields}
    lost = {name: (text, words) for name, text in texts.items() if (words := lost_letters(text, is_html=True))}
    if lost:
        _flag(owner, lost, is_all=False)


def _flag(owner: models.Model, lost: Mapping[str, tuple[str, Sequence[Lost]]], *, is_all: bool = True) -> None:
    """Have the words flagged that letters are lost from now, but for those that a person left as they are."""
    stored = list(_flags(owner).filter(field__in=lost))
    new = []
    for name, (text, words) in lost.items():
        for word, quote in flagged(text, words):
            known = _flag_of(stored, name, quote)
            if known is None:
                new.append(_lost_row(owner, name, word, quote))
            else:
                stored.remove(known)
    gone = [row.pk for row in stored if row.state == TextRepair.State.OPEN]
    if gone and is_all:
        TextRepair.objects.filter(pk__in=gone).delete()
    TextRepair.objects.bulk_create(new)


def _flag_of(stored: Sequence[TextRepair], name: str, quote: quotes.Quote) -> TextRepair | None:
    of_word = [row for row in stored if (row.field, row.before) == (name, quote.exact)]
    here = (row for row in of_word if (row.prefix, row.suffix) == (quote.prefix, quote.suffix))
    left = (row for row in of_word if row.state == TextRepair.State.REVERTED)
    return next(here, None) or next(left, None)


def _flags(owner: models.Model) -> TextRepairQuerySet:
    content_type = ContentType.objects.get_for_model(owner)
    found: TextRepairQuerySet = TextRepair.objects.lost().filter(content_type=content_type, object_id=owner.pk)
    return found


def _text_of(owner: models.Model, name: str) -> str:
    return str(getattr(owner, name, ""))


def _lost_row(owner: models.Model, name: str, lost: Lost, quote: quotes.Quote) -> TextRepair:
    level, state = TextRepair.Level.LOST, TextRepair.State.OPEN
    return _row(owner, name, lost.word, lost.word, quote, reading=lost.reading, level=level, state=state)


_WORD_AND_FIELD = attrgetter("field", "before")
