"""Comments and trackbacks that are on a post already: known again by what they say, and completed where they lack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blog.models import Feedback
from blog.text import plain
from importers import matching
from importers.loading import values
from importers.loading.changing import note_changes
from importers.loading.feedback import GONE, Part
from importers.loading.merging import Merge
from importers.matching import Said
from importers.models import ImportedItem, ImportRun
from importers.records import CommentRecord

FILLED = ("author_email", "author_url", "author_address", "submitted_at", "title", "blog_name")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the feedback of posts, by the posts' keys: what is there, and what a person deleted."""

    here: Mapping[int, list[Feedback]]
    gone: Mapping[int, list[Said]]


def known_of(posts: Collection[int]) -> Known:
    """Return what is known of the feedback of posts; two queries, however many they are."""
    here: dict[int, list[Feedback]] = {post: [] for post in posts}
    for feedback in Feedback.objects.filter(post__in=posts).order_by("pk"):
        here[feedback.post_id].append(feedback)
    return Known(here, _deleted(posts))


def find_twins(run: ImportRun, post: int, parts: Sequence[Part], known: Known | None = None) -> None:
    """Find which comments and trackbacks are on the post already, and complete those from what is said here."""
    asking = [part for part in parts if part.stored is None]
    if not asking:
        return
    known = known or known_of([post])
    here, gone = known.here[post], known.gone.get(post, [])
    found = matching.twins([_said(part) for part in asking], [*map(_said_here, here), *gone])
    filled: list[tuple[Feedback, dict[str, Any]]] = []
    for part, place in zip(asking, found, strict=True):
        if place is None:
            continue
        part.twin = here[place].pk if place < len(here) else GONE
        if part.twin != GONE and (news := _missing(part, here[place])):
            filled.append((here[place], news))
    done = _fill(run, filled)
    for part in asking:
        part.filled = part.twin in done


def _missing(part: Part, feedback: Feedback) -> dict[str, Any]:
    """Return what a comment that is here lacks and the file says."""
    stated, present = part.stated(), values.present_feedback(feedback)
    news = {name: stated[name] for name in FILLED if stated[name] and not present[name]}
    return news | ({"submitted_text": ""} if "submitted_at" in news and present["submitted_text"] else {})


def _fill(run: ImportRun, filled: Sequence[tuple[Feedback, dict[str, Any]]]) -> set[int]:
    """Write what comments lacked, and note it for undo; return the keys of these. What nobody imported stays."""
    if not filled:
        return set()
    keys = [feedback.pk for feedback, _ in filled]
    rows = ImportedItem.objects.filter(kind__in=("comment", "trackback"), object_id__in=keys, tombstone="")
    items = {item.object_id or 0: item for item in rows.exclude(written={})}
    noted: list[tuple[ImportedItem, Merge]] = []
    for feedback, news in filled:
        item = items.get(feedback.pk)
        if item is None:
            continue
        present = values.present_feedback(feedback)
        noted.append((item, Merge(changes=news, before={name: present[name] for name in news})))
    note_changes(run, noted)
    for item, merge in noted:
        Feedback.objects.filter(pk=item.object_id or 0).update(**values.feedback_columns(merge.changes))
    return set(items)


def _deleted(posts: Collection[int]) -> dict[int, list[Said]]:
    """Return what is known of the feedback that a person deleted under posts: who sent it, and when."""
    rows = ImportedItem.objects.filter(kind__in=("comment", "trackback"), parent__object_id__in=posts)
    found: dict[int, list[Said]] = {}
    for post, kind, written in rows.exclude(tombstone="").values_list("parent__object_id", "kind", "written"):
        said = Said(kind, str(written.get("author_name", "")), _moment(written), None)
        found.setdefault(post or 0, []).append(said)
    return found


def _moment(stated: Mapping[str, Any]) -> dt.datetime | None:
    """Return when feedback was sent; the blog's own clock where its zone is not known."""
    for name in ("submitted_at", "submitted_text"):
        try:
            moment = dt.datetime.fromisoformat(str(stated.get(name) or ""))
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return None


def _said(part: Part) -> Said:
    record, when = part.record, _moment(part.stated())
    text = plain.words_of(record.body_html)
    if isinstance(record, CommentRecord):
        return Said("comment", record.author.name, when, text)
    return Said("trackback", record.title or record.blog_name, when, text, record.url)


def _said_here(feedback: Feedback) -> Said:
    when = _moment(values.present_feedback(feedback))
    text = plain.words_of(feedback.body_html)
    if feedback.kind == Feedback.Kind.COMMENT:
        return Said("comment", feedback.author_name, when, text)
    return Said("trackback", feedback.title or feedback.blog_name, when, text, feedback.author_url)
