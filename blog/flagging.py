"""Words that letters are lost from: flagged where they stand, until somebody writes them by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from django.db import models

from blog import anchoring
from blog.models import TextRepair
from blog.models.text_repair import TextRepairQuerySet
from blog.text import quotes
from blog.text.lost_letters import lost_letters
from blog.text.mojibake import Lost
from blog.text.mojibake_steps import flagged


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


def look_again(owner: models.Model, changes: Mapping[str, Sequence[str]]) -> None:
    """Flag what letters are lost from in texts that were just written, and no more what was corrected.

    `changes` are (before, after) by field; what was repaired in these texts keeps its place.
    """
    anchoring.carry(type(owner), {(owner.pk, name): (before, after) for name, (before, after) in changes.items()})
    forget_corrected(owner)
    texts = {name: _text_of(owner, name) for name in changes}
    lost = {name: (text, words) for name, text in texts.items() if (words := lost_letters(text, is_html=True))}
    if lost:
        flag(owner, lost, is_all=False)


def flag(owner: models.Model, lost: Mapping[str, tuple[str, Sequence[Lost]]], *, is_all: bool = True) -> None:
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
    found: TextRepairQuerySet = TextRepair.objects.lost().of(owner)
    return found


def _text_of(owner: models.Model, name: str) -> str:
    return str(getattr(owner, name, ""))


def _lost_row(owner: models.Model, name: str, lost: Lost, quote: quotes.Quote) -> TextRepair:
    words = {"before": lost.word, "after": lost.word, "reading": lost.reading}
    return anchoring.row_of(owner, name, quote, **words, level=TextRepair.Level.LOST, state=TextRepair.State.OPEN)


_WORD_AND_FIELD = attrgetter("field", "before")
