"""How well each line would fit each state of a page. The state that a line gets is decided in `segments`."""

from __future__ import annotations

import re

from importers.scraping.context import Context
from importers.scraping.features import Features, caption_like
from importers.scraping.states import State
from importers.scraping.trails import title_key
from importers.scraping.weights import KINDS, WORDINGS

_META = frozenset({"entry-date", "categories", "byline", "tags"})
_ASIDES = frozenset({"share", "newsletter", "related"})  # a link that says so is none of the text around it
_SIGNED = frozenset({"posted", "entry-date"})
_HEADINGS = frozenset({"comments-heading", "comment-count", "closed"})
_PING_HEADINGS = frozenset({"trackback-url", "trackback-count", "trackback-heading", "trackback-intro"})
_SENTENCES = re.compile(r"[^\W\d_]{3}[.!?…][\"'”’»]?\s+[A-ZÀ-Þ¿¡«“\"].{3,}\.[\"'”’»]?$")  # two of them are no title
_HEADED = frozenset({"h1", "h2", "h3", "h4"})
_HINT = 9.0  # what a class, an id or an element of HTML says for the state it names
_BY_LABEL = {state.label: state for state in State}
_CARDS = frozenset({"vcard", "h-card"})
_LINKS = {State.BODY: -3.5, State.TITLE: 0.0, State.COMMENT: -1.0, State.BIO: -1.0, State.STANDFIRST: -3.0}


def score(seen: Features, place: int, context: Context) -> list[float]:
    """Return the line's fit for each State, by index."""
    scores = _base(seen)
    roles = seen.roles | (seen.parts & {"entry-date"} if len(seen.dates) > 1 and seen.short else frozenset())
    for role in roles:
        for state, value in WORDINGS.get(role, {}).items():
            scores[state] += value
    scores[State.DATELINE] += 2.0 if seen.roles & {"posted", "entry-date", "byline"} else 0.0
    for role in seen.parts - roles:
        for state, value in WORDINGS.get(role, {}).items():
            scores[state] += value / 2
    if "trackback-url" in seen.roles and "http" not in seen.view:  # the address is the target of a link
        scores[State.COMMENT_HEAD] = max(scores[State.COMMENT_HEAD], 3.0)
    for state, value in KINDS.get(seen.kind, {}).items():
        scores[state] += value
    if seen.roles & _META and seen.words >= 8:
        scores[State.BODY] -= seen.prose
        scores[State.FOOT] += 0.9 * seen.prose
    if "share" in seen.roles and seen.words >= 8:  # names of sites and verbs are no sentence
        scores[State.BODY] -= seen.prose
        for state in (State.FOOT, State.ASIDE):
            scores[state] += 0.9 * seen.prose
    _score_dates(seen, scores)
    _score_title(seen, place, context, scores)
    _score_context(seen, context, scores)
    _score_marks(seen, scores)
    return scores


def _score_context(seen: Features, context: Context, scores: list[float]) -> None:
    """Add what the page as a whole says of a line."""
    number = seen.line.number
    if number in context.bio:
        scores[State.BIO] += 9
        scores[State.BODY] -= 2
    if number in context.labels:
        scores[State.BODY] = min(scores[State.BODY], 0.5)
        scores[State.CHROME] = max(scores[State.CHROME], 0.3)
    if number in context.filed:
        scores[State.FOOT] += 7.0
        scores[State.BYLINE] += 7.0  # above the text
        scores[State.BODY] -= 2.0
        scores[State.TITLE] -= 6.0
    if number in context.credits:
        scores[State.BYLINE] += 7.0
        for state in (State.BODY, State.TITLE):
            scores[state] -= 4.0
    if number in context.listed:
        scores[State.FOOT] += 1.5
        scores[State.BYLINE] += 1.5
        scores[State.BODY] -= 2.0
    for lines, weight in ((context.leads, 2.5), (context.headed, 3.5), (context.named, 3.0)):
        if number in lines:
            scores[State.TITLE] += weight
    if (usual := context.usual.get(number)) is not None:
        scores[usual] += 4.0 if usual is State.TITLE else 2.0
    if number in context.closed:
        scores[State.COMMENT] -= 4.0
    if number in context.above:
        scores[State.DATELINE] += 7.0
    if number in context.opening:
        scores[State.TITLE] += _HINT
        scores[State.BODY] -= _HINT
    if context.sites and title_key(seen.view) in context.sites:
        scores[State.TITLE] -= 6
    if number in context.labels and seen.anchor is None and not seen.roles | seen.parts:
        scores[State.COMMENT] = min(scores[State.COMMENT], 0.45)
    _score_signatures(seen, context, scores)
    if number in context.terms:
        scores[State.BYLINE] += 3.5
        scores[State.BODY] -= 3
        scores[State.TITLE] -= 4
    if number in context.amid:
        scores[State.ASIDE] += 4.5
    if number in context.pitched:
        scores[State.ASIDE] += 5
        scores[State.FORM] += 3
        for state in (State.BODY, State.COMMENT, State.TITLE):
            scores[state] -= 5


def _score_signatures(seen: Features, context: Context, scores: list[float]) -> None:
    """Add what the lines say of each other as to who wrote comments, and who the post."""
    if seen.line.number in context.said:
        scores[State.COMMENT] += 1.2
    if seen.line.number in context.pinging:
        scores[State.TRACKBACK] += 6
        scores[State.COMMENT] -= 6
    if seen.line.number in context.listing:
        for state in (State.TRACKBACK, State.TRACKBACK_HEAD):
            scores[state] += _HINT
        scores[State.COMMENT] -= _HINT
    if seen.view.lstrip().startswith("» ") and seen.anchor is None:  # how Movable Type and TypePad list trackbacks
        scores[State.TRACKBACK] += 2
        scores[State.COMMENT] -= 1
    if seen.line.number in context.spoken:
        scores[State.BODY] = max(scores[State.BODY], 0.0) + 2.5
    if context.signed < 2:
        scores[State.COMMENT] -= 4.0
    elif context.signed >= 6 and seen.short and seen.anchor and seen.anchor.name and seen.anchor.printed:
        scores[State.COMMENT] += 1.5
    if seen.line.number in context.standfirst:
        scores[State.STANDFIRST] += 12
    if seen.line.number in context.byline:
        scores[State.BYLINE] += 2
        scores[State.COMMENT] -= 8


def _base(seen: Features) -> list[float]:
    prose = seen.prose
    dated = seen.anchor is not None and seen.anchor.side == "date"
    told = bool(seen.roles & _SIGNED and seen.dates)
    label = ((prose < 1.6 or dated or told) and seen.short) or seen.kind == "furniture"
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
        heads = seen.line.number in context.headed or (seen.line.marks and seen.line.marks.tag in _HEADED)
        title -= 0.0 if heads or not _SENTENCES.search(view) else 6.0
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
    if marks.item is None and seen.words <= 6 and marks.near & _CARDS and _is_card(seen):
        scores[State.FOOT] = max(scores[State.FOOT], 0.0) + _HINT
        scores[State.BODY] -= _HINT
    if marks.hint:
        _score_hint(marks.hint, scores)
        if marks.hint == "body" and marks.link_share > 0.4 and seen.roles & _ASIDES:
            scores[State.ASIDE] += 1.5 * _HINT
        signed = seen.anchor is not None and seen.anchor.name and seen.anchor.printed
        if signed and marks.hint in ("byline", "foot"):  # Movable Type's class "posted" signs posts and comments
            scores[State.COMMENT] += _HINT


def _is_card(seen: Features) -> bool:
    """Say whether a line is a name that a microformat marks, and what introduces it: "— Anna", "Posted by Anna"."""
    inlines = seen.line.marks.inlines if seen.line.marks else ()
    names = (inline for inline in inlines if "fn" in inline.tokens)
    return any(inline.end >= len(seen.view.rstrip()) and inline.start <= 20 for inline in names)


def _score_hint(hint: str, scores: list[float]) -> None:
    if (named := _BY_LABEL.get(hint)) is not None:
        scores[named] = max(scores[named], 0.0) + _HINT
    if hint in ("form", "sidebar", "footer", "related", "chrome", "aside", "bio"):
        for state in (State.BODY, State.TITLE, State.COMMENT, State.STANDFIRST):
            scores[state] -= _HINT
    if hint in ("form", "sidebar", "related"):  # themes put them inside the text, too
        scores[State.ASIDE] = max(scores[State.ASIDE], 0.0) + _HINT
    if hint == "form":  # of a search or a login, which others have above the title
        scores[State.CHROME] = max(scores[State.CHROME], 0.0) + _HINT
    if hint == "bio":  # which some themes have above the text
        scores[State.ASIDE] = max(scores[State.ASIDE], 0.0) + _HINT / 2
    if hint == "chrome":
        for state in (State.SIDEBAR, State.FOOTER, State.FOOT, State.ASIDE):
            scores[state] += _HINT / 1.5
    if hint == "sidebar":
        scores[State.CHROME] += _HINT
    if hint in ("byline", "foot"):
        for state in (State.BYLINE, State.FOOT, State.DATELINE):
            scores[state] = max(scores[state], 0.0) + _HINT / 2
        if hint == "byline":  # some themes have theirs above the title, some below the text
            scores[State.DATELINE] += _HINT
            scores[State.FOOT] += _HINT
        scores[State.BODY] -= _HINT / 2
    if hint in ("comment", "comment-head", "trackback", "trackback-head"):
        for state in (State.COMMENT, State.COMMENT_HEAD, State.TRACKBACK, State.TRACKBACK_HEAD):
            scores[state] += _HINT / 3
        for state in (State.BODY, State.TITLE):
            scores[state] -= _HINT
