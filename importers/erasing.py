"""What an import keeps of one person, the raw sources of posts among it: found for them, and erased.

What was imported of them is known as deleted here, so that no later import of the same file brings it back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

from django.db.models import Q, QuerySet

from blog import persons
from blog.persons import ERASED, Traces
from importers.models import ImportChange, ImportedItem, ImportIssue
from importers.packing import packed, unpacked

PARTS = (ImportedItem.Kind.COMMENT, ImportedItem.Kind.TRACKBACK)
_WXR_COMMENT, _WXR_COMMENT_END = b"<wp:comment>", b"</wp:comment>"
_MT_PART = re.compile(rb"(?m)^(COMMENT|PING):\r?\n(?:(?!-----\r?$|--------\r?$).*\r?\n)*")
LINE = 20  # characters from which on a line of a text is looked for by itself
NAME = 3  # characters from which on a name is


def connect() -> None:
    """Answer when somebody's data are wanted or erased."""
    persons.exported.connect(rows_of, dispatch_uid="imports-exported")
    persons.erasing.connect(erase, dispatch_uid="imports-erased")


def rows_of(sender: Any, email: str, ids: list[int], **kwargs: Any) -> dict[str, Any]:
    """Return what imports noted about a person's feedback."""
    items = _items(ids)
    return {"imports": list(items.values("source__slug", "kind", "identity", "origin", "provenance", "written"))}


def erase(sender: Any, traces: Traces, **kwargs: Any) -> dict[str, int]:
    """Clean the items of a person's feedback, what runs changed of them, issues, and the raw sources around them."""
    items = list(_items(traces.ids).values_list("pk", "parent"))
    keys = [pk for pk, _parent in items]
    changes = ImportChange.objects.filter(item__in=keys)
    changes.exclude(before=None).update(before={})
    changes.update(after={}, besides={})
    cleaned = ImportedItem.objects.filter(pk__in=keys)
    cleaned.update(provenance={}, written={}, object_id=None, tombstone=ImportedItem.Tombstone.DELETED_HERE, raw=b"")
    raws = _clean_raws({parent for _pk, parent in items if parent}, traces)
    clean = persons.without(traces.email)
    for issue in ImportIssue.objects.filter(Q(message__icontains=traces.email) | Q(where__icontains=traces.email)):
        issue.message, issue.where = clean(issue.message), clean(issue.where)
        issue.save(update_fields=["message", "where"])
    return {"imported items": len(keys), "raw sources": raws}


def _items(ids: list[int]) -> QuerySet[ImportedItem]:
    return ImportedItem.objects.filter(kind__in=PARTS, object_id__in=ids).order_by("pk")


def _clean_raws(keys: set[int], traces: Traces) -> int:
    """Clean the raw sources of the posts that the feedback stood under; return how many changed."""
    clean, number = redaction(traces), 0
    for item in ImportedItem.objects.filter(pk__in=keys).exclude(raw=b"").iterator(chunk_size=50):
        raw = unpacked(item.raw)
        cleaned = clean(raw)
        if cleaned != raw:
            number += ImportedItem.objects.filter(pk=item.pk).update(raw=packed(cleaned))
    return number


def redaction(traces: Traces) -> Callable[[bytes], bytes]:
    """Return what takes a person out of a raw source: whole comments of exports, then the words that tell of them."""
    email = re.compile(persons.pattern_of(traces.email).encode(), re.IGNORECASE)
    pieces = {traces.email, *traces.urls, *traces.addresses}
    pieces |= {line for text in traces.texts for line in map(str.strip, text.splitlines()) if len(line) >= LINE}
    pieces |= {escape(piece) for piece in pieces} | {escape(piece, quote=False) for piece in pieces}
    ordered = sorted(filter(None, pieces), key=len, reverse=True)
    words = re.compile("|".join(map(persons.pattern_of, ordered)).encode(), re.IGNORECASE)
    names = [re.escape(name.encode()) for name in sorted(traces.names) if len(name) >= NAME]
    named = re.compile(rb"(?<![\w\x80-\xff])(?:" + b"|".join(names) + rb")(?![\w\x80-\xff])") if names else None
    mark = ERASED.encode()

    def comment(whole: bytes) -> bytes:
        return _WXR_COMMENT + b"<!-- " + mark + b" -->" + _WXR_COMMENT_END if email.search(whole) else whole

    def part(match: re.Match[bytes]) -> bytes:
        return match[1] + b":\n" + mark + b"\n" if email.search(match[0]) else match[0]

    def clean(raw: bytes) -> bytes:
        raw = words.sub(mark, _MT_PART.sub(part, with_comments(raw, comment)))
        return named.sub(mark, raw) if named else raw

    return clean


def with_comments(raw: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Return a source with each comment of an export in it as `change` gives it; one that nothing closes stays.

    No pattern finds them: where none is closed, it would look for the end from each of them anew.
    """
    parts: list[bytes] = []
    place = 0
    while (start := raw.find(_WXR_COMMENT, place)) >= 0 and (end := raw.find(_WXR_COMMENT_END, start)) >= 0:
        end += len(_WXR_COMMENT_END)
        parts += (raw[place:start], change(raw[start:end]))
        place = end
    return b"".join((*parts, raw[place:]))
