"""What can be seen in one line, without its surroundings: wordings, dates, calendars, menus, prose."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from importers.scraping import phrases
from importers.scraping.barred import find_barred
from importers.scraping.dates import (
    CHANGED,
    WEEKDAYS,
    Clock,
    Printed,
    find_dates,
    find_month,
    find_time,
    find_yearless,
    timed,
    weekday_name,
)
from importers.scraping.detectors import detect
from importers.scraping.lines import Line, line_hash
from importers.scraping.phrases import Match, looks_like_a_name, match, words
from importers.scraping.rows import find_ping, find_row, find_titled
from importers.scraping.signatures import UNVERIFIED, find_entry, find_lapse, find_signature

# Words that sentences are made of and menus are not, in the languages of the table.
_FUNCTION_WORDS = words("function")
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,2}\s*$")
_URL_ONLY = re.compile(r"\s*(?:https?://|www\.)\S+\s*")
_IMAGE_NAME = re.compile(r"\s*[^\s/\\]{1,80}\.(?:gif|jpe?g|png|bmp|webp|svg)\s*", re.IGNORECASE)
_DOMAIN = re.compile(r"\b[\w-]+\.(?:com|net|org|info|it|fr|de|es|pt|nl|eu|be|ch|at|br|co|uk)\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b|&copy;)\s*(?:\W{0,3}(?:19|20)\d\d|\w)", re.IGNORECASE)
_NUMBERS_ROW = re.compile(r"[\s\d|«»<>-]+")
_SEPARATED = re.compile(r"\s[|·•»/]\s|\s::\s")
# "« Previous", "« Previous | Main | Next »"; a title in quotes is none.
_NAVIGATION = re.compile(r"\s*(?:[←‹]|<<|«(?=[^»]*$)|«[^»]*\s[-|]\s)")
_FORM_WORDS = re.compile(
    r"newsletter|e-?mail|subscri|inscri|inschrij|iscri|iscriz|abbona|abonn|abonnier|suscri|assin|nieuwsbrief|mailing|privacy"
    r"|cookie|button|clicca|cliquez|klick|klik|click|modulo|formul|captcha|password|sign up|log ?in|confidential"
    r"|datenschutz",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"«[^«»]{1,200}»|“[^“”]{1,200}”|\"[^\"]{1,200}\"|„[^„“”]{1,200}[“”]")
# What may stand around a name and a date on a line that says who and when, and nothing else.
_AROUND = words("around")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A line that says who wrote something, or when, or both. Spans are in the view; `side` is where its text is.

    side: "before" (the line stands before the text), "after", "either", or "date" for a line that has no name.
    """

    side: str
    name: tuple[int, int] | None = None
    printed: Printed | None = None
    clock: Clock | None = None
    parent: tuple[int, int] | None = None
    reply: bool = False
    ping: bool = False


@dataclass(frozen=True, slots=True)
class Features:
    """What a line shows."""

    line: Line
    matches: tuple[Match, ...]
    roles: frozenset[str]  # of wordings that are the whole line
    parts: frozenset[str]  # of wordings that are a piece of it
    dates: tuple[Printed, ...]
    anchor: Anchor | None
    words: int
    prose: float  # 0 for a label, about 6 for a long paragraph
    ends: bool  # as a sentence does
    kind: str = ""  # calendar, url, image, copyright, menu, form, or nothing

    @property
    def view(self) -> str:
        return self.line.view

    @property
    def short(self) -> bool:
        return self.words <= 14 and len(self.line.view) <= 120

    @property
    def is_dated(self) -> bool:
        """Whether it may say when somebody wrote."""
        return self.anchor is not None and self.anchor.printed is not None

    def group(self, role: str, name: str) -> str | None:
        """Return, as found, what a wording of this role captured under `name`."""
        for hit in self.matches:
            if hit.role == role and name in hit:
                return self.line.found(*hit.groups[name]).strip()
        return None


def see(line: Line, furniture: Collection[int] = ()) -> Features:
    """Look at one line."""
    view = line.view
    dates = tuple(find_dates(view)) if len(view) <= 300 else ()
    tokens = _WORDS.findall(view[:4_000].lower())
    titled = tuple(find_titled(view, dates, len(tokens)))
    matches = titled or match(view)
    if matches and _QUOTED.fullmatch(view.strip()):  # what somebody says names nobody: «Por ver»
        matches = tuple(hit for hit in matches if "name" not in hit)
    matches = tuple(hit for hit in matches if "name" not in hit or not _counts(view[slice(*hit.groups["name"])]))
    ends = bool(_SENTENCE_END.search(view[-8:]))
    prose = _prose(tokens, ends, len(view))
    roles = frozenset(hit.role for hit in matches if hit.whole)
    more = [] if titled else [*detect(view, roles, len(tokens))]
    if not titled and not roles & WHO:
        finders = (find_entry, find_row, find_signature, find_lapse, find_ping, find_barred)
        more += next((found for find in finders if (found := [*find(view, dates, len(tokens))])), [])
    if more:
        matches, roles = (*matches, *more), roles | {hit.role for hit in more if hit.whole}
    parts = frozenset(hit.role for hit in matches if not hit.whole)
    kind = _kind(view, tokens, prose)
    if not kind and furniture and not roles and line_hash(line.text) in furniture:
        kind = "furniture"
    anchor = _anchor(view, matches, dates) if len(view) <= 200 else None
    return Features(line, matches, roles, parts, dates, anchor, len(tokens), prose, ends, kind)


WHO = frozenset({"comment-reply", "comment-before", "comment-head", "comment-after", "posted", "pingback", "byline"})


def function_share(tokens: list[str]) -> float:
    """Return the share of tokens that only sentences use."""
    return sum(word in _FUNCTION_WORDS or word.split("'")[-1] in _FUNCTION_WORDS for word in tokens) / max(
        len(tokens), 1
    )


def _prose(tokens: list[str], ends: bool, length: int) -> float:
    if not tokens:
        return 0.0
    if len(tokens) == 1 and length > 400:  # one endless token says nothing
        return 1.0
    share = function_share(tokens[:80])
    score = min(len(tokens), 60) / 20 + 8 * min(share, 0.35) * min(len(tokens), 12) / 12
    if share < 0.12 and length < 400:
        score *= 0.4
    if ends and len(tokens) >= 3:
        score += 0.8
    return min(score, 6.0)


def _kind(view: str, tokens: list[str], prose: float) -> str:
    if _calendar(view, tokens):
        return "calendar"
    if _URL_ONLY.fullmatch(view[:400]):
        return "url"
    if len(view) <= 100 and _IMAGE_NAME.fullmatch(view):
        return "image"
    if len(view) <= 300 and _COPYRIGHT.search(view):
        return "copyright"
    if len(tokens) <= 45 and len(view) <= 400 and _FORM_WORDS.search(view):
        return "form"
    if len(view) <= 300 and (
        _NAVIGATION.match(view) or (prose < 2 and view.rstrip().endswith(("»", "→")) and "«" not in view)
    ):
        return "menu"
    if prose < 2 and len(view) <= 300 and len(_SEPARATED.findall(view)) >= 2:
        return "menu"
    return ""


def caption_like(view: str) -> bool:
    """Say whether a line looks like an image's alternative text: a few lower-case tokens, no sentence, an address."""
    text = view.strip()
    return bool(text) and len(text) <= 120 and text[0].islower() and bool(_DOMAIN.search(text)) and " " in text


def _calendar(view: str, tokens: list[str]) -> bool:
    if find_month(view):
        return True
    if len(view) > 120 or not tokens:
        return False
    names = sum(weekday_name(word) is not None or len(word) <= 2 for word in tokens)
    if len(tokens) == 7 and names == 7 and not any(word.isdecimal() for word in tokens):
        return True
    numbers = [int(word) for word in tokens if word.isdecimal()]
    if len(numbers) < 3 or not _NUMBERS_ROW.fullmatch(view) or max(numbers) > 31:
        return len(numbers) == 7 and len(tokens) == 8 and max(numbers) <= 31  # "Jun 1 2 3 4 5 6 7"
    return all(b - a == 1 for a, b in itertools.pairwise(numbers))


def _anchor(view: str, matches: tuple[Match, ...], dates: tuple[Printed, ...]) -> Anchor | None:
    for hit in matches:
        if hit.role in ("comment-reply", "comment-before", "comment-head", "comment-after", "posted", "pingback"):
            return _signing(view, _from_wording(view, hit, dates))
    if len(dates) == 1 and any(hit.role == "entry-date" and hit.whole and "category" in hit for hit in matches):
        return Anchor("date", None, timed(view, dates[0]))  # "26.11.06 @ 11:35, Categories: Farm" is all particulars
    dated = _from_date(view, dates)
    return _signing(view, dated) if dated else None


def _signing(view: str, anchor: Anchor) -> Anchor:
    """Return the anchor of a line; a dash before name and date signs what stands above."""
    signs = anchor.side == "either" and anchor.name and anchor.printed and view.lstrip().startswith(("— ", "– ", "-- "))
    return replace(anchor, side="after") if signs else anchor


def named_anchor(seen: Features) -> Anchor:
    """Return the anchor of a line that surely names someone: as it was seen, else by all that is no date."""
    if seen.anchor is not None and seen.anchor.name:
        return seen.anchor
    printed = seen.dates[0] if seen.dates else find_yearless(seen.view)
    start, end = len(seen.view) - len(seen.view.lstrip()), len(seen.view.rstrip())
    if printed is not None:
        before, after = seen.view[start : printed.start], seen.view[printed.end : end]
        start, end = (start, printed.start) if len(before.strip()) >= len(after.strip()) else (printed.end, end)
    name = seen.view[start:end]
    left, right = len(name) - len(name.lstrip(_NAME_EDGES)), len(name.rstrip(_NAME_EDGES))
    return Anchor("either", (start + left, start + max(left, right)), printed)


def told(seen: Features, hit: Match) -> Features:
    """Return a line as it is seen once it is known to be this wording."""
    return replace(with_hit(seen, hit), anchor=_from_wording(seen.view, hit, seen.dates))


def with_hit(seen: Features, hit: Match) -> Features:
    """Return a line with a wording more; whom and when it names stays as it was seen."""
    return replace(seen, matches=(*seen.matches, hit), roles=seen.roles | {hit.role})


def labelled(seen: Features, role: str, **groups: tuple[int, int]) -> Features:
    """Return a line with a role more, for all of it; whom and when it names stays as it was seen."""
    return with_hit(seen, Match(role, "any", 0, len(seen.view), groups))


def relabelled(seen: Features, role: str, **groups: tuple[int, int]) -> Features:
    """Return a line that has this role and no other, and names nobody."""
    return replace(labelled(seen, role, **groups), roles=frozenset({role}), anchor=None, kind="")


_NAME_EDGES = " ,:;|·•()[]-–—"
_SIDES = {"comment-after": "after", "posted": "either", "comment-head": "either", "pingback": "either"}


def _from_wording(view: str, hit: Match, dates: tuple[Printed, ...]) -> Anchor:
    ping = hit.role == "pingback"
    name = hit.groups.get("name") or ((hit.groups.get("blog") or hit.groups.get("title")) if ping else None)
    printed = timed(view, dates[0]) if dates else None
    if printed is None and "date" in hit:
        printed = find_yearless(view)
    clock = find_time(view) if printed is None else None
    if name is not None:
        name = _without_tail(view, name)
    return Anchor(
        _SIDES.get(hit.role, "before"),
        name,
        printed,
        clock,
        hit.groups.get("parent"),
        hit.role == "comment-reply",
        ping,
    )


def _without_tail(view: str, name: tuple[int, int]) -> tuple[int, int]:
    """Cut numbering and "(Homepage)", "[Visitor]" off a name."""
    start, end = name
    end += bool(view[end : end + 1] == "." and _INITIAL.search(view[start:end]))
    text = view[start:end]
    opening = re.match(r"(?:#?\d[\d.]*[.)]?(?:\s[·|•])?|[»«•·*—–-])\s+|\[info\]\s*", text)
    start += opening.end() if opening else 0
    closing = _TAIL.search(view[start:end])
    return (start, start + closing.start()) if closing and closing.start() else (start, end)


# One word, or what Drupal says of guests; "Joe (the other one)" is called so.
_TAIL = re.compile(
    r"\s{0,9}(?:\((?:\[info\])?[^()\s]{1,40}\)|\[[^\[\]]{1,40}\]"
    rf"|{UNVERIFIED}\))\s{{0,9}}$"
    r"|\s{0,9}[·|]\s{0,9}(?:https?://)?\S{1,300}$"
)
_INITIAL = re.compile(r"\b[A-ZÀ-Þ]$")
_BY_WORD = re.compile(r"^\W*(?:by|par|di|da|von|por|door|de)\s$", re.IGNORECASE)
_PARTED = re.compile(r"[|·•—–]")
_DAY_NAME = re.compile(r"(?:\b|(?<=\s))[^\W\d_]{2,4}[.,]{1,2}\s?$")
_TWO_NAMES = re.compile(r"^\W*[A-ZÀ-Þ][\w'’-]{1,30}\s[A-ZÀ-Þ][^\W\d_]{2,3},\s?$")  # "Anna Holm, 4 May 2009"
_NAME_PARTS = re.compile(r"[^\s|·•@#,;:()\[\]–—…\"“”↓*]+")


# "by the other Tom", "4 May 2009 | le fantôme": before a name, what else stands before a date.
_ARTICLE = re.compile(r"(?:^|(?<=[\s|·•]))(?:the|le|il|el)\s$", re.IGNORECASE)
_GUEST = re.compile(r"(?:gast|guest) \(", re.IGNORECASE)  # a name only where it is said to be doubtful
_LINKS = frozenset({"reply", "chrome", "share", "comment-count", "comments-heading", "trackback-count"})


def _one_day(dates: tuple[Printed, ...]) -> Printed | None:
    """Return one date for several that name the same day: "Mardi 9 février 2010 2 09 /02 /Fév /2010 20:00"."""
    found = [one.date for one in dates if one.date is not None and one.other is None]
    if len(found) != len(dates) or len({(one.year, one.month, one.day) for one in found}) != 1:
        return None
    exact = next((one for one in dates if one.date and one.date.time), dates[0])
    return replace(exact, start=dates[0].start, end=dates[-1].end)


def _counts(name: str) -> bool:
    """Say whether what stands where a name could is a count: "3 Comments · May 4, 2009"."""
    return name.strip()[:1].isdecimal() and _is_no_name(name)


def _is_no_name(text: str) -> bool:
    """Say whether what stands beside a date is a wording, such as a count of comments."""
    return any(hit.whole and hit.role in _LINKS for hit in match(text.strip(" #·|,")))


def _from_date(view: str, dates: tuple[Printed, ...]) -> Anchor | None:
    printed = timed(view, dates[0]) if len(dates) == 1 else _one_day(dates)
    if printed is None and not dates and len(view) <= 80:
        printed = find_yearless(view)
    if printed is None:
        return None
    before = view[: printed.start]
    is_named = _TWO_NAMES.match(before) is not None and before.split()[-1].lower().strip(",") not in WEEKDAYS
    if opening := None if is_named else _DAY_NAME.search(before):  # "qua, 17/12/2014": a day, in any language
        printed = replace(printed, start=opening.start())
    apart = view[: printed.start] + " " * (printed.end - printed.start) + view[printed.end :]  # "Anna12 mai 2009"
    if _is_no_name(view[printed.end :]):
        apart = apart[: printed.end]  # "04/05/2009 @ 10:12 Reply to this comment"
    if printed.start <= 40 and _is_no_name(view[: printed.start]):
        apart = (
            " " * printed.start + apart[printed.start :]
        )  # "Permanent link 04/05/2009 @ 10:12", "3 Comments · May 4"
    rest = [(m.start(), m.end()) for m in _NAME_PARTS.finditer(apart)]
    numbering = phrases.numbering(view)
    rest = [
        (s, e)
        for s, e in rest
        if (view[s:e].lower().strip(".-«»/") not in _AROUND | {""} or _GUEST.match(view, s))
        and view[s:e].strip("#.") != numbering.strip("#.")
        and not (s > printed.start and len(view[s:e]) <= 2 and view[s:e].isdecimal())  # "4 min read"
    ]
    rest = [(s, e) for s, e in rest if not view[s:e].startswith(("http://", "https://"))]
    ahead, after = ([part for part in rest if (part[0] < printed.start) is first] for first in (True, False))
    if ahead and len(after) <= 3 and all(view[s].islower() for s, _ in after):  # "Anna 4 mai 2009 4 min de lecture"
        rest = ahead
    if not rest:
        return Anchor("date", None, printed)
    start, end = rest[0][0], rest[-1][1]
    if start < printed.end and end > printed.start:
        return None
    name = view[start:end]
    if start < printed.start and CHANGED.search(view, start, printed.start):
        return Anchor("date", None, printed)  # "Last updated 4 May 2009" names nobody
    between = view[printed.end : start] if start >= printed.end else view[end : printed.start]
    told = _PARTED.search(between) or _BY_WORD.search(view[:start])
    likely = len(rest) <= 5 and (name[0].isupper() or len(rest) == 1 or numbering)
    if (told or likely) and looks_like_a_name(name):  # "May 4, 2009 | the other Tom"
        article = _ARTICLE.search(view, 0, start)
        return Anchor("either", (article.start() if article else start, end), printed)
    return None
