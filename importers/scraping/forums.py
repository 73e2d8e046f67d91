"""Threads of a forum as pages: the first posting is the post, the others are its comments.

phpBB 2 prints, for each: a name, lines about who that is, "Posted: <date>  Post subject: <subject>", the text, what
the writer signs all postings with, and a link back to the top. The words differ by language; that they recur tells.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from importers.scraping.attributions import first_prose
from importers.scraping.features import Anchor, Features
from importers.scraping.phrases import Match
from importers.scraping.trails import title_key

_FAR = 12  # lines about somebody, above a posting
_OPENS = re.compile(r"\s{0,9}(?P<label>[^\W\d_]{2,15}(?:\s[^\W\d_]{2,10})?\s?:)\s{1,4}")
_SUBJECT = re.compile(r"\s{1,9}(?P<label>[^\W\d_]{3,15}(?:\s[^\W\d_]{2,15}){0,3}\s?:)(?P<subject>.{0,200})$")
_RULE = re.compile(r"\s{0,40}_{5,100}\s{0,40}")
_TELLS = re.compile(r"\s{0,40}[^\W\d_]{2,20}(?:\s[^\W\d_]{2,20})?\s?:\s")  # "Location: Harrow Bridge"


def label_threads(page: list[Features]) -> list[Features]:
    """Return the page with the lines told that stand around the postings of a thread; at least two make one."""
    found = {place: labels for place, seen in enumerate(page) if (labels := _labels(seen)) is not None}
    if not found:
        return page
    usual, times = Counter(found.values()).most_common(1)[0]
    heads = [place for place, labels in found.items() if labels == usual]
    is_post = first_prose(page[: heads[0]]) == heads[0]  # else these are comments below a text
    closing = _closing(page, heads) if times > 1 and is_post else ""
    return _told(list(page), heads, closing) if closing else page


def _labels(seen: Features) -> tuple[str, str] | None:
    """Return the words before the date and those before the subject of a line that heads a posting."""
    if len(seen.dates) != 1 or seen.line.marks is not None:
        return None
    (printed,) = seen.dates
    opens, subject = _OPENS.fullmatch(seen.view[: printed.start]), _SUBJECT.match(seen.view, printed.end)
    return (opens["label"], subject["label"]) if opens and subject else None


def _closing(page: Sequence[Features], heads: Sequence[int]) -> str:
    """Return what stands between all postings, lowest where several do: the link back to the top."""
    ends = [*heads[1:], len(page)]
    between = [[seen.view.strip() for seen in page[head + 1 : end]] for head, end in zip(heads, ends, strict=True)]
    common = set(between[0]).intersection(*between[1:])
    shared = [view for view in between[0] if view in common and not _RULE.fullmatch(view)]
    return shared[-1] if shared else ""


def _told(page: list[Features], heads: Sequence[int], closing: str) -> list[Features]:
    tops = [place for place in range(heads[0], len(page)) if page[place].view.strip() == closing]
    starts = [tops[index - 1] + 1 if (index := bisect_left(tops, head)) else -1 for head in heads]
    depths = [_unlabelled(page[start:head]) for start, head in zip(starts, heads, strict=True) if start >= 0]
    usual = Counter(depths).most_common(1)[0][0] if depths else 1
    if starts[0] < 0:
        starts[0] = _first_name(page, heads[0], usual)
    for number, (start, head) in enumerate(zip(starts, heads, strict=True)):
        if 0 < head - start <= _FAR:
            page[start] = _named(page[start], "comment-head" if number else "byline")
            page[start + 1 : head] = [_silent(seen, "reply" if number else "thread") for seen in page[start + 1 : head]]
        page[head] = _dated(page[head], is_post=not number)
    for place in tops:
        page[place] = _silent(page[place], "reply")
    for place in [place for place, seen in enumerate(page) if place > heads[0] and _RULE.fullmatch(seen.view)]:
        end = tops[index] if (index := bisect_left(tops, place)) < len(tops) else place
        page[place:end] = [_silent(seen, "reply") for seen in page[place:end]]
    above = _title(page, page[heads[0]].group("thread", "title"), starts[0])
    page[above : starts[0]] = [_silent(seen, "thread") for seen in page[above : starts[0]]]
    below = max(tops) + 1
    page[below:] = [replace(seen, kind=seen.kind or "furniture", anchor=None) for seen in page[below:]]
    return page


def _title(page: Sequence[Features], subject: str | None, name: int) -> int:
    """Return the place below the line that repeats the subject above the first name; the name's when none does."""
    wanted = title_key(subject or "")
    places = (place + 1 for place in range(name - 1, -1, -1) if wanted and title_key(page[place].view) == wanted)
    return next(places, name)


def _unlabelled(lines: Sequence[Features]) -> int:
    """Return how many lines stand above the first "Joined: …": the name, and often a rank."""
    return next((place for place, seen in enumerate(lines) if _TELLS.match(seen.view)), len(lines))


def _first_name(page: Sequence[Features], head: int, depth: int) -> int:
    """Return the place of the name above the first posting, where nothing else says at which line it begins."""
    place = head
    while place > max(head - _FAR, 0) and _TELLS.match(page[place - 1].view):
        place -= 1
    return max(place - depth, 0)


def _named(seen: Features, role: str) -> Features:
    start, end = len(seen.view) - len(seen.view.lstrip()), len(seen.view.rstrip())
    match = Match(role, "any", 0, len(seen.view), {"name": (start, end)})
    return replace(seen, matches=(match,), roles=frozenset({role}), anchor=Anchor("before", (start, end)), kind="")


def _dated(seen: Features, is_post: bool) -> Features:
    subject = _SUBJECT.match(seen.view, seen.dates[0].end)
    title = subject["subject"].strip() if subject and is_post else ""
    start = seen.view.rindex(title) if title else 0
    groups = {"title": (start, start + len(title))} if title else {}
    match = Match("thread", "any", 0, len(seen.view), groups)
    roles = frozenset({"thread", "entry-date"}) if is_post else frozenset({"thread"})
    return replace(seen, matches=(match,), roles=roles, anchor=Anchor("date", None, seen.dates[0]), kind="")


def _silent(seen: Features, role: str) -> Features:
    return replace(seen, matches=(), roles=frozenset({role}), parts=frozenset(), anchor=None, dates=(), kind="")
