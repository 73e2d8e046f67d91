"""Dates in words, as far as they are known: "2009", "June 2009", "26 June 2008, 16:43 EDT"."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import formats, timezone

from blog.models import Feedback, Post

_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d)?)?)?)?")


def in_words(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return a date in the active language, as precisely as it is given."""
    if month is None:
        return str(year)
    date = dt.date(year, month, day or 1)
    return formats.date_format(date, "F Y" if day is None else "j F Y")


def machine_readable(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return a date for the `datetime` attribute, as precisely as it is given."""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])


def of_post(post: Post, with_time: bool = False) -> tuple[str, str]:
    """Return (words, machine-readable) of a post's date; two empty strings when it is unknown.

    Words go by the date parts, which are in the source's zone; the time is added where it can be given in that zone.
    """
    if not post.date_parts:
        return "", ""
    words = in_words(*post.date_parts)
    if post.published_at is None:
        return words, machine_readable(*post.date_parts)
    moment = post.published_at.astimezone(dt.UTC)
    local = post.published_at.astimezone(zone_of(post))
    if with_time and (local.year, local.month, local.day) == post.date_parts:
        words += f", {formats.date_format(local, 'H:i')} {local.tzname()}"
    return words, moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def zone_of(post: Post) -> dt.tzinfo:
    """Return the zone a post's date was written in: its source's; UTC where that is not known; ours for our own."""
    if post.source is None:
        return timezone.get_default_timezone()
    return post.source.zone or dt.UTC


def of_feedback(feedback: Feedback, zone: dt.tzinfo) -> tuple[str, str]:
    """Return (words, machine-readable) of a comment's date: the moment, or else what was printed."""
    if feedback.submitted_at is not None:
        local = feedback.submitted_at.astimezone(zone)
        words = f"{in_words(local.year, local.month, local.day)}, {formats.date_format(local, 'H:i')} {local.tzname()}"
        return words, feedback.submitted_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return of_printed(feedback.submitted_text)


def of_printed(text: str) -> tuple[str, str]:
    """Read a partial ISO date into words; anything else stays as it was printed and says nothing to machines."""
    found = _PARTIAL.fullmatch(text.strip())
    if found is None:
        return text, ""
    parts = [int(part) for part in found.groups()[:3] if part is not None]
    try:
        words = in_words(*parts)
    except ValueError:
        return text, ""
    if found[4] is not None:
        return f"{words}, {found[4]}:{found[5]}", f"{machine_readable(*parts)}T{found[4]}:{found[5]}"
    return words, machine_readable(*parts)
