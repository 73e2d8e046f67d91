"""Keep the places of repairs while their texts change: a repair is found again wherever somebody else wrote."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet

from blog.models import TextRepair
from blog.text import placing
from blog.text.placing import Mark
from blog.text.quotes import Quote

BESIDE = 8  # characters on both sides of a repair that a person leaves as they were, writing elsewhere


def of_object(owner: models.Model) -> QuerySet[TextRepair]:
    """Return the repairs of the texts of an object; what letters are lost from is none."""
    found: QuerySet[TextRepair] = TextRepair.objects.placed().of(owner).order_by("pk")
    return found


def of_field(owner: models.Model, name: str) -> QuerySet[TextRepair]:
    """Return the repairs of one text."""
    return of_object(owner).filter(field=name)


def row_of(owner: models.Model, name: str, quote: Quote, **stated: Any) -> TextRepair:
    """Return a row about words in a text of an object, which the quote leads back to; it is not stored yet."""
    about = {"content_type": ContentType.objects.get_for_model(owner), "object_id": owner.pk, "field": name}
    return TextRepair(**about, prefix=quote.prefix, suffix=quote.suffix, **stated)


def placed_in(text: str, rows: Sequence[TextRepair], wanted: Collection[int] | None = None) -> list[int | None]:
    """Return where repairs stand in their text, and note it, so that they are found when the others are changed."""
    marks = [row.mark for row in rows]
    placed = placing.starts(text, marks, wanted)
    _renew(rows, placing.rooted(text, marks, placed))
    return placed


def carry(model: type[models.Model], texts: Mapping[tuple[int, str], tuple[str, str]], beside: int = BESIDE) -> None:
    """Have repairs found again in texts that were written in, by (key of the object, field): (before, now).

    What is `beside` a repair must stand as it was: who wrote there meant the passage. One query where nothing was
    repaired.
    """
    if not texts:
        return
    content_type = ContentType.objects.get_for_model(model)
    keys, names = {key for key, _ in texts}, {name for _, name in texts}
    rows = TextRepair.objects.placed().filter(content_type=content_type, object_id__in=keys, field__in=names)
    rows = rows.order_by("object_id", "field", "pk")
    for text, group in groupby(rows, key=attrgetter("object_id", "field")):
        if text in texts:
            of_text = list(group)
            _renew(of_text, placing.moved(*texts[text], [row.mark for row in of_text], beside))


def _renew(rows: Sequence[TextRepair], marks: Sequence[Mark]) -> None:
    renewed = [row for row, mark in zip(rows, marks, strict=True) if mark != row.mark]
    for row, mark in zip(rows, marks, strict=True):
        row.offset, row.origin = mark.offset, mark.origin
    TextRepair.objects.bulk_update(renewed, ["offset", "origin"], batch_size=200)
