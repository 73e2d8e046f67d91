"""How well each line would fit each state of a page. The state that a line gets is decided in `segments`."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from importers.scraping.features import Features, caption_like
from importers.scraping.phrases import fold, looks_like_a_name


class State(IntEnum):
    """The parts of a page, in the order in which they mostly come."""

    CHROME = 0
    TITLE = 1
    BYLINE = 2
    STANDFIRST = 3
    BODY = 4
    ASIDE = 5  # an interruption of the body: sharing links, an advertisement
    FOOT = 6
    BIO = 7
    TRACKBACK_HEAD = 8
    TRACKBACK = 9
    COMMENT_HEAD = 10
    COMMENT = 11
    FORM = 12
    RELATED = 13
    SIDEBAR = 14
    FOOTER = 15
    DATELINE = 16  # a byline above the title

    @property
    def label(self) -> str:
        return self.name.lower().replace("_", "-")


# What a wording that is the whole line says for the states; pieces of a line count half.
_WORDINGS: dict[str, dict[State, float]] = {
    "comment-before": {State.COMMENT: 1.5, State.TITLE: -2, State.CHROME: -1},
    "comment-reply": {State.COMMENT: 4},
    "comment-head": {State.COMMENT: 4},
    "comment-after": {State.COMMENT: 3, State.FOOT: 2, State.BODY: -1},
    "posted": {State.BYLINE: 4, State.FOOT: 4, State.COMMENT: 4, State.BODY: -1, State.TITLE: -6},
    "byline": {State.BYLINE: 4, State.FOOT: 3, State.TITLE: -4, State.BODY: -1},
    "entry-date": {State.BYLINE: 4, State.FOOT: 4, State.COMMENT: 1, State.TITLE: -6, State.BODY: -2},
    "categories": {State.FOOT: 5, State.BYLINE: 4, State.TITLE: -5, State.BODY: -4},
    "tags": {State.FOOT: 5, State.BYLINE: 3, State.TITLE: -5, State.BODY: -4},
    "tags-heading": {State.FOOT: 7, State.SIDEBAR: 1, State.BODY: -3, State.TITLE: -6},
    "comment-count": {
        State.COMMENT_HEAD: 5,
        State.FOOT: 4.5,
        State.BYLINE: 3,
        State.TITLE: -8,
        State.BODY: -5,
        State.COMMENT: -3,
    },
    "comments-heading": {State.COMMENT_HEAD: 7, State.FOOT: 2, State.TITLE: -8, State.BODY: -5, State.COMMENT: -2},
    "form": {State.FORM: 4, State.TITLE: -6, State.BODY: -3, State.COMMENT: -2, State.FOOTER: 1},
    "closed": {State.FORM: 5, State.COMMENT_HEAD: 2, State.BODY: -5, State.COMMENT: -4, State.TITLE: -8},
    "trackback-url": {State.TRACKBACK_HEAD: 8, State.FOOT: 4, State.BODY: -8, State.COMMENT: -6, State.TITLE: -9},
    "trackback-count": {State.TRACKBACK_HEAD: 6, State.FOOT: 4, State.BODY: -5, State.COMMENT: -5, State.TITLE: -9},
    "trackback-heading": {
        State.TRACKBACK_HEAD: 7,
        State.BODY: -5,
        State.COMMENT: -5,
        State.TITLE: -9,
        State.SIDEBAR: 1,
    },
    "trackback-intro": {State.TRACKBACK_HEAD: 9, State.BODY: -8, State.COMMENT: -8, State.TITLE: -9},
    "trackback-item": {State.TRACKBACK: 4},
    "trackback-date": {State.TRACKBACK: 6, State.BODY: -4, State.COMMENT: -3, State.TITLE: -8},
    "trackback-tail": {State.TRACKBACK: 2},
    "pingback": {State.COMMENT: 4, State.TRACKBACK: 4, State.BODY: -4, State.TITLE: -6},
    "sidebar": {
        State.SIDEBAR: 4,
        State.CHROME: 4,
        State.FOOTER: 2,
        State.TITLE: -5,
        State.BODY: -3,
        State.COMMENT: -2.5,
    },
    "related": {
        State.RELATED: 5,
        State.CHROME: 2,
        State.TITLE: -7,
        State.BODY: -3.5,
        State.SIDEBAR: 2,
        State.COMMENT: -3,
    },
    "share": {State.FOOT: 3, State.ASIDE: 2, State.CHROME: 2, State.SIDEBAR: 1.5, State.BODY: -1.5, State.TITLE: -5},
    "chrome": {
        State.CHROME: 3,
        State.FOOTER: 2.5,
        State.FOOT: 2.5,
        State.SIDEBAR: 2,
        State.ASIDE: 2,
        State.TITLE: -6,
        State.BODY: -3,
        State.FORM: 1.5,
        State.COMMENT_HEAD: 1,
    },
    "reply": {State.COMMENT: 2.5, State.FOOT: 0.5, State.BODY: -3, State.TITLE: -5},
    "bio": {State.BIO: 5, State.SIDEBAR: 1, State.BODY: -3, State.TITLE: -6, State.CHROME: 1.5, State.COMMENT: -1},
    "newsletter": {State.FORM: 4, State.CHROME: 3.5, State.ASIDE: 3, State.SIDEBAR: 3, State.BODY: -3, State.TITLE: -6},
    "powered": {State.FOOTER: 5, State.SIDEBAR: 2, State.CHROME: 1, State.BODY: -4, State.TITLE: -6, State.COMMENT: -3},
    "anonymous": {State.COMMENT: 1},
}
_KINDS: dict[str, dict[State, float]] = {
    "calendar": {
        State.CHROME: 5,
        State.SIDEBAR: 5,
        State.FOOTER: 2,
        State.BODY: -5,
        State.TITLE: -9,
        State.COMMENT: -5,
    },
    "url": {State.BODY: -1, State.TITLE: -6, State.TRACKBACK: 1, State.TRACKBACK_HEAD: 1, State.SIDEBAR: 0.5},
    "image": {State.TITLE: -9, State.BODY: 0, State.CHROME: 0.5, State.SIDEBAR: 0.5},
    "copyright": {
        State.FOOTER: 7,
        State.SIDEBAR: 2,
        State.BODY: -4,
        State.TITLE: -8,
        State.COMMENT: -4,
        State.CHROME: 1,
    },
    "menu": {
        State.CHROME: 2.5,
        State.FOOTER: 2,
        State.FOOT: 1.5,
        State.BYLINE: 0.5,
        State.BODY: -1.5,
        State.TITLE: -3,
        State.ASIDE: 1,
    },
    "form": {State.FORM: 1.2, State.CHROME: 1.2, State.SIDEBAR: 1, State.FOOTER: 0.5, State.ASIDE: 1},
    "furniture": {
        State.CHROME: 5,
        State.SIDEBAR: 5,
        State.FOOTER: 5,
        State.FORM: 3,
        State.BODY: -6,
        State.TITLE: -8,
        State.COMMENT: -4,
        State.ASIDE: 4,
    },
}
_META = frozenset({"entry-date", "categories", "byline", "tags"})
_HEADINGS = frozenset({"comments-heading", "comment-count", "closed"})
_PING_HEADINGS = frozenset({"trackback-url", "trackback-count", "trackback-heading", "trackback-intro"})
_HINT = 9.0  # what a class, an id or an element of HTML says for the state it names
_LINKS = {State.BODY: -3.5, State.TITLE: 0.0, State.COMMENT: -1.0, State.BIO: -1.0, State.STANDFIRST: -3.0}


@dataclass(frozen=True, slots=True)
class Context:
    """What the page as a whole says: titles that it repeats (folded), and lines, by number, that stand out."""

    titles: frozenset[str] = frozenset()
    bio: Collection[int] = field(default=frozenset())  # lines that introduce the author
    labels: Collection[int] = field(default=frozenset())  # lines that stand alone and are no sentence, like titles
    listed: Collection[int] = field(default=frozenset())  # lines under a heading "Tags"
    leads: Collection[int] = field(default=frozenset())  # of these, the ones that prose follows closely


def title_key(text: str) -> str:
    """Fold a title for comparison: quotes and closing punctuation do not count."""
    return fold(text).strip(" \"'.:;,!?…-")


def score(seen: Features, place: int, context: Context) -> list[float]:
    """Return the line's fit for each State, by index."""
    scores = _base(seen)
    for role in seen.roles:
        for state, value in _WORDINGS.get(role, {}).items():
            scores[state] += value
    scores[State.DATELINE] += 2.0 if seen.roles & {"posted", "entry-date", "byline"} else 0.0
    for role in seen.parts - seen.roles:
        for state, value in _WORDINGS.get(role, {}).items():
            scores[state] += value / 2
    for state, value in _KINDS.get(seen.kind, {}).items():
        scores[state] += value
    if seen.roles & _META and seen.words >= 8:
        scores[State.BODY] -= seen.prose
        scores[State.FOOT] += 0.9 * seen.prose
    _score_dates(seen, scores)
    _score_title(seen, place, context, scores)
    if seen.line.number in context.bio:
        scores[State.BIO] += 9
        scores[State.BODY] -= 2
    if seen.line.number in context.labels:
        scores[State.BODY] = min(scores[State.BODY], 0.5)
        scores[State.CHROME] = max(scores[State.CHROME], 0.3)
    if seen.line.number in context.listed:
        scores[State.FOOT] += 1.5
    if seen.line.number in context.leads:
        scores[State.TITLE] += 2.5
    _score_marks(seen, scores)
    return scores


def _base(seen: Features) -> list[float]:
    prose = seen.prose
    dated = seen.anchor is not None and seen.anchor.side == "date"
    label = (prose < 1.6 or dated) and seen.short
    scores = [0.0] * len(State)
    scores[State.BODY] = prose - (0.6 if label else 0.0)
    scores[State.COMMENT] = 0.93 * prose - (0.2 if label else 0.0)
    scores[State.TRACKBACK] = 0.6 * prose - 0.4
    scores[State.CHROME] = 0.6 if label else -0.5 * prose
    scores[State.SIDEBAR] = 0.6 if label else -0.3 * prose
    scores[State.FOOTER] = 0.3 if label else -0.5 * prose
    scores[State.RELATED] = 0.3 if label else -0.1 * prose
    scores[State.FORM] = -0.1 if label else -0.4 * prose
    scores[State.FOOT] = -0.8 if label else -0.9 * prose
    scores[State.BYLINE] = -1.0 if label else -1.5 * prose
    scores[State.DATELINE] = -1.0 if label else -1.5 * prose
    scores[State.ASIDE] = -0.6 if label else -prose
    scores[State.BIO] = -3.0
    scores[State.STANDFIRST] = -6.0
    scores[State.COMMENT_HEAD] = -2.0 if seen.roles & _HEADINGS or seen.parts & _HEADINGS else -30.0
    scores[State.TRACKBACK_HEAD] = -2.0 if seen.roles & _PING_HEADINGS or seen.parts & _PING_HEADINGS else -30.0
    return scores


def _score_dates(seen: Features, scores: list[float]) -> None:
    anchor = seen.anchor
    if anchor is None or (anchor.printed is None and anchor.clock is None):
        return
    scores[State.COMMENT] += 3.0
    scores[State.BYLINE] += 3.0
    scores[State.DATELINE] += 3.0 if anchor.printed else 0.0
    scores[State.FOOT] += 1.5
    scores[State.TRACKBACK] += 2.0
    scores[State.SIDEBAR] += 1.0
    scores[State.CHROME] += 1.0
    scores[State.TITLE] -= 7.0
    scores[State.BODY] -= 1.0 if anchor.side == "date" else 0.5


def _score_title(seen: Features, place: int, context: Context, scores: list[float]) -> None:
    view = seen.view.strip()
    title = -6.0
    if len(view) <= 200 and seen.words:
        title = 2.2
        title -= 1.5 * (seen.words > 18) + 1.5 * view.endswith((".", "...", "…")) + 2.5 * view.endswith((":", ";", ","))
        title -= 2.0 * (view[0] in "|·•(»«") + 1.5 * view[0].islower() + 3.0 * caption_like(view)
        title += 0.6 * (seen.words >= 3) - 0.8 * (seen.words == 1) + 0.4 * (place == 0)
        if title_key(view) in context.titles:
            title += 9.0
    scores[State.TITLE] += title


def _score_marks(seen: Features, scores: list[float]) -> None:
    marks = seen.line.marks
    if marks is None:
        return
    if marks.link_share > 0.6:
        for state, value in _LINKS.items():
            scores[state] += value
        scores[State.CHROME] += 0.8
        scores[State.SIDEBAR] += 0.8
    if marks.tag in ("h1", "h2", "h3"):
        scores[State.TITLE] += {"h1": 2.5, "h2": 2.0, "h3": 1.2}[marks.tag]
        scores[State.BODY] -= 0.5
    elif marks.tag == "p":
        scores[State.BODY] += 0.8
        scores[State.TITLE] -= 2.0
    elif marks.tag in ("li", "td", "dt", "dd"):
        scores[State.TITLE] -= 1.5
    if marks.hint:
        _score_hint(marks.hint, scores)


def _score_hint(hint: str, scores: list[float]) -> None:
    for state in State:
        if state.label == hint:
            scores[state] = max(scores[state], 0.0) + _HINT
    if hint in ("form", "sidebar", "footer", "related", "chrome", "aside"):
        for state in (State.BODY, State.TITLE, State.COMMENT, State.STANDFIRST):
            scores[state] -= _HINT
    if hint == "chrome":
        for state in (State.SIDEBAR, State.FOOTER, State.FOOT, State.ASIDE):
            scores[state] += _HINT / 1.5
    if hint == "sidebar":
        scores[State.CHROME] += _HINT
    if hint in ("byline", "foot"):
        for state in (State.BYLINE, State.FOOT, State.DATELINE):
            scores[state] = max(scores[state], 0.0) + _HINT / 2
        scores[State.BODY] -= _HINT / 2
    if hint in ("comment", "comment-head", "trackback", "trackback-head"):
        for state in (State.COMMENT, State.COMMENT_HEAD, State.TRACKBACK, State.TRACKBACK_HEAD):
            scores[state] += _HINT / 3
        for state in (State.BODY, State.TITLE):
            scores[state] -= _HINT


def gather_context(page: Sequence[Features], titles: Collection[str] = ()) -> Context:
    """Collect what the page says about itself: the titles it repeats, the lines that introduce its author."""
    stated = {title_key(text) for text in titles}
    for seen in page:
        for role in ("trackback-intro", "comments-heading"):
            title = seen.group(role, "title")
            if title:
                stated.add(title_key(title))
                stated.add(title_key(title.split(":", 1)[-1]))
    labels = _labels(page)
    return Context(frozenset(stated - {""}), frozenset(_bio_lines(page)), labels, _listed(page), _leads(page, labels))


def _labels(page: Sequence[Features]) -> frozenset[int]:
    """Find short lines between blank ones that do not end as a statement does."""
    gaps = [*(seen.line.gap for seen in page[1:]), 1][: len(page)]
    return frozenset(
        seen.line.number
        for index, (seen, below) in enumerate(zip(page, gaps, strict=True))
        if seen.words <= 18
        and seen.line.marks is None
        and (index == 0 or seen.line.gap or (page[index - 1].anchor and page[index - 1].short))
        and below
        and not seen.view.rstrip().endswith((".", ":", ",", ";"))
    )


def _listed(page: Sequence[Features]) -> frozenset[int]:
    """Find the short lines that follow a heading "Tags" without a blank line between."""
    found: set[int] = set()
    above = False
    for seen in page:
        if above and not seen.line.gap and seen.words <= 4 and not seen.roles:
            found.add(seen.line.number)
        else:
            above = "tags-heading" in seen.roles
    return frozenset(found)


def _leads(page: Sequence[Features], labels: frozenset[int]) -> frozenset[int]:
    """Find the labels that a long sentence follows within three lines, no other label of that kind between."""
    leads = set()
    for index, seen in enumerate(page):
        if seen.line.number not in labels:
            continue
        for below in page[index + 1 : index + 4]:
            label = below.line.number in labels
            if label and below.anchor is None and not below.kind and not below.roles | below.parts:
                break
            if below.prose >= 3 and not label:
                leads.add(seen.line.number)
                break
    return frozenset(leads)


def _bio_lines(page: Sequence[Features]) -> set[int]:
    """Find a name line and the paragraph that opens with the same name, or what follows "About the author"."""
    found: set[int] = set()
    for here, below in itertools.pairwise(page):
        name = shared_name(here.view, below.view)
        if name and here.short and not here.ends and below.words >= 8 and below.prose > 2:
            found |= {here.line.number, below.line.number}
    for index, here in enumerate(page[:-1]):
        if "bio" in here.roles and here.line.number not in found:
            found |= _bio_after(page, index)
    return found


def _bio_after(page: Sequence[Features], index: int) -> set[int]:
    found = set()
    after = page[index + 1 : index + 3]
    if after and looks_like_a_name(after[0].view) and not after[0].roles and 2 <= after[0].words <= 5:
        found.add(after[0].line.number)
        after = after[1:]
        if after and after[0].words >= 8 and after[0].prose > 2 and found:
            found.add(after[0].line.number)
    elif after and after[0].words >= 8 and after[0].prose > 2:
        found.add(after[0].line.number)
    return found


def shared_name(label: str, paragraph: str) -> str:
    """Return the capitalized words that open both lines, if they are two to four: a person's name."""
    common = []
    for one, other in zip(label.split(), paragraph.split(), strict=False):
        bare = one.strip(",.:;")
        if bare != other.strip(",.:;") or not bare[:1].isupper():
            break
        common.append(bare)
        if one != bare or other.strip(",.:;") != other:
            break
    return " ".join(common) if 2 <= len(common) <= 4 else ""
