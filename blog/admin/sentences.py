"""The sentences that repairs were made in, before and after, as the texts stand now."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django.utils.safestring import SafeString

from blog.admin import display
from blog.models import Feedback, Post, TextRepair
from blog.text import placing, quotes

REACH = 160  # characters of the text on each side
_INLINE = re.compile(r"</?(?:a|abbr|b|cite|code|em|i|q|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_CUT_TAG_BEFORE = re.compile(r"\A[^<>]*>")
_CUT_TAG_AFTER = re.compile(r"<[^<>]*\Z")
_SPACE = re.compile(r"\s+")
_ENDS = re.compile(r"[.!?…]['\"”’»)]*+\s")


class Sentence(NamedTuple):
    """A repair with the words around it, both of its passages with what differs marked, and where it stands.

    `stands` is whether the passage is found in the text now, `number` the number of its first character there, from 1;
    where it is not found, the words are those kept with the repair.
    """

    repair: TextRepair
    left: str
    before: SafeString
    after: SafeString
    right: str
    owner: Any
    place: str
    stands: bool
    number: int = 0


def sentences(repairs: Sequence[TextRepair]) -> list[Sentence]:
    """Return the sentences of some repairs, in a number of queries that does not grow with theirs."""
    texts, owners = _texts(repairs), _owners(repairs)
    places = _places(repairs, texts)
    return [
        _sentence(repair, texts.get(_key(repair)), owners.get(_key(repair)[:2]), places.get(repair.pk))
        for repair in repairs
    ]


def _key(repair: TextRepair) -> tuple[int, int, str]:
    return repair.content_type_id, repair.object_id, repair.field


def _texts(repairs: Iterable[TextRepair]) -> dict[tuple[int, int, str], str]:
    """Return the texts as they are now; one query for each column."""
    keys: dict[tuple[int, str], set[int]] = defaultdict(set)
    for repair in repairs:
        keys[repair.content_type_id, repair.field].add(repair.object_id)
    found: dict[tuple[int, int, str], str] = {}
    for (content_type, name), objects in keys.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        try:
            column = model._meta.get_field(name) if model else None
        except FieldDoesNotExist:
            column = None
        if model is None or column is None:
            continue
        for pk, text in model._base_manager.filter(pk__in=objects).values_list("pk", name):
            found[content_type, pk, name] = text
    return found


def _owners(repairs: Iterable[TextRepair]) -> dict[tuple[int, int], Any]:
    """Return the objects without their long columns; one query for each model."""
    keys: dict[int, set[int]] = defaultdict(set)
    for repair in repairs:
        keys[repair.content_type_id].add(repair.object_id)
    found: dict[tuple[int, int], Any] = {}
    for content_type, objects in keys.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is None:
            continue
        rows = model._base_manager.filter(pk__in=objects)
        if model is Post:
            rows = rows.defer("body", "body_html", "source_meta")
        elif model is Feedback:
            rows = rows.defer("body", "body_html")
        found |= {(content_type, obj.pk): obj for obj in rows}
    return found


def _places(repairs: Iterable[TextRepair], texts: Mapping[tuple[int, int, str], str]) -> dict[int, int | None]:
    """Return where repairs stand in their texts, by key; all repairs of a text tell of one; one query."""
    wanted = Q(pk__in=())
    for content_type in {repair.content_type_id for repair in repairs}:
        objects = {repair.object_id for repair in repairs if repair.content_type_id == content_type}
        wanted |= Q(content_type_id=content_type, object_id__in=objects)
    by_text: dict[tuple[int, int, str], list[TextRepair]] = defaultdict(list)
    for row in TextRepair.objects.filter(wanted).order_by("pk"):
        by_text[_key(row)].append(row)
    shown = {repair.pk for repair in repairs}
    found: dict[int, int | None] = {}
    for key, rows in by_text.items():
        text, made = texts.get(key), [row for row in rows if not row.is_lost]
        if text:
            asked = {number for number, row in enumerate(made) if row.pk in shown}
            places = placing.starts(text, [row.mark for row in made], asked)
            found |= {row.pk: start for row, start in zip(made, places, strict=True)}
            pairs = {(row.before, row.after) for row in made}
            found |= {row.pk: _place_of_lost(row, text, pairs) for row in rows if row.is_lost and row.pk in shown}
    return found


def _place_of_lost(row: TextRepair, text: str, pairs: set[tuple[str, str]]) -> int | None:
    places = quotes.find_all(text, row.before, row.prefix, row.suffix, interchangeable=pairs)
    start = places[0] if places else text.find(row.before)  # somebody wrote beside it
    return start if start >= 0 else None


def _sentence(repair: TextRepair, text: str | None, owner: Any, start: int | None) -> Sentence:
    standing = repair.after if repair.state == TextRepair.State.APPLIED else repair.before
    if not text or start is None:
        left, right = repair.prefix, repair.suffix
    else:
        end = start + len(standing)
        left, right = text[max(0, start - REACH) : start], text[end : end + REACH]
    before, after = display.marked_passages(repair)
    place = ""
    if owner is not None:
        place = (
            str(owner._meta.get_field(repair.field).verbose_name) if _has_field(owner, repair.field) else repair.field
        )
    stands = start is not None
    number = 0 if start is None else start + 1
    return Sentence(repair, _before(left), before, after, _after(right), owner, place, stands, number)


def _has_field(owner: Any, name: str) -> bool:
    return any(field.name == name for field in owner._meta.get_fields())


def _before(context: str) -> str:
    """Return the words before a passage, from the beginning of its sentence, without markup."""
    context = _plain(_CUT_TAG_BEFORE.sub("", context) if len(context) >= REACH else context)
    ends = [match.end() for match in _ENDS.finditer(context)]
    if ends:
        return context[ends[-1] :]
    return f"… {context.partition(' ')[2]}" if len(context) > REACH // 2 else context


def _after(context: str) -> str:
    """Return the words behind a passage, to the end of its sentence, without markup."""
    context = _plain(_CUT_TAG_AFTER.sub("", context))
    end = _ENDS.search(f"{context} ")
    if end:
        return context[: end.end()].rstrip()
    return f"{context.rpartition(' ')[0]} …" if len(context) > REACH // 2 else context


def _plain(context: str) -> str:
    return display.visible(_SPACE.sub(" ", html.unescape(_TAG.sub(" ", _INLINE.sub("", context)))))
