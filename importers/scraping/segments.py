"""Give every line one state, by dynamic programming over the order in which the parts of a page come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from importers.scraping.context import Context
from importers.scraping.features import Features
from importers.scraping.lines import Line
from importers.scraping.roles import score
from importers.scraping.states import State

_START = {State.CHROME: 0.0, State.TITLE: 0.0, State.DATELINE: -1.0, State.BODY: -4.0}

_AFTER = (State.BIO, State.FORM, State.RELATED, State.SIDEBAR, State.FOOTER)
# What may follow what, and what it costs. What is not named cannot follow.
_NEXT: dict[State, dict[State, float]] = {
    State.CHROME: {State.CHROME: 0, State.TITLE: 0, State.DATELINE: -1.0, State.BODY: -6, State.STANDFIRST: -4},
    State.DATELINE: {State.DATELINE: 0, State.TITLE: 0, State.CHROME: -2},
    State.TITLE: {
        State.TITLE: -9,
        State.BYLINE: 0,
        State.STANDFIRST: 0,
        State.BODY: 0,
        State.ASIDE: -1,
        State.COMMENT_HEAD: -6,
    },
    State.BYLINE: {
        State.BYLINE: 0,
        State.STANDFIRST: -0.5,
        State.BODY: 0,
        State.ASIDE: -1,
    },
    State.STANDFIRST: {State.STANDFIRST: 0, State.BYLINE: 0, State.BODY: 0, State.ASIDE: -1},
    State.BODY: {
        State.BODY: 0,
        State.ASIDE: -2,
        State.FOOT: -1,
        State.BIO: -1,
        State.TRACKBACK_HEAD: -1,
        State.COMMENT_HEAD: -1,
        State.COMMENT: -9,
        State.FORM: -2,
        State.RELATED: -2,
        State.SIDEBAR: -3,
        State.FOOTER: -3,
    },
    State.ASIDE: {
        State.ASIDE: 0,
        **dict.fromkeys((State.BYLINE, State.FOOT), -2),
        State.BODY: -1,
        **dict.fromkeys((*_AFTER, State.TRACKBACK_HEAD, State.COMMENT_HEAD), -4),
    },
    State.FOOT: {
        State.FOOT: 0,
        State.TRACKBACK_HEAD: 0,
        State.COMMENT_HEAD: 0,
        State.COMMENT: -8,
        **dict.fromkeys((State.BIO, State.FORM, State.RELATED), -0.5),
        **dict.fromkeys((State.SIDEBAR, State.FOOTER), -1.0),
    },
    State.BIO: {
        **dict.fromkeys(_AFTER, -0.5),
        State.BIO: 0,
        State.FOOT: -6,
        State.TRACKBACK_HEAD: -0.5,
        State.COMMENT_HEAD: -0.5,
    },
    State.TRACKBACK_HEAD: {
        **dict.fromkeys((State.FOOT, State.FORM, State.RELATED, State.SIDEBAR, State.FOOTER), -1.0),
        State.TRACKBACK_HEAD: 0,
        State.TRACKBACK: 0,
        State.COMMENT_HEAD: 0,
        State.COMMENT: -5,
    },
    State.TRACKBACK: {
        **dict.fromkeys((State.FORM, State.RELATED, State.SIDEBAR, State.FOOTER), -1.0),
        State.TRACKBACK: 0,
        State.TRACKBACK_HEAD: -0.5,
        State.COMMENT_HEAD: 0,
        State.COMMENT: -6,
    },
    State.COMMENT_HEAD: {
        **dict.fromkeys((State.FORM, State.RELATED, State.SIDEBAR, State.FOOTER), -1.0),
        State.FOOT: -4.0,
        State.COMMENT_HEAD: 0,
        State.COMMENT: 0,
        State.TRACKBACK_HEAD: 0,
        State.TRACKBACK: -4,
    },
    State.COMMENT: {
        **dict.fromkeys((State.FORM, State.RELATED, State.SIDEBAR, State.FOOTER), -1.0),
        State.COMMENT: 0,
        State.TRACKBACK_HEAD: -0.5,
        State.COMMENT_HEAD: -3,
    },
    State.FORM: {
        **dict.fromkeys(_AFTER, -0.5),
        State.FORM: 0,
        State.COMMENT_HEAD: -1,
        State.TRACKBACK_HEAD: -1,
    },
    State.RELATED: {
        **dict.fromkeys((State.BIO, State.FORM, State.FOOTER), -0.5),
        State.SIDEBAR: -1,
        State.RELATED: 0,
        State.COMMENT_HEAD: -1,
        State.TRACKBACK_HEAD: -1,
    },
    State.SIDEBAR: {
        State.SIDEBAR: 0,
        State.FOOTER: -0.5,
        State.COMMENT_HEAD: -6,
        State.FORM: -1,
        State.RELATED: -1,
    },
    State.FOOTER: {State.FOOTER: 0, State.SIDEBAR: -1, State.FORM: -3, State.RELATED: -2},
}
_PREVIOUS: list[list[tuple[int, float]]] = [
    [(int(before), row[state]) for before, row in _NEXT.items() if state in row] for state in State
]
# Comments without a heading begin where somebody signs.
_UNOPENED: list[list[tuple[int, float]]] = [
    [
        (before, cost - 8.0 if state is State.COMMENT and State(before) in (State.BODY, State.FOOT) else cost)
        for before, cost in _PREVIOUS[state]
    ]
    for state in State
]
# Where a person assigned states, any may follow any, at a price.
_UNUSUAL = -25.0
_LOOSE: list[list[tuple[int, float]]] = [
    [(int(before), _NEXT[before].get(state, _UNUSUAL)) for before in State] for state in State
]
_NEVER = float("-inf")
_FORBIDDEN = -1_000.0


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive lines of one state, blank lines after them included."""

    state: State
    lines: tuple[Line, ...]

    @property
    def span(self) -> tuple[int, int]:
        return self.lines[0].number, self.lines[-1].number

    @property
    def text(self) -> str:
        """The lines as they stand in the file, ends included."""
        return "".join(line.text + line.end for line in self.lines)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line's state, and by how much the line itself fits it better (or worse) than the best other state."""

    state: State
    margin: float


def label(page: Sequence[Features], context: Context, forced: Mapping[int, Collection[State]]) -> list[Labelled]:
    """Return the best state for each line; linear in their number.

    `forced` says, by line number, between which states a person left the choice; their neighbours follow.
    """
    if not page:
        return []
    rows = [score(seen, place, context) for place, seen in enumerate(page)]
    for seen, scores in zip(page, rows, strict=True):
        if allowed := forced.get(seen.line.number):
            scores[:] = [value if State(state) in allowed else _FORBIDDEN for state, value in enumerate(scores)]
    steps = [_PREVIOUS if seen.line.number in context.opens else _UNOPENED for seen in page]
    states = _best_path(rows, [_LOOSE] * len(page) if forced else steps)
    return [Labelled(State(state), _margin(scores, state)) for scores, state in zip(rows, states, strict=True)]


Steps = list[list[tuple[int, float]]]


def _best_path(rows: Sequence[Sequence[float]], previous: Sequence[Steps]) -> list[int]:
    best = [_NEVER] * len(State)
    for state, value in enumerate(rows[0]):
        if State(state) in _START:
            best[state] = value + _START[State(state)]
        elif previous[0] is _LOOSE:
            best[state] = value + _UNUSUAL
    trail: list[list[int]] = []
    for scores, allowed in zip(rows[1:], previous[1:], strict=True):
        now, came = [_NEVER] * len(State), [0] * len(State)
        for state, steps in enumerate(allowed):
            top, chosen = _NEVER, 0
            for before, cost in steps:
                value = best[before] + cost
                if value > top:
                    top, chosen = value, before
            now[state] = top + scores[state]
            came[state] = chosen
        trail.append(came)
        best = now
    state = max(range(len(State)), key=best.__getitem__)
    labels = [state]
    for came in reversed(trail):
        state = came[state]
        labels.append(state)
    return labels[::-1]


def _margin(scores: Sequence[float], state: int) -> float:
    return round(scores[state] - max(value for other, value in enumerate(scores) if other != state), 2)


def cut(lines: Sequence[Line], states: dict[int, State]) -> list[Segment]:
    """Group all lines, blank ones with what stands above them, into segments. Joined, they are the page again."""
    segments: list[Segment] = []
    current: list[Line] = []
    state = State.CHROME
    for line in lines:
        here = states.get(line.number, state)
        if current and here != state:
            segments.append(Segment(state, tuple(current)))
            current = []
        state = here
        current.append(line)
    if current:
        segments.append(Segment(state, tuple(current)))
    return segments
