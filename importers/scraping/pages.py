"""A page under analysis: its lines, what is seen in them, the state each got, and which field took it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from blog.text.levels import Level
from importers.records import FieldSource, FoundDate, Leftover
from importers.scraping.features import Features, see
from importers.scraping.lines import Line
from importers.scraping.roles import State, gather_context
from importers.scraping.segments import Segment, cut, label

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
    site: str = ""
    tagline: str = ""
    url: str = ""
    ping: str = ""
    source_id: str = ""
    tags: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    platform: str = ""
    page_title: str = ""


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
    taken: dict[int, str] = field(default_factory=dict)

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

    def leftovers(self) -> Iterator[Leftover]:
        """Give the lines that became no field, grouped by segment and by what they are."""
        seen = {features.line.number: features for features in self.features}
        for segment in self.segments:
            group: list[Line] = []
            role = ""
            for line in segment.lines:
                if line.blank and group and line.number not in self.taken:
                    group.append(line)
                    continue
                here = "" if line.blank or line.number in self.taken else _role(segment.state, seen.get(line.number))
                if here != role and group:
                    yield _leftover(group, role)
                    group = []
                role = here
                if here:
                    group.append(line)
            if group:
                yield _leftover(group, role)


def analyse(lines: Sequence[Line], stated: Stated, furniture: Collection[int] = ()) -> Page:
    """See every line, then give each its state."""
    features = [see(line, furniture) for line in lines[:MOST_LINES] if not line.blank]
    context = gather_context(features, stated.titles)
    states = label(features, context)
    by_number = {seen.line.number: state for seen, state in zip(features, states, strict=True)}
    if len(lines) > MOST_LINES:
        by_number |= dict.fromkeys((line.number for line in lines[MOST_LINES:]), State.FOOTER)
    return Page(lines, features, states, cut(lines, by_number), context.titles, stated, context.listed)


def _role(state: State, seen: Features | None) -> str:
    if seen is None:
        return "unread"
    if seen.kind in ("calendar", "menu", "copyright", "furniture"):
        return seen.kind
    for role in ("newsletter", "form", "share", "reply", "closed", "sidebar", "related", "powered"):
        if role in seen.roles:
            return role
    return state.label


def _leftover(lines: list[Line], role: str) -> Leftover:
    while lines[-1].blank:
        lines = lines[:-1]
    return Leftover((lines[0].number, lines[-1].number), role, "\n".join(line.text for line in lines))
