"""What rules look at and what they say: plain values, without the database."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from typing import Any

from blog.learning.scoring import Filter, Told
from blog.ruling.hosts import host_of
from blog.ruling.literals import Folded, folded, literal, occurrences, words_of

# Fields of feedback that rules read, in the order in which a person reads them.
FIELDS = ("author_name", "author_email", "author_url", "title", "blog_name", "body")
MOST_EVIDENCE = 20  # places that one finding names
MOST_NAMES = 100  # of one author that are remembered
REJECTED = ("spam", "trash")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the plain text of a field, counted in characters."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a text leads to, and the place in the body's plain text that leads there."""

    url: str
    host: str
    evidence: Evidence


@dataclass(frozen=True)
class Candidate:
    """Feedback as the rules see it: the plain text of each field, without markup."""

    texts: Mapping[str, str]
    kind: str = "comment"
    address: str = ""
    links: tuple[Link, ...] = ()
    language: str = ""

    @property
    def body(self) -> str:
        return self.texts.get("body", "")

    @cached_property
    def folded(self) -> dict[str, Folded]:
        """The fields that hold anything, without case and accents."""
        return {name: folded(text) for name in FIELDS if (text := self.texts.get(name, ""))}

    @cached_property
    def addresses(self) -> tuple[Folded, list[int]]:
        """All that links lead to as one folded text, and where each address begins in the text before folding: a
        search through one text costs far less than one through hundreds."""
        starts = list(accumulate((len(link.url) + 1 for link in self.links), initial=0))
        return folded("\n".join(link.url for link in self.links)), starts

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of all fields and addresses; the empty one is among them, the key of what may stand anywhere."""
        return frozenset({""}).union(*map(words_of, self.folded.values()), words_of(self.addresses[0]))

    def links_with(self, word: str) -> list[Link]:
        """Return the links whose address has a folded literal."""
        text, starts = self.addresses
        places = {bisect_right(starts, start) - 1 for start, _end in occurrences(word, text)}
        return [self.links[place] for place in sorted(places)]

    @cached_property
    def hosts(self) -> list[tuple[str, Evidence]]:
        """The hosts that website and links lead to."""
        website = self.texts.get("author_url", "")
        own = [(host, Evidence("author_url", 0, len(website)))] if (host := host_of(website)) else []
        return own + [(link.host, link.evidence) for link in self.links if link.host]


@dataclass(frozen=True, slots=True)
class History:
    """What became of someone's latest feedback; `names` are those, folded, that were approved."""

    approved: int = 0
    pending: int = 0
    rejected: int = 0
    names: frozenset[str] = frozenset()

    @property
    def decided(self) -> int:
        return self.approved + self.rejected

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> History:
        """Sum up (status, name of the author)."""
        counted = {"approved": 0, "pending": 0, "spam": 0, "trash": 0}
        names = set()
        for status, name in rows:
            counted[status] += 1
            if status == "approved":
                names.add(name)
        folded_names = frozenset(map(literal, names))
        return cls(counted["approved"], counted["pending"], counted["spam"] + counted["trash"], folded_names)

    def plus(self, status: str, name: str, number: int = 1) -> History:
        """Return the history with so many more of a status and an author's name."""
        if status == "pending":
            return replace(self, pending=self.pending + number)
        if status in REJECTED:
            return replace(self, rejected=self.rejected + number)
        names = self.names if len(self.names) >= MOST_NAMES else self.names | {literal(name)}
        return replace(self, approved=self.approved + number, names=names)


@dataclass(frozen=True, slots=True)
class Context:
    """What the database knows around a candidate. `score` is the sum of what was found so far."""

    is_staff: bool = False
    is_open: bool = True
    post_age: int | None = None  # days; None when the post's date is not known
    by_email: History = field(default_factory=History)
    by_address: History = field(default_factory=History)
    repeats: int = 0  # the same text among the latest feedback
    learned: tuple[Filter, Told] | None = None  # the learned filter, and what it says
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule has found something. The sentence is made from code and parameters when a person reads it.

    `verdict` and `score` are the rule's as the moderators set it, unless the hit has its own.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    verdict: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit as it is stored. `verdict` is a status, "approve", or nothing where it only adds to the score."""

    rule: str
    verdict: str
    score: float
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"params": dict(self.params), "evidence": [asdict(place) for place in self.evidence]}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all rules together say; `status` is None when none of them decided."""

    status: str | None
    score: float
    findings: tuple[Finding, ...]
    decided_by: str
