"""A page under analysis: its lines, what is seen in them, the state each got, and which field took it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from blog.text.levels import Level
from importers.records import FieldSource, FoundDate, Leftover
from importers.scraping.carrying import carry_attributions
from importers.scraping.context import gather_context
from importers.scraping.features import Features, named_anchor, see
from importers.scraping.forums import label_threads
from importers.scraping.habits import usual_states
from importers.scraping.hyphened import with_slashes
from importers.scraping.inducing import learn_attributions
from importers.scraping.lines import Line
from importers.scraping.own_words import tell_own_words
from importers.scraping.particulars import label_all
from importers.scraping.recurring import spare_comments, spare_text
from importers.scraping.refrains import label_refrains
from importers.scraping.segments import Segment, cut, label
from importers.scraping.states import ATTRIBUTION, PARTS, State

NOTHING: Mapping[int, str] = {}
MOST_LINES = 8_000  # lines that are analysed; what stands below them on a longer page is kept as leftover


@dataclass(slots=True)
class Stated:
    """What the head of an HTML page, or its structured data, says about the post."""

    titles: list[str] = field(default_factory=list)
    author: str = ""
    author_url: str = ""
    published: FoundDate | None = None
    published_raw: str = ""
    modified: FoundDate | None = None
    language: str = ""
    locale: str = ""  # a language with its country, where the page tells it
    site: str = ""
    tagline: str = ""
    url: str = ""
    ping: str = ""
    source_id: str = ""
    tags: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    platform: str = ""
    page_title: str = ""
    posts: int = 1  # on the page; of several, one is read


@dataclass(slots=True)
class Page:
    """The working state of one page. `taken` maps a line's number to the field that it became."""

    lines: Sequence[Line]
    features: list[Features]
    states: list[State]
    segments: list[Segment]
    titles: frozenset[str]
    stated: Stated
    listed: Collection[int] = ()
    filed: Collection[int] = ()
    habits: Collection[str] = ()
    above: Collection[int] = ()
    credits: Sequence[int] = ()
    sites: Collection[str] = ()
    margins: Mapping[int, float] = field(default_factory=dict)  # by line number; how well its state fits
    assigned: Collection[int] = ()  # numbers of the lines whose state a person assigned
    taken: dict[int, str] = field(default_factory=dict)
    seen: dict[int, Features] = field(init=False)

    def __post_init__(self) -> None:
        self.seen = {features.line.number: features for features in self.features}

    def of(self, *states: State) -> list[Features]:
        """Return what is seen in the lines of these states, in order."""
        wanted = set(states)
        return [seen for seen, state in zip(self.features, self.states, strict=True) if state in wanted]

    def take(self, name: str, *lines: Line) -> None:
        """Mark lines as having become (part of) a field; the first field keeps a line."""
        for line in lines:
            self.taken.setdefault(line.number, name)

    def sources(self) -> dict[str, FieldSource]:
        """Return, for each field that took lines, these lines."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.number in self.taken and self.taken[line.number] not in (
                "body",
                "comments",
                "trackbacks",
                "images",
            ):
                found.setdefault(self.taken[line.number], []).append(line)
        return {
            name: FieldSource(
                "\n".join(line.text for line in lines), "lines", Level.LIKELY, (lines[0].number, lines[-1].number)
            )
            for name, lines in found.items()
        }

    @property
    def title_place(self) -> int | None:
        """The index of the title line."""
        places = [index for index, state in enumerate(self.states) if state is State.TITLE]
        return places[0] if places else None

    @property
    def body_place(self) -> int | None:
        """The index of the first body line."""
        places = [index for index, state in enumerate(self.states) if state is State.BODY]
        return places[0] if places else None

    def below_body(self) -> Iterator[Features]:
        """Give what follows the post's text up to the first list that the page names: nothing there counts others."""
        end = max((index for index, state in enumerate(self.states) if state is State.BODY), default=-1)
        for seen in self.features[end:] if end >= 0 else ():
            hint = seen.line.marks.hint if seen.line.marks else ""
            if seen.roles & {"sidebar", "related"} or hint in ("sidebar", "related", "chrome"):
                return
            yield seen

    def role_of(self, line: Line, state: State) -> str:
        """Return what a line became: the name of a field, or what kind of leftover it is; nothing for a blank one."""
        if line.number in self.taken:
            return self.taken[line.number]
        return "" if line.blank else _role(state, self.seen.get(line.number))

    def leftovers(self) -> Iterator[Leftover]:
        """Give the lines that became no field, grouped by segment and by what they are."""
        for segment in self.segments:
            group: list[Line] = []
            role = ""
            for line in segment.lines:
                if line.blank and group and line.number not in self.taken:
                    group.append(line)
                    continue
                here = "" if line.number in self.taken else self.role_of(line, segment.state)
                if here != role and group:
                    yield self._leftover(group, role)
                    group = []
                role = here
                if here:
                    group.append(line)
            if group:
                yield self._leftover(group, role)

    def _leftover(self, lines: list[Line], role: str) -> Leftover:
        while lines[-1].blank:
            lines = lines[:-1]
        margins = [self.margins[line.number] for line in lines if line.number in self.margins]
        score = round(sum(margins) / len(margins), 2) if margins else 0.0
        return Leftover((lines[0].number, lines[-1].number), role, "\n".join(line.text for line in lines), score)


def analyse(
    lines: Sequence[Line],
    stated: Stated,
    furniture: Collection[int] = (),
    assigned: Mapping[int, str] = NOTHING,
    habits: Collection[str] = (),
    remember: bool = False,
) -> Page:
    """See every line, then give each its state.

    `habits` say how most pages of the batch are laid out;
    `remember` keeps what was seen in each line, for a page that is read again and again while a person assigns lines;
    `assigned` names, by line number, the part (a key of `PARTS`) to which a person assigned a line; its neighbours
    follow. KeyError for a part that no page has.
    """
    features = _see_all(with_slashes(lines[:MOST_LINES]), frozenset(furniture), assigned, remember)
    features = learn_attributions(carry_attributions(label_threads(label_all(features))))
    features = spare_text(spare_comments(label_refrains(tell_own_words(features))))
    context = gather_context(features, stated.titles, stated.page_title)
    if habits:
        context = replace(context, usual=usual_states(habits, [seen.line for seen in features]))
    labels = label(features, context, {number: PARTS[part] for number, part in assigned.items()})
    by_number = {seen.line.number: found.state for seen, found in zip(features, labels, strict=True)}
    margins = {seen.line.number: found.margin for seen, found in zip(features, labels, strict=True)}
    if len(lines) > MOST_LINES:
        by_number |= dict.fromkeys((line.number for line in lines[MOST_LINES:]), State.FOOTER)
    return Page(
        lines=lines,
        features=features,
        states=[found.state for found in labels],
        segments=cut(lines, by_number),
        titles=context.titles,
        stated=stated,
        listed=context.listed,
        filed=context.filed,
        habits=habits,
        above=context.above,
        credits=context.credits,
        sites=context.sites,
        margins=margins,
        assigned=frozenset(assigned),
    )


def _see_all(
    lines: Sequence[Line], furniture: frozenset[int], assigned: Mapping[int, str], remember: bool
) -> list[Features]:
    look = _remembered if remember else see
    return [
        _assigned(line, assigned[line.number]) if line.number in assigned else look(line, furniture)
        for line in lines
        if not line.blank
    ]


@lru_cache(maxsize=MOST_LINES)
def _remembered(line: Line, furniture: frozenset[int]) -> Features:
    return see(line, furniture)


def _assigned(line: Line, part: str) -> Features:
    """See a line whose part a person named."""
    seen = see(line)
    return replace(seen, anchor=named_anchor(seen)) if part == ATTRIBUTION else seen


def _role(state: State, seen: Features | None) -> str:
    if seen is None:
        return "unread"
    if seen.kind in ("calendar", "menu", "copyright", "furniture"):
        return seen.kind
    for role in ("newsletter", "form", "share", "reply", "closed", "sidebar", "related", "powered"):
        if role in seen.roles:
            return role
    return state.label
