"""The one place where a repair of mojibake is made, taken back or applied after its import.

A repair is found again by its place among the others, and by the words around it where somebody wrote in the text since
(`blog.text.placing`); nothing is guessed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import flagging, publishing
from blog.anchoring import of_field, placed_in, row_of
from blog.models import Post, TextRepair
from blog.text import placing, quotes
from blog.text.levels import Level
from blog.text.mojibake import Lost, Repair, Step
from blog.text.mojibake_steps import anchored, applied, compose

if TYPE_CHECKING:
    from django.contrib.auth.models import User


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
        for refusal in _change_rows([repair], state, by).values():
            raise refusal
    return repair


@transaction.atomic
def _change(keys: Sequence[int], state: str, by: User | None, changed: Changed) -> None:
    """Change repairs of one object, and store it once."""
    rows = list(TextRepair.objects.select_for_update().filter(pk__in=keys).exclude(state=state).order_by("pk"))
    refusals = _change_rows(rows, state, by)
    changed.number += len(rows) - len(refusals)
    for repair in rows:
        if repair.pk in refusals:
            refusal = refusals[repair.pk]
            changed.refusals.append(f"{repair.object}: {refusal}" if repair.object else str(refusal))


def _change_rows(rows: Sequence[TextRepair], state: str, by: User | None) -> dict[int, RepairError]:
    """Change locked repairs of one object and its texts, and store them; return why some could not be, by key."""
    refusals: dict[int, RepairError] = {}
    owner: models.Model | None = None
    texts: dict[str, str] = {}
    # A proposal that is rejected never stood in the text.
    moving = [row for row in rows if _moves(row, state)]
    for name, group in groupby(sorted(moving, key=_FIELD), key=_FIELD):
        alike = list(group)
        try:
            _text_field(ContentType.objects.get_for_id(alike[0].content_type_id).model_class(), name)
            owner = owner or _owner(alike[0])
        except RepairError as refusal:
            refusals |= {row.pk: refusal for row in alike}
            continue
        texts[name] = _swapped(owner, name, alike, state, refusals)
    refusals |= {row.pk: RepairError(_NO_WAY_BACK) for row in rows if not _can_be(row, state)}
    done = [row for row in rows if row.pk not in refusals]
    for row in done:
        row.state = state
    TextRepair.objects.filter(pk__in=[row.pk for row in done]).update(state=state, changed_at=timezone.now())
    changed = [name for name, text in texts.items() if text != getattr(owner, name)]
    if owner is not None and changed:
        for name in changed:
            setattr(owner, name, texts[name])
        _store(owner, changed, by)
    return refusals


def _can_be(row: TextRepair, state: str) -> bool:
    return state == TextRepair.State.REVERTED or row.is_lost == (state == TextRepair.State.OPEN)


def _moves(row: TextRepair, state: str) -> bool:
    return not row.is_lost and _can_be(row, state) and TextRepair.State.APPLIED in (state, row.state)


_FIELD = attrgetter("field")
_NO_WAY_BACK = gettext_lazy("Nothing can bring lost letters back; correct the text by hand.")
_ALREADY = {
    TextRepair.State.REVERTED: gettext_lazy("This repair was reverted already."),
    TextRepair.State.APPLIED: gettext_lazy("This repair stands in the text already."),
    TextRepair.State.OPEN: gettext_lazy("This word waits for a correction already."),
}


def _swapped(
    owner: models.Model, name: str, rows: Sequence[TextRepair], state: str, refusals: dict[int, RepairError]
) -> str:
    """Return a text with the other side of some repairs; those that have no place in it, or no room, are refused."""
    text: str = getattr(owner, name)
    limit = _text_field(type(owner), name).max_length
    siblings = list(of_field(owner, name))
    numbers = {row.pk: number for number, row in enumerate(siblings)}
    placed = placed_in(text, siblings, {numbers[row.pk] for row in rows})
    length, changes = len(text), []
    for row in rows:
        start = placed[numbers[row.pk]]
        old, new = (row.before, row.after) if state == TextRepair.State.APPLIED else (row.after, row.before)
        if start is None:
            sentence = _("“%s” does not stand at its place any more; the text was changed since.")
            refusals[row.pk] = AnchorLostError(sentence % old)
        elif limit is not None and length + len(new) - len(old) > max(limit, length):
            sentence = _("The text would be longer than the %d characters that there is room for.")
            refusals[row.pk] = RepairError(sentence % limit)
        else:
            length += len(new) - len(old)
            changes.append((start, old, new))
    return placing.replaced(text, changes)


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
    flagging.flag(owner, found.lost)
    if not found.new:
        return found
    for name, (text, steps) in texts.items():
        _note(owner, name, steps)
        setattr(owner, name, text)
    if found.changes:
        owner.skip_history_when_saving = True  # type: ignore[attr-defined]  # the rows are the history
        _store(owner, list(texts), None)
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
    rows = list(of_field(owner, name))
    held = []
    for row, start in zip(rows, placing.starts(text, [row.mark for row in rows]), strict=True):
        if row.state == TextRepair.State.APPLIED:
            continue
        if start is None:
            # Somebody wrote nearby: the decision holds for the passage that looks most like the one it was about.
            start = quotes.find_quote(text, row.before, row.prefix, row.suffix)
        if start is not None:
            held.append((start, start + len(row.before)))
    return held


def _note(owner: models.Model, name: str, steps: Sequence[Step]) -> None:
    """Store the rows of new steps in a text that stands as it was before them.

    A step over a passage that was repaired before takes in that repair: one row leads back to what stood there first.
    """
    text: str = getattr(owner, name)
    rows = list(of_field(owner, name))
    placed = placed_in(text, rows)
    marks = [row.mark for row in rows]
    origin = placing.origin(text, marks, placed)
    known = {
        Step(row.offset or 0, row.before, row.after, row.reading, Level.CERTAIN): row
        for row, start in zip(rows, placed, strict=True)
        if start is not None and row.state == TextRepair.State.APPLIED
    }
    earlier = sorted(known, key=attrgetter("offset"))
    united = compose(origin, text, earlier, list(steps))
    TextRepair.objects.filter(pk__in=[known[step].pk for step in known.keys() - set(united)]).delete()
    root = placing.fingerprint(origin)
    TextRepair.objects.bulk_create(
        _row(owner, name, step, quote, root)
        for step, quote in anchored(applied(origin, united), united)
        if step not in known
    )


def _row(owner: models.Model, name: str, step: Step, quote: quotes.Quote, origin: int) -> TextRepair:
    return row_of(
        owner,
        name,
        quote,
        before=step.before,
        after=step.after,
        offset=step.offset,
        origin=origin,
        reading=step.reading[:120],
        level=str(step.level),
        state=TextRepair.State.PROPOSED if step.level is Level.GUESS else TextRepair.State.APPLIED,
    )
